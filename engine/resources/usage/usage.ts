import { chosenOwners, listOwned, scope } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { usageTypes } from '../../contract/usage.ts';
import type { UsageRecordView } from '../../contract/views.ts';
import { pageOf } from '../../store/page.ts';
import type { OsTypeRow } from '../../store/rows.ts';
import type { SqlValue } from '../../store/table.ts';
import type { UsageRecordRow } from '../../store/usage-rows.ts';
import { ownerViews } from '../account/owner.ts';
import { date, parseDate } from '../common.ts';
import { tagViews } from '../tag/tagged.ts';
import { aggregate, aggregateAgain } from './aggregate.ts';

/** The two ends of what is asked for. Error: parameter. */
function periodOf(input: { startdate: string; enddate: string }): { from: number; to: number } {
  const from = parseDate(input.startdate, 'startdate') ?? 0;
  const to = parseDate(input.enddate, 'enddate', 'end') ?? 0;
  if (to < from) throw fail('parameter', say`enddate is before startdate.`, { field: 'enddate' });
  return { from, to };
}

const words: Readonly<Record<number, (name: string) => string>> = {
  1: (name) => `${name} running time`,
  2: (name) => `${name} allocated`,
  6: (name) => `Volume usage of ${name}`,
  7: (name) => `Template usage of ${name}`,
  8: (name) => `ISO usage of ${name}`,
};

/** Hours as CloudStack writes them: at most six digits after the point. */
const hours = (value: number): string => String(Math.round(value * 1e6) / 1e6);

function recordViews(ctx: Ctx, rows: readonly UsageRecordRow[], withTags: boolean): UsageRecordView[] {
  const owner = ownerViews(ctx, rows);
  const tags = withTags
    ? tagViews(
        ctx,
        rows.map((row) => ({ id: row.resourceId })),
      )
    : undefined;
  const osIds = JSON.stringify([...new Set(rows.flatMap((row) => row.osTypeId ?? []))]);
  const osTypes = new Map<string, OsTypeRow>(
    ctx.store.where('osTypes', 'id IN (SELECT value FROM json_each(?))', osIds).map((each) => [each.id, each]),
  );
  return rows.map((row) => {
    const os = osTypes.get(row.osTypeId ?? '');
    return {
      id: row.id,
      ...owner(row),
      accountid: row.accountId,
      zoneid: row.zoneId,
      description: words[row.usageType]?.(row.name) ?? row.name,
      usage: `${hours(row.rawUsage)} Hrs`,
      usagetype: row.usageType,
      rawusage: String(row.rawUsage),
      usageid: row.resourceId,
      virtualmachineid: row.virtualMachineId,
      name: row.name,
      offeringid: row.offeringId,
      templateid: row.templateId,
      type: row.hypervisor,
      size: row.size,
      virtualsize: row.virtualSize,
      cpunumber: row.cpuNumber,
      cpuspeed: row.cpuSpeed,
      memory: row.memory,
      ostypeid: row.osTypeId,
      osdisplayname: os?.description,
      oscategoryid: os?.osCategoryId,
      oscategoryname: os?.osCategoryName,
      ...tags?.({ id: row.resourceId }),
      startdate: date(row.startDate),
      // The last second of the period, as CloudStack has it.
      enddate: date(row.endDate - 1000),
    };
  });
}

export const usageHandlers = {
  listUsageRecords(ctx, caller, input) {
    const { from, to } = periodOf(input);
    const page = listOwned(ctx, caller, 'usageRecords', input, {
      filters: [
        ['start_date >= ?', from],
        ['end_date <= ?', to + 1000],
        ['account_id = ?', input.accountid],
        ['usage_type = ?', input.type],
        ['resource_id = ?', input.usageid],
      ],
      sortable: { startdate: 'startDate', name: 'name', usagetype: 'usageType', rawusage: 'rawUsage' },
      defaultSort: 'start_date',
    });
    return { count: page.count, usagerecord: recordViews(ctx, page.rows, input.includetags === true) };
  },

  listUsageTotals(ctx, caller, input) {
    const { from, to } = periodOf(input);
    const all = [scope(caller), ...chosenOwners(ctx, caller, input)].filter((each) => each !== undefined);
    const conditions = ['start_date >= ?', 'end_date <= ?', ...all.map(({ condition }) => condition)];
    const values: SqlValue[] = [from, to + 1000, ...all.flatMap((each) => each.values)];
    if (input.type !== undefined) {
      conditions.push('usage_type = ?');
      values.push(input.type);
    }
    const sums = ctx.store
      .prepare(
        `SELECT account_id AS accountId, domain_id AS domainId, usage_type AS usageType, sum(raw_usage) AS hours,
           count(DISTINCT resource_id) AS resources
         FROM usage_record WHERE ${conditions.join(' AND ')} GROUP BY account_id, domain_id, usage_type`,
      )
      .all(...values) as { accountId: string; domainId: string; usageType: number; hours: number; resources: number }[];
    const owner = ownerViews(ctx, sums);
    const rows = sums.map((each) => ({
      ...owner(each),
      accountid: each.accountId,
      usagetype: each.usageType,
      rawusage: hours(each.hours),
      resources: each.resources,
    }));
    const page = pageOf(rows, input, {
      keyword: (row) => `${row.account ?? ''} ${row.domain}`,
      sortable: ['account', 'domain', 'usagetype', 'resources'],
    });
    return { count: page.count, usagetotal: page.rows };
  },

  listUsageTypes(_ctx, _caller, input) {
    const page = pageOf(
      usageTypes.map((each) => ({ ...each })),
      input,
      { keyword: (row) => `${row.name} ${row.description}`, sortable: ['id', 'name'] },
    );
    return { count: page.count, usagetype: page.rows };
  },

  async generateUsageRecords(ctx, _caller, input) {
    const domain = input.domainid === undefined ? undefined : ctx.store.need('domains', input.domainid, 'domainid');
    const begin = parseDate(input.startdate, 'startdate');
    const end = parseDate(input.enddate, 'enddate', 'end');
    await aggregate(ctx);
    if (begin !== undefined || end !== undefined) await aggregateAgain(ctx, begin ?? 0, end ?? ctx.clock(), domain?.id);
    return { success: true };
  },
} satisfies Partial<Handlers>;
