import type { Ctx } from '../../context.ts';
import type { GuestFile } from '../../drivers/driver.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { givenKeys, givenUserData } from './guest-data.ts';
import { configDriveFiles, type GuestFacts } from './guest-files.ts';
import { passwordForGuest } from './guest-password.ts';

/** What is known of an instance that its guest may know. Error: locked. */
export function guestFacts(ctx: Ctx, vm: VirtualMachineRow): GuestFacts {
  const given = givenUserData(ctx, vm.id);
  return {
    id: vm.id,
    instanceName: vm.instanceName,
    name: vm.name,
    offering: vm.serviceOfferingName ?? '',
    zone: vm.zoneName ?? '',
    cloud: `CloudStack-${vm.zoneId}`,
    nics: ctx.store
      .where('nics', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', vm.id)
      .map((nic) => ({ mac: nic.macAddress, address: nic.ipAddress, networkId: nic.networkId })),
    keys: givenKeys(ctx, vm.id),
    userData: given.bytes,
    details: given.details,
    password: passwordForGuest(ctx, vm.id),
  };
}

/** The files of an instance's config drive; none for one that was given nothing, which needs no drive. Error: locked. */
export function configDriveOf(ctx: Ctx, vm: VirtualMachineRow): GuestFile[] | undefined {
  const facts = guestFacts(ctx, vm);
  if (facts.keys.length === 0 && facts.userData === undefined && facts.password === undefined) return undefined;
  return configDriveFiles(facts);
}
