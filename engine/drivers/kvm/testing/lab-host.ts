import { fingerprintOf, type Lab, labOrReason } from '../../../../e2e/lab/lab.ts';
import { textOf } from '../../../contract/phrase.ts';
import type { HostCredentials, HostTarget, ImageStoreSpec, LongWork, PoolSpec } from '../../driver.ts';
import { guestNetworkNames } from '../dnsmasq.ts';
import type { WorldInspector } from './host-story.ts';

/**
 * A host of the lab for the driver's tests. They run only inside the lab's network:
 *
 *     e2e/lab/lab up --hosts 1 --prepared --nics 2
 *     e2e/lab/lab run -- npx vitest run engine/drivers/kvm
 */
export const bridge = 'cloudbr0';

export const lab = await labOrReason();
/** Why the tests cannot run here; undefined when they can. */
export const impossible = typeof lab === 'string' ? lab : undefined;

export type Login = 'root' | 'ops' | 'opsnp';

export function target(login: Login, id = 'b0000000-0000-4000-8000-000000000001'): HostTarget {
  const host = (lab as Lab).hosts[0]!;
  return {
    id,
    name: 'kvm1',
    address: host.address,
    port: host.port,
    username: login,
    hostKeyFingerprint: fingerprintOf(host),
    virtualization: 'qemu',
  };
}

export function credentials(login: Login): HostCredentials {
  const host = (lab as Lab).hosts[0]!;
  const password = { root: host.password, ops: host.sudo.password, opsnp: host.sudoWithoutPassword.password }[login];
  return { authentication: 'password', password };
}

/** Runs a program as root on the host by the lab's own way in. */
export async function onHost(...argv: string[]): Promise<string> {
  const outcome = await (lab as Lab).exec((lab as Lab).hosts[0]!.name, argv);
  return outcome.stdout;
}

/** Reads the host by the lab's own way in, without SSH, libvirt's protocol or the driver. */
export const world: WorldInspector = {
  async everything() {
    const script = `
      find /var/lib/benchtop /srv/contract /export 2>/dev/null | sort
      ls -1 /etc/systemd/system | grep -iE 'benchtop|\\.mount$'
      find /etc/systemd/system -path '*.wants/*' -iname '*benchtop*' | sort
      systemctl list-units --all --plain --no-legend 'benchtop*' | cut -d' ' -f1
      findmnt -rn -o TARGET,SOURCE | grep -iE 'benchtop|10\\.77' | sort
      ip netns list; ip -br link | grep -o '^bth-[0-9a-f]*'
      virsh -q list --all --name
      ls -1d /run/benchtop* 2>/dev/null`;
    return (await onHost('sh', '-c', script))
      .split('\n')
      .filter(
        (line) =>
          line.trim() !== '' &&
          line !== '/var/lib/benchtop' &&
          line !== '/var/lib/benchtop/pools' &&
          line !== '/var/lib/benchtop/stores' &&
          line !== '/var/lib/benchtop/networks' &&
          line !== '/var/lib/benchtop/work',
      );
  },
  async reservations(networkId) {
    const names = guestNetworkNames(networkId);
    if ((await onHost('sh', '-c', `ip netns list | grep -w ${names.namespace}`)) === '') return undefined;
    // The file that the running dnsmasq was told to read, found by its own command line.
    const file = await onHost(
      'sh',
      '-c',
      `pid=$(systemctl show -P MainPID ${names.serviceUnit}); conf=$(tr '\\0' '\\n' < /proc/$pid/cmdline | sed -n 's/--conf-file=//p'); cat "$(sed -n 's/^dhcp-hostsfile=//p' "$conf")"`,
    );
    return file
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => ({ mac: line.split(',')[0] ?? '', address: line.split(',')[1] ?? '' }));
  },
  async domain(vmId) {
    const state = (await onHost('sh', '-c', `virsh -q domstate ${vmId} 2>/dev/null || true`)).trim();
    return state === '' ? undefined : { running: state === 'running' };
  },
  async booted(vmId) {
    // The guest agent answers when userland is up, the power button's driver included.
    for (;;) {
      const pong = await onHost(
        'sh',
        '-c',
        `virsh -q qemu-agent-command ${vmId} '{"execute":"guest-ping"}' 2>/dev/null || true`,
      );
      if (pong.includes('return')) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  },
};

export const nfsPool = (path = ''): PoolSpec => ({
  id: 'a0000000-0000-4000-8000-000000000001',
  type: 'NetworkFilesystem',
  server: (lab as Lab).description.nfs.server,
  path: path || (lab as Lab).description.nfs.export,
});
export const localPool: PoolSpec = {
  id: 'a0000000-0000-4000-8000-000000000002',
  type: 'Filesystem',
  server: '',
  path: '/srv/contract/pool',
};

export const localStore: ImageStoreSpec = {
  id: 'a0000000-0000-4000-8000-000000000003',
  provider: 'Directory',
  server: '',
  path: '/srv/contract/store',
};

/**
 * What preparing a host leaves, as far as these tests need it: a bridge, libvirt's daemon running, and frames between the bridge's ports
 * kept from the host's own firewall, which with firewalld would reject them.
 */
export async function prepareHost(): Promise<void> {
  await onHost(
    'sh',
    '-c',
    `ip link add ${bridge} type bridge 2>/dev/null; ip link set ${bridge} up; mkdir -p /srv/contract; systemctl start libvirtd; sysctl -qw net.bridge.bridge-nf-call-iptables=0`,
  );
}

export function longWork(
  unit: string,
  signal = new AbortController().signal,
): LongWork & { lines: string[]; texts: string[] } {
  const lines: string[] = [];
  const texts: string[] = [];
  return {
    unit,
    signal,
    lines,
    texts,
    progress: (_percent, said) => texts.push(textOf(said)),
    log: (line) => lines.push(textOf(line)),
  };
}
