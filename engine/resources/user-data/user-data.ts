import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { UserDataView } from '../../contract/views.ts';
import type { UserDataRow } from '../../store/guest-data-rows.ts';
import { namesOwner, type OwnerView, ownerOf, ownerViews } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent } from '../common.ts';
import { appended } from './mime.ts';

/** The name of user data among the secrets: of registered user data, and of an instance. */
export const userDataSecret = 'userdata';

const maximumParams = 32;

/** The bytes of user data that a client sent. Error: parameter at the field. */
export function decodedUserData(ctx: Ctx, encoded: string, field = 'userdata'): Buffer {
  const text = encoded.replace(/\s+/g, '').replace(/=+$/, '');
  const bytes = Buffer.from(text, text.includes('-') || text.includes('_') ? 'base64url' : 'base64');
  if (text.length % 4 === 1)
    throw fail('parameter', say`The user data is not in base64.`, { field, hint: say`Encode it first.` });
  const most = ctx.settings.number('vm.userdata.max.length');
  if (bytes.length > most)
    throw fail('parameter', say`The user data has ${bytes.length} bytes, and at most ${most} are taken.`, {
      field,
      hint: say`Let it fetch what is long, or raise the setting vm.userdata.max.length.`,
    });
  return bytes;
}

/** Registered user data that the caller may use, with its bytes. Errors: parameter, account, locked. */
export function registeredUserData(ctx: Ctx, caller: Caller, id: string, field = 'userdataid') {
  const row = ctx.store.need('userData', id, field);
  checkOwner(ctx, caller, row);
  return { row, bytes: bytesOf(ctx, row.id) };
}

const bytesOf = (ctx: Ctx, id: string): Buffer => Buffer.from(ctx.secrets.get(id, userDataSecret) ?? '', 'base64');

/** What an instance asks for, and what comes of it with its template's: nothing, or the bytes that its guest finds. */
export interface UserDataWish {
  userdata?: string | undefined;
  userdataid?: string | undefined;
  userdatadetails?: Readonly<Record<string, string>> | undefined;
}
export interface GivenUserData {
  userDataId?: string;
  bytes?: Buffer;
  /** Values of the names that the user data declares. */
  details: Readonly<Record<string, string>>;
}

/** The user data that a template or ISO is linked to. */
function linkOf(ctx: Ctx, imageId: string) {
  const image = ctx.store.get('templates', imageId);
  if (image?.userDataId === undefined || image.userDataPolicy === undefined) return undefined;
  return { userData: ctx.store.need('userData', image.userDataId), policy: image.userDataPolicy };
}

/**
 * User data of an instance: its own, or registered, together with what its template or ISO is linked to, by the link's policy. What is
 * decided here is kept with the instance, as in CloudStack: a link that changes later changes no instance. Errors: parameter, account, locked.
 */
export function chosenUserData(ctx: Ctx, caller: Caller, wish: UserDataWish, imageId: string): GivenUserData {
  if (wish.userdata !== undefined && wish.userdataid !== undefined)
    throw fail('parameter', say`An instance has user data of its own or registered user data, not both.`, {
      field: 'userdataid',
    });
  const own =
    wish.userdataid !== undefined
      ? registeredUserData(ctx, caller, wish.userdataid)
      : wish.userdata !== undefined && wish.userdata.trim() !== ''
        ? { row: undefined, bytes: decodedUserData(ctx, wish.userdata) }
        : undefined;
  const link = linkOf(ctx, imageId);
  if (link?.policy === 'DENYOVERRIDE' && own !== undefined)
    throw fail('parameter', say`The template gives its instances user data, and none besides: ${link.userData.name}.`, {
      field: wish.userdataid === undefined ? 'userdata' : 'userdataid',
      hint: say`Leave the user data out, or choose another template.`,
    });
  const linked = link === undefined ? undefined : bytesOf(ctx, link.userData.id);
  const declared = [
    own?.row?.params,
    own === undefined || link?.policy === 'APPEND' ? link?.userData.params : undefined,
  ]
    .flatMap((names) => names?.split(',') ?? [])
    .filter((name) => name !== '');
  const details = wish.userdatadetails ?? {};
  const stray = Object.keys(details).find((name) => !declared.includes(name));
  if (stray !== undefined)
    throw fail('parameter', say`The user data declares no ${stray}.`, {
      field: 'userdatadetails',
      hint:
        declared.length === 0
          ? say`It takes no values.`
          : say`It takes values for ${declared.slice(0, 10).join(', ')}.`,
    });
  const bytes =
    own === undefined
      ? linked
      : linked !== undefined && link?.policy === 'APPEND'
        ? appended(linked, own.bytes)
        : own.bytes;
  const userDataId = own === undefined ? link?.userData.id : own.row?.id;
  return { ...(userDataId !== undefined && { userDataId }), ...(bytes !== undefined && { bytes }), details };
}

function userDataView(
  ctx: Ctx,
  row: UserDataRow,
  owner: OwnerView,
  annotated = { hasannotations: false },
): UserDataView {
  return {
    id: row.id,
    name: row.name,
    // A list is not refused because the secrets are locked; it leaves the text out.
    userdata: ctx.secrets.unlocked ? ctx.secrets.get(row.id, userDataSecret) : undefined,
    params: row.params,
    ...owner,
    ...annotated,
    accountid: row.accountId,
  };
}

function addDataEvent(ctx: Ctx, caller: Caller, type: string, description: Phrase, row: UserDataRow): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: row.id,
    resourceType: 'UserData',
    resourceName: row.name,
  });
}

/** `a, b` as `a,b`. Errors: parameter for what is no name, or too many. */
function checkedParams(params: string | undefined): string | undefined {
  const names = (params ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const wrong = names.find((name) => !/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/.test(name));
  if (wrong !== undefined || names.length > maximumParams || new Set(names).size !== names.length)
    throw fail('parameter', say`The names are not at most ${maximumParams} different ones, separated by commas.`, {
      field: 'params',
      hint: say`Each begins with a letter and has letters, digits, dots, hyphens and underscores.`,
    });
  return names.length === 0 ? undefined : names.join(',');
}

export const userDataHandlers = {
  registerUserData(ctx, caller, input) {
    const owner = ownerOf(ctx, caller, input);
    const bytes = decodedUserData(ctx, input.userdata);
    const params = checkedParams(input.params);
    if (bytes.length === 0) throw fail('parameter', say`The user data is empty.`, { field: 'userdata' });
    const other = ctx.store.first(
      'userData',
      'removed IS NULL AND account_id = ? AND name = ?',
      owner.accountId,
      input.name,
    );
    if (other !== undefined)
      throw fail('parameter', say`There is user data named ${input.name} already.`, {
        field: 'name',
        hint: say`Choose another name.`,
      });
    return ctx.store.write(() => {
      const row = ctx.store.insert('userData', {
        id: ctx.ids(),
        ...owner,
        name: input.name,
        created: ctx.clock(),
        ...(params !== undefined && { params }),
      });
      ctx.secrets.put(row.id, userDataSecret, bytes.toString('base64'));
      addDataEvent(ctx, caller, 'REGISTER.USER.DATA', say`Registered the user data ${row.name}`, row);
      return userDataView(ctx, row, ownerViews(ctx)(row));
    });
  },

  listUserData(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'userData', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name', account: 'accountName', domain: 'domainName' },
    });
    const [owner, annotated] = [ownerViews(ctx, page.rows), annotatedViews(ctx, page.rows)];
    const userdata = page.rows.map((row) => userDataView(ctx, row, owner(row), annotated(row)));
    return { count: page.count, userdata };
  },

  deleteUserData(ctx, caller, input) {
    const row = ctx.store.need('userData', input.id);
    checkOwner(ctx, caller, row);
    if (namesOwner(input) && ownerOf(ctx, caller, input).accountId !== row.accountId)
      throw fail('parameter', say`The user data ${row.name} is another account’s.`, { field: 'account' });
    const linked = ctx.store.first('templates', 'removed IS NULL AND user_data_id = ?', row.id);
    if (linked !== undefined)
      throw fail('inUse', say`${linked.name} is linked to the user data ${row.name}.`, {
        field: 'id',
        hint: say`Unlink it there first.`,
      });
    ctx.store.write(() => {
      ctx.secrets.remove(row.id);
      ctx.store.remove('userData', row.id);
      addDataEvent(ctx, caller, 'DELETE.USER.DATA', say`Deleted the user data ${row.name}`, row);
    });
    return { success: true };
  },
} satisfies Partial<Handlers>;
