import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { maximumNics } from '../../contract/nic.ts';
import { fixed, type Phrase, say } from '../../contract/phrase.ts';
import { pageOf } from '../../store/page.ts';
import type { NicRow, VirtualMachineRow } from '../../store/rows.ts';
import { refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { checkWish } from '../network/allocation.ts';
import { checkMac } from './nic-rows.ts';
import { nicsOf } from './view.ts';

/** An instance whose NICs may be changed now: of the caller, Running or Stopped, and at rest. */
function changeable(ctx: Ctx, caller: Caller, id: string, field: string): VirtualMachineRow {
  const vm = ctx.store.need('virtualMachines', id, field);
  checkOwner(ctx, caller, vm);
  if (vm.state !== 'Running' && vm.state !== 'Stopped')
    throw fail(
      'conflict',
      say`${vm.displayName} is ${fixed(vm.state)}; its NICs are changed while it is Running or Stopped.`,
    );
  refuseWhileBusy(ctx, vm.id, vm.displayName);
  return vm;
}

function nicOf(ctx: Ctx, id: string, vmId?: string): NicRow {
  const nic = ctx.store.need('nics', id, 'nicid');
  if (vmId !== undefined && nic.virtualMachineId !== vmId)
    throw fail('parameter', say`The NIC belongs to another instance.`, { field: 'nicid' });
  return nic;
}

/** Starts a job on an instance's NICs; call with its checks done. */
function startOn(ctx: Ctx, caller: Caller, vm: VirtualMachineRow, kind: string, said: Phrase, input: object) {
  return ctx.store.write(() => {
    const answer = startJob(
      ctx,
      caller,
      kind,
      { ...input, id: vm.id },
      {
        resourceNoun: 'virtualmachine',
        resourceId: vm.id,
        resourceName: vm.displayName,
        said,
        ...(vm.hostId !== undefined && { hostId: vm.hostId }),
      },
    );
    ctx.store.update('virtualMachines', vm.id, { jobId: answer.jobid, error: undefined } as Partial<VirtualMachineRow>);
    return answer;
  });
}

export const nicHandlers = {
  listNics(ctx, caller, input) {
    const vm = ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid');
    checkOwner(ctx, caller, vm);
    const nics = (nicsOf(ctx, [vm.id]).get(vm.id) ?? []).filter(
      (nic) =>
        (input.nicid === undefined || nic.id === input.nicid) &&
        (input.networkid === undefined || nic.networkid === input.networkid),
    );
    const page = pageOf(nics, input, {
      keyword: (nic) => `${nic.ipaddress} ${nic.macaddress} ${nic.networkname}`,
      sortable: ['ipaddress', 'macaddress', 'networkname'],
    });
    return { count: page.count, nic: page.rows };
  },

  addNicToVirtualMachine(ctx, caller, input) {
    const vm = changeable(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const network = ctx.store.need('networks', input.networkid, 'networkid');
    if (network.zoneId !== vm.zoneId)
      throw fail('parameter', say`The network ${network.name} belongs to another zone.`, { field: 'networkid' });
    refuseWhileRemoved(ctx, network.id, network.name, 'networkid');
    const nics = ctx.store.where('nics', 'removed IS NULL AND virtual_machine_id = ?', vm.id);
    if (nics.some((nic) => nic.networkId === network.id))
      throw fail('parameter', say`${vm.displayName} has a NIC in the network ${network.name} already.`, {
        field: 'networkid',
        hint: say`A further address of that NIC does what a second one would: addIpToNic.`,
      });
    if (nics.length >= maximumNics)
      throw fail('conflict', say`${vm.displayName} has ${maximumNics} NICs, which is as many as an instance may have.`);
    if (input.ipaddress !== undefined) checkWish(ctx, network, input.ipaddress);
    if (input.macaddress !== undefined) checkMac(ctx, input.macaddress);
    return startOn(ctx, caller, vm, 'addNicToVirtualMachine', say`Giving ${vm.displayName} a NIC in ${network.name}`, {
      nicId: ctx.ids(),
      networkId: network.id,
      ipAddress: input.ipaddress,
      macAddress: input.macaddress?.toLowerCase(),
    });
  },

  removeNicFromVirtualMachine(ctx, caller, input) {
    const vm = changeable(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const nic = nicOf(ctx, input.nicid, vm.id);
    if (nic.isDefault)
      throw fail('conflict', say`The default NIC of ${vm.displayName} cannot be taken out.`, {
        field: 'nicid',
        hint: say`Make another one the default first.`,
      });
    return startOn(
      ctx,
      caller,
      vm,
      'removeNicFromVirtualMachine',
      say`Taking the NIC in ${nic.networkName ?? ''} out of ${vm.displayName}`,
      { nicId: nic.id },
    );
  },

  updateDefaultNicForVirtualMachine(ctx, caller, input) {
    const vm = changeable(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const nic = nicOf(ctx, input.nicid, vm.id);
    const before = ctx.store.first('nics', 'removed IS NULL AND virtual_machine_id = ? AND is_default = 1', vm.id);
    return startOn(
      ctx,
      caller,
      vm,
      'updateDefaultNicForVirtualMachine',
      say`Making the NIC in ${nic.networkName ?? ''} the default one of ${vm.displayName}`,
      { nicId: nic.id, before: before?.id },
    );
  },

  updateVmNicIp(ctx, caller, input) {
    const nic = nicOf(ctx, input.nicid);
    const vm = changeable(ctx, caller, nic.virtualMachineId, 'nicid');
    const network = ctx.store.need('networks', nic.networkId);
    if (input.ipaddress !== undefined && input.ipaddress !== nic.ipAddress) checkWish(ctx, network, input.ipaddress);
    return startOn(ctx, caller, vm, 'updateVmNicIp', say`Giving a NIC of ${vm.displayName} another address`, {
      nicId: nic.id,
      ipAddress: input.ipaddress,
      before: nic.ipAddress,
    });
  },

  addIpToNic(ctx, caller, input) {
    const nic = nicOf(ctx, input.nicid);
    const vm = changeable(ctx, caller, nic.virtualMachineId, 'nicid');
    if (input.ipaddress !== undefined) checkWish(ctx, ctx.store.need('networks', nic.networkId), input.ipaddress);
    return startOn(ctx, caller, vm, 'addIpToNic', say`Setting an address aside for a NIC of ${vm.displayName}`, {
      nicId: nic.id,
      secondaryId: ctx.ids(),
      ipAddress: input.ipaddress,
      description: input.description,
    });
  },

  removeIpFromNic(ctx, caller, input) {
    const secondary = ctx.store.need('nicSecondaryIps', input.id);
    const vm = changeable(ctx, caller, secondary.virtualMachineId, 'id');
    return startOn(ctx, caller, vm, 'removeIpFromNic', say`Giving ${secondary.ipAddress} of ${vm.displayName} back`, {
      secondaryId: secondary.id,
      ipAddress: secondary.ipAddress,
    });
  },
} satisfies Partial<Handlers>;
