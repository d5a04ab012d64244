import type { DiskSpeed } from '../../contract/disk-offering.ts';
import { fail } from '../../contract/errors.ts';
import type { InstanceSettings } from '../../contract/instance-setting.ts';
import { say } from '../../contract/phrase.ts';
import type { CdromSpec, DomainSpec } from '../driver.ts';
import { configDrivePath } from './config-drive.ts';
import { processorElement } from './domain-cpu.ts';
import { type ChosenDevices, chosenDevices, type DiskBus } from './guest-devices.ts';
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
  const settings = spec.settings ?? {};
  const devices = chosenDevices(spec);
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
      settings.iothreads !== undefined && element('iothreads', {}, '1'),
      cpuTune(spec, host),
      element(
        'os',
        { firmware: settings.UEFI === undefined ? undefined : 'efi' },
        element('type', { arch: 'x86_64', machine: devices.machine }, 'hvm'),
        settings.UEFI !== undefined && firmware(settings.UEFI === 'SECURE'),
        ...(spec.bootOrder === 'cdrom' ? ['cdrom', 'hd'] : ['hd', 'cdrom']).map((dev) => element('boot', { dev })),
      ),
      features(devices, kvm, settings.UEFI === 'SECURE'),
      processorElement(spec, kvm),
      clock(devices, kvm),
      element('on_poweroff', {}, 'destroy'),
      element('on_reboot', {}, 'restart'),
      element('on_crash', {}, 'destroy'),
      element('devices', {}, ...deviceList(spec, host, devices)),
    ),
  );
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

/** Which of the host's firmwares: libvirt looks for one that fits. Keys are enrolled where it checks what it boots. */
const firmware = (secure: boolean): XmlElement =>
  element(
    'firmware',
    {},
    ...['enrolled-keys', 'secure-boot'].map((name) => element('feature', { enabled: secure ? 'yes' : 'no', name })),
  );

function features(devices: ChosenDevices, kvm: boolean, secure: boolean): XmlElement {
  const on = { state: 'on' };
  return element(
    'features',
    {},
    element('acpi'),
    element('apic'),
    element('pae'),
    // What the firmware keeps from the guest, it keeps by this.
    secure && element('smm', on),
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
function clock(devices: ChosenDevices, kvm: boolean): XmlElement {
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

function deviceList(spec: DomainSpec, host: DomainHost, devices: ChosenDevices): (XmlElement | false)[] {
  const disks = [...spec.disks].sort((a, b) => a.deviceId - b.deviceId);
  const nics = [...spec.nics].sort((a, b) => a.deviceId - b.deviceId);
  return [
    ...disks.map((one) => disk(one, host, devices, spec.settings)),
    cdromElement(spec.cdrom, cdPlace(devices)),
    spec.configDrive !== undefined && configDriveElement(spec, devices),
    ...scsiControllers(disks, devices, spec.settings),
    ...nics.map((nic) => nicElement(nic, devices, spec.settings)),
    element('serial', { type: 'pty' }, element('target', { type: 'isa-serial', port: 0 })),
    element('console', { type: 'pty' }, element('target', { type: 'serial', port: 0 })),
    element('channel', { type: 'unix' }, element('target', { type: 'virtio', name: 'org.qemu.guest_agent.0' })),
    element('input', { type: 'tablet', bus: 'usb' }),
    screen(host, spec.settings?.keyboard),
    video(spec.settings),
    // The guest's driver says every half minute what it has free; without a period it would say nothing.
    element('memballoon', { model: 'virtio' }, element('stats', { period: 30 })),
    element('rng', { model: 'virtio' }, element('backend', { model: 'random' }, '/dev/urandom')),
  ];
}

/** Where places are few. */
const idePlaces = 3;

/** The bus of a disk: the root disk has its own. */
const busOf = (one: DomainSpec['disks'][number], devices: ChosenDevices): DiskBus =>
  one.type === 'ROOT' ? devices.rootBus : devices.dataBus;

function disk(
  one: DomainSpec['disks'][number],
  host: DomainHost,
  devices: ChosenDevices,
  settings: InstanceSettings = {},
): XmlElement {
  const bus = busOf(one, devices);
  // The last places on SATA are those of the drives.
  const limit = { ide: idePlaces, sata: 24, scsi: 26, virtio: 26 }[bus];
  if (one.deviceId < 0 || one.deviceId >= limit)
    throw fail(
      'parameter',
      say`A guest of this operating system type has no place for a disk with device id ${one.deviceId}.`,
      {
        field: 'deviceid',
        hint:
          bus === 'ide'
            ? say`IDE has places 0 to 2 beside the CD drive. Choose a guest OS type with virtio for more.`
            : say`Device ids go from 0 to ${limit - 1}.`,
      },
    );
  const prefix = { virtio: 'vd', scsi: 'sd', sata: 'sd', ide: 'hd' }[bus];
  const place = bus === 'ide' && one.deviceId === 2 ? 3 : one.deviceId;
  const cache = cacheOf(one, host);
  const io = settings['io.policy'];
  if (io === 'native' && cache !== 'none')
    throw fail('parameter', say`io.policy native needs disks that the host does not cache; one of them has ${cache}.`, {
      field: 'details',
      hint: say`Choose threads or io_uring, or a disk offering without a cache.`,
    });
  return element(
    'disk',
    { type: 'file', device: 'disk' },
    element('driver', {
      name: 'qemu',
      // Always said: QEMU's guess reads what the guest wrote, so a guest could make itself an image that names the host's files.
      type: one.format,
      cache,
      io,
      discard: 'unmap',
      error_policy: 'enospace',
      iothread: settings.iothreads !== undefined && bus === 'virtio' ? 1 : undefined,
    }),
    element('source', { file: diskPath(one.pool, one) }),
    element('target', { dev: `${prefix}${String.fromCharCode(97 + place)}`, bus }),
    // Another serial number would be another disk to the guest.
    one.file === undefined && element('serial', {}, fileId(one.volumeId).replaceAll('-', '')),
    ioTune(one.speed),
  );
}

/** One for every seven disks, as many as there are places on one. */
function scsiControllers(
  disks: DomainSpec['disks'],
  devices: ChosenDevices,
  settings: InstanceSettings = {},
): XmlElement[] {
  const last = Math.max(-1, ...disks.filter((one) => busOf(one, devices) === 'scsi').map((one) => one.deviceId));
  return Array.from({ length: Math.floor((last + 7) / 7) }, (_none, index) =>
    element(
      'controller',
      { type: 'scsi', index, model: 'virtio-scsi' },
      settings.iothreads !== undefined && element('driver', { iothread: 1 }),
    ),
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
export function nicElement(
  nic: DomainSpec['nics'][number],
  devices: ChosenDevices,
  settings: InstanceSettings = {},
): XmlElement {
  const queues = settings['nic.multiqueue.number'];
  const packed = settings['nic.packed.virtqueues.enabled'] === 'true';
  if ((queues !== undefined || packed) && devices.nicModel !== 'virtio')
    throw fail('parameter', say`Only virtio cards have queues to choose; this guest has ${devices.nicModel}.`, {
      field: 'details',
      hint: say`Choose virtio as nicAdapter, or remove nic.multiqueue.number and nic.packed.virtqueues.enabled.`,
    });
  return element(
    'interface',
    { type: 'bridge' },
    element('mac', { address: nic.mac }),
    element('source', { bridge: nic.bridge }),
    element('model', { type: devices.nicModel }),
    (queues !== undefined || packed) && element('driver', { queues, packed: packed ? 'on' : undefined }),
  );
}

/** Where a drive is plugged in. */
export interface DrivePlace {
  dev: string;
  bus: string;
}

/** A q35 machine has no IDE; its drives are on SATA, behind all disks. */
const cdPlace = ({ machine }: ChosenDevices): DrivePlace =>
  machine === 'q35' ? { dev: 'sdy', bus: 'sata' } : { dev: 'hdc', bus: 'ide' };

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
function configDriveElement(spec: DomainSpec, devices: ChosenDevices): XmlElement {
  const taken = spec.disks.some((each) => busOf(each, devices) === 'ide' && each.deviceId === 2);
  const place =
    devices.machine === 'q35'
      ? { dev: 'sdz', bus: 'sata' }
      : taken
        ? { dev: devices.rootBus === 'ide' ? 'sda' : 'sdz', bus: 'sata' }
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

/** CloudStack's names of keyboards that QEMU calls otherwise. */
const keymaps: Readonly<Record<string, string>> = { us: 'en-us', uk: 'en-gb', jp: 'ja' };

/** A virtio screen takes its memory from the guest's. */
function video(settings: InstanceSettings = {}): XmlElement {
  const type = settings['video.hardware'] ?? 'vga';
  const vram = type === 'virtio' ? undefined : (settings['video.ram'] ?? 16384);
  return element('video', {}, element('model', { type, vram, heads: 1 }));
}

/** No explicit socket path: one under /var/lib/libvirt/qemu is taken for generated, dropped, and a TCP port opened instead. */
function screen(host: DomainHost, keyboard: InstanceSettings['keyboard']): XmlElement {
  const keymap = keyboard === undefined ? undefined : (keymaps[keyboard] ?? keyboard);
  if (host.screen.kind === 'socket')
    return element('graphics', { type: 'vnc', keymap }, element('listen', { type: 'socket' }));
  return element(
    'graphics',
    { type: 'vnc', port: -1, autoport: 'yes', listen: '127.0.0.1', passwd: host.screen.password.slice(0, 8), keymap },
    element('listen', { type: 'address', address: '127.0.0.1' }),
  );
}
