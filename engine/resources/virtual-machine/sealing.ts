import type { Ctx } from '../../context.ts';
import type { Output } from '../../contract/contract.ts';
import { errorData, fail } from '../../contract/errors.ts';
import { type Phrase, quoted, say } from '../../contract/phrase.ts';
import { sealingSteps, windowsSealingSteps } from '../../contract/sealing.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { hostOf } from './steps.ts';

const isWindows = (vm: VirtualMachineRow) => /windows/i.test(vm.osTypeName ?? '');

/** Windows has a program of its own for it. Error: conflict. */
export function refuseWindows(vm: VirtualMachineRow): void {
  if (isWindows(vm))
    throw fail('conflict', say`${vm.displayName} runs Windows, which is sealed by Sysprep inside of it.`, {
      hint: say`Run Sysprep in the guest, then seal it by hand.`,
    });
}

/** Why the guest agent cannot do it, or undefined. A guest that talks nonsense is a reason, a host that is away an error. */
async function whyByHand(ctx: Ctx, vm: VirtualMachineRow): Promise<Phrase | undefined> {
  if (isWindows(vm)) return say`Windows is sealed by its own program, inside the guest.`;
  if (vm.state !== 'Running' || vm.hostId === undefined) return say`The instance does not run.`;
  const host = hostOf(ctx, vm.hostId);
  try {
    const agent = await driverOf(ctx, host).askGuestAgent(hostTarget(host), vm.id);
    if (!agent.answers) return say`No guest agent answers. It comes with the package qemu-guest-agent.`;
    return agent.runsPrograms ? undefined : say`The guest agent answers, but is not allowed to run programs.`;
  } catch (error) {
    const { code, message } = errorData(error);
    if (code === 'resourceUnavailable') return quoted(message);
    throw error;
  }
}

/** See the command. Errors: hostUnreachable. */
export async function explainSealing(ctx: Ctx, vm: VirtualMachineRow): Promise<Output<'explainSealing'>> {
  const reason = await whyByHand(ctx, vm);
  return {
    way: reason === undefined ? 'agent' : 'byhand',
    ...(reason !== undefined && { reason }),
    system: isWindows(vm) ? 'windows' : 'linux',
    step: (isWindows(vm) ? windowsSealingSteps : sealingSteps).map((step) => ({ ...step })),
  };
}
