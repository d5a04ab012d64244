import * as v from 'valibot';
import { access, ipv4, job, list, optional, success, uuid } from './command.ts';
import { ownedList } from './ownership.ts';
import { tagEntries } from './tag.ts';
import { allocationState } from './zone.ts';

// Who provides a physical network's services, and the elements of it that CloudStack's set-up goes through.

/** Providers that every physical network has, with the services that are theirs here. Only the first one does anything. */
export const providerServices = {
  VirtualRouter: ['Dhcp', 'Dns'],
  ConfigDrive: [],
  SecurityGroupProvider: [],
  VpcVirtualRouter: [],
  InternalLbVm: [],
  Ovs: [],
} as const satisfies Record<string, readonly string[]>;
export type ProviderName = keyof typeof providerServices;
export const providerNames = Object.keys(providerServices) as ProviderName[];

const serviceName = v.pipe(v.string(), v.maxLength(64));

export const networkServiceProvider = v.object({
  id: v.string(),
  name: v.string(),
  physicalnetworkid: v.string(),
  state: allocationState,
  /** The services that it provides here; none for what CloudStack’s set-up turns on and Benchtop has no use for. */
  servicelist: v.array(v.string()),
  canenableindividualservice: v.boolean(),
});

/** The switch of a provider that CloudStack keeps apart from its state. */
export const networkElement = v.object({ id: v.string(), nspid: v.string(), enabled: v.boolean() });

const elementFilters = { id: optional(uuid), nspid: optional(uuid), enabled: optional(v.boolean()) };

export const storageIpRange = v.object({
  id: v.string(),
  zoneid: v.string(),
  podid: v.string(),
  gateway: v.string(),
  netmask: v.string(),
  startip: v.string(),
  endip: v.string(),
});

/** The service of a guest network, which CloudStack calls its virtual router: a namespace on a host that answers DHCP and DNS. */
export const router = v.object({
  /** The network’s own: each has one router at most. */
  id: v.string(),
  name: v.string(),
  state: v.picklist(['Starting', 'Running', 'Unknown']),
  role: v.literal('VIRTUAL_ROUTER'),
  arch: v.literal('x86_64'),
  created: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  podid: v.string(),
  podname: v.string(),
  hostid: v.string(),
  hostname: v.string(),
  hypervisor: v.string(),
  guestnetworkid: v.string(),
  guestnetworkname: v.string(),
  guestipaddress: v.string(),
  guestnetmask: v.string(),
  gateway: v.string(),
  dns1: v.string(),
  dns2: optional(v.string()),
  networkdomain: optional(v.string()),
  isredundantrouter: v.literal(false),
  redundantstate: v.literal('UNKNOWN'),
  requiresupgrade: v.literal(false),
  account: optional(v.string()),
  project: optional(v.string()),
  projectid: optional(v.string()),
  domain: v.string(),
  domainid: v.string(),
  domainpath: v.string(),
});

const names = v.object({ name: v.string() });

export const networkProviderCommands = {
  listNetworkServiceProviders: list({
    object: 'networkserviceprovider',
    roles: access.admin,
    description: {
      en: 'Lists who provides the services of physical networks.',
      zh: '列出物理网络的服务提供程序。',
    },
    input: { physicalnetworkid: optional(uuid), name: optional(v.string()), state: optional(v.string()) },
    row: networkServiceProvider,
  }),
  addNetworkServiceProvider: job({
    object: 'networkserviceprovider',
    description: {
      en: 'Gives a physical network a provider that was taken from it.',
      zh: '为物理网络添加已移除的服务提供程序。',
    },
    input: {
      physicalnetworkid: uuid,
      name: v.picklist(providerNames, `one of ${providerNames.join(', ')}`),
      servicelist: optional(v.pipe(v.array(serviceName), v.maxLength(20))),
    },
    output: networkServiceProvider,
  }),
  updateNetworkServiceProvider: job({
    object: 'networkserviceprovider',
    description: {
      en: 'Enables or disables a provider. While VirtualRouter is disabled, no network of its physical network gets DHCP and DNS that has none yet.',
      zh: '启用或禁用服务提供程序。VirtualRouter 禁用期间，其物理网络上尚无 DHCP 和 DNS 的网络不会获得这些服务。',
    },
    input: {
      id: uuid,
      state: optional(allocationState),
      servicelist: optional(v.pipe(v.array(serviceName), v.maxLength(20))),
    },
    output: networkServiceProvider,
  }),
  deleteNetworkServiceProvider: job({
    object: 'networkserviceprovider',
    description: {
      en: 'Takes a disabled provider from its physical network.',
      zh: '从物理网络中移除已禁用的服务提供程序。',
    },
    input: { id: uuid },
    output: success,
  }),
  listVirtualRouterElements: list({
    object: 'virtualrouterelement',
    roles: access.admin,
    description: { en: 'Lists the switches of virtual router providers.', zh: '列出虚拟路由器提供程序的开关。' },
    input: elementFilters,
    row: networkElement,
  }),
  configureVirtualRouterElement: job({
    object: 'virtualrouterelement',
    description: {
      en: 'Turns the switch of a virtual router provider; a provider is enabled only while it is on.',
      zh: '切换虚拟路由器提供程序的开关；只有打开时才能启用提供程序。',
    },
    input: { id: uuid, enabled: v.boolean() },
    output: networkElement,
  }),
  listInternalLoadBalancerElements: list({
    object: 'internalloadbalancerelement',
    roles: access.admin,
    description: {
      en: 'Lists the switches of internal load balancer providers.',
      zh: '列出内部负载均衡提供程序的开关。',
    },
    input: elementFilters,
    row: networkElement,
  }),
  configureInternalLoadBalancerElement: job({
    object: 'internalloadbalancerelement',
    description: {
      en: 'Turns the switch of an internal load balancer provider.',
      zh: '切换内部负载均衡提供程序的开关。',
    },
    input: { id: uuid, enabled: v.boolean() },
    output: networkElement,
  }),
  listOvsElements: list({
    object: 'ovselement',
    roles: access.admin,
    description: { en: 'Lists the switches of Open vSwitch providers.', zh: '列出 Open vSwitch 提供程序的开关。' },
    input: elementFilters,
    row: networkElement,
  }),
  configureOvsElement: job({
    object: 'ovselement',
    description: { en: 'Turns the switch of an Open vSwitch provider.', zh: '切换 Open vSwitch 提供程序的开关。' },
    input: { id: uuid, enabled: v.boolean() },
    output: networkElement,
  }),
  listRouters: ownedList({
    object: 'router',
    roles: ['Admin', 'ResourceAdmin', 'DomainAdmin'],
    description: {
      en: 'Lists what answers DHCP and DNS of guest networks, and on which host.',
      zh: '列出为来宾网络提供 DHCP 和 DNS 的服务及其所在主机。',
    },
    input: {
      id: optional(uuid),
      zoneid: optional(uuid),
      podid: optional(uuid),
      clusterid: optional(uuid),
      hostid: optional(uuid),
      networkid: optional(uuid),
      name: optional(v.string()),
      state: optional(v.string()),
    },
    row: router,
  }),
  listSystemVms: list({
    object: 'systemvm',
    roles: access.admin,
    description: { en: 'Lists system VMs; there are none.', zh: '列出系统虚拟机；此处没有。' },
    input: {
      id: optional(uuid),
      zoneid: optional(uuid),
      podid: optional(uuid),
      hostid: optional(uuid),
      name: optional(v.string()),
      state: optional(v.string()),
      systemvmtype: optional(v.string()),
    },
    row: v.object({}),
  }),
  listSecurityGroups: ownedList({
    object: 'securitygroup',
    description: { en: 'Lists security groups; there are none.', zh: '列出安全组；此处没有。' },
    input: {
      ...tagEntries,
      id: optional(uuid),
      virtualmachineid: optional(uuid),
      securitygroupname: optional(v.string()),
    },
    row: v.object({}),
  }),
  listHypervisors: list({
    object: 'hypervisor',
    description: {
      en: 'Lists the hypervisors that hosts may run, or those of a zone’s clusters.',
      zh: '列出主机可运行的虚拟机管理程序，或某区域各集群所用的。',
    },
    input: { zoneid: optional(uuid) },
    row: names,
  }),
  listStorageProviders: list({
    object: 'dataStoreProvider',
    roles: access.admin,
    description: { en: 'Lists the providers of primary or secondary storage.', zh: '列出主存储或辅助存储的提供程序。' },
    input: { type: v.picklist(['primary', 'image'], 'primary or image') },
    row: v.object({ name: v.string(), type: v.string() }),
  }),
  listNetworkIsolationMethods: list({
    object: 'isolationmethod',
    description: { en: 'Lists how networks may be kept apart.', zh: '列出网络隔离方式。' },
    input: {},
    row: names,
  }),
  listSupportedNetworkServices: list({
    object: 'networkservice',
    description: { en: 'Lists the services that networks may have.', zh: '列出网络可以具有的服务。' },
    input: { service: optional(v.string()), provider: optional(v.string()) },
    row: v.object({ name: v.string(), provider: v.array(names) }),
  }),
  createStorageNetworkIpRange: job({
    object: 'storagenetworkiprange',
    description: {
      en: 'Sets addresses of a pod aside for storage traffic, so that nothing else is given them.',
      zh: '为存储流量预留提供点的地址，使其不会另作他用。',
    },
    input: { podid: uuid, gateway: ipv4, netmask: ipv4, startip: ipv4, endip: optional(ipv4) },
    output: storageIpRange,
  }),
  deleteStorageNetworkIpRange: job({
    object: 'storagenetworkiprange',
    description: { en: 'Gives addresses for storage traffic free.', zh: '释放为存储流量预留的地址。' },
    input: { id: uuid },
    output: success,
  }),
  listStorageNetworkIpRange: list({
    object: 'storagenetworkiprange',
    roles: access.admin,
    description: { en: 'Lists addresses that are set aside for storage traffic.', zh: '列出为存储流量预留的地址。' },
    input: { id: optional(uuid), zoneid: optional(uuid), podid: optional(uuid) },
    row: storageIpRange,
  }),
};
