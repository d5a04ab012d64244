import * as v from 'valibot';
import { command, count, date, job, list, name, optional, roles, success, text, uuid } from './command.ts';
import { projectLimitFields } from './resource-limit.ts';
import { permissions, rulePattern } from './role.ts';

// Projects: things that several accounts own together. No invitation mails: who is added is in.

const memberRoles = ['Admin', 'Regular'] as const;

export const project = v.object({
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  domain: v.string(),
  domainid: v.string(),
  state: v.string(),
  created: date,
  /** The account by which it owns its things. */
  projectaccountname: v.string(),
  /** Who administers it: accounts, and single users of accounts. */
  owner: v.array(v.object({ account: v.string(), userid: optional(v.string()), user: optional(v.string()) })),
  vmrunning: count,
  vmstopped: count,
  ...projectLimitFields,
  /** Ours: whether the caller may change its members, roles and state. */
  canmanage: v.boolean(),
});

export const projectAccount = v.object({
  projectid: v.string(),
  project: v.string(),
  account: v.string(),
  accountid: v.string(),
  accounttype: count,
  domain: v.string(),
  domainid: v.string(),
  userid: optional(v.string()),
  username: optional(v.string()),
  /** Admin or Regular. */
  role: v.picklist(memberRoles),
  projectroleid: optional(v.string()),
  /** Ours. */
  projectrolename: optional(v.string()),
});

export const projectRole = v.object({
  id: v.string(),
  name: v.string(),
  description: optional(v.string()),
  projectid: v.string(),
});

export const projectRolePermission = v.object({
  id: v.string(),
  projectid: v.string(),
  projectroleid: v.string(),
  projectrolename: v.string(),
  rule: v.string(),
  permission: v.picklist(permissions),
  description: optional(v.string()),
});

const accountName = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(255));
const permissionField = v.picklist(permissions, `one of ${permissions.join(', ')}`);
const memberRole = v.picklist(memberRoles, `one of ${memberRoles.join(', ')}`);
const one = { id: uuid };
const ofProject = { projectid: uuid };

export const projectCommands = {
  listProjects: list({
    object: 'project',
    description: { en: 'Lists the projects that the caller is in or administers.', zh: '列出调用者所在或管理的项目。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      displaytext: optional(v.string()),
      state: optional(v.string()),
      /** Only those that this account is in. */
      account: optional(v.string()),
      username: optional(v.string()),
      domainid: optional(uuid),
      isrecursive: optional(v.boolean()),
      /** False: only those that the caller is in. */
      listall: optional(v.boolean()),
    },
    row: project,
  }),
  createProject: job({
    object: 'project',
    roles,
    description: {
      en: 'Creates a project, of which the caller or another account is the administrator.',
      zh: '创建项目，由调用者或其他账户担任管理员。',
    },
    input: {
      name,
      displaytext: optional(text),
      account: optional(accountName),
      accountid: optional(uuid),
      domainid: optional(uuid),
      /** One user of the account. */
      userid: optional(uuid),
    },
    output: project,
  }),
  updateProject: job({
    object: 'project',
    roles,
    description: {
      en: 'Changes the name or text of a project, or which of its members administers it.',
      zh: '修改项目的名称或说明，或更换其管理员。',
    },
    input: {
      ...one,
      name: optional(name),
      displaytext: optional(text),
      account: optional(accountName),
      userid: optional(uuid),
      roletype: optional(memberRole),
      /** The account becomes the only administrator; true unless `roletype` is given. */
      swapowner: optional(v.boolean()),
    },
    output: project,
  }),
  activateProject: job({
    object: 'project',
    roles,
    description: { en: 'Lets members use a suspended project again.', zh: '重新启用已暂停的项目。' },
    input: one,
    output: project,
  }),
  suspendProject: job({
    object: 'project',
    roles,
    description: {
      en: 'Suspends a project: its instances are stopped, and members can look at its things but change nothing.',
      zh: '暂停项目：停止其实例，成员只能查看其资源，不能更改。',
    },
    input: one,
    output: project,
  }),
  deleteProject: job({
    object: 'project',
    roles,
    description: {
      en: 'Deletes an empty project; with cleanup also everything that it owns.',
      zh: '删除空项目；使用 cleanup 时还会删除其全部资源。',
    },
    input: { ...one, cleanup: optional(v.boolean()) },
    output: success,
  }),
  addAccountToProject: job({
    object: 'success',
    roles,
    description: { en: 'Puts an account of the project’s domain into a project.', zh: '将项目所在域的账户加入项目。' },
    input: { ...ofProject, account: accountName, roletype: optional(memberRole), projectroleid: optional(uuid) },
    output: success,
  }),
  deleteAccountFromProject: job({
    object: 'success',
    roles,
    description: {
      en: 'Takes an account out of a project; what it made there stays.',
      zh: '将账户移出项目；其在项目中创建的资源保留。',
    },
    input: { ...ofProject, account: accountName },
    output: success,
  }),
  addUserToProject: job({
    object: 'success',
    roles,
    description: {
      en: 'Puts one user of the project’s domain into a project.',
      zh: '将项目所在域的单个用户加入项目。',
    },
    input: { ...ofProject, username: accountName, roletype: optional(memberRole), projectroleid: optional(uuid) },
    output: success,
  }),
  deleteUserFromProject: job({
    object: 'success',
    roles,
    description: { en: 'Takes a single user out of a project.', zh: '将单个用户移出项目。' },
    input: { ...ofProject, userid: uuid },
    output: success,
  }),
  listProjectAccounts: list({
    object: 'projectaccount',
    description: { en: 'Lists who is in a project.', zh: '列出项目成员。' },
    input: {
      ...ofProject,
      account: optional(v.string()),
      userid: optional(uuid),
      role: optional(v.string()),
      projectroleid: optional(uuid),
    },
    row: projectAccount,
  }),
  listProjectRoles: list({
    object: 'projectrole',
    description: { en: 'Lists the roles of a project.', zh: '列出项目角色。' },
    input: { ...ofProject, projectroleid: optional(uuid), name: optional(v.string()) },
    row: projectRole,
  }),
  createProjectRole: command({
    object: 'projectrole',
    roles,
    description: {
      en: 'Creates a role of a project. It narrows what its members may do there.',
      zh: '创建项目角色，用于限制成员在项目中的操作。',
    },
    input: { ...ofProject, name, description: optional(text) },
    output: projectRole,
  }),
  updateProjectRole: command({
    object: 'projectrole',
    roles,
    description: { en: 'Changes the name or description of a project role.', zh: '修改项目角色的名称或说明。' },
    input: { ...ofProject, ...one, name: optional(name), description: optional(text) },
    output: projectRole,
  }),
  deleteProjectRole: command({
    object: 'projectrole',
    roles,
    description: { en: 'Deletes a project role that no member has.', zh: '删除没有成员使用的项目角色。' },
    input: { ...ofProject, ...one },
    output: success,
  }),
  listProjectRolePermissions: list({
    object: 'projectrolepermission',
    description: { en: 'Lists the rules of project roles, in their order.', zh: '按顺序列出项目角色的规则。' },
    input: { ...ofProject, projectroleid: optional(uuid) },
    row: projectRolePermission,
  }),
  createProjectRolePermission: command({
    object: 'projectrolepermission',
    roles,
    description: { en: 'Adds a rule at the end of a project role’s rules.', zh: '在项目角色规则的末尾添加规则。' },
    input: {
      ...ofProject,
      projectroleid: uuid,
      rule: rulePattern,
      permission: permissionField,
      description: optional(text),
    },
    output: projectRolePermission,
  }),
  updateProjectRolePermission: command({
    object: 'projectrolepermission',
    roles,
    description: {
      en: 'Changes what a rule of a project role says, or puts all its rules in another order.',
      zh: '修改项目角色某条规则的内容，或重新排列其全部规则。',
    },
    input: {
      ...ofProject,
      projectroleid: uuid,
      projectrolepermissionid: optional(uuid),
      permission: optional(permissionField),
      /** Every rule of the role, in the order that they shall have. */
      ruleorder: optional(v.pipe(v.array(uuid), v.maxLength(500))),
    },
    output: success,
  }),
  deleteProjectRolePermission: command({
    object: 'projectrolepermission',
    roles,
    description: { en: 'Deletes a rule of a project role.', zh: '删除项目角色的规则。' },
    input: { ...ofProject, ...one },
    output: success,
  }),
};
