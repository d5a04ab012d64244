import { checkOwner } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, say, withOr } from '../../contract/phrase.ts';
import { allowed, virtualMachineStates } from '../../contract/states.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { refuseWhileBusy, startJob } from '../common.ts';

/** How commands on an instance begin: whose it is, what its state allows, and the job that moves it on. */

/** An instance that the caller may use: before anything is said of it, its state included. */
export function ownInstance(ctx: Ctx, caller: Caller, id: string, field?: string): VirtualMachineRow {
  const vm = ctx.store.need('virtualMachines', id, field);
  checkOwner(ctx, caller, vm);
  return vm;
}

const begun = {
  startVirtualMachine: (name: string) => say`Starting ${name}`,
  stopVirtualMachine: (name: string) => say`Stopping ${name}`,
  rebootVirtualMachine: (name: string) => say`Restarting ${name}`,
  restoreVirtualMachine: (name: string) => say`Resetting ${name} to its template`,
  sealVirtualMachine: (name: string) => say`Sealing ${name}`,
  destroyVirtualMachine: (name: string) => say`Destroying ${name}`,
  expungeVirtualMachine: (name: string) => say`Expunging ${name}`,
  migrateVirtualMachine: (name: string) => say`Moving ${name} to another host`,
  updateVMAffinityGroup: (name: string) => say`Changing the affinity groups of ${name}`,
  scaleVirtualMachine: (name: string) => say`Scaling ${name}`,
  resetPasswordForVirtualMachine: (name: string) => say`Giving ${name} another password`,
  unmanageVirtualMachine: (name: string) => say`Letting ${name} go`,
  resetSSHKeyForVirtualMachine: (name: string) => say`Giving ${name} other SSH keys`,
};

/** Starts a job that moves an instance on: one transition and one job in one commit, refused while another job is open. */
export function startOn(
  ctx: Ctx,
  caller: Caller,
  id: string,
  kind: keyof typeof begun,
  action: string | undefined,
  input: object,
) {
  const vm = ownInstance(ctx, caller, id);
  refuseWhileBusy(ctx, vm.id, vm.displayName);
  return ctx.store.write(() => {
    if (action !== undefined) ctx.store.transition('virtualMachines', virtualMachineStates, id, action);
    const answer = startJob(
      ctx,
      caller,
      kind,
      { ...input, id, from: vm.state },
      {
        resourceNoun: 'virtualmachine',
        resourceId: id,
        resourceName: vm.displayName,
        said: begun[kind](vm.displayName),
        ...(vm.hostId !== undefined && { hostId: vm.hostId }),
      },
    );
    ctx.store.update('virtualMachines', id, { jobId: answer.jobid, error: undefined } as Partial<VirtualMachineRow>);
    return answer;
  });
}

/** Refuses what the state of an instance does not allow, by the state table. Error: conflict. */
export function refuseState(vm: VirtualMachineRow, action: string, verb: Phrase): void {
  const verdict = allowed(virtualMachineStates, vm.state, action);
  if (!verdict.ok)
    throw fail('conflict', say`${vm.displayName} is ${fixed(vm.state)} and cannot be ${verb}.`, {
      hint: say`It must be ${withOr(verdict.from.map(fixed))}.`,
    });
}
