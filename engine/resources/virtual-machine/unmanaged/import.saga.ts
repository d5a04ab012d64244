import type { Ctx } from '../../../context.ts';
import { say } from '../../../contract/phrase.ts';
import { type Json, saga } from '../../../jobs/saga.ts';
import { driverOf, hostTarget } from '../../common.ts';
import type { Card } from '../nic-rows.ts';
import { bookNics, ended, hostOf, readyNetworks, releaseNics, vmOf, volumesOf } from '../steps.ts';
import { oneView } from '../view.ts';
import { tellOfUnmanaged } from './look.ts';

interface ImportInput {
  id: string;
  hostId: string;
  cards: Card[];
}

/**
 * A virtual machine that somebody else made becomes an instance while it runs. Its rows were written in one commit with the job; the host's
 * part is one mark in its definition, which comes last, so that whatever fails before leaves nothing there.
 */
export const importUnmanagedInstanceSaga = saga<Ctx, ImportInput>('importUnmanagedInstance')
  .step('rows', {
    do: () => null,
    undo(ctx, so) {
      const vm = ctx.store.get('virtualMachines', so.input.id);
      if (vm === undefined || vm.removed !== undefined) return;
      ctx.store.write(() => {
        for (const volume of volumesOf(ctx, vm.id)) ctx.store.remove('volumes', volume.id);
        ctx.store.remove('virtualMachines', vm.id);
      });
    },
  })
  .step('addresses', {
    do: (ctx, so) => bookNics(ctx, so.input.id, so.input.cards),
    undo: (ctx, so) => releaseNics(ctx, so.input.id),
  })
  .step('network', {
    async do(ctx, so, tools) {
      tools.progress(undefined, say`Making DHCP and DNS ready`);
      await readyNetworks(ctx, so.input.id, hostOf(ctx, so.input.hostId));
    },
    undo: { nothing: 'the addresses’ undo takes the reservations out, and the network down when they were the last' },
  })
  .step('mark', {
    async do(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      const { id, instanceName } = vmOf(ctx, so.input.id);
      await driverOf(ctx, host).adoptDomain(hostTarget(host), { id, instanceName });
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.input.hostId);
      await driverOf(ctx, host).releaseDomain(hostTarget(host), so.input.id);
    },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended(ctx, so, outcome, why) {
      ended(ctx, so.input.id, 'VM.IMPORT', (name) => say`Imported ${name}`, outcome, why);
      tellOfUnmanaged(ctx, so.input.id);
    },
  });
