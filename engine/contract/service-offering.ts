import * as v from 'valibot';
import { command, count, list, name, optional, positive, success, text, uuid } from './command.ts';
import {
  details,
  offering,
  offeringNarrowing,
  offeringState,
  placeChanges,
  placeEntries,
  sortKey,
  speedEntries,
  tagList,
} from './disk-offering.ts';
import { leaseExpiryActions } from './instance-lease.ts';

/** Bounds of every instance's size, whatever its offering says. */
export const sizeBounds = { cpuNumber: [1, 512], cpuSpeed: [1, 10000], memory: [32, 16777216] } as const;
const cpuNumber = v.pipe(positive, v.maxValue(sizeBounds.cpuNumber[1]));
const cpuSpeed = v.pipe(positive, v.maxValue(sizeBounds.cpuSpeed[1]));
const memory = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(sizeBounds.memory[0], 'at least 32 MiB'),
  v.maxValue(sizeBounds.memory[1]),
);

/** Planners in CloudStack's order. */
export const planners = [
  'FirstFitPlanner',
  'UserDispersingPlanner',
  'UserConcentratedPodPlanner',
  'ImplicitDedicationPlanner',
] as const;
export type Planner = (typeof planners)[number];

export const serviceOffering = v.object({
  ...offering.entries,
  /** Absent, as are speed and memory, where each instance chooses its own. */
  cpunumber: optional(count),
  /** MHz, as CloudStack counts shares. */
  cpuspeed: optional(count),
  /** MiB. */
  memory: optional(count),
  offerha: v.boolean(),
  limitcpuuse: v.boolean(),
  isvolatile: v.literal(false),
  issystem: v.literal(false),
  defaultuse: v.literal(false),
  hosttags: optional(v.string()),
  storagetags: optional(v.string()),
  deploymentplanner: optional(v.string()),
  /** GiB. */
  rootdisksize: optional(count),
  diskofferingid: optional(v.string()),
  diskofferingname: optional(v.string()),
  diskofferingdisplaytext: optional(v.string()),
  diskofferingstrictness: v.boolean(),
  dynamicscalingenabled: v.boolean(),
  /** Days that its instances have unless their deployment says otherwise. */
  leaseduration: optional(count),
  leaseexpiryaction: optional(v.picklist(leaseExpiryActions)),
  /** Also the limits of what an instance may choose, as CloudStack’s clients look for them. */
  serviceofferingdetails: optional(v.record(v.string(), v.string())),
});

export const deploymentPlanner = v.object({ name: v.string() });

export const serviceOfferingCommands = {
  createServiceOffering: command({
    object: 'serviceoffering',
    description: {
      en: 'Creates a compute offering: of a fixed size, or of one that each instance chooses between limits.',
      zh: '创建计算方案：固定大小，或由每个实例在限制范围内选择。',
    },
    input: {
      name,
      displaytext: optional(text),
      cpunumber: optional(cpuNumber),
      cpuspeed: optional(cpuSpeed),
      memory: optional(memory),
      customized: optional(v.boolean()),
      mincpunumber: optional(cpuNumber),
      maxcpunumber: optional(cpuNumber),
      minmemory: optional(memory),
      maxmemory: optional(memory),
      storagetype: optional(v.picklist(['local', 'shared'])),
      provisioningtype: optional(v.literal('thin')),
      offerha: optional(v.boolean()),
      limitcpuuse: optional(v.boolean()),
      hosttags: optional(tagList),
      tags: optional(tagList),
      deploymentplanner: optional(v.picklist(planners)),
      rootdisksize: optional(v.pipe(positive, v.maxValue(1048576))),
      diskofferingid: optional(uuid),
      diskofferingstrictness: optional(v.boolean()),
      dynamicscalingenabled: optional(v.boolean()),
      leaseduration: optional(v.pipe(positive, v.maxValue(36500))),
      leaseexpiryaction: optional(v.picklist(leaseExpiryActions)),
      serviceofferingdetails: optional(details),
      ...placeEntries,
      ...speedEntries,
    },
    output: serviceOffering,
  }),
  updateServiceOffering: command({
    object: 'serviceoffering',
    description: {
      en: 'Changes a compute offering: its words, for whom and where it is, and its tags. Sizes stay as they are.',
      zh: '修改计算方案：名称与说明、适用对象与位置以及标签。大小保持不变。',
    },
    input: {
      id: uuid,
      name: optional(name),
      displaytext: optional(text),
      state: offeringState,
      sortkey: sortKey,
      hosttags: optional(tagList),
      storagetags: optional(tagList),
      ...placeChanges,
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
    input: {
      ...offeringNarrowing,
      cpunumber: optional(cpuNumber),
      cpuspeed: optional(cpuSpeed),
      memory: optional(memory),
      issystem: optional(v.boolean()),
      templateid: optional(uuid),
    },
    row: serviceOffering,
  }),
  listDeploymentPlanners: list({
    object: 'deploymentPlanner',
    roles: ['Admin'],
    description: {
      en: 'Lists the planners: the ways in which hosts are put in order for a new instance.',
      zh: '列出部署规划器：为新实例排列主机顺序的方式。',
    },
    input: {},
    row: deploymentPlanner,
  }),
};
