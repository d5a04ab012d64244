import * as v from 'valibot';
import { command, count, date, list, name, optional, positive, success, text, uuid } from './command.ts';

/** What a disk may do at most; CloudStack's names without their `disk`. Bytes and operations a second, and how many seconds a burst lasts. */
export const rateNames = [
  'bytesReadRate',
  'bytesReadRateMax',
  'bytesReadRateMaxLength',
  'bytesWriteRate',
  'bytesWriteRateMax',
  'bytesWriteRateMaxLength',
  'iopsReadRate',
  'iopsReadRateMax',
  'iopsReadRateMaxLength',
  'iopsWriteRate',
  'iopsWriteRateMax',
  'iopsWriteRateMaxLength',
] as const;
/** Bursts are `…Max`, and last `…MaxLength`; what is absent has no limit. */
export type DiskRates = { [K in (typeof rateNames)[number]]?: number };
/** How fast a disk may be, and how its host keeps what it writes: the driver's own choice when absent. */
export interface DiskSpeed extends DiskRates {
  cacheMode?: 'none' | 'writeback' | 'writethrough';
}

/** Words that hosts and pools are marked with, separated by commas. */
export const tagList = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(1024, 'at most 1024 characters'),
  v.regex(
    /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}(\s*,\s*[A-Za-z0-9][A-Za-z0-9._-]{0,63})*)?$/,
    'tags such as ssd,fast: letters, digits, hyphens, dots and underscores',
  ),
);
/** Pairs of a name and a text. */
export const details = v.pipe(
  v.record(v.string(), v.pipe(v.string(), v.maxLength(4096, 'at most 4096 characters'))),
  v.check(
    (pairs) =>
      Object.keys(pairs).length <= 100 && Object.keys(pairs).every((each) => /^[\w][\w.:-]{0,254}$/.test(each)),
    'at most 100 names of letters, digits, dots, colons, hyphens and underscores',
  ),
);
const ids = optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(200)));
/** `public` or `all`, or ids separated by commas: what an offering's place is changed to. */
const idsOr = (word: 'public' | 'all') =>
  optional(
    v.pipe(
      v.string(),
      v.trim(),
      v.maxLength(8192),
      v.regex(
        word === 'public'
          ? /^(public|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\s*,\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*)$/i
          : /^(all|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\s*,\s*[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})*)$/i,
        `${word}, or ids separated by commas`,
      ),
    ),
  );

/** Bytes or operations a second; no more than libvirt counts. */
const rate = optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000_000)));
/** Seconds that a burst lasts. */
const seconds = optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(86_400)));

/** How fast a disk may be, and how its host keeps what it writes. */
export const speedEntries = {
  bytesreadrate: rate,
  bytesreadratemax: rate,
  bytesreadratemaxlength: seconds,
  byteswriterate: rate,
  byteswriteratemax: rate,
  byteswriteratemaxlength: seconds,
  iopsreadrate: rate,
  iopsreadratemax: rate,
  iopsreadratemaxlength: seconds,
  iopswriterate: rate,
  iopswriteratemax: rate,
  iopswriteratemaxlength: seconds,
  cachemode: optional(v.picklist(['none', 'writeback', 'writethrough'])),
};

/** Who may use an offering, and where. */
export const placeEntries = { domainid: ids, zoneid: ids };
export const placeChanges = { domainid: idsOr('public'), zoneid: idsOr('all') };
export const offeringState = optional(v.picklist(['Active', 'Inactive']));
/** What a list of offerings is narrowed by. Without `state` only those that are Active, unless one is named by its id. */
export const offeringNarrowing = {
  id: optional(uuid),
  name: optional(v.string()),
  zoneid: optional(uuid),
  domainid: optional(uuid),
  virtualmachineid: optional(uuid),
  storagetype: optional(v.picklist(['local', 'shared'])),
  state: optional(v.picklist(['Active', 'Inactive', 'all'])),
};
export const sortKey = optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000)));

const shownRate = optional(count);
/** What both kinds of offerings show. */
export const offering = v.object({
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  state: v.picklist(['Active', 'Inactive']),
  storagetype: v.picklist(['local', 'shared']),
  provisioningtype: v.literal('thin'),
  iscustomized: v.boolean(),
  /** Nobody chooses operations a second with each disk. */
  iscustomizediops: v.literal(false),
  /** Ids and names, separated by commas; absent for all. */
  domainid: optional(v.string()),
  domain: optional(v.string()),
  zoneid: optional(v.string()),
  zone: optional(v.string()),
  cacheMode: optional(v.string()),
  diskBytesReadRate: shownRate,
  diskBytesReadRateMax: shownRate,
  diskBytesReadRateMaxLength: shownRate,
  diskBytesWriteRate: shownRate,
  diskBytesWriteRateMax: shownRate,
  diskBytesWriteRateMaxLength: shownRate,
  diskIopsReadRate: shownRate,
  diskIopsReadRateMax: shownRate,
  diskIopsReadRateMaxLength: shownRate,
  diskIopsWriteRate: shownRate,
  diskIopsWriteRateMax: shownRate,
  diskIopsWriteRateMaxLength: shownRate,
  hasannotations: v.boolean(),
  created: date,
});

export const diskOffering = v.object({
  ...offering.entries,
  /** GiB; 0 when customised. */
  disksize: count,
  disksizestrictness: v.boolean(),
  displayoffering: v.boolean(),
  tags: optional(v.string()),
  /** Of a list for an instance: whether it could be one of its disks. */
  suitableforvirtualmachine: optional(v.boolean()),
  details: optional(v.record(v.string(), v.string())),
});

export const diskOfferingCommands = {
  createDiskOffering: command({
    object: 'diskoffering',
    description: { en: 'Creates a disk offering.', zh: '创建磁盘方案。' },
    input: {
      name,
      displaytext: optional(text),
      disksize: optional(v.pipe(positive, v.maxValue(1048576))),
      customized: optional(v.boolean()),
      storagetype: optional(v.picklist(['local', 'shared'])),
      provisioningtype: optional(v.literal('thin')),
      tags: optional(tagList),
      disksizestrictness: optional(v.boolean()),
      displayoffering: optional(v.boolean()),
      details: optional(details),
      ...placeEntries,
      ...speedEntries,
    },
    output: diskOffering,
  }),
  updateDiskOffering: command({
    object: 'diskoffering',
    description: {
      en: 'Changes a disk offering: for whom and where it is, its tags and its rates, which disks take over at the next start of their instance.',
      zh: '修改磁盘方案：适用对象与位置、标签和速率；磁盘在其实例下次启动时采用新的速率。',
    },
    input: {
      id: uuid,
      name: optional(name),
      displaytext: optional(text),
      displayoffering: optional(v.boolean()),
      state: offeringState,
      sortkey: sortKey,
      tags: optional(tagList),
      ...placeChanges,
      ...speedEntries,
    },
    output: diskOffering,
  }),
  deleteDiskOffering: command({
    object: 'diskoffering',
    description: {
      en: 'Deletes a disk offering; volumes that use it keep it.',
      zh: '删除磁盘方案；已使用的卷不受影响。',
    },
    input: { id: uuid },
    output: success,
  }),
  listDiskOfferings: list({
    object: 'diskoffering',
    description: { en: 'Lists disk offerings.', zh: '列出磁盘方案。' },
    input: { ...offeringNarrowing, volumeid: optional(uuid), storageid: optional(uuid) },
    row: diskOffering,
  }),
};
