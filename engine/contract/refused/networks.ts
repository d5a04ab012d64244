import { fields, parameters, type Refusals } from './refusal.ts';

const otherLabels = parameters(
  'otherHypervisors',
  'hypervnetworklabel ovm3networklabel vmwarenetworklabel xennetworklabel',
);
const vpc = parameters('vpc', 'vpcid', 'uuid');
const elementOwners = fields('systemNetworks', 'account domain domainid domainpath project projectid');

/** Physical and guest networks, address ranges, and what provides their services. */
export const networksRefusals: Refusals = {
  parameters: {
    addTrafficType: {
      ...otherLabels,
      ...parameters('vlans', 'vlan', 'string', 'untagged'),
      ...parameters('vlans', 'isolationmethod', 'string', 'VLAN'),
    },
    updateTrafficType: otherLabels,
    addNetworkServiceProvider: parameters('controllers', 'destinationphysicalnetworkid', 'uuid'),
    createStorageNetworkIpRange: parameters('vlans', 'vlan', 'integer', '0'),
    listRouters: {
      ...vpc,
      ...parameters('vpc', 'forvpc', 'boolean', 'false'),
      ...parameters('agents', 'fetchhealthcheckresults healthchecksfailed', 'boolean', 'false'),
      ...parameters('oneVersion', 'version'),
      ...parameters('architectures', 'arch', 'string', 'x86_64'),
    },
    listSystemVms: {
      ...parameters('architectures', 'arch', 'string', 'x86_64'),
      ...parameters('systemVms', 'storageid', 'uuid'),
    },
  },
  fields: {
    traffictype: {
      ...fields('otherHypervisors', 'hypervnetworklabel ovm3networklabel vmwarenetworklabel xennetworklabel'),
      ...fields('vlans', 'vlan isolationmethods'),
    },
    networkserviceprovider: fields('controllers', 'destinationphysicalnetworkid'),
    virtualrouterelement: elementOwners,
    ovselement: elementOwners,
    networkservice: fields('publicAddresses', 'capability', 'list'),
    storagenetworkiprange: { ...fields('systemNetworks', 'networkid'), ...fields('vlans', 'vlan', 'integer') },
    router: {
      ...fields('ipv6', 'ip6dns1 ip6dns2'),
      ...fields('vpc', 'vpcid vpcname'),
      ...fields('publicAddresses', 'publicip publicmacaddress publicnetmask publicnetworkid'),
      ...fields(
        'systemVms',
        'templateid templatename serviceofferingid serviceofferingname linklocalip linklocalmacaddress linklocalnetmask linklocalnetworkid scriptsversion softwareversion version hostcontrolstate guestmacaddress arch',
      ),
      ...fields('systemVms', 'nic', 'list'),
      ...fields('agents', 'healthcheckresults'),
      ...fields('agents', 'healthchecksfailed', 'boolean'),
    },
    systemvm: {
      ...fields(
        'systemVms',
        'agentstate arch dns1 dns2 gateway guestvlan hostcontrolstate hostid hostname hypervisor id linklocalip linklocalmacaddress linklocalnetmask name networkdomain podid podname privateip privatemacaddress privatenetmask publicip publicmacaddress publicnetmask serviceofferingid serviceofferingname state storageip systemvmtype templateid templatename version zoneid zonename',
      ),
      ...fields('systemVms', 'activeviewersessions', 'integer'),
      ...fields('systemVms', 'created disconnected', 'date'),
      ...fields('systemVms', 'hasannotations isdynamicallyscalable', 'boolean'),
      ...fields('systemVms', 'publicvlan', 'list'),
    },
    securitygroup: {
      ...fields('securityGroups', 'account description domain domainid domainpath id name project projectid'),
      ...fields('securityGroups', 'egressrule ingressrule tags virtualmachineids', 'list'),
      ...fields('securityGroups', 'virtualmachinecount', 'integer'),
    },
  },
};
