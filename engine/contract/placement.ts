import * as v from 'valibot';
import { optional } from './command.ts';
import { phrase } from './phrase.ts';

/** The rules of placement in the order in which they are asked. */
export const ruleNames = [
  'host',
  'pod',
  'cluster',
  'hypervisor',
  'CPU model',
  'state',
  'resource state',
  'allocation state',
  'dedication',
  'implicit dedication',
  'host tags',
  'affinity',
  'CPU speed',
  'CPU cores',
  'CPU',
  'memory',
  'cluster CPU threshold',
  'cluster memory threshold',
  'disc',
  'storage',
] as const;
export type RuleName = (typeof ruleNames)[number];

export const placementRefusal = v.object({
  hostid: v.string(),
  hostname: v.string(),
  rule: v.string(),
  text: v.string(),
  phrase: optional(phrase),
});

/** One host against one rule, with what was needed and what there is. */
export const placementCheck = v.object({
  rule: v.picklist(ruleNames),
  passed: v.boolean(),
  /** Why it did not pass. */
  text: optional(v.string()),
  phrase: optional(phrase),
  unit: optional(v.picklist(['MHz', 'bytes', 'share', 'count'])),
  needed: optional(v.number()),
  available: optional(v.number()),
  total: optional(v.number()),
  /** The settings that move the limit. */
  settings: v.array(v.string()),
});

export const placementHost = v.object({
  hostid: v.string(),
  hostname: v.string(),
  clusterid: v.string(),
  clustername: v.string(),
  suitable: v.boolean(),
  checks: v.array(placementCheck),
});

export const placement = v.object({
  hostids: v.array(v.string()),
  refusals: v.array(placementRefusal),
  /** With `details`: every host against every rule. */
  hosts: optional(v.array(placementHost)),
});
