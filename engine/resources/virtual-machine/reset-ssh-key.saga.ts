import type { Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { type GivenKey, giveKeys } from './guest-data.ts';
import { ended } from './steps.ts';
import { oneView } from './view.ts';

interface ResetKeyInput {
  id: string;
  keys: GivenKey[];
  before: GivenKey[];
}

const give = (ctx: Ctx, id: string, keys: readonly GivenKey[]) =>
  ctx.store.write(() => {
    giveKeys(ctx, id, keys);
    ctx.store.changed({ noun: 'virtualmachine', id, change: 'updated' });
  });

/** Other keys for a stopped instance: what its guest finds at the next start is made then. */
export const resetSshKeySaga = saga<Ctx, ResetKeyInput>('resetSSHKeyForVirtualMachine')
  .step('keys', {
    do: (ctx, so) => give(ctx, so.input.id, so.input.keys),
    undo: (ctx, so) => give(ctx, so.input.id, so.input.before),
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'VM.RESETSSHKEY', (name) => say`Gave ${name} other SSH keys`, outcome, why),
  });
