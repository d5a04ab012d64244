import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { moveWish } from './migration.ts';
import { choose } from './planning.ts';
import { ended, hostOf, observed, readyNetworks, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface MigrateInput {
  id: string;
  sourceId: string;
  /** Wished for; else the best one. */
  hostId?: string;
}

/** The instance is where it was, or where it came to: one commit says so, and from then on consoles are opened there. */
function runsAt(ctx: Ctx, id: string, hostId: string, action: 'migrated' | 'failed'): void {
  const vm = ctx.store.get('virtualMachines', id);
  if (vm === undefined || vm.removed !== undefined || (vm.state !== 'Migrating' && vm.hostId === hostId)) return;
  const host = hostOf(ctx, hostId);
  ctx.store.transition('virtualMachines', virtualMachineStates, id, action, {
    ...observed(ctx, 'PowerOn'),
    hostId,
    clusterId: host.clusterId,
    ...(vm.hostId !== hostId && { lastHostId: vm.hostId }),
    destinationHostId: undefined,
  } as Partial<VirtualMachineRow>);
  // Whoever looks at the old screen is told that it is gone, and looks anew.
  if (vm.hostId !== hostId) ctx.console.closeVirtualMachine(id);
}

/** It went off while it was moved. */
function isOff(ctx: Ctx, id: string, hostId: string): void {
  if (vmOf(ctx, id).state !== 'Migrating') return;
  ctx.store.transition('virtualMachines', virtualMachineStates, id, 'followPowerOff', {
    ...observed(ctx, 'PowerOff'),
    lastHostId: hostId,
    hostId: undefined,
    destinationHostId: undefined,
  } as Partial<VirtualMachineRow>);
}

/**
 * From one host to another while it runs. Whatever breaks off in between, where the instance is is asked of both hosts and never concluded:
 * a guest that has come to run at the destination stays there, also when its job failed; it is never woken in two places.
 */
export const migrateVirtualMachineSaga = saga<Ctx, MigrateInput>('migrateVirtualMachine')
  .step('begin', {
    do: () => null,
    undo(ctx, so) {
      if (vmOf(ctx, so.input.id).state === 'Migrating') runsAt(ctx, so.input.id, so.input.sourceId, 'failed');
    },
  })
  .step('placement', {
    do: (ctx, so, tools) =>
      ctx.store.write(() => {
        const vm = vmOf(ctx, so.input.id);
        const hostId = vm.destinationHostId ?? choose(ctx, moveWish(ctx, vm, so.input.hostId)).hostId;
        // What it takes is set aside there: two that move at once are not given the same last place.
        if (vm.destinationHostId === undefined)
          ctx.store.update('virtualMachines', vm.id, { destinationHostId: hostId } as Partial<VirtualMachineRow>);
        tools.log(say`From ${hostOf(ctx, so.input.sourceId).name} to ${hostOf(ctx, hostId).name}`);
        return hostId;
      }),
    undo(ctx, so) {
      const vm = ctx.store.get('virtualMachines', so.input.id);
      if (vm?.destinationHostId !== undefined)
        ctx.store.update('virtualMachines', vm.id, { destinationHostId: undefined } as Partial<VirtualMachineRow>);
    },
  })
  .step('network', {
    do: (ctx, so) => readyNetworks(ctx, so.input.id, hostOf(ctx, so.placement)),
    undo: { nothing: 'its reservations were there before' },
  })
  .step('move', {
    async do(ctx, so, tools) {
      const [source, destination] = [hostOf(ctx, so.input.sourceId), hostOf(ctx, so.placement)];
      await driverOf(ctx, source).migrateDomain(hostTarget(source), hostTarget(destination), so.input.id, {
        signal: tools.signal,
        progress: tools.progress,
      });
    },
    async undo(ctx, so) {
      const [source, destination] = [hostOf(ctx, so.input.sourceId), hostOf(ctx, so.placement)];
      const where = await driverOf(ctx, source).settleMigration(
        hostTarget(source),
        hostTarget(destination),
        so.input.id,
      );
      if (where === 'off') isOff(ctx, so.input.id, source.id);
      else if (where === 'destination') runsAt(ctx, so.input.id, destination.id, 'migrated');
    },
  })
  .step('moved', {
    do: (ctx, so) => runsAt(ctx, so.input.id, so.placement, 'migrated'),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'VM.MIGRATE',
        (name) => {
          const vm = ctx.store.get('virtualMachines', so.input.id);
          return say`Moved ${name} to ${vm?.hostName ?? ''}`;
        },
        outcome,
        why,
      ),
  });
