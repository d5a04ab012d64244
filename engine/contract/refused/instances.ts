import { fields, parameters, type Refusals } from './refusal.ts';

const securityGroups = parameters('securityGroups', 'securitygroupids securitygroupnames', 'list');
const bootIntoSetup = parameters('rawSettings', 'bootintosetup', 'boolean', 'false');

const hidden = parameters('hidden', 'displayvm', 'boolean', 'true');
const scaling = {
  ...parameters('scaledInPlace', 'automigrate', 'boolean', 'true', 'false'),
  ...parameters('disksStay', 'shrinkok', 'boolean', 'true', 'false'),
  ...parameters('managedStorage', 'miniops maxiops', 'long', '0'),
};

/** Instances. */
export const instancesRefusals: Refusals = {
  parameters: {
    assignVirtualMachine: parameters('securityGroups', 'securitygroupids', 'list'),
    deployVirtualMachine: {
      ...securityGroups,
      ...bootIntoSetup,
      ...hidden,
      ...parameters('rawSettings', 'extraconfig customid'),
      ...parameters('rawSettings', 'blankinstance', 'boolean', 'false'),
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('ipv6', 'ip6address'),
      ...parameters('dhcpOptions', 'dhcpoptionsnetworklist', 'map'),
      ...parameters('otherHypervisors', 'properties nicnetworklist datadiskofferinglist', 'map'),
      ...parameters('encryption', 'rootdiskkmskeyid', 'uuid'),
      ...parameters('snapshots', 'snapshotid', 'uuid'),
      ...parameters('toldElsewhere', 'hypervisor', 'string', 'KVM', 'Simulator'),
      ...parameters('snapshots', 'volumeid', 'uuid'),
      ...parameters('otherHypervisors', 'datadisksdetails', 'map'),
      ...parameters('toldElsewhere', 'overridediskofferingid', 'uuid'),
      ...parameters('comments', 'copyimagetags', 'boolean', 'false'),
    },
    updateVirtualMachine: {
      ...securityGroups,
      ...hidden,
      ...parameters('rawSettings', 'extraconfig customid instancename'),
      ...parameters('rawSettings', 'cleanupextraconfig', 'boolean', 'false'),
      ...parameters('dhcpOptions', 'dhcpoptionsnetworklist', 'map'),
    },
    destroyVirtualMachine: {
      ...parameters('localStorage', 'forced', 'boolean', 'false'),
      ...parameters('disksGo', 'volumeids', 'list'),
    },
    detachIso: parameters('oneDrive', 'id', 'uuid'),
    startVirtualMachine: { ...bootIntoSetup, ...parameters('lastHostFirst', 'considerlasthost', 'boolean', 'true') },
    restoreVirtualMachine: {
      ...parameters('sameTemplate', 'templateid diskofferingid', 'uuid'),
      ...parameters('sameTemplate', 'rootdisksize', 'long'),
      ...parameters('sameTemplate', 'details', 'map'),
      ...parameters('sameTemplate', 'expunge', 'boolean', 'true'),
    },
    scaleVirtualMachine: scaling,
    changeServiceForVirtualMachine: scaling,
    rebootVirtualMachine: bootIntoSetup,
    listVirtualMachines: {
      ...parameters('allDetails', 'displayvm', 'boolean', 'true'),
      ...parameters(
        'allDetails',
        'details',
        'list',
        ...'all min group nics stats secgrp tmpl servoff diskoff backoff iso volume affgrp'.split(' '),
      ),
      ...parameters('userDataApart', 'userdata', 'boolean', 'false'),
      ...parameters('architectures', 'arch', 'string', 'x86_64'),
      ...parameters('autoscaling', 'autoscalevmgroupid', 'uuid'),
      ...parameters('backups', 'backupofferingid', 'uuid'),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('publicAddresses', 'forvirtualnetwork', 'boolean', 'false'),
      ...parameters('gpu', 'gpuenabled', 'boolean', 'false'),
      ...parameters('appliances', 'isvnf', 'boolean', 'false'),
      ...parameters('allDetails', 'retrieveonlyresourcecount', 'boolean', 'false'),
      ...parameters('securityGroups', 'securitygroupid', 'uuid'),
      ...parameters('icons', 'showicon', 'boolean', 'true', 'false'),
      ...parameters('vpc', 'vpcid', 'uuid'),
    },
  },
  fields: {
    virtualmachine: {
      ...fields('autoscaling', 'autoscalevmgroupid autoscalevmgroupname'),
      ...fields('backups', 'backupofferingid backupofferingname backupprovider'),
      ...fields('gpu', 'gpucardid gpucardname vgpu vgpuprofileid vgpuprofilename'),
      ...fields('gpu', 'gpucount maxheads maxresolutionx maxresolutiony videoram', 'long'),
      ...fields('publicAddresses', 'publicip publicipid'),
      ...fields('publicAddresses', 'forvirtualnetwork', 'boolean'),
      ...fields('securityGroups', 'securitygroup', 'list'),
      ...fields('appliances', 'vnfdetails vnfnics', 'list'),
      ...fields('icons', 'icon', 'responseobject'),
      ...fields('rawSettings', 'bootmode boottype'),
      ...fields('publicAddresses', 'servicestate'),
      ...fields('userDataApart', 'userdata userdatadetails'),
    },
  },
};
