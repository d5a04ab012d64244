import type { Ctx } from '../../context.ts';
import type { TagType } from '../../contract/tag.ts';
import type { TagView } from '../../contract/views.ts';
import type { TagRow } from '../../store/tag-rows.ts';
import { ownerViews } from '../account/owner.ts';

type OwnTagView = Omit<TagView, 'id' | 'created'>;

export const ownTagView = (row: TagRow, owner: ReturnType<typeof ownerViews>): OwnTagView => ({
  key: row.key,
  value: row.value,
  customer: row.customer,
  resourcetype: row.resourceType as TagType,
  resourceid: row.resourceId,
  ...owner(row),
});

/** What the rows of one answer show of their tags: all are looked up at once. */
export function tagViews(ctx: Ctx, rows: readonly { id: string }[]): (row: { id: string }) => { tags: OwnTagView[] } {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const found =
    rows.length === 0 ? [] : ctx.store.where('tags', 'resource_id IN (SELECT value FROM json_each(?))', ids);
  if (found.length === 0) return () => ({ tags: [] });
  const owner = ownerViews(ctx, found);
  const byResource = Map.groupBy(found, (row) => row.resourceId);
  return ({ id }) => ({
    tags: (byResource.get(id) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1)).map((row) => ownTagView(row, owner)),
  });
}
