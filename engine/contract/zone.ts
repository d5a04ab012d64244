import * as v from 'valibot';
import { annotatedInLists } from './annotation.ts';
import {
  access,
  command,
  count,
  date,
  domainName,
  ipv4,
  job,
  list,
  name,
  optional,
  query,
  success,
  uuid,
} from './command.ts';
import { capacity } from './operation.ts';
import { tagEntries, tagFields } from './tag.ts';

export const allocationState = v.picklist(['Enabled', 'Disabled']);

export const zone = v.object({
  ...annotatedInLists,
  ...tagFields,
  id: v.string(),
  name: v.string(),
  networktype: v.picklist(['Basic', 'Advanced']),
  allocationstate: allocationState,
  dns1: v.string(),
  dns2: optional(v.string()),
  internaldns1: v.string(),
  internaldns2: optional(v.string()),
  domain: optional(v.string()),
  localstorageenabled: v.boolean(),
  securitygroupsenabled: v.boolean(),
  /** CloudStack’s two kinds of zones; ours are all of the one. */
  type: v.literal('Core'),
  dhcpprovider: v.literal('VirtualRouter'),
  ismultiarch: v.literal(false),
  isnsxenabled: v.literal(false),
  routedmodeenabled: v.literal(false),
  /** Where it was asked for. */
  capacity: optional(v.array(capacity)),
  created: date,
});

export const pod = v.object({
  ...annotatedInLists,
  id: v.string(),
  name: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  gateway: v.string(),
  netmask: v.string(),
  startip: v.string(),
  endip: v.string(),
  /** The same range as CloudStack has had it since pods may have several. */
  ipranges: v.array(v.object({ gateway: v.string(), cidr: v.string(), startip: v.string(), endip: v.string() })),
  allocationstate: allocationState,
  capacity: optional(v.array(capacity)),
});

export const cluster = v.object({
  ...annotatedInLists,
  id: v.string(),
  name: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  podid: v.string(),
  podname: v.string(),
  hypervisortype: v.picklist(['KVM', 'Simulator']),
  clustertype: v.literal('CloudManaged'),
  allocationstate: allocationState,
  managedstate: v.literal('Managed'),
  arch: v.literal('x86_64'),
  cpuovercommitratio: v.string(),
  memoryovercommitratio: v.string(),
  capacity: optional(v.array(capacity)),
});

export const trafficType = v.object({
  id: v.string(),
  physicalnetworkid: v.string(),
  traffictype: v.string(),
  kvmnetworklabel: optional(v.string()),
});

export const physicalNetwork = v.object({
  id: v.string(),
  name: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  state: allocationState,
  broadcastdomainrange: v.literal('ZONE'),
  isolationmethods: v.string(),
  traffictypes: v.array(trafficType),
});

export const trafficTypeName = v.picklist(['Guest', 'Management', 'Storage', 'Public']);

/** A bridge or interface name as Linux accepts it: at most 15 characters. */
export const bridgeName = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/, 'a name such as cloudbr0: letters and digits, at most 15'),
);

export const infrastructure = v.object({
  zones: count,
  pods: count,
  clusters: count,
  hosts: count,
  hostsup: count,
  hostsalert: count,
  storagepools: count,
  imagestores: count,
  /** Always 0: Benchtop has no system VMs. */
  systemvms: v.literal(0),
  routers: count,
  instances: count,
  instancesrunning: count,
});

export const zoneCommands = {
  createZone: command({
    object: 'zone',
    description: { en: 'Creates a zone, disabled until it is complete.', zh: '创建区域；完成配置之前处于禁用状态。' },
    input: {
      name,
      networktype: v.picklist(['Basic', 'Advanced'], 'Basic or Advanced'),
      dns1: ipv4,
      dns2: optional(ipv4),
      internaldns1: ipv4,
      internaldns2: optional(ipv4),
      domain: optional(domainName),
      localstorageenabled: optional(v.boolean()),
    },
    output: zone,
  }),
  updateZone: command({
    object: 'zone',
    description: { en: 'Changes a zone, enables or disables it.', zh: '修改、启用或禁用区域。' },
    input: {
      id: uuid,
      name: optional(name),
      dns1: optional(ipv4),
      dns2: optional(ipv4),
      internaldns1: optional(ipv4),
      internaldns2: optional(ipv4),
      domain: optional(domainName),
      allocationstate: optional(allocationState),
      localstorageenabled: optional(v.boolean()),
    },
    output: zone,
  }),
  deleteZone: command({
    object: 'zone',
    description: { en: 'Deletes a zone that nothing uses any more.', zh: '删除不再使用的区域。' },
    input: { id: uuid },
    output: success,
  }),
  listZones: list({
    object: 'zone',
    description: { en: 'Lists zones.', zh: '列出区域。' },
    input: {
      ...tagEntries,
      id: optional(uuid),
      name: optional(v.string()),
      ids: optional(v.pipe(v.array(uuid), v.maxLength(500))),
      networktype: optional(v.string()),
      allocationstate: optional(allocationState),
      showcapacities: optional(v.boolean()),
    },
    row: zone,
  }),
  createPod: command({
    object: 'pod',
    description: {
      en: 'Creates a pod: a rack with one subnet and a range of addresses reserved for it.',
      zh: '创建提供点：一个机架、一个子网以及为其保留的地址范围。',
    },
    input: {
      zoneid: uuid,
      name,
      gateway: ipv4,
      netmask: ipv4,
      startip: ipv4,
      endip: ipv4,
      allocationstate: optional(allocationState),
    },
    output: pod,
  }),
  updatePod: command({
    object: 'pod',
    description: { en: 'Changes a pod.', zh: '修改提供点。' },
    input: {
      id: uuid,
      name: optional(name),
      gateway: optional(ipv4),
      netmask: optional(ipv4),
      startip: optional(ipv4),
      endip: optional(ipv4),
      allocationstate: optional(allocationState),
    },
    output: pod,
  }),
  deletePod: command({
    object: 'pod',
    description: { en: 'Deletes a pod without clusters.', zh: '删除没有集群的提供点。' },
    input: { id: uuid },
    output: success,
  }),
  listPods: list({
    object: 'pod',
    roles: access.admin,
    description: { en: 'Lists pods.', zh: '列出提供点。' },
    input: {
      id: optional(uuid),
      zoneid: optional(uuid),
      name: optional(v.string()),
      allocationstate: optional(allocationState),
      showcapacities: optional(v.boolean()),
    },
    row: pod,
  }),
  addCluster: command({
    object: 'cluster',
    description: {
      en: 'Adds a cluster: hosts with the same hypervisor and shared primary storage.',
      zh: '添加集群：使用相同虚拟机管理程序并共享主存储的主机。',
    },
    input: {
      zoneid: uuid,
      podid: uuid,
      clustername: name,
      clustertype: optional(v.literal('CloudManaged')),
      hypervisor: v.picklist(['KVM', 'Simulator']),
      allocationstate: optional(allocationState),
    },
    output: cluster,
  }),
  updateCluster: command({
    object: 'cluster',
    description: { en: 'Changes, enables or disables a cluster.', zh: '修改、启用或禁用集群。' },
    input: { id: uuid, clustername: optional(name), allocationstate: optional(allocationState) },
    output: cluster,
  }),
  deleteCluster: command({
    object: 'cluster',
    description: { en: 'Deletes a cluster without hosts and pools.', zh: '删除没有主机和主存储的集群。' },
    input: { id: uuid },
    output: success,
  }),
  listClusters: list({
    object: 'cluster',
    roles: access.admin,
    description: { en: 'Lists clusters.', zh: '列出集群。' },
    input: {
      id: optional(uuid),
      zoneid: optional(uuid),
      podid: optional(uuid),
      name: optional(v.string()),
      hypervisor: optional(v.string()),
      clustertype: optional(v.string()),
      managedstate: optional(v.string()),
      allocationstate: optional(allocationState),
      showcapacities: optional(v.boolean()),
    },
    row: cluster,
  }),
  createPhysicalNetwork: job({
    object: 'physicalnetwork',
    description: { en: 'Creates a physical network of a zone.', zh: '创建区域的物理网络。' },
    input: { zoneid: uuid, name, isolationmethods: optional(v.pipe(v.string(), v.maxLength(255))) },
    output: physicalNetwork,
  }),
  addTrafficType: job({
    object: 'traffictype',
    description: {
      en: 'Adds a traffic type to a physical network and names the bridge that carries it on KVM hosts.',
      zh: '为物理网络添加流量类型，并指定 KVM 主机上承载它的网桥。',
    },
    input: { physicalnetworkid: uuid, traffictype: trafficTypeName, kvmnetworklabel: optional(bridgeName) },
    output: trafficType,
  }),
  updatePhysicalNetwork: job({
    object: 'physicalnetwork',
    description: { en: 'Enables or disables a physical network.', zh: '启用或禁用物理网络。' },
    input: { id: uuid, state: optional(allocationState) },
    output: physicalNetwork,
  }),
  updateTrafficType: job({
    object: 'traffictype',
    description: {
      en: 'Names another bridge for a traffic type that no instance’s network uses.',
      zh: '为未被实例网络使用的流量类型指定另一个网桥。',
    },
    input: { id: uuid, kvmnetworklabel: optional(bridgeName) },
    output: trafficType,
  }),
  deleteTrafficType: job({
    object: 'traffictype',
    description: {
      en: 'Takes a traffic type from its physical network, unless guest networks need it.',
      zh: '从物理网络中移除流量类型，除非来宾网络仍需要它。',
    },
    input: { id: uuid },
    output: success,
  }),
  deletePhysicalNetwork: job({
    object: 'physicalnetwork',
    description: {
      en: 'Deletes a physical network that no guest network uses.',
      zh: '删除未被来宾网络使用的物理网络。',
    },
    input: { id: uuid },
    output: success,
  }),
  listPhysicalNetworks: list({
    object: 'physicalnetwork',
    roles: access.admin,
    description: { en: 'Lists physical networks with their traffic types.', zh: '列出物理网络及其流量类型。' },
    input: { id: optional(uuid), zoneid: optional(uuid), name: optional(v.string()) },
    row: physicalNetwork,
  }),
  listTrafficTypes: list({
    object: 'traffictype',
    roles: access.admin,
    description: { en: 'Lists the traffic types of a physical network.', zh: '列出物理网络的流量类型。' },
    input: { physicalnetworkid: uuid },
    row: trafficType,
  }),
  listInfrastructure: query({
    object: 'infrastructure',
    roles: access.admin,
    description: { en: 'Counts each kind of infrastructure.', zh: '统计各类基础设施的数量。' },
    input: { zoneid: optional(uuid) },
    output: infrastructure,
  }),
};
