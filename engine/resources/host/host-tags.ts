import type { Handlers } from '../../context.ts';
import { pageOf } from '../../store/page.ts';

/** Each tag of a table's rows once, with the oldest row that has it: hosts and pools are few. */
const tagsOf = (rows: readonly { id: string; tags?: string }[]): { id: string; name: string; of: string }[] => {
  const found = new Map<string, string>();
  for (const row of rows)
    for (const tag of (row.tags ?? '').split(',').map((each) => each.trim()))
      if (tag !== '' && !found.has(tag)) found.set(tag, row.id);
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, of]) => ({ id: name, name, of }));
};

export const hostTagHandlers = {
  listHostTags(ctx, _caller, input) {
    const rows = tagsOf(ctx.store.where('hosts', 'removed IS NULL AND tags IS NOT NULL ORDER BY created'));
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['name'] });
    const view = ({ id, name, of }: (typeof rows)[number]) => ({ id, name, hostid: of, isimplicit: false as const });
    return { count: page.count, hosttag: page.rows.map(view) };
  },

  listStorageTags(ctx, _caller, input) {
    const rows = tagsOf(ctx.store.where('storagePools', 'removed IS NULL AND tags IS NOT NULL ORDER BY created'));
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['name'] });
    const view = ({ id, name, of }: (typeof rows)[number]) => ({ id, name, poolid: of });
    return { count: page.count, storagetag: page.rows.map(view) };
  },
} satisfies Partial<Handlers>;
