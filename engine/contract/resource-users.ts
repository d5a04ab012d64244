import * as v from 'valibot';
import { count, query, uuid } from './command.ts';

/** What can be used by others, and the command that deletes it. */
export const deletedBy = {
  zone: 'deleteZone',
  pod: 'deletePod',
  cluster: 'deleteCluster',
  host: 'deleteHost',
  physicalnetwork: 'deletePhysicalNetwork',
  network: 'deleteNetwork',
  storagepool: 'deleteStoragePool',
  imagestore: 'deleteImageStore',
  template: 'deleteTemplate',
  iso: 'deleteIso',
  serviceoffering: 'deleteServiceOffering',
  diskoffering: 'deleteDiskOffering',
  account: 'deleteAccount',
  domain: 'deleteDomain',
} as const;

export type UsedNoun = keyof typeof deletedBy;
const usedNouns = Object.keys(deletedBy) as UsedNoun[];

/** At most so many of a kind are named; all are counted. */
export const namedUsers = 5;

export const userGroup = v.object({
  /** The kind of the users. */
  resourcetype: v.string(),
  count,
  /** True when the deletion is refused while there is one; otherwise they go on without it. */
  blocks: v.boolean(),
  /** The first of them by name. */
  resource: v.array(v.object({ id: v.string(), name: v.string() })),
});

export const resourceUsersCommands = {
  getResourceUsers: query({
    object: 'resourceusers',
    roles: ['Admin', 'DomainAdmin'],
    description: {
      en: 'Tells what uses a resource: counted, the first of each kind named, and whether they keep it from being deleted.',
      zh: '列出使用某资源的对象：给出数量、每类的前几个名称，以及它们是否阻止删除。',
    },
    input: { resourcetype: v.picklist(usedNouns, `one of ${usedNouns.join(', ')}`), id: uuid },
    output: v.object({ id: v.string(), resourcetype: v.string(), blocked: v.boolean(), users: v.array(userGroup) }),
  }),
};
