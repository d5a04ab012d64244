import { listOwned } from '../../access.ts';
import type { Handlers } from '../../context.ts';
import { ownerViews } from '../account/owner.ts';
import { date, parseDate } from '../common.ts';

export const eventHandlers = {
  listEvents(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'events', input, {
      filters: [
        ['id = ?', input.id],
        ['type = ?', input.type],
        ['level = ?', input.level],
        ['resource_id = ?', input.resourceid],
        ['resource_type = ?', input.resourcetype],
        ['created >= ?', parseDate(input.startdate, 'startdate')],
        ['created <= ?', parseDate(input.enddate, 'enddate')],
      ],
      sortable: { created: 'created', type: 'type', level: 'level' },
    });
    const owner = ownerViews(ctx, page.rows);
    return {
      count: page.count,
      event: page.rows.map((row) => ({
        id: row.id,
        type: row.type,
        level: row.level,
        state: row.state,
        description: row.description,
        phrase: row.phrase,
        ...owner(row),
        username: row.username,
        resourceid: row.resourceId,
        resourcetype: row.resourceType,
        resourcename: row.resourceName,
        parentid: row.parentId,
        created: date(row.created),
      })),
    };
  },

  listAlerts(ctx, _caller, input) {
    const page = ctx.store.list('alerts', input, {
      filters: [
        ['id = ?', input.id],
        ['type = ?', input.type],
      ],
      sortable: { sent: 'created', name: 'name' },
    });
    return {
      count: page.count,
      alert: page.rows.map((row) => ({
        id: row.id,
        type: row.type,
        name: row.name,
        description: row.description,
        phrase: row.phrase,
        resourceid: row.resourceId,
        resourcetype: row.resourceType,
        resolved: row.resolved === undefined ? undefined : date(row.resolved),
        sent: date(row.created),
      })),
    };
  },
} satisfies Partial<Handlers>;
