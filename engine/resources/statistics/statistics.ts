import { listOwned } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { StatisticRow } from '../../store/statistic-rows.ts';
import { date, filterOfFewIds, parseDate } from '../common.ts';
import { figuresBetween } from './figures.ts';
import { diskView, mebibytes, networkView, percentage } from './view.ts';

/** Rounds told in one answer, of all things together: enough for one thing's whole history, few enough for memory. */
const mostRounds = 50_000;

interface Asked {
  ids?: string[] | undefined;
  startdate?: string | undefined;
  enddate?: string | undefined;
}

/** Reads each thing's rounds of the wanted time, and shows them by `view`. Errors: parameter at the dates. */
function told<V>(ctx: Ctx, rows: readonly { id: string }[], asked: Asked, view: (row: StatisticRow) => V) {
  const from = parseDate(asked.startdate, 'startdate') ?? 0;
  const to = parseDate(asked.enddate, 'enddate', 'end') ?? Number.MAX_SAFE_INTEGER;
  if (to < from) throw fail('parameter', say`enddate is before startdate.`, { field: 'enddate' });
  const most = Math.floor(mostRounds / Math.max(1, rows.length));
  return (id: string) => figuresBetween(ctx, id, from, to, most).map(view);
}

const moment = (row: StatisticRow) => ({ timestamp: date(row.taken), seconds: row.span / 1000 });
const disks = (row: StatisticRow) => ({
  ...diskView(row),
  diskiopstotal:
    row.diskReads === undefined && row.diskWrites === undefined
      ? undefined
      : (row.diskReads ?? 0) + (row.diskWrites ?? 0),
});
const network = (row: StatisticRow) => ({
  ...networkView(row),
  networkread: mebibytes(row.networkRead),
  networkwrite: mebibytes(row.networkWrite),
});

export const statisticsHandlers = {
  listVirtualMachinesUsageHistory(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'virtualMachines', input, {
      filters: [['id = ?', input.id], filterOfFewIds(input.ids), ['name = ?', input.name]],
      sortable: { name: 'name', displayname: 'displayName' },
    });
    const stats = told(ctx, page.rows, input, (row) => ({
      ...moment(row),
      cpuused: percentage(row.cpu),
      ...network(row),
      ...disks(row),
      memorykbs: row.memory,
      memorytargetkbs: row.memoryTarget,
      memoryintfreekbs: row.memoryFree,
    }));
    const rows = page.rows.map(({ id, name, displayName }) => ({
      id,
      name,
      displayname: displayName,
      stats: stats(id),
    }));
    return { count: page.count, virtualmachine: rows };
  },

  listHostsUsageHistory(ctx, _caller, input) {
    const page = ctx.store.list('hosts', input, {
      filters: [['id = ?', input.id], filterOfFewIds(input.ids), ['name = ?', input.name]],
      sortable: { name: 'name' },
      defaultSort: 'name',
    });
    const stats = told(ctx, page.rows, input, (row) => ({
      ...moment(row),
      cpuused: percentage(row.cpu),
      cpuloadaverage: row.load,
      ...network(row),
      memorykbs: row.memory,
      memoryintfreekbs: row.memoryFree,
    }));
    return { count: page.count, host: page.rows.map(({ id, name }) => ({ id, name, stats: stats(id) })) };
  },

  listVolumesUsageHistory(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'volumes', input, {
      filters: [['id = ?', input.id], filterOfFewIds(input.ids), ['name = ?', input.name]],
      sortable: { name: 'name' },
    });
    const stats = told(ctx, page.rows, input, (row) => ({ ...moment(row), ...disks(row) }));
    return { count: page.count, volume: page.rows.map(({ id, name }) => ({ id, name, stats: stats(id) })) };
  },
} satisfies Partial<Handlers>;
