import type { DiskSpeed } from '../../contract/disk-offering.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { CdromSpec, DomainSpec } from '../driver.ts';
import { configDrivePath } from './config-drive.ts';
import { devicesOf, type GuestDevices } from './guest-devices.ts';
import { diskPath, fileId, imageStoreRoot, templatePath } from './paths.ts';
import { element, toXml, type XmlElement } from './xml.ts';

/** What a domain's definition depends on beside what was asked for. */
export interface DomainHost {
  /** By what really ran on the host, never by whether /dev/kvm is there. */
  virtualization: 'kvm' | 'qemu';
  /** MHz of all cores together; CPU shares are parts of it. */
  totalCpu: number;
  /** MHz of one core. */
  coreSpeed: number;
  /**
   * Who can open QEMU's screen: root by a unix socket that only root and QEMU may use, any other login by loopback with a password (8 of
   * its characters count), because loopback is open to every user of the host.
   */
  screen: { kind: 'socket' } | { kind: 'loopback'; password: string };
  /** Pools on which the host cannot open files with O_DIRECT. */
  writebackPools: ReadonlySet<string>;
}

/** Under this name our domains carry what they are; domains without it are someone else's. */
export const metadataNamespace = 'urn:benchtop:vm:1';

/** cgroup v2 takes 1–10,000 and v1 from 2 up; the host's whole capacity is the upper end, as CloudStack scales it. */
const wholeShares = 10_000;
/** Microseconds; the kernel's own default period, and the smallest quota that it takes. */
const cpuPeriod = 100_000;
const smallestQuota = 1000;
/** How often memory can be added to a domain while it runs. */
const memorySlots = 16;
/** Without a bound TCG keeps up to 1 GiB of translated code per guest. */
const tcgCache = 64;

/** The domain's XML for `virDomainDefineXML`. Throws `parameter` for what the guest's devices cannot hold. */
export function domainXml(spec: DomainSpec, host: DomainHost): string {
  const devices = devicesOf(spec);
  const kvm = host.virtualization === 'kvm';
  const memory = Math.floor(spec.memory / 1024);
  return toXml(
    element(
      'domain',
      { type: kvm ? 'kvm' : 'qemu' },
      element('name', {}, spec.instanceName),
      element('uuid', {}, fileId(spec.id)),
      // libvirt refuses line breaks in a title; nothing else reads it.
      element('title', {}, spec.displayName.replace(/[\r\n]+/g, ' ')),
      element(
        'metadata',
        {},
        element('benchtop:vm', { 'xmlns:benchtop': metadataNamespace, id: fileId(spec.id), name: spec.instanceName }),
      ),
      spec.maximum !== undefined &&
        element('maxMemory', { slots: memorySlots, unit: 'KiB' }, String(Math.floor(spec.maximum.memory / 1024))),
      element('memory', { unit: 'KiB' }, String(memory)),
      element('currentMemory', { unit: 'KiB' }, String(memory)),
      spec.maximum === undefined
        ? element('vcpu', { placement: 'static' }, String(spec.cpuNumber))
        : element('vcpu', { placement: 'static', current: spec.cpuNumber }, String(spec.maximum.cpuNumber)),
      cpuTune(spec, host),
      element(
        'os',
        {},
        element('type', { arch: 'x86_64', machine: devices.machine }, 'hvm'),
        ...(spec.bootOrder === 'cdrom' ? ['cdrom', 'hd'] : ['hd', 'cdrom']).map((dev) => element('boot', { dev })),
      ),
      features(devices, kvm),
      kvm
        ? element('cpu', { mode: 'host-passthrough', check: 'none', migratable: 'on' }, memoryNode(spec))
        : element(
            'cpu',
            { mode: 'custom', match: 'exact', check: 'none' },
            element('model', { fallback: 'allow' }, 'qemu64'),
            memoryNode(spec),
          ),
      clock(devices, kvm),
      element('on_poweroff', {}, 'destroy'),
      element('on_reboot', {}, 'restart'),
      element('on_crash', {}, 'destroy'),
      element('devices', {}, ...deviceList(spec, host, devices)),
    ),
  );
}

/** QEMU plugs memory into a node: one that has all there is. */
function memoryNode({ maximum, memory }: DomainSpec): XmlElement | false {
  if (maximum === undefined) return false;
  const cpus = `0-${maximum.cpuNumber - 1}`;
  return element('numa', {}, element('cell', { id: 0, cpus, memory: String(Math.floor(memory / 1024)), unit: 'KiB' }));
}

/** More memory for a running domain, in KiB. */
export const memoryElement = (size: number): XmlElement =>
  element(
    'memory',
    { model: 'dimm' },
    element('target', {}, element('size', { unit: 'KiB' }, String(size)), element('node', {}, '0')),
  );

/** What processors weigh on their host, and the cap of each in microseconds of a period, if it has one. */
export function cpuWeights(
  spec: Pick<DomainSpec, 'cpuNumber' | 'cpuSpeed' | 'limitCpuUse'>,
  host: Pick<DomainHost, 'totalCpu' | 'coreSpeed'>,
): { shares: number; period: number; quota?: number } {
  const part = (spec.cpuNumber * spec.cpuSpeed) / Math.max(1, host.totalCpu);
  const shares = Math.min(wholeShares, Math.max(2, Math.round(wholeShares * part)));
  // The quota is per virtual CPU; a cap at or above a core's speed caps nothing.
  const capped = spec.limitCpuUse && spec.cpuSpeed > 0 && spec.cpuSpeed < host.coreSpeed;
  const quota = Math.max(smallestQuota, Math.round((cpuPeriod * spec.cpuSpeed) / Math.max(1, host.coreSpeed)));
  return { shares, period: cpuPeriod, ...(capped && { quota }) };
}

function cpuTune(spec: DomainSpec, host: DomainHost): XmlElement {
  const { shares, period, quota } = cpuWeights(spec, host);
  return element(
    'cputune',
    {},
    element('shares', {}, String(shares)),
    quota !== undefined && element('period', {}, String(period)),
    quota !== undefined && element('quota', {}, String(quota)),
  );
}

function features(devices: GuestDevices, kvm: boolean): XmlElement {
  const on = { state: 'on' };
  return element(
    'features',
    {},
    element('acpi'),
    element('apic'),
    element('pae'),
    // Only KVM has them; under emulation libvirt would refuse to start the guest.
    devices.windows &&
      kvm &&
      element(
        'hyperv',
        {},
        element('relaxed', on),
        element('vapic', on),
        element('spinlocks', { state: 'on', retries: 8191 }),
        element('vpindex', on),
        element('runtime', on),
        element('synic', on),
        element('stimer', on),
        element('frequencies', on),
        element('tlbflush', on),
        element('ipi', on),
      ),
    !kvm && element('tcg', {}, element('tb-cache', { unit: 'MiB' }, String(tcgCache))),
  );
}

/** Windows keeps the hardware clock in local time; with UTC its clock is off by the time zone after every start. */
function clock(devices: GuestDevices, kvm: boolean): XmlElement {
  return element(
    'clock',
    { offset: devices.windows ? 'localtime' : 'utc' },
    element('timer', { name: 'rtc', tickpolicy: 'catchup' }),
    element('timer', { name: 'pit', tickpolicy: 'delay' }),
    element('timer', { name: 'hpet', present: 'no' }),
    kvm &&
      (devices.windows
        ? element('timer', { name: 'hypervclock', present: 'yes' })
        : element('timer', { name: 'kvmclock', present: 'yes' })),
  );
}

function deviceList(spec: DomainSpec, host: DomainHost, devices: GuestDevices): (XmlElement | false)[] {
  const disks = [...spec.disks].sort((a, b) => a.deviceId - b.deviceId);
  const nics = [...spec.nics].sort((a, b) => a.deviceId - b.deviceId);
  return [
    ...disks.map((one) => disk(one, host, devices)),
    cdromElement(spec.cdrom, cdPlace(devices)),
    spec.configDrive !== undefined && configDriveElement(spec, devices),
    ...(devices.diskBus === 'scsi' ? [element('controller', { type: 'scsi', index: 0, model: 'virtio-scsi' })] : []),
    ...nics.map((nic) => nicElement(nic, devices)),
    element('serial', { type: 'pty' }, element('target', { type: 'isa-serial', port: 0 })),
    element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
    element('channel', { type: 'unix' }, element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })),
    element('input', { type: 'tablet', bus: 'usb' }),
    screen(host),
    element('video', {}, element('model', { type: 'vga', vram: 16384, heads: 1 })),
    // The guest's driver says every half minute what it has free; without a period it would say nothing.
    element('memballoon', { model: 'virtio' }, element('stats', { period: 30 })),
    element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom')),
  ];
}

function disk(one: DomainSpec['disks'][number], host: DomainHost, devices: GuestDevices): XmlElement {
  const limit = { ide: 3, sata: 4, scsi: 26, virtio: 26 }[devices.diskBus];
  if (one.deviceId < 0 || one.deviceId >= limit)
    throw fail(
      'parameter',
      say`A guest of this operating system type has no place for a disk with device id ${one.deviceId}.`,
      {
        field: 'deviceid',
        hint:
          devices.diskBus === 'ide'
            ? say`IDE has places 0 to 2 beside the CD drive. Choose a guest OS type with virtio for more.`
            : say`Device ids go from 0 to ${limit - 1}.`,
      },
    );
  const prefix = { virtio: 'vd', scsi: 'sd', sata: 'sd', ide: 'hd' }[devices.diskBus];
  const place = devices.diskBus === 'ide' && one.deviceId === 2 ? 3 : one.deviceId;
  return element(
    'disk',
    { type: 'file', device: 'disk' },
    element('driver', {
      name: 'qemu',
      // Always said: QEMU's guess reads what the guest wrote, so a guest could make itself an image that names the host's files.
      type: one.format,
      cache: cacheOf(one, host),
      discard: 'unmap',
      error_policy: 'enospace',
    }),
    element('source', { file: diskPath(one.pool, one) }),
    element('target', { dev: `${prefix}${String.fromCharCode(97 + place)}`, bus: devices.diskBus }),
    // Another serial number would be another disk to the guest.
    one.file === undefined && element('serial', {}, fileId(one.volumeId).replaceAll('-', '')),
    ioTune(one.speed),
  );
}

/** What the offering says, unless the pool's files cannot be opened without the host's cache. */
function cacheOf(one: DomainSpec['disks'][number], host: DomainHost): string {
  const wanted = one.speed?.cacheMode ?? 'none';
  return wanted === 'none' && host.writebackPools.has(one.pool.id) ? 'writeback' : wanted;
}

/** In libvirt's names and order. Reading and writing are limited apart: libvirt takes no total beside them. */
function ioTune(speed: DiskSpeed | undefined): XmlElement | false {
  if (speed === undefined) return false;
  const limits = (['', 'Max', 'MaxLength'] as const).flatMap((more) =>
    (['bytesRead', 'bytesWrite', 'iopsRead', 'iopsWrite'] as const).flatMap((what) => {
      const value = speed[`${what}Rate${more}`];
      if (value === undefined) return [];
      const [of, way] = what.startsWith('bytes') ? ['bytes', what.slice(5)] : ['iops', what.slice(4)];
      const tail = { '': '', Max: '_max', MaxLength: '_max_length' }[more];
      return [element(`${way?.toLowerCase()}_${of}_sec${tail}`, {}, String(value))];
    }),
  );
  return limits.length > 0 && element('iotune', {}, ...limits);
}

/** A card on a bridge. */
export function nicElement(nic: DomainSpec['nics'][number], devices: GuestDevices): XmlElement {
  return element(
    'interface',
    { type: 'bridge' },
    element('mac', { address: nic.mac }),
    element('source', { bridge: nic.bridge }),
    element('model', { type: devices.nicModel }),
  );
}

/** Where a drive is plugged in. */
export interface DrivePlace {
  dev: string;
  bus: string;
}

/** A q35 machine has no IDE; behind four disks SATA's first controller has two places left. */
const cdPlace = ({ machine }: GuestDevices): DrivePlace =>
  machine === 'q35' ? { dev: 'sdf', bus: 'sata' } : { dev: 'hdc', bus: 'ide' };

/** The CD drive that every domain has, `hdc` as on CloudStack’s; media come and go while the guest runs, drives do not. */
export function cdromElement(cdrom: CdromSpec | undefined, place: DrivePlace): XmlElement {
  return element(
    'disk',
    { type: 'file', device: 'cdrom' },
    element('driver', { name: 'qemu', type: 'raw' }),
    cdrom !== undefined && element('source', { file: templatePath(imageStoreRoot(cdrom.store), cdrom.isoId, 'ISO') }),
    element('target', { ...place }),
    element('readonly'),
  );
}

/** The drive with the guest's own data: beside the CD drive, or on a controller of its own where IDE's last place is a disk's. */
function configDriveElement(spec: DomainSpec, devices: GuestDevices): XmlElement {
  const taken = devices.diskBus === 'ide' && spec.disks.some((each) => each.deviceId === 2);
  const place =
    devices.machine === 'q35'
      ? { dev: 'sde', bus: 'sata' }
      : taken
        ? { dev: 'sda', bus: 'sata' }
        : { dev: 'hdd', bus: 'ide' };
  return element(
    'disk',
    { type: 'file', device: 'cdrom' },
    element('driver', { name: 'qemu', type: 'raw' }),
    element('source', { file: configDrivePath(spec.id) }),
    element('target', place),
    element('readonly'),
  );
}

/** No explicit socket path: one under /var/lib/libvirt/qemu is taken for generated, dropped, and a TCP port opened instead. */
function screen(host: DomainHost): XmlElement {
  if (host.screen.kind === 'socket') return element('graphics', { type: 'vnc' }, element('listen', { type: 'socket' }));
  return element(
    'graphics',
    { type: 'vnc', port: -1, autoport: 'yes', listen: '127.0.0.1', passwd: host.screen.password.slice(0, 8) },
    element('listen', { type: 'address', address: '127.0.0.1' }),
  );
}
