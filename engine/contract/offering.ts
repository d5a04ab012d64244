import * as v from 'valibot';
import { list, optional, uuid } from './command.ts';

export const osType = v.object({
  id: v.string(),
  /** The category's name as CloudStack groups guest systems. */
  oscategoryid: v.string(),
  oscategoryname: v.string(),
  name: v.string(),
  description: v.string(),
  isuserdefined: v.boolean(),
});

export const osCategory = v.object({ id: v.string(), name: v.string() });

export const offeringCommands = {
  listOsTypes: list({
    object: 'ostype',
    description: { en: 'Lists guest OS types.', zh: '列出来宾操作系统类型。' },
    input: {
      id: optional(uuid),
      ids: optional(v.array(uuid)),
      oscategoryid: optional(uuid),
      description: optional(v.string()),
    },
    row: osType,
  }),
  listOsCategories: list({
    object: 'oscategory',
    description: { en: 'Lists guest OS categories.', zh: '列出来宾操作系统类别。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      zoneid: optional(uuid),
      isiso: optional(v.boolean()),
    },
    row: osCategory,
  }),
};
