import { checkOwner, inSubtree, mayCall, scope } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { Role } from '../../contract/command.ts';
import { fail } from '../../contract/errors.ts';
import { adminUserId } from '../../contract/identity.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { userStates } from '../../contract/states.ts';
import type { UserView } from '../../contract/views.ts';
import { saga } from '../../jobs/saga.ts';
import type { AccountRow, UserRow } from '../../store/identity-rows.ts';
import { accountOf, checkManaged } from '../account/owner.ts';
import { addEvent, date, givenId, startJob } from '../common.ts';
import { checkPolicy, hashPassword } from './password.ts';
import { passwordIsRight, setPassword } from './sign-in.ts';

/** CloudStack's numbers of the types. */
export const accountTypes: Readonly<Record<Role, number>> = { User: 0, Admin: 1, DomainAdmin: 2, ResourceAdmin: 3 };

export function userView(row: UserRow): UserView {
  const roletype = row.role ?? 'User';
  return {
    id: row.id,
    username: row.username,
    firstname: row.firstName,
    lastname: row.lastName,
    email: row.email,
    timezone: row.timezone,
    state: row.state,
    account: row.accountName ?? '',
    accountid: row.accountId,
    accounttype: accountTypes[roletype],
    roleid: row.roleId ?? '',
    rolename: row.roleName ?? '',
    roletype,
    domain: row.domainName ?? '',
    domainid: row.domainId,
    created: date(row.created),
    isdefault: row.id === adminUserId,
    usersource: 'native',
    is2faenabled: false,
    is2famandated: false,
    haspassword: row.hasPassword,
  };
}

/** What CloudStack tells of a user who has signed in. */
export function signedInUser(ctx: Pick<Ctx, 'store'>, user: UserRow) {
  const account = ctx.store.need('accounts', user.accountId);
  return {
    username: user.username,
    userid: user.id,
    domainid: account.domainId,
    account: account.name,
    firstname: user.firstName,
    lastname: user.lastName,
    type: String(accountTypes[account.role]),
    timezone: user.timezone,
  };
}

/** Who a user is to the engine. The desk, an API key and a password all come by here. */
export function callerOfUser(ctx: Pick<Ctx, 'store'>, userId: string): Caller {
  const user = ctx.store.needStored('users', userId);
  const account = ctx.store.needStored('accounts', user.accountId);
  return {
    accountId: account.id,
    account: account.name,
    userId: user.id,
    username: user.username,
    domainId: account.domainId,
    role: account.role,
  };
}

function addUserEvent(ctx: Ctx, caller: Caller, type: string, description: Phrase, user: UserRow): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: user.id,
    resourceType: 'User',
    resourceName: user.username,
  });
}

/** Refuses a name that somebody of the domain has. Error: parameter. */
export function refuseTakenUser(ctx: Ctx, domainId: string, username: string, except?: string): void {
  const other = ctx.store.first(
    'users',
    'removed IS NULL AND domain_id = ? AND username = ? COLLATE NOCASE',
    domainId,
    username,
  );
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`There is a user named ${username} in this domain already.`, {
      field: 'username',
      hint: say`Choose another name.`,
    });
}

export interface NewUser {
  username: string;
  firstname: string;
  lastname: string;
  email: string;
  timezone?: string | undefined;
  userid?: string | undefined;
}

/** Writes a user of an account with a password that is hashed already; call inside `store.write`. */
export function insertUser(ctx: Ctx, account: AccountRow, person: NewUser, hash: string): UserRow {
  refuseTakenUser(ctx, account.domainId, person.username);
  const user = ctx.store.insert('users', {
    id: givenId(ctx, 'users', person.userid, 'userid'),
    accountId: account.id,
    domainId: account.domainId,
    username: person.username,
    firstName: person.firstname,
    lastName: person.lastname,
    email: person.email,
    ...(person.timezone !== undefined && { timezone: person.timezone }),
    state: 'enabled',
    hasPassword: false,
    failedAttempts: 0,
    created: ctx.clock(),
  });
  setPassword(ctx, user.id, hash);
  return user;
}

/** A user whom the caller may manage: one he sees, of an account that may do no more than he. */
function managed(ctx: Ctx, caller: Caller, id: string): UserRow {
  const user = ctx.store.need('users', id);
  checkManaged(ctx, caller, ctx.store.need('accounts', user.accountId), 'id');
  return user;
}

function refuseOwn(caller: Caller, user: UserRow): void {
  if (user.id === adminUserId)
    throw fail('conflict', say`${user.username} is the desk’s own user, who is never shut out.`, { field: 'id' });
  if (user.id === caller.userId) throw fail('conflict', say`Nobody can shut themselves out.`, { field: 'id' });
}

/** Takes a user away, with what only he knew; call inside `store.write`. */
export function removeUser(ctx: Ctx, user: UserRow): void {
  ctx.secrets.remove(user.id);
  ctx.store.update('users', user.id, { hasPassword: false, apiKey: undefined } as Partial<UserRow>);
  ctx.store.purge('projectMembers', 'user_id = ?', user.id);
  ctx.store.remove('users', user.id);
}

const one = (ctx: Ctx, id: string): UserView => userView(ctx.store.need('users', id));

export const userHandlers = {
  listUsers(ctx, caller, input) {
    const own = scope(caller);
    const page = ctx.store.list('users', input, {
      filters: [
        ['id = ?', input.id],
        ['username = ? COLLATE NOCASE', input.username],
        ['account_name = ? COLLATE NOCASE', input.account],
        ['account_id = ?', input.accountid],
        ['account_id = ?', input.listall === false ? caller.accountId : undefined],
        ['state = ?', input.state],
        [input.isrecursive === true ? inSubtree('domain_id') : 'domain_id = ?', input.domainid],
        [`role = (SELECT ? )`, roleOfNumber(input.accounttype)],
        [input.usersource === undefined || input.usersource.toLowerCase() === 'native' ? '1' : '0', 1],
      ],
      ...(own !== undefined && { scope: own }),
      sortable: {
        username: 'username',
        firstname: 'firstName',
        lastname: 'lastName',
        email: 'email',
        state: 'state',
        account: 'accountName',
        domain: 'domainName',
        rolename: 'roleName',
        created: 'created',
      },
      defaultSort: 'username COLLATE NOCASE',
    });
    return { count: page.count, user: page.rows.map(userView) };
  },

  getUser(ctx, caller, input) {
    const user = ctx.store.first('users', 'removed IS NULL AND api_key = ?', input.userapikey);
    if (user === undefined)
      throw fail('parameter', say`Nobody has this API key.`, {
        field: 'userapikey',
        hint: say`Make new keys by registerUserKeys.`,
      });
    checkOwner(ctx, caller, user);
    return userView(user);
  },

  async createUser(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'account');
    checkPolicy(ctx, input.password, { username: input.username, domainId: account.domainId });
    refuseTakenUser(ctx, account.domainId, input.username);
    const hash = await hashPassword(input.password);
    return ctx.store.write(() => {
      const user = insertUser(ctx, ctx.store.need('accounts', account.id, 'account'), input, hash);
      addUserEvent(ctx, caller, 'USER.CREATE', say`Created the user ${user.username} of ${account.name}`, user);
      return one(ctx, user.id);
    });
  },

  async updateUser(ctx, caller, input) {
    const user = ctx.store.need('users', input.id);
    const self = user.id === caller.userId;
    if (self) checkOwner(ctx, caller, user);
    // Who may not even look at users changes nobody but himself: Support has this command for the own password.
    else if (mayCall(ctx, caller, 'listUsers')) managed(ctx, caller, user.id);
    else throw fail('account', say`${caller.username} may change no other user than themselves.`, { field: 'id' });
    const username = input.username ?? user.username;
    let hash: string | undefined;
    if (input.password !== undefined) {
      checkPolicy(ctx, input.password, { username, domainId: user.domainId });
      if (self && user.hasPassword && !(await passwordIsRight(ctx, user, input.currentpassword ?? '')))
        throw fail('account', say`The present password is not right.`, {
          field: 'currentpassword',
          hint: say`Enter the password that you sign in with now.`,
        });
      hash = await hashPassword(input.password);
    }
    return ctx.store.write(() => {
      const now = ctx.store.need('users', user.id);
      refuseTakenUser(ctx, now.domainId, username, now.id);
      ctx.store.update('users', now.id, {
        username,
        firstName: input.firstname ?? now.firstName,
        lastName: input.lastname ?? now.lastName,
        email: input.email ?? now.email,
        ...(input.timezone !== undefined && { timezone: input.timezone }),
      });
      if (hash !== undefined) setPassword(ctx, now.id, hash);
      addUserEvent(
        ctx,
        caller,
        'USER.UPDATE',
        hash === undefined ? say`Changed the user ${username}` : say`Set the password of the user ${username}`,
        now,
      );
      return one(ctx, now.id);
    });
  },

  disableUser(ctx, caller, input) {
    const user = managed(ctx, caller, input.id);
    refuseOwn(caller, user);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'disableUser',
        { id: user.id, from: user.state, caller: { ...caller } },
        { resourceNoun: 'user', resourceId: user.id, resourceName: user.username },
      ),
    );
  },

  enableUser(ctx, caller, input) {
    const user = managed(ctx, caller, input.id);
    return ctx.store.write(() => {
      ctx.store.transition('users', userStates, user.id, 'enable', { failedAttempts: 0 });
      addUserEvent(ctx, caller, 'USER.ENABLE', say`Enabled the user ${user.username}`, user);
      return one(ctx, user.id);
    });
  },

  lockUser(ctx, caller, input) {
    const user = managed(ctx, caller, input.id);
    refuseOwn(caller, user);
    return ctx.store.write(() => {
      ctx.store.transition('users', userStates, user.id, 'lock');
      addUserEvent(ctx, caller, 'USER.LOCK', say`Locked the user ${user.username}`, user);
      return one(ctx, user.id);
    });
  },

  deleteUser(ctx, caller, input) {
    const user = managed(ctx, caller, input.id);
    refuseOwn(caller, user);
    return ctx.store.write(() => {
      removeUser(ctx, user);
      addUserEvent(ctx, caller, 'USER.DELETE', say`Deleted the user ${user.username}`, user);
      return { success: true };
    });
  },
} satisfies Partial<Handlers>;

const roleOfNumber = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : (Object.entries(accountTypes).find(([, each]) => each === number)?.[0] ?? 'none');

export const disableUserSaga = saga<Ctx, { id: string; from: UserRow['state']; caller: Caller }>('disableUser')
  .step('state', {
    do: (ctx, so) => ctx.store.transition('users', userStates, so.input.id, 'disable'),
    undo(ctx, so) {
      const user = ctx.store.get('users', so.input.id);
      if (user === undefined || user.state === so.input.from) return;
      ctx.store.transition('users', userStates, user.id, so.input.from === 'enabled' ? 'enable' : 'lock');
    },
  })
  .end({
    result: (ctx, so) => ({ ...one(ctx, so.input.id) }),
    ended(ctx, so, outcome) {
      const user = ctx.store.get('users', so.input.id);
      if (user !== undefined && outcome === 'succeeded')
        addUserEvent(ctx, so.input.caller as Caller, 'USER.DISABLE', say`Disabled the user ${user.username}`, user);
    },
  });
