import { projectInReach } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, say } from '../../contract/phrase.ts';
import type { ProjectRolePermissionView, ProjectRoleView } from '../../contract/views.ts';
import type { ProjectRolePermissionRow, ProjectRoleRow, ProjectRow } from '../../store/project-rows.ts';
import { addEvent } from '../common.ts';
import { checkNewRule } from '../role/role.ts';
import { managed } from './project.ts';

const roleView = (row: ProjectRoleRow): ProjectRoleView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  projectid: row.projectId,
});

const ruleView = (row: ProjectRolePermissionRow, role: string): ProjectRolePermissionView => ({
  id: row.id,
  projectid: row.projectId,
  projectroleid: row.projectRoleId,
  projectrolename: role,
  rule: row.rule,
  permission: row.permission,
  description: row.description,
});

const gone = (field: string, id: string): Error =>
  fail('parameter', say`Invalid parameter ${field} value=${id}: the entity does not exist.`, {
    field,
    hint: say`It may have been deleted meanwhile: refresh the list.`,
  });

/** A role of a project. Error: parameter, for another project's too. */
function needRole(ctx: Ctx, project: ProjectRow, id: string, field: string): ProjectRoleRow {
  const role = ctx.store.need('projectRoles', id, field);
  if (role.projectId !== project.id) throw gone(field, id);
  return role;
}

function refuseTaken(ctx: Ctx, project: ProjectRow, name: string, except?: string): void {
  const other = ctx.store.first(
    'projectRoles',
    'removed IS NULL AND project_id = ? AND name = ? COLLATE NOCASE',
    project.id,
    name,
  );
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`The project has a role named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

const rulesOf = (ctx: Ctx, roleId: string): ProjectRolePermissionRow[] =>
  ctx.store.where('projectRolePermissions', 'project_role_id = ? ORDER BY sort_order', roleId);

function tell(ctx: Ctx, caller: Caller, type: string, project: ProjectRow, description: Phrase): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: project.id,
    resourceType: 'Project',
    resourceName: project.name,
  });
}

export const projectRoleHandlers = {
  listProjectRoles(ctx, caller, input) {
    const project = projectInReach(ctx, caller, input.projectid);
    const page = ctx.store.list('projectRoles', input, {
      filters: [
        ['project_id = ?', project.id],
        ['id = ?', input.projectroleid],
        ['name = ? COLLATE NOCASE', input.name],
      ],
      sortable: { name: 'name' },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, projectrole: page.rows.map(roleView) };
  },

  createProjectRole(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    refuseTaken(ctx, project, input.name);
    return ctx.store.write(() => {
      const role = ctx.store.insert('projectRoles', {
        id: ctx.ids(),
        projectId: project.id,
        name: input.name,
        ...(input.description !== undefined && { description: input.description }),
        created: ctx.clock(),
      });
      tell(
        ctx,
        caller,
        'PROJECT.ROLE.CREATE',
        project,
        say`Created the role ${role.name} in the project ${project.name}`,
      );
      return roleView(role);
    });
  },

  updateProjectRole(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const role = needRole(ctx, project, input.id, 'id');
    if (input.name !== undefined) refuseTaken(ctx, project, input.name, role.id);
    return ctx.store.write(() => {
      const name = input.name ?? role.name;
      const description = input.description ?? role.description;
      ctx.store.update('projectRoles', role.id, { name, ...(description !== undefined && { description }) });
      tell(ctx, caller, 'PROJECT.ROLE.UPDATE', project, say`Changed the role ${name} in the project ${project.name}`);
      return roleView(ctx.store.need('projectRoles', role.id));
    });
  },

  deleteProjectRole(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const role = needRole(ctx, project, input.id, 'id');
    const members = ctx.store.count('projectMembers', 'project_role_id = ?', role.id);
    if (members > 0)
      throw fail('inUse', say`${role.name} is the role of ${members} members of the project.`, {
        field: 'id',
        hint: say`Take these members out of the project first, and add them with another role.`,
      });
    return ctx.store.write(() => {
      ctx.store.remove('projectRoles', role.id);
      tell(
        ctx,
        caller,
        'PROJECT.ROLE.DELETE',
        project,
        say`Deleted the role ${role.name} in the project ${project.name}`,
      );
      return { success: true };
    });
  },

  listProjectRolePermissions(ctx, caller, input) {
    const project = projectInReach(ctx, caller, input.projectid);
    if (input.projectroleid !== undefined) needRole(ctx, project, input.projectroleid, 'projectroleid');
    const page = ctx.store.list('projectRolePermissions', input, {
      filters: [
        ['project_id = ?', project.id],
        ['project_role_id = ?', input.projectroleid],
        ['project_role_id IN (SELECT id FROM project_role WHERE removed IS NULL)', 1],
      ],
      sortable: { rule: 'rule', permission: 'permission' },
      defaultSort: ['project_role_id', 'sort_order'],
    });
    const names = new Map(
      ctx.store.where('projectRoles', 'project_id = ?', project.id).map((role) => [role.id, role.name]),
    );
    return {
      count: page.count,
      projectrolepermission: page.rows.map((row) => ruleView(row, names.get(row.projectRoleId) ?? '')),
    };
  },

  createProjectRolePermission(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const role = needRole(ctx, project, input.projectroleid, 'projectroleid');
    const rules = rulesOf(ctx, role.id);
    checkNewRule(role, rules, input.rule);
    return ctx.store.write(() => {
      const row = ctx.store.insert('projectRolePermissions', {
        id: ctx.ids(),
        projectId: project.id,
        projectRoleId: role.id,
        rule: input.rule,
        permission: input.permission,
        ...(input.description !== undefined && { description: input.description }),
        sortOrder: (rules.at(-1)?.sortOrder ?? -1) + 1,
      });
      tell(
        ctx,
        caller,
        'PROJECT.ROLE.PERMISSION.CREATE',
        project,
        say`Added the rule ${fixed(`${row.permission} ${row.rule}`)} to the role ${role.name}`,
      );
      return ruleView(row, role.name);
    });
  },

  updateProjectRolePermission(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const role = needRole(ctx, project, input.projectroleid, 'projectroleid');
    const rules = rulesOf(ctx, role.id);
    const { projectrolepermissionid: id, permission, ruleorder } = input;
    if ((id !== undefined && permission !== undefined) === (ruleorder !== undefined))
      throw fail('parameter', say`Give a rule with what it shall say, or all rules in their new order.`, {
        field: ruleorder === undefined ? 'ruleorder' : 'projectrolepermissionid',
      });
    if (id !== undefined && !rules.some((each) => each.id === id)) throw gone('projectrolepermissionid', id);
    const order = ruleorder ?? [];
    if (ruleorder !== undefined && (order.length !== rules.length || !rules.every((each) => order.includes(each.id))))
      throw fail('parameter', say`The order must name every rule of ${role.name} once.`, {
        field: 'ruleorder',
        hint: say`The rules may have changed meanwhile: look at them again.`,
      });
    return ctx.store.write(() => {
      if (id !== undefined && permission !== undefined) ctx.store.update('projectRolePermissions', id, { permission });
      for (const [sortOrder, each] of order.entries()) ctx.store.update('projectRolePermissions', each, { sortOrder });
      tell(ctx, caller, 'PROJECT.ROLE.PERMISSION.UPDATE', project, say`Changed the rules of the role ${role.name}`);
      return { success: true };
    });
  },

  deleteProjectRolePermission(ctx, caller, input) {
    const project = managed(ctx, caller, input.projectid);
    const rule = ctx.store.get('projectRolePermissions', input.id);
    if (rule === undefined || rule.projectId !== project.id) throw gone('id', input.id);
    return ctx.store.write(() => {
      ctx.store.purge('projectRolePermissions', 'id = ?', rule.id);
      ctx.store.changed({ noun: 'projectrolepermission', id: rule.id, change: 'deleted' });
      const role = ctx.store.get('projectRoles', rule.projectRoleId)?.name ?? '';
      tell(
        ctx,
        caller,
        'PROJECT.ROLE.PERMISSION.DELETE',
        project,
        say`Took the rule ${fixed(`${rule.permission} ${rule.rule}`)} from the role ${role}`,
      );
      return { success: true };
    });
  },
} satisfies Partial<Handlers>;
