import { managesProject } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import type { LimitsView } from '../../contract/resource-limit.ts';
import type { ProjectAccountView, ProjectView } from '../../contract/views.ts';
import type { ProjectMemberRow, ProjectRow } from '../../store/project-rows.ts';
import { date } from '../common.ts';
import { limitViews } from '../resource-limit/limits.ts';
import { accountTypes } from '../user/user.ts';

/** Projects as an answer has them; their administrators and limits are looked up once for all. */
export function projectViews(ctx: Ctx, caller: Caller, rows: readonly ProjectRow[]): ProjectView[] {
  const limits = limitViews(
    ctx,
    rows.map(({ accountId }) => ({ id: accountId, kind: 'project', free: false })),
  );
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const condition = "role = 'Admin' AND project_id IN (SELECT value FROM json_each(?)) ORDER BY created, id";
  const admins = Map.groupBy(ctx.store.where('projectMembers', condition, ids), ({ projectId }) => projectId);
  const accounts = new Map(rows.map(({ id, accountId }) => [id, ctx.store.tables.accounts.stored(accountId)?.name]));
  return rows.map((row) => ({
    ...(limits.get(row.accountId) as LimitsView),
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    domain: row.domainName ?? '',
    domainid: row.domainId,
    state: row.state,
    created: date(row.created),
    projectaccountname: accounts.get(row.id) ?? '',
    owner: (admins.get(row.id) ?? []).map(({ accountName, userId, username }) => ({
      account: accountName ?? '',
      ...(userId !== undefined && { userid: userId, user: username }),
    })),
    vmrunning: row.vmRunning ?? 0,
    vmstopped: Math.max(0, (row.vmTotal ?? 0) - (row.vmRunning ?? 0)),
    canmanage: managesProject(ctx, caller, row),
  }));
}

export const oneProject = (ctx: Ctx, caller: Caller, id: string): ProjectView =>
  projectViews(ctx, caller, [ctx.store.need('projects', id)])[0] as ProjectView;

export function memberView(row: ProjectMemberRow): ProjectAccountView {
  return {
    projectid: row.projectId,
    project: row.projectName ?? '',
    account: row.accountName ?? '',
    accountid: row.accountId,
    accounttype: accountTypes[row.accountRole ?? 'User'],
    domain: row.domainName ?? '',
    domainid: row.domainId,
    userid: row.userId,
    username: row.username,
    role: row.role,
    projectroleid: row.projectRoleId,
    projectrolename: row.projectRoleName,
  };
}
