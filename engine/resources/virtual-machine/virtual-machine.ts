import { listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates } from '../../contract/states.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { addEvent, filterOfFewIds, refuseWhileBusy } from '../common.ts';
import { groupNamed } from '../instance-group/membership.ts';
import { changedSettings } from '../resource-detail/resource-detail.ts';
import { giveSettings } from '../resource-detail/settings.ts';
import { reserve } from '../resource-limit/limits.ts';
import { refuseProtectedVolumes } from '../volume/protection.ts';
import { ownInstance, refuseState, startOn } from './begin.ts';
import { beginDeployment, placeOf, planDeployment, refuseTakenName } from './deploy.ts';
import { checkGrowing } from './dynamic-scaling.ts';
import { explainLease } from './explain-lease.ts';
import { explainPlacement } from './explain-placement.ts';
import { changedUserData, giveUserData } from './guest-data.ts';
import { checkLease, leasePatch, refuseProtected } from './instance-lease.ts';
import { resettableRoot } from './restore.saga.ts';
import { explainSealing, refuseWindows } from './sealing.ts';
import { oneView, virtualMachineViews } from './view.ts';

/** A MAC address, or the beginning of one, as switches write it: found by the way in which it is kept. */
function withColons(keyword: string | undefined): string | undefined {
  const text = keyword?.trim() ?? '';
  return /^([0-9a-f]{2}-){2,5}[0-9a-f]{0,2}$/i.test(text) ? text.replaceAll('-', ':') : keyword;
}

/** Users may have to leave what they destroyed to the clean-up, or to an administrator. */
function refuseUnlessAllowed(ctx: Ctx, caller: Caller): void {
  const { accountId, domainId } = caller;
  if (caller.role === 'User' && !ctx.settings.boolean('allow.user.expunge.recover.vm', { accountId, domainId }))
    throw fail('account', say`Users may neither recover nor expunge instances here.`, {
      hint: say`The setting allow.user.expunge.recover.vm allows it; otherwise ask an administrator.`,
    });
}

export const virtualMachineHandlers = {
  deployVirtualMachine(ctx, caller, input) {
    const plan = planDeployment(ctx, caller, input);
    return ctx.store.write(() => beginDeployment(ctx, caller, plan, input));
  },

  startVirtualMachine(ctx, caller, input) {
    refuseState(ownInstance(ctx, caller, input.id), 'start', say`started`);
    return startOn(ctx, caller, input.id, 'startVirtualMachine', 'start', placeOf(ctx, caller, input));
  },

  stopVirtualMachine(ctx, caller, input) {
    refuseState(ownInstance(ctx, caller, input.id), 'stop', say`stopped`);
    return startOn(ctx, caller, input.id, 'stopVirtualMachine', 'stop', { forced: input.forced ?? false });
  },

  rebootVirtualMachine(ctx, caller, input) {
    refuseState(ownInstance(ctx, caller, input.id), 'reboot', say`restarted`);
    return startOn(ctx, caller, input.id, 'rebootVirtualMachine', 'reboot', {
      forced: input.forced ?? false,
    });
  },

  destroyVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseProtected(ctx, vm);
    if (vm.state !== 'Running') refuseState(vm, 'destroy', say`destroyed`);
    return startOn(ctx, caller, input.id, 'destroyVirtualMachine', vm.state === 'Running' ? 'stop' : undefined, {
      expunge: input.expunge ?? false,
    });
  },

  restoreVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    if (vm.state !== 'Stopped') refuseState(vm, 'stop', say`reset`);
    const root = resettableRoot(ctx, vm.id);
    refuseProtectedVolumes([root]);
    const action = vm.state === 'Running' ? 'stop' : undefined;
    return startOn(ctx, caller, vm.id, 'restoreVirtualMachine', action, {
      oldVolumeId: root.id,
      newVolumeId: ctx.ids(),
    });
  },

  explainLease: (ctx, caller, input) =>
    explainLease(ctx, ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid')),

  explainSealing: (ctx, caller, input) =>
    explainSealing(ctx, ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid')),

  sealVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseState(vm, 'stop', say`sealed`);
    const byHand = input.byhand ?? false;
    if (!byHand) refuseWindows(vm);
    return startOn(ctx, caller, vm.id, 'sealVirtualMachine', 'stop', { byHand });
  },

  recoverVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseUnlessAllowed(ctx, caller);
    refuseState(vm, 'recover', say`recovered`);
    refuseWhileBusy(ctx, vm.id, vm.displayName);
    return ctx.store.write(() => {
      reserve(ctx, vm, { user_vm: 1, cpu: vm.cpuNumber, memory: vm.memory });
      ctx.store.transition('virtualMachines', virtualMachineStates, vm.id, 'recover', {
        destroyed: undefined,
      } as Partial<VirtualMachineRow>);
      addEvent(ctx, caller, {
        type: 'VM.RECOVER',
        description: say`Recovered ${vm.displayName}`,
        resourceId: vm.id,
        resourceType: 'VirtualMachine',
        resourceName: vm.displayName,
      });
      return oneView(ctx, vm.id);
    });
  },

  expungeVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseUnlessAllowed(ctx, caller);
    refuseProtected(ctx, vm);
    refuseState(vm, 'expunge', say`expunged`);
    return startOn(ctx, caller, input.id, 'expungeVirtualMachine', 'expunge', {});
  },

  updateVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    checkLease(ctx, input, vm.leaseExpiry !== undefined);
    if (input.ostypeid !== undefined) ctx.store.need('osTypes', input.ostypeid, 'ostypeid');
    checkGrowing(ctx, vm, input.isdynamicallyscalable);
    const settings = changedSettings(ctx, caller, vm, input);
    const userData = changedUserData(ctx, caller, vm, input);
    if (input.name !== undefined && input.name !== vm.name) refuseTakenName(ctx, input.name);
    return ctx.store.write(() => {
      if (userData !== undefined) giveUserData(ctx, vm.id, userData);
      if (settings !== undefined) giveSettings(ctx, vm, 'UserVm', settings);
      ctx.store.update('virtualMachines', vm.id, {
        ...leasePatch(ctx, input),
        deleteProtection: input.deleteprotection ?? vm.deleteProtection ?? false,
        osTypeId: input.ostypeid ?? vm.osTypeId,
        name: input.name ?? vm.name,
        displayName: input.displayname ?? vm.displayName,
        haEnabled: input.haenable ?? vm.haEnabled,
        dynamicallyScalable: input.isdynamicallyscalable ?? vm.dynamicallyScalable ?? false,
        ...(input.group !== undefined && { instanceGroupId: groupNamed(ctx, caller, vm, input.group) }),
        bootOrder: input.bootorder ?? vm.bootOrder ?? 'disk',
      });
      addEvent(ctx, caller, {
        type: 'VM.UPDATE',
        description: say`Changed ${vm.displayName}`,
        resourceId: vm.id,
        resourceType: 'VirtualMachine',
        resourceName: input.displayname ?? vm.displayName,
      });
      // DHCP and DNS know it by its name.
      if (input.name !== undefined && input.name !== vm.name) ctx.poke('network-state');
      return oneView(ctx, vm.id, caller);
    });
  },

  listVirtualMachines(ctx, caller, input) {
    const page = listOwned(
      ctx,
      caller,
      'virtualMachines',
      { ...input, keyword: withColons(input.keyword) },
      {
        filters: [
          ['id = ?', input.id],
          filterOfFewIds(input.ids),
          ['name = ?', input.name],
          ['user_id = ?', input.userid],
          ['state = ?', input.state],
          ['zone_id = ?', input.zoneid],
          ['pod_id = ?', input.podid],
          ['cluster_id = ?', input.clusterid],
          ['host_id = ?', input.hostid],
          ['template_id = ?', input.templateid],
          ['iso_id = ?', input.isoid],
          ['service_offering_id = ?', input.serviceofferingid],
          ['instance_group_id = ?', input.groupid],
          [
            'id IN (SELECT virtual_machine_id FROM affinity_group_member WHERE affinity_group_id = ?)',
            input.affinitygroupid,
          ],
          ['hypervisor = ?', input.hypervisor],
          ['(lease_expiry IS NOT NULL) = ?', input.leased === undefined ? undefined : Number(input.leased)],
          ['user_data_id = ?', input.userdataid],
          ['ha_enabled = ?', input.haenable === undefined ? undefined : Number(input.haenable)],
          ['id IN (SELECT virtual_machine_id FROM volume WHERE removed IS NULL AND pool_id = ?)', input.storageid],
          ['id IN (SELECT virtual_machine_id FROM instance_key WHERE name = ?)', input.keypair],
          ['id IN (SELECT virtual_machine_id FROM nic WHERE removed IS NULL AND network_id = ?)', input.networkid],
        ],
        sortable: {
          name: 'name',
          displayname: 'displayName',
          state: 'state',
          ipaddress: 'ipAddress',
          hostname: 'hostName',
          templatename: 'templateName',
          serviceofferingname: 'serviceOfferingName',
          zonename: 'zoneName',
          memory: 'memory',
          cpunumber: 'cpuNumber',
          created: 'created',
        },
      },
    );
    const shown = { caller, accumulate: input.accumulate };
    return { count: page.count, virtualmachine: virtualMachineViews(ctx, page.rows, shown) };
  },

  explainPlacement: (ctx, caller, input) => explainPlacement(ctx, caller, input),
} satisfies Partial<Handlers>;
