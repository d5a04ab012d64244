import { constants, publicEncrypt, randomInt } from 'node:crypto';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { rsaPublicKey } from '../ssh-key-pair/ssh-key-pair.ts';
import { ownInstance, refuseState, startOn } from './begin.ts';
import { givenKeys } from './guest-data.ts';

/**
 * The password of a guest's administrator, for templates that take one. It is sealed twice for a while: under the instance until its guest has been
 * told at a start, and under the job until whoever started that has read the answer. Encrypted by the owner's SSH key it stays, as in CloudStack.
 */

/** The name of a password among the secrets, of an instance and of a job. */
const passwordSecret = 'password';

/** Letters and digits that nobody takes for one another. */
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A password as long as the setting says. */
function newPassword(ctx: Ctx): string {
  const length = ctx.settings.number('vm.password.length');
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}

/** The password for an instance of a template: the one that was asked for, or a new one; none where the template takes none. Error: parameter. */
export function chosenPassword(
  ctx: Ctx,
  template: TemplateRow | undefined,
  wish: string | undefined,
): string | undefined {
  if (template?.passwordEnabled === true) return wish ?? newPassword(ctx);
  if (wish === undefined) return undefined;
  throw fail('parameter', say`Guests of ${template?.name ?? ''} take no password from outside.`, {
    field: 'password',
    hint: say`Leave it out, or choose a template that is password-enabled.`,
  });
}

/** Keeps a password for the answer of a job. Error: locked. */
export const keepForAnswer = (ctx: Ctx, jobId: string, password: string): void =>
  ctx.secrets.put(jobId, passwordSecret, password);

/** Keeps a password encrypted by the instance’s SSH key, for whoever has the other half. */
export function keepEncrypted(ctx: Ctx, id: string, password: string): void {
  const key = givenKeys(ctx, id)
    .map((each) => rsaPublicKey(each.publicKey))
    .find((each) => each !== undefined);
  const encryptedPassword =
    key === undefined
      ? undefined
      : publicEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(password)).toString('base64');
  ctx.store.update('virtualMachines', id, { encryptedPassword } as Partial<VirtualMachineRow>);
}

/** Keeps a password until the guest has been told at its next start. Error: locked. */
export const keepForGuest = (ctx: Ctx, id: string, password: string): void =>
  ctx.secrets.put(id, passwordSecret, password);

/** The password that the guest is told at this start. Error: locked. */
export const passwordForGuest = (ctx: Ctx, id: string): string | undefined => ctx.secrets.get(id, passwordSecret);

/** The guest has started with its password: it is told no second time. */
export const guestIsTold = (ctx: Ctx, id: string): void => ctx.secrets.remove(id, passwordSecret);

/** The password of a job that is under way. Error: internal. */
export function passwordOfJob(ctx: Ctx, jobId: string): string {
  const password = ctx.secrets.get(jobId, passwordSecret);
  if (password === undefined) throw fail('internal', say`The password of the job is gone.`);
  return password;
}

/** A job that failed has no password to tell. */
export const forgetAnswer = (ctx: Ctx, jobId: string): void => ctx.secrets.remove(jobId, passwordSecret);

export const guestPasswordHandlers = {
  resetPasswordForVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    if (vm.state !== 'Running') refuseState(vm, 'start', say`given another password`);
    const password = chosenPassword(ctx, ctx.store.get('templates', vm.templateId), input.password);
    if (password === undefined)
      throw fail(
        'conflict',
        say`The guest of ${vm.displayName} takes no password from outside: its template is not password-enabled.`,
        {
          hint: say`Set it in the guest, or by its console.`,
        },
      );
    return ctx.store.write(() => {
      const answer = startOn(ctx, caller, vm.id, 'resetPasswordForVirtualMachine', undefined, {});
      keepForAnswer(ctx, answer.jobid, password);
      return answer;
    });
  },

  getVMPassword(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    if (vm.encryptedPassword === undefined)
      throw fail('parameter', say`${vm.displayName} has no password that is encrypted by an SSH key.`, {
        field: 'id',
        hint: say`It is encrypted when it is set, where the instance has an RSA key by then.`,
      });
    return { encryptedpassword: vm.encryptedPassword };
  },
} satisfies Partial<Handlers>;
