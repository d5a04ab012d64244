import { createSocket } from 'node:dgram';
import { afterAll, describe, expect, test } from 'vitest';
import { type Lab, labOrReason } from '../e2e/lab/lab.ts';
import { applyPlan, planHost, probeHost, undoPlan } from './bootstrap/bootstrap.ts';
import { type Login, Subject } from './bootstrap/testing/lab-host.ts';
import type { HostChoices, HostPlan } from './bootstrap/types.ts';

/**
 * The named checks on real hosts, each with a fault that is really made, what is found, and the cure that makes it go. Runs only inside
 * the lab's network:
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos --prepared
 *     e2e/lab/lab run -- npx vitest run engine/host-checks.lab.test.ts
 *
 * What no lab host can show: virtualization that a BIOS has switched off or on (there is no hardware virtualization at all), and a trial
 * guest that boots by it.
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const minutes = 60_000;

describe.skipIf(impossible !== undefined)(`checks of real hosts (skipped: ${impossible ?? 'no'})`, () => {
  const open: Subject[] = [];
  async function subject(os: 'debian' | 'centos' = 'debian', login: Login = 'root'): Promise<Subject> {
    const made = await new Subject(lab, os, login).open();
    open.push(made);
    return made;
  }
  afterAll(() => {
    for (const made of open) made.connection.close();
  });

  async function plan(host: Subject, choices: HostChoices = {}): Promise<HostPlan> {
    const probe = await probeHost(host.connection, { askSources: false });
    return planHost(probe, { acceptEmulation: true, ...choices });
  }
  const item = (of: HostPlan, id: string) => of.steps.find((step) => step.item.id === id)?.item;
  /** Carries one item out, as the whole plan would. */
  async function applyOnly(host: Subject, id: string, choices: HostChoices = {}): Promise<void> {
    const probe = await probeHost(host.connection, { askSources: false });
    const whole = planHost(probe, { acceptEmulation: true, ...choices });
    const steps = whole.steps.filter((step) => step.item.id === id || step.item.id === 'directories');
    const outcome = await applyPlan(host.connection, probe, { ...whole, steps, canApply: true }, host.options());
    host.connection = outcome.connection;
  }
  async function undoAll(host: Subject): Promise<void> {
    const outcome = await undoPlan(host.connection, host.options());
    host.connection = outcome.connection;
    expect(outcome.items.filter((one) => one.status === 'failed')).toEqual([]);
  }

  test('virtualization: none here is a stop with the cure; accepting emulation goes on', {
    timeout: 3 * minutes,
  }, async () => {
    const host = await subject();
    const refused = await plan(host, { acceptEmulation: false });
    expect(item(refused, 'virtualization')).toMatchObject({
      status: 'blocked',
      found: expect.stringContaining('neither vmx nor svm'),
      hint: expect.stringContaining('Or accept software emulation'),
    });
    expect(refused.canApply).toBe(false);
    expect(item(await plan(host), 'virtualization')).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining('as was accepted'),
    });
    expect(item(await plan(host), 'architecture')?.status).toBe('ok');
    expect(item(await plan(host), 'system')?.status).toBe('ok');
  });

  test('unknown guests that run are named, and gone when they are', { timeout: 3 * minutes }, async () => {
    const host = await subject();
    expect(item(await plan(host), 'domains')?.found).toBe('none');
    const xml = `<domain type='qemu'><name>somebodys-vm</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
      <os><type arch='x86_64' machine='pc'>hvm</type></os><features><tcg><tb-cache unit='MiB'>8</tb-cache></tcg></features></domain>`;
    await lab.exec(host.host.name, ['sh', '-c', 'cat >/root/somebodys.xml'], { input: xml });
    await host.inside('virsh', 'create', '/root/somebodys.xml');
    expect(item(await plan(host), 'domains')).toMatchObject({
      status: 'warning',
      found: '1 defined, 1 running: somebodys-vm',
    });
    await host.inside('virsh', 'destroy', 'somebodys-vm');
    await host.inside('rm', '/root/somebodys.xml');
    expect(item(await plan(host), 'domains')?.status).toBe('ok');
  });

  test.each(['debian', 'centos'] as const)(
    '%s: the full name offline: wrong in hostname and hosts file, mended by its step, undone',
    { timeout: 6 * minutes },
    async (os) => {
      const host = await subject(os);
      const before = await host.inside('cat', '/etc/hosts', '/etc/hostname');
      const hosts = await host.inside('cat', '/etc/hosts');
      const broken = hosts.replace(new RegExp(`^${host.host.address}.*$`, 'm'), `127.0.1.1 ${host.host.name}`);
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/hosts'], { input: broken });
      const seen = item(await plan(host), 'names');
      expect(seen).toMatchObject({
        status: 'change',
        change: expect.stringContaining(`/etc/hosts gets the line ${host.host.address} `),
      });
      await applyOnly(host, 'names');
      expect(item(await plan(host), 'names')?.status).toBe('ok');
      expect((await host.inside('hostname', '--fqdn')).trim()).toBe(`${host.host.name}.internal`);
      await undoAll(host);
      expect(await host.inside('cat', '/etc/hosts')).toBe(broken);
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/hosts'], { input: hosts });
      expect(await host.inside('cat', '/etc/hosts', '/etc/hostname')).toBe(before);
    },
  );

  test('the full name online: a name server that gives another address is told', { timeout: 6 * minutes }, async () => {
    const host = await subject();
    const { gateway } = lab.description.management;
    const resolv = await host.inside('cat', '/etc/resolv.conf');
    const names = await nameServer(gateway);
    try {
      await applyOnly(host, 'names');
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/resolv.conf'], { input: `nameserver ${gateway}\n` });
      names.answer = '10.77.0.99';
      expect(item(await plan(host), 'names')).toMatchObject({
        status: 'warning',
        hint: `The name server gives 10.77.0.99 for h1.internal, which is not ${host.host.address}. Mend it there.`,
      });
      names.answer = host.host.address;
      expect(item(await plan(host), 'names')).toMatchObject({
        status: 'ok',
        found: expect.stringContaining(`the name server gives ${host.host.address}`),
      });
      // Offline: the name server is gone, the hosts file is not.
      names.close();
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/resolv.conf'], { input: resolv });
      expect(item(await plan(host), 'names')).toMatchObject({
        status: 'ok',
        found: expect.not.stringContaining('name server'),
      });
    } finally {
      names.close();
      await lab.exec(host.host.name, ['sh', '-c', 'cat >/etc/resolv.conf'], { input: resolv });
      await undoAll(host);
    }
  });

  test('requiretty is told and worked around, and gone when it is taken out', { timeout: 6 * minutes }, async () => {
    await lab.fault('requiretty', 'h1');
    try {
      const host = await subject('debian', 'ops');
      const seen = await plan(host);
      expect(item(seen, 'requiretty')).toMatchObject({
        status: 'warning',
        found: expect.stringContaining('Defaults requiretty'),
        hint: expect.stringContaining('Defaults:ops !requiretty'),
      });
      // Worked around: root was had all the same.
      expect(item(seen, 'privilege')).toMatchObject({ status: 'ok', found: 'ops may become root by sudo' });
    } finally {
      await lab.fault('no-requiretty', 'h1');
    }
    const after = await subject('debian', 'ops');
    expect(item(await plan(after), 'requiretty')?.status).toBe('ok');
  });

  test('an address that is lent for an hour, and one that stays', { timeout: 3 * minutes }, async () => {
    const host = await subject();
    const { name, address } = host.host;
    const lend = (how: string) =>
      lab.exec(name, [
        'ip',
        'address',
        'change',
        `${address}/24`,
        'dev',
        'eth0',
        'valid_lft',
        how,
        'preferred_lft',
        how,
      ]);
    await lend('3600');
    expect(item(await plan(host), 'address')).toMatchObject({
      status: 'warning',
      found: expect.stringContaining('given by DHCP'),
      hint: expect.stringContaining('Reserve this address for the MAC'),
    });
    await lend('forever');
    expect(item(await plan(host), 'address')?.status).toBe('ok');
  });

  test('a disk too small for guests, until there is room', { timeout: 3 * minutes }, async () => {
    const host = await subject();
    await host.inside('mkdir', '-p', '/var/lib/benchtop');
    await host.inside('mount', '-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', '/var/lib/benchtop');
    expect(item(await plan(host), 'hardware')).toMatchObject({
      status: 'warning',
      hint: expect.stringContaining('free some space under /var/lib/benchtop, or add a disk'),
    });
    await host.inside('umount', '/var/lib/benchtop');
    await host.inside('rmdir', '/var/lib/benchtop');
    expect(item(await plan(host), 'hardware')?.status).toBe('ok');
  });

  test.each(['debian', 'centos'] as const)(
    '%s: what a CloudStack agent left is shown, closed when a person says so, and put back by an undo',
    { timeout: 6 * minutes },
    async (os) => {
      const host = await subject(os);
      const { name } = host.host;
      const unit = '[Service]\nExecStart=/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n';
      await lab.exec(name, ['sh', '-c', 'cat >/etc/systemd/system/cloudstack-agent.service'], { input: unit });
      await host.inside('systemctl', 'enable', '--now', 'cloudstack-agent.service');
      await host.inside(
        'sh',
        '-c',
        `printf 'listen_tcp = 1\\nauth_tcp = "none"\\n' >>/etc/libvirt/libvirtd.conf
         printf 'vnc_listen = "0.0.0.0"\\nsecurity_driver = "none"\\n' >>/etc/libvirt/qemu.conf`,
      );
      const files = ['/etc/libvirt/libvirtd.conf', '/etc/libvirt/qemu.conf'];
      const opened = await host.inside('sha256sum', ...files);

      const seen = item(await plan(host), 'leftovers');
      expect(seen).toMatchObject({
        status: 'blocked',
        hint: expect.stringContaining('choose to close the agent here'),
      });
      for (const trace of ['listen_tcp', 'auth_tcp', 'vnc_listen', 'security_driver', 'cloudstack-agent.service'])
        expect(seen?.found).toContain(trace);

      await applyOnly(host, 'leftovers', { closeAgent: true });
      expect((await host.inside('systemctl', 'is-active', 'cloudstack-agent.service')).trim()).toBe('inactive');
      expect((await host.inside('systemctl', 'is-enabled', 'cloudstack-agent.service')).trim()).toBe('disabled');
      expect(await host.inside('grep', '-hE', '^(listen_tcp|auth_tcp|vnc_listen|security_driver)', ...files)).toBe('');
      expect(item(await plan(host), 'leftovers')?.status).toBe('warning');

      await undoAll(host);
      expect(await host.inside('sha256sum', ...files)).toBe(opened);
      expect((await host.inside('systemctl', 'is-active', 'cloudstack-agent.service')).trim()).toBe('active');
      await host.inside('systemctl', 'disable', '--now', 'cloudstack-agent.service');
      await host.inside('rm', '/etc/systemd/system/cloudstack-agent.service');
      await host.inside('sed', '-i', '-E', '/^(listen_tcp|auth_tcp|vnc_listen|security_driver) = /d', ...files);
      await host.inside('systemctl', 'daemon-reload');
      expect(item(await plan(host), 'leftovers')?.status).toBe('ok');
    },
  );

  test('packets on a bridge that a firewall eats are let past it, and eaten again after the undo', {
    timeout: 6 * minutes,
  }, async () => {
    const host = await subject('centos');
    const { name } = host.host;
    const guests = ['a', 'b'].map(
      (guest, index) => `ip netns add lab-${guest}
        ip link add lab-${guest} type veth peer name eth0 netns lab-${guest}
        ip link set lab-${guest} master lab-bridge up
        ip -n lab-${guest} link set eth0 up
        ip -n lab-${guest} address add 192.0.2.${index + 1}/24 dev eth0`,
    );
    await lab.exec(name, ['sh', '-ec', `ip link add lab-bridge up type bridge\n${guests.join('\n')}`]);
    const talk = async () =>
      (await lab.exec(name, ['ip', 'netns', 'exec', 'lab-a', 'ping', '-c', '2', '-W', '3', '192.0.2.2'])).status === 0;
    try {
      const before = await host.inside('sh', '-c', 'head /proc/sys/net/bridge/bridge-nf-call-*');
      expect(await talk()).toBe(false);
      expect(item(await plan(host), 'bridgefilter')).toMatchObject({
        status: 'change',
        found: expect.stringContaining('the FORWARD chain turns packets away'),
      });
      await applyOnly(host, 'bridgefilter');
      expect(await talk()).toBe(true);
      expect(item(await plan(host), 'bridgefilter')?.status).toBe('ok');
      await undoAll(host);
      expect(await talk()).toBe(false);
      expect(await host.inside('sh', '-c', 'head /proc/sys/net/bridge/bridge-nf-call-*')).toBe(before);
      expect(await host.inside('sh', '-c', 'ls /etc/sysctl.d /etc/udev/rules.d')).not.toContain('benchtop');
    } finally {
      await lab.exec(name, ['sh', '-c', 'ip netns delete lab-a; ip netns delete lab-b; ip link delete lab-bridge']);
    }
  });
});

/** A name server that gives one address for every name, on UDP port 53. */
async function nameServer(address: string) {
  const server = { answer: '', close: () => {} };
  const socket = createSocket('udp4');
  let closed = false;
  server.close = () => {
    if (!closed) socket.close();
    closed = true;
  };
  socket.on('message', (query, from) => {
    const end = query.indexOf(0, 12) + 5;
    const isA = query.readUInt16BE(end - 4) === 1;
    const header = Buffer.from(query.subarray(0, 12));
    header.writeUInt16BE(0x8580, 2);
    header.writeUInt16BE(isA ? 1 : 0, 6);
    header.writeUInt32BE(0, 8);
    const answer = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...server.answer.split('.').map(Number)]);
    socket.send(Buffer.concat([header, query.subarray(12, end), ...(isA ? [answer] : [])]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(53, address, resolve));
  return server;
}
