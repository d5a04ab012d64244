import { fields, parameters, type Refusals } from './refusal.ts';

/** Primary and secondary storage. */
export const storageRefusals: Refusals = {
  parameters: {
    createStoragePool: {
      ...parameters('managedStorage', 'capacitybytes capacityiops', 'long'),
      ...parameters('managedStorage', 'managed', 'boolean', 'false'),
      ...parameters('mountOptions', 'details', 'map'),
      ...parameters('toldElsewhere', 'hypervisor', 'string', 'KVM', 'Simulator', 'Any'),
      ...parameters('storageTiers', 'istagarule', 'boolean', 'false'),
      ...parameters('storageAccessGroups', 'storageaccessgroups'),
    },
    listStoragePools: {
      ...parameters('storageAccessGroups', 'storageaccessgroup'),
      ...parameters('managedStorage', 'storagecustomstats', 'boolean', 'false'),
    },
    addImageStore: parameters('mountOptions', 'details', 'map'),
  },
  fields: {
    storagepool: {
      ...fields('storageRates', 'allocatediops usediops capacityiops', 'long'),
      ...fields('managedStorage', 'capacitybytes', 'long'),
      ...fields('managedStorage', 'storagecapabilities storagecustomstats', 'map'),
      ...fields('mountOptions', 'nfsmountopts'),
      ...fields('noDetails', 'details', 'map'),
      ...fields('toldElsewhere', 'hypervisor podname'),
      ...fields('storageTiers', 'istagarule', 'boolean'),
      ...fields('storageAccessGroups', 'storageaccessgroups'),
      ...fields('migrationLists', 'suitableformigration', 'boolean'),
    },
  },
};
