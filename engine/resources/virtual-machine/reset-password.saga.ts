import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { driverOf, hostTarget } from '../common.ts';
import { forgetAnswer, guestIsTold, keepEncrypted, keepForGuest, passwordOfJob } from './guest-password.ts';
import { ended, hostOf, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface ResetPasswordInput {
  id: string;
  from: string;
}

/** Another password: by the agent of a guest that runs, else told at the next start. */
export const resetPasswordSaga = saga<Ctx, ResetPasswordInput>('resetPasswordForVirtualMachine')
  .step('guest', {
    async do(ctx, so, tools) {
      if (so.input.from !== 'Running') return;
      tools.progress(undefined, say`Telling the guest`);
      const vm = vmOf(ctx, so.input.id);
      const host = hostOf(ctx, vm.hostId ?? '');
      const username = /^windows/i.test(vm.osTypeName ?? '') ? 'Administrator' : 'root';
      const password = passwordOfJob(ctx, tools.jobId);
      await driverOf(ctx, host).setGuestPassword(hostTarget(host), vm.id, { username, password });
    },
    undo: { nothing: 'nobody knows what the password was before' },
  })
  .step('keep', {
    do(ctx, so, tools) {
      const password = passwordOfJob(ctx, tools.jobId);
      ctx.store.write(() => {
        keepEncrypted(ctx, so.input.id, password);
        // Whoever was told now is not told an older one at the next start.
        if (so.input.from === 'Running') guestIsTold(ctx, so.input.id);
        else keepForGuest(ctx, so.input.id, password);
      });
    },
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended(ctx, so, outcome, why) {
      if (outcome !== 'succeeded') forgetAnswer(ctx, so.jobId);
      ended(ctx, so.input.id, 'VM.RESETPASSWORD', (name) => say`Gave ${name} another password`, outcome, why);
    },
  });
