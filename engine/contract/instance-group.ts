import * as v from 'valibot';
import { annotatedFields } from './annotation.ts';
import { access, command, date, name, optional, success, uuid } from './command.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';

export const instanceGroup = v.object({
  id: v.string(),
  name: v.string(),
  created: date,
  ...ownerFields,
  ...annotatedFields,
});

export const instanceGroupCommands = {
  createInstanceGroup: command({
    object: 'instancegroup',
    roles: access.everyone,
    description: { en: 'Creates a group to gather instances in.', zh: '创建用于归集实例的实例组。' },
    input: { name, ...forOwnerEntries },
    output: instanceGroup,
  }),
  updateInstanceGroup: command({
    object: 'instancegroup',
    roles: access.everyone,
    description: { en: 'Renames an instance group.', zh: '重命名实例组。' },
    input: { id: uuid, name: optional(name) },
    output: instanceGroup,
  }),
  deleteInstanceGroup: command({
    object: 'success',
    roles: access.everyone,
    description: {
      en: 'Deletes an instance group; its instances stay and are in none.',
      zh: '删除实例组；其中的实例保留，不再属于任何组。',
    },
    input: { id: uuid },
    output: success,
  }),
  listInstanceGroups: ownedList({
    object: 'instancegroup',
    description: { en: 'Lists instance groups.', zh: '列出实例组。' },
    input: { id: optional(uuid), name: optional(v.string()) },
    row: instanceGroup,
  }),
};
