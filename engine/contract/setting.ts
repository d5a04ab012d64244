import * as v from 'valibot';
import { access, command, count, list, optional, uuid } from './command.ts';

export const configuration = v.object({
  name: v.string(),
  category: v.string(),
  group: v.string(),
  subgroup: v.string(),
  /** The setting that switches this one on. */
  parent: optional(v.string()),
  value: v.string(),
  defaultvalue: v.string(),
  displaytext: v.string(),
  description: v.string(),
  /** The narrowest scope at which it may have a value of its own. */
  scope: v.string(),
  /** Ours: all of them, narrowest first. */
  scopes: v.array(v.string()),
  /** Ours: whether there is a value at the scope that was asked for, and what would hold there without it. */
  overridden: v.boolean(),
  inheritedvalue: v.string(),
  /** `number`, `boolean`, `text`, `choice`; ours: `color` and `image`, a data URL. */
  type: v.picklist(['number', 'boolean', 'text', 'choice', 'color', 'image']),
  /** Ours: what is accepted. */
  minimum: optional(v.number()),
  maximum: optional(v.number()),
  whole: optional(v.boolean()),
  choices: optional(v.array(v.string())),
  /** The same as CloudStack has it, separated by commas. */
  options: optional(v.string()),
  unit: optional(v.picklist(['milliseconds', 'seconds', 'minutes', 'days', 'MiB', 'GiB'])),
  isdynamic: v.boolean(),
  /** Ours: what the setting does in Benchtop. `effective` is false for names that are known but act on nothing here yet. */
  effective: v.boolean(),
  effect: v.string(),
  /** Ours: why the default differs from CloudStack's, where it does. */
  deviation: optional(v.string()),
});

export const configurationGroup = v.object({
  name: v.string(),
  description: v.string(),
  precedence: count,
  subgroup: v.array(v.object({ name: v.string(), precedence: count })),
});

const scopeEntries = {
  zoneid: optional(uuid),
  clusterid: optional(uuid),
  storageid: optional(uuid),
  accountid: optional(uuid),
  domainid: optional(uuid),
};

/** CloudStack's configurations, and the groups that they stand in. */
export const settingCommands = {
  listConfigurations: list({
    object: 'configuration',
    roles: access.admin,
    description: {
      en: 'Lists settings; with a zone, cluster, storage, account or domain those that may have a value of their own there.',
      zh: '列出设置；指定区域、集群、存储、账户或域时，只列出可在该处单独设值的设置。',
    },
    input: {
      name: optional(v.string()),
      category: optional(v.string()),
      group: optional(v.string()),
      subgroup: optional(v.string()),
      parent: optional(v.string()),
      ...scopeEntries,
      /** Ours: only settings that act on something in this version. */
      effective: optional(v.boolean()),
    },
    row: configuration,
  }),
  listConfigurationGroups: list({
    object: 'configurationgroup',
    roles: access.admin,
    description: { en: 'Lists the groups that settings stand in.', zh: '列出设置所属的分组。' },
    input: { group: optional(v.string()) },
    row: configurationGroup,
  }),
  updateConfiguration: command({
    object: 'configuration',
    description: {
      en: 'Changes a setting, globally or for a zone, cluster, storage, account or domain.',
      zh: '修改全局、区域、集群、存储、账户或域的设置。',
    },
    input: {
      name: v.string(),
      /** An image is the longest; what each setting takes is its own matter. */
      value: optional(v.pipe(v.string(), v.maxLength(90_000))),
      ...scopeEntries,
    },
    output: configuration,
  }),
  resetConfiguration: command({
    object: 'configuration',
    description: {
      en: 'Takes a setting back to its default, or to what the scope inherits.',
      zh: '将设置恢复为默认值，或恢复为该范围继承的值。',
    },
    input: { name: v.string(), ...scopeEntries },
    output: configuration,
  }),
};
