import * as v from 'valibot';
import { access, command, list, name, optional, type Role, roles, success, text, uuid } from './command.ts';

/** What a rule says of the commands that it names. */
export const permissions = ['allow', 'deny'] as const;
export type Permission = (typeof permissions)[number];

/** One line of a role: the first whose pattern fits a command decides; where none fits, the command is denied. */
export interface Rule {
  rule: string;
  permission: Permission;
}

/** A command's name or a part of it with stars, as in CloudStack: `list*`. */
export const rulePattern = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(100, 'at most 100 characters'),
  v.regex(/^[A-Za-z0-9*]+$/, 'a command’s name, with * for any letters: list*'),
);

/** Whether a pattern names a command. Takes no time of its own, whatever the stars. */
export function fits(pattern: string, commandName: string): boolean {
  const parts = pattern.toLowerCase().split('*');
  const name = commandName.toLowerCase();
  const [first = ''] = parts;
  if (parts.length === 1) return name === first;
  const last = parts.at(-1) ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of parts.slice(1, -1)) {
    const at = name.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return from <= name.length - last.length;
}

/** What every caller may ask: who he is, what he may call, and what the window is to look like. */
export const alwaysPermitted: readonly string[] = ['getSession', 'getBranding', 'listApis', 'listCapabilities'];

/** The rule that decides about a command, by its place; undefined where none fits. */
export function decidingRule(rules: readonly Rule[], commandName: string): number | undefined {
  const at = rules.findIndex((each) => fits(each.rule, commandName));
  return at === -1 ? undefined : at;
}

/**
 * The one answer to whether a role may call a command: its type must be among those that the command is for, and its rules must allow it.
 * So no rule gives what the type may not have.
 */
export function permits(
  role: { type: Role; rules: readonly Rule[] },
  commandName: string,
  spec: { roles: readonly Role[] },
): boolean {
  if (!spec.roles.includes(role.type)) return false;
  if (alwaysPermitted.includes(commandName)) return true;
  const at = decidingRule(role.rules, commandName);
  return at !== undefined && role.rules[at]?.permission === 'allow';
}

/** Types by how much they reach: everything, a domain with all below it, one account. */
const reach: Readonly<Record<Role, number>> = { Admin: 3, ResourceAdmin: 2, DomainAdmin: 2, User: 1 };

/** Whether a type reaches no further than another. */
export const withinReach = (inner: Role, outer: Role): boolean => reach[inner] <= reach[outer];

const allowAll: readonly Rule[] = [{ rule: '*', permission: 'allow' }];
const allow = (...rules: string[]): readonly Rule[] => rules.map((rule) => ({ rule, permission: 'allow' as const }));

/** The roles that every installation has; they are the same everywhere, so they are copied and not changed. */
export const readyMadeRoles: readonly {
  id: string;
  name: string;
  type: Role;
  description: string;
  rules: readonly Rule[];
}[] = [
  {
    id: '00000000-0000-4000-8000-000000000011',
    name: 'Root Admin',
    type: 'Admin',
    description: 'Everything',
    rules: allowAll,
  },
  {
    id: '00000000-0000-4000-8000-000000000012',
    name: 'Resource Admin',
    type: 'ResourceAdmin',
    description: 'The resources of a domain and of those below it',
    rules: allowAll,
  },
  {
    id: '00000000-0000-4000-8000-000000000013',
    name: 'Domain Admin',
    type: 'DomainAdmin',
    description: 'The accounts and resources of a domain and of those below it',
    rules: allowAll,
  },
  {
    id: '00000000-0000-4000-8000-000000000014',
    name: 'User',
    type: 'User',
    description: 'The resources of one account',
    rules: allowAll,
  },
  {
    id: '00000000-0000-4000-8000-000000000015',
    name: 'Support',
    type: 'DomainAdmin',
    description: 'Finds instances of a domain, opens their consoles and powers them; of all else only the own password',
    rules: allow(
      'listVirtualMachines',
      'getVirtualMachineThumbnail',
      'createConsoleEndpoint',
      'startVirtualMachine',
      'stopVirtualMachine',
      'rebootVirtualMachine',
      'queryAsyncJobResult',
      'updateUser',
      'listAsyncJobs',
    ),
  },
];

/** The ready-made role of a type, for what names a type alone. */
export const roleOfType: Readonly<Record<Role, string>> = {
  Admin: '00000000-0000-4000-8000-000000000011',
  ResourceAdmin: '00000000-0000-4000-8000-000000000012',
  DomainAdmin: '00000000-0000-4000-8000-000000000013',
  User: '00000000-0000-4000-8000-000000000014',
};

export const role = v.object({
  id: v.string(),
  name: v.string(),
  type: v.picklist(roles),
  description: optional(v.string()),
  /** Ready-made: copied, not changed. */
  isdefault: v.boolean(),
  ispublic: v.boolean(),
  state: v.string(),
  /** Ours: accounts that have it. */
  accounttotal: v.number(),
});

export const rolePermission = v.object({
  id: v.string(),
  roleid: v.string(),
  rolename: v.string(),
  rule: v.string(),
  permission: v.picklist(permissions),
  description: optional(v.string()),
});

const permissionField = v.picklist(permissions, `one of ${permissions.join(', ')}`);
const typeField = v.picklist(roles, `one of ${roles.join(', ')}`);

export const roleCommands = {
  listRoles: list({
    object: 'role',
    roles: ['Admin', 'ResourceAdmin', 'DomainAdmin'],
    description: { en: 'Lists roles.', zh: '列出角色。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      type: optional(v.string()),
      state: optional(v.string()),
    },
    row: role,
  }),
  createRole: command({
    object: 'role',
    description: {
      en: 'Creates a role of a type, without rules, or as a copy of another role.',
      zh: '按类型创建没有规则的角色，或复制另一角色。',
    },
    input: {
      name,
      description: optional(text),
      type: optional(typeField),
      /** The role that is copied. */
      roleid: optional(uuid),
      ispublic: optional(v.boolean()),
    },
    output: role,
  }),
  updateRole: command({
    object: 'role',
    description: { en: 'Changes the name, description or type of a role.', zh: '修改角色的名称、说明或类型。' },
    input: {
      id: uuid,
      name: optional(name),
      description: optional(text),
      type: optional(typeField),
      ispublic: optional(v.boolean()),
    },
    output: role,
  }),
  deleteRole: command({
    object: 'role',
    description: { en: 'Deletes a role that no account has.', zh: '删除没有账户使用的角色。' },
    input: { id: uuid },
    output: success,
  }),
  listRolePermissions: list({
    object: 'rolepermission',
    roles: access.admin,
    description: { en: 'Lists the rules of roles, in their order.', zh: '按顺序列出角色的规则。' },
    input: { roleid: optional(uuid) },
    row: rolePermission,
  }),
  createRolePermission: command({
    object: 'rolepermission',
    description: { en: 'Adds a rule at the end of a role’s rules.', zh: '在角色规则的末尾添加规则。' },
    input: { roleid: uuid, rule: rulePattern, permission: permissionField, description: optional(text) },
    output: rolePermission,
  }),
  updateRolePermission: command({
    object: 'rolepermission',
    description: {
      en: 'Changes what a rule of a role says, or puts all its rules in another order.',
      zh: '修改角色某条规则的内容，或重新排列其全部规则。',
    },
    input: {
      roleid: uuid,
      ruleid: optional(uuid),
      permission: optional(permissionField),
      /** Every rule of the role, in the order that they shall have. */
      ruleorder: optional(v.pipe(v.array(uuid), v.maxLength(500))),
    },
    output: success,
  }),
  deleteRolePermission: command({
    object: 'rolepermission',
    description: { en: 'Deletes a rule of a role.', zh: '删除角色的规则。' },
    input: { id: uuid },
    output: success,
  }),
};
