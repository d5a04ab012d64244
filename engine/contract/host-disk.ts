import * as v from 'valibot';
import { access, count, job, optional, query, success, uuid } from './command.ts';
import { phrase } from './phrase.ts';

/** A whole disk of a prepared machine, with everything that was found on it. */
export const hostDisk = v.object({
  name: v.string(),
  /** Bytes. */
  size: count,
  model: v.string(),
  serial: v.string(),
  type: v.picklist(['disk', 'loop']),
  rotational: v.boolean(),
  /** Name, size, serial and numbers together; goes back with the disk that was chosen. */
  identity: v.string(),
  /** Nothing was found on it, so it may be taken. */
  empty: v.boolean(),
  found: v.array(phrase),
});

/** A disk whose file system the machine exports by NFS. */
export const hostDiskStore = v.object({
  id: v.string(),
  disk: v.string(),
  size: count,
  serial: v.string(),
  mounted: v.boolean(),
  /** `nfs://…` of the folder for each kind of storage. */
  primaryurl: v.string(),
  secondaryurl: v.string(),
  clients: v.array(v.string()),
  /** The storage that lies on it, by name. */
  usedby: v.array(v.string()),
});

const diskName = v.pipe(v.string(), v.trim(), v.regex(/^[a-z][a-z0-9]{1,31}$/, 'a disk such as sdb'));
const network = v.pipe(
  v.string(),
  v.trim(),
  v.regex(/^[0-9a-fA-F.:]{2,45}(\/\d{1,3})?$/, 'an address or a network such as 192.168.10.0/24'),
);
/** Typed by a person: what happens here destroys what a disk holds. */
const confirmed = v.pipe(v.string(), v.trim(), v.maxLength(64));

export const hostDiskCommands = {
  listHostDisks: query({
    object: 'hostdisks',
    roles: access.admin,
    description: {
      en: 'Looks at the disks of a prepared machine: what is on each, and which of them are NFS stores. Changes nothing.',
      zh: '查看已准备机器的磁盘：每块磁盘上有什么，以及哪些是 NFS 存储。不做任何更改。',
    },
    input: { id: uuid },
    output: v.object({ disk: v.array(hostDisk), store: v.array(hostDiskStore) }),
  }),
  createHostDiskStore: job({
    object: 'hostdiskstore',
    description: {
      en: 'Makes an empty disk of a prepared machine an NFS store: file system, mount and export. Refuses a disk that anything is on.',
      zh: '将已准备机器的空磁盘变为 NFS 存储：文件系统、挂载与导出。磁盘上有任何内容时拒绝。',
    },
    input: {
      /** The preparation. */
      id: uuid,
      disk: diskName,
      identity: v.pipe(v.string(), v.maxLength(300)),
      /** The disk's name once more, as a person typed it. */
      confirm: confirmed,
      /** Who may mount it; by default the network of the machine's own address. */
      clients: optional(v.pipe(v.array(network), v.minLength(1), v.maxLength(32))),
    },
    output: hostDiskStore,
  }),
  deleteHostDiskStore: job({
    object: 'hostdiskstore',
    description: {
      en: 'Takes an NFS store of a machine back: no export, no mount, an empty disk. All that was on it is gone.',
      zh: '收回机器上的 NFS 存储：取消导出、卸载、清空磁盘。其上的全部内容都会丢失。',
    },
    input: { id: uuid, storeid: uuid, confirm: confirmed },
    output: success,
  }),
};
