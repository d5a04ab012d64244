import { ErrorCode, LibvirtError, type LibvirtHost } from 'node-libvirt';
import { hostText } from '../../ssh/errors.ts';
import type { HostFacts, HostTarget, HostUsage } from '../driver.ts';
import type { HostLink } from './host-link.ts';

const KiB = 1024;

/** Capacity that domain definitions depend on. */
export interface HostCapacity {
  cores: number;
  /** MHz of one. */
  coreSpeed: number;
}

/** libvirt's version numbers are major × 1,000,000 + minor × 1,000 + release. */
export function versionText(version: bigint): string {
  return `${version / 1_000_000n}.${(version / 1000n) % 1000n}.${version % 1000n}`;
}

/** The value of a key in os-release, unquoted. */
export function osReleaseValue(text: string, key: string): string | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${key}=`));
  return line?.slice(key.length + 1).replace(/^(["'])(.*)\1$/, '$2');
}

/** Capacity by libvirt; where it knows no frequency (some virtual machines), by the kernel's list of processors. */
export async function hostCapacity(link: HostLink): Promise<HostCapacity> {
  const known = link.cache.get('capacity') as HostCapacity | undefined;
  if (known !== undefined) return known;
  const libvirt = await link.libvirt();
  const info = await libvirt.query('nodeGetInfo', {});
  const processors = info.mhz > 0 ? '' : ((await (await link.ssh()).readFile('/proc/cpuinfo')) ?? '');
  const measured = Number(/^cpu MHz\s*:\s*([\d.]+)/m.exec(processors)?.[1] ?? 0);
  const capacity = { cores: Math.max(1, info.cpus), coreSpeed: info.mhz || Math.round(measured) || 1000 };
  link.cache.set('capacity', capacity);
  return capacity;
}

export async function readHostFacts(link: HostLink, host: HostTarget): Promise<HostFacts> {
  const ssh = await link.ssh();
  const libvirt = await link.libvirt();
  const [release, kernel, processors, name, version, libraryVersion, memory, capacity, kvmOffered] = await Promise.all([
    ssh.readFile('/etc/os-release'),
    ssh.run(['uname', '-r'], { root: false }),
    ssh.run(['head', '-n', '40', '/proc/cpuinfo'], { root: false }),
    libvirt.query('connectGetHostname', {}),
    libvirt.query('connectGetVersion', {}, { timeout: 60_000 }),
    libvirt.query('connectGetLibVersion', {}),
    nodeStats(link, libvirt, 'memory'),
    hostCapacity(link),
    host.virtualization === 'kvm' ? offersKvm(libvirt) : false,
  ]);
  return {
    hostname: hostText(name.hostname, 253),
    operatingSystem: hostText(osReleaseValue(release ?? '', 'PRETTY_NAME') ?? 'Linux', 100),
    kernel: hostText(kernel, 100),
    hypervisorVersion: `QEMU ${versionText(version.hvVer)}`,
    libvirtVersion: versionText(libraryVersion.libVer),
    cpuNumber: capacity.cores,
    cpuSpeed: capacity.coreSpeed,
    cpuModel: hostText(/^model name\s*:\s*(.+)$/m.exec(processors)?.[1] ?? 'unknown', 100),
    // Not nodeGetInfo's figure, which follows NUMA cells and on some machines counts only a part.
    memoryTotal: Number(memory.get('total') ?? 0n) * KiB,
    // The node /dev/kvm proves nothing; that a guest ran by it was seen when the host was prepared, and comes with the target.
    virtualization: host.virtualization === 'kvm' && kvmOffered ? 'kvm' : 'qemu',
  };
}

async function offersKvm(libvirt: LibvirtHost): Promise<boolean> {
  try {
    const args = { emulatorbin: null, arch: 'x86_64', machine: null, virttype: 'kvm', flags: 0 };
    await libvirt.query('connectGetDomainCapabilities', args, { timeout: 60_000 });
    return true;
  } catch (error) {
    if (error instanceof LibvirtError && error.reason === 'remote' && error.code !== ErrorCode.internal) return false;
    throw error;
  }
}

export interface CpuTimes {
  busy: bigint;
  all: bigint;
}

export function cpuTimes(stats: ReadonlyMap<string, bigint>): CpuTimes {
  const idle = (stats.get('idle') ?? 0n) + (stats.get('iowait') ?? 0n);
  const all = [...stats.values()].reduce((sum, value) => sum + value, 0n);
  return { busy: all - idle, all };
}

/** Share of all cores that was in use between two readings; undefined without a first one. */
export function cpuShare(before: CpuTimes | undefined, now: CpuTimes): number | undefined {
  if (before === undefined || now.all <= before.all) return undefined;
  return Math.min(1, Math.max(0, Number(now.busy - before.busy) / Number(now.all - before.all)));
}

/** One round trip over libvirt (the first ping makes a second one to learn how many values the host has). */
export async function readHostUsage(link: HostLink): Promise<HostUsage> {
  const libvirt = await link.libvirt();
  const [memory, cpu] = await Promise.all([nodeStats(link, libvirt, 'memory'), nodeStats(link, libvirt, 'cpu')]);
  const kib = ['free', 'buffers', 'cached'].reduce((sum, key) => sum + (memory.get(key) ?? 0n), 0n);
  const now = cpuTimes(cpu);
  const before = link.cache.get('cpu') as CpuTimes | undefined;
  link.cache.set('cpu', now);
  const cpuUsed = cpuShare(before, now);
  return { memoryFree: Number(kib) * KiB, ...(cpuUsed !== undefined && { cpuUsed }) };
}

export async function nodeStats(
  link: HostLink,
  libvirt: LibvirtHost,
  kind: 'memory' | 'cpu',
): Promise<Map<string, bigint>> {
  const read = (nparams: number) =>
    kind === 'memory'
      ? libvirt.query('nodeGetMemoryStats', { nparams, cellNum: -1, flags: 0 })
      : libvirt.query('nodeGetCpuStats', { cpuNum: -1, nparams, flags: 0 });
  const key = `nparams ${kind}`;
  let count = link.cache.get(key) as number | undefined;
  if (count === undefined) {
    count = (await read(0)).nparams;
    link.cache.set(key, count);
  }
  const { params } = await read(count);
  return new Map(params.map(({ field, value }) => [field, value]));
}
