import type { Ctx, Handlers } from './context.ts';
import type { Saga } from './jobs/saga.ts';
import { deleteAccountSaga, disableAccountSaga } from './resources/account/account.sagas.ts';
import { accountHandlers } from './resources/account/account.ts';
import { affinityGroupSagas } from './resources/affinity-group/affinity-group.sagas.ts';
import { affinityGroupHandlers } from './resources/affinity-group/affinity-group.ts';
import { annotationHandlers } from './resources/annotation/annotation.ts';
import { apiAccessHandlers } from './resources/api-access/api-access.ts';
import { capacityHandlers } from './resources/capacity/capacity.ts';
import { clusterHandlers } from './resources/cluster/cluster.ts';
import { consoleHandlers } from './resources/console/console.ts';
import { dedicationSagas } from './resources/dedication/dedication.sagas.ts';
import { dedicationHandlers } from './resources/dedication/dedication.ts';
import { deleteDomainSaga, domainHandlers } from './resources/domain/domain.ts';
import { alertHandlers, generateAlertSaga } from './resources/event/alert.ts';
import { eventHandlers } from './resources/event/event.ts';
import {
  addGuestOsMappingSaga,
  addGuestOsSaga,
  removeGuestOsMappingSaga,
  removeGuestOsSaga,
  updateGuestOsMappingSaga,
  updateGuestOsSaga,
} from './resources/guest-os/guest-os.sagas.ts';
import { guestOsHandlers } from './resources/guest-os/guest-os.ts';
import { hostSagas } from './resources/host/host.sagas.ts';
import { hostHandlers } from './resources/host/host.ts';
import { hostTagHandlers } from './resources/host/host-tags.ts';
import { hostDiskSagas } from './resources/host-disk/host-disk.sagas.ts';
import { hostDiskHandlers } from './resources/host-disk/host-disk.ts';
import { hostUndoHandlers } from './resources/host-preparation/explain-undo.ts';
import { hostPreparationSagas } from './resources/host-preparation/host-preparation.sagas.ts';
import { hostPreparationHandlers } from './resources/host-preparation/host-preparation.ts';
import { imageStoreHandlers, imageStoreSagas } from './resources/image-store/image-store.ts';
import { instanceGroupHandlers } from './resources/instance-group/instance-group.ts';
import { jobHandlers } from './resources/job/job.ts';
import { metricsHandlers } from './resources/metrics/metrics.ts';
import { deleteNetworkSaga, networkHandlers } from './resources/network/network.ts';
import { networkOfferingHandlers } from './resources/network/network-offering.ts';
import { physicalNetworkHandlers, physicalNetworkSagas } from './resources/network/physical-network.ts';
import { networkProviderHandlers, networkProviderSagas } from './resources/network/provider.ts';
import { routerHandlers } from './resources/network/routers.ts';
import { storageRangeHandlers, storageRangeSagas } from './resources/network/storage-range.ts';
import { diskOfferingHandlers } from './resources/offering/disk-offering.ts';
import { offeringHandlers } from './resources/offering/offering.ts';
import { serviceOfferingHandlers } from './resources/offering/service-offering.ts';
import { podHandlers } from './resources/pod/pod.ts';
import { practiceHandlers, practiceSagas } from './resources/practice/practice.ts';
import { projectSagas } from './resources/project/project.sagas.ts';
import { projectHandlers } from './resources/project/project.ts';
import { projectRoleHandlers } from './resources/project/project-role.ts';
import { regionHandlers } from './resources/region/region.ts';
import { resourceDetailHandlers, resourceDetailSagas } from './resources/resource-detail/resource-detail.ts';
import { resourceLimitHandlers } from './resources/resource-limit/resource-limit.ts';
import { resourceUsersHandlers } from './resources/resource-users/resource-users.ts';
import { roleHandlers } from './resources/role/role.ts';
import { settingHandlers } from './resources/setting/setting.ts';
import { sshKeyPairHandlers } from './resources/ssh-key-pair/ssh-key-pair.ts';
import { statisticsHandlers } from './resources/statistics/statistics.ts';
import { storagePoolHandlers, storagePoolSagas } from './resources/storage-pool/storage-pool.ts';
import { supportBundleHandlers } from './resources/support-bundle/support-bundle.ts';
import { tagHandlers, tagSagas } from './resources/tag/tag.ts';
import { createTemplateSaga } from './resources/template/create-template.saga.ts';
import { imageCopySagas } from './resources/template/image-copy.sagas.ts';
import { imageCopyHandlers } from './resources/template/image-copy.ts';
import { isoHandlers } from './resources/template/iso.ts';
import { imagePermissionHandlers } from './resources/template/permissions.ts';
import { templateSagas } from './resources/template/template.sagas.ts';
import { templateHandlers } from './resources/template/template.ts';
import { uploadSagas } from './resources/template/upload.sagas.ts';
import { userDataLinkHandlers } from './resources/template/user-data-link.ts';
import { usageHandlers } from './resources/usage/usage.ts';
import { registerUserKeysSaga, userKeyHandlers } from './resources/user/keys.ts';
import { disableUserSaga, userHandlers } from './resources/user/user.ts';
import { userDataHandlers } from './resources/user-data/user-data.ts';
import { updateVMAffinityGroupSaga, vmAffinityHandlers } from './resources/virtual-machine/affinity.ts';
import { assignHandlers } from './resources/virtual-machine/assign.ts';
import { cdromSagas } from './resources/virtual-machine/cdrom.sagas.ts';
import { deployVirtualMachineSaga } from './resources/virtual-machine/deploy.saga.ts';
import { deploymentHandlers, deploymentSagas } from './resources/virtual-machine/deployments.ts';
import { destroyVirtualMachineSaga, expungeVirtualMachineSaga } from './resources/virtual-machine/destroy.sagas.ts';
import { guestDataHandlers } from './resources/virtual-machine/guest-data.ts';
import { guestPasswordHandlers } from './resources/virtual-machine/guest-password.ts';
import { migrateVirtualMachineSaga } from './resources/virtual-machine/migrate.saga.ts';
import { migrationHandlers } from './resources/virtual-machine/migration.ts';
import { nicSagas } from './resources/virtual-machine/nic.sagas.ts';
import { nicHandlers } from './resources/virtual-machine/nic.ts';
import {
  rebootVirtualMachineSaga,
  startVirtualMachineSaga,
  stopVirtualMachineSaga,
} from './resources/virtual-machine/power.sagas.ts';
import { resetPasswordSaga } from './resources/virtual-machine/reset-password.saga.ts';
import { resetSshKeySaga } from './resources/virtual-machine/reset-ssh-key.saga.ts';
import { restoreVirtualMachineSaga } from './resources/virtual-machine/restore.saga.ts';
import { scaleHandlers, scaleSaga } from './resources/virtual-machine/scale.ts';
import { scheduleHandlers } from './resources/virtual-machine/schedule.ts';
import { sealVirtualMachineSaga } from './resources/virtual-machine/seal.saga.ts';
import { importUnmanagedInstanceSaga } from './resources/virtual-machine/unmanaged/import.saga.ts';
import { unmanageVirtualMachineSaga } from './resources/virtual-machine/unmanaged/unmanage.saga.ts';
import { unmanagedInstanceHandlers } from './resources/virtual-machine/unmanaged/unmanaged-instance.ts';
import { virtualMachineHandlers } from './resources/virtual-machine/virtual-machine.ts';
import { volumeSagas } from './resources/volume/volume.sagas.ts';
import { volumeHandlers } from './resources/volume/volume.ts';
import { zoneHandlers } from './resources/zone/zone.ts';

/** Every command's handler; the type makes a missing one an error. */
export const handlers: Handlers = {
  ...zoneHandlers,
  ...podHandlers,
  ...clusterHandlers,
  ...physicalNetworkHandlers,
  ...networkHandlers,
  ...networkProviderHandlers,
  ...networkOfferingHandlers,
  ...routerHandlers,
  ...storageRangeHandlers,
  ...hostHandlers,
  ...hostTagHandlers,
  ...hostPreparationHandlers,
  ...hostUndoHandlers,
  ...unmanagedInstanceHandlers,
  ...hostDiskHandlers,
  ...storagePoolHandlers,
  ...imageStoreHandlers,
  ...templateHandlers,
  ...isoHandlers,
  ...imageCopyHandlers,
  ...imagePermissionHandlers,
  ...serviceOfferingHandlers,
  ...diskOfferingHandlers,
  ...offeringHandlers,
  ...guestOsHandlers,
  ...virtualMachineHandlers,
  ...affinityGroupHandlers,
  ...dedicationHandlers,
  ...vmAffinityHandlers,
  ...instanceGroupHandlers,
  ...assignHandlers,
  ...migrationHandlers,
  ...nicHandlers,
  ...scheduleHandlers,
  ...deploymentHandlers,
  ...volumeHandlers,
  ...consoleHandlers,
  ...jobHandlers,
  ...eventHandlers,
  ...alertHandlers,
  ...tagHandlers,
  ...resourceDetailHandlers,
  ...usageHandlers,
  ...annotationHandlers,
  ...regionHandlers,
  ...supportBundleHandlers,
  ...capacityHandlers,
  ...settingHandlers,
  ...practiceHandlers,
  ...resourceUsersHandlers,
  ...resourceLimitHandlers,
  ...projectHandlers,
  ...projectRoleHandlers,
  ...apiAccessHandlers,
  ...domainHandlers,
  ...accountHandlers,
  ...userHandlers,
  ...roleHandlers,
  ...userKeyHandlers,
  ...sshKeyPairHandlers,
  ...userDataHandlers,
  ...userDataLinkHandlers,
  ...guestDataHandlers,
  ...guestPasswordHandlers,
  ...scaleHandlers,
  ...statisticsHandlers,
  ...metricsHandlers,
};

/** Every job kind's saga. */
export const sagas: Saga<Ctx>[] = [
  ...physicalNetworkSagas,
  ...networkProviderSagas,
  ...storageRangeSagas,
  ...projectSagas,
  deleteNetworkSaga,
  ...hostSagas,
  ...hostPreparationSagas,
  ...hostDiskSagas,
  ...storagePoolSagas,
  ...imageStoreSagas,
  ...templateSagas,
  ...uploadSagas,
  ...imageCopySagas,
  createTemplateSaga,
  deployVirtualMachineSaga,
  ...deploymentSagas,
  startVirtualMachineSaga,
  stopVirtualMachineSaga,
  rebootVirtualMachineSaga,
  migrateVirtualMachineSaga,
  ...nicSagas,
  destroyVirtualMachineSaga,
  expungeVirtualMachineSaga,
  ...cdromSagas,
  restoreVirtualMachineSaga,
  sealVirtualMachineSaga,
  ...volumeSagas,
  importUnmanagedInstanceSaga,
  unmanageVirtualMachineSaga,
  ...affinityGroupSagas,
  ...dedicationSagas,
  updateVMAffinityGroupSaga,
  resetSshKeySaga,
  resetPasswordSaga,
  scaleSaga,
  ...practiceSagas,
  disableAccountSaga,
  deleteAccountSaga,
  disableUserSaga,
  registerUserKeysSaga,
  deleteDomainSaga,
  generateAlertSaga,
  addGuestOsSaga,
  updateGuestOsSaga,
  removeGuestOsSaga,
  addGuestOsMappingSaga,
  updateGuestOsMappingSaga,
  removeGuestOsMappingSaga,
  ...tagSagas,
  ...resourceDetailSagas,
];
