import { inSubtree, listOwned, managesProject, projectInReach } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { JobAnswer } from '../../contract/command.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { allowed, projectStates } from '../../contract/states.ts';
import type { AccountRow, UserRow } from '../../store/identity-rows.ts';
import type { ProjectMemberRow, ProjectRow } from '../../store/project-rows.ts';
import { accountOf, domainOf, refuseInactive } from '../account/owner.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { reserve } from '../resource-limit/limits.ts';
import { memberView, projectViews } from './view.ts';

/** A project that the caller administers. Errors: parameter, account, conflict while a job has it in hand. */
export function managed(ctx: Ctx, caller: Caller, id: string, field = 'projectid'): ProjectRow {
  const project = projectInReach(ctx, caller, id, field);
  if (!managesProject(ctx, caller, project))
    throw fail('account', say`${caller.username} does not administer the project ${project.name}.`, {
      field,
      hint: say`Ask somebody who administers the project.`,
    });
  return project;
}

function refuseTaken(ctx: Ctx, domainId: string, name: string, except?: string): void {
  const other = ctx.store.first(
    'projects',
    'removed IS NULL AND domain_id = ? AND name = ? COLLATE NOCASE',
    domainId,
    name,
  );
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`There is a project named ${name} in this domain already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

/** Starts a job on a project, the only one that it has in hand. Call inside `store.write`. */
function startOn(ctx: Ctx, caller: Caller, kind: string, project: ProjectRow, input: object, said: Phrase): JobAnswer {
  return startJob(
    ctx,
    caller,
    kind,
    { id: project.id, caller: { ...caller }, ...input },
    { resourceNoun: 'project', resourceId: project.id, resourceName: project.name, said },
  );
}

/** An account of the project's domain, by its name. Error: parameter. */
function accountOfDomain(ctx: Ctx, project: ProjectRow, name: string): AccountRow {
  const account = ctx.store.first(
    'accounts',
    "removed IS NULL AND id <> 'system' AND project_id IS NULL AND domain_id = ? AND name = ? COLLATE NOCASE",
    project.domainId,
    name,
  );
  if (account === undefined)
    throw fail('parameter', say`The project’s domain has no account ${name}.`, {
      field: 'account',
      hint: say`Only accounts of the project’s own domain can be in it.`,
    });
  return account;
}

/** What a project role of an input is. Error: parameter for one of another project. */
function roleOf(ctx: Ctx, project: ProjectRow, id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const role = ctx.store.need('projectRoles', id, 'projectroleid');
  if (role.projectId !== project.id)
    throw fail('parameter', say`Invalid parameter ${'projectroleid'} value=${id}: the entity does not exist.`, {
      field: 'projectroleid',
    });
  return role.id;
}

interface Joining {
  roletype?: 'Admin' | 'Regular' | undefined;
  projectroleid?: string | undefined;
}

/** Starts the job that puts an account, or one user of it, into a project. */
function join(
  ctx: Ctx,
  caller: Caller,
  project: ProjectRow,
  kind: string,
  account: AccountRow,
  user: UserRow | undefined,
  input: Joining,
) {
  const name = user?.username ?? account.name;
  const field = user === undefined ? 'account' : 'username';
  const there = memberRow(ctx, project, account.id, user?.id);
  if (there !== undefined) throw fail('parameter', say`${name} is in the project ${project.name} already.`, { field });
  const role = input.roletype ?? 'Regular';
  const member: ProjectMemberRow = {
    id: ctx.ids(),
    projectId: project.id,
    accountId: account.id,
    domainId: account.domainId,
    ...(user !== undefined && { userId: user.id }),
    role,
    ...(input.projectroleid !== undefined && { projectRoleId: roleOf(ctx, project, input.projectroleid) as string }),
    created: ctx.clock(),
  };
  return ctx.store.write(() => {
    if (role === 'Admin') reserve(ctx, member, { project: 1 });
    return startOn(ctx, caller, kind, project, { member, name }, say`Adding ${name} to the project ${project.name}`);
  });
}

export function memberRow(ctx: Ctx, project: ProjectRow, accountId: string, userId: string | undefined) {
  return ctx.store.first(
    'projectMembers',
    "project_id = ? AND account_id = ? AND coalesce(user_id, '') = ?",
    project.id,
    accountId,
    userId ?? '',
  );
}

/** Starts the job that takes a member out of a project, which keeps one who administers it. */
function leave(ctx: Ctx, caller: Caller, project: ProjectRow, kind: string, member: ProjectMemberRow, name: string) {
  const admins = ctx.store.count('projectMembers', "project_id = ? AND role = 'Admin'", project.id);
  if (member.role === 'Admin' && admins === 1)
    throw fail('conflict', say`${name} is the only one who administers the project ${project.name}.`, {
      hint: say`Let somebody else administer it first.`,
    });
  const { id, projectId, accountId, domainId, userId, role, projectRoleId, created } = member;
  const row = { id, projectId, accountId, domainId, userId, role, projectRoleId, created };
  return ctx.store.write(() =>
    startOn(ctx, caller, kind, project, { member: row, name }, say`Taking ${name} out of the project ${project.name}`),
  );
}

/** Refuses an action that the state does not allow, and a second job on one project. */
function refuseState(ctx: Ctx, project: ProjectRow, action: string): void {
  refuseWhileBusy(ctx, project.id, project.name);
  if (!allowed(projectStates, project.state, action).ok)
    throw fail('conflict', say`The project ${project.name} is ${project.state}.`, { field: 'id' });
}

const sortable = { name: 'name', displaytext: 'displayText', state: 'state', vmtotal: 'vmTotal', created: 'created' };

export const projectHandlers = {
  listProjects(ctx, caller, input) {
    const inIt =
      'id IN (SELECT project_member.project_id FROM project_member JOIN account ON account.id = project_member.account_id WHERE account.name = ? COLLATE NOCASE)';
    const user =
      'id IN (SELECT project_id FROM project_member WHERE account_id IN (SELECT account_id FROM user WHERE removed IS NULL AND username = ? COLLATE NOCASE))';
    const { listall, account, domainid, isrecursive, ...rest } = input;
    if (domainid !== undefined) domainOf(ctx, caller, domainid);
    const page = listOwned(ctx, caller, 'projects', rest, {
      filters: [
        ['id = ?', input.id],
        ['name = ? COLLATE NOCASE', input.name],
        ['display_text = ?', input.displaytext],
        ['state = ? COLLATE NOCASE', input.state],
        [inIt, account],
        [user, input.username],
        [isrecursive === true ? inSubtree('domain_id') : 'domain_id = ?', domainid],
        [
          'account_id IN (SELECT value FROM json_each(?))',
          listall === false ? JSON.stringify(caller.projects ?? []) : undefined,
        ],
      ],
      sortable,
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, project: projectViews(ctx, caller, page.rows) };
  },

  createProject(ctx, caller, input) {
    if (caller.role === 'User' && !ctx.settings.boolean('allow.user.create.projects'))
      throw fail('account', say`Users do not create projects here.`, {
        hint: say`The setting allow.user.create.projects decides it.`,
      });
    const named = input.accountid !== undefined || input.account !== undefined;
    const user = input.userid === undefined ? undefined : ctx.store.need('users', input.userid, 'userid');
    const account = named
      ? accountOf(ctx, caller, { id: input.accountid, account: input.account, domainid: input.domainid })
      : user !== undefined
        ? accountOf(ctx, caller, { id: user.accountId })
        : ctx.store.need('accounts', caller.accountId);
    if (user !== undefined && user.accountId !== account.id)
      throw fail('parameter', say`The user ${user.username} is of another account.`, { field: 'userid' });
    const domain = domainOf(ctx, caller, named ? account.domainId : (input.domainid ?? account.domainId));
    if (domain.id !== account.domainId)
      throw fail('parameter', say`A project is in the domain of who administers it.`, { field: 'domainid' });
    refuseInactive(ctx, domain, 'domainid');
    refuseTaken(ctx, domain.id, input.name);
    const id = ctx.ids();
    return ctx.store.write(() => {
      reserve(ctx, { accountId: account.id }, { project: 1 });
      return startJob(
        ctx,
        caller,
        'createProject',
        {
          id,
          accountId: ctx.ids(),
          memberId: ctx.ids(),
          created: ctx.clock(),
          name: input.name,
          displayText: input.displaytext ?? input.name,
          domainId: domain.id,
          owner: { accountId: account.id, ...(user !== undefined && { userId: user.id }) },
          caller: { ...caller },
        },
        {
          resourceNoun: 'project',
          resourceId: id,
          resourceName: input.name,
          said: say`Creating the project ${input.name}`,
        },
      );
    });
  },

  updateProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.id, 'id');
    refuseWhileBusy(ctx, project.id, project.name);
    if (input.name !== undefined) refuseTaken(ctx, project.domainId, input.name, project.id);
    let member: ProjectMemberRow | undefined;
    if (input.account !== undefined || input.userid !== undefined) {
      const user = input.userid === undefined ? undefined : ctx.store.need('users', input.userid, 'userid');
      const accountId = user?.accountId ?? accountOfDomain(ctx, project, input.account ?? '').id;
      member = memberRow(ctx, project, accountId, user?.id);
      if (member === undefined)
        throw fail('parameter', say`Only who is in the project can administer it.`, {
          field: input.userid === undefined ? 'account' : 'userid',
          hint: say`Add the account to the project first.`,
        });
    }
    const swap = input.swapowner ?? input.roletype === undefined;
    const role = input.roletype ?? 'Admin';
    const before = ctx.store
      .where('projectMembers', 'project_id = ?', project.id)
      .map(({ id, role: was }) => ({ id, role: was }));
    const after = before.map((each) => ({
      ...each,
      role:
        each.id === member?.id
          ? role
          : member !== undefined && swap && role === 'Admin'
            ? ('Regular' as const)
            : each.role,
    }));
    if (!after.some((each) => each.role === 'Admin'))
      throw fail('conflict', say`The project ${project.name} would have nobody who administers it.`, {
        hint: say`Let somebody else administer it first.`,
      });
    return ctx.store.write(() => {
      if (member !== undefined && role === 'Admin' && member.role !== 'Admin') reserve(ctx, member, { project: 1 });
      return startOn(
        ctx,
        caller,
        'updateProject',
        project,
        {
          before: { name: project.name, displayText: project.displayText, members: before },
          after: {
            name: input.name ?? project.name,
            displayText: input.displaytext ?? project.displayText,
            members: after,
          },
        },
        say`Changing the project ${project.name}`,
      );
    });
  },

  activateProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.id, 'id');
    refuseState(ctx, project, 'activate');
    return ctx.store.write(() =>
      startOn(ctx, caller, 'activateProject', project, {}, say`Activating the project ${project.name}`),
    );
  },

  suspendProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.id, 'id');
    refuseState(ctx, project, 'suspend');
    return ctx.store.write(() =>
      startOn(
        ctx,
        caller,
        'suspendProject',
        project,
        { accountId: project.accountId },
        say`Suspending the project ${project.name}`,
      ),
    );
  },

  deleteProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.id, 'id');
    refuseState(ctx, project, 'remove');
    const network = ctx.store.first('networks', 'removed IS NULL AND account_id = ?', project.accountId);
    if (network !== undefined)
      throw fail('inUse', say`${project.name} owns the network ${network.name}.`, {
        field: 'id',
        hint: say`Delete that network first.`,
      });
    const things =
      ctx.store.count('virtualMachines', 'removed IS NULL AND account_id = ?', project.accountId) +
      ctx.store.count('templates', 'removed IS NULL AND account_id = ?', project.accountId);
    if (things > 0 && input.cleanup !== true)
      throw fail('inUse', say`The project ${project.name} owns ${things} instances and images.`, {
        field: 'cleanup',
        hint: say`Delete them first, or let cleanup delete them too.`,
      });
    return ctx.store.write(() =>
      startOn(
        ctx,
        caller,
        'deleteProject',
        project,
        { accountId: project.accountId, from: project.state },
        say`Deleting the project ${project.name}`,
      ),
    );
  },

  addAccountToProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    return join(
      ctx,
      caller,
      project,
      'addAccountToProject',
      accountOfDomain(ctx, project, input.account),
      undefined,
      input,
    );
  },

  deleteAccountFromProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const account = accountOfDomain(ctx, project, input.account);
    const member = memberRow(ctx, project, account.id, undefined);
    if (member === undefined)
      throw fail('parameter', say`${account.name} is not in the project ${project.name}.`, { field: 'account' });
    return leave(ctx, caller, project, 'deleteAccountFromProject', member, account.name);
  },

  addUserToProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const user = ctx.store.first(
      'users',
      'removed IS NULL AND domain_id = ? AND username = ? COLLATE NOCASE',
      project.domainId,
      input.username,
    );
    if (user === undefined)
      throw fail('parameter', say`The project’s domain has no user ${input.username}.`, { field: 'username' });
    return join(ctx, caller, project, 'addUserToProject', ctx.store.need('accounts', user.accountId), user, input);
  },

  deleteUserFromProject(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const user = ctx.store.need('users', input.userid, 'userid');
    const member = memberRow(ctx, project, user.accountId, user.id);
    if (member === undefined)
      throw fail('parameter', say`${user.username} is not in the project ${project.name}.`, { field: 'userid' });
    return leave(ctx, caller, project, 'deleteUserFromProject', member, user.username);
  },

  listProjectAccounts(ctx, caller, input) {
    const project = projectInReach(ctx, caller, input.projectid);
    const page = ctx.store.list('projectMembers', input, {
      filters: [
        ['project_id = ?', project.id],
        ['account_name = ? COLLATE NOCASE', input.account],
        ['user_id = ?', input.userid],
        ['role = ? COLLATE NOCASE', input.role],
        ['project_role_id = ?', input.projectroleid],
      ],
      sortable: { account: 'accountName', username: 'username', role: 'role' },
      defaultSort: ['role', 'created'],
    });
    return { count: page.count, projectaccount: page.rows.map(memberView) };
  },
} satisfies Partial<Handlers>;
