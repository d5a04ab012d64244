import type { Ctx } from '../../context.ts';

/**
 * What the rows of one answer show of comments on them: whether there are any that everybody sees who sees the thing. All are looked up at once.
 * Comments for root admins alone count for nobody, so that the same row is the same to all.
 */
export function annotatedViews(
  ctx: Ctx,
  rows: readonly { id: string }[],
): (row: { id: string }) => { hasannotations: boolean } {
  const found = new Set(
    rows.length === 0
      ? []
      : (ctx.store
          .prepare(
            `SELECT entity_id FROM annotation WHERE removed IS NULL AND admins_only = 0
               AND entity_id IN (SELECT value FROM json_each(?))`,
          )
          .pluck()
          .all(JSON.stringify(rows.map(({ id }) => id))) as unknown as string[]),
  );
  return ({ id }) => ({ hasannotations: found.has(id) });
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
