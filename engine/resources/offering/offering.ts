import type { Handlers } from '../../context.ts';
import { osTypeView } from '../guest-os/guest-os.ts';

export const offeringHandlers = {
  listOsTypes(ctx, _caller, input) {
    const page = ctx.store.list('osTypes', input, {
      filters: [
        ['id = ?', input.id],
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
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name' },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, oscategory: page.rows.map((row) => ({ id: row.id, name: row.name })) };
  },
} satisfies Partial<Handlers>;
