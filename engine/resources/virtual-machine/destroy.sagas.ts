import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow, VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { forgetGuestData } from './guest-data.ts';
import { deleteVolumes, ended, fallBack, hostOf, observed, releaseNics, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface DestroyInput {
  id: string;
  /** The state before the job. */
  from: string;
  expunge?: boolean;
}

/** Asks the host for a sign of life before anything is taken away: a host that is not there fails the job while all is still whole. */
async function reach(ctx: Ctx, id: string): Promise<string | null> {
  const vm = vmOf(ctx, id);
  if (vm.hostId === undefined) return null;
  const host = hostOf(ctx, vm.hostId);
  await driverOf(ctx, host).pingHost(hostTarget(host));
  return host.id;
}

/** The host that may still hold the definition of an instance which went off without us; one that is away is left to power-sync. */
function definedOn(ctx: Ctx, id: string): HostRow | undefined {
  const vm = vmOf(ctx, id);
  const host = vm.lastHostId === undefined ? undefined : ctx.store.get('hosts', vm.lastHostId);
  return host !== undefined && host.removed === undefined && host.state === 'Up' ? host : undefined;
}

async function removeDomain(ctx: Ctx, id: string, hostId: string | null): Promise<void> {
  ctx.console.closeVirtualMachine(id);
  const host = hostId === null ? definedOn(ctx, id) : hostOf(ctx, hostId);
  if (host === undefined) return;
  await driverOf(ctx, host).destroyDomain(hostTarget(host), id);
  await driverOf(ctx, host).undefineDomain(hostTarget(host), id);
}

function markDestroyed(ctx: Ctx, id: string): void {
  const vm = vmOf(ctx, id);
  const patch = {
    ...observed(ctx, 'PowerOff'),
    lastHostId: vm.hostId ?? vm.lastHostId,
    hostId: undefined,
    destroyed: ctx.clock(),
  } as Partial<VirtualMachineRow>;
  ctx.store.write(() => {
    if (vm.state === 'Stopping') ctx.store.transition('virtualMachines', virtualMachineStates, id, 'stopped');
    ctx.store.transition('virtualMachines', virtualMachineStates, id, 'destroy', patch);
  });
}

function removeRow(ctx: Ctx, id: string): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm === undefined || vm.removed !== undefined) return;
  ctx.store.write(() => {
    ctx.store.remove('virtualMachines', id);
    forgetGuestData(ctx, id);
  });
}

const expunged = (name: string) => say`Expunged ${name}`;

export const destroyVirtualMachineSaga = saga<Ctx, DestroyInput>('destroyVirtualMachine')
  .step('begin', { do: () => null, undo: (ctx, so) => fallBack(ctx, so.input.id, ['Stopping'], 'failed') })
  .step('reach', { do: (ctx, so) => reach(ctx, so.input.id), undo: { nothing: 'only a look' } })
  .step('domain', {
    do: (ctx, so) => removeDomain(ctx, so.input.id, so.reach),
    irreversible: true,
    undo: { nothing: 'a power cut cannot be taken back: the job goes forward' },
  })
  .step('destroyed', {
    do: (ctx, so) => markDestroyed(ctx, so.input.id),
    undo: { nothing: 'past the point of no return' },
  })
  .step('expunging', {
    do(ctx, so) {
      if (so.input.expunge) ctx.store.transition('virtualMachines', virtualMachineStates, so.input.id, 'expunge');
    },
    undo: { nothing: 'past the point of no return' },
  })
  .step('addresses', {
    do: async (ctx, so) => (so.input.expunge ? await releaseNics(ctx, so.input.id) : undefined),
    undo: { nothing: 'past the point of no return' },
  })
  .step('volumes', {
    do: async (ctx, so) => (so.input.expunge ? await deleteVolumes(ctx, so.input.id) : undefined),
    undo: { nothing: 'past the point of no return' },
  })
  .step('row', {
    do: (ctx, so) => (so.input.expunge ? removeRow(ctx, so.input.id) : undefined),
    undo: { nothing: 'past the point of no return' },
  })
  .end({
    result: (ctx, so) => (so.input.expunge ? { success: true } : (oneView(ctx, so.input.id) as Json)),
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'VM.DESTROY',
        so.input.expunge ? expunged : (name) => say`Destroyed ${name}`,
        outcome,
        why,
      ),
  });

export const expungeVirtualMachineSaga = saga<Ctx, DestroyInput>('expungeVirtualMachine')
  .step('begin', { do: () => null, undo: (ctx, so) => fallBack(ctx, so.input.id, ['Expunging'], 'failed') })
  .step('reach', { do: (ctx, so) => reach(ctx, so.input.id), undo: { nothing: 'only a look' } })
  .step('domain', {
    do: (ctx, so) => removeDomain(ctx, so.input.id, so.reach),
    irreversible: true,
    undo: { nothing: 'what is expunged does not come back: the job goes forward' },
  })
  .step('addresses', {
    do: (ctx, so) => releaseNics(ctx, so.input.id),
    undo: { nothing: 'past the point of no return' },
  })
  .step('volumes', {
    do: (ctx, so) => deleteVolumes(ctx, so.input.id),
    undo: { nothing: 'past the point of no return' },
  })
  .step('row', { do: (ctx, so) => removeRow(ctx, so.input.id), undo: { nothing: 'past the point of no return' } })
  .end({
    result: () => ({ success: true }),
    ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'VM.EXPUNGE', expunged, outcome, why),
  });
