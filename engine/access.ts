import type { Caller, Ctx } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { fail } from './contract/errors.ts';
import { rootDomainId, systemAccountId } from './contract/identity.ts';
import { say } from './contract/phrase.ts';
import { permits, type Rule, withinReach } from './contract/role.ts';
import type { Change } from './contract/transport.ts';
import type { SqlValue } from './store/table.ts';

type Stored = Pick<Ctx, 'store'>;

/** The account that the engine itself acts as; no transport has it for a caller. */
export const systemCaller: Caller = {
  accountId: systemAccountId,
  account: 'system',
  userId: systemAccountId,
  username: 'system',
  domainId: rootDomainId,
  role: 'Admin',
};

/** A role's rules in their order. */
export function rulesOf(ctx: Stored, roleId: string): Rule[] {
  return ctx.store
    .prepare('SELECT rule, permission FROM role_permission WHERE role_id = ? ORDER BY sort_order')
    .all(roleId) as Rule[];
}

/**
 * Who calls, as the store has it now: a session that began before its account was locked, or given another role, does not outlive that.
 * Undefined for who may call nothing any more.
 */
export function currentCaller(ctx: Stored, caller: Caller): Caller | undefined {
  const account = ctx.store.tables.accounts.stored(caller.accountId);
  if (account === undefined || account.removed !== undefined || account.state !== 'enabled') return undefined;
  if (caller.accountId !== systemCaller.accountId) {
    const user = ctx.store.tables.users.stored(caller.userId);
    if (user === undefined || user.removed !== undefined || user.state !== 'enabled') return undefined;
    if (user.accountId !== account.id) return undefined;
  }
  return { ...caller, account: account.name, domainId: account.domainId, role: account.role };
}

/** Whether the role of a caller's account allows a command now. */
export function mayCall(ctx: Stored, caller: Caller, name: CommandName): boolean {
  const account = ctx.store.tables.accounts.stored(caller.accountId);
  if (account === undefined) return false;
  return permits({ type: account.role, rules: rulesOf(ctx, account.roleId) }, name, contract[name]);
}

/** The commands that a role allows. */
export function allowedCommands(role: Parameters<typeof permits>[0]): CommandName[] {
  return (Object.keys(contract) as CommandName[]).filter((name) => permits(role, name, contract[name]));
}

/** The first command that a role has beyond what its giver may call; undefined when it has none. */
export function beyond(ctx: Stored, caller: Caller, role: Parameters<typeof permits>[0]): CommandName | undefined {
  const giver = ctx.store.tables.accounts.stored(caller.accountId);
  const own = { type: caller.role, rules: giver === undefined ? [] : rulesOf(ctx, giver.roleId) };
  return allowedCommands(role).find((name) => !permits(own, name, contract[name]));
}

/** Whether a caller may make what a role is: it reaches no further than his own, and allows nothing that his own does not. */
export function mayGive(ctx: Stored, caller: Caller, role: Parameters<typeof permits>[0]): boolean {
  return withinReach(role.type, caller.role) && beyond(ctx, caller, role) === undefined;
}

const below =
  '(SELECT below.id FROM domain AS below JOIN domain AS top ON substr(below.path, 1, length(top.path)) = top.path WHERE top.id = ?)';

/** Conditions on a domain's column: the domain and all below it. A name may hold what LIKE reads as a wildcard. */
export const inSubtree = (column: string): string => `${column} IN ${below}`;

/** The one place that turns a caller into SQL, for tables with the columns of an owner: everything, the domain's subtree, or the account. */
export function scope(caller: Caller): { condition: string; values: SqlValue[] } | undefined {
  if (caller.role === 'Admin') return undefined;
  if (caller.role === 'User') return { condition: 'account_id = ?', values: [caller.accountId] };
  return { condition: inSubtree('domain_id'), values: [caller.domainId] };
}

/** The same for domains: everything, the subtree, or the caller's own. */
export function domainScope(caller: Caller): { condition: string; values: SqlValue[] } | undefined {
  if (caller.role === 'Admin') return undefined;
  if (caller.role === 'User') return { condition: 'id = ?', values: [caller.domainId] };
  return { condition: inSubtree('id'), values: [caller.domainId] };
}

/** Whether a domain is the caller's own or below it. */
export function seesDomain(ctx: Stored, caller: Caller, domainId: string): boolean {
  if (caller.role === 'Admin' || domainId === caller.domainId) return true;
  if (caller.role === 'User') return false;
  return ctx.store.prepare(`SELECT 1 WHERE ${inSubtree('?')}`).get(domainId, caller.domainId) !== undefined;
}

/** Refuses a row of somebody else, as CloudStack does: 531, and nothing about the row but the id that the caller sent. */
export function checkOwner(
  ctx: Stored,
  caller: Caller,
  row: { id: string; accountId: string; domainId: string },
): void {
  if (caller.role === 'Admin' || row.accountId === caller.accountId) return;
  if (caller.role !== 'User' && seesDomain(ctx, caller, row.domainId)) return;
  throw fail('account', say`${caller.username} may not use the resource ${row.id}.`);
}

/** What of the changes a caller hears: of what belongs to nobody, and of what belongs to those whom he sees. */
export function visibleChanges(ctx: Stored, who: Caller, changes: Change[]): Change[] {
  const caller = currentCaller(ctx, who);
  if (caller === undefined) return [];
  if (caller.role === 'Admin') return changes;
  return changes.filter(({ accountid }) => {
    if (accountid === undefined || accountid === caller.accountId) return true;
    if (caller.role === 'User') return false;
    const account = ctx.store.tables.accounts.stored(accountid);
    return account !== undefined && seesDomain(ctx, caller, account.domainId);
  });
}
