import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say, withSemicolons } from '../../contract/phrase.ts';
import { sealingSteps } from '../../contract/sealing.ts';
import { type Json, type StepTools, saga } from '../../jobs/saga.ts';
import { driverOf, hostTarget } from '../common.ts';
import { becomeStopped, powerOffGuest, removeDefinition, settlePowerOff } from './power.sagas.ts';
import { ended, fallBack, hostOf, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface SealInput {
  id: string;
  /** State before. */
  from: string;
  /** Someone did it in the guest: only its power goes. */
  byHand: boolean;
}

/** How long one step may take in a guest: a slow disk full of logs. */
const stepPatience = 120_000;

/**
 * Runs every step in the guest. One that fails does not keep the others back, so that the error names all that is left to do; an agent that
 * falls silent ends it at once.
 */
async function clear(ctx: Ctx, id: string, tools: StepTools): Promise<void> {
  const vm = vmOf(ctx, id);
  const host = hostOf(ctx, vm.hostId ?? '');
  const cleared: Phrase[] = [];
  const failed: Phrase[] = [];
  for (const [index, step] of sealingSteps.entries()) {
    tools.progress((100 * index) / sealingSteps.length, say`Clearing in the guest: ${step.title}`);
    const result = await driverOf(ctx, host)
      .runInGuest(hostTarget(host), id, {
        argv: ['/bin/sh', '-ec', step.script],
        timeout: stepPatience,
        signal: tools.signal,
      })
      .catch((error: unknown) => {
        tools.log(say`${step.title}: not known whether it was cleared`, 'error');
        throw error;
      });
    const why = `exit code ${result.exitCode}${result.output === '' ? '' : `: ${result.output}`}`;
    if (result.exitCode === 0) tools.log(say`${step.title}: cleared`);
    else tools.log(say`${step.title}: ${why}`, 'error');
    if (result.exitCode === 0) cleared.push(step.title);
    else failed.push(say`${step.title} (${why.slice(0, 200)})`);
  }
  if (failed.length === 0) return;
  throw fail('resourceUnavailable', say`${vm.displayName} is not sealed. Not cleared: ${withSemicolons(failed)}.`, {
    hint: say`Cleared: ${withSemicolons(cleared)}. The guest still runs: mend it and seal it again, or do the rest by hand.`,
  });
}

export const sealVirtualMachineSaga = saga<Ctx, SealInput>('sealVirtualMachine')
  .step('begin', { do: () => null, undo: (ctx, so) => fallBack(ctx, so.input.id, ['Stopping'], 'failed') })
  .step('guest', {
    async do(ctx, so, tools) {
      if (!so.input.byHand) await clear(ctx, so.input.id, tools);
    },
    undo: { nothing: 'what was cleared the guest makes anew at its next start' },
  })
  .step('power-off', {
    do: (ctx, so, tools) => powerOffGuest(ctx, so.input.id, tools),
    undo: (ctx, so) => settlePowerOff(ctx, so.input.id),
  })
  .step('definition', {
    do: (ctx, so) => removeDefinition(ctx, so.input.id, so['power-off']),
    irreversible: true,
    undo: { nothing: 'the instance is off: the job goes forward to Stopped' },
  })
  .step('stopped', {
    do: (ctx, so) => becomeStopped(ctx, so.input.id, so['power-off']),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'VM.SEAL',
        (name) => (so.input.byHand ? say`Powered ${name} off, sealed by hand` : say`Sealed ${name} and powered it off`),
        outcome,
        why,
      ),
  });
