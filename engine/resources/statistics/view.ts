import type { Ctx } from '../../context.ts';
import type { HostView, VirtualMachineView, VolumeView } from '../../contract/views.ts';
import type { Figures, LatestStatisticRow } from '../../store/statistic-rows.ts';
import { latestFigures } from './figures.ts';

/** Figures as the API has them: KiB, whole operations, and shares with two digits after the point. */

export const percentage = (share: number | undefined): string | undefined =>
  share === undefined ? undefined : `${(share * 100).toFixed(2)}%`;
const kibibytes = (bytes: number | undefined): number | undefined =>
  bytes === undefined ? undefined : Math.round(bytes / 1024);
export const mebibytes = (bytes: number | undefined): string | undefined =>
  bytes === undefined ? undefined : `${(bytes / 1024 ** 2).toFixed(2)} MiB`;

export const diskView = (row: Figures) => ({
  diskkbsread: kibibytes(row.diskRead),
  diskkbswrite: kibibytes(row.diskWrite),
  diskioread: row.diskReads,
  diskiowrite: row.diskWrites,
});
export const networkView = (row: Figures) => ({
  networkkbsread: kibibytes(row.networkRead),
  networkkbswrite: kibibytes(row.networkWrite),
});

/** What is older than three rounds, or five minutes, is no longer what something uses. */
const since = (ctx: Ctx, interval: 'vm.stats.interval' | 'host.stats.interval'): number =>
  ctx.clock() - Math.max(3 * ctx.settings.number(interval), 300_000);

/** The same counters, of all rounds. */
const sums = (row: LatestStatisticRow): Figures => ({
  networkRead: row.networkReadSum,
  networkWrite: row.networkWriteSum,
  diskRead: row.diskReadSum,
  diskWrite: row.diskWriteSum,
  diskReads: row.diskReadsSum,
  diskWrites: row.diskWritesSum,
});

/** What instances use, by one query: shown of those that run. */
export function instanceFiguresOf(
  ctx: Ctx,
  ids: readonly string[],
  accumulate = ctx.settings.boolean('vm.stats.increment.metrics'),
): (row: { id: string; state: string }) => Partial<VirtualMachineView> {
  const figures = latestFigures(ctx, ids, since(ctx, 'vm.stats.interval'));
  return ({ id, state }) => {
    const row = figures.get(id);
    if (row === undefined || state !== 'Running') return {};
    const counted = accumulate ? sums(row) : row;
    return {
      cpuused: percentage(row.cpu),
      ...networkView(counted),
      ...diskView(counted),
      memorykbs: row.memory,
      memorytargetkbs: row.memoryTarget,
      memoryintfreekbs: row.memoryFree,
      receivedbytes: row.networkReadSum,
      sentbytes: row.networkWriteSum,
    };
  };
}

/** What hosts use, by one query: shown of those that are Up. */
export function hostFiguresOf(
  ctx: Ctx,
  ids: readonly string[],
): (row: { id: string; state: string }) => Partial<HostView> {
  const figures = latestFigures(ctx, ids, since(ctx, 'host.stats.interval'));
  return ({ id, state }) => {
    const row = figures.get(id);
    if (row === undefined || state !== 'Up') return {};
    return { cpuused: percentage(row.cpu), cpuloadaverage: row.load, ...networkView(row) };
  };
}

/** What volumes of running instances read and write, by one query. */
export function volumeFiguresOf(ctx: Ctx, ids: readonly string[]): (id: string) => Partial<VolumeView> {
  const figures = latestFigures(ctx, ids, since(ctx, 'vm.stats.interval'));
  return (id) => {
    const row = figures.get(id);
    if (row === undefined) return {};
    const { size, physicalSize } = row;
    return {
      ...diskView(row),
      virtualsize: size,
      ...(physicalSize !== undefined && { physicalsize: physicalSize }),
      utilization:
        size === undefined || size === 0 || physicalSize === undefined ? undefined : percentage(physicalSize / size),
    };
  };
}

/** Operations per second of the volumes of each pool in the last round. */
export function operationsOfPools(ctx: Ctx, poolIds: readonly string[]): Map<string, number> {
  const rows = ctx.store
    .prepare(
      `SELECT volume.pool_id, sum((coalesce(disk_reads, 0) + coalesce(disk_writes, 0)) * 1000.0 / span) FROM volume
       JOIN virtual_machine ON virtual_machine.id = volume.virtual_machine_id AND virtual_machine.state = 'Running'
       JOIN statistic ON statistic.resource_id = volume.id AND statistic.taken >= ? AND span > 0
       WHERE volume.removed IS NULL AND volume.pool_id IN (SELECT value FROM json_each(?)) GROUP BY volume.pool_id`,
    )
    .raw()
    .all(since(ctx, 'vm.stats.interval'), JSON.stringify(poolIds)) as unknown as [string, number][];
  return new Map(rows.map(([id, operations]) => [id, Math.round(operations)]));
}

/** Share of the processors that hosts use, of those that are known. */
export function usedShares(ctx: Ctx, ids: readonly string[]): Map<string, number> {
  const figures = latestFigures(ctx, ids, since(ctx, 'host.stats.interval'));
  return new Map([...figures].flatMap(([id, { cpu }]) => (cpu === undefined ? [] : [[id, cpu] as const])));
}
