import { StatsGroup } from 'node-libvirt';
import type { DomainStatistics, HostStatistics, VolumeStatistics } from '../statistics.ts';
import { isOurs } from './domains.ts';
import { type CpuTimes, cpuShare, cpuTimes, nodeStats } from './host-facts.ts';
import type { HostLink } from './host-link.ts';

const groups =
  StatsGroup.state | StatsGroup.cpu | StatsGroup.balloon | StatsGroup.vcpu | StatsGroup.interface | StatsGroup.block;

type Tree = Record<string, unknown>;
const tree = (value: unknown): Tree => (typeof value === 'object' && value !== null ? (value as Tree) : {});
/** A figure that a host gave: a whole number from 0, or nothing. */
const figure = (value: unknown): number | undefined => {
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && number >= 0 ? Math.floor(number) : undefined;
};
const sum = (values: readonly (number | undefined)[]): number | undefined => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0);
};

/** The records of a group by their numbers: cards and disks. */
const numbered = (group: unknown): Tree[] =>
  Object.entries(tree(group)).flatMap(([key, value]) => (/^\d{1,4}$/.test(key) ? [tree(value)] : []));

function disk(block: Tree) {
  const [read, written] = [tree(block.rd), tree(block.wr)];
  return {
    diskRead: figure(read.bytes),
    diskWrite: figure(written.bytes),
    diskReads: figure(read.reqs),
    diskWrites: figure(written.reqs),
  };
}

/** Files of volumes are named by their ids. */
const volumeFile = /\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.(?:qcow2|raw)$/;

function volumeOf(block: Tree): VolumeStatistics[] {
  const volumeId = typeof block.path === 'string' ? volumeFile.exec(block.path)?.[1] : undefined;
  if (volumeId === undefined) return [];
  return [tidy({ volumeId, ...disk(block), size: figure(block.capacity), physicalSize: figure(block.physical) })];
}

/** Without what is not known, so that it is absent and not undefined. */
function tidy<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never;
}

/** What one record of libvirt's bulk statistics says of a running domain. */
export function readDomain(vmId: string, stats: Tree): DomainStatistics {
  const cards = numbered(stats.net);
  const disks = numbered(stats.block);
  const balloon = tree(stats.balloon);
  const all = disks.map(disk);
  return {
    ...tidy({
      vmId,
      cpuNumber: figure(tree(stats.vcpu).current),
      cpuTime: figure(tree(stats.cpu).time),
      memory: figure(balloon.maximum),
      memoryTarget: figure(balloon.current),
      memoryFree: figure(balloon.unused),
      networkRead: sum(cards.map((card) => figure(tree(card.rx).bytes))),
      networkWrite: sum(cards.map((card) => figure(tree(card.tx).bytes))),
      diskRead: sum(all.map((each) => each.diskRead)),
      diskWrite: sum(all.map((each) => each.diskWrite)),
      diskReads: sum(all.map((each) => each.diskReads)),
      diskWrites: sum(all.map((each) => each.diskWrites)),
    }),
    volumes: disks.flatMap(volumeOf),
  };
}

/** One question for all running domains of ours; a domain that hangs has fewer figures and holds nobody up. */
export async function domainStatistics(link: HostLink): Promise<DomainStatistics[]> {
  const libvirt = await link.libvirt();
  const running = (await libvirt.domainStats(groups)).filter(({ dom }) => dom.id >= 0);
  const read = await Promise.all(
    running.map(async ({ dom, stats }) =>
      (await isOurs(link, libvirt, dom)) ? readDomain(dom.uuid, stats as Tree) : undefined,
    ),
  );
  return read.filter((one) => one !== undefined);
}

/** The host's own figures: processors and memory by libvirt, load and cards by two small files of its kernel. */
export async function hostStatistics(link: HostLink): Promise<HostStatistics> {
  const libvirt = await link.libvirt();
  const [memory, cpu, kernel] = await Promise.all([
    nodeStats(link, libvirt, 'memory'),
    nodeStats(link, libvirt, 'cpu'),
    readKernel(link),
  ]);
  const free = ['free', 'buffers', 'cached'].reduce((total, key) => total + Number(memory.get(key) ?? 0n), 0);
  const now = cpuTimes(cpu);
  const before = link.cache.get('cpu of statistics') as CpuTimes | undefined;
  link.cache.set('cpu of statistics', now);
  return {
    ...tidy({ cpuUsed: cpuShare(before, now), ...kernel }),
    memory: Number(memory.get('total') ?? 0n),
    memoryFree: free,
  };
}

async function readKernel(link: HostLink) {
  const ssh = await link.ssh();
  const cards = await physicalCards(link);
  const { stdout } = await ssh.exec(['cat', '/proc/loadavg', '/proc/net/dev'], { root: false });
  return readKernelFiles(stdout, cards);
}

/** Load average and the bytes of the given cards, of /proc/loadavg with /proc/net/dev after it. */
export function readKernelFiles(text: string, cards: ReadonlySet<string>) {
  const [first = '', ...lines] = text.split('\n');
  const load = Number(first.split(' ')[0]);
  const counted = lines.flatMap((line) => {
    const [, name = '', figures = ''] = /^\s*([^\s:]{1,15}):\s*(.*)$/.exec(line) ?? [];
    const numbers = figures.split(/\s+/).map(Number);
    return cards.has(name) ? [{ read: figure(numbers[0]), written: figure(numbers[8]) }] : [];
  });
  return {
    loadAverage: first !== '' && Number.isFinite(load) && load >= 0 ? load : undefined,
    networkRead: sum(counted.map(({ read }) => read)),
    networkWrite: sum(counted.map(({ written }) => written)),
  };
}

/** Cards that are no bridges, taps or other inventions of the kernel; where a host has none such (a container), those named like cards. */
async function physicalCards(link: HostLink): Promise<ReadonlySet<string>> {
  const known = link.cache.get('physical cards') as ReadonlySet<string> | undefined;
  if (known !== undefined) return known;
  const ssh = await link.ssh();
  const { stdout } = await ssh.exec(
    ['find', '/sys/class/net', '-mindepth', '1', '-maxdepth', '1', '-printf', '%f %l\\n'],
    { root: false },
  );
  const cards = readCards(stdout);
  link.cache.set('physical cards', cards);
  return cards;
}

/** The cards in a list of `name target` lines of /sys/class/net. */
export function readCards(text: string): ReadonlySet<string> {
  const all = text.split('\n').flatMap((line) => {
    const [name = '', target = ''] = line.split(' ');
    return name === '' ? [] : [{ name, virtual: target.includes('/virtual/') }];
  });
  const physical = all.filter((card) => !card.virtual);
  const chosen = physical.length > 0 ? physical : all.filter(({ name }) => /^(en|eth)[a-z0-9]*$/.test(name));
  return new Set(chosen.map(({ name }) => name));
}
