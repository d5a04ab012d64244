import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

/** What the parameters of domains, accounts, users and roles mean. */
const common: Readonly<Record<string, Text>> = {
  account: {
    en: 'The account that it is for, by its name. Empty: your own.',
    zh: '所属账户的名称。留空则为您自己的账户。',
  },
  domainid: {
    en: 'The domain in which the account is. Empty: your own domain.',
    zh: '账户所在的域。留空则为您自己的域。',
  },
};

const person: Readonly<Record<string, Text>> = {
  username: {
    en: 'The name to sign in with; one of its kind within the domain.',
    zh: '登录所用的名称；在域内唯一。',
  },
  password: {
    en: 'How long it must be is a setting. Kept as a hash alone: nobody can read it again.',
    zh: '最短长度由设置决定。只保存哈希值：没有人能再读取它。',
  },
  email: { en: 'For people who look for this person; nothing is sent.', zh: '供他人联系此人；不会发送任何邮件。' },
  firstname: { en: 'Given name of the person.', zh: '此人的名。' },
  lastname: { en: 'Family name of the person.', zh: '此人的姓。' },
  timezone: {
    en: 'For CloudStack’s clients, such as Asia/Shanghai.',
    zh: '供 CloudStack 客户端使用，例如 Asia/Shanghai。',
  },
};

const networkdomain: Text = {
  en: 'Kept for CloudStack’s clients; names in DNS come from the network and the zone.',
  zh: '为 CloudStack 客户端保存；DNS 中的名称来自网络和区域。',
};
const roleid: Text = {
  en: 'What the users of the account may do. It can allow no more than your own role does.',
  zh: '账户的用户可以做什么。其权限不能超过您自己的角色。',
};

const own: Texts['commands'] = {
  createDomain: {
    name: {
      en: 'Becomes a part of the domain’s path, such as ROOT/sales.',
      zh: '成为域路径的一部分，例如 ROOT/sales。',
    },
    parentdomainid: {
      en: 'The domain above. Its administrators also administer the new one.',
      zh: '上级域。其管理员也管理新域。',
    },
    networkdomain,
  },
  updateDomain: {
    id: { en: 'The domain.', zh: '域。' },
    name: {
      en: 'Changes the paths of this domain and of all below it; people sign in by the new path.',
      zh: '更改此域及其所有下级域的路径；用户以新路径登录。',
    },
    networkdomain,
  },
  createAccount: {
    ...person,
    account: {
      en: 'Name of the account, which owns instances and images. Empty: the name of its first user.',
      zh: '账户名称，实例和镜像归账户所有。留空则使用第一个用户的名称。',
    },
    domainid: {
      en: 'Whose administrators also administer this account. Empty: your own domain.',
      zh: '其管理员也管理此账户。留空则为您自己的域。',
    },
    roleid,
    accounttype: {
      en: 'For clients that name no role: 0 user, 1 root admin, 2 domain admin, 3 resource admin.',
      zh: '供不指定角色的客户端使用：0 用户、1 根管理员、2 域管理员、3 资源管理员。',
    },
    networkdomain,
  },
  updateAccount: {
    id: { en: 'The account.', zh: '账户。' },
    newname: { en: 'The new name; what the account owns stays its own.', zh: '新名称；账户的资源不变。' },
    roleid,
    networkdomain,
  },
  createUser: {
    ...person,
    account: { en: 'The account whose resources the user shares.', zh: '用户共享其资源的账户。' },
  },
  updateUser: {
    id: { en: 'The user.', zh: '用户。' },
    ...person,
    currentpassword: {
      en: 'Asked of those who change their own password.',
      zh: '更改自己的密码时需要。',
    },
  },
  createRole: {
    name: { en: 'What those read who choose a role for an account.', zh: '为账户选择角色时显示的名称。' },
    description: { en: 'A sentence about whom the role is for.', zh: '说明此角色适用于谁。' },
    type: {
      en: 'How far the role reaches: everything, a domain with all below it, or one account. No rule reaches further.',
      zh: '角色的范围：全部、一个域及其下级、或一个账户。任何规则都不能超出此范围。',
    },
    roleid: { en: 'The role whose type and rules are copied.', zh: '要复制其类型和规则的角色。' },
    ispublic: {
      en: 'Kept for CloudStack’s clients; nothing acts on it here.',
      zh: '为 CloudStack 客户端保存；在此不起作用。',
    },
  },
  updateRole: {
    id: { en: 'The role.', zh: '角色。' },
    name: { en: 'What those read who choose a role for an account.', zh: '为账户选择角色时显示的名称。' },
    description: { en: 'A sentence about whom the role is for.', zh: '说明此角色适用于谁。' },
    type: { en: 'Can be changed while no account has the role.', zh: '没有账户使用该角色时可以更改。' },
    ispublic: {
      en: 'Kept for CloudStack’s clients; nothing acts on it here.',
      zh: '为 CloudStack 客户端保存；在此不起作用。',
    },
  },
  createRolePermission: {
    roleid: { en: 'The role.', zh: '角色。' },
    rule: {
      en: 'The name of a command; * stands for any letters: list* is all commands that list.',
      zh: '命令名称；* 代表任意字母：list* 即所有列出命令。',
    },
    permission: {
      en: 'Whether the commands that fit are allowed or denied. The first rule that fits decides.',
      zh: '允许还是拒绝匹配的命令。由第一条匹配的规则决定。',
    },
    description: { en: 'Why the rule is there.', zh: '此规则的用途。' },
  },
  disableAccount: {
    id: { en: 'The account.', zh: '账户。' },
    lock: {
      en: 'Only locks it: its users are refused, its instances go on running.',
      zh: '仅锁定：拒绝其用户，其实例继续运行。',
    },
  },
  deleteDomain: {
    id: { en: 'The domain.', zh: '域。' },
    cleanup: {
      en: 'Also deletes all domains below it, their accounts and what these own.',
      zh: '同时删除其下的所有域、账户及其资源。',
    },
  },
};

export const accountTexts: Texts = { commands: own, parameters: common };
