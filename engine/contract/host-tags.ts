import * as v from 'valibot';
import { command, list, name, optional, text, uuid } from './command.ts';
import { tagList } from './disk-offering.ts';
import { host } from './host-fields.ts';

// What offerings ask for: words that hosts and primary storage are marked with.

export const hostTag = v.object({
  /** The tag itself: it is the same on every host that has it. */
  id: v.string(),
  name: v.string(),
  /** A host that has it. */
  hostid: v.string(),
  /** No host has tags that nobody gave it. */
  isimplicit: v.literal(false),
});

export const storageTag = v.object({
  id: v.string(),
  name: v.string(),
  /** Primary storage that has it. */
  poolid: v.string(),
});

export const hostTagCommands = {
  updateHost: command({
    object: 'host',
    description: {
      en: 'Renames or tags a host, or enables or disables it for new VMs.',
      zh: '重命名主机或设置其标签，或启用/禁用其接收新实例。',
    },
    input: {
      id: uuid,
      name: optional(name),
      hosttags: optional(tagList),
      allocationstate: optional(v.picklist(['Enable', 'Disable'])),
      /** Comments on it, as addAnnotation does. */
      annotation: optional(v.pipe(text, v.trim(), v.minLength(1, 'must not be empty'))),
    },
    output: host,
  }),
  listHostTags: list({
    object: 'hosttag',
    roles: ['Admin'],
    description: { en: 'Lists the tags of hosts.', zh: '列出主机标签。' },
    input: {},
    row: hostTag,
  }),
  listStorageTags: list({
    object: 'storagetag',
    roles: ['Admin'],
    description: { en: 'Lists the tags of primary storage.', zh: '列出主存储标签。' },
    input: {},
    row: storageTag,
  }),
};
