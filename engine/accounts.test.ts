import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import { signIn } from './resources/user/sign-in.ts';
import { callerOfUser } from './resources/user/user.ts';
import { disagreements } from './testing/inventory.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from './testing/lab.ts';
import { person } from './testing/samples-accounts.ts';

let lab: TestEngine;
let sales: string;
const ctx = () => lab.engine.internals.ctx;
const enter = (username: string, password: string, domain?: string) => signIn(ctx(), { username, password, domain });
const asCaller = async (username: string, domain?: string): Promise<Caller> =>
  callerOfUser(ctx(), (await enter(username, 'correct horse', domain)).id);

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  await lab.call('createAccount', { ...person('ada'), domainid: sales });
});
afterAll(() => lab.close());

describe('a password', () => {
  it('lets its user in, by the domain’s path however it is written', async () => {
    for (const path of ['sales', '/sales', '/sales/', 'ROOT/sales', 'root/SALES'])
      expect((await enter('ada', 'correct horse', path)).username).toBe('ada');
    expect((await enter('ADA', 'correct horse', 'sales')).username).toBe('ada');
  });

  it('is refused in one sentence, whatever is wrong', async () => {
    const said = new Set<string>();
    for (const [name, password, domain] of [
      ['ada', 'correct horses', 'sales'],
      ['ada', 'correct horse', '/'],
      ['nobody', 'correct horse', 'sales'],
      ['ada', 'correct horse', 'no/such'],
      ['admin', '', '/'],
      ['system', '', '/'],
    ] as const)
      said.add(
        await enter(name, password, domain).then(
          () => `${name} in`,
          (error: Error) => error.message.replace(name, '…'),
        ),
      );
    expect([...said]).toEqual(['Failed to authenticate user …; please provide valid credentials.']);
    await lab.call('enableUser', { id: (await enter('ada', 'correct horse', 'sales')).id });
  });

  it('is kept as a sealed hash and nowhere in plain', async () => {
    const user = await enter('ada', 'correct horse', 'sales');
    expect(ctx().secrets.get(user.id, 'password')).toMatch(/^scrypt\$32768\$8\$1\$/);
    for (const table of ['user', 'account', 'event', 'job', 'job_log', 'secret'])
      expect(JSON.stringify(ctx().store.sqlite.prepare(`SELECT * FROM ${table}`).all())).not.toMatch(
        /correct horse|scrypt/,
      );
  });

  it('must be as long as the setting asks, and not the name', async () => {
    const refusal = (password: string) => lab.refusal('createAccount', { ...person('bert'), password });
    expect(await refusal('seven77')).toMatchObject({ code: 'parameter', field: 'password' });
    expect(await refusal('xx-Bert-xx')).toMatchObject({ code: 'parameter', field: 'password' });
    await lab.call('updateConfiguration', { name: 'password.policy.minimum.length', value: '12' });
    expect(await refusal('eleven11111')).toMatchObject({ code: 'parameter', field: 'password' });
    await lab.call('updateConfiguration', { name: 'password.policy.minimum.length', value: '8' });
    expect((await lab.call('listUsers', { username: 'bert' })).count).toBe(0);
  });

  it('is changed by its user with the present one, by an administrator without', async () => {
    await lab.call('createAccount', { ...person('cleo'), domainid: sales });
    const cleo = await asCaller('cleo', 'sales');
    const id = cleo.userId;
    const wrong = { id, password: 'another word', currentpassword: 'wrong word' };
    expect(await lab.refusal('updateUser', { id, password: 'another word' }, cleo)).toMatchObject({
      field: 'currentpassword',
    });
    expect(await lab.refusal('updateUser', wrong, cleo)).toMatchObject({ field: 'currentpassword' });
    await lab.call('updateUser', { ...wrong, currentpassword: 'correct horse' }, cleo);
    expect((await enter('cleo', 'another word', 'sales')).id).toBe(id);
    await lab.call('updateUser', { id, password: 'a third word' });
    await expect(enter('cleo', 'another word', 'sales')).rejects.toThrow(/valid credentials/);
    expect((await enter('cleo', 'a third word', 'sales')).id).toBe(id);
  });

  it('is changed by a Support user, too, who changes nothing of anybody else', async () => {
    const { role } = await lab.call('listRoles', { name: 'Support' });
    const support = { roleid: role[0]?.id ?? '', domainid: sales };
    for (const name of ['sue', 'sid']) await lab.call('createAccount', { ...person(name), ...support });
    const [sue, sid] = [await asCaller('sue', 'sales'), await asCaller('sid', 'sales')];
    expect(await lab.refusal('updateUser', { id: sid.userId, password: 'taken over' }, sue)).toMatchObject({
      code: 'account',
    });
    const own = { id: sue.userId, password: 'my own words', currentpassword: 'correct horse' };
    expect(await lab.refusal('updateUser', { ...own, password: 'short' }, sue)).toMatchObject({ field: 'password' });
    await lab.call('updateUser', own, sue);
    expect((await enter('sue', 'my own words', 'sales')).id).toBe(sue.userId);
    expect((await enter('sid', 'correct horse', 'sales')).id).toBe(sid.userId);
  });

  it('is tried as often as the setting allows, also by many at once, and then not even the right one helps', async () => {
    await lab.call('updateConfiguration', { name: 'incorrect.login.attempts.allowed', value: '3' });
    await lab.call('createAccount', { ...person('dan'), domainid: sales });
    const dan = await asCaller('dan', 'sales');
    const tries = ['1', '2', '3', '4', '5', '6', '7'].map((each) => enter('dan', each, 'sales').catch(() => 'no'));
    expect(new Set(await Promise.all(tries))).toEqual(new Set(['no']));
    await expect(enter('dan', 'correct horse', 'sales')).rejects.toThrow(/valid credentials/);
    expect((await lab.call('listUsers', { username: 'dan' })).user[0]?.state).toBe('disabled');
    expect((await lab.call('listEvents', { resourceid: dan.userId, level: 'WARN' })).count).toBe(1);
    // A session that is open ends with it.
    expect(await lab.refusal('listZones', {}, dan)).toMatchObject({ code: 'account' });
    await lab.call('enableUser', { id: dan.userId });
    expect((await enter('dan', 'correct horse', 'sales')).id).toBe(dan.userId);
    expect((await lab.call('listZones', {}, dan)).count).toBe(1);
  });

  it('of the desk’s own user may be set and guessed at; the desk itself is never shut out', async () => {
    const { userid } = await lab.call('getSession', {});
    await lab.call('updateUser', { id: userid, password: 'correct horse' });
    expect((await enter('admin', 'correct horse')).id).toBe(userid);
    for (const guess of ['1', '2', '3', '4']) await enter('admin', guess).catch(() => undefined);
    await expect(enter('admin', 'correct horse')).rejects.toThrow(/valid credentials/);
    await lab.call('enableUser', { id: userid });
    expect((await enter('admin', 'correct horse')).id).toBe(userid);
  });
});

describe('an account', () => {
  it('that is locked, disabled or deleted calls no more', async () => {
    const { id } = await lab.call('createAccount', { ...person('emil'), domainid: sales });
    const emil = await asCaller('emil', 'sales');
    const refused = async () => (await lab.refusal('listZones', {}, emil)).code;
    await lab.call('lockAccount', { account: 'emil', domainid: sales });
    expect(await refused()).toBe('account');
    await expect(enter('emil', 'correct horse', 'sales')).rejects.toThrow(/valid credentials/);
    await lab.call('enableAccount', { id });
    expect((await lab.call('listZones', {}, emil)).count).toBe(1);
    await lab.run('deleteAccount', { id });
    expect(await refused()).toBe('account');
    // The name is free again, and the new one is another account.
    expect((await lab.call('createAccount', { ...person('emil'), domainid: sales })).id).not.toBe(id);
  });

  it('has an instance made for it by who administers it, and not by others', async () => {
    const mine = { ...(await deployInput(lab, 'ada-vm')), account: 'ada', domainid: sales };
    const stranger = lab.user('stranger');
    expect(await lab.refusal('deployVirtualMachine', mine, stranger)).toMatchObject({ code: 'account' });
    expect(await lab.refusal('deployVirtualMachine', { ...mine, account: 'nobody' })).toMatchObject({
      field: 'account',
    });
    const job = await lab.run('deployVirtualMachine', mine);
    const ada = await asCaller('ada', 'sales');
    expect((await lab.call('listVirtualMachines', {}, ada)).virtualmachine.map((vm) => vm.id)).toEqual([
      job.resourceId,
    ]);
    expect((await lab.call('listVirtualMachines', { account: 'ada', domainid: sales })).count).toBe(1);
    expect((await lab.call('listAccounts', { name: 'ada' })).account[0]).toMatchObject({ vmtotal: 1, vmrunning: 1 });
  });

  it('shows what would go with it, and takes it all along', async () => {
    const { id } = (await lab.call('listAccounts', { name: 'ada' })).account[0] ?? { id: '' };
    const users = await lab.call('getResourceUsers', { resourcetype: 'account', id });
    expect(users.blocked).toBe(false);
    expect(users.users.map((group) => [group.resourcetype, group.count])).toEqual([
      ['virtualmachine', 1],
      ['user', 1],
    ]);
    await lab.run('disableAccount', { id, lock: false });
    expect((await lab.call('listVirtualMachines', { account: 'ada', domainid: sales })).virtualmachine[0]?.state).toBe(
      'Stopped',
    );
    await lab.run('deleteAccount', { id });
    expect((await lab.call('listVirtualMachines', { domainid: sales })).count).toBe(0);
    expect(await lab.refusal('listVirtualMachines', { account: 'ada', domainid: sales })).toMatchObject({
      code: 'parameter',
      field: 'account',
    });
    expect((await lab.call('listUsers', { username: 'ada' })).count).toBe(0);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('is not one’s own to delete, lock or disable, nor the desk’s', async () => {
    const { id } = await lab.call('createAccount', { ...person('second'), accounttype: 1 });
    const second = await asCaller('second');
    const desk = lab.engine.desktopCaller().accountId;
    for (const each of [id, desk]) {
      expect(await lab.refusal('deleteAccount', { id: each }, second)).toMatchObject({ code: 'conflict', field: 'id' });
      expect(await lab.refusal('disableAccount', { id: each, lock: true }, second)).toMatchObject({ code: 'conflict' });
    }
    expect(await lab.refusal('deleteUser', { id: second.userId }, second)).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('lockUser', { id: lab.engine.desktopCaller().userId }, second)).toMatchObject({
      code: 'conflict',
    });
    expect((await lab.call('listAccounts', {}, second)).account.map((each) => each.state)).not.toContain('disabled');
  });

  it('whose image others use stays, with the reason', async () => {
    const owner = await lab.call('createAccount', person('owner'));
    const caller = await asCaller('owner');
    const { zoneid } = await deployInput(lab, 'x');
    const ostypeid = (await lab.call('listOsTypes', { pagesize: 1 })).ostype[0]?.id ?? '';
    const image = { zoneid, ostypeid, name: 'theirs', url: 'http://images.test/t.qcow2', ispublic: true };
    const made = await lab.run('registerTemplate', { ...image, format: 'QCOW2', hypervisor: 'Simulator' }, caller);
    await lab.run('deployVirtualMachine', {
      ...(await deployInput(lab, 'user-vm')),
      templateid: made.resourceId ?? '',
    });
    expect((await lab.call('getResourceUsers', { resourcetype: 'account', id: owner.id })).blocked).toBe(true);
    expect(await lab.refusal('deleteAccount', { id: owner.id })).toMatchObject({ code: 'inUse', field: 'id' });
    expect((await lab.call('listAccounts', { id: owner.id })).account[0]?.state).toBe('enabled');
  });
});

describe('a domain', () => {
  it('is named once in its place, moves with its parent, and is deleted empty or with all that is in it', async () => {
    const north = (await lab.call('createDomain', { name: 'north', parentdomainid: sales })).id;
    expect(await lab.refusal('createDomain', { name: 'NORTH', parentdomainid: sales })).toMatchObject({
      field: 'name',
    });
    for (const name of ['a/b', ' ', 'a\nb'])
      expect(await lab.refusal('createDomain', { name })).toMatchObject({ code: 'parameter', field: 'name' });
    await lab.call('updateDomain', { id: sales, name: 'trade' });
    expect((await lab.call('listDomains', { id: north })).domain[0]?.path).toBe('ROOT/trade/north');
    expect((await lab.call('listDomainChildren', { id: sales })).domain.map((each) => each.name)).toEqual(['north']);
    await lab.call('createAccount', { ...person('nora'), domainid: north });
    expect(await lab.refusal('deleteDomain', { id: sales })).toMatchObject({ code: 'inUse', field: 'cleanup' });
    await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'nora-vm')), account: 'nora', domainid: north });
    await lab.run('deleteDomain', { id: sales, cleanup: true });
    expect((await lab.call('listDomains', {})).domain.map((each) => each.path)).toEqual(['ROOT']);
    expect((await lab.call('listVirtualMachines', { name: 'nora-vm' })).count).toBe(0);
    expect((await lab.call('createDomain', { name: 'trade' })).path).toBe('ROOT/trade');
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('ROOT and one’s own stay', async () => {
    const root = (await lab.call('listDomains', { level: 0 })).domain[0]?.id ?? '';
    expect(await lab.refusal('deleteDomain', { id: root, cleanup: true })).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('updateDomain', { id: root, name: 'x' })).toMatchObject({ code: 'conflict' });
    const own = (await lab.call('createDomain', { name: 'own' })).id;
    await lab.call('createAccount', { ...person('head'), domainid: own, accounttype: 2 });
    const head = await asCaller('head', 'own');
    expect(await lab.refusal('deleteDomain', { id: own, cleanup: true }, head)).toMatchObject({ code: 'conflict' });
  });
});
