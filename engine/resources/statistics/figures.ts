import type { Ctx } from '../../context.ts';
import type { Figures, LatestStatisticRow, StatisticKind, StatisticRow } from '../../store/statistic-rows.ts';

/** Figures of history in all, of each kind: where there is more to keep, rounds are left out evenly, so that a chart still has the whole time. */
const historyLimit = 2_000_000;

const counted = ['networkRead', 'networkWrite', 'diskRead', 'diskWrite', 'diskReads', 'diskWrites'] as const;
const fields = [
  'cpu',
  'load',
  'memory',
  'memoryTarget',
  'memoryFree',
  ...counted,
  'size',
  'physicalSize',
] as const satisfies readonly (keyof Figures)[];
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const columns = ['span', ...fields].map(snake);
const marks = (count: number) => Array(count).fill('?').join(', ');

/** `column AS "field"`, for rows that read like the rest of the engine. */
const selected = (names: readonly string[]) => names.map((name) => `${snake(name)} AS "${name}"`).join(', ');
const rowFields = selected(['resourceId', 'taken', 'span', ...fields]);
const latestFields = `${rowFields}, ${selected(counted.map((name) => `${name}Sum`))}`;

const latestSql = `INSERT INTO statistic (resource_id, kind, taken, ${columns.join(', ')}, ${counted.map((name) => `${snake(name)}_sum`).join(', ')})
  VALUES (${marks(3 + columns.length + counted.length)})
  ON CONFLICT (resource_id) DO UPDATE SET taken = excluded.taken, ${columns.map((name) => `${name} = excluded.${name}`).join(', ')},
  ${counted.map((name) => `${snake(name)}_sum = ${snake(name)}_sum + excluded.${snake(name)}_sum`).join(', ')}`;
const historySql = `INSERT OR REPLACE INTO statistic_history (resource_id, taken, kind, ${columns.join(', ')}) VALUES (${marks(3 + columns.length)})`;

const minute = 60_000;

/** How long figures are kept, in milliseconds; nothing where they are not kept at all. */
export function retention(ctx: Ctx, kind: StatisticKind): number {
  if (kind !== 'volume') return ctx.settings.number('vm.stats.max.retention.time') * minute;
  if (!ctx.settings.boolean('vm.disk.stats.retention.enabled')) return 0;
  return ctx.settings.number('vm.disk.stats.max.retention.time') * minute;
}

/** Records what one round found, inside the caller's commit. `all` is how many of the kind there are, by which their history is spaced. */
export function keepFigures(ctx: Ctx, kind: StatisticKind, rows: readonly StatisticRow[], all: number): void {
  const kept = retention(ctx, kind);
  const spacing = (kept * Math.max(all, rows.length)) / historyLimit;
  const latest = ctx.store.prepare(latestSql);
  const history = ctx.store.prepare(historySql);
  const before = ctx.store.prepare('SELECT kept FROM statistic WHERE resource_id = ?').pluck();
  const mark = ctx.store.prepare('UPDATE statistic SET kept = ? WHERE resource_id = ?');
  for (const row of rows) {
    const values = [Math.round(row.span), ...fields.map((field) => row[field] ?? null)];
    latest.run(row.resourceId, kind, row.taken, ...values, ...counted.map((field) => row[field] ?? 0));
    const last = before.get(row.resourceId) as unknown as number | null;
    // A clock that was set back must not stop the keeping.
    if (kept === 0 || (last !== null && row.taken >= last && row.taken - last < spacing)) continue;
    history.run(row.resourceId, row.taken, kind, ...values);
    mark.run(row.taken, row.resourceId);
  }
}

const present = <T extends object>(row: T): T =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as T;

/** The last figures of things by their ids, where they are not older than `since`: one query. */
export function latestFigures(ctx: Ctx, ids: readonly string[], since: number): Map<string, LatestStatisticRow> {
  if (ids.length === 0) return new Map();
  const rows = ctx.store
    .prepare(
      `SELECT ${latestFields} FROM statistic WHERE resource_id IN (SELECT value FROM json_each(?)) AND taken >= ?`,
    )
    .all(JSON.stringify(ids), since) as LatestStatisticRow[];
  return new Map(rows.map((row) => [row.resourceId, present(row)]));
}

/** Figures of one thing between two moments, the newest first, at most so many. */
export function figuresBetween(ctx: Ctx, id: string, from: number, to: number, most: number): StatisticRow[] {
  const rows = ctx.store
    .prepare(
      `SELECT ${rowFields} FROM statistic_history WHERE resource_id = ? AND taken BETWEEN ? AND ? ORDER BY taken DESC LIMIT ?`,
    )
    .all(id, from, to, most) as StatisticRow[];
  return rows.map(present);
}

/** So many at once hold the store no longer than a click takes. */
const slice = 2000;

/** Forgets figures that are older than they are to be kept. */
export async function forgetFigures(ctx: Ctx): Promise<void> {
  for (const kind of ['virtualmachine', 'host', 'volume'] as const) {
    const before = ctx.clock() - retention(ctx, kind);
    // The last ones are shown for a while, whatever is kept.
    for (const [table, oldest] of [
      ['statistic_history', before],
      ['statistic', Math.min(before, ctx.clock() - 86_400_000)],
    ] as const) {
      const forget = ctx.store.prepare(
        `DELETE FROM ${table} WHERE (resource_id, taken) IN (SELECT resource_id, taken FROM ${table} WHERE kind = ? AND taken < ? LIMIT ${slice})`,
      );
      while (ctx.store.write(() => forget.run(kind, oldest).changes) === slice)
        await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
