import * as v from 'valibot';
import { name, optional, uuid } from './command.ts';

// The groups that an instance is in, as commands name them.

/** CloudStack's types. What is not strict is preferred, where hosts leave a choice. The last comes with what is dedicated. */
export const affinityTypes = [
  'host affinity',
  'host anti-affinity',
  'non-strict host affinity',
  'non-strict host anti-affinity',
  'ExplicitDedication',
] as const;
export type AffinityType = (typeof affinityTypes)[number];

/** Affinity groups by their ids, or by their names in the account of the instance. */
export const affinityEntries = {
  affinitygroupids: optional(v.pipe(v.array(uuid), v.maxLength(50))),
  affinitygroupnames: optional(v.pipe(v.array(name), v.maxLength(50))),
};
/** An instance group by its name; one that is not there yet is made. */
export const groupEntry = { group: optional(name) };

/** What an instance shows of them. */
export const groupFields = {
  affinitygroup: v.array(v.object({ id: v.string(), name: v.string(), type: v.picklist(affinityTypes) })),
  groupid: optional(v.string()),
  group: optional(v.string()),
};
