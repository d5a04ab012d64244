import type { Ctx } from '../context.ts';
import type { DomainStatistics, HostStatistics, VolumeStatistics } from '../drivers/statistics.ts';
import { driverOf, hostTarget } from '../resources/common.ts';
import { hostLoads } from '../resources/host/capacity.ts';
import { forgetFigures, keepFigures } from '../resources/statistics/figures.ts';
import type { HostRow } from '../store/rows.ts';
import type { StatisticRow } from '../store/statistic-rows.ts';
import type { Reconciler } from './reconciler.ts';

/** A reading of a host's counters, to be compared with the next. */
interface Reading<T> {
  at: number;
  value: T;
}

const second = 1000;
/** What is switched off is looked at again now and then, in case that has changed. */
const asleep = 60_000;
/** How long a collector rests between two rounds, by its setting. */
export const periodOf = (milliseconds: number) => (milliseconds === 0 ? asleep : Math.max(second, milliseconds));

/** What a counter grew by; one that is less than before has begun anew. */
const grown = (now: number | undefined, before = 0): number | undefined =>
  now === undefined ? undefined : now < before ? now : now - before;

/**
 * Asks hosts side by side, and waits for none of them longer than stats.timeout. One that is silent is not asked again until it has answered;
 * the others do not wait for it in later rounds.
 */
class Questions {
  private readonly open = new Set<string>();

  async ask<T>(ctx: Ctx, hosts: readonly HostRow[], question: (host: HostRow) => Promise<T>): Promise<[HostRow, T][]> {
    const answers: [HostRow, T][] = [];
    const wait = hosts
      .filter((host) => !this.open.has(host.id))
      .map(async (host) => {
        const { zoneId, clusterId } = host;
        const patience = ctx.settings.number('stats.timeout', { zoneId, clusterId });
        this.open.add(host.id);
        let timer: NodeJS.Timeout | undefined;
        const late = new Promise<void>((resolve) => {
          timer = setTimeout(resolve, patience).unref();
        });
        let over = false;
        const asked = question(host)
          .then(
            (answer) => void (over || answers.push([host, answer])),
            // That a host does not answer is the heartbeat's to tell.
            () => undefined,
          )
          .finally(() => this.open.delete(host.id));
        await Promise.race([asked, late]);
        over = true;
        clearTimeout(timer);
      });
    await Promise.all(wait);
    return answers;
  }
}

/** The figures of a span: what counters grew by, and what simply is. */
function instanceRow(
  now: DomainStatistics,
  before: DomainStatistics | undefined,
  taken: number,
  span: number,
): StatisticRow {
  const busy = grown(now.cpuTime, before?.cpuTime);
  const processors = Math.max(1, now.cpuNumber ?? before?.cpuNumber ?? 1);
  const row = {
    resourceId: now.vmId,
    taken,
    span,
    cpu: busy === undefined ? undefined : Math.min(1, busy / (span * 1e6 * processors)),
    memory: now.memory,
    memoryTarget: now.memoryTarget,
    memoryFree: now.memoryFree,
    networkRead: grown(now.networkRead, before?.networkRead),
    networkWrite: grown(now.networkWrite, before?.networkWrite),
    ...diskFigures(now, before),
  };
  return row as StatisticRow;
}

const diskFigures = (now: Partial<VolumeStatistics>, before: Partial<VolumeStatistics> | undefined) => ({
  diskRead: grown(now.diskRead, before?.diskRead),
  diskWrite: grown(now.diskWrite, before?.diskWrite),
  diskReads: grown(now.diskReads, before?.diskReads),
  diskWrites: grown(now.diskWrites, before?.diskWrites),
});

function volumeRows(
  now: DomainStatistics,
  before: DomainStatistics | undefined,
  taken: number,
  span: number,
): StatisticRow[] {
  return now.volumes.map((volume) => {
    const earlier = before?.volumes.find((each) => each.volumeId === volume.volumeId);
    const { size, physicalSize } = volume;
    return {
      resourceId: volume.volumeId,
      taken,
      span,
      size,
      physicalSize,
      ...diskFigures(volume, earlier),
    } as StatisticRow;
  });
}

/** Compares what instances and their volumes were last seen to use with what their hosts count now. Hosts without instances are left alone. */
export function instanceStatistics(): Reconciler {
  const questions = new Questions();
  const readings = new Map<string, Reading<Map<string, DomainStatistics>>>();
  return {
    name: 'vm-statistics',
    period: (ctx) => periodOf(ctx.settings.number('vm.stats.interval')),
    async run(ctx) {
      if (ctx.settings.number('vm.stats.interval') === 0) return;
      const loads = hostLoads(ctx);
      const all = [...loads.values()].reduce((sum, load) => sum + load.instances, 0);
      for (const id of readings.keys()) if (!loads.has(id)) readings.delete(id);
      const hosts = ctx.store.where(
        'hosts',
        "removed IS NULL AND state = 'Up' AND id IN (SELECT value FROM json_each(?))",
        JSON.stringify([...loads.keys()]),
      );
      const answers = await questions.ask(ctx, hosts, async (host) => {
        const value = await driverOf(ctx, host).domainStatistics(hostTarget(host));
        return { at: ctx.clock(), value: new Map(value.map((each) => [each.vmId, each])) };
      });
      for (const [host, reading] of answers) {
        record(ctx, host, readings.get(host.id), reading, all);
        readings.set(host.id, reading);
      }
      if (answers.length > 0) told(ctx);
    },
  };
}

/** One commit for each host and round. What a host says of instances that are not on it, or of other people's volumes, is not kept. */
function record(
  ctx: Ctx,
  host: HostRow,
  before: Reading<Map<string, DomainStatistics>> | undefined,
  now: Reading<Map<string, DomainStatistics>>,
  all: number,
): void {
  const span = before === undefined ? 0 : now.at - before.at;
  // Without a reading before it there is nothing to tell yet; a clock that was set back tells nothing either.
  if (before === undefined || span <= 0) return;
  const here = new Set(
    ctx.store
      .prepare('SELECT id FROM virtual_machine WHERE removed IS NULL AND host_id = ?')
      .pluck()
      .all(host.id) as unknown as string[],
  );
  const ours = new Map(
    ctx.store
      .prepare(
        'SELECT id, virtual_machine_id FROM volume WHERE removed IS NULL AND virtual_machine_id IN (SELECT value FROM json_each(?))',
      )
      .raw()
      .all(JSON.stringify([...here])) as unknown as [string, string][],
  );
  const guests = [...now.value.values()].filter((guest) => here.has(guest.vmId));
  const earlier = (guest: DomainStatistics) => before.value.get(guest.vmId);
  ctx.store.write(() => {
    keepFigures(
      ctx,
      'virtualmachine',
      guests.map((guest) => instanceRow(guest, earlier(guest), now.at, span)),
      all,
    );
    keepFigures(
      ctx,
      'volume',
      guests.flatMap((guest) =>
        volumeRows(guest, earlier(guest), now.at, span).filter((row) => ours.get(row.resourceId) === guest.vmId),
      ),
      all,
    );
  });
}

/** Charts follow this; rows of instances and hosts do not change, so that lists stay quiet. */
const told = (ctx: Ctx): void =>
  ctx.store.write(() => ctx.store.changed({ noun: 'statistic', id: 'statistic', change: 'updated' }));

/** Compares what hosts were last seen to use themselves with what they count now. */
export function hostStatistics(): Reconciler {
  const questions = new Questions();
  const readings = new Map<string, Reading<HostStatistics>>();
  return {
    name: 'host-statistics',
    period: (ctx) => periodOf(ctx.settings.number('host.stats.interval')),
    async run(ctx) {
      if (ctx.settings.number('host.stats.interval') === 0) return;
      const hosts = ctx.store.where('hosts', "removed IS NULL AND state = 'Up' ORDER BY created");
      const known = new Set(hosts.map(({ id }) => id));
      for (const id of readings.keys()) if (!known.has(id)) readings.delete(id);
      const answers = await questions.ask(ctx, hosts, async (host) => ({
        at: ctx.clock(),
        value: await driverOf(ctx, host).hostStatistics(hostTarget(host)),
      }));
      const rows = answers.flatMap(([host, now]) => {
        const before = readings.get(host.id);
        readings.set(host.id, now);
        return before === undefined || now.at <= before.at ? [] : [hostRow(host.id, now, before)];
      });
      if (rows.length === 0) return;
      ctx.store.write(() => keepFigures(ctx, 'host', rows, hosts.length));
      told(ctx);
    },
  };
}

function hostRow(id: string, now: Reading<HostStatistics>, before: Reading<HostStatistics>): StatisticRow {
  const { memory, memoryFree, cpuUsed: cpu, loadAverage: load } = now.value;
  // A card that went, or came back, makes the sum smaller: of such a span nothing is known.
  const more = (to: number | undefined, from: number | undefined) =>
    to === undefined || from === undefined || to < from ? undefined : to - from;
  const row = {
    resourceId: id,
    taken: now.at,
    span: now.at - before.at,
    cpu,
    load,
    memory,
    memoryFree,
    networkRead: more(now.value.networkRead, before.value.networkRead),
    networkWrite: more(now.value.networkWrite, before.value.networkWrite),
  };
  return row as StatisticRow;
}

/** Compares the age of figures with how long they are to be kept. */
export const statisticsPurge: Reconciler = {
  name: 'statistics-purge',
  period: () => 300_000,
  run: forgetFigures,
};
