import type { DomainSpec } from '../driver.ts';
import type { DomainStatistics, HostStatistics } from '../statistics.ts';
import type { HostRow } from './hosts.ts';
import type { World } from './world.ts';

// What simulated guests and hosts use: functions of the world's time, so that charts of practice hosts have something to show and it is the
// same in every run. Counters are sums over time of rates that go up and down, each guest's at a pace of its own.

interface Guest {
  id: string;
  spec: string;
  memory: number;
  cpu_number: number;
  started_at: number;
}

const guests = (world: World, hostKey: number): Guest[] =>
  world.all<Guest>(
    "SELECT id, spec, memory, cpu_number, started_at FROM domain WHERE host_key = ? AND is_foreign = 0 AND state = 'running' AND started_at IS NOT NULL",
    hostKey,
  );

/** Milliseconds of one wave. */
const period = (startedAt: number): number => 60_000 * (3 + (Math.floor(startedAt) % 7));

/** Each virtual processor idles at a fiftieth and swings up to three tenths. */
const idle = 0.02;
const swing = 0.28;

function busyNow(guest: { cpu_number: number; started_at: number }, now: number): number {
  const wave = (1 + Math.sin(((now - guest.started_at) / period(guest.started_at)) * 2 * Math.PI)) / 2;
  return guest.cpu_number * (idle + swing * wave);
}

/** The sum of a wave between nothing and one, over so many milliseconds of a guest's life. */
function waves(startedAt: number, now: number): number {
  const turn = period(startedAt) / (2 * Math.PI);
  const age = Math.max(0, now - startedAt);
  return (age + turn * (1 - Math.cos(age / turn))) / 2;
}

/** Share of a host's cores in use, 0–1. */
export function cpuLoad(world: World, host: { key: number; cpu_number: number }, now: number): number {
  const busy = guests(world, host.key).reduce((sum, guest) => sum + busyNow(guest, now), 0);
  return Math.min(1, 0.01 + busy / host.cpu_number);
}

/** A number from 0 to 1 that is a guest's own. */
const temper = (id: string): number => Number.parseInt(id.slice(0, 4), 16) / 0xffff;

const KiB = 1024;

function statistics(guest: Guest, now: number): DomainStatistics {
  const { disks } = JSON.parse(guest.spec) as DomainSpec;
  const [age, wave] = [Math.max(0, now - guest.started_at), waves(guest.started_at, now)];
  const eager = 0.5 + temper(guest.id);
  // Bytes per millisecond are as many kilobytes per second.
  const volumes = disks.map(({ volumeId, size, type }) => {
    const share = type === 'ROOT' ? 1 : 3;
    const [read, written] = [eager * share * (0.5 * age + 90 * wave), eager * share * (1.5 * age + 40 * wave)];
    return {
      volumeId,
      diskRead: Math.round(read),
      diskWrite: Math.round(written),
      diskReads: Math.round(read / 16_384),
      diskWrites: Math.round(written / 8192),
      size,
      physicalSize: Math.min(size, Math.round(size * 0.1 + written)),
    };
  });
  const sum = (field: 'diskRead' | 'diskWrite' | 'diskReads' | 'diskWrites') =>
    volumes.reduce((total, volume) => total + volume[field], 0);
  const busy = busyNow(guest, now) / guest.cpu_number;
  return {
    vmId: guest.id,
    cpuNumber: guest.cpu_number,
    cpuTime: Math.round(guest.cpu_number * (idle * age + swing * wave) * 1e6),
    memory: Math.round(guest.memory / KiB),
    memoryTarget: Math.round(guest.memory / KiB),
    memoryFree: Math.round((guest.memory / KiB) * (0.7 - busy)),
    networkRead: Math.round(eager * (0.2 * age + 60 * wave)),
    networkWrite: Math.round(eager * (0.1 * age + 25 * wave)),
    diskRead: sum('diskRead'),
    diskWrite: sum('diskWrite'),
    diskReads: sum('diskReads'),
    diskWrites: sum('diskWrites'),
    volumes,
  };
}

export const domainStatistics = (world: World, hostKey: number, now: number): DomainStatistics[] =>
  guests(world, hostKey).map((guest) => statistics(guest, now));

/** A host passes on what its guests send and receive, and has a little of its own. */
export function hostStatistics(world: World, host: HostRow, now: number): HostStatistics {
  const all = guests(world, host.key);
  const traffic = all.map((guest) => statistics(guest, now));
  const held = all.reduce((sum, guest) => sum + guest.memory, 0);
  const cpuUsed = cpuLoad(world, host, now);
  return {
    cpuUsed,
    loadAverage: Math.round(cpuUsed * host.cpu_number * 100) / 100,
    memory: Math.round(host.memory_total / KiB),
    // A host without guests keeps a gibibyte for itself.
    memoryFree: Math.round(Math.max(0, host.memory_total - held - KiB ** 3) / KiB),
    networkRead: Math.round(now + traffic.reduce((sum, each) => sum + (each.networkRead ?? 0), 0)),
    networkWrite: Math.round(now / 2 + traffic.reduce((sum, each) => sum + (each.networkWrite ?? 0), 0)),
  };
}
