import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import type { CommandName } from './contract/contract.ts';
import type { Change } from './contract/transport.ts';
import { disagreements, takeInventory } from './testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// Things that several accounts own together: who sees them, who uses them, and what keeps them from it.

let lab: TestEngine;
let home: string;
let project: string;
let vm: string;
/** pia administers the project, max is in it, uwe is of the same domain and not in it, fred of another. */
let who: Record<'pia' | 'max' | 'uwe' | 'fred' | 'dora', Caller>;

const bare = async (name: string) => {
  const { diskofferingid: _none, ...input } = await deployInput(lab, name);
  return input;
};

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  home = (await lab.call('createDomain', { name: 'home' })).id;
  const abroad = (await lab.call('createDomain', { name: 'abroad' })).id;
  who = {
    pia: lab.user('pia', 'User', home),
    max: lab.user('max', 'User', home),
    uwe: lab.user('uwe', 'User', home),
    dora: lab.user('dora', 'DomainAdmin', home),
    fred: lab.user('fred', 'User', abroad),
  };
  project = (await lab.run('createProject', { name: 'atlas' }, who.pia)).resourceId ?? '';
  await lab.run('addAccountToProject', { projectid: project, account: 'max' }, who.pia);
  const deployed = await lab.run('deployVirtualMachine', { ...(await bare('shared')), projectid: project }, who.max);
  vm = deployed.resourceId ?? '';
});
afterAll(() => lab.close());

const seen = async (filter: object, caller?: Caller) =>
  (await lab.call('listVirtualMachines', filter, caller)).virtualmachine.map(({ name }) => name);

describe('what a project owns', () => {
  it('shows the project in place of an account, to its members and to those who administer its domain', async () => {
    for (const caller of [who.pia, who.max, who.dora, undefined]) {
      const [row] = (await lab.call('listVirtualMachines', { projectid: project }, caller)).virtualmachine;
      expect(row).toMatchObject({ name: 'shared', project: 'atlas', projectid: project, domainpath: 'ROOT/home' });
      expect(row?.account).toBeUndefined();
    }
    expect(await seen({ projectid: '-1' }, who.max)).toEqual(['shared']);
    expect(await seen({ projectid: '-1' })).toEqual(['shared']);
    expect(await seen({ listall: false }, who.max)).toEqual([]);
    expect(await seen({ id: vm }, who.max)).toEqual(['shared']);
    expect((await lab.call('listVolumes', { projectid: project }, who.max)).volume[0]).toMatchObject({
      project: 'atlas',
    });
  });

  it('is no account of the lists of accounts, and nobody calls as it', async () => {
    const accounts = (await lab.call('listAccounts', { pagesize: -1 })).account.map(({ name }) => name);
    expect(accounts.some((name) => name.startsWith('PrjAcct'))).toBe(false);
    const { accountId } = lab.engine.internals.ctx.store.need('projects', project);
    expect(await lab.refusal('deleteAccount', { id: accountId })).toMatchObject({ code: 'parameter' });
    expect(await lab.refusal('listZones', {}, { ...who.max, accountId })).toMatchObject({ code: 'account' });
  });

  it('is nothing to others, who are told no more than that it is not theirs', async () => {
    const image = await lab.run(
      'registerIso',
      {
        zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
        ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
        name: 'secret-disc',
        url: 'http://images.test/a.iso',
        ispublic: false,
        projectid: project,
      },
      who.max,
    );
    const before = takeInventory(lab.directory);
    for (const caller of [who.uwe, who.fred]) {
      expect(await seen({ projectid: '-1' }, caller)).toEqual([]);
      expect(await seen({ id: vm }, caller)).toEqual([]);
      expect((await lab.call('listProjects', {}, caller)).count).toBe(0);
      const attacks: [CommandName, object][] = [
        ['listVirtualMachines', { projectid: project }],
        ['listVolumes', { projectid: project }],
        ['listTemplates', { templatefilter: 'executable', projectid: project }],
        ['listProjectAccounts', { projectid: project }],
        ['listProjectRoles', { projectid: project }],
        ['listResourceLimits', { projectid: project }],
        ['deployVirtualMachine', { ...(await bare('intruder')), projectid: project }],
        ['stopVirtualMachine', { id: vm, forced: true }],
        ['destroyVirtualMachine', { id: vm }],
        ['createConsoleEndpoint', { virtualmachineid: vm }],
        ['deleteIso', { id: image.resourceId }],
        ['updateProject', { id: project, name: 'taken' }],
        ['suspendProject', { id: project }],
        ['activateProject', { id: project }],
        ['deleteProject', { id: project, cleanup: true }],
        ['addAccountToProject', { projectid: project, account: caller.account }],
        ['addUserToProject', { projectid: project, username: caller.username }],
        ['deleteAccountFromProject', { projectid: project, account: 'max' }],
        ['createProjectRole', { projectid: project, name: 'mine' }],
      ];
      for (const [name, input] of attacks) {
        const refusal = await lab.refusal(name, input, caller);
        expect(refusal.code, `${caller.username} ${name}: ${refusal.message}`).toBe('account');
        expect(JSON.stringify(refusal)).not.toMatch(/atlas|shared|secret/);
      }
    }
    expect(takeInventory(lab.directory)).toEqual(before);
    await lab.run('deleteIso', { id: image.resourceId ?? '' }, who.max);
  });

  it('is used by a member, and its members are changed by who administers it alone', async () => {
    await lab.run('rebootVirtualMachine', { id: vm }, who.max);
    for (const [name, input] of [
      ['addAccountToProject', { projectid: project, account: 'uwe' }],
      ['deleteAccountFromProject', { projectid: project, account: 'pia' }],
      ['suspendProject', { id: project }],
      ['deleteProject', { id: project, cleanup: true }],
      ['updateProject', { id: project, account: 'max' }],
      ['createProjectRole', { projectid: project, name: 'mine' }],
      ['updateResourceLimit', { projectid: project, resourcetype: 0, max: 99 }],
    ] as const)
      expect((await lab.refusal(name, input, who.max)).code, name).toMatch(/account|unsupportedCommand/);
    expect(
      await lab.refusal('deployVirtualMachine', { ...(await bare('x')), projectid: project, account: 'max' }, who.max),
    ).toMatchObject({ code: 'parameter', field: 'projectid' });
  });

  it('counts for the project, within its limits and those of its domain', async () => {
    const counts = async () => (await lab.call('listProjects', { id: project }, who.max)).project[0];
    expect(await counts()).toMatchObject({
      vmtotal: 1,
      vmlimit: '20',
      vmavailable: '19',
      volumetotal: 1,
      vmrunning: 1,
    });
    expect(await counts()).not.toHaveProperty('projectlimit');
    await lab.call('updateResourceLimit', { projectid: project, resourcetype: 0, max: 1 });
    expect(
      await lab.refusal('deployVirtualMachine', { ...(await bare('more')), projectid: project }, who.max),
    ).toMatchObject({ code: 'allocation', message: expect.stringContaining('The project may have 1 instances') });
    await lab.call('updateResourceLimit', { projectid: project, resourcetype: 0, max: 20 });
    const { resourcelimit } = await lab.call('listResourceLimits', { projectid: project }, who.max);
    expect(resourcelimit.find((each) => each.resourcetypename === 'user_vm')).toMatchObject({
      project: 'atlas',
      max: 20,
    });
    expect(resourcelimit.some((each) => each.resourcetypename === 'project')).toBe(false);
    expect((await lab.call('listAccounts', { id: who.pia.accountId })).account[0]).toMatchObject({
      projecttotal: 1,
      projectlimit: '10',
    });
  });
});

describe('a member', () => {
  it('hears of what changes in the project, and no more once out of it; others never do', async () => {
    const heard: Record<string, Change[]> = { max: [], uwe: [] };
    const stops = [
      lab.engine.subscribe(who.max, (changes) => heard.max?.push(...changes)),
      lab.engine.subscribe(who.uwe, (changes) => heard.uwe?.push(...changes)),
    ];
    const about = (name: string, noun: string) => (heard[name] ?? []).filter((each) => each.noun === noun).length;
    await lab.run('rebootVirtualMachine', { id: vm }, who.pia);
    expect(about('max', 'virtualmachine')).toBeGreaterThan(0);
    expect(heard.uwe).toEqual([]);
    // Who comes and who goes is told so.
    await lab.run('addAccountToProject', { projectid: project, account: 'uwe' }, who.pia);
    expect(about('uwe', 'project')).toBeGreaterThan(0);
    await lab.run('deleteAccountFromProject', { projectid: project, account: 'uwe' }, who.pia);
    heard.uwe = [];
    await lab.run('rebootVirtualMachine', { id: vm }, who.pia);
    expect(about('uwe', 'virtualmachine')).toBe(0);
    expect(await lab.refusal('rebootVirtualMachine', { id: vm }, who.uwe)).toMatchObject({ code: 'account' });
    for (const stop of stops) stop();
  });

  it('may be one user of an account, and then the account’s other users are not in it', async () => {
    await lab.run('addUserToProject', { projectid: project, username: 'uwe' }, who.pia);
    expect(await seen({ projectid: project }, who.uwe)).toEqual(['shared']);
    const person = {
      username: 'ute',
      password: 'correct horse',
      firstname: 'U',
      lastname: 'T',
      email: 'u@lab.example',
    };
    const { id } = await lab.call('createUser', { ...person, account: 'uwe', domainid: home });
    const other = { ...who.uwe, userId: id, username: 'ute' };
    expect(await lab.refusal('listVirtualMachines', { projectid: project }, other)).toMatchObject({ code: 'account' });
    expect(await lab.refusal('addUserToProject', { projectid: project, username: 'uwe' }, who.pia)).toMatchObject({
      code: 'parameter',
    });
    await lab.run('deleteUserFromProject', { projectid: project, userid: who.uwe.userId }, who.pia);
    expect(await lab.refusal('listVirtualMachines', { projectid: project }, who.uwe)).toMatchObject({
      code: 'account',
    });
  });

  it('of another domain cannot be added', async () => {
    for (const [name, input] of [
      ['addAccountToProject', { account: 'fred' }],
      ['addUserToProject', { username: 'fred' }],
    ] as const)
      expect(await lab.refusal(name, { projectid: project, ...input } as never, who.pia)).toMatchObject({
        code: 'parameter',
      });
  });

  it('with a project role may do less by as much as its rules deny, and who administers the project everything', async () => {
    const role = (await lab.call('createProjectRole', { projectid: project, name: 'readers' }, who.pia)).id;
    const rule = (pattern: string, permission: 'allow' | 'deny') =>
      lab.call(
        'createProjectRolePermission',
        { projectid: project, projectroleid: role, rule: pattern, permission },
        who.pia,
      );
    await rule('rebootVirtualMachine', 'allow');
    const denied = await rule('*VirtualMachine', 'deny');
    await lab.run('addAccountToProject', { projectid: project, account: 'uwe', projectroleid: role }, who.pia);
    expect(await seen({ projectid: project }, who.uwe)).toEqual(['shared']);
    await lab.run('rebootVirtualMachine', { id: vm }, who.uwe);
    for (const [name, input] of [
      ['stopVirtualMachine', { id: vm }],
      ['deployVirtualMachine', { ...(await bare('denied')), projectid: project }],
    ] as const)
      expect(await lab.refusal(name, input, who.uwe)).toMatchObject({
        code: 'account',
        message: `The role readers in the project atlas does not allow ${name}.`,
      });
    expect(await lab.refusal('deleteProjectRole', { projectid: project, id: role }, who.pia)).toMatchObject({
      code: 'inUse',
    });
    // What is denied in the project is allowed with his own.
    await lab.run('deployVirtualMachine', await bare('uwes-own'), who.uwe);
    await lab.call('deleteProjectRolePermission', { projectid: project, id: denied.id }, who.pia);
    await lab.run('stopVirtualMachine', { id: vm }, who.uwe);
    await lab.run('startVirtualMachine', { id: vm }, who.uwe);
    await lab.run('deleteAccountFromProject', { projectid: project, account: 'uwe' }, who.pia);
    await lab.call('deleteProjectRole', { projectid: project, id: role }, who.pia);
  });
});

describe('a project', () => {
  it('that is suspended stops its instances, is looked at, and takes nothing new until it is active again', async () => {
    await lab.run('suspendProject', { id: project }, who.pia);
    const [row] = (await lab.call('listVirtualMachines', { projectid: project }, who.max)).virtualmachine;
    expect(row?.state).toBe('Stopped');
    for (const caller of [who.max, who.pia])
      expect(await lab.refusal('startVirtualMachine', { id: vm }, caller)).toMatchObject({
        code: 'conflict',
        message: 'The project atlas is suspended.',
      });
    for (const caller of [who.max, who.pia, undefined])
      expect(
        await lab.refusal('deployVirtualMachine', { ...(await bare('late')), projectid: project }, caller),
      ).toMatchObject({ code: 'conflict', field: 'projectid' });
    await lab.run('activateProject', { id: project }, who.pia);
    await lab.run('startVirtualMachine', { id: vm }, who.max);
  });

  it('always has somebody who administers it, who can hand it on', async () => {
    expect(
      await lab.refusal('deleteAccountFromProject', { projectid: project, account: 'pia' }, who.pia),
    ).toMatchObject({
      code: 'conflict',
    });
    expect(await lab.refusal('deleteAccount', { id: who.pia.accountId })).toMatchObject({ code: 'inUse' });
    const handed = await lab.run('updateProject', { id: project, account: 'max' }, who.pia);
    expect(handed.result).toMatchObject({ owner: [{ account: 'max' }] });
    expect(await lab.refusal('suspendProject', { id: project }, who.pia)).toMatchObject({ code: 'account' });
    await lab.run('updateProject', { id: project, account: 'pia', roletype: 'Admin' }, who.max);
    const members = (await lab.call('listProjectAccounts', { projectid: project, role: 'Admin' }, who.pia))
      .projectaccount;
    expect(members.map(({ account }) => account).sort()).toEqual(['max', 'pia']);
    expect(await lab.refusal('createProject', { name: 'ATLAS' }, who.pia)).toMatchObject({ field: 'name' });
  });

  it('is created by users only where the setting lets them', async () => {
    await lab.call('updateConfiguration', { name: 'allow.user.create.projects', value: 'false' });
    expect((await lab.call('listCapabilities', {}, who.uwe)).allowusercreateprojects).toBe(false);
    expect(await lab.refusal('createProject', { name: 'own' }, who.uwe)).toMatchObject({ code: 'account' });
    await lab.run('createProject', { name: 'for-uwe', account: 'uwe', domainid: home }, who.dora);
    expect((await lab.call('listProjects', {}, who.uwe)).project.map(({ name }) => name)).toEqual(['for-uwe']);
    await lab.call('updateConfiguration', { name: 'allow.user.create.projects', value: 'true' });
    expect((await lab.call('listCapabilities', {}, who.uwe)).allowusercreateprojects).toBe(true);
  });

  it('is deleted empty, or with all that it owns; and goes with its domain', async () => {
    expect(await lab.refusal('deleteProject', { id: project }, who.pia)).toMatchObject({
      code: 'inUse',
      field: 'cleanup',
    });
    await lab.run('deleteProject', { id: project, cleanup: true }, who.pia);
    expect((await lab.call('listVirtualMachines', { id: vm })).count).toBe(0);
    expect((await lab.call('listProjects', { id: project })).count).toBe(0);
    expect((await lab.call('listAccounts', { id: who.pia.accountId })).account[0]?.projecttotal).toBe(0);
    await lab.run('deleteDomain', { id: home, cleanup: true });
    expect((await lab.call('listProjects', {})).count).toBe(0);
    expect(disagreements(lab.directory)).toEqual([]);
  });
});
