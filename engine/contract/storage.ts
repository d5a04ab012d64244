import * as v from 'valibot';
import { access, awaited, count, date, job, list, name, optional, success, uuid } from './command.ts';
import { tagList } from './disk-offering.ts';
import { ownedList, ownerFields } from './ownership.ts';
import { volumeFigures } from './statistics.ts';
import { tagEntries, tagFields } from './tag.ts';

export const storagePool = v.object({
  id: v.string(),
  name: v.string(),
  state: v.string(),
  type: v.picklist(['Filesystem', 'SharedMountPoint', 'NetworkFilesystem']),
  scope: v.picklist(['HOST', 'CLUSTER', 'ZONE']),
  path: v.string(),
  ipaddress: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  podid: optional(v.string()),
  clusterid: optional(v.string()),
  clustername: optional(v.string()),
  hostid: optional(v.string()),
  /** Bytes. */
  disksizetotal: count,
  disksizeused: count,
  disksizeallocated: count,
  /** Operations per second of the volumes of running instances. */
  usediops: optional(count),
  overprovisionfactor: v.string(),
  provider: v.literal('DefaultPrimary'),
  managed: v.literal(false),
  tags: optional(v.string()),
  podname: optional(v.string()),
  /** Of its cluster; absent for a whole zone. */
  hypervisor: optional(v.picklist(['KVM', 'Simulator'])),
  istagarule: v.literal(false),
  hasannotations: v.boolean(),
  created: date,
});

export const imageStore = v.object({
  id: v.string(),
  name: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  /** `NFS`, or `Directory` (ours): a directory on a host. */
  providername: v.picklist(['NFS', 'Directory', 'Simulator']),
  protocol: v.string(),
  url: v.string(),
  scope: v.literal('ZONE'),
  hostid: optional(v.string()),
  readonly: v.boolean(),
  hasannotations: v.boolean(),
  disksizetotal: count,
  disksizeused: count,
});

const volumeFacts = {
  ...tagFields,
  id: v.string(),
  name: v.string(),
  type: v.picklist(['ROOT', 'DATADISK']),
  state: v.string(),
  size: count,
  /** Bytes really taken, where known. */
  physicalsize: optional(count),
  zoneid: v.string(),
  zonename: v.string(),
  storageid: optional(v.string()),
  storage: optional(v.string()),
  storagetype: v.picklist(['local', 'shared']),
  virtualmachineid: optional(v.string()),
  vmname: optional(v.string()),
  vmdisplayname: optional(v.string()),
  vmtype: optional(v.literal('User')),
  attached: optional(date),
  hypervisor: optional(v.picklist(['KVM', 'Simulator'])),
  podid: optional(v.string()),
  podname: optional(v.string()),
  clusterid: optional(v.string()),
  clustername: optional(v.string()),
  vmstate: optional(v.string()),
  deviceid: optional(v.number()),
  path: optional(v.string()),
  templateid: optional(v.string()),
  templatename: optional(v.string()),
  templatedisplaytext: optional(v.string()),
  diskofferingid: optional(v.string()),
  diskofferingname: optional(v.string()),
  diskofferingdisplaytext: optional(v.string()),
  /** Of a root disk: the instance's. */
  serviceofferingid: optional(v.string()),
  serviceofferingname: optional(v.string()),
  serviceofferingdisplaytext: optional(v.string()),
  diskBytesReadRate: optional(count),
  diskBytesWriteRate: optional(count),
  diskIopsReadRate: optional(count),
  diskIopsWriteRate: optional(count),
  displayvolume: v.literal(true),
  destroyed: v.boolean(),
  isextractable: v.boolean(),
  hasannotations: v.boolean(),
  provisioningtype: v.string(),
  /** Whether it is refused to delete it, with its instance or by itself. */
  deleteprotection: v.boolean(),
  ...ownerFields,
  created: date,
};

/** In lists also what it is used. */
export const volume = v.object({ ...volumeFacts, ...volumeFigures });

/** Where storage is, or where an image comes from. */
export const imageUrl = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2048));
const url = imageUrl;

export const storageCommands = {
  createStoragePool: awaited({
    object: 'storagepool',
    description: {
      en: 'Adds primary storage: nfs://server/path, sharedmountpoint:///path or file:///path (local to one host). Every host tries it before it is saved.',
      zh: '添加主存储：nfs://服务器/路径、sharedmountpoint:///路径 或 file:///路径（单台主机本地）。保存前每台主机都会测试。',
    },
    input: {
      zoneid: uuid,
      podid: optional(uuid),
      clusterid: optional(uuid),
      hostid: optional(uuid),
      name,
      url,
      scope: optional(v.picklist(['HOST', 'CLUSTER', 'ZONE'])),
      provider: optional(v.literal('DefaultPrimary', 'DefaultPrimary: there is no other')),
      tags: optional(tagList),
    },
    output: storagePool,
  }),
  deleteStoragePool: awaited({
    object: 'storagepool',
    description: {
      en: 'Removes primary storage without volumes and unmounts it from the hosts.',
      zh: '移除没有卷的主存储并从主机卸载。',
    },
    input: { id: uuid },
    output: success,
  }),
  listStoragePools: list({
    object: 'storagepool',
    roles: access.admin,
    description: { en: 'Lists primary storage.', zh: '列出主存储。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      zoneid: optional(uuid),
      clusterid: optional(uuid),
      podid: optional(uuid),
      /** Those that the host reaches. */
      hostid: optional(uuid),
      ipaddress: optional(v.string()),
      path: optional(v.string()),
      scope: optional(v.string()),
      state: optional(v.string()),
      /** CloudStack’s other word for it. */
      status: optional(v.string()),
    },
    row: storagePool,
  }),
  addImageStore: awaited({
    object: 'imagestore',
    description: {
      en: 'Adds secondary storage for templates: nfs://server/path, or file:///path on one host. Tried before it is saved.',
      zh: '添加存放模板的二级存储：nfs://服务器/路径，或某台主机上的 file:///路径。保存前会测试。',
    },
    input: {
      zoneid: uuid,
      name: optional(name),
      provider: v.picklist(['NFS', 'Directory', 'Simulator']),
      url,
      hostid: optional(uuid),
    },
    output: imageStore,
  }),
  deleteImageStore: awaited({
    object: 'imagestore',
    description: { en: 'Removes secondary storage without templates.', zh: '移除没有模板的二级存储。' },
    input: { id: uuid },
    output: success,
  }),
  listImageStores: list({
    object: 'imagestore',
    roles: access.admin,
    description: { en: 'Lists secondary storage.', zh: '列出二级存储。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      zoneid: optional(uuid),
      provider: optional(v.string()),
      protocol: optional(v.string()),
      readonly: optional(v.boolean()),
    },
    row: imageStore,
  }),
  updateVolume: job({
    object: 'volume',
    roles: access.everyone,
    description: {
      en: 'Renames a volume, or protects it from being deleted.',
      zh: '重命名卷，或保护其不被删除。',
    },
    input: { id: uuid, name: optional(name), deleteprotection: optional(v.boolean()) },
    output: v.object(volumeFacts),
  }),
  listVolumes: ownedList({
    object: 'volume',
    description: { en: 'Lists volumes.', zh: '列出卷。' },
    input: {
      ...tagEntries,
      id: optional(uuid),
      ids: optional(v.pipe(v.array(uuid), v.maxLength(500))),
      podid: optional(uuid),
      clusterid: optional(uuid),
      hostid: optional(uuid),
      diskofferingid: optional(uuid),
      serviceofferingid: optional(uuid),
      name: optional(v.string()),
      virtualmachineid: optional(uuid),
      type: optional(v.string()),
      zoneid: optional(uuid),
      storageid: optional(uuid),
      state: optional(v.string()),
    },
    row: volume,
  }),
};
