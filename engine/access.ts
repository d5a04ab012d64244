import type { Caller, Ctx } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { fail } from './contract/errors.ts';
import { rootDomainId, systemAccountId } from './contract/identity.ts';
import type { OwnerFilter } from './contract/ownership.ts';
import { say } from './contract/phrase.ts';
import { projectCommands } from './contract/project.ts';
import { rolesOf } from './contract/refused.ts';
import { decidingRule, permits, type Rule, withinReach } from './contract/role.ts';
import type { Change } from './contract/transport.ts';
import type { DomainRow } from './store/identity-rows.ts';
import type { ListOptions, PageRequest } from './store/page.ts';
import type { ProjectMemberRow, ProjectRow } from './store/project-rows.ts';
import type { SqlValue } from './store/table.ts';
import type { RowOf, TableName } from './store/tables.ts';

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

/** Whose the doings of the engine itself are: in CloudStack, too, its own account is of the ROOT domain. */
export const systemOwner = { accountId: systemAccountId, domainId: rootDomainId } as const;

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
  if (account.projectId !== undefined) return undefined;
  if (caller.accountId !== systemCaller.accountId) {
    const user = ctx.store.tables.users.stored(caller.userId);
    if (user === undefined || user.removed !== undefined || user.state !== 'enabled') return undefined;
    if (user.accountId !== account.id) return undefined;
  }
  return {
    ...caller,
    account: account.name,
    domainId: account.domainId,
    role: account.role,
    projects: projectsOf(ctx, caller),
  };
}

const membership = '(account_id = ? AND (user_id IS NULL OR user_id = ?))';

/** The accounts of the projects that somebody is in, by his account or as one user of it. */
function projectsOf(ctx: Stored, caller: Caller): string[] {
  const rows = ctx.store
    .prepare(
      `SELECT account_id AS id FROM project WHERE id IN (SELECT project_id FROM project_member WHERE ${membership}) AND removed IS NULL`,
    )
    .all(caller.accountId, caller.userId) as { id: string }[];
  return rows.map(({ id }) => id);
}

/** What somebody is in a project: the highest of what his account and he himself are there. Undefined for who is not in it. */
export function memberOf(ctx: Stored, caller: Caller, projectId: string): ProjectMemberRow | undefined {
  return ctx.store.first(
    'projectMembers',
    `project_id = ? AND ${membership} ORDER BY role, user_id IS NULL`,
    projectId,
    caller.accountId,
    caller.userId,
  );
}

/** Whether somebody may change a project, its members and its roles: its administrators, and those of its domain. */
export function managesProject(ctx: Stored, caller: Caller, project: ProjectRow): boolean {
  if (caller.role === 'Admin') return true;
  if (caller.role === 'DomainAdmin' && seesDomain(ctx, caller, project.domainId)) return true;
  return memberOf(ctx, caller, project.id)?.role === 'Admin';
}

/**
 * Refuses what a member may not do with a project's things: anything but looking while it is suspended, and what the rules of his project
 * role deny. The first rule that fits decides; what none names is allowed, since such a role only narrows what a member may do anyhow.
 */
function checkMember(ctx: Stored, caller: Caller, project: ProjectRow): void {
  const { command } = caller;
  if (command === undefined) return;
  const member = memberOf(ctx, caller, project.id);
  const looks = contract[command].kind === 'query' || Object.hasOwn(projectCommands, command);
  if (project.state !== 'Active' && !looks) throw suspended(project);
  if (member?.projectRoleId === undefined || member.role === 'Admin') return;
  const rules = ctx.store
    .prepare('SELECT rule, permission FROM project_role_permission WHERE project_role_id = ? ORDER BY sort_order')
    .all(member.projectRoleId) as Rule[];
  const at = decidingRule(rules, command);
  if (at !== undefined && rules[at]?.permission === 'deny')
    throw fail(
      'account',
      say`The role ${member.projectRoleName ?? ''} in the project ${project.name} does not allow ${command}.`,
      { hint: say`Ask somebody who administers the project.` },
    );
}

const suspended = (project: ProjectRow): Error =>
  fail('conflict', say`The project ${project.name} is suspended.`, {
    field: 'projectid',
    hint: say`Somebody who administers it can activate it again.`,
  });

/** A project that a caller sees, to look at it or at its things. Errors: parameter, account, conflict while it is suspended. */
export function projectInReach(ctx: Stored, caller: Caller, id: string, field = 'projectid'): ProjectRow {
  const project = ctx.store.need('projects', id, field);
  if (caller.projects?.includes(project.accountId) === true) checkMember(ctx, caller, project);
  else if (caller.role === 'User' || !seesDomain(ctx, caller, project.domainId))
    throw fail('account', say`${caller.username} may not use the project ${project.id}.`, { field });
  return project;
}

/** A project that takes new things, and into which a caller may put them. Errors: as for one in reach. */
export function projectForNew(ctx: Stored, caller: Caller, id: string): ProjectRow {
  const project = projectInReach(ctx, caller, id);
  if (project.state !== 'Active') throw suspended(project);
  return project;
}

/** Whether the role of a caller's account allows a command now, one that is refused to everybody included; false for a name that is none. */
export function mayCall(ctx: Stored, caller: Caller, name: string): boolean {
  const roles = rolesOf(name);
  const account = ctx.store.tables.accounts.stored(caller.accountId);
  if (account === undefined || roles === undefined) return false;
  return permits({ type: account.role, rules: rulesOf(ctx, account.roleId) }, name, { roles });
}

/** Names of the commands that a caller may call now. */
export function callable(ctx: Stored, caller: Caller): CommandName[] {
  const account = ctx.store.tables.accounts.stored(caller.accountId);
  return account === undefined ? [] : allowedCommands({ type: account.role, rules: rulesOf(ctx, account.roleId) });
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

interface Condition {
  condition: string;
  values: SqlValue[];
}

/** The one place that turns a caller into SQL, for tables with the columns of an owner: everything, the domain's subtree, or the account; and his projects. */
export function scope(caller: Caller): Condition | undefined {
  if (caller.role === 'Admin') return undefined;
  const own: Condition =
    caller.role === 'User'
      ? { condition: 'account_id = ?', values: [caller.accountId] }
      : { condition: inSubtree('domain_id'), values: [caller.domainId] };
  if (caller.projects === undefined || caller.projects.length === 0) return own;
  return { condition: `(${own.condition} OR ${inList})`, values: [...own.values, JSON.stringify(caller.projects)] };
}
const inList = 'account_id IN (SELECT value FROM json_each(?))';

/** The same for domains: everything, the subtree, or the caller's own. */
export function domainScope(caller: Caller): Condition | undefined {
  if (caller.role === 'Admin') return undefined;
  if (caller.role === 'User') return { condition: 'id = ?', values: [caller.domainId] };
  return { condition: inSubtree('id'), values: [caller.domainId] };
}

/**
 * A page of what has owners: within the caller's reach, and narrowed by what he says about owners.
 * `everybody`: a condition on rows that are there for all, whoever owns them.
 * Errors: parameter for an account or domain that does not exist, account (531) for one that is out of reach.
 */
export function listOwned<N extends TableName>(
  ctx: Stored,
  caller: Caller,
  table: N,
  input: PageRequest & OwnerFilter,
  options: ListOptions & { everybody?: string | Condition | undefined } = {},
): { count: number; rows: RowOf<N>[] } {
  const { everybody, ...others } = options;
  const rest = { ...others, filters: [...(others.filters ?? []), ...tagFilters(input.tags)] };
  const all = [scope(caller), ...chosenOwners(ctx, caller, input)].filter((each) => each !== undefined);
  if (all.length === 0) return ctx.store.list(table, input, rest);
  const owned = all.map(({ condition }) => condition).join(' AND ');
  const values = all.flatMap((each) => each.values);
  if (everybody === undefined) return ctx.store.list(table, input, { ...rest, scope: { condition: owned, values } });
  const open = typeof everybody === 'string' ? { condition: everybody, values: [] } : everybody;
  const condition = `(${open.condition} OR (${owned}))`;
  return ctx.store.list(table, input, { ...rest, scope: { condition, values: [...open.values, ...values] } });
}

/** What has any of some tags, as CloudStack has it: a key with its value. */
export function tagFilters(tags: Readonly<Record<string, string>> | undefined): [condition: string, value: string][] {
  if (tags === undefined) return [];
  const pairs = JSON.stringify(Object.entries(tags).map(([key, value]) => ({ key, value })));
  return [
    [
      `id IN (SELECT resource_id FROM json_each(?) AS pair JOIN resource_tag ON resource_tag.key = pair.value ->> 'key'
         AND resource_tag.value = pair.value ->> 'value')`,
      pairs,
    ],
  ];
}

/** What a list's filters about owners come to. */
export function chosenOwners(ctx: Stored, caller: Caller, input: OwnerFilter): Condition[] {
  const chosen: Condition[] = [];
  // Nothing is hidden here, so that nothing is found by asking for what is.
  if (input.fordisplay === false) chosen.push({ condition: '0', values: [] });
  if (input.projectid === '-1') {
    const all = caller.role === 'Admin';
    chosen.push(
      all
        ? { condition: 'account_id IN (SELECT account_id FROM project WHERE removed IS NULL)', values: [] }
        : { condition: inList, values: [JSON.stringify(caller.projects ?? [])] },
    );
  } else if (input.projectid !== undefined) {
    const { accountId } = projectInReach(ctx, caller, input.projectid);
    chosen.push({ condition: 'account_id = ?', values: [accountId] });
  } else if (input.account !== undefined)
    chosen.push({ condition: 'account_id = ?', values: [accountNamed(ctx, caller, input.account, input.domainid)] });
  else if (input.domainid !== undefined) {
    const { id } = domainInReach(ctx, caller, input.domainid);
    chosen.push({ condition: input.isrecursive === true ? inSubtree('domain_id') : 'domain_id = ?', values: [id] });
  } else if (input.listall === false) chosen.push({ condition: 'account_id = ?', values: [caller.accountId] });
  return chosen;
}

/** A domain that a caller sees. Errors: parameter, account. */
export function domainInReach(ctx: Stored, caller: Caller, id: string, field = 'domainid'): DomainRow {
  const domain = ctx.store.need('domains', id, field);
  if (!seesDomain(ctx, caller, domain.id))
    throw fail('account', say`${caller.username} may not use the domain ${domain.id}.`, { field });
  return domain;
}

/** An account by its name in a domain; to a user every other one is out of reach, whether it exists or not. Errors: parameter, account. */
function accountNamed(ctx: Stored, caller: Caller, name: string, domainId: string | undefined): string {
  const domain = domainInReach(ctx, caller, domainId ?? caller.domainId);
  const account = ctx.store.first(
    'accounts',
    "removed IS NULL AND id <> 'system' AND project_id IS NULL AND domain_id = ? AND name = ? COLLATE NOCASE",
    domain.id,
    name,
  );
  if (caller.role === 'User' && account?.id !== caller.accountId)
    throw fail('account', say`${caller.username} may not use the account ${name}.`, { field: 'account' });
  if (account === undefined)
    throw fail('parameter', say`The domain ${domain.name} has no account ${name}.`, {
      field: 'account',
      hint: say`Look at the list of accounts, or give its domainid.`,
    });
  return account.id;
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
  if (caller.projects?.includes(row.accountId) === true) {
    const project = ctx.store.first('projects', 'account_id = ?', row.accountId);
    if (project !== undefined) checkMember(ctx, caller, project);
    return;
  }
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
    if (caller.projects?.includes(accountid) === true) return true;
    if (caller.role === 'User') return false;
    const account = ctx.store.tables.accounts.stored(accountid);
    return account !== undefined && seesDomain(ctx, caller, account.domainId);
  });
}
