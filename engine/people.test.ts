import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// What may be said of people when they are made or changed is what they show afterwards: accounts, users, domains, roles and projects.

let lab: TestEngine;
let domainid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  domainid = (await lab.call('createDomain', { name: 'school' })).id;
});
afterAll(() => lab.close());

const person = (username: string) => ({
  username,
  password: 'Green-2026-river',
  email: `${username}@lab.example`,
  firstname: 'A',
  lastname: 'B',
});
const given = (n: number) => `aaaaaaaa-bbbb-4ccc-8ddd-00000000000${n}`;

describe('accounts and users', () => {
  it('have the names, domains, time zones and ids that they were given', async () => {
    const made = await lab.call('createAccount', {
      ...person('ada'),
      domainid,
      networkdomain: 'ada.example',
      timezone: 'Europe/London',
      accountid: given(1),
      userid: given(2),
    });
    expect(made).toMatchObject({ id: given(1), networkdomain: 'ada.example', vpctotal: 0, gputotal: 0 });
    expect(made.user[0]).toMatchObject({ id: given(2), timezone: 'Europe/London', usersource: 'native' });
    const second = { ...person('bea'), account: 'ada', domainid, timezone: 'Asia/Shanghai', userid: given(3) };
    expect(await lab.call('createUser', second)).toMatchObject({ id: given(3), timezone: 'Asia/Shanghai' });
    expect(await lab.call('createDomain', { name: 'given', domainid: given(4) })).toMatchObject({ id: given(4) });
    for (const [name, input, field] of [
      ['createAccount', { ...person('eve'), accountid: given(1) }, 'accountid'],
      ['createAccount', { ...person('eve'), userid: given(2) }, 'userid'],
      ['createUser', { ...person('eve'), account: 'ada', domainid, userid: given(3) }, 'userid'],
      ['createDomain', { name: 'other', domainid: given(4) }, 'domainid'],
    ] as const)
      expect(await lab.refusal(name, input), name).toMatchObject({ code: 'parameter', field });
    expect((await lab.call('listAccounts', { name: 'eve' })).count).toBe(0);
  });

  it('are changed to what is said, found by the account’s name and domain', async () => {
    const ada = { account: 'ada', domainid };
    const roleid = (await lab.call('createRole', { name: 'Reader', type: 'User', ispublic: false })).id;
    await lab.call('updateAccount', { ...ada, networkdomain: 'two.example', roleid });
    const [account] = (await lab.call('listAccounts', { name: 'ada' })).account;
    expect(account).toMatchObject({ networkdomain: 'two.example', roleid, rolename: 'Reader' });
    await lab.call('lockAccount', ada);
    const state = async () => (await lab.call('listAccounts', { name: 'ada' })).account[0]?.state;
    expect(await state()).toBe('locked');
    await lab.call('enableAccount', ada);
    expect(await state()).toBe('enabled');
    await lab.run('disableAccount', { ...ada, lock: false });
    expect(await state()).toBe('disabled');
    await lab.call('enableAccount', ada);
    const changed = { username: 'beatrice', lastname: 'C', email: 'c@lab.example', timezone: 'UTC' };
    await lab.call('updateUser', { id: given(3), ...changed });
    expect((await lab.call('listUsers', { id: given(3) })).user[0]).toMatchObject(changed);
  });

  it('a domain’s network domain is the one that it was changed to', async () => {
    await lab.call('updateDomain', { id: domainid, networkdomain: 'school.example' });
    expect((await lab.call('listDomains', { id: domainid })).domain[0]?.networkdomain).toBe('school.example');
  });
});

describe('roles', () => {
  it('have a name, a type, and whether all may be given them; their rules say what they are for', async () => {
    const { id } = await lab.call('createRole', { name: 'Night shift', type: 'User', ispublic: false });
    const role = async () => (await lab.call('listRoles', { id })).role[0];
    expect(await role()).toMatchObject({ ispublic: false });
    await lab.call('updateRole', { id, name: 'Day shift', type: 'DomainAdmin', ispublic: true });
    expect(await role()).toMatchObject({ name: 'Day shift', type: 'DomainAdmin', ispublic: true });
    const rule = { roleid: id, rule: 'list*', permission: 'allow', description: 'May look' } as const;
    expect((await lab.call('createRolePermission', rule)).description).toBe('May look');
    const [first] = (await lab.call('listRolePermissions', { roleid: id })).rolepermission;
    expect(first).toMatchObject({ rule: 'list*', description: 'May look' });
  });
});

describe('projects', () => {
  it('are administered by the account or the one user that is named, and handed over', async () => {
    await lab.call('createAccount', person('carl'));
    await lab.call('createUser', { ...person('dora'), account: 'carl' });
    const carl = (await lab.call('listAccounts', { name: 'carl' })).account[0]?.id ?? '';
    const dora = (await lab.call('listUsers', { username: 'dora' })).user[0]?.id ?? '';
    const first = await lab.run('createProject', { name: 'first', accountid: carl });
    expect(first.result).toMatchObject({ owner: [{ account: 'carl' }] });
    const second = await lab.run('createProject', { name: 'second', accountid: carl, userid: dora });
    expect(second.result).toMatchObject({ owner: [{ account: 'carl', userid: dora, user: 'dora' }] });
    const id = first.resourceId ?? '';
    const roles = async () =>
      (await lab.call('listProjectAccounts', { projectid: id })).projectaccount
        .map((each) => [each.username ?? each.account, each.role])
        .sort();
    await lab.run('addAccountToProject', { projectid: id, account: 'admin', roletype: 'Admin' });
    await lab.run('addUserToProject', { projectid: id, username: 'dora', roletype: 'Regular' });
    expect(await roles()).toEqual([
      ['admin', 'Admin'],
      ['carl', 'Admin'],
      ['dora', 'Regular'],
    ]);
    // Beside the others, and then instead of them.
    await lab.run('updateProject', { id, userid: dora, roletype: 'Admin', swapowner: false });
    expect(await roles()).toContainEqual(['carl', 'Admin']);
    await lab.run('updateProject', { id, userid: dora, swapowner: true });
    expect(await roles()).toEqual([
      ['admin', 'Regular'],
      ['carl', 'Regular'],
      ['dora', 'Admin'],
    ]);
    await lab.call('updateResourceCount', { domainid: domainid, projectid: id }).then(({ resourcecount }) => {
      expect(resourcecount[0]).toMatchObject({ project: 'first', resourcecount: 0 });
      expect(resourcecount.map((each) => each.resourcetypename)).not.toContain('project');
    });
  });

  it('have roles of their own, whose rules change and say what they are for', async () => {
    const projectid = (await lab.run('createProject', { name: 'third' })).resourceId ?? '';
    const role = await lab.call('createProjectRole', { projectid, name: 'reader', description: 'Looks on' });
    expect(role.description).toBe('Looks on');
    await lab.call('updateProjectRole', { projectid, id: role.id, name: 'watcher' });
    expect((await lab.call('listProjectRoles', { projectid })).projectrole[0]?.name).toBe('watcher');
    const rule = {
      projectid,
      projectroleid: role.id,
      rule: 'start*',
      permission: 'allow',
      description: 'By day',
    } as const;
    const made = await lab.call('createProjectRolePermission', rule);
    expect(made.description).toBe('By day');
    await lab.call('updateProjectRolePermission', {
      projectid,
      projectroleid: role.id,
      projectrolepermissionid: made.id,
      permission: 'deny',
    });
    const [now] = (await lab.call('listProjectRolePermissions', { projectid })).projectrolepermission;
    expect(now).toMatchObject({ permission: 'deny', description: 'By day' });
    // Who is put in with that role has it.
    await lab.run('addUserToProject', { projectid, username: 'dora', projectroleid: role.id });
    const [dora] = (await lab.call('listProjectAccounts', { projectid, projectroleid: role.id })).projectaccount;
    expect(dora).toMatchObject({ username: 'dora', projectrolename: 'watcher' });
  });
});

it('a locked or disabled user says so, and a user is told by the key that is asked for', async () => {
  const id = given(3);
  expect(await lab.call('lockUser', { id })).toMatchObject({ state: 'locked', timezone: 'UTC' });
  expect(await lab.call('enableUser', { id })).toMatchObject({ state: 'enabled', timezone: 'UTC' });
  expect((await lab.run('disableUser', { id })).result).toMatchObject({ state: 'disabled', timezone: 'UTC' });
  expect(await idOf(lab, 'listDomains', 'domain', 'given')).toBe(given(4));
});
