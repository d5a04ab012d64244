import { afterEach, describe, expect, test } from 'vitest';
import { type Lab, labOrReason } from '../../e2e/lab/lab.ts';
import { traces } from '../../e2e/lab/manifest.ts';
import { applyPlan, undoPlan, verifyHost } from './bootstrap.ts';
import { type Login, Subject } from './testing/lab-host.ts';
import type { BridgeAction, HostChoices } from './types.ts';

/**
 * Preparation on real hosts: fresh ones, which are fresh again after each test. Runs only inside the lab's network:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --nics 2
 *     e2e/lab/lab run -- npx vitest run engine/bootstrap/bootstrap.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const minutes = 60_000;

describe.skipIf(impossible !== undefined)(`preparing real hosts (skipped: ${impossible ?? 'no'})`, () => {
  const open: Subject[] = [];
  async function subject(os: 'debian' | 'centos', login: Login = 'root'): Promise<Subject> {
    const made = await new Subject(lab, os, login).open();
    open.push(made);
    return made;
  }
  // A test that failed half-way must not make the next ones fail: every host is given back as it was.
  afterEach(async () => {
    for (const made of open.splice(0)) {
      made.connection.close();
      await made.open();
      const undone = await undoPlan(made.connection, made.options());
      undone.connection.close();
    }
  }, 5 * minutes);

  const trips: ['debian' | 'centos', Login, HostChoices][] = [
    ['debian', 'root', {}],
    ['centos', 'root', { peers: ['10.77.0.1'] }],
    ['debian', 'ops', { nic: 'eth1', bridge: 'br-guests', fqdn: 'node7.lab.example' }],
    ['centos', 'opsnp', { nic: 'eth1' }],
  ];
  test.each(trips)(
    '%s as %s: prepared, then nothing to change, then undone without a trace',
    { timeout: 6 * minutes },
    async (os, login, choices) => {
      const host = await subject(os, login);
      const { probe, plan } = await host.plan(choices);
      expect(plan.canApply).toBe(true);
      const [before, files] = [await lab.manifest(host.host.name), await host.editedFiles()];

      const applied = await applyPlan(host.connection, probe, plan, host.options());
      host.connection = applied.connection;
      expect(applied.items.filter((item) => item.status === 'failed')).toEqual([]);
      const address = await host.inside('ip', '-o', '-4', 'address', 'show', 'dev', plan.bridge);
      if (choices.nic === undefined) expect(address).toContain(`${host.host.address}/24`);
      expect(await host.inside('virsh', '-c', 'qemu:///system', 'uri')).toContain('qemu:///system');
      // Nothing of libvirt listens on the network, and the host routes for nobody.
      expect(await host.inside('ss', '-Hltn')).not.toMatch(/:(16509|16514)\s/);
      expect((await host.inside('cat', '/proc/sys/net/ipv4/ip_forward')).trim()).toBe('0');

      const verified = await verifyHost(host.connection, { acceptEmulation: true, ...choices });
      expect(verified.plan.steps.filter((step) => step.item.status === 'change')).toEqual([]);
      expect(verified.verified).toBe(true);
      const prepared = await lab.manifest(host.host.name);
      const again = await applyPlan(host.connection, verified.probe, verified.plan, host.options());
      host.connection = again.connection;
      expect(traces(prepared, await lab.manifest(host.host.name))).toEqual([]);
      // The old plan carried out once more, as a job does that was killed before it could note its end.
      const repeated = await applyPlan(host.connection, probe, plan, host.options());
      host.connection = repeated.connection;
      expect(repeated.undo).toEqual(applied.undo);
      expect(traces(prepared, await lab.manifest(host.host.name))).toEqual([]);

      const undone = await undoPlan(host.connection, host.options());
      host.connection = undone.connection;
      expect(undone.items.filter((item) => item.status !== 'undone')).toEqual([]);
      expect(undone.clean).toBe(true);
      expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);
      expect(await host.editedFiles()).toBe(files);
      // Once more is no error.
      expect(await undoPlan(host.connection, host.options())).toMatchObject({ items: [], clean: true });
    },
  );

  /** A plan of the bridge alone, so that packages do not matter. */
  async function bridgeOnly(host: Subject) {
    const planned = await host.plan();
    // The host's own ifupdown makes bridges only with this package; it goes again with the undo.
    planned.plan.steps = planned.plan.steps.filter(({ item }) => ['bridge', 'packages'].includes(item.id));
    for (const step of planned.plan.steps)
      for (const action of step.actions)
        if (action.kind === 'packages') action.names = host.host.os === 'debian' ? ['bridge-utils'] : ['dnsmasq'];
    const action = planned.plan.steps
      .flatMap((step) => step.actions)
      .find((entry): entry is BridgeAction => entry.kind === 'bridge')!;
    return { ...planned, action };
  }

  test.each(['debian', 'centos'] as const)(
    '%s: a bridge that cuts the host off is taken back by the host itself',
    { timeout: 6 * minutes },
    async (os) => {
      const host = await subject(os);
      const { probe, plan, action } = await bridgeOnly(host);
      const before = await lab.manifest(host.host.name);
      // The same bridge with an address nobody can reach, as a typing error would have it.
      for (const file of action.files) file.after = file.after.replaceAll(host.host.address, '10.99.99.9');
      const failure = await applyPlan(host.connection, probe, plan, host.options({ rollbackSeconds: 12 })).then(
        () => undefined,
        (error: { data: { message: string } }) => error.data.message,
      );
      expect(failure).toContain('put its former network back');
      await host.open();
      const undone = await undoPlan(host.connection, host.options());
      expect(undone.clean).toBe(true);
      expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);
    },
  );

  test('an app that dies before it confirms leaves a host that can be reached', { timeout: 6 * minutes }, async () => {
    const host = await subject('debian');
    const { probe, plan, action } = await bridgeOnly(host);
    const before = await lab.manifest(host.host.name);
    for (const file of action.files) file.after = file.after.replaceAll(host.host.address, '10.99.99.9');
    // The app never comes back: no connection is ever opened again.
    const dead = new AbortController();
    const gone = applyPlan(host.connection, probe, plan, {
      ...host.options({ rollbackSeconds: 8 }),
      signal: dead.signal,
      reconnect: () => {
        dead.abort();
        return Promise.reject(new Error('dead'));
      },
    });
    await expect(gone).rejects.toThrow();
    // Whoever asks next, asks the host; it answers when it has gone back.
    await expect
      .poll(() => host.inside('readlink', `/var/lib/benchtop/undo/bridge-${plan.bridge}/decided`), { timeout: minutes })
      .toContain('rolled-back');
    await expect
      .poll(
        () =>
          host.open().then(
            () => 'reached',
            () => 'silent',
          ),
        { timeout: minutes },
      )
      .toBe('reached');
    expect((await undoPlan(host.connection, host.options())).clean).toBe(true);
    await host.open();
    expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);
  });

  test('a power cut before the confirmation ends on the former network too', { timeout: 6 * minutes }, async () => {
    const host = await subject('debian');
    const { probe, plan } = await bridgeOnly(host);
    const dead = new AbortController();
    const gone = applyPlan(host.connection, probe, plan, {
      ...host.options({ rollbackSeconds: 15 }),
      signal: dead.signal,
      reconnect: () => {
        dead.abort();
        return Promise.reject(new Error('dead'));
      },
    });
    await expect(gone).rejects.toThrow();
    await expect
      .poll(() => host.inside('ip', '-o', 'link', 'show', 'dev', plan.bridge), { timeout: minutes })
      .toContain(plan.bridge);
    await lab.fault('kill', host.host.name);
    await lab.fault('start', host.host.name);
    await expect
      .poll(() => host.inside('readlink', `/var/lib/benchtop/undo/bridge-${plan.bridge}/decided`), { timeout: minutes })
      .toContain('rolled-back');
    await expect
      .poll(
        () =>
          host.open().then(
            () => 'reached',
            () => 'silent',
          ),
        { timeout: minutes },
      )
      .toBe('reached');
    expect((await undoPlan(host.connection, host.options())).clean).toBe(true);
    await host.open();
    expect(await host.inside('ip', '-o', '-4', 'address', 'show', 'dev', 'eth0')).toContain(`${host.host.address}/24`);
    expect(await host.inside('ls', '/var/lib')).not.toContain('benchtop');
    expect(await host.inside('systemctl', 'list-unit-files', '--plain', '--no-legend', 'benchtop-*')).toBe('');
  });

  test('a second run takes over the installation that the first one left running', {
    timeout: 6 * minutes,
  }, async () => {
    const host = await subject('debian');
    const { probe, plan } = await host.plan();
    plan.steps = plan.steps.filter(({ item }) => item.id === 'packages');
    const before = await lab.manifest(host.host.name);
    // The connection breaks in the middle, as when the app is killed.
    const cut = applyPlan(host.connection, probe, plan, {
      ...host.options(),
      log: (line) => {
        if (typeof line === 'string' && line.startsWith('Unpacking')) host.connection.close();
      },
    });
    await expect(cut).rejects.toThrow();
    await host.open();
    const applied = await applyPlan(host.connection, probe, plan, host.options());
    expect(applied.items.find((item) => item.id === 'packages')?.status).toBe('done');
    // dpkg ran once: what is installed was installed by the first run.
    expect(
      (await host.inside('sh', '-c', "grep -c ' install libvirt-daemon-system:' /var/log/dpkg.log")).trim(),
    ).toMatch(/^\d+$/);
    expect(host.log.filter((line) => line.startsWith('Unpacking libvirt-daemon-system ')).length).toBe(1);
    expect((await undoPlan(host.connection, host.options())).clean).toBe(true);
    expect(traces(before, await lab.manifest(host.host.name))).toEqual([]);
  });

  test('a package source that is down is named, and nothing is changed', { timeout: 3 * minutes }, async () => {
    for (const [os, list, text] of [
      ['debian', '/etc/apt/sources.list', 'deb [trusted=yes] http://10.77.0.1:9/nowhere ./\n'],
      ['centos', '/etc/yum.repos.d', '[gone]\nname=gone\nbaseurl=http://10.77.0.1:9/nowhere\ngpgcheck=0\n'],
    ] as const) {
      const host = await subject(os);
      const { probe, plan } = await host.plan();
      const [from, to] = os === 'debian' ? [list, '/root/list.kept'] : [list, '/root/repos.kept'];
      await host.inside('mv', from, to);
      try {
        if (os === 'centos') await host.inside('mkdir', from);
        await lab.exec(host.host.name, ['sh', '-c', 'cat >"$1"', 'sh', os === 'debian' ? from : `${from}/gone.repo`], {
          input: text,
        });
        await lab.exec(host.host.name, [
          'sh',
          '-c',
          os === 'debian' ? 'rm -rf /var/lib/apt/lists/*' : 'rm -rf /var/cache/dnf/*',
        ]);
        // Known before anything is planned …
        const looked = (await host.plan()).plan.steps.find(({ item }) => item.id === 'packages')!.item;
        expect(looked.status).toBe('blocked');
        expect(looked.hint).toContain(os === 'debian' ? '10.77.0.1:9' : 'gone');
        // … and when it goes down between the plan and its execution.
        const failure = await applyPlan(host.connection, probe, plan, host.options()).then(
          () => undefined,
          (error: { data: { message: string; hint: string } }) => error.data,
        );
        expect(failure?.message).toContain('nothing was installed');
        expect(await host.inside('sh', '-c', 'command -v virsh; ls /etc/libvirt 2>/dev/null')).toBe('');
      } finally {
        await host.inside('rm', '-rf', from);
        await host.inside('mv', to, from);
      }
      expect((await undoPlan(host.connection, host.options())).clean).toBe(true);
    }
  });

  test('sudo that wants a terminal is worked around', { timeout: 3 * minutes }, async () => {
    const name = lab.hosts.find((host) => host.os === 'debian')!.name;
    await lab.fault('requiretty', name);
    try {
      const host = await subject('debian', 'ops');
      const { probe, plan } = await host.plan({ nic: 'eth1' });
      expect(probe.privilege).toMatchObject({ user: 'ops', root: true });
      plan.steps = plan.steps.filter(({ item }) => ['names', 'marker', 'directories'].includes(item.id));
      const before = await lab.manifest(name);
      await applyPlan(host.connection, probe, plan, host.options());
      expect(await host.inside('hostname', '--fqdn')).toBe(`${plan.fqdn}\n`);
      expect((await undoPlan(host.connection, host.options())).clean).toBe(true);
      expect(traces(before, await lab.manifest(name))).toEqual([]);
    } finally {
      await lab.fault('no-requiretty', name);
    }
  });

  test('a plan for another moment does not overwrite what was changed since', { timeout: 2 * minutes }, async () => {
    const host = await subject('debian');
    const { probe, plan } = await host.plan();
    plan.steps = plan.steps.filter(({ item }) => item.id === 'names');
    const hosts = await host.inside('cat', '/etc/hosts');
    await host.inside('sh', '-c', 'echo 10.77.0.50 printer >>/etc/hosts');
    try {
      await expect(applyPlan(host.connection, probe, plan, host.options())).rejects.toMatchObject({
        data: { code: 'conflict' },
      });
      expect(await host.inside('cat', '/etc/hosts')).toBe(`${hosts}10.77.0.50 printer\n`);
    } finally {
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/hosts'], { input: hosts });
      await undoPlan(host.connection, host.options());
    }
  });

  test('what CloudStack’s guide opened is found, closed, and there again after an undo', {
    timeout: 6 * minutes,
  }, async () => {
    const host = await subject('debian');
    const first = await host.plan();
    first.plan.steps = first.plan.steps.filter(({ item }) => ['packages', 'libvirt'].includes(item.id));
    await applyPlan(host.connection, first.probe, first.plan, host.options());
    const settings = {
      'libvirtd.conf': 'listen_tcp = 1\nauth_tcp = "none"\n',
      'qemu.conf': 'vnc_listen = "0.0.0.0"\nsecurity_driver = "none"\n',
    };
    for (const [file, text] of Object.entries(settings))
      await lab.exec(host.host.name, ['sh', '-c', 'cat >>"$1"', 'sh', `/etc/libvirt/${file}`], { input: text });
    const opened = await host.inside('sh', '-c', 'sha256sum /etc/libvirt/*.conf');

    const { probe, plan } = await host.plan();
    const step = plan.steps.find(({ item }) => item.id === 'leftovers')!;
    for (const name of ['listen_tcp', 'auth_tcp', 'vnc_listen', 'security_driver'])
      expect(step.item.found).toContain(name);
    plan.steps = [step];
    await applyPlan(host.connection, probe, plan, host.options());
    expect(
      await host.inside('sh', '-c', 'grep -hE "^(listen_tcp|auth_tcp|vnc_listen|security_driver)" /etc/libvirt/*.conf'),
    ).toBe('');
    expect((await host.plan()).plan.steps.find(({ item }) => item.id === 'leftovers')!.item.status).toBe('ok');
    expect(await host.inside('stat', '-c', '%a %U', '/etc/libvirt/qemu.conf')).toBe('600 root\n');
    expect(opened).not.toBe('');
  });

  test('a host with guests is not undone, and says which', { timeout: 6 * minutes }, async () => {
    const host = await subject('debian');
    const { probe, plan } = await host.plan();
    plan.steps = plan.steps.filter(({ item }) => ['packages', 'libvirt'].includes(item.id));
    await applyPlan(host.connection, probe, plan, host.options());
    const xml =
      '<domain type="qemu"><name>someone</name><memory unit="MiB">64</memory><os><type arch="x86_64">hvm</type></os></domain>';
    await lab.exec(
      host.host.name,
      ['sh', '-c', 'cat >/root/someone.xml && virsh define /root/someone.xml && rm /root/someone.xml'],
      { input: xml },
    );
    await expect(undoPlan(host.connection, host.options())).rejects.toMatchObject({
      data: { code: 'inUse', message: expect.stringContaining('someone') },
    });
    expect((await host.plan()).plan.steps.find(({ item }) => item.id === 'domains')!.item).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('someone'),
    });
    await host.inside('virsh', 'undefine', 'someone');
    // A disk in Benchtop's directory is nobody's to delete.
    await host.inside('mkdir', '-p', '/var/lib/benchtop/pools');
    await host.inside('touch', '/var/lib/benchtop/pools/disk.qcow2');
    const kept = await undoPlan(host.connection, host.options());
    expect(kept.clean).toBe(false);
    expect(kept.items.at(-1)).toMatchObject({ status: 'failed', found: expect.stringContaining('disk.qcow2') });
    await host.inside('rm', '-r', '/var/lib/benchtop');
  });

  test('an unsupported release is refused before anything is changed', { timeout: 2 * minutes }, async () => {
    const host = await subject('centos');
    const release = await host.inside('cat', '/etc/os-release');
    const write = (text: string) => lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/os-release'], { input: text });
    await write(
      release
        .replace(/^VERSION_ID=.*$/m, 'VERSION_ID="7"')
        .replace(/^PRETTY_NAME=.*$/m, 'PRETTY_NAME="CentOS Linux 7 (Core)"'),
    );
    try {
      const { probe, plan } = await host.plan();
      expect(plan.steps.find(({ item }) => item.id === 'system')!.item).toMatchObject({
        status: 'blocked',
        hint: expect.stringContaining('too old'),
      });
      await expect(applyPlan(host.connection, probe, plan, host.options())).rejects.toMatchObject({
        data: { code: 'conflict' },
      });
      expect(await host.inside('ls', '/var/lib')).not.toContain('benchtop');
    } finally {
      await write(release);
    }
  });
});
