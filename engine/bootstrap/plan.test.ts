import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { planHost } from './bootstrap.ts';
import { parseProbe } from './parse/probe-answer.ts';
import type { Action, HostChoices, HostPlan, HostProbe } from './types.ts';

type Recorded = 'debian-fresh' | 'debian-prepared' | 'centos-fresh' | 'centos-prepared';
const fixtures = join(import.meta.dirname, 'fixtures');

function recorded(name: Recorded, edit: (answer: string) => string = (answer) => answer): HostProbe {
  const address = name.startsWith('debian') ? '10.77.0.11' : '10.77.0.12';
  const probe = parseProbe(edit(readFileSync(join(fixtures, `${name}.answer.txt`), 'utf8')), 'recorded', address);
  probe.privilege.user = 'root';
  return probe;
}

/** The lab's hosts are containers; most plans are about machines, whose clock is their own. */
function machine(name: Recorded, edit?: (answer: string) => string): HostProbe {
  const probe = recorded(name, edit);
  probe.virtualization = {
    ...probe.virtualization,
    flag: 'vmx',
    modules: ['kvm', 'kvm_intel'],
    device: true,
    inside: 'none',
  };
  probe.time.capable = true;
  return probe;
}

function describeAction(action: Action): string[] {
  const indented = (text: string) => text.split('\n').map((line) => `      | ${line}`.trimEnd());
  if (action.kind === 'file') return [`    file ${action.path} ${action.mode.toString(8)}`, ...indented(action.after)];
  if (action.kind === 'bridge') {
    const { files, ...rest } = action;
    return [
      `    ${JSON.stringify(rest)}`,
      ...files.flatMap((file) => [`    file ${file.path} ${file.mode.toString(8)}`, ...indented(file.after)]),
    ];
  }
  return [`    ${JSON.stringify(action)}`];
}

function text(plan: HostPlan): string {
  const { steps, ...rest } = plan;
  const lines = steps.flatMap(({ item, actions }) => [
    `${item.status.padEnd(7)} ${item.id}: ${item.found}`,
    ...(item.change === '' ? [] : [`  change: ${item.change}`]),
    ...(item.hint === undefined ? [] : [`  hint: ${item.hint}`]),
    ...actions.flatMap(describeAction),
  ]);
  return `${lines.join('\n')}\n${JSON.stringify(rest)}\n`;
}

function item(plan: HostPlan, id: string) {
  const found = plan.steps.find((step) => step.item.id === id);
  if (found === undefined) throw new Error(`the plan has no item ${id}`);
  return { ...found.item, actions: found.actions };
}

describe('plans of recorded hosts', () => {
  const cases: [string, () => HostProbe, HostChoices][] = [
    ['debian-fresh', () => recorded('debian-fresh'), { acceptEmulation: true }],
    ['debian-machine', () => machine('debian-fresh'), { fqdn: 'node1.lab.example' }],
    ['debian-second-card', () => recorded('debian-fresh'), { acceptEmulation: true, nic: 'eth1', bridge: 'br-guests' }],
    ['centos-fresh', () => recorded('centos-fresh'), { acceptEmulation: true, peers: ['10.77.0.12', '10.77.0.11'] }],
    ['centos-machine', () => machine('centos-fresh'), {}],
    ['debian-prepared', () => recorded('debian-prepared'), { acceptEmulation: true }],
    ['centos-prepared', () => recorded('centos-prepared'), { acceptEmulation: true }],
  ];
  test.each(cases)('%s', async (name, probe, choices) => {
    await expect(text(planHost(probe(), choices))).toMatchFileSnapshot(join(fixtures, `${name}.plan.txt`));
  });

  test('a prepared host has nothing left to change', () => {
    for (const name of ['debian-prepared', 'centos-prepared'] as const) {
      const plan = planHost(recorded(name), { acceptEmulation: true });
      expect(plan.steps.filter((step) => step.item.status === 'change')).toEqual([]);
      expect(plan).toMatchObject({ complete: true, canApply: true });
    }
  });

  test('a plan and a probe survive being stored as JSON', () => {
    const probe = recorded('centos-fresh');
    const plan = planHost(probe, { acceptEmulation: true });
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
    expect(planHost(JSON.parse(JSON.stringify(probe)) as HostProbe, { acceptEmulation: true })).toEqual(plan);
  });
});

describe('what stops a plan', () => {
  test('no hardware virtualization, until emulation is accepted', () => {
    const refused = planHost(recorded('debian-fresh'));
    expect(refused).toMatchObject({ canApply: false });
    expect(refused.virtualization).toBeUndefined();
    expect(item(refused, 'virtualization')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('emulation'),
    });
    expect(planHost(recorded('debian-fresh'), { acceptEmulation: true })).toMatchObject({
      canApply: true,
      virtualization: 'qemu',
    });
  });

  test('a device node and flags are no proof when the trial guest failed', () => {
    const probe = machine('debian-prepared');
    probe.virtualization = { ...probe.virtualization, trial: 'failed', detail: 'KVM internal error. Suberror: 1' };
    const plan = planHost(probe);
    expect(item(plan, 'virtualization')).toMatchObject({
      status: 'blocked',
      found: expect.stringContaining('Suberror'),
    });
    probe.virtualization.trial = 'ran';
    expect(planHost(probe)).toMatchObject({ virtualization: 'kvm', canApply: true });
  });

  test('CentOS 7, with a sentence and no guesses about changes', () => {
    const probe = machine('centos-fresh', (answer) =>
      answer.replace(/VERSION_ID="?9"?/, 'VERSION_ID="7"').replaceAll('CentOS Stream 9', 'CentOS Linux 7 (Core)'),
    );
    const plan = planHost(probe);
    expect(item(plan, 'system')).toMatchObject({ status: 'blocked', hint: expect.stringContaining('too old') });
    expect(plan.steps.flatMap((step) => step.actions)).toEqual([]);
    expect(plan.canApply).toBe(false);
  });

  test('an operating system that nobody knows', () => {
    const probe = machine('debian-fresh');
    probe.system = { ...probe.system, id: 'arch', idLike: [], prettyName: 'Arch Linux' };
    expect(item(planHost(probe), 'system')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('Arch Linux'),
    });
  });

  test('Ubuntu 20.04 is too old and 22.04 is not', () => {
    const probe = machine('debian-fresh');
    probe.system = { ...probe.system, id: 'ubuntu', versionId: '20.04', prettyName: 'Ubuntu 20.04.6 LTS' };
    expect(item(planHost(probe), 'system').status).toBe('blocked');
    probe.system.versionId = '22.04';
    expect(item(planHost(probe), 'system').status).toBe('ok');
  });

  test('a login that may not become root', () => {
    const probe = machine('debian-fresh');
    probe.privilege = {
      user: 'ann',
      root: false,
      reason: 'sudo on 10.0.0.1 does not accept the password of ann.',
      requiretty: [],
    };
    const plan = planHost(probe);
    expect(item(plan, 'privilege')).toMatchObject({ status: 'blocked', hint: expect.stringContaining('sudoers') });
    expect(plan.canApply).toBe(false);
  });

  test('a card that is not there, with those that are', () => {
    expect(item(planHost(machine('debian-fresh'), { nic: 'eth9' }), 'bridge')).toMatchObject({
      status: 'blocked',
      hint: 'There is no card eth9. There are: eth0, eth1.',
    });
  });

  test('a package source that is down, by its name', () => {
    const down = machine('debian-fresh', (answer) => answer.replace(/^ok (file\S+)$/m, 'down $1 Could not open file'));
    expect(item(planHost(down), 'packages')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('file:/srv/repo'),
    });
  });

  test('a CloudStack agent that still runs, until a person says that no server manages the host any more', () => {
    const probe = machine('debian-prepared');
    probe.leftovers = [{ id: 'agent_running', found: 'cloudstack-agent.service (active)' }];
    probe.units['cloudstack-agent.service'] = { exists: true, enabled: 'enabled', active: 'active' };
    expect(item(planHost(probe), 'leftovers')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('systemctl disable --now cloudstack-agent'),
    });
    expect(item(planHost(probe, { closeAgent: true }), 'leftovers')).toMatchObject({
      status: 'change',
      change: 'cloudstack-agent is stopped and disabled',
      actions: [{ kind: 'closed', units: ['cloudstack-agent.service'] }],
    });
  });

  test('a bridge name that belongs to another card, or to no bridge at all', () => {
    expect(item(planHost(machine('debian-prepared'), { nic: 'eth1', bridge: 'cloudbr0' }), 'bridge')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('cloudbr0 exists with eth0'),
    });
    expect(item(planHost(machine('debian-fresh'), { nic: 'eth1', bridge: 'eth0' }), 'bridge').status).toBe('blocked');
    expect(item(planHost(machine('debian-fresh'), { bridge: 'no good;name' }), 'bridge').status).toBe('blocked');
  });

  test('a card that is a part of something else', () => {
    const probe = machine('debian-fresh');
    probe.nics[0]!.master = 'bond0';
    expect(item(planHost(probe, { nic: 'eth0' }), 'bridge')).toMatchObject({
      status: 'blocked',
      hint: expect.stringContaining('bond0'),
    });
  });
});

describe('choices the plan makes by itself', () => {
  test('a bridge that an admin made before is taken as it is', () => {
    const probe = machine('debian-prepared', (answer) => answer.replaceAll('cloudbr0', 'br0'));
    const interfaces = '/etc/network/interfaces';
    probe.network.files[interfaces] = probe.network.files[interfaces]!.replaceAll('cloudbr0', 'br0');
    const plan = planHost(probe);
    expect(plan).toMatchObject({ bridge: 'br0', nic: 'eth0' });
    expect(item(plan, 'bridge').status).toBe('ok');
  });

  test('a time service is installed where none is, and a running one is left alone', () => {
    const without = machine('centos-fresh');
    without.time = { ...without.time, service: '' };
    expect(item(planHost(without), 'packages').change).toContain('chrony');
    const running = machine('debian-fresh');
    running.time = { service: 'systemd-timesyncd.service', synchronized: true, capable: true };
    running.units['systemd-timesyncd.service'] = { exists: true, enabled: 'enabled', active: 'active' };
    const plan = planHost(running);
    expect(item(plan, 'packages').change).not.toContain('chrony');
    expect(item(plan, 'time').status).toBe('ok');
  });

  test('a sudo user gets polkit and libvirt’s group', () => {
    const probe = machine('debian-fresh');
    probe.privilege.user = 'ops';
    delete probe.packages.installed.polkitd;
    const plan = planHost(probe);
    expect(item(plan, 'packages').change).toContain('polkitd');
    expect(item(plan, 'member').actions).toEqual([{ kind: 'member', user: 'ops', group: 'libvirt' }]);
  });

  test('what CloudStack’s guide opened is closed line by line, nothing else changes', () => {
    const probe = machine('centos-prepared');
    const before = '# mine\nlisten_tcp = 1\nauth_tcp = "none"\n#listen_tls = 0\nmax_clients = 20\n';
    probe.files['/etc/libvirt/libvirtd.conf'] = { exists: true, content: before };
    probe.leftovers = [
      { id: 'listen_tcp', found: '/etc/libvirt/libvirtd.conf: listen_tcp = 1' },
      { id: 'auth_tcp', found: '/etc/libvirt/libvirtd.conf: auth_tcp = "none"' },
    ];
    const found = item(planHost(probe), 'leftovers');
    expect(found.status).toBe('change');
    expect(found.actions[0]).toMatchObject({
      path: '/etc/libvirt/libvirtd.conf',
      before,
      after: '# mine\n#listen_tcp = 1\n#auth_tcp = "none"\n#listen_tls = 0\nmax_clients = 20\n',
    });
  });

  test('peers that are let in already are not let in again', () => {
    const probe = machine('centos-prepared');
    probe.firewall.openedFor = ['10.0.0.2'];
    expect(item(planHost(probe, { peers: ['10.0.0.2'] }), 'firewall').status).toBe('ok');
    expect(
      item(planHost(probe, { peers: ['10.0.0.2', '10.0.0.3', 'evil"; accept'] }), 'firewall').actions,
    ).toMatchObject([{ peers: ['10.0.0.3'] }]);
  });

  test('unknown guests are named and left alone', () => {
    const probe = machine('debian-prepared');
    probe.libvirt.domains = [{ name: 'win10', uuid: 'a1b2', running: true, ours: false }];
    expect(item(planHost(probe), 'domains')).toMatchObject({ status: 'warning', found: '1 defined, 1 running: win10' });
  });
});

describe('the checks by their names', () => {
  test('virtualization that is off: the BIOS, the machine around, or the machine around a container', () => {
    const probe = machine('debian-fresh');
    probe.virtualization = { ...probe.virtualization, flag: 'vmx', modules: ['kvm'], device: false };
    expect(item(planHost(probe), 'virtualization')).toMatchObject({
      found: 'vmx; kvm; /dev/kvm is missing',
      hint: expect.stringContaining('in the BIOS, then look again; nothing needs to be installed again'),
    });
    probe.virtualization = { ...probe.virtualization, flag: '', inside: 'oracle' };
    expect(item(planHost(probe), 'virtualization')).toMatchObject({
      found: expect.stringContaining('neither vmx nor svm'),
      hint: expect.stringContaining('for this machine in oracle'),
    });
    expect(item(planHost(recorded('debian-fresh')), 'virtualization').hint).toContain('around this container');
  });

  test('sudo that wants a terminal, for a login that is not root', () => {
    const probe = machine('debian-fresh');
    const line = { file: '/etc/sudoers.d/site', line: 'Defaults requiretty' };
    probe.privilege = { user: 'ops', root: true, requiretty: [line] };
    expect(item(planHost(probe), 'requiretty')).toMatchObject({
      status: 'warning',
      found: 'sudo asks for a terminal: /etc/sudoers.d/site: Defaults requiretty',
      hint: expect.stringContaining('Defaults:ops !requiretty'),
    });
    probe.privilege.requiretty = [];
    expect(item(planHost(probe), 'requiretty').status).toBe('ok');
    probe.privilege.user = 'root';
    expect(planHost(probe).steps.map((step) => step.item.id)).not.toContain('requiretty');
  });

  test('a name server that gives another address than the hosts file', () => {
    const probe = machine('debian-prepared');
    expect(item(planHost(probe), 'names').status).toBe('ok');
    probe.names.online = ['10.77.0.11'];
    expect(item(planHost(probe), 'names')).toMatchObject({
      status: 'ok',
      found: expect.stringContaining('the name server gives 10.77.0.11'),
    });
    probe.names.online = ['10.77.0.99'];
    expect(item(planHost(probe), 'names')).toMatchObject({
      status: 'warning',
      hint: 'The name server gives 10.77.0.99 for h1.internal, which is not 10.77.0.11. Mend it there.',
    });
  });

  test('an address that is given by DHCP, and no address at all', () => {
    const probe = machine('debian-fresh');
    const card = probe.nics.find((nic) => nic.carriesSsh)!;
    card.dynamic = true;
    expect(item(planHost(probe), 'address')).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining(`for the MAC ${card.mac}`),
    });
    card.addresses = [];
    expect(item(planHost(probe), 'address')).toMatchObject({ status: 'warning', found: 'no address' });
  });

  test('a disk too small, by the folder that was measured', () => {
    const probe = machine('debian-prepared');
    probe.hardware = { ...probe.hardware, diskFree: 2 ** 30, diskFolder: '/var/lib/benchtop' };
    expect(item(planHost(probe), 'hardware')).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining('free some space under /var/lib/benchtop, or add a disk'),
    });
  });

  test('bridged packets that a firewall would eat are let past it, and only then', () => {
    const text = (forward: string) => (answer: string) =>
      answer.replace(
        '@recorded selinux',
        `@recorded bridgefilter\niptables 1\nip6tables 0\n\n@recorded forward\n${forward}\n\n@recorded selinux`,
      );
    const chain = (rule: string) =>
      `\tchain filter_FORWARD {\n\t\ttype filter hook forward priority filter + 10; policy accept;\n\t\tct state invalid drop\n\t\t${rule}\n\t}`;
    const rejected = planHost(machine('centos-prepared', text(chain('reject with icmpx admin-prohibited'))));
    expect(item(rejected, 'bridgefilter')).toMatchObject({
      status: 'change',
      found:
        'br_netfilter is active (iptables), and the FORWARD chain turns packets away: reject with icmpx admin-prohibited',
    });
    expect(item(rejected, 'bridgefilter').actions.map((action) => action.kind)).toEqual([
      'file',
      'file',
      'sysctl',
      'sysctl',
      'sysctl',
    ]);
    for (const harmless of [chain('accept'), '-P FORWARD ACCEPT', ''])
      expect(item(planHost(machine('centos-prepared', text(harmless))), 'bridgefilter').status, harmless).toBe('ok');
    for (const rule of ['-P FORWARD DROP', '-A FORWARD -j REJECT --reject-with icmp-host-prohibited'])
      expect(item(planHost(machine('centos-prepared', text(rule))), 'bridgefilter').status, rule).toBe('change');
    // Without the module nothing of it matters.
    expect(item(planHost(machine('centos-prepared')), 'bridgefilter').status).toBe('ok');
  });
});
