import * as v from 'valibot';
import { access, command, count, domainName, ipv4, job, list, name, optional, success, text, uuid } from './command.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { tagEntries, tagFields } from './tag.ts';

export const network = v.object({
  ...tagFields,
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  zoneid: v.string(),
  zonename: v.string(),
  physicalnetworkid: v.string(),
  type: v.picklist(['Shared', 'Isolated']),
  state: v.string(),
  traffictype: v.literal('Guest'),
  gateway: v.string(),
  netmask: v.string(),
  cidr: v.string(),
  startip: v.string(),
  endip: v.string(),
  dns1: v.string(),
  networkdomain: optional(v.string()),
  networkofferingid: v.string(),
  networkofferingname: v.string(),
  ...ownerFields,
  /** Ours: the host whose namespace answers DHCP and DNS for this network, and the address it uses there. */
  servicehostid: optional(v.string()),
  servicehostname: optional(v.string()),
  serviceip: optional(v.string()),
  /** Ours: addresses of the range in use and in all. */
  ipused: count,
  iptotal: count,
});

export const vlanIpRange = v.object({
  id: v.string(),
  zoneid: v.string(),
  podid: optional(v.string()),
  networkid: v.string(),
  physicalnetworkid: v.string(),
  gateway: v.string(),
  netmask: v.string(),
  startip: v.string(),
  endip: v.string(),
  vlan: v.string(),
  forvirtualnetwork: v.boolean(),
});

export const networkOffering = v.object({
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  traffictype: v.literal('Guest'),
  guestiptype: v.picklist(['Shared', 'Isolated']),
  state: v.string(),
  isdefault: v.boolean(),
  service: v.array(v.object({ name: v.string() })),
});

export const nic = v.object({
  id: v.string(),
  networkid: v.string(),
  networkname: v.string(),
  macaddress: v.string(),
  ipaddress: v.string(),
  netmask: v.string(),
  gateway: v.string(),
  isdefault: v.boolean(),
  traffictype: v.literal('Guest'),
  type: v.string(),
  virtualmachineid: optional(v.string()),
  /** Its place among the instance’s cards. */
  deviceid: v.string(),
  enabled: v.boolean(),
  /** Networks are not told apart by VLANs. */
  broadcasturi: v.string(),
  isolationuri: v.string(),
  /** Further addresses, which the guest gives itself. */
  secondaryip: v.array(v.object({ id: v.string(), ipaddress: v.string(), description: optional(v.string()) })),
  /** All of its addresses. */
  ipaddresses: v.array(v.string()),
});

export const networkCommands = {
  createNetwork: command({
    object: 'network',
    description: {
      en: 'Creates a guest network with its address range. DHCP and DNS start with the first VM.',
      zh: '创建来宾网络及其地址范围。DHCP 与 DNS 随第一个实例启动。',
    },
    input: {
      zoneid: uuid,
      name,
      displaytext: optional(text),
      networkofferingid: uuid,
      physicalnetworkid: optional(uuid),
      gateway: ipv4,
      netmask: ipv4,
      startip: ipv4,
      endip: ipv4,
      networkdomain: optional(domainName),
      ...forOwnerEntries,
    },
    output: network,
  }),
  deleteNetwork: job({
    object: 'network',
    description: { en: 'Deletes a guest network that no VM uses.', zh: '删除未被实例使用的来宾网络。' },
    input: { id: uuid },
    output: success,
  }),
  listNetworks: ownedList({
    object: 'network',
    description: { en: 'Lists guest networks.', zh: '列出来宾网络。' },
    input: {
      ...tagEntries,
      id: optional(uuid),
      zoneid: optional(uuid),
      type: optional(v.string()),
      physicalnetworkid: optional(uuid),
    },
    row: network,
  }),
  createVlanIpRange: command({
    object: 'vlan',
    description: { en: 'Adds an address range to a guest network.', zh: '为来宾网络添加地址范围。' },
    input: {
      zoneid: optional(uuid),
      podid: optional(uuid),
      networkid: uuid,
      gateway: optional(ipv4),
      netmask: optional(ipv4),
      startip: ipv4,
      endip: ipv4,
      vlan: optional(v.literal('untagged')),
      forvirtualnetwork: optional(v.literal(false)),
    },
    output: vlanIpRange,
  }),
  deleteVlanIpRange: command({
    object: 'vlan',
    description: { en: 'Removes an address range that no VM uses.', zh: '删除未被实例使用的地址范围。' },
    input: { id: uuid },
    output: success,
  }),
  listVlanIpRanges: list({
    object: 'vlan',
    roles: access.admin,
    description: { en: 'Lists address ranges.', zh: '列出地址范围。' },
    input: { id: optional(uuid), zoneid: optional(uuid), networkid: optional(uuid), podid: optional(uuid) },
    row: vlanIpRange,
  }),
  listNetworkOfferings: list({
    object: 'networkoffering',
    description: { en: 'Lists network offerings.', zh: '列出网络方案。' },
    input: { id: optional(uuid), name: optional(v.string()), guestiptype: optional(v.string()) },
    row: networkOffering,
  }),
};
