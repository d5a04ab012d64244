import { fields, parameters, type Refusals } from './refusal.ts';

/** System VMs, which are not here, and further regions and management servers. */
export const operationsRefusals: Refusals = {
  parameters: {
    listManagementServers: parameters('managementServers', 'peers', 'boolean', 'false'),
    listUsageRecords: parameters('ownNumbers', 'oldformat', 'boolean', 'false'),
    listOsCategories: {
      ...parameters('icons', 'showicon', 'boolean', 'true', 'false'),
      ...parameters('architectures', 'arch', 'string', 'x86_64'),
      ...parameters('equalCategories', 'isfeatured', 'boolean', 'false'),
      ...parameters('appliances', 'isvnf', 'boolean', 'false'),
    },
    listOsTypes: parameters('hidden', 'fordisplay', 'boolean', 'true'),
    addGuestOs: {
      ...parameters('noDetails', 'details', 'map'),
      ...parameters('hidden', 'fordisplay', 'boolean', 'true'),
      ...parameters('plainNames', 'name'),
    },
    updateGuestOs: {
      ...parameters('noDetails', 'details', 'map'),
      ...parameters('hidden', 'fordisplay', 'boolean', 'true'),
    },
    addGuestOsMapping: {
      ...parameters('staysAsMade', 'forced', 'boolean', 'false'),
      ...parameters('namesAsGiven', 'osmappingcheckenabled', 'boolean', 'false'),
    },
    updateGuestOsMapping: parameters('namesAsGiven', 'osmappingcheckenabled', 'boolean', 'false'),
  },
  fields: {
    // CloudStack declares it, and leaves it empty wherever something succeeded.
    success: fields('nothingMore', 'displaytext'),
    usagerecord: {
      ...fields('publicAddresses', 'issourcenat issystem', 'boolean'),
      ...fields('publicAddresses', 'isdefault', 'boolean'),
      ...fields('publicAddresses', 'networkid'),
      ...fields('vpc', 'vpcid'),
    },
    managementserver: {
      ...fields('managementServers', 'lastagents peers', 'list'),
      ...fields('managementServers', 'lastserverstop', 'date'),
      ...fields('agents', 'agents', 'list'),
      ...fields('noJava', 'javadistribution javaversion'),
    },
  },
  commands: {
    addRegion: {
      kind: 'command',
      object: 'region',
      description: { en: 'Adds a region.', zh: '添加地域。' },
      reason: 'regions',
      params: { id: 'integer!', name: 'string!', endpoint: 'string!' },
    },
    removeRegion: {
      kind: 'command',
      object: 'region',
      description: { en: 'Removes a region.', zh: '移除地域。' },
      reason: 'regions',
      params: { id: 'integer!' },
    },
    startSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Starts a system VM.', zh: '启动系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!' },
    },
    stopSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Stops a system VM.', zh: '停止系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!', forced: 'boolean' },
    },
    rebootSystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Reboots a system VM.', zh: '重启系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!', forced: 'boolean' },
    },
    destroySystemVm: {
      kind: 'job',
      object: 'systemvm',
      description: { en: 'Destroys a system VM.', zh: '销毁系统虚拟机。' },
      reason: 'systemVms',
      params: { id: 'uuid!' },
    },
  },
};
