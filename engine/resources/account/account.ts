import { inSubtree, scope } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { adminAccountId } from '../../contract/identity.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { LimitsView } from '../../contract/resource-limit.ts';
import { roleOfType } from '../../contract/role.ts';
import { accountStates } from '../../contract/states.ts';
import type { AccountView } from '../../contract/views.ts';
import type { AccountRow, UserRow } from '../../store/identity-rows.ts';
import { addEvent, date, givenId, startJob } from '../common.ts';
import { accountOwner, limitViews } from '../resource-limit/limits.ts';
import { checkGiven } from '../role/role.ts';
import { checkPolicy, hashPassword } from '../user/password.ts';
import { accountTypes, insertUser, refuseTakenUser, userView } from '../user/user.ts';
import { accountOf, checkManaged, domainOf, refuseInactive, shownPath } from './owner.ts';

function accountViews(ctx: Ctx, rows: AccountRow[]): AccountView[] {
  const users = new Map<string, UserRow[]>();
  const ids = JSON.stringify(rows.map((row) => row.id));
  const condition = 'removed IS NULL AND account_id IN (SELECT value FROM json_each(?)) ORDER BY created, id';
  for (const user of ctx.store.where('users', condition, ids))
    users.set(user.accountId, [...(users.get(user.accountId) ?? []), user]);
  const limits = limitViews(ctx, rows.map(accountOwner));
  return rows.map((row) => ({
    ...(limits.get(row.id) as LimitsView),
    id: row.id,
    name: row.name,
    accounttype: accountTypes[row.role],
    roleid: row.roleId,
    rolename: row.roleName ?? '',
    roletype: row.role,
    domain: row.domainName ?? '',
    domainid: row.domainId,
    domainpath: shownPath(row.domainPath ?? '/'),
    state: row.state,
    networkdomain: row.networkDomain,
    isdefault: row.id === adminAccountId,
    created: date(row.created),
    vmrunning: row.vmRunning ?? 0,
    vmstopped: Math.max(0, (row.vmTotal ?? 0) - (row.vmRunning ?? 0)),
    user: (users.get(row.id) ?? []).map(userView),
  }));
}

export const oneAccount = (ctx: Ctx, id: string): AccountView =>
  accountViews(ctx, [ctx.store.need('accounts', id)])[0] as AccountView;

export function addAccountEvent(
  ctx: Ctx,
  caller: Caller,
  type: string,
  description: Phrase,
  account: AccountRow,
): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: account.id,
    resourceType: 'Account',
    resourceName: account.name,
  });
}

function refuseTaken(ctx: Ctx, domainId: string, name: string, field: string, except?: string): void {
  const other = ctx.store.first(
    'accounts',
    'removed IS NULL AND domain_id = ? AND name = ? COLLATE NOCASE',
    domainId,
    name,
  );
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`There is an account named ${name} in this domain already.`, {
      field,
      hint: say`Choose another name.`,
    });
}

/** Nobody shuts himself out, and the desk's own account, which is the last root admin, stays as it is. */
function refuseOwn(caller: Caller, account: AccountRow): void {
  if (account.id === adminAccountId)
    throw fail('conflict', say`${account.name} is the desk’s own account and its last root admin.`, {
      field: 'id',
      hint: say`It is always there, so that somebody can let the others in again.`,
    });
  if (account.id === caller.accountId)
    throw fail('conflict', say`${account.name} is your own account.`, {
      field: 'id',
      hint: say`Another administrator can do this.`,
    });
}

/** What of others lies on what an account owns, so that it cannot go. Error: inUse. */
function refuseUsed(ctx: Ctx, account: AccountRow): void {
  const network = ctx.store.first('networks', 'removed IS NULL AND account_id = ?', account.id);
  if (network !== undefined)
    throw fail('inUse', say`${account.name} owns the network ${network.name}.`, {
      field: 'id',
      hint: say`Delete that network first.`,
    });
  const project = ctx.store.first(
    'projects',
    "removed IS NULL AND id IN (SELECT project_id FROM project_member WHERE account_id = ? AND role = 'Admin') AND NOT EXISTS (SELECT 1 FROM project_member WHERE project_id = project_view.id AND account_id <> ? AND role = 'Admin')",
    account.id,
    account.id,
  );
  if (project !== undefined)
    throw fail('inUse', say`${account.name} is the only one who administers the project ${project.name}.`, {
      field: 'id',
      hint: say`Let somebody else administer it first, or delete the project.`,
    });
  const disk = ctx.store.first(
    'volumes',
    'removed IS NULL AND account_id <> ? AND template_id IN (SELECT id FROM template WHERE account_id = ? AND removed IS NULL)',
    account.id,
    account.id,
  );
  if (disk !== undefined)
    throw fail(
      'inUse',
      say`Disks of other accounts lie on the template ${disk.templateName ?? ''} of ${account.name}.`,
      {
        field: 'id',
        hint: say`Expunge those instances first, or disable the account instead.`,
      },
    );
  const open = ctx.store.first('jobs', 'completed IS NULL AND account_id = ?', account.id);
  if (open !== undefined)
    throw fail('conflict', say`${account.name} has jobs in hand.`, {
      field: 'id',
      hint: say`Lock the account, and wait until they have ended.`,
    });
}

export const accountHandlers = {
  listAccounts(ctx, caller, input) {
    const own = scope(caller);
    const type = Object.entries(accountTypes).find(([, number]) => number === input.accounttype)?.[0];
    const page = ctx.store.list('accounts', input, {
      filters: [
        ["id <> 'system' AND project_id IS NULL", 1],
        ['id = ?', input.id],
        ['name = ? COLLATE NOCASE', input.name],
        ['state = ?', input.state],
        ['role_id = ?', input.roleid],
        ['role = ?', input.accounttype === undefined ? undefined : (type ?? 'none')],
        ['id = ?', input.listall === false ? caller.accountId : undefined],
        [input.isrecursive === true ? inSubtree('domain_id') : 'domain_id = ?', input.domainid],
      ],
      ...(own !== undefined && { scope: own }),
      sortable: {
        name: 'name',
        rolename: 'roleName',
        domainpath: 'domainPath',
        state: 'state',
        vmtotal: 'vmTotal',
        created: 'created',
      },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, account: accountViews(ctx, page.rows) };
  },

  async createAccount(ctx, caller, input) {
    const domain = domainOf(ctx, caller, input.domainid);
    refuseInactive(ctx, domain, 'domainid');
    const typed = Object.entries(accountTypes).find(([, number]) => number === input.accounttype)?.[0];
    const roleId = input.roleid ?? roleOfType[(typed ?? 'User') as keyof typeof roleOfType];
    const field = input.roleid === undefined ? 'accounttype' : 'roleid';
    checkGiven(ctx, caller, ctx.store.need('roles', roleId, field), field);
    const name = input.account ?? input.username;
    const free = () => {
      refuseTaken(ctx, domain.id, name, input.account === undefined ? 'username' : 'account');
      refuseTakenUser(ctx, domain.id, input.username);
    };
    free();
    checkPolicy(ctx, input.password, { username: input.username, domainId: domain.id });
    const hash = await hashPassword(input.password);
    return ctx.store.write(() => {
      // All of it once more: hashing took its time.
      const role = ctx.store.need('roles', roleId, field);
      checkGiven(ctx, caller, role, field);
      refuseInactive(ctx, ctx.store.need('domains', domain.id, 'domainid'), 'domainid');
      free();
      const account = ctx.store.insert('accounts', {
        id: givenId(ctx, 'accounts', input.accountid, 'accountid'),
        name,
        domainId: domain.id,
        role: role.type,
        roleId: role.id,
        state: 'enabled',
        ...(input.networkdomain !== undefined && { networkDomain: input.networkdomain }),
        created: ctx.clock(),
      });
      insertUser(ctx, account, input, hash);
      addAccountEvent(
        ctx,
        caller,
        'ACCOUNT.CREATE',
        say`Created the account ${name} in ${shownPath(domain.path)}`,
        account,
      );
      return oneAccount(ctx, account.id);
    });
  },

  updateAccount(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'id');
    const role = ctx.store.need('roles', input.roleid ?? account.roleId, 'roleid');
    if (role.id !== account.roleId) {
      refuseOwn(caller, account);
      checkGiven(ctx, caller, role, 'roleid');
    }
    const name = input.newname ?? account.name;
    refuseTaken(ctx, account.domainId, name, 'newname', account.id);
    return ctx.store.write(() => {
      ctx.store.update('accounts', account.id, {
        name,
        role: role.type,
        roleId: role.id,
        ...(input.networkdomain !== undefined && { networkDomain: input.networkdomain }),
      });
      addAccountEvent(
        ctx,
        caller,
        'ACCOUNT.UPDATE',
        role.id === account.roleId
          ? say`Changed the account ${name}`
          : say`Gave the account ${name} the role ${role.name}`,
        account,
      );
      return oneAccount(ctx, account.id);
    });
  },

  disableAccount(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'id');
    refuseOwn(caller, account);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'disableAccount',
        { id: account.id, from: account.state, lock: input.lock, caller: { ...caller } },
        { resourceNoun: 'account', resourceId: account.id, resourceName: account.name },
      ),
    );
  },

  enableAccount(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'id');
    const going = ctx.store.first(
      'jobs',
      "resource_id = ? AND completed IS NULL AND kind = 'deleteAccount'",
      account.id,
    );
    if (going !== undefined)
      throw fail('conflict', say`${account.name} is being deleted.`, {
        field: 'id',
        hint: say`See the job of its deletion.`,
      });
    return ctx.store.write(() => {
      ctx.store.transition('accounts', accountStates, account.id, 'enable');
      addAccountEvent(ctx, caller, 'ACCOUNT.ENABLE', say`Enabled the account ${account.name}`, account);
      return oneAccount(ctx, account.id);
    });
  },

  lockAccount(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'account');
    refuseOwn(caller, account);
    return ctx.store.write(() => {
      ctx.store.transition('accounts', accountStates, account.id, 'lock');
      addAccountEvent(ctx, caller, 'ACCOUNT.LOCK', say`Locked the account ${account.name}`, account);
      return oneAccount(ctx, account.id);
    });
  },

  deleteAccount(ctx, caller, input) {
    const account = accountOf(ctx, caller, input);
    checkManaged(ctx, caller, account, 'id');
    refuseOwn(caller, account);
    refuseUsed(ctx, account);
    const open = ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', account.id);
    if (open !== undefined)
      throw fail('conflict', say`${account.name} has jobs in hand.`, {
        field: 'id',
        hint: say`Wait until it has ended, or cancel it.`,
      });
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'deleteAccount',
        { id: account.id, from: account.state, caller: { ...caller } },
        { resourceNoun: 'account', resourceId: account.id, resourceName: account.name },
      ),
    );
  },
} satisfies Partial<Handlers>;
