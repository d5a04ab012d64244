import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import { namesOwner, ownerOf } from '../account/owner.ts';
import { addEvent, refuseWhileBusy } from '../common.ts';
import { keyPairsByName } from '../ssh-key-pair/ssh-key-pair.ts';
import { chosenUserData, type GivenUserData, type UserDataWish, userDataSecret } from '../user-data/user-data.ts';
import { ownInstance, refuseState, startOn } from './begin.ts';
import { oneView } from './view.ts';

/** What an instance was given: public keys, and user data, whose text and values are sealed under the instance's id. */

/** A key by its name when it was given. */
export interface GivenKey {
  name: string;
  publicKey: string;
}

/** Values of the names that user data declares, among the secrets beside the text itself. */
const detailsSecret = 'userdatadetails';

/** Gives an instance these keys and no others; call inside `store.write`. */
export function giveKeys(ctx: Ctx, id: string, keys: readonly GivenKey[]): void {
  ctx.store.prepare('DELETE FROM instance_key WHERE virtual_machine_id = ?').run(id);
  for (const [position, { name, publicKey }] of keys.entries())
    ctx.store.insert('instanceKeys', { id: ctx.ids(), virtualMachineId: id, name, publicKey, position });
}

export const givenKeys = (ctx: Ctx, id: string): GivenKey[] =>
  ctx.store
    .where('instanceKeys', 'virtual_machine_id = ? ORDER BY position', id)
    .map(({ name, publicKey }) => ({ name, publicKey }));

/** Gives an instance this user data and no other; call inside `store.write`. Error: locked. */
export function giveUserData(ctx: Ctx, id: string, given: GivenUserData): void {
  if (given.bytes === undefined) ctx.secrets.remove(id, userDataSecret);
  else ctx.secrets.put(id, userDataSecret, given.bytes.toString('base64'));
  if (Object.keys(given.details).length === 0) ctx.secrets.remove(id, detailsSecret);
  else ctx.secrets.put(id, detailsSecret, JSON.stringify(given.details));
  ctx.store.update('virtualMachines', id, { userDataId: given.userDataId } as Partial<VirtualMachineRow>);
}

/** The user data that a change of an instance asks for; undefined where it asks for none. Errors: parameter, account, locked. */
export function changedUserData(
  ctx: Ctx,
  caller: Caller,
  vm: VirtualMachineRow,
  wish: UserDataWish,
): GivenUserData | undefined {
  if (wish.userdata === undefined && wish.userdataid === undefined && wish.userdatadetails === undefined)
    return undefined;
  if (wish.userdata !== undefined || wish.userdataid !== undefined)
    return chosenUserData(ctx, caller, wish, vm.templateId);
  // Other values alone are for what it has: registered user data of its own, or its template’s.
  const ofTemplate = ctx.store.get('templates', vm.templateId)?.userDataId;
  if (vm.userDataId === undefined && ctx.secrets.get(vm.id, userDataSecret) !== undefined)
    throw fail('parameter', say`The instance has user data of its own, which takes no values.`, {
      field: 'userdatadetails',
      hint: say`Give registered user data with them: userdataid.`,
    });
  const own = vm.userDataId === ofTemplate ? undefined : vm.userDataId;
  return chosenUserData(ctx, caller, { ...wish, userdataid: own }, vm.templateId);
}

/** The user data of an instance, and the values of its names. Error: locked. */
export function givenUserData(ctx: Ctx, id: string): { bytes: Buffer | undefined; details: Record<string, string> } {
  const text = ctx.secrets.get(id, userDataSecret);
  const details = ctx.secrets.get(id, detailsSecret);
  return {
    bytes: text === undefined ? undefined : Buffer.from(text, 'base64'),
    details: details === undefined ? {} : (JSON.parse(details) as Record<string, string>),
  };
}

/** Forgets all that an instance was given; call when its row goes. */
export function forgetGuestData(ctx: Ctx, id: string): void {
  ctx.secrets.remove(id);
  ctx.store.prepare('DELETE FROM instance_key WHERE virtual_machine_id = ?').run(id);
}

/** Refuses registered user data that is not theirs who are named. Errors: parameter, account. */
function refuseOfOthers(ctx: Ctx, caller: Caller, input: UserDataWish & Parameters<typeof ownerOf>[2]): void {
  const { accountId } = ownerOf(ctx, caller, input);
  if (input.userdataid === undefined) return;
  const row = ctx.store.need('userData', input.userdataid, 'userdataid');
  if (row.accountId !== accountId)
    throw fail('parameter', say`The user data ${row.name} is another account’s.`, { field: 'userdataid' });
}

function addGiftEvent(ctx: Ctx, caller: Caller, vm: VirtualMachineRow): void {
  addEvent(ctx, caller, {
    type: 'VM.RESETUSERDATA',
    description: say`Gave ${vm.displayName} other user data`,
    resourceId: vm.id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });
}

export const guestDataHandlers = {
  resetSSHKeyForVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseState(vm, 'start', say`given other SSH keys`);
    // Keys are the instance’s owner’s, unless another account or a project is named.
    const accountId = namesOwner(input) ? ownerOf(ctx, caller, input).accountId : vm.accountId;
    const keys = keyPairsByName(ctx, accountId, input).map(({ name, publicKey }) => ({ name, publicKey }));
    return startOn(ctx, caller, vm.id, 'resetSSHKeyForVirtualMachine', undefined, {
      keys,
      before: givenKeys(ctx, vm.id),
    });
  },

  resetUserDataForVirtualMachine(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    refuseState(vm, 'start', say`given other user data`);
    refuseWhileBusy(ctx, vm.id, vm.displayName);
    if (namesOwner(input)) refuseOfOthers(ctx, caller, input);
    const given = chosenUserData(ctx, caller, input, vm.templateId);
    return ctx.store.write(() => {
      giveUserData(ctx, vm.id, given);
      addGiftEvent(ctx, caller, vm);
      return oneView(ctx, vm.id);
    });
  },

  getVirtualMachineUserData(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.virtualmachineid, 'virtualmachineid');
    const { bytes } = givenUserData(ctx, vm.id);
    return { virtualmachineid: vm.id, userdata: bytes?.toString('base64') ?? '' };
  },
} satisfies Partial<Handlers>;
