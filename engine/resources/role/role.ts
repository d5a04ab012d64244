import { beyond, rulesOf } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, say } from '../../contract/phrase.ts';
import { withinReach } from '../../contract/role.ts';
import type { RolePermissionView, RoleView } from '../../contract/views.ts';
import type { RolePermissionRow, RoleRow } from '../../store/identity-rows.ts';
import { addEvent } from '../common.ts';

/** More than anybody reads, and few enough to be looked through at every call. */
const maximumRules = 500;

/** Refuses a rule that a role, of accounts or of a project, has no room for or has already. Error: parameter. */
export function checkNewRule(role: { name: string }, rules: readonly { rule: string }[], rule: string): void {
  if (rules.length >= maximumRules)
    throw fail('parameter', say`A role has at most ${maximumRules} rules.`, { field: 'rule' });
  if (rules.some((each) => each.rule.toLowerCase() === rule.toLowerCase()))
    throw fail('parameter', say`${role.name} has a rule for ${rule} already.`, {
      field: 'rule',
      hint: say`Change that one: of two, the first alone would count.`,
    });
}

function roleView(row: RoleRow): RoleView {
  return {
    id: row.id,
    name: row.name,
    type: row.type,
    description: row.description,
    isdefault: row.isDefault,
    ispublic: row.isPublic,
    state: row.state,
    accounttotal: row.accountTotal ?? 0,
  };
}

function permissionView(row: RolePermissionRow): RolePermissionView {
  return {
    id: row.id,
    roleid: row.roleId,
    rolename: row.roleName ?? '',
    rule: row.rule,
    permission: row.permission,
    description: row.description,
  };
}

/** Whether a caller may give a role to an account. Errors: account, at the field that named it. */
export function checkGiven(ctx: Ctx, caller: Caller, role: RoleRow, field: string): void {
  if (!withinReach(role.type, caller.role))
    throw fail(
      'account',
      say`${caller.username} may not give the role ${role.name}: it reaches further than their own.`,
      {
        field,
      },
    );
  const more = beyond(ctx, caller, { type: role.type, rules: rulesOf(ctx, role.id) });
  if (more !== undefined)
    throw fail(
      'account',
      say`${caller.username} may not give the role ${role.name}: it allows ${more}, and their own does not.`,
      {
        field,
        hint: say`Choose a role that allows no more than your own.`,
      },
    );
}

/** A role that may be changed by the caller. Errors: parameter for one that is not there, conflict for a ready-made one or his own. */
function changeable(ctx: Ctx, caller: Caller, id: string, field: string): RoleRow {
  const role = ctx.store.need('roles', id, field);
  if (role.isDefault)
    throw fail('conflict', say`${role.name} is ready-made and is not changed.`, {
      field,
      hint: say`Copy it, and change the copy.`,
    });
  if (ctx.store.tables.accounts.stored(caller.accountId)?.roleId === role.id)
    throw fail('account', say`${caller.username} may not change the role that they have.`, { field });
  return role;
}

function addRoleEvent(ctx: Ctx, caller: Caller, type: string, description: Phrase, role: RoleRow): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: role.id,
    resourceType: 'Role',
    resourceName: role.name,
  });
}

/** Changes a role in one commit, which is taken back where it would allow more than its maker has. */
function change<T>(ctx: Ctx, caller: Caller, roleId: string, work: () => T): T {
  return ctx.store.write(() => {
    const result = work();
    checkGiven(ctx, caller, ctx.store.need('roles', roleId), 'roleid');
    return result;
  });
}

function refuseTaken(ctx: Ctx, name: string, except?: string): void {
  const other = ctx.store.first('roles', 'removed IS NULL AND name = ? COLLATE NOCASE', name);
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`There is a role named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

export const roleHandlers = {
  listRoles(ctx, _caller, input) {
    const page = ctx.store.list('roles', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['type = ?', input.type],
        ['state = ?', input.state],
      ],
      sortable: { name: 'name', type: 'type', accounttotal: 'accountTotal' },
      defaultSort: ['(1 - is_default)', 'created'],
    });
    return { count: page.count, role: page.rows.map(roleView) };
  },

  createRole(ctx, caller, input) {
    const copied = input.roleid === undefined ? undefined : ctx.store.need('roles', input.roleid, 'roleid');
    const type = copied?.type ?? input.type;
    if (type === undefined || (copied !== undefined && input.type !== undefined && input.type !== copied.type))
      throw fail('parameter', say`A role is created of a type, or as a copy of another role.`, {
        field: 'type',
        hint: say`Give one of the two.`,
      });
    refuseTaken(ctx, input.name);
    const id = ctx.ids();
    return change(ctx, caller, id, () => {
      const role = ctx.store.insert('roles', {
        id,
        name: input.name,
        type,
        ...(input.description !== undefined && { description: input.description }),
        isDefault: false,
        isPublic: input.ispublic ?? true,
        state: 'enabled',
        created: ctx.clock(),
      });
      if (copied !== undefined)
        for (const { rule, permission, description, sortOrder } of rowsOf(ctx, copied.id))
          ctx.store.insert('rolePermissions', {
            id: ctx.ids(),
            roleId: id,
            rule,
            permission,
            ...(description !== undefined && { description }),
            sortOrder,
          });
      addRoleEvent(ctx, caller, 'ROLE.CREATE', say`Created the role ${role.name}`, role);
      return roleView(role);
    });
  },

  updateRole(ctx, caller, input) {
    const role = changeable(ctx, caller, input.id, 'id');
    if (input.name !== undefined) refuseTaken(ctx, input.name, role.id);
    if (input.type !== undefined && input.type !== role.type && (role.accountTotal ?? 0) > 0)
      throw fail('inUse', say`${role.name} is the role of ${role.accountTotal ?? 0} accounts; its type stays.`, {
        field: 'type',
        hint: say`Give these accounts another role first.`,
      });
    return change(ctx, caller, role.id, () => {
      ctx.store.update('roles', role.id, {
        name: input.name ?? role.name,
        type: input.type ?? role.type,
        isPublic: input.ispublic ?? role.isPublic,
        ...(input.description !== undefined && { description: input.description }),
      });
      addRoleEvent(ctx, caller, 'ROLE.UPDATE', say`Changed the role ${input.name ?? role.name}`, role);
      return roleView(ctx.store.need('roles', role.id));
    });
  },

  deleteRole(ctx, caller, input) {
    const role = changeable(ctx, caller, input.id, 'id');
    if ((role.accountTotal ?? 0) > 0)
      throw fail('inUse', say`${role.name} is the role of ${role.accountTotal ?? 0} accounts.`, {
        field: 'id',
        hint: say`Give these accounts another role first.`,
      });
    return ctx.store.write(() => {
      ctx.store.remove('roles', role.id);
      addRoleEvent(ctx, caller, 'ROLE.DELETE', say`Deleted the role ${role.name}`, role);
      return { success: true };
    });
  },

  listRolePermissions(ctx, _caller, input) {
    const page = ctx.store.list('rolePermissions', input, {
      filters: [
        ['role_id = ?', input.roleid],
        ['role_id IN (SELECT id FROM role WHERE removed IS NULL)', 1],
      ],
      sortable: { rule: 'rule', permission: 'permission' },
      defaultSort: ['role_id', 'sort_order'],
    });
    return { count: page.count, rolepermission: page.rows.map(permissionView) };
  },

  createRolePermission(ctx, caller, input) {
    const role = changeable(ctx, caller, input.roleid, 'roleid');
    const rules = rowsOf(ctx, role.id);
    checkNewRule(role, rules, input.rule);
    return change(ctx, caller, role.id, () => {
      const row = ctx.store.insert('rolePermissions', {
        id: ctx.ids(),
        roleId: role.id,
        rule: input.rule,
        permission: input.permission,
        ...(input.description !== undefined && { description: input.description }),
        sortOrder: (rules.at(-1)?.sortOrder ?? -1) + 1,
      });
      addRoleEvent(
        ctx,
        caller,
        'ROLE.PERMISSION.CREATE',
        say`Added the rule ${fixed(`${row.permission} ${row.rule}`)} to the role ${role.name}`,
        role,
      );
      return permissionView({ ...row, roleName: role.name });
    });
  },

  updateRolePermission(ctx, caller, input) {
    const role = changeable(ctx, caller, input.roleid, 'roleid');
    const rules = rowsOf(ctx, role.id);
    const one = input.ruleid !== undefined && input.permission !== undefined;
    if (one === (input.ruleorder !== undefined))
      throw fail('parameter', say`Give a rule with what it shall say, or all rules in their new order.`, {
        field: input.ruleorder === undefined ? 'ruleorder' : 'ruleid',
      });
    if (input.ruleid !== undefined && !rules.some((each) => each.id === input.ruleid))
      throw noRule('ruleid', input.ruleid);
    const order = input.ruleorder ?? [];
    const strange = order.find((id) => !rules.some((each) => each.id === id));
    if (strange !== undefined) throw noRule('ruleorder', strange);
    if (input.ruleorder !== undefined && (order.length !== rules.length || new Set(order).size !== order.length))
      throw fail('parameter', say`The order must name every rule of ${role.name} once.`, {
        field: 'ruleorder',
        hint: say`The rules may have changed meanwhile: look at them again.`,
      });
    return change(ctx, caller, role.id, () => {
      if (input.ruleid !== undefined && input.permission !== undefined)
        ctx.store.update('rolePermissions', input.ruleid, { permission: input.permission });
      for (const [sortOrder, id] of order.entries()) ctx.store.update('rolePermissions', id, { sortOrder });
      addRoleEvent(ctx, caller, 'ROLE.PERMISSION.UPDATE', say`Changed the rules of the role ${role.name}`, role);
      return { success: true };
    });
  },

  deleteRolePermission(ctx, caller, input) {
    const rule = ctx.store.get('rolePermissions', input.id);
    if (rule === undefined) throw noRule('id', input.id);
    const role = changeable(ctx, caller, rule.roleId, 'id');
    return change(ctx, caller, role.id, () => {
      ctx.store.purge('rolePermissions', 'id = ?', rule.id);
      ctx.store.changed({ noun: 'rolepermission', id: rule.id, change: 'deleted' });
      addRoleEvent(
        ctx,
        caller,
        'ROLE.PERMISSION.DELETE',
        say`Took the rule ${fixed(`${rule.permission} ${rule.rule}`)} from the role ${role.name}`,
        role,
      );
      return { success: true };
    });
  },
} satisfies Partial<Handlers>;

const rowsOf = (ctx: Ctx, roleId: string): RolePermissionRow[] =>
  ctx.store.where('rolePermissions', 'role_id = ? ORDER BY sort_order', roleId);

const noRule = (field: string, id: string): Error =>
  fail('parameter', say`Invalid parameter ${field} value=${id}: the entity does not exist.`, {
    field,
    hint: say`It may have been deleted meanwhile: refresh the list.`,
  });
