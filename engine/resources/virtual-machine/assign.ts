import type { Caller, Ctx, Handlers } from '../../context.ts';
import { errorData, fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import type { NicRow, VirtualMachineRow, VolumeRow } from '../../store/rows.ts';
import { ownerOf } from '../account/owner.ts';
import { joinGroups } from '../affinity-group/membership.ts';
import { addEvent, refuseWhileBusy } from '../common.ts';
import { removeCard } from '../network/service.ts';
import { usableOffering } from '../offering/reach.ts';
import { reserve } from '../resource-limit/limits.ts';
import { checkImageUse } from '../template/permissions.ts';
import { ownInstance } from './begin.ts';
import { bookNic, unbookNic } from './nic-rows.ts';
import { volumesOf } from './steps.ts';
import { oneView } from './view.ts';

interface Owner {
  accountId: string;
  domainId: string;
}

/** What the new owner could not have deployed is not given to him. Errors: parameter, account. */
function refuseBeyondReach(ctx: Ctx, caller: Caller, vm: VirtualMachineRow, volumes: VolumeRow[], owner: Owner): void {
  const use = { ...owner, zoneId: vm.zoneId };
  usableOffering(ctx, 'serviceOfferings', vm.serviceOfferingId, use, 'account');
  for (const volume of volumes)
    if (volume.diskOfferingId !== undefined)
      usableOffering(ctx, 'diskOfferings', volume.diskOfferingId, use, 'account');
  const template = ctx.store.get('templates', vm.templateId);
  if (template !== undefined && template.removed === undefined) checkImageUse(ctx, caller, template, owner.accountId);
}

/** Networks in place of those that an instance has. Errors: parameter. */
function checkNetworks(ctx: Ctx, vm: VirtualMachineRow, ids: readonly string[]): void {
  if (new Set(ids).size !== ids.length)
    throw fail('parameter', say`A network is named twice.`, { field: 'networkids' });
  for (const id of ids) {
    const network = ctx.store.need('networks', id, 'networkids');
    if (network.zoneId !== vm.zoneId)
      throw fail('parameter', say`The network ${network.name} belongs to another zone.`, { field: 'networkids' });
  }
}

/** Rows of an instance become somebody else's, in one commit with what counts for whom. Answers with the NICs that it has no longer. */
function move(ctx: Ctx, vm: VirtualMachineRow, owner: Owner, networkIds: readonly string[] | undefined): NicRow[] {
  const { store } = ctx;
  const volumes = volumesOf(ctx, vm.id);
  // For a moment it is nobody's: what both owners' domains have in common must not count it twice.
  store.prepare("UPDATE virtual_machine SET account_id = '' WHERE id = ?").run(vm.id);
  store.prepare("UPDATE volume SET account_id = '' WHERE removed IS NULL AND virtual_machine_id = ?").run(vm.id);
  reserve(ctx, owner, {
    user_vm: 1,
    cpu: vm.cpuNumber,
    memory: vm.memory,
    volume: volumes.length,
    primary_storage: volumes.reduce((sum, volume) => sum + volume.size, 0),
  });
  // Groups and registered user data are of the former owner; what the guest was given stays with it.
  store.update('virtualMachines', vm.id, {
    ...owner,
    instanceGroupId: undefined,
    userDataId: undefined,
  } as Partial<VirtualMachineRow>);
  joinGroups(ctx, vm.id, []);
  for (const volume of volumes) store.update('volumes', volume.id, { ...owner });
  const gone = networkIds === undefined ? [] : store.where('nics', 'removed IS NULL AND virtual_machine_id = ?', vm.id);
  for (const nic of gone) unbookNic(ctx, nic);
  for (const [deviceId, networkId] of (networkIds ?? []).entries())
    bookNic(ctx, vm.id, ctx.ids(), { networkId }, deviceId, deviceId === 0);
  // Its former owner's windows hear that it is gone.
  for (const [noun, id] of [
    ['virtualmachine', vm.id],
    ...volumes.map((volume) => ['volume', volume.id] as const),
  ] as const)
    store.changed({ noun, id, change: 'deleted', accountid: vm.accountId });
  return gone;
}

export const assignHandlers = {
  async assignVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    if (input.account === undefined && input.projectid === undefined)
      throw fail('parameter', say`Say to whom it is given: account and domainid, or projectid.`, { field: 'account' });
    const owner = ownerOf(ctx, caller, input);
    if (owner.accountId === vm.accountId)
      throw fail('parameter', say`${vm.displayName} is theirs already.`, { field: 'account' });
    if (vm.state !== 'Stopped')
      throw fail('conflict', say`${vm.displayName} is ${fixed(vm.state)}; it is given away while it is Stopped.`);
    refuseWhileBusy(ctx, vm.id, vm.displayName);
    if (vm.isoId !== undefined)
      throw fail('conflict', say`An ISO is in the CD drive of ${vm.displayName}.`, { hint: say`Detach it first.` });
    refuseBeyondReach(ctx, caller, vm, volumesOf(ctx, vm.id), owner);
    if (input.networkids !== undefined) checkNetworks(ctx, vm, input.networkids);
    const gone = ctx.store.write(() => {
      const nics = move(ctx, vm, owner, input.networkids);
      for (const whose of [vm, owner])
        addEvent(
          ctx,
          { ...whose, username: caller.username },
          {
            type: 'VM.MOVE',
            description: say`Gave ${vm.displayName} to another owner`,
            resourceId: vm.id,
            resourceType: 'VirtualMachine',
            resourceName: vm.displayName,
          },
        );
      return nics;
    });
    // A network that cannot be told now is told by network-state; those that it has come to be in are told at its start.
    for (const nic of gone)
      await removeCard(ctx, nic).catch((error: unknown) =>
        ctx.log.add({ level: 'warn', text: `Not told of a released address: ${errorData(error).message}` }),
      );
    return oneView(ctx, vm.id);
  },
} satisfies Partial<Handlers>;
