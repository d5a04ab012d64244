import * as v from 'valibot';
import { access, job, list, name, optional, success, text, uuid } from './command.ts';
import { dedicatedResource } from './dedication.ts';
import { affinityEntries, affinityTypes } from './groups.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { virtualMachine } from './virtual-machine.ts';

export const affinityGroup = v.object({
  id: v.string(),
  name: v.string(),
  description: optional(v.string()),
  type: v.picklist(affinityTypes),
  /** At most the first thousand of them. */
  virtualmachineIds: v.array(v.string()),
  ...ownerFields,
});

/** In lists also what is dedicated to those whom it is for, where it came of that. */
export const listedAffinityGroup = v.object({
  ...affinityGroup.entries,
  dedicatedresources: optional(v.array(dedicatedResource)),
});

export const affinityGroupType = v.object({ type: v.picklist(affinityTypes) });

export const affinityGroupCommands = {
  createAffinityGroup: job({
    object: 'affinitygroup',
    roles: access.everyone,
    description: {
      en: 'Creates an affinity group: instances in it share a host, or never do, strictly or where hosts leave a choice.',
      zh: '创建关联组：其中的实例共用一台主机或从不共用，可以是严格的，也可以仅在有选择时遵循。',
    },
    input: { name, type: v.picklist(affinityTypes), description: optional(text), ...forOwnerEntries },
    output: affinityGroup,
  }),
  deleteAffinityGroup: job({
    object: 'affinitygroup',
    roles: access.everyone,
    description: {
      en: 'Deletes an affinity group, by its id or its name. Its instances stay where they are.',
      zh: '按 ID 或名称删除关联组。其中的实例保持不变。',
    },
    input: { id: optional(uuid), name: optional(name), ...forOwnerEntries },
    output: success,
  }),
  listAffinityGroups: ownedList({
    object: 'affinitygroup',
    description: { en: 'Lists affinity groups.', zh: '列出关联组。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      type: optional(v.string()),
      virtualmachineid: optional(uuid),
    },
    row: listedAffinityGroup,
  }),
  listAffinityGroupTypes: list({
    object: 'affinityGroupType',
    description: { en: 'Lists the types of affinity groups.', zh: '列出关联组类型。' },
    input: {},
    row: affinityGroupType,
  }),
  updateVMAffinityGroup: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Puts a stopped instance into these affinity groups and no others, by their ids or their names.',
      zh: '将已停止的实例放入指定的关联组（按 ID 或名称），并移出其他关联组。',
    },
    input: { id: uuid, ...affinityEntries },
    output: virtualMachine,
  }),
};
