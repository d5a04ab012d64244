import { fields, parameters, type Refusals } from './refusal.ts';

const gpu = {
  ...parameters('gpu', 'gpucount', 'integer', '0'),
  ...parameters('gpu', 'gpudisplay', 'boolean', 'false'),
  ...parameters('gpu', 'vgpuprofileid', 'uuid'),
};
const managed = {
  ...parameters('managedStorage', 'miniops maxiops hypervisorsnapshotreserve', 'long', '0'),
  ...parameters('managedStorage', 'customizediops', 'boolean', 'false'),
};
const policy = parameters('otherHypervisors', 'storagepolicy', 'uuid');

/** Offerings belong to no account: whoever is in their reach sees them. */
const nobodys = {
  ...parameters('privateOfferings', 'listall isrecursive', 'boolean', 'true', 'false'),
  ...parameters('privateOfferings', 'account'),
  ...parameters('privateOfferings', 'projectid', 'uuid'),
};

/** Compute and disk offerings. */
export const offeringsRefusals: Refusals = {
  parameters: {
    createServiceOffering: {
      ...gpu,
      ...managed,
      ...policy,
      ...parameters('systemVms', 'issystem', 'boolean', 'false'),
      ...parameters('systemVms', 'systemvmtype'),
      ...parameters('encryption', 'encryptroot', 'boolean', 'false'),
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('volatileDisks', 'isvolatile', 'boolean', 'false'),
      ...parameters('networkRates', 'networkrate', 'integer', '0', '-1'),
      ...parameters('purging', 'purgeresources', 'boolean', 'false'),
    },
    updateServiceOffering: {
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('extensions', 'cleanupexternaldetails', 'boolean', 'false'),
      ...parameters('purging', 'purgeresources', 'boolean', 'false'),
    },
    listServiceOfferings: {
      ...nobodys,
      ...parameters('systemVms', 'systemvmtype'),
      ...parameters('encryption', 'encryptroot', 'boolean', 'false'),
      ...parameters('gpu', 'gpuenabled', 'boolean', 'false'),
      ...parameters('gpu', 'vgpuprofileid', 'uuid'),
    },
    createDiskOffering: { ...managed, ...policy, ...parameters('encryption', 'encrypt', 'boolean', 'false') },
    listDiskOfferings: { ...nobodys, ...parameters('encryption', 'encrypt', 'boolean', 'false') },
  },
  fields: {
    serviceoffering: {
      ...fields('gpu', 'gpucardid gpucardname vgpuprofileid vgpuprofilename'),
      ...fields('gpu', 'gpucount maxheads maxresolutionx maxresolutiony videoram', 'long'),
      ...fields('gpu', 'gpudisplay', 'boolean'),
      ...fields('managedStorage', 'miniops maxiops hypervisorsnapshotreserve', 'long'),
      ...fields('otherHypervisors', 'vspherestoragepolicy'),
      ...fields('encryption', 'encryptroot', 'boolean'),
      ...fields('systemVms', 'systemvmtype'),
      ...fields('networkRates', 'networkrate', 'integer'),
      ...fields('purging', 'purgeresources', 'boolean'),
    },
    diskoffering: {
      ...fields('managedStorage', 'miniops maxiops hypervisorsnapshotreserve', 'long'),
      ...fields('otherHypervisors', 'vspherestoragepolicy'),
      ...fields('encryption', 'encrypt', 'boolean'),
    },
  },
};
