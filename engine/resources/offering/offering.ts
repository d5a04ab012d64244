import type { Handlers } from '../../context.ts';
import type { SqlValue } from '../../store/table.ts';
import { filterOfIds } from '../common.ts';
import { osTypeView } from '../guest-os/guest-os.ts';

/** Only categories of which there are templates or ISOs: in a zone, of the one kind or the other. */
function havingImages(input: {
  zoneid?: string | undefined;
  isiso?: boolean | undefined;
}): (readonly [condition: string, value: SqlValue | undefined])[] {
  const of = (zone: string) =>
    `id IN (SELECT os_category_id FROM os_type WHERE id IN (SELECT os_type_id FROM template WHERE removed IS NULL${kind}${zone}))`;
  const kind = input.isiso === undefined ? '' : ` AND format ${input.isiso ? '=' : '<>'} 'ISO'`;
  return [
    [input.isiso === undefined ? '1' : of(''), 1],
    [of(' AND zone_id = ?'), input.zoneid],
  ];
}

export const offeringHandlers = {
  listOsTypes(ctx, _caller, input) {
    const page = ctx.store.list('osTypes', input, {
      filters: [
        ['id = ?', input.id],
        filterOfIds(input.ids),
        ['os_category_id = ?', input.oscategoryid],
        ['description = ?', input.description],
      ],
      sortable: { description: 'description', oscategoryname: 'osCategoryName' },
      // CloudStack's list has a name in quotes, which would lead it.
      defaultSort: "ltrim(description, '\"') COLLATE NOCASE",
    });
    return {
      count: page.count,
      ostype: page.rows.map(osTypeView),
    };
  },

  listOsCategories(ctx, _caller, input) {
    const page = ctx.store.list('osCategories', input, {
      filters: [['id = ?', input.id], ['name = ?', input.name], ...havingImages(input)],
      sortable: { name: 'name' },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, oscategory: page.rows.map((row) => ({ id: row.id, name: row.name })) };
  },
} satisfies Partial<Handlers>;
