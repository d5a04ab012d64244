import * as v from 'valibot';
import { access, job, list, name, optional, success, uuid } from './command.ts';

// Zones, pods, clusters and hosts that are for one domain or one account alone.

/** What can be dedicated, from the largest to the smallest. */
export const dedicatedKinds = ['zone', 'pod', 'cluster', 'host'] as const;
export type DedicatedKind = (typeof dedicatedKinds)[number];

/** Whose it is from now on. */
const owner = { domainid: uuid, account: optional(name) };
const filters = { domainid: optional(uuid), account: optional(name), affinitygroupid: optional(uuid) };

const dedication = {
  id: v.string(),
  domainid: v.string(),
  /** Path of the domain. */
  domain: v.string(),
  /** Absent where all of the domain have it. */
  accountid: optional(v.string()),
  account: optional(v.string()),
  /** Whose instances run there. */
  affinitygroupid: v.string(),
  affinitygroupname: v.string(),
};

const dedicatedZone = v.object({ ...dedication, zoneid: v.string(), zonename: v.string() });
const dedicatedPod = v.object({ ...dedication, podid: v.string(), podname: v.string() });
const dedicatedCluster = v.object({ ...dedication, clusterid: v.string(), clustername: v.string() });
const dedicatedHost = v.object({ ...dedication, hostid: v.string(), hostname: v.string() });

/** What an affinity group shows of what is dedicated to whom it is for. */
export const dedicatedResource = v.object({
  resourceid: v.string(),
  resourcename: v.string(),
  resourcetype: v.picklist(dedicatedKinds),
});

export const dedicationCommands = {
  dedicateZone: job({
    object: 'dedicatedzone',
    description: {
      en: 'Dedicates a zone: only instances of that domain or account run there.',
      zh: '将区域设为专用：只有该域或账户的实例在其中运行。',
    },
    input: { zoneid: uuid, ...owner },
    output: dedicatedZone,
  }),
  dedicatePod: job({
    object: 'dedicatedpod',
    description: {
      en: 'Dedicates a pod: only instances of that domain or account that ask for it by their affinity group run there.',
      zh: '将提供点设为专用：只有该域或账户中通过关联组要求它的实例在其中运行。',
    },
    input: { podid: uuid, ...owner },
    output: dedicatedPod,
  }),
  dedicateCluster: job({
    object: 'dedicatedcluster',
    description: {
      en: 'Dedicates a cluster: only instances of that domain or account that ask for it by their affinity group run there.',
      zh: '将集群设为专用：只有该域或账户中通过关联组要求它的实例在其中运行。',
    },
    input: { clusterid: uuid, ...owner },
    output: dedicatedCluster,
  }),
  dedicateHost: job({
    object: 'dedicatedhost',
    description: {
      en: 'Dedicates a host: only instances of that domain or account that ask for it by their affinity group run there.',
      zh: '将主机设为专用：只有该域或账户中通过关联组要求它的实例在其上运行。',
    },
    input: { hostid: uuid, ...owner },
    output: dedicatedHost,
  }),
  releaseDedicatedZone: job({
    object: 'dedicatedzone',
    description: { en: 'Makes a dedicated zone one for all again.', zh: '解除区域的专用。' },
    input: { zoneid: uuid },
    output: success,
  }),
  releaseDedicatedPod: job({
    object: 'dedicatedpod',
    description: { en: 'Makes a dedicated pod one for all again.', zh: '解除提供点的专用。' },
    input: { podid: uuid },
    output: success,
  }),
  releaseDedicatedCluster: job({
    object: 'dedicatedcluster',
    description: { en: 'Makes a dedicated cluster one for all again.', zh: '解除集群的专用。' },
    input: { clusterid: uuid },
    output: success,
  }),
  releaseDedicatedHost: job({
    object: 'dedicatedhost',
    description: { en: 'Makes a dedicated host one for all again.', zh: '解除主机的专用。' },
    input: { hostid: uuid },
    output: success,
  }),
  listDedicatedZones: list({
    object: 'dedicatedzone',
    roles: access.admin,
    description: { en: 'Lists dedicated zones.', zh: '列出专用区域。' },
    input: { zoneid: optional(uuid), ...filters },
    row: dedicatedZone,
  }),
  listDedicatedPods: list({
    object: 'dedicatedpod',
    roles: access.admin,
    description: { en: 'Lists dedicated pods.', zh: '列出专用提供点。' },
    input: { podid: optional(uuid), ...filters },
    row: dedicatedPod,
  }),
  listDedicatedClusters: list({
    object: 'dedicatedcluster',
    roles: access.admin,
    description: { en: 'Lists dedicated clusters.', zh: '列出专用集群。' },
    input: { clusterid: optional(uuid), ...filters },
    row: dedicatedCluster,
  }),
  listDedicatedHosts: list({
    object: 'dedicatedhost',
    roles: access.admin,
    description: { en: 'Lists dedicated hosts.', zh: '列出专用主机。' },
    input: { hostid: optional(uuid), ...filters },
    row: dedicatedHost,
  }),
};
