import * as v from 'valibot';
import { access, count, list, optional } from './command.ts';
import { hostCommands } from './host.ts';
import { host } from './host-fields.ts';
import { storageCommands, storagePool, volume } from './storage.ts';
import { virtualMachine, virtualMachineCommands } from './virtual-machine.ts';
import { cluster, zone, zoneCommands } from './zone.ts';

// CloudStack's second way to ask for lists: the same rows with figures for people, and whether thresholds are passed.

const text = optional(v.string());
const passed = optional(v.boolean());

/** Whether more than the share at which an alert is raised, or placement stops, is in use or allocated. */
const thresholds = {
  cputhreshold: passed,
  cpudisablethreshold: passed,
  cpuallocatedthreshold: passed,
  cpuallocateddisablethreshold: passed,
  memorythreshold: passed,
  memorydisablethreshold: passed,
  memoryallocatedthreshold: passed,
  memoryallocateddisablethreshold: passed,
};

/** Sums of hosts. */
const ofHosts = {
  state: v.string(),
  cputotal: text,
  cpuused: text,
  cpuallocated: text,
  /** How far the busiest host is above the average. */
  cpumaxdeviation: text,
  memorytotal: text,
  memoryused: text,
  memoryallocated: text,
  memorymaxdeviation: text,
  ...thresholds,
};

export const virtualMachineMetrics = v.object({
  ...virtualMachine.entries,
  cputotal: v.string(),
  memorytotal: v.string(),
  networkread: text,
  networkwrite: text,
  diskread: text,
  diskwrite: text,
  diskiopstotal: optional(count),
});

export const hostMetrics = v.object({
  ...host.entries,
  /** Running, and all that are on it: `2 / 3`. */
  instances: v.string(),
  cputotalghz: v.string(),
  cpuusedghz: text,
  cpuallocatedghz: v.string(),
  memorytotalgb: v.string(),
  memoryusedgb: text,
  memoryallocatedgb: v.string(),
  networkread: text,
  networkwrite: text,
  ...thresholds,
});

export const clusterMetrics = v.object({
  ...cluster.entries,
  /** Up, and all: `1 / 2`. */
  hosts: v.string(),
  ...ofHosts,
});

export const zoneMetrics = v.object({
  ...zone.entries,
  /** Enabled, and all. */
  clusters: v.string(),
  ...ofHosts,
});

export const storagePoolMetrics = v.object({
  ...storagePool.entries,
  disksizetotalgb: v.string(),
  disksizeusedgb: v.string(),
  disksizeallocatedgb: v.string(),
  disksizeunallocatedgb: v.string(),
  storageusagethreshold: v.boolean(),
  storageusagedisablethreshold: v.boolean(),
  storageallocatedthreshold: v.boolean(),
  storageallocateddisablethreshold: v.boolean(),
});

export const volumeMetrics = v.object({
  ...volume.entries,
  sizegb: v.string(),
  diskiopstotal: optional(count),
});

export const metricsCommands = {
  listVirtualMachinesMetrics: list({
    object: 'virtualmachine',
    description: { en: 'Lists instances with figures of what they use.', zh: '列出实例及其用量数值。' },
    input: virtualMachineCommands.listVirtualMachines.input.entries,
    row: virtualMachineMetrics,
  }),
  listHostsMetrics: list({
    object: 'host',
    roles: access.admin,
    description: {
      en: 'Lists hosts with figures of what they use, and whether thresholds are passed.',
      zh: '列出主机及其用量数值，以及是否超过阈值。',
    },
    input: hostCommands.listHosts.input.entries,
    row: hostMetrics,
  }),
  listClustersMetrics: list({
    object: 'cluster',
    roles: access.admin,
    description: {
      en: 'Lists clusters with figures of what their hosts use, and whether thresholds are passed.',
      zh: '列出集群及其主机的用量数值，以及是否超过阈值。',
    },
    input: zoneCommands.listClusters.input.entries,
    row: clusterMetrics,
  }),
  listZonesMetrics: list({
    object: 'zone',
    roles: access.admin,
    description: {
      en: 'Lists zones with figures of what their hosts use, and whether thresholds are passed.',
      zh: '列出区域及其主机的用量数值，以及是否超过阈值。',
    },
    input: zoneCommands.listZones.input.entries,
    row: zoneMetrics,
  }),
  listStoragePoolsMetrics: list({
    object: 'storagepool',
    roles: access.admin,
    description: {
      en: 'Lists primary storage with its sizes for people, and whether thresholds are passed.',
      zh: '列出主存储及便于阅读的容量，以及是否超过阈值。',
    },
    input: storageCommands.listStoragePools.input.entries,
    row: storagePoolMetrics,
  }),
  listVolumesMetrics: list({
    object: 'volume',
    description: { en: 'Lists volumes with figures of what they read and write.', zh: '列出卷及其读写数值。' },
    input: storageCommands.listVolumes.input.entries,
    row: volumeMetrics,
  }),
};
