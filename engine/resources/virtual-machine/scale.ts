import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { Parsed } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow, VirtualMachineRow } from '../../store/rows.ts';
import { addEvent, driverOf, hostTarget, refuseWhileBusy } from '../common.ts';
import { usableOffering } from '../offering/reach.ts';
import { sizeOf } from '../offering/sizes.ts';
import { reserve } from '../resource-limit/limits.ts';
import { ownInstance, refuseState, startOn } from './begin.ts';
import { sizesOnly } from './details.ts';
import { refuseGrowth, refuseWithoutRoom } from './dynamic-scaling.ts';
import { domainSpec, ended, hostOf, vmOf } from './steps.ts';
import { oneView } from './view.ts';

/** What an instance is, or is to be: CloudStack takes high availability from the offering, too. */
type Size = Pick<VirtualMachineRow, 'serviceOfferingId' | 'cpuNumber' | 'cpuSpeed' | 'memory' | 'haEnabled'>;

const mebibyte = 1024 ** 2;

/** Where it runs. */
const runsOn = (ctx: Ctx, vm: VirtualMachineRow): HostRow | undefined =>
  vm.state === 'Running' && vm.hostId !== undefined ? hostOf(ctx, vm.hostId) : undefined;

const sizeNow = (vm: VirtualMachineRow): Size => ({
  serviceOfferingId: vm.serviceOfferingId,
  cpuNumber: vm.cpuNumber,
  cpuSpeed: vm.cpuSpeed,
  memory: vm.memory,
  haEnabled: vm.haEnabled,
});

/** The size that is asked for. Errors: conflict for one that is not stopped and cannot grow as it runs, parameter for an offering that does not fit. */
function plannedSize(
  ctx: Ctx,
  vm: VirtualMachineRow,
  input: Parsed<'scaleVirtualMachine'>,
  host: HostRow | undefined,
): Size {
  if (host === undefined) refuseState(vm, 'start', say`scaled`);
  const use = { accountId: vm.accountId, domainId: vm.domainId, zoneId: vm.zoneId };
  const offering = usableOffering(ctx, 'serviceOfferings', input.serviceofferingid, use, 'serviceofferingid');
  const before = ctx.store.get('serviceOfferings', vm.serviceOfferingId);
  if (before !== undefined && before.storageType !== offering.storageType)
    throw fail(
      'parameter',
      say`The offering ${offering.name} wants another kind of storage than the disks of ${vm.displayName} lie on.`,
      {
        field: 'serviceofferingid',
        hint: say`Choose an offering of the same storage type.`,
      },
    );
  const size = sizeOf(offering, sizesOnly(input.details));
  if (host !== undefined) refuseGrowth(ctx, vm, host, offering, size);
  return { serviceOfferingId: offering.id, ...size, haEnabled: offering.offerHa };
}

/** Looks at the limits of the owner for what the new size has more than the old one; call inside `store.write`. Error: allocation. */
function reserveMore(ctx: Ctx, vm: VirtualMachineRow, size: Size): void {
  const [cpu, memory] = [size.cpuNumber - vm.cpuNumber, size.memory - vm.memory];
  reserve(ctx, vm, { ...(cpu > 0 && { cpu }), ...(memory > 0 && { memory }) });
}

/** Looks whether there is room for the new size where the instance runs; call inside `store.write`. */
function needRoom(ctx: Ctx, vm: VirtualMachineRow, size: Size): void {
  const host = runsOn(ctx, vm);
  if (host !== undefined) refuseWithoutRoom(ctx, vm, host, size);
}

/** Counts from this commit on, for its owner and its host. Call inside `store.write`. */
function resize(ctx: Ctx, vm: VirtualMachineRow, size: Size): void {
  reserveMore(ctx, vm, size);
  needRoom(ctx, vm, size);
  ctx.store.update('virtualMachines', vm.id, size);
}

const scaled = (ctx: Ctx, caller: Caller, vm: VirtualMachineRow) =>
  addEvent(ctx, caller, {
    type: 'VM.UPGRADE',
    description: say`Scaled ${vm.displayName}`,
    resourceId: vm.id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });

export const scaleHandlers = {
  scaleVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    const size = plannedSize(ctx, vm, input, runsOn(ctx, vm));
    return ctx.store.write(() => {
      reserveMore(ctx, vm, size);
      needRoom(ctx, vm, size);
      return startOn(ctx, caller, vm.id, 'scaleVirtualMachine', undefined, { size, before: sizeNow(vm) });
    });
  },

  changeServiceForVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    if (vm.state === 'Running')
      throw fail('conflict', say`${vm.displayName} is Running and cannot be scaled at once.`, {
        hint: say`Stop it first, or use scaleVirtualMachine, which makes a running instance larger where that is allowed.`,
      });
    const size = plannedSize(ctx, vm, input, undefined);
    refuseWhileBusy(ctx, vm.id, vm.displayName);
    return ctx.store.write(() => {
      resize(ctx, vm, size);
      scaled(ctx, caller, vm);
      return oneView(ctx, vm.id);
    });
  },
} satisfies Partial<Handlers>;

/** The same domain with another size. */
async function scaleOnHost(ctx: Ctx, id: string, size: Size): Promise<void> {
  const host = runsOn(ctx, vmOf(ctx, id));
  if (host === undefined) return;
  const { cpuNumber, cpuSpeed, memory } = size;
  const domain = { ...domainSpec(ctx, id), cpuNumber, cpuSpeed, memory: memory * mebibyte };
  await driverOf(ctx, host).scaleDomain(hostTarget(host), domain);
}

/**
 * Another size: a stopped instance's next start looks for a host that has room for it, a running one is given more where it is. The row comes
 * first, so that what is about to be used is counted already.
 */
export const scaleSaga = saga<Ctx, { id: string; size: Size; before: Size }>('scaleVirtualMachine')
  .step('size', {
    do: (ctx, so) => ctx.store.write(() => resize(ctx, vmOf(ctx, so.input.id), so.input.size)),
    undo: (ctx, so) => ctx.store.update('virtualMachines', so.input.id, so.input.before),
  })
  .step('host', {
    do: (ctx, so) => scaleOnHost(ctx, so.input.id, so.input.size),
    undo: (ctx, so) => scaleOnHost(ctx, so.input.id, so.input.before),
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'VM.UPGRADE', (name) => say`Scaled ${name}`, outcome, why),
  });
