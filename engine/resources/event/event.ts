import { listOwned } from '../../access.ts';
import type { Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { pageOf } from '../../store/page.ts';
import { ownerViews } from '../account/owner.ts';
import { date, parseDate } from '../common.ts';
import { eventTypes } from './event-types.ts';
import { archiveHistory, deleteHistory } from './history.ts';

/** A thread: the first event of a job, and those that name it. */
const ofThread =
  'id IN (WITH first(id) AS (SELECT ?) SELECT event.id FROM event JOIN first ON event.parent_id = first.id UNION SELECT id FROM first)';

/** What was begun and has not ended. */
const unfinished =
  "state = 'Scheduled' AND NOT EXISTS (SELECT 1 FROM event AS later WHERE later.parent_id = event_view.id AND later.state = 'Completed')";

export const eventHandlers = {
  listEvents(ctx, caller, input) {
    const { entrytime, duration } = input;
    if (entrytime !== undefined && duration !== undefined && entrytime <= duration)
      throw fail('parameter', say`entrytime must be greater than duration.`, { field: 'entrytime' });
    const ago = (seconds: number | undefined) => (seconds === undefined ? undefined : ctx.clock() - seconds * 1000);
    const page = listOwned(ctx, caller, 'events', input, {
      filters: [
        [input.archived === true ? 'archived = 1' : 'archived = 0', 1],
        ['id = ?', input.id],
        ['type = ?', input.type],
        ['level = ?', input.level],
        ['state = ?', input.state],
        ['username = ? COLLATE NOCASE', input.username],
        ['resource_id = ?', input.resourceid],
        ['resource_type = ? COLLATE NOCASE', input.resourcetype],
        [ofThread, input.startid],
        ['created >= ?', parseDate(input.startdate, 'startdate')],
        ['created <= ?', parseDate(input.enddate, 'enddate', 'end')],
        [unfinished, entrytime ?? duration],
        ['created >= ?', ago(entrytime)],
        ['created <= ?', ago(duration)],
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
        archived: row.archived ?? false,
        created: date(row.created),
      })),
    };
  },

  listEventTypes(ctx, _caller, input) {
    // Steps from one type to the next in its index: there are few types among many events.
    const seen = ctx.store
      .prepare(
        `WITH RECURSIVE seen(type) AS (SELECT min(type) FROM event UNION ALL
           SELECT (SELECT min(event.type) FROM event WHERE event.type > seen.type) FROM seen WHERE seen.type IS NOT NULL)
         SELECT type FROM seen WHERE type IS NOT NULL`,
      )
      .all() as { type: string }[];
    const names = new Set([...eventTypes(ctx.jobs.kinds()), ...seen.map(({ type }) => type)]);
    const page = pageOf(
      [...names].sort().map((name) => ({ name })),
      input,
      {
        keyword: (row) => row.name,
        sortable: ['name'],
      },
    );
    return { count: page.count, eventtype: page.rows };
  },

  async archiveEvents(ctx, caller, input) {
    await archiveHistory(ctx, caller, 'events', input);
    return { success: true };
  },

  async deleteEvents(ctx, caller, input) {
    await deleteHistory(ctx, caller, 'events', input);
    return { success: true };
  },
} satisfies Partial<Handlers>;
