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
    deleteStoragePool: parameters('localStorage', 'forced', 'boolean', 'false'),
    listStoragePools: {
      ...parameters('storageAccessGroups', 'storageaccessgroup'),
      ...parameters('managedStorage', 'storagecustomstats', 'boolean', 'false'),
    },
    listVolumes: {
      ...parameters('allDetails', 'displayvolume', 'boolean', 'true'),
      ...parameters('encryption', 'isencrypted', 'boolean', 'false'),
      ...parameters('encryption', 'kmskeyid', 'uuid'),
      ...parameters('systemVms', 'listsystemvms', 'boolean', 'false'),
      ...parameters('allDetails', 'retrieveonlyresourcecount', 'boolean', 'false'),
    },
    updateVolume: {
      ...parameters('rawSettings', 'chaininfo customid path state'),
      ...parameters('rawSettings', 'storageid', 'uuid'),
      ...parameters('allDetails', 'displayvolume', 'boolean', 'true'),
    },
    addImageStore: parameters('mountOptions', 'details', 'map'),
  },
  fields: {
    volume: {
      ...fields('encryption', 'encryptformat kmskey kmskeyid kmskeyversion'),
      ...fields('managedStorage', 'miniops maxiops', 'long'),
      ...fields('managedStorage', 'quiescevm supportsstoragesnapshot', 'boolean'),
      ...fields('managedStorage', 'chaininfo'),
      ...fields('snapshots', 'snapshotid'),
      ...fields('agents', 'volumecheckresult volumerepairresult', 'map'),
      ...fields('otherHypervisors', 'externaluuid'),
      ...fields('toldElsewhere', 'isoid isoname isodisplaytext'),
      ...fields('otherName', 'status'),
    },
    storagepool: {
      ...fields('managedStorage', 'allocatediops capacityiops', 'long'),
      ...fields('managedStorage', 'capacitybytes', 'long'),
      ...fields('managedStorage', 'storagecapabilities storagecustomstats', 'map'),
      ...fields('mountOptions', 'nfsmountopts'),
      ...fields('noDetails', 'details', 'map'),
      ...fields('storageAccessGroups', 'storageaccessgroups'),
      ...fields('migrationLists', 'suitableformigration', 'boolean'),
    },
  },
};
