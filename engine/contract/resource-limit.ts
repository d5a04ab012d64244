import * as v from 'valibot';
import { command, count, list, optional, uuid } from './command.ts';

// How much of each resource an account, a domain with all below it, or a project may have, and how much it has.

/**
 * CloudStack's resource types, with their numbers. `field` begins the fields of accounts, domains and projects (`vmlimit`, `vmtotal`), `setting`
 * ends the setting that holds where no limit was set (`max.account.user.vms`). Storage is limited in GiB, and memory in MiB.
 */
export const resourceTypes = [
  { number: 0, name: 'user_vm', field: 'vm', setting: 'user.vms', account: 20, domain: 40 },
  { number: 1, name: 'public_ip', field: 'ip', setting: 'public.ips', account: 20, domain: 40 },
  { number: 2, name: 'volume', field: 'volume', setting: 'volumes', account: 20, domain: 40 },
  { number: 3, name: 'snapshot', field: 'snapshot', setting: 'snapshots', account: 20, domain: 40 },
  { number: 4, name: 'template', field: 'template', setting: 'templates', account: 20, domain: 40 },
  { number: 5, name: 'project', field: 'project', setting: 'projects', account: 10, domain: 50 },
  { number: 6, name: 'network', field: 'network', setting: 'networks', account: 20, domain: 40 },
  { number: 8, name: 'cpu', field: 'cpu', setting: 'cpus', account: 40, domain: 80 },
  { number: 9, name: 'memory', field: 'memory', setting: 'memory', account: 40960, domain: 81920 },
  {
    number: 10,
    name: 'primary_storage',
    field: 'primarystorage',
    setting: 'primary.storage',
    account: 200,
    domain: 400,
  },
  {
    number: 11,
    name: 'secondary_storage',
    field: 'secondarystorage',
    setting: 'secondary.storage',
    account: 400,
    domain: 800,
  },
] as const;
export type ResourceType = (typeof resourceTypes)[number]['name'];

/** CloudStack's word where there is no limit. */
export const unlimited = 'Unlimited';

type Field = (typeof resourceTypes)[number]['field'];
type Limited<F extends string> = { [K in `${F}limit` | `${F}available`]: v.StringSchema<undefined> } & {
  [K in `${F}total`]: v.NumberSchema<undefined>;
};
const limited = <F extends Field>(fields: readonly F[]): Limited<F> =>
  Object.fromEntries(
    fields.flatMap((field) => [
      [`${field}limit`, v.string()],
      [`${field}available`, v.string()],
      [`${field}total`, v.number()],
    ]),
  ) as Limited<F>;

/** What CloudStack counts as well, and there is none of here. */
const none = {
  vpctotal: v.literal(0),
  backuptotal: v.literal(0),
  buckettotal: v.literal(0),
  gputotal: v.literal(0),
};
export const noneOfThem = { vpctotal: 0, backuptotal: 0, buckettotal: 0, gputotal: 0 } as const;

/** What accounts and domains show of their limits: the limit, what is left of it (`Unlimited` where there is none) and what is used. */
export const limitFields = { ...limited(resourceTypes.map(({ field }) => field)), ...none };
/** The same for projects, which have no projects. */
export const projectLimitFields = {
  ...limited(
    resourceTypes.map(({ field }) => field).filter((field): field is Exclude<Field, 'project'> => field !== 'project'),
  ),
  ...none,
};

/** The fields of limits as an answer has them. */
export type LimitsView = { [K in keyof typeof limitFields]: v.InferOutput<(typeof limitFields)[K]> };

const whose = {
  account: optional(v.string()),
  domainid: optional(v.string()),
  domain: optional(v.string()),
  domainpath: optional(v.string()),
  project: optional(v.string()),
  projectid: optional(v.string()),
};
/** The number, as text: CloudStack has it so. */
const typeFields = { resourcetype: v.string(), resourcetypename: v.string() };

export const resourceLimit = v.object({
  ...whose,
  ...typeFields,
  /** -1: no limit. */
  max: v.number(),
});
export const resourceCount = v.object({ ...whose, ...typeFields, resourcecount: v.number() });

const typeNumber = v.picklist(
  resourceTypes.map(({ number }) => number),
  `one of ${resourceTypes.map(({ number, name }) => `${number} (${name})`).join(', ')}`,
);
const which = { account: optional(v.pipe(v.string(), v.maxLength(255))), projectid: optional(uuid) };
const admins = ['Admin', 'ResourceAdmin', 'DomainAdmin'] as const;

export const resourceLimitCommands = {
  listResourceLimits: list({
    object: 'resourcelimit',
    description: {
      en: 'Lists how much of each resource an account, a domain or a project may have.',
      zh: '列出账户、域或项目可使用的各类资源上限。',
    },
    input: {
      ...which,
      domainid: optional(uuid),
      resourcetype: optional(typeNumber),
      resourcetypename: optional(v.string()),
    },
    row: resourceLimit,
  }),
  updateResourceLimit: command({
    object: 'resourcelimit',
    roles: admins,
    description: {
      en: 'Sets how much of a resource an account, a domain or a project may have.',
      zh: '设置账户、域或项目可使用的某类资源上限。',
    },
    input: {
      ...which,
      domainid: optional(uuid),
      resourcetype: typeNumber,
      /** -1, or left out: no limit. */
      max: optional(v.pipe(v.number(), v.integer(), v.minValue(-1), v.maxValue(1_000_000_000))),
    },
    output: resourceLimit,
  }),
  updateResourceCount: command({
    object: 'resourcecount',
    roles: admins,
    description: {
      en: 'Counts anew what an account, a domain or a project uses.',
      zh: '重新统计账户、域或项目的资源使用量。',
    },
    input: { ...which, domainid: uuid, resourcetype: optional(typeNumber) },
    output: v.object({ count, resourcecount: v.array(resourceCount) }),
  }),
};
