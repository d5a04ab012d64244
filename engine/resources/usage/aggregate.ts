import { inSubtree } from '../../access.ts';
import type { Ctx } from '../../context.ts';
import type { SqlValue } from '../../store/table.ts';

const minute = 60_000;
const until = 'usage.aggregated';

const range = (ctx: Ctx): number => ctx.settings.number('usage.stats.job.aggregation.range') * minute;

/** Periods end at whole multiples of the range, in UTC: a day's at midnight. */
const endOfPeriod = (ctx: Ctx, time: number): number => (Math.floor(time / range(ctx)) + 1) * range(ctx);

const factNames =
  'account_id, domain_id, zone_id, name, hypervisor, offering_id, template_id, virtual_machine_id, os_type_id, size, virtual_size, cpu_number, cpu_speed, memory';

/** Adds up one period, in one commit: once more where it was added up before. */
function addUp(ctx: Ctx, from: number, to: number, domainId?: string): void {
  const where = domainId === undefined ? '' : ` AND ${inSubtree('domain_id')}`;
  const domain: SqlValue[] = domainId === undefined ? [] : [domainId];
  ctx.store
    .prepare(`DELETE FROM usage_record WHERE start_date >= ? AND end_date <= ?${where}`)
    .run(from, to, ...domain);
  ctx.store
    .prepare(
      `INSERT INTO usage_record (id, usage_type, resource_id, ${factNames}, raw_usage, start_date, end_date)
       SELECT lower(hex(randomblob(16))), usage_type, resource_id, ${factNames},
         sum(min(coalesce(ended, ?), ?) - max(started, ?)) / 3600000.0 AS hours, ?, ?
       FROM usage_span WHERE started < ? AND (ended IS NULL OR ended > ?)${where}
       GROUP BY usage_type, resource_id, ${factNames} HAVING hours > 0`,
    )
    .run(to, to, from, from, to, to, from, ...domain);
  ctx.store.changed({ noun: 'usagerecord', id: '', change: 'created' });
}

/** Lets others in between two periods. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Adds up every period that is over and was not added up yet. */
export async function aggregate(ctx: Ctx): Promise<void> {
  const first = ctx.store.prepare('SELECT min(started) AS time FROM usage_span').get() as { time: number | null };
  if (first.time === null) return;
  const done = ctx.store.meta(until);
  // The first period is a whole one, so that what began in its middle has the period's own dates.
  let from = done === undefined ? endOfPeriod(ctx, first.time) - range(ctx) : Number(done);
  for (let to = endOfPeriod(ctx, from); to <= ctx.clock(); to = endOfPeriod(ctx, from)) {
    ctx.store.write(() => {
      addUp(ctx, from, to);
      ctx.store.setMeta(until, String(to));
    });
    from = to;
    await turn();
  }
}

/** Adds up the periods between two times once more, of a domain and those below it or of all. */
export async function aggregateAgain(ctx: Ctx, begin: number, end: number, domainId?: string): Promise<void> {
  const done = Number(ctx.store.meta(until) ?? 0);
  const periods = ctx.store
    .prepare(
      'SELECT DISTINCT start_date AS "from", end_date AS "to" FROM usage_record WHERE start_date >= ? AND end_date <= ?',
    )
    .all(begin, Math.min(end + 1000, done)) as { from: number; to: number }[];
  for (const { from, to } of periods) {
    ctx.store.write(() => addUp(ctx, from, to, domainId));
    await turn();
  }
}

/** Milliseconds until the records are added up next: daily at the time of the setting, or oftener for shorter periods. */
export function untilNext(ctx: Ctx): number {
  const [hours = 0, minutes = 0] = ctx.settings.text('usage.stats.job.exec.time').split(':').map(Number);
  const step = Math.min(range(ctx), 1440 * minute);
  const at = (hours * 60 + minutes) * minute;
  return step - ((((ctx.clock() - at) % step) + step) % step);
}
