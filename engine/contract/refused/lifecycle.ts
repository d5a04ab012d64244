import { fields, parameters, type Refusals } from './refusal.ts';

/** Moves from host to host, and NICs. */
export const lifecycleRefusals: Refusals = {
  parameters: {
    migrateVirtualMachine: parameters('storageMotion', 'storageid', 'uuid'),
    createConsoleEndpoint: parameters('oneTicket', 'token'),
    importUnmanagedInstance: {
      ...parameters('storageMotion', 'migrateallowed', 'boolean', 'false'),
      ...parameters('uniqueCards', 'forced', 'boolean', 'false'),
    },
    addNicToVirtualMachine: parameters('dhcpOptions', 'dhcpoptions', 'map'),
  },
  fields: {
    // CloudStack fills it where it failed.
    consoleendpoint: fields('nothingMore', 'details'),
    unmanagedinstance: fields('hostFacts', 'cpuspeed', 'integer'),
    nic: {
      ...fields('otherHypervisors', 'adaptertype'),
      ...fields('dhcpOptions', 'extradhcpoption', 'list'),
      ...fields('ipv6', 'ip6address ip6cidr ip6gateway'),
      ...fields('vlans', 'isolatedpvlantype'),
      ...fields('vlans', 'isolatedpvlan vlanid', 'integer'),
      ...fields('mtu', 'mtu', 'integer'),
      ...fields('controllers', 'nsxlogicalswitch nsxlogicalswitchport'),
      ...fields('publicAddresses', 'publicip publicipid nicdnsname'),
      ...fields('vpc', 'vpcid vpcname'),
    },
  },
};
