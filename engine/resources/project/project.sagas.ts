import type { Caller, Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { projectStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { ProjectMemberRow, ProjectRow } from '../../store/project-rows.ts';
import { deleteImages, expungeInstances, stopInstances } from '../account/account.sagas.ts';
import { addEvent } from '../common.ts';
import { oneProject } from './view.ts';

interface ProjectInput {
  id: string;
  caller: Caller;
}

type Outcome = 'succeeded' | 'failed' | 'cancelled';

/** Tells the end of a job on a project; whoever was in it hears of it. */
function tell(
  ctx: Ctx,
  input: ProjectInput,
  outcome: Outcome,
  type: string,
  said: (name: string) => ReturnType<typeof say>,
): void {
  const project = ctx.store.get('projects', input.id);
  if (project === undefined || outcome !== 'succeeded') return;
  addEvent(ctx, input.caller, {
    type,
    description: said(project.name),
    resourceId: project.id,
    resourceType: 'Project',
    resourceName: project.name,
  });
}

/** Tells a project's members, and the one who came or went, that it changed. Call inside `store.write`. */
function changed(ctx: Ctx, project: Pick<ProjectRow, 'id' | 'accountId'>, also?: string): void {
  for (const accountid of [project.accountId, ...(also === undefined ? [] : [also])])
    ctx.store.changed({ noun: 'project', id: project.id, change: 'updated', accountid });
}

const view = (ctx: Ctx, input: ProjectInput): Json =>
  ({ ...oneProject(ctx, input.caller, input.id) }) as unknown as Json;

interface CreateInput extends ProjectInput {
  accountId: string;
  memberId: string;
  created: number;
  name: string;
  displayText: string;
  domainId: string;
  owner: { accountId: string; userId?: string };
}

const createProjectSaga = saga<Ctx, CreateInput>('createProject')
  .step('project', {
    do(ctx, { input }) {
      if (ctx.store.get('projects', input.id) !== undefined) return;
      const { id, accountId, domainId, created, name } = input;
      const account = { id: accountId, name: `PrjAcct-${name}-${id.slice(0, 8)}`, projectId: id, roleId: '' };
      ctx.store.write(() => {
        ctx.store.insert('accounts', { ...account, domainId, role: 'User', state: 'enabled', created });
        const project = ctx.store.insert('projects', {
          id,
          name,
          displayText: input.displayText,
          state: projectStates.initial as 'Active',
          accountId,
          domainId,
          created,
        });
        ctx.store.insert('projectMembers', {
          id: input.memberId,
          projectId: id,
          accountId: input.owner.accountId,
          domainId,
          ...(input.owner.userId !== undefined && { userId: input.owner.userId }),
          role: 'Admin',
          created,
        });
        changed(ctx, project, input.owner.accountId);
      });
    },
    undo(ctx, { input }) {
      ctx.store.write(() => {
        ctx.store.purge('projectMembers', 'project_id = ?', input.id);
        if (
          ctx.store.get('projects', input.id)?.removed === undefined &&
          ctx.store.get('projects', input.id) !== undefined
        )
          ctx.store.remove('projects', input.id);
        const account = ctx.store.get('accounts', input.accountId);
        if (account !== undefined && account.removed === undefined) ctx.store.remove('accounts', account.id);
      });
    },
  })
  .end({
    result: (ctx, { input }) => view(ctx, input),
    ended: (ctx, { input }, outcome) =>
      tell(ctx, input, outcome, 'PROJECT.CREATE', (name) => say`Created the project ${name}`),
  });

interface Shape {
  name: string;
  displayText: string;
  members: { id: string; role: ProjectMemberRow['role'] }[];
}

function shape(ctx: Ctx, id: string, to: Shape): void {
  ctx.store.write(() => {
    ctx.store.update('projects', id, { name: to.name, displayText: to.displayText });
    for (const member of to.members) {
      const row = ctx.store.get('projectMembers', member.id);
      if (row !== undefined && row.role !== member.role)
        ctx.store.update('projectMembers', row.id, { role: member.role });
    }
  });
}

const updateProjectSaga = saga<Ctx, ProjectInput & { before: Shape; after: Shape }>('updateProject')
  .step('project', {
    do: (ctx, { input }) => shape(ctx, input.id, input.after),
    undo: (ctx, { input }) => shape(ctx, input.id, input.before),
  })
  .end({
    result: (ctx, { input }) => view(ctx, input),
    ended: (ctx, { input }, outcome) =>
      tell(ctx, input, outcome, 'PROJECT.UPDATE', (name) => say`Changed the project ${name}`),
  });

const activateProjectSaga = saga<Ctx, ProjectInput>('activateProject')
  .step('state', {
    do: (ctx, { input }) => ctx.store.transition('projects', projectStates, input.id, 'activate'),
    undo(ctx, { input }) {
      if (ctx.store.get('projects', input.id)?.state === 'Active')
        ctx.store.transition('projects', projectStates, input.id, 'suspend');
    },
  })
  .end({
    result: (ctx, { input }) => view(ctx, input),
    ended: (ctx, { input }, outcome) =>
      tell(ctx, input, outcome, 'PROJECT.ACTIVATE', (name) => say`Activated the project ${name}`),
  });

const suspendProjectSaga = saga<Ctx, ProjectInput & { accountId: string }>('suspendProject')
  .step('state', {
    do: (ctx, { input }) => ctx.store.transition('projects', projectStates, input.id, 'suspend'),
    undo(ctx, { input }) {
      if (ctx.store.get('projects', input.id)?.state === 'Suspended')
        ctx.store.transition('projects', projectStates, input.id, 'activate');
    },
  })
  .step('instances', {
    do: (ctx, { input }, tools) => stopInstances(ctx, input.accountId, tools),
    irreversible: true,
    undo: { nothing: 'an instance that was stopped is started by its owner' },
  })
  .end({
    waits: true,
    result: (ctx, { input }) => view(ctx, input),
    ended: (ctx, { input }, outcome) =>
      tell(ctx, input, outcome, 'PROJECT.SUSPEND', (name) => say`Suspended the project ${name}`),
  });

const deleteProjectSaga = saga<Ctx, ProjectInput & { accountId: string; from: ProjectRow['state'] }>('deleteProject')
  .step('begin', {
    do: (ctx, { input }) => ctx.store.transition('projects', projectStates, input.id, 'remove'),
    undo(ctx, { input }) {
      if (ctx.store.get('projects', input.id)?.state !== 'Disabled') return;
      ctx.store.transition(
        'projects',
        projectStates,
        input.id,
        input.from === 'Suspended' ? 'failedSuspended' : 'failed',
      );
    },
  })
  .step('instances', {
    do: (ctx, { input }, tools) => expungeInstances(ctx, input.accountId, tools),
    irreversible: true,
    undo: { nothing: 'what is expunged does not come back: the job goes forward' },
  })
  .step('images', {
    do: (ctx, { input }, tools) => deleteImages(ctx, input.accountId, tools),
    undo: { nothing: 'past the point of no return' },
  })
  .step('row', {
    do(ctx, { input }) {
      ctx.store.write(() => {
        const members = ctx.store.where('projectMembers', 'project_id = ?', input.id);
        ctx.store.purge('projectMembers', 'project_id = ?', input.id);
        if (ctx.store.get('projects', input.id)?.removed !== undefined) return;
        ctx.store.remove('projects', input.id);
        ctx.store.remove('accounts', input.accountId);
        for (const { accountId } of members) changed(ctx, { id: input.id, accountId: input.accountId }, accountId);
      });
    },
    undo: { nothing: 'past the point of no return' },
  })
  .end({
    waits: true,
    result: () => ({ success: true }),
    ended: (ctx, { input }, outcome) =>
      tell(ctx, input, outcome, 'PROJECT.DELETE', (name) => say`Deleted the project ${name}`),
  });

interface MemberInput extends ProjectInput {
  member: ProjectMemberRow;
  name: string;
}

function put(ctx: Ctx, { member, id }: MemberInput): void {
  const project = ctx.store.get('projects', id);
  if (project === undefined || ctx.store.get('projectMembers', member.id) !== undefined) return;
  ctx.store.write(() => {
    ctx.store.insert('projectMembers', member);
    changed(ctx, project, member.accountId);
  });
}

function take(ctx: Ctx, { member, id }: MemberInput): void {
  const project = ctx.store.get('projects', id);
  if (project === undefined) return;
  ctx.store.write(() => {
    ctx.store.purge('projectMembers', 'id = ?', member.id);
    ctx.store.changed({ noun: 'projectaccount', id: member.id, change: 'deleted' });
    changed(ctx, project, member.accountId);
  });
}

const joining = (kind: 'addAccountToProject' | 'addUserToProject') =>
  saga<Ctx, MemberInput>(kind)
    .step('member', { do: (ctx, { input }) => put(ctx, input), undo: (ctx, { input }) => take(ctx, input) })
    .end({
      result: () => ({ success: true }),
      ended: (ctx, { input }, outcome) =>
        tell(ctx, input, outcome, 'PROJECT.ACCOUNT.ADD', (name) => say`Added ${input.name} to the project ${name}`),
    });

const leaving = (kind: 'deleteAccountFromProject' | 'deleteUserFromProject') =>
  saga<Ctx, MemberInput>(kind)
    .step('member', { do: (ctx, { input }) => take(ctx, input), undo: (ctx, { input }) => put(ctx, input) })
    .end({
      result: () => ({ success: true }),
      ended: (ctx, { input }, outcome) =>
        tell(
          ctx,
          input,
          outcome,
          'PROJECT.ACCOUNT.REMOVE',
          (name) => say`Took ${input.name} out of the project ${name}`,
        ),
    });

export const projectSagas = [
  createProjectSaga,
  updateProjectSaga,
  activateProjectSaga,
  suspendProjectSaga,
  deleteProjectSaga,
  joining('addAccountToProject'),
  leaving('deleteAccountFromProject'),
  joining('addUserToProject'),
  leaving('deleteUserFromProject'),
];
