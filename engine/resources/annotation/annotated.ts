import type { Caller, Ctx } from '../../context.ts';

/**
 * What the rows of one answer show of comments on them: whether there are any that the caller may see. All are looked up at once, by an index.
 * Comments among root admins count for them alone; without a caller for nobody.
 */
export function annotatedViews(
  ctx: Ctx,
  rows: readonly { id: string }[],
  caller?: Caller,
): (row: { id: string }) => { hasannotations: boolean } {
  if (rows.length === 0) return () => ({ hasannotations: false });
  const found = ctx.store
    .prepare(
      `SELECT DISTINCT entity_id AS id FROM annotation WHERE removed IS NULL AND entity_id IN (SELECT value FROM json_each(?))
       AND (? OR admins_only = 0)`,
    )
    .all(JSON.stringify(rows.map(({ id }) => id)), Number(caller?.role === 'Admin')) as { id: string }[];
  const annotated = new Set(found.map(({ id }) => id));
  return ({ id }) => ({ hasannotations: annotated.has(id) });
}

/** The last comment on each of the rows of one answer, with when it was made. */
export function lastAnnotations(
  ctx: Ctx,
  rows: readonly { id: string }[],
): (row: { id: string }) => { annotation?: string; created?: number } {
  const found = ctx.store.where(
    'annotations',
    'removed IS NULL AND admins_only = 0 AND entity_id IN (SELECT value FROM json_each(?)) ORDER BY created, id',
    JSON.stringify(rows.map(({ id }) => id)),
  );
  const last = new Map(found.map((row) => [row.entityId, { annotation: row.text, created: row.created }]));
  return ({ id }) => last.get(id) ?? {};
}
