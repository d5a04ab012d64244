import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { quoted, say, textOf } from '../../contract/phrase.ts';
import { saga } from '../../jobs/saga.ts';
import { pageOf } from '../../store/page.ts';
import { date, startJob } from '../common.ts';
import { alertTypes } from './alert-types.ts';
import { archiveHistory, deleteHistory } from './history.ts';

/** A type by its number, as clients send it, or by its name. */
function typeNumber(type: string | undefined): number | undefined {
  if (type === undefined) return undefined;
  if (/^\d{1,5}$/.test(type)) return Number(type);
  return alertTypes.find(({ name }) => name === type.toUpperCase())?.type ?? -1;
}

export const alertHandlers = {
  listAlerts(ctx, _caller, input) {
    const page = ctx.store.list('alerts', input, {
      filters: [
        ['archived = 0', 1],
        ['id = ?', input.id],
        ['type = ?', typeNumber(input.type)],
        ['name = ? COLLATE NOCASE', input.name],
      ],
      sortable: { sent: 'created', name: 'name', type: 'type' },
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

  listAlertTypes(_ctx, _caller, input) {
    const rows = alertTypes.map(({ type, name }) => ({ alerttypeid: type, type, name }));
    const page = pageOf(rows, input, { keyword: (row) => row.name, sortable: ['type', 'name'] });
    return { count: page.count, alerttype: page.rows };
  },

  generateAlert(ctx, caller, input) {
    if (alertTypes.every(({ type }) => type !== input.type))
      throw fail('parameter', say`There is no alert type ${input.type}.`, {
        field: 'type',
        hint: say`listAlertTypes has those that there are.`,
      });
    const pod = input.podid === undefined ? undefined : ctx.store.need('pods', input.podid, 'podid');
    const zone = input.zoneid === undefined ? undefined : ctx.store.need('zones', input.zoneid, 'zoneid');
    const about = pod ?? zone;
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'generateAlert',
        {
          id: ctx.ids(),
          type: input.type,
          name: input.name,
          description: input.description,
          ...(about !== undefined && { resourceId: about.id, resourceType: about === pod ? 'Pod' : 'Zone' }),
        },
        { said: say`Raising the alert ${input.name}` },
      ),
    );
  },

  async archiveAlerts(ctx, caller, input) {
    await archiveHistory(ctx, caller, 'alerts', input);
    return { success: true };
  },

  async deleteAlerts(ctx, caller, input) {
    await deleteHistory(ctx, caller, 'alerts', input);
    return { success: true };
  },
} satisfies Partial<Handlers>;

interface Raised {
  id: string;
  type: number;
  name: string;
  description: string;
  resourceId?: string;
  resourceType?: string;
}

/** Raises an alert in somebody's own words. */
export const generateAlertSaga = saga<Ctx, Raised>('generateAlert')
  .step('raise', {
    do(ctx, so) {
      if (ctx.store.get('alerts', so.input.id) !== undefined) return;
      const phrase = quoted(so.input.description);
      ctx.store.insert('alerts', { ...so.input, description: textOf(phrase), phrase, created: ctx.clock() });
    },
    undo: (ctx, so) => void ctx.store.purge('alerts', 'id = ?', so.input.id),
  })
  .end({ result: () => ({ success: true }) });
