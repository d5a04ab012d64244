import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const project: Text = { en: 'The project.', zh: '项目。' };
const member = {
  projectid: project,
  account: { en: 'An account of the project’s own domain, by its name.', zh: '项目所在域的账户名称。' },
  username: { en: 'A user of the project’s own domain, by name.', zh: '项目所在域的用户名。' },
  roletype: {
    en: 'Admin: also changes members, roles and state. Regular: uses the project’s things.',
    zh: 'Admin：还可更改成员、角色和状态。Regular：仅使用项目的资源。',
  },
  projectroleid: {
    en: 'A role of the project that narrows what this member may do there. Empty: nothing is narrowed.',
    zh: '限制该成员操作的项目角色。留空则不作限制。',
  },
};
const role = {
  projectid: project,
  id: { en: 'The project role.', zh: '项目角色。' },
  name: { en: 'What those read who give the role to a member.', zh: '为成员选择角色时显示的名称。' },
  description: { en: 'A sentence about whom the role is for.', zh: '说明此角色适用于谁。' },
};
const rule = {
  projectid: project,
  projectroleid: { en: 'The project role.', zh: '项目角色。' },
  rule: {
    en: 'The name of a command; * stands for any letters: list* is all commands that list.',
    zh: '命令名称；* 代表任意字母：list* 即所有列出命令。',
  },
  permission: {
    en: 'Whether the commands that fit are allowed or denied. The first rule that fits decides; what none names is allowed.',
    zh: '允许还是拒绝匹配的命令。由第一条匹配的规则决定；没有规则匹配的命令允许执行。',
  },
  description: { en: 'Why the rule is there.', zh: '此规则的用途。' },
};

/** What the parameters and fields of projects mean. */
export const projectTexts: Texts = {
  commands: {
    createProject: {
      name: {
        en: 'Shown in lists and in the switch at the head of the window.',
        zh: '显示在列表和窗口顶部的切换器中。',
      },
      displaytext: {
        en: 'A sentence about what it is for. Empty: the name is shown.',
        zh: '说明其用途。留空则显示名称。',
      },
      account: { en: 'Who administers it. Empty: you.', zh: '项目管理员账户。留空则为您自己。' },
      accountid: { en: 'Who administers it, by id.', zh: '项目管理员账户的 ID。' },
      domainid: { en: 'The domain of the account.', zh: '账户所在的域。' },
      userid: { en: 'One user of the account who administers it alone.', zh: '仅由账户中的该用户管理。' },
    },
    updateProject: {
      id: project,
      name: { en: 'The new name.', zh: '新名称。' },
      displaytext: { en: 'A sentence about what it is for.', zh: '说明其用途。' },
      account: { en: 'A member who is to administer it.', zh: '将成为管理员的成员账户。' },
      userid: { en: 'A single user in it who is to administer it.', zh: '将成为管理员的单个用户。' },
      roletype: member.roletype,
      swapowner: {
        en: 'Whether the others who administer it become regular members.',
        zh: '其他管理员是否变为普通成员。',
      },
    },
    suspendProject: { id: project },
    activateProject: { id: project },
    deleteProject: {
      id: project,
      cleanup: { en: 'Also deletes everything that it owns.', zh: '同时删除其全部资源。' },
    },
    addAccountToProject: member,
    addUserToProject: member,
    deleteAccountFromProject: member,
    deleteUserFromProject: { projectid: project, userid: { en: 'The user.', zh: '用户。' } },
    createProjectRole: role,
    updateProjectRole: role,
    deleteProjectRole: role,
    createProjectRolePermission: rule,
    updateProjectRolePermission: {
      ...rule,
      projectrolepermissionid: { en: 'The rule.', zh: '规则。' },
      ruleorder: { en: 'All rules of the role in their new order.', zh: '角色的全部规则，按新的顺序。' },
    },
    deleteProjectRolePermission: { projectid: project, id: { en: 'The rule.', zh: '规则。' } },
  },
  parameters: {
    projectid: {
      en: 'The project that is to own it. Empty: your own account, or the one that is named.',
      zh: '拥有它的项目。留空则为您自己的账户或指定的账户。',
    },
  },
  fields: {
    projectaccountname: 'The account by which the project owns its things.',
    owner: 'Who administers it.',
    user: 'User.',
    canmanage: 'Whether the caller may change its members, roles and state.',
    projectroleid: 'Id of the project role.',
    projectrolename: 'Name of the project role.',
    roletype: 'Admin or Regular.',
  },
};
