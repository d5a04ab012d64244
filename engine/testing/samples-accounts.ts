import { idOf, keysOf, type TestEngine } from './lab.ts';
import { good, ok } from './sample.ts';

// Domains, accounts, users and roles: made, changed and taken away again.

export const domain = (lab: TestEngine, name: string) => idOf(lab, 'listDomains', 'domain', name);
export const account = (lab: TestEngine, name: string) => idOf(lab, 'listAccounts', 'account', name);
export const role = (lab: TestEngine, name: string) => idOf(lab, 'listRoles', 'role', name);
export const user = async (lab: TestEngine, username: string) =>
  (await lab.call('listUsers', { username })).user[0]?.id ?? '';
const rule = async (lab: TestEngine, pattern: string) =>
  (await lab.call('listRolePermissions', { roleid: await role(lab, 'operators') })).rolepermission.find(
    (each) => each.rule === pattern,
  )?.id ?? '';
/** A person as forms and clients describe one. */
export const person = (username: string) => ({
  username,
  password: 'correct horse',
  firstname: 'Ada',
  lastname: 'L',
  email: `${username}@lab.example`,
});

good(
  'createDomain',
  () => ({ name: 'sales', networkdomain: 'sales.example' }),
  (made) => made.path === 'ROOT/sales' && made.level === 1 && made.networkdomain === 'sales.example',
);
good(
  'updateDomain',
  async (lab) => ({ id: await domain(lab, 'sales'), name: 'trade' }),
  (changed) => changed.path === 'ROOT/trade',
);
good(
  'listDomains',
  () => ({ name: 'trade' }),
  (page) => page.count === 1 && page.domain[0]?.parentdomainname === 'ROOT',
);
good(
  'listDomainChildren',
  async (lab) => ({ id: await domain(lab, 'ROOT') }),
  (page) => page.domain.some((each) => each.name === 'trade') && page.domain.every((each) => each.level === 1),
);
good(
  'createRole',
  () => ({ name: 'operators', type: 'User', description: 'of the night' }),
  (made) => made.type === 'User' && !made.isdefault && made.accounttotal === 0,
);
good(
  'updateRole',
  async (lab) => ({ id: await role(lab, 'operators'), description: 'of the day' }),
  (changed) => changed.description === 'of the day',
);
good(
  'createRolePermission',
  async (lab) => ({ roleid: await role(lab, 'operators'), rule: 'list*', permission: 'allow' as const }),
  (made) => made.rolename === 'operators' && made.rule === 'list*',
);
good(
  'updateRolePermission',
  async (lab) => ({
    roleid: await role(lab, 'operators'),
    ruleid: await rule(lab, 'list*'),
    permission: 'deny' as const,
  }),
  ok,
);
good(
  'listRolePermissions',
  async (lab) => ({ roleid: await role(lab, 'operators') }),
  (page) => page.count === 1 && page.rolepermission[0]?.permission === 'deny',
  ['roleid'],
);
good('deleteRolePermission', async (lab) => ({ id: await rule(lab, 'list*') }), ok);
good(
  'listRoles',
  () => ({ name: 'Support' }),
  (page) => page.count === 1 && page.role[0]?.isdefault === true,
);
good('deleteRole', async (lab) => ({ id: await role(lab, 'operators') }), ok);
good(
  'createAccount',
  async (lab) => ({ ...person('ada'), account: 'north', domainid: await domain(lab, 'trade') }),
  (made) => made.domainpath === 'ROOT/trade' && made.user[0]?.username === 'ada' && made.rolename === 'User',
);
good(
  'updateAccount',
  async (lab) => ({ id: await account(lab, 'north'), newname: 'south' }),
  (changed) => changed.name === 'south',
);
good(
  'listAccounts',
  () => ({ name: 'south' }),
  (page) => page.count === 1 && page.account[0]?.state === 'enabled',
);
good(
  'lockAccount',
  async (lab) => ({ account: 'south', domainid: await domain(lab, 'trade') }),
  (locked) => locked.state === 'locked',
);
good(
  'disableAccount',
  async (lab) => ({ id: await account(lab, 'south'), lock: false }),
  (disabled) => disabled.state === 'disabled',
);
good(
  'enableAccount',
  async (lab) => ({ id: await account(lab, 'south') }),
  (enabled) => enabled.state === 'enabled',
);
good(
  'createUser',
  async (lab) => ({ ...person('bo'), account: 'south', domainid: await domain(lab, 'trade') }),
  (made) => made.account === 'south' && made.haspassword,
);
good(
  'updateUser',
  async (lab) => ({ id: await user(lab, 'bo'), firstname: 'Bo' }),
  (changed) => changed.firstname === 'Bo',
);
good(
  'listUsers',
  () => ({ username: 'bo' }),
  (page) => page.count === 1 && page.user[0]?.email === 'bo@lab.example',
);
good(
  'getUser',
  async (lab) => ({ userapikey: (await keysOf(lab, await user(lab, 'bo'))).apikey }),
  (found) => found.username === 'bo',
);
good(
  'disableUser',
  async (lab) => ({ id: await user(lab, 'bo') }),
  (disabled) => disabled.state === 'disabled',
);
good(
  'enableUser',
  async (lab) => ({ id: await user(lab, 'bo') }),
  (enabled) => enabled.state === 'enabled',
);
good(
  'lockUser',
  async (lab) => ({ id: await user(lab, 'bo') }),
  (locked) => locked.state === 'locked',
);
good('deleteUser', async (lab) => ({ id: await user(lab, 'bo') }), ok);
good('deleteAccount', async (lab) => ({ id: await account(lab, 'south') }), ok);
good('deleteDomain', async (lab) => ({ id: await domain(lab, 'trade') }), ok);
