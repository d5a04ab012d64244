import { fields, parameters, type Refusals } from './refusal.ts';

const ipv6Dns = parameters('ipv6', 'ip6dns1 ip6dns2');
const accessGroups = parameters('storageAccessGroups', 'storageaccessgroups', 'list');
const accessGroup = parameters('storageAccessGroups', 'storageaccessgroup');
const icon = parameters('icons', 'showicon', 'boolean', 'true', 'false');
const accessGroupFields = fields(
  'storageAccessGroups',
  'storageaccessgroups clusterstorageaccessgroups podstorageaccessgroups zonestorageaccessgroups',
);

/** Zones, pods, clusters and hosts. */
export const infrastructureRefusals: Refusals = {
  parameters: {
    createZone: {
      ...ipv6Dns,
      ...accessGroups,
      ...parameters('edgeZones', 'isedge', 'boolean', 'false'),
    },
    updateZone: ipv6Dns,
    listZones: { ...accessGroup, ...icon },
    createPod: accessGroups,
    listPods: accessGroup,
    addCluster: {
      ...accessGroups,
      ...parameters(
        'otherHypervisors',
        'guestvswitchname guestvswitchtype publicvswitchname publicvswitchtype ovm3cluster ovm3pool ovm3vip vsmipaddress vsmusername vsmpassword url username password',
      ),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('extensions', 'externaldetails', 'map'),
    },
    listClusters: accessGroup,
    addHost: { ...accessGroups, ...parameters('extensions', 'externaldetails', 'map') },
    listHosts: accessGroup,
  },
  fields: {
    zone: {
      ...fields('ipv6', 'ip6dns1 ip6dns2'),
      ...fields('routing', 'asnrange'),
      ...fields('gpu', 'gputotal gpuused', 'long'),
      ...fields('storageAccessGroups', 'storageaccessgroups'),
      ...fields('icons', 'icon', 'responseobject'),
    },
    pod: fields('storageAccessGroups', 'storageaccessgroups zonestorageaccessgroups'),
    cluster: {
      ...fields('storageAccessGroups', 'storageaccessgroups podstorageaccessgroups zonestorageaccessgroups'),
      ...fields('extensions', 'extensionid extensionname'),
      ...fields('otherHypervisors', 'ovm3vip'),
    },
    host: {
      ...accessGroupFields,
      ...fields('gpu', 'gpugroup', 'list'),
      ...fields('gpu', 'gputotal gpuused', 'long'),
      ...fields('extensions', 'extensionid extensionname'),
      ...fields('hostPower', 'hostha outofbandmanagement', 'responseobject'),
    },
  },
};
