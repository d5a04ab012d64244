import * as v from 'valibot';
import { command, count, date, list, optional, success, uuid } from './command.ts';
import { ownedList, ownerEntries, ownerFields } from './ownership.ts';
import { ownTag } from './tag.ts';

// What accounts used, in hours: kept as it changes, and added up by periods.

/** CloudStack's numbers of what is measured here. */
export const usageTypes = [
  { id: 1, name: 'RUNNING_VM', description: 'Running Vm Usage' },
  { id: 2, name: 'ALLOCATED_VM', description: 'Allocated Vm Usage' },
  { id: 6, name: 'VOLUME', description: 'Volume Usage' },
  { id: 7, name: 'TEMPLATE', description: 'Template Usage' },
  { id: 8, name: 'ISO', description: 'ISO Usage' },
] as const;
export type UsageType = (typeof usageTypes)[number]['id'];

export const usageRecord = v.object({
  /** Ours: what pages are read on from. */
  id: v.string(),
  ...ownerFields,
  accountid: v.string(),
  zoneid: v.string(),
  description: v.string(),
  /** `1.5 Hrs`. */
  usage: v.string(),
  usagetype: count,
  /** Hours, exactly. */
  rawusage: v.string(),
  usageid: v.string(),
  virtualmachineid: optional(v.string()),
  name: v.string(),
  offeringid: optional(v.string()),
  templateid: optional(v.string()),
  /** The hypervisor. */
  type: optional(v.string()),
  size: optional(count),
  virtualsize: optional(count),
  cpunumber: optional(count),
  cpuspeed: optional(count),
  memory: optional(count),
  ostypeid: optional(v.string()),
  osdisplayname: optional(v.string()),
  oscategoryid: optional(v.string()),
  oscategoryname: optional(v.string()),
  tags: optional(v.array(ownTag)),
  startdate: date,
  enddate: date,
});

const period = { startdate: v.string(), enddate: v.string() };

export const usageCommands = {
  listUsageRecords: ownedList({
    object: 'usagerecord',
    description: { en: 'Lists what was used in the periods between two dates.', zh: '列出两个日期之间各时段的用量。' },
    input: {
      ...period,
      accountid: optional(uuid),
      type: optional(count),
      usageid: optional(v.pipe(v.string(), v.maxLength(64))),
      includetags: optional(v.boolean()),
    },
    row: usageRecord,
  }),
  listUsageTotals: list({
    object: 'usagetotal',
    description: {
      en: 'Adds up what each account used between two dates, by kind.',
      zh: '按账户和类型汇总两个日期之间的用量。',
    },
    input: { ...period, ...ownerEntries, type: optional(count) },
    row: v.object({
      ...ownerFields,
      accountid: v.string(),
      usagetype: count,
      /** Hours. */
      rawusage: v.string(),
      /** How many different things. */
      resources: count,
    }),
  }),
  listUsageTypes: list({
    object: 'usagetype',
    description: { en: 'Lists what is measured.', zh: '列出用量类型。' },
    input: {},
    row: v.object({ id: count, name: v.string(), description: v.string() }),
  }),
  generateUsageRecords: command({
    object: 'usagerecord',
    description: {
      en: 'Adds up the periods that are over, now; those between two dates once more.',
      zh: '立即汇总已结束的时段；并重新汇总两个日期之间的时段。',
    },
    input: { startdate: optional(v.string()), enddate: optional(v.string()), domainid: optional(uuid) },
    output: success,
  }),
};
