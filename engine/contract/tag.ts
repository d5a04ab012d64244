import * as v from 'valibot';
import { date, job, optional, success } from './command.ts';
import { ownedList, ownerFields } from './ownership.ts';

// Words that people put on their things, and by which they find them again.

/** CloudStack's names of what can have tags. */
export const tagTypes = ['UserVm', 'Template', 'ISO', 'Volume', 'Network', 'Zone'] as const;
export type TagType = (typeof tagTypes)[number];

const word = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(255));
/** At most so many of a thing. */
export const tagLimit = 50;

export const tag = v.object({
  /** Ours: what pages are read on from. */
  id: v.string(),
  key: v.string(),
  value: v.string(),
  customer: optional(v.string()),
  resourcetype: v.picklist(tagTypes),
  resourceid: v.string(),
  ...ownerFields,
  created: date,
});

/** A tag as its resource shows it. */
export const ownTag = v.object({
  key: v.string(),
  value: v.string(),
  customer: optional(v.string()),
  resourcetype: v.picklist(tagTypes),
  resourceid: v.string(),
  ...ownerFields,
});

/** The filter of every list of what can have tags: those that have any of them. */
export const tagEntries = { tags: optional(v.record(v.pipe(v.string(), v.maxLength(255)), v.string())) };
/** What can have tags shows them. */
export const tagFields = { tags: optional(v.array(ownTag)) };

const which = {
  resourceids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(500)),
  resourcetype: v.pipe(v.string(), v.maxLength(64)),
};
const pairs = v.record(word, v.pipe(v.string(), v.trim(), v.maxLength(255)));
const named = v.pipe(
  pairs,
  v.check((given) => Object.values(given).every((value) => value !== ''), 'a value for each key'),
);

export const tagCommands = {
  createTags: job({
    object: 'tag',
    roles: ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'],
    description: { en: 'Puts tags on resources.', zh: '为资源添加标签。' },
    input: { ...which, tags: named, customer: optional(word) },
    output: success,
  }),
  deleteTags: job({
    object: 'tag',
    roles: ['Admin', 'ResourceAdmin', 'DomainAdmin', 'User'],
    description: {
      en: 'Takes tags off resources: those named, or all.',
      zh: '移除资源的标签：指定的标签或全部标签。',
    },
    input: { ...which, tags: optional(pairs) },
    output: success,
  }),
  listTags: ownedList({
    object: 'tag',
    description: { en: 'Lists tags.', zh: '列出标签。' },
    input: {
      key: optional(v.string()),
      value: optional(v.string()),
      customer: optional(v.string()),
      resourceid: optional(v.pipe(v.string(), v.maxLength(64))),
      resourcetype: optional(v.pipe(v.string(), v.maxLength(64))),
    },
    row: tag,
  }),
};
