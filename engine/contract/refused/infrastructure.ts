import { fields, parameters, type Refusals } from './refusal.ts';

const ipv6Dns = parameters('ipv6', 'ip6dns1 ip6dns2');
const accessGroups = parameters('storageAccessGroups', 'storageaccessgroups', 'list');
const accessGroup = parameters('storageAccessGroups', 'storageaccessgroup');
const icon = parameters('icons', 'showicon', 'boolean', 'true', 'false');
const oneArchitecture = parameters('architectures', 'arch', 'string', 'x86_64');

const otherServer = parameters('managementServers', 'managementserverid', 'uuid');

/** Zones, pods, clusters and hosts. */
export const infrastructureRefusals: Refusals = {
  parameters: {
    createZone: {
      ...ipv6Dns,
      ...accessGroups,
      ...parameters('edgeZones', 'isedge', 'boolean', 'false'),
      ...parameters('launchOrder', 'allocationstate', 'string', 'Disabled'),
      ...parameters('privateZones', 'domainid', 'uuid'),
      ...parameters('sharedNetworks', 'guestcidraddress'),
      ...parameters('securityGroups', 'securitygroupenabled', 'boolean', 'false'),
    },
    updateZone: {
      ...ipv6Dns,
      ...parameters('noDetails', 'details', 'map'),
      ...parameters('toldElsewhere', 'dhcpprovider', 'string', 'VirtualRouter'),
      ...parameters('zoneDns', 'dnssearchorder', 'list'),
      ...parameters('sharedNetworks', 'guestcidraddress'),
      ...parameters('privateZones', 'ispublic', 'boolean', 'true'),
      ...parameters('sortKeys', 'sortkey', 'integer', '0'),
    },
    listZones: {
      ...accessGroup,
      ...icon,
      ...parameters('privateZones', 'available', 'boolean', 'true', 'false'),
      ...parameters('privateZones', 'domainid', 'uuid'),
    },
    createPod: accessGroups,
    listPods: accessGroup,
    addCluster: {
      ...accessGroups,
      ...oneArchitecture,
      ...parameters(
        'otherHypervisors',
        'guestvswitchname guestvswitchtype publicvswitchname publicvswitchtype ovm3cluster ovm3pool ovm3vip vsmipaddress vsmusername vsmpassword url username password',
      ),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('extensions', 'externaldetails', 'map'),
    },
    listClusters: { ...accessGroup, ...oneArchitecture },
    addHost: {
      ...accessGroups,
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('launchOrder', 'allocationstate', 'string', 'Enabled'),
      ...parameters('byId', 'clustername'),
    },
    deleteHost: parameters('localStorage', 'forced forcedestroylocalstorage', 'boolean', 'false'),
    updateHost: {
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('extensions', 'cleanupexternaldetails', 'boolean', 'false'),
      ...parameters('guestPreference', 'guestosrule'),
      ...parameters('guestPreference', 'istagarule', 'boolean', 'false'),
      ...parameters('guestPreference', 'oscategoryid', 'uuid'),
      ...parameters('staysAsMade', 'url'),
    },
    updateCluster: {
      ...oneArchitecture,
      ...parameters('staysAsMade', 'hypervisor'),
      ...parameters('staysAsMade', 'clustertype', 'string', 'CloudManaged'),
      ...parameters('staysAsMade', 'managedstate', 'string', 'Managed'),
      ...parameters('extensions', 'externaldetails', 'map'),
    },
    listHosts: {
      ...accessGroup,
      ...oneArchitecture,
      ...parameters('allDetails', 'details', 'list', 'all', 'min', 'capacity', 'events', 'stats'),
      ...parameters('hostPower', 'outofbandmanagementenabled', 'boolean', 'false'),
      ...parameters('hostPower', 'outofbandmanagementpowerstate'),
      ...parameters('migrationLists', 'virtualmachineid', 'uuid'),
    },
    listCapacity: parameters('storageTiers', 'tag'),
    listConfigurations: { ...otherServer, ...parameters('sameForStores', 'imagestoreuuid', 'uuid') },
    updateConfiguration: { ...otherServer, ...parameters('sameForStores', 'imagestoreuuid', 'uuid') },
    resetConfiguration: { ...otherServer, ...parameters('sameForStores', 'imagestoreid', 'uuid') },
    listCapabilities: parameters('oneCloud', 'domainid', 'uuid'),
    queryAsyncJobResult: parameters('byId', 'resourceid resourcetype'),
  },
  fields: {
    zone: {
      ...fields('ipv6', 'ip6dns1 ip6dns2'),
      ...fields('routing', 'asnrange'),
      ...fields('gpu', 'gputotal gpuused', 'long'),
      ...fields('storageAccessGroups', 'storageaccessgroups'),
      ...fields('icons', 'icon', 'responseobject'),
      ...fields('mtu', 'allowuserspecifyvrmtu', 'boolean'),
      ...fields('mtu', 'routerprivateinterfacemaxmtu routerpublicinterfacemaxmtu', 'integer'),
      ...fields('plainNames', 'description displaytext'),
      ...fields('privateZones', 'domainid domainname'),
      ...fields('sharedNetworks', 'guestcidraddress'),
      ...fields('controllers', 'provider'),
      ...fields('noDetails', 'resourcedetails', 'map'),
      ...fields('agents', 'zonetoken'),
    },
    pod: {
      ...fields('storageAccessGroups', 'storageaccessgroups zonestorageaccessgroups'),
      ...fields('systemVms', 'forsystemvms', 'list'),
      ...fields('vlans', 'vlanid', 'list'),
    },
    cluster: {
      ...fields('storageAccessGroups', 'storageaccessgroups podstorageaccessgroups zonestorageaccessgroups'),
      ...fields('extensions', 'extensionid extensionname'),
      ...fields('otherHypervisors', 'ovm3vip'),
      ...fields('noDetails', 'resourcedetails', 'map'),
    },
    host: {
      ...fields(
        'storageAccessGroups',
        'storageaccessgroups clusterstorageaccessgroups podstorageaccessgroups zonestorageaccessgroups',
      ),
      ...fields('gpu', 'gpugroup', 'list'),
      ...fields('gpu', 'gputotal gpuused', 'long'),
      ...fields('extensions', 'extensionid extensionname'),
      ...fields('hostPower', 'hostha outofbandmanagement', 'responseobject'),
      ...fields('hostFacts', 'msid'),
      ...fields('hostFacts', 'cpusockets', 'integer'),
      ...fields('hostFacts', 'disksizeallocated disksizetotal', 'long'),
      ...fields('hostFacts', 'encryptionsupported instanceconversionsupported ueficapability', 'boolean'),
      ...fields('noDetails', 'details', 'map'),
      ...fields('migrationLists', 'hasenoughcapacity suitableformigration', 'boolean'),
      ...fields('guestPreference', 'oscategoryid oscategoryname guestosrule'),
      ...fields('removedHidden', 'removed', 'date'),
      ...fields('otherHypervisors', 'virtualmachineid'),
    },
    capacity: fields('storageTiers', 'tag'),
    capability: {
      ...fields('extensions', 'customhypervisordisplayname extensionspath'),
      ...fields('hostFacts', 'instancesdisksstatsretentionenabled instancesstatsuseronly', 'boolean'),
      ...fields('hostFacts', 'instancesdisksstatsretentiontime instancesstatsretentiontime', 'integer'),
      ...fields('systemVms', 'sharedfsvmmincpucount sharedfsvmminramsize', 'integer'),
      ...fields('snapshots', 'snapshotshowchainsize', 'boolean'),
      ...fields('publicAddresses', 'vpncustomergatewayparameters', 'map'),
    },
  },
};
