import * as v from 'valibot';
import { command, count, date, domainName, job, list, optional, query, roles, success, uuid } from './command.ts';
import { limitFields } from './resource-limit.ts';

/** A name that people sign in with, or by which an account is called. */
export const signInName = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(255, 'at most 255 characters'),
  v.regex(/^[^\s/\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain spaces, slashes or control characters'),
);
const personName = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(255, 'at most 255 characters'),
  v.regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain line breaks or control characters'),
);
const email = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(255, 'at most 255 characters'),
  v.regex(/^[^\s@]+@[^\s@]+$/, 'an address such as ada@lab.example'),
);
const timezone = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(64, 'at most 64 characters'),
  v.regex(/^[A-Za-z0-9_+/-]*$/, 'a time zone such as Asia/Shanghai'),
);
/** How short it may be is a setting; how long is bounded here, because hashing takes time. */
const password = v.pipe(v.string(), v.minLength(1, 'must not be empty'), v.maxLength(256, 'at most 256 characters'));

export const user = v.object({
  id: v.string(),
  username: v.string(),
  firstname: v.string(),
  lastname: v.string(),
  email: v.string(),
  timezone: optional(v.string()),
  /** enabled, disabled or locked. */
  state: v.string(),
  account: v.string(),
  accountid: v.string(),
  /** CloudStack's numbers: 0 user, 1 root admin, 2 domain admin, 3 resource admin. */
  accounttype: count,
  roleid: v.string(),
  rolename: v.string(),
  roletype: v.picklist(roles),
  domain: v.string(),
  domainid: v.string(),
  created: date,
  /** Made with the installation: the desk's own user. */
  isdefault: v.boolean(),
  /** Everybody is of Benchtop's own. */
  usersource: v.literal('native'),
  is2faenabled: v.literal(false),
  is2famandated: v.literal(false),
  /** Ours: whether a password was set; without one nobody signs in as this user. */
  haspassword: v.boolean(),
});

export const account = v.object({
  id: v.string(),
  name: v.string(),
  accounttype: count,
  roleid: v.string(),
  rolename: v.string(),
  roletype: v.picklist(roles),
  domain: v.string(),
  domainid: v.string(),
  domainpath: v.string(),
  /** enabled, disabled or locked. */
  state: v.string(),
  networkdomain: optional(v.string()),
  isdefault: v.boolean(),
  created: date,
  vmrunning: count,
  vmstopped: count,
  ...limitFields,
  user: v.array(user),
});

const accountAdmins = ['Admin', 'DomainAdmin'] as const;
/** An account by its id, or by its name within a domain (the caller's own where none is given). */
const whichAccount = { id: optional(uuid), account: optional(signInName), domainid: optional(uuid) };

export const accountCommands = {
  listAccounts: list({
    object: 'account',
    description: { en: 'Lists the accounts that the caller may see.', zh: '列出调用者可见的账户。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      state: optional(v.string()),
      accounttype: optional(count),
      domainid: optional(uuid),
      /** With `domainid`: also of the domains below it. */
      isrecursive: optional(v.boolean()),
      listall: optional(v.boolean()),
      /** Ours. */
      roleid: optional(uuid),
    },
    row: account,
  }),
  createAccount: command({
    object: 'account',
    roles: accountAdmins,
    description: {
      en: 'Creates an account in a domain, with its first user.',
      zh: '在域中创建账户及其第一个用户。',
    },
    input: {
      username: signInName,
      password,
      email,
      firstname: personName,
      lastname: personName,
      /** Empty: the user's name. */
      account: optional(signInName),
      domainid: optional(uuid),
      roleid: optional(uuid),
      /** For clients that name no role: 0 user, 1 root admin, 2 domain admin, 3 resource admin. */
      accounttype: optional(v.picklist([0, 1, 2, 3], 'one of 0, 1, 2, 3')),
      networkdomain: optional(domainName),
      timezone: optional(timezone),
      /** Where another system has given them theirs. */
      accountid: optional(uuid),
      userid: optional(uuid),
    },
    output: account,
  }),
  updateAccount: command({
    object: 'account',
    roles: accountAdmins,
    description: {
      en: 'Changes the name, role or network domain of an account.',
      zh: '修改账户的名称、角色或网络域。',
    },
    input: {
      ...whichAccount,
      newname: optional(signInName),
      roleid: optional(uuid),
      networkdomain: optional(domainName),
    },
    output: account,
  }),
  disableAccount: job({
    object: 'account',
    roles: accountAdmins,
    description: {
      en: 'Locks an account, or disables it: then its running instances are stopped too.',
      zh: '锁定账户；或将其禁用，并停止其运行中的实例。',
    },
    input: { ...whichAccount, lock: v.boolean() },
    output: account,
  }),
  enableAccount: command({
    object: 'account',
    roles: accountAdmins,
    description: { en: 'Lets the users of an account in again.', zh: '重新允许账户的用户使用。' },
    input: whichAccount,
    output: account,
  }),
  lockAccount: command({
    object: 'account',
    roles: accountAdmins,
    description: {
      en: 'Locks an account: its users are refused, its instances go on running.',
      zh: '锁定账户：拒绝其用户，其实例继续运行。',
    },
    input: { account: signInName, domainid: uuid },
    output: account,
  }),
  deleteAccount: job({
    object: 'account',
    roles: accountAdmins,
    description: {
      en: 'Deletes an account with its users and everything that it owns.',
      zh: '删除账户及其用户和全部资源。',
    },
    input: { id: uuid },
    output: success,
  }),
};

export const userCommands = {
  listUsers: list({
    object: 'user',
    description: { en: 'Lists the users that the caller may see.', zh: '列出调用者可见的用户。' },
    input: {
      id: optional(uuid),
      username: optional(v.string()),
      account: optional(v.string()),
      state: optional(v.string()),
      accounttype: optional(count),
      usersource: optional(v.string()),
      domainid: optional(uuid),
      isrecursive: optional(v.boolean()),
      listall: optional(v.boolean()),
      /** Ours. */
      accountid: optional(uuid),
    },
    row: user,
  }),
  getUser: query({
    object: 'user',
    description: { en: 'Tells whose an API key is.', zh: '返回 API 密钥所属的用户。' },
    input: { userapikey: v.pipe(v.string(), v.minLength(1), v.maxLength(255)) },
    output: user,
  }),
  createUser: command({
    object: 'user',
    roles: accountAdmins,
    description: { en: 'Creates a further user of an account.', zh: '为账户创建新用户。' },
    input: {
      username: signInName,
      password,
      email,
      firstname: personName,
      lastname: personName,
      account: signInName,
      domainid: optional(uuid),
      timezone: optional(timezone),
      userid: optional(uuid),
    },
    output: user,
  }),
  updateUser: command({
    object: 'user',
    roles,
    description: { en: 'Changes a user, or sets a password.', zh: '修改用户或设置密码。' },
    input: {
      id: uuid,
      username: optional(signInName),
      firstname: optional(personName),
      lastname: optional(personName),
      email: optional(email),
      timezone: optional(timezone),
      password: optional(password),
      /** Asked of users who change their own password. */
      currentpassword: optional(password),
    },
    output: user,
  }),
  disableUser: job({
    object: 'user',
    roles: accountAdmins,
    description: { en: 'Keeps a user from signing in and from calling.', zh: '禁止用户登录和调用。' },
    input: { id: uuid },
    output: user,
  }),
  enableUser: command({
    object: 'user',
    roles: accountAdmins,
    description: {
      en: 'Lets a user in again, with all attempts at the password.',
      zh: '重新允许用户使用，并重置密码尝试次数。',
    },
    input: { id: uuid },
    output: user,
  }),
  lockUser: command({
    object: 'user',
    roles: accountAdmins,
    description: { en: 'Locks a user out until enabled again.', zh: '锁定用户，直至重新启用。' },
    input: { id: uuid },
    output: user,
  }),
  deleteUser: command({
    object: 'user',
    roles: accountAdmins,
    description: { en: 'Deletes a user; the account and what it owns stay.', zh: '删除用户；账户及其资源保留。' },
    input: { id: uuid },
    output: success,
  }),
};
