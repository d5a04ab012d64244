import { systemCaller } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import type { CommandName } from '../../contract/contract.ts';
import { BenchtopError, fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { accountStates } from '../../contract/states.ts';
import { type Json, type StepTools, saga } from '../../jobs/saga.ts';
import type { AccountRow } from '../../store/identity-rows.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { releaseOf } from '../dedication/held.ts';
import { removeUser } from '../user/user.ts';
import { addAccountEvent, oneAccount } from './account.ts';

interface AccountInput {
  id: string;
  /** The state before the job. */
  from: AccountRow['state'];
  caller: Caller;
}

function back(ctx: Ctx, so: { readonly input: AccountInput }): void {
  const account = ctx.store.get('accounts', so.input.id);
  if (account === undefined || account.state === so.input.from) return;
  const action = { enabled: 'enable', locked: 'lock', disabled: 'disable' }[so.input.from];
  // From disabled back to locked is a step of its own.
  ctx.store.transition('accounts', accountStates, account.id, action);
}

/** Runs a command of the engine's own for a thing, after whatever job it has in hand, and waits for its end. */
async function runOn(ctx: Ctx, id: string, name: CommandName, input: object): Promise<void> {
  const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND state <> 'stuck'", id);
  if (open !== undefined) await ctx.jobs.wait(open.id);
  const { jobid } = (await ctx.call(systemCaller, name, input)) as { jobid: string };
  const job = await ctx.jobs.wait(jobid);
  if (job.state !== 'succeeded')
    throw job.error === undefined ? fail('internal', say`${name} did not succeed.`) : new BenchtopError(job.error);
}

/** Each on its own: one that fails does not keep the others; the first failure is told once all have come to their end. */
async function each<T>(things: readonly T[], tools: StepTools, work: (thing: T) => Promise<void>): Promise<void> {
  let ended = 0;
  const outcomes = await Promise.allSettled(
    things.map(async (thing) => {
      await work(thing);
      ended++;
      tools.progress((ended / things.length) * 100, say`${ended} of ${things.length}`);
    }),
  );
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const instancesOf = (ctx: Ctx, accountId: string): VirtualMachineRow[] =>
  ctx.store.where('virtualMachines', 'removed IS NULL AND account_id = ?', accountId);

export async function expungeInstances(ctx: Ctx, accountId: string, tools: StepTools): Promise<void> {
  await each(instancesOf(ctx, accountId), tools, async ({ id }) => {
    const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND state <> 'stuck'", id);
    if (open !== undefined) await ctx.jobs.wait(open.id);
    const vm = ctx.store.get('virtualMachines', id);
    if (vm === undefined || vm.removed !== undefined) return;
    if (vm.state === 'Destroyed' || vm.state === 'Expunging') await runOn(ctx, id, 'expungeVirtualMachine', { id });
    else await runOn(ctx, id, 'destroyVirtualMachine', { id, expunge: true });
  });
}

/** Stops what runs of an account's instances. */
export async function stopInstances(ctx: Ctx, accountId: string, tools: StepTools): Promise<void> {
  await each(instancesOf(ctx, accountId), tools, async ({ id }) => {
    const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND state <> 'stuck'", id);
    if (open !== undefined) await ctx.jobs.wait(open.id);
    if (ctx.store.get('virtualMachines', id)?.state === 'Running') await runOn(ctx, id, 'stopVirtualMachine', { id });
  });
}

export async function deleteImages(ctx: Ctx, accountId: string, tools: StepTools): Promise<void> {
  const images = ctx.store.where('templates', 'removed IS NULL AND account_id = ?', accountId);
  await each(images, tools, async ({ id, format }) => {
    const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND state <> 'stuck'", id);
    if (open !== undefined) await ctx.jobs.wait(open.id);
    if (ctx.store.get('templates', id)?.removed !== undefined) return;
    await runOn(ctx, id, format === 'ISO' ? 'deleteIso' : 'deleteTemplate', { id });
  });
}

function removeAccount(ctx: Ctx, id: string): void {
  ctx.store.write(() => {
    for (const user of ctx.store.where('users', 'removed IS NULL AND account_id = ?', id)) removeUser(ctx, user);
    ctx.store.purge('projectMembers', 'account_id = ?', id);
    releaseOf(ctx, 'account_id', id);
    if (ctx.store.get('accounts', id)?.removed === undefined) ctx.store.remove('accounts', id);
  });
}

export const disableAccountSaga = saga<Ctx, AccountInput & { lock: boolean }>('disableAccount')
  .step('state', {
    do: (ctx, so) => ctx.store.transition('accounts', accountStates, so.input.id, so.input.lock ? 'lock' : 'disable'),
    undo: back,
  })
  .step('instances', {
    async do(ctx, so, tools) {
      if (!so.input.lock) await stopInstances(ctx, so.input.id, tools);
    },
    irreversible: true,
    undo: { nothing: 'an instance that was stopped is started by its owner' },
  })
  .end({
    waits: true,
    result: (ctx, so) => ({ ...oneAccount(ctx, so.input.id) }) as unknown as Json,
    ended(ctx, so, outcome) {
      const account = ctx.store.get('accounts', so.input.id);
      if (account === undefined || outcome !== 'succeeded') return;
      const caller = so.input.caller as Caller;
      if (so.input.lock) addAccountEvent(ctx, caller, 'ACCOUNT.LOCK', say`Locked the account ${account.name}`, account);
      else addAccountEvent(ctx, caller, 'ACCOUNT.DISABLE', say`Disabled the account ${account.name}`, account);
    },
  });

export const deleteAccountSaga = saga<Ctx, AccountInput>('deleteAccount')
  .step('begin', {
    do: (ctx, so) => ctx.store.transition('accounts', accountStates, so.input.id, 'disable'),
    undo: back,
  })
  .step('instances', {
    do: (ctx, so, tools) => expungeInstances(ctx, so.input.id, tools),
    irreversible: true,
    undo: { nothing: 'what is expunged does not come back: the job goes forward' },
  })
  .step('images', {
    do: (ctx, so, tools) => deleteImages(ctx, so.input.id, tools),
    undo: { nothing: 'past the point of no return' },
  })
  .step('row', {
    do: (ctx, so) => removeAccount(ctx, so.input.id),
    undo: { nothing: 'past the point of no return' },
  })
  .end({
    waits: true,
    result: () => ({ success: true }),
    ended(ctx, so, outcome) {
      const account = ctx.store.get('accounts', so.input.id);
      if (account !== undefined && outcome === 'succeeded')
        addAccountEvent(
          ctx,
          so.input.caller as Caller,
          'ACCOUNT.DELETE',
          say`Deleted the account ${account.name}`,
          account,
        );
    },
  });
