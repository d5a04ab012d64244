import * as v from 'valibot';
import { command, count, date, list, name, optional, positive, success, text, uuid } from './command.ts';

export const serviceOffering = v.object({
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  cpunumber: count,
  /** MHz, as CloudStack counts shares. */
  cpuspeed: count,
  /** MiB. */
  memory: count,
  storagetype: v.picklist(['local', 'shared']),
  offerha: v.boolean(),
  limitcpuuse: v.boolean(),
  iscustomized: v.boolean(),
  isvolatile: v.boolean(),
  issystem: v.literal(false),
  created: date,
});

export const diskOffering = v.object({
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  /** GiB; 0 when customised. */
  disksize: count,
  iscustomized: v.boolean(),
  storagetype: v.picklist(['local', 'shared']),
  provisioningtype: v.string(),
  created: date,
});

export const osType = v.object({
  id: v.string(),
  /** The category's name as CloudStack groups guest systems. */
  oscategoryid: v.string(),
  oscategoryname: v.string(),
  description: v.string(),
  isuserdefined: v.boolean(),
});

export const osCategory = v.object({ id: v.string(), name: v.string() });

export const offeringCommands = {
  createServiceOffering: command({
    object: 'serviceoffering',
    description: { en: 'Creates a compute offering.', zh: '创建计算方案。' },
    input: {
      name,
      displaytext: optional(text),
      cpunumber: v.pipe(positive, v.maxValue(512)),
      cpuspeed: optional(v.pipe(positive, v.maxValue(10000))),
      memory: v.pipe(v.number(), v.integer(), v.minValue(32, 'at least 32 MiB'), v.maxValue(16777216)),
      storagetype: optional(v.picklist(['local', 'shared'])),
      offerha: optional(v.boolean()),
      limitcpuuse: optional(v.boolean()),
    },
    output: serviceOffering,
  }),
  deleteServiceOffering: command({
    object: 'serviceoffering',
    description: {
      en: 'Deletes a compute offering; VMs that use it keep it.',
      zh: '删除计算方案；已使用的实例不受影响。',
    },
    input: { id: uuid },
    output: success,
  }),
  listServiceOfferings: list({
    object: 'serviceoffering',
    description: { en: 'Lists compute offerings.', zh: '列出计算方案。' },
    input: { id: optional(uuid), name: optional(v.string()) },
    row: serviceOffering,
  }),
  createDiskOffering: command({
    object: 'diskoffering',
    description: { en: 'Creates a disk offering.', zh: '创建磁盘方案。' },
    input: {
      name,
      displaytext: optional(text),
      disksize: optional(v.pipe(positive, v.maxValue(1048576))),
      customized: optional(v.boolean()),
      storagetype: optional(v.picklist(['local', 'shared'])),
    },
    output: diskOffering,
  }),
  deleteDiskOffering: command({
    object: 'diskoffering',
    description: {
      en: 'Deletes a disk offering; volumes that use it keep it.',
      zh: '删除磁盘方案；已使用的卷不受影响。',
    },
    input: { id: uuid },
    output: success,
  }),
  listDiskOfferings: list({
    object: 'diskoffering',
    description: { en: 'Lists disk offerings.', zh: '列出磁盘方案。' },
    input: { id: optional(uuid), name: optional(v.string()) },
    row: diskOffering,
  }),
  listOsTypes: list({
    object: 'ostype',
    description: { en: 'Lists guest OS types.', zh: '列出来宾操作系统类型。' },
    input: { id: optional(uuid), oscategoryid: optional(uuid), description: optional(v.string()) },
    row: osType,
  }),
  listOsCategories: list({
    object: 'oscategory',
    description: { en: 'Lists guest OS categories.', zh: '列出来宾操作系统类别。' },
    input: { id: optional(uuid), name: optional(v.string()) },
    row: osCategory,
  }),
};
