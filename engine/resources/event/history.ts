import { checkOwner, scope } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { SqlValue } from '../../store/table.ts';
import { parseDate } from '../common.ts';

/** What is archived or deleted: by ids, or by type and time. */
export interface Chosen {
  ids?: string[] | undefined;
  type?: string | undefined;
  startdate?: string | undefined;
  enddate?: string | undefined;
}

type History = 'events' | 'alerts';

/** So many at once hold the store no longer than a click takes. */
const slice = 2000;

/**
 * The condition on the table for what a caller chose and may choose. Errors: parameter when nothing is chosen or an id does not exist,
 * account for an event of somebody else.
 */
function conditionOf(ctx: Ctx, caller: Caller, table: History, chosen: Chosen): { text: string; values: SqlValue[] } {
  const { ids, type, startdate, enddate } = chosen;
  if (ids === undefined && type === undefined && startdate === undefined && enddate === undefined)
    throw fail('parameter', say`Say which ones: by ids, by type, or by dates.`, { field: 'ids' });
  for (const id of ids ?? []) {
    const row = ctx.store.need(table, id, 'ids');
    if ('accountId' in row) checkOwner(ctx, caller, row);
  }
  const conditions: string[] = [];
  const values: SqlValue[] = [];
  const also = (condition: string, ...given: SqlValue[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (ids !== undefined) also('id IN (SELECT value FROM json_each(?))', JSON.stringify(ids));
  if (type !== undefined) also('type = ?', table === 'alerts' && /^\d{1,5}$/.test(type) ? Number(type) : type);
  const from = parseDate(startdate, 'startdate');
  const to = parseDate(enddate, 'enddate', 'end');
  if (from !== undefined) also('created >= ?', from);
  if (to !== undefined) also('created <= ?', to);
  const own = table === 'events' ? scope(caller) : undefined;
  if (own !== undefined) also(own.condition, ...own.values);
  return { text: conditions.join(' AND '), values };
}

/** Tells whoever looks at a list of them that it is another one now. */
const told = (ctx: Ctx, table: History): void =>
  ctx.store.changed({ noun: ctx.store.tables[table].declaration.noun, id: '', change: 'deleted' });

/** Lets others in between two slices. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Archives what was chosen. */
export async function archiveHistory(ctx: Ctx, caller: Caller, table: History, chosen: Chosen): Promise<void> {
  const { text, values } = conditionOf(ctx, caller, table, chosen);
  const name = ctx.store.tables[table].declaration.table;
  const some = `SELECT id FROM ${name} WHERE archived = 0 AND ${text} LIMIT ${slice}`;
  for (let changed = slice; changed === slice; await turn())
    changed = ctx.store.write(() => {
      const run = ctx.store.prepare(`UPDATE ${name} SET archived = 1 WHERE id IN (${some})`).run(...values);
      if (run.changes > 0) told(ctx, table);
      return run.changes;
    });
}

/** Deletes what was chosen, for good. */
export async function deleteHistory(ctx: Ctx, caller: Caller, table: History, chosen: Chosen): Promise<void> {
  const { text, values } = conditionOf(ctx, caller, table, chosen);
  await purge(ctx, table, text, values);
}

/** Deletes what is older than a time. */
export async function purgeOlder(ctx: Ctx, table: History, time: number): Promise<void> {
  await purge(ctx, table, 'created < ?', [time]);
}

async function purge(ctx: Ctx, table: History, text: string, values: SqlValue[]): Promise<void> {
  const some = `SELECT id FROM ${ctx.store.tables[table].declaration.table} WHERE ${text} LIMIT ${slice}`;
  for (let gone = slice; gone === slice; await turn())
    gone = ctx.store.write(() => {
      const count = ctx.store.purge(table, `id IN (${some})`, ...values);
      if (count > 0) told(ctx, table);
      return count;
    });
}
