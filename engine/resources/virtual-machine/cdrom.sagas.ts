import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { cdromSpec, ended, hostOf, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface CdromInput {
  id: string;
  /** What shall be in the drive, and what was in it. */
  isoId?: string;
  before?: string;
  forced: boolean;
}

async function change(ctx: Ctx, id: string, isoId: string | undefined, forced: boolean): Promise<void> {
  const vm = vmOf(ctx, id);
  // A stopped instance has no definition anywhere: its row is all there is to change.
  if (vm.hostId === undefined) return;
  const host = hostOf(ctx, vm.hostId);
  await driverOf(ctx, host).changeCdrom(hostTarget(host), id, cdromSpec(ctx, isoId, vm.hostId), forced);
}

const cdromSaga = (kind: 'attachIso' | 'detachIso') =>
  saga<Ctx, CdromInput>(kind)
    .step('drive', {
      do: (ctx, so) => change(ctx, so.input.id, so.input.isoId, so.input.forced),
      undo: (ctx, so) => change(ctx, so.input.id, so.input.before, true),
    })
    .step('row', {
      do: (ctx, so) =>
        ctx.store.update('virtualMachines', so.input.id, { isoId: so.input.isoId } as Partial<VirtualMachineRow>),
      undo: (ctx, so) =>
        ctx.store.update('virtualMachines', so.input.id, { isoId: so.input.before } as Partial<VirtualMachineRow>),
    })
    .end({
      result: (ctx, so) => oneView(ctx, so.input.id) as Json,
      ended: (ctx, so, outcome, why) =>
        ended(
          ctx,
          so.input.id,
          kind === 'attachIso' ? 'ISO.ATTACH' : 'ISO.DETACH',
          (name) => (kind === 'attachIso' ? say`Put an ISO into ${name}` : say`Took the ISO out of ${name}`),
          outcome,
          why,
        ),
    });

export const cdromSagas = [cdromSaga('attachIso'), cdromSaga('detachIso')];
