import type * as v from 'valibot';
import { accountCommands, userCommands } from './account.ts';
import { affinityGroupCommands } from './affinity-group.ts';
import { annotationCommands } from './annotation.ts';
import { apiAccessCommands } from './api-access.ts';
import { assignCommands } from './assign.ts';
import { brandingCommands } from './branding.ts';
import type { JobAnswer } from './command.ts';
import { consoleCommands } from './console.ts';
import { dedicationCommands } from './dedication.ts';
import { deploymentCommands } from './deployment.ts';
import { diskOfferingCommands } from './disk-offering.ts';
import { domainCommands } from './domain.ts';
import { eventCommands } from './event.ts';
import { guestOsCommands } from './guest-os.ts';
import { guestPasswordCommands } from './guest-password.ts';
import { hostCommands } from './host.ts';
import { hostDiskCommands } from './host-disk.ts';
import { hostTagCommands } from './host-tags.ts';
import { hostUndoCommands } from './host-undo.ts';
import { imageCommands } from './image.ts';
import { imageCopyCommands } from './image-copy.ts';
import { imagePermissionCommands } from './image-permission.ts';
import { instanceGroupCommands } from './instance-group.ts';
import { instanceSettingCommands } from './instance-setting.ts';
import { instanceSizeCommands } from './instance-size.ts';
import { leaseCommands } from './lease.ts';
import { metricsCommands } from './metrics.ts';
import { migrationCommands } from './migration.ts';
import { networkCommands } from './network.ts';
import { networkProviderCommands } from './network-provider.ts';
import { nicCommands } from './nic.ts';
import { offeringCommands } from './offering.ts';
import { operationCommands } from './operation.ts';
import { practiceCommands } from './practice.ts';
import { projectCommands } from './project.ts';
import { regionCommands } from './region.ts';
import { resourceDetailCommands } from './resource-detail.ts';
import { resourceLimitCommands } from './resource-limit.ts';
import { resourceUsersCommands } from './resource-users.ts';
import { roleCommands } from './role.ts';
import { scheduleCommands } from './schedule.ts';
import { sealingCommands } from './sealing.ts';
import { serviceOfferingCommands } from './service-offering.ts';
import { settingCommands } from './setting.ts';
import { sshKeyPairCommands } from './ssh-key-pair.ts';
import { statisticsCommands } from './statistics.ts';
import { storageCommands } from './storage.ts';
import { supportBundleCommands } from './support-bundle.ts';
import { tagCommands } from './tag.ts';
import { unmanagedInstanceCommands } from './unmanaged-instance.ts';
import { usageCommands } from './usage.ts';
import { userDataCommands } from './user-data.ts';
import { virtualMachineCommands } from './virtual-machine.ts';
import { zoneCommands } from './zone.ts';

/** Every command of the product, by its name. The GUI, the HTTP API, the reference and the tests all read this one table. */
export const contract = {
  ...guestOsCommands,
  ...zoneCommands,
  ...networkCommands,
  ...networkProviderCommands,
  ...hostCommands,
  ...hostTagCommands,
  ...hostUndoCommands,
  ...unmanagedInstanceCommands,
  ...hostDiskCommands,
  ...statisticsCommands,
  ...metricsCommands,
  ...storageCommands,
  ...imageCommands,
  ...imageCopyCommands,
  ...imagePermissionCommands,
  ...serviceOfferingCommands,
  ...diskOfferingCommands,
  ...offeringCommands,
  ...virtualMachineCommands,
  ...affinityGroupCommands,
  ...dedicationCommands,
  ...instanceGroupCommands,
  ...assignCommands,
  ...migrationCommands,
  ...nicCommands,
  ...scheduleCommands,
  ...consoleCommands,
  ...leaseCommands,
  ...sealingCommands,
  ...deploymentCommands,
  ...operationCommands,
  ...eventCommands,
  ...tagCommands,
  ...instanceSettingCommands,
  ...resourceDetailCommands,
  ...usageCommands,
  ...annotationCommands,
  ...regionCommands,
  ...supportBundleCommands,
  ...settingCommands,
  ...brandingCommands,
  ...practiceCommands,
  ...resourceUsersCommands,
  ...resourceLimitCommands,
  ...projectCommands,
  ...apiAccessCommands,
  ...domainCommands,
  ...accountCommands,
  ...userCommands,
  ...roleCommands,
  ...sshKeyPairCommands,
  ...guestPasswordCommands,
  ...instanceSizeCommands,
  ...userDataCommands,
};

export type Contract = typeof contract;
export type CommandName = keyof Contract;
/** What a caller passes. */
export type Input<K extends CommandName> = v.InferInput<Contract[K]['input']>;
/** What a handler receives: validated, with defaults and trims applied. */
export type Parsed<K extends CommandName> = v.InferOutput<Contract[K]['input']>;
/** What the command yields in the end (a job's result included). */
export type Output<K extends CommandName> = v.InferOutput<Contract[K]['output']>;
/** Commands whose immediate answer is `{jobid}`. */
export type JobCommandName = {
  [K in CommandName]: Contract[K]['kind'] extends 'job' ? K : Contract[K]['awaits'] extends true ? K : never;
}[CommandName];
/** What the transport answers at once. */
export type Answer<K extends CommandName> = K extends JobCommandName ? JobAnswer : Output<K>;
/** Names of the list commands, with their row types. */
export type ListName = { [K in CommandName]: Contract[K] extends { row: v.GenericSchema } ? K : never }[CommandName];
export type Row<K extends ListName> = Contract[K] extends { row: infer R extends v.GenericSchema }
  ? v.InferOutput<R>
  : never;

export function isJobCommand(name: CommandName): name is JobCommandName {
  const spec = contract[name];
  return spec.kind === 'job' || spec.awaits;
}
