import * as v from 'valibot';
import { job, optional, success } from './command.ts';
import { details } from './disk-offering.ts';
import { ownedList, ownerFields } from './ownership.ts';

// Details of resources: pairs of a key and a value. Those of instances and templates are their settings; others are notes for programs.

/** CloudStack's names of what has details here. */
export const detailTypes = ['UserVm', 'Template', 'ISO', 'Volume', 'Network', 'Zone'] as const;
export type DetailType = (typeof detailTypes)[number];

/** At most so many of a thing. */
export const detailLimit = 100;

const roles = ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'] as const;
const which = {
  resourceid: v.pipe(v.string(), v.maxLength(64)),
  resourcetype: v.pipe(v.string(), v.maxLength(64)),
};

export const resourceDetail = v.object({
  /** Ours: what pages are read on from. */
  id: v.string(),
  key: v.string(),
  value: v.string(),
  resourcetype: v.picklist(detailTypes),
  resourceid: v.string(),
  /** Whether anybody but Root Admin sees it. */
  fordisplay: v.boolean(),
  ...ownerFields,
});

export const resourceDetailCommands = {
  addResourceDetail: job({
    object: 'resourcedetail',
    roles,
    description: {
      en: 'Gives a resource details, or other values for those that it has.',
      zh: '为资源添加详细参数，或修改已有参数的值。',
    },
    input: { ...which, details, fordisplay: optional(v.boolean()) },
    output: success,
  }),
  removeResourceDetail: job({
    object: 'resourcedetail',
    roles,
    description: { en: 'Takes a detail off a resource, or all of them.', zh: '移除资源的某个或全部详细参数。' },
    input: { ...which, key: optional(v.pipe(v.string(), v.maxLength(255))) },
    output: success,
  }),
  listResourceDetails: ownedList({
    object: 'resourcedetail',
    description: { en: 'Lists details of resources.', zh: '列出资源的详细参数。' },
    input: {
      resourcetype: which.resourcetype,
      resourceid: optional(which.resourceid),
      key: optional(v.pipe(v.string(), v.maxLength(255))),
      value: optional(v.pipe(v.string(), v.maxLength(4096))),
      fordisplay: optional(v.boolean()),
    },
    row: resourceDetail,
  }),
};
