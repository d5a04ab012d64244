import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import { contract } from './contract/contract.ts';
import { decidingRule, fits, permits } from './contract/role.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import { person, role as roleId } from './testing/samples-accounts.ts';

describe('a rule’s pattern', () => {
  it.each([
    ['*', 'createZone', true],
    ['list*', 'listZones', true],
    ['list*', 'relistZones', false],
    ['*Zone', 'createZone', true],
    ['*Zone', 'createZones', false],
    ['create*Machine', 'createVirtualMachine', true],
    ['LISTzones', 'listZones', true],
    ['listZones', 'listZonesMetrics', false],
    ['a*a', 'a', false],
    ['*aa*a', 'aa', false],
    ['**', 'x', true],
  ])('%s on %s: %s', (pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });

  it('takes no longer for many stars', () => {
    expect(fits(`${'a*'.repeat(49)}b`, 'a'.repeat(5000))).toBe(false);
  });
});

it('the first rule that fits decides, and none is a no', () => {
  const rules = [
    { rule: 'deleteZone', permission: 'deny' },
    { rule: 'delete*', permission: 'allow' },
  ] as const;
  const role = { type: 'Admin', rules } as const;
  expect(decidingRule(rules, 'deleteZone')).toBe(0);
  expect(permits(role, 'deleteZone', contract.deleteZone)).toBe(false);
  expect(permits(role, 'deletePod', contract.deletePod)).toBe(true);
  expect(permits(role, 'createZone', contract.createZone)).toBe(false);
  // What the type may not call, no rule gives.
  expect(permits({ type: 'User', rules }, 'deletePod', contract.deletePod)).toBe(false);
});

describe('a role of one’s own', () => {
  let lab: TestEngine;
  let role: string;
  let caller: Caller;
  const zones = () =>
    lab.engine.call(caller, 'listZones', {}).then(
      () => true,
      () => false,
    );
  const rules = async () => (await lab.call('listRolePermissions', { roleid: role })).rolepermission;

  beforeAll(async () => {
    lab = await startTestEngine();
    role = (await lab.call('createRole', { name: 'viewers', type: 'User' })).id;
    const account = await lab.call('createAccount', { ...person('vera'), roleid: role });
    caller = {
      accountId: account.id,
      account: 'vera',
      userId: account.user[0]?.id ?? '',
      username: 'vera',
      domainId: account.domainid,
      role: 'User',
    };
  });
  afterAll(() => lab.close());

  it('allows nothing until it has a rule, and then at once, in a session that is open', async () => {
    expect(await zones()).toBe(false);
    await lab.call('createRolePermission', { roleid: role, rule: 'list*', permission: 'allow' });
    expect(await zones()).toBe(true);
    await lab.call('createRolePermission', { roleid: role, rule: 'listZones', permission: 'deny' });
    expect(await zones()).toBe(true);
  });

  it('is decided by the order of its rules', async () => {
    const [first, second] = await rules();
    await lab.call('updateRolePermission', { roleid: role, ruleorder: [second?.id ?? '', first?.id ?? ''] });
    expect((await rules()).map((each) => each.rule)).toEqual(['listZones', 'list*']);
    expect(await zones()).toBe(false);
    for (const ruleorder of [[], [first?.id ?? ''], [first?.id ?? '', first?.id ?? '']])
      expect(await lab.refusal('updateRolePermission', { roleid: role, ruleorder })).toMatchObject({
        code: 'parameter',
        field: 'ruleorder',
      });
    expect((await rules()).map((each) => each.rule)).toEqual(['listZones', 'list*']);
    await lab.call('deleteRolePermission', { id: second?.id ?? '' });
    expect(await zones()).toBe(true);
  });

  it('names the commands that its caller may use', async () => {
    const mine = (await lab.call('listApis', { pagesize: -1 }, caller)).api.map((each) => each.name);
    expect(mine).toContain('listZones');
    expect(mine).not.toContain('listHosts');
    expect(mine.filter((name) => !name.startsWith('list')).sort()).toEqual(['getBranding', 'getSession']);
  });

  it('cannot be taken away while somebody has it, nor get a type that reaches further', async () => {
    expect(await lab.refusal('deleteRole', { id: role })).toMatchObject({ code: 'inUse', field: 'id' });
    expect(await lab.refusal('updateRole', { id: role, type: 'Admin' })).toMatchObject({
      code: 'inUse',
      field: 'type',
    });
  });

  it('that is ready-made is copied and not changed', async () => {
    const support = await roleId(lab, 'Support');
    const id = { roleid: support };
    const [rule] = (await lab.call('listRolePermissions', id)).rolepermission;
    expect(await lab.refusal('createRolePermission', { ...id, rule: '*', permission: 'allow' })).toMatchObject({
      code: 'conflict',
      field: 'roleid',
    });
    expect(await lab.refusal('deleteRolePermission', { id: rule?.id })).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('deleteRole', { id: support })).toMatchObject({ code: 'conflict' });
    expect(await lab.refusal('updateRole', { id: support, type: 'Admin' })).toMatchObject({ code: 'conflict' });
    const copy = await lab.call('createRole', { name: 'night watch', roleid: support });
    expect(copy.type).toBe('DomainAdmin');
    const copied = (await lab.call('listRolePermissions', { roleid: copy.id })).rolepermission;
    const original = (await lab.call('listRolePermissions', id)).rolepermission;
    expect(copied.map((each) => each.rule)).toEqual(original.map((each) => each.rule));
  });

  it('gives nobody more than its maker has', async () => {
    const clerks = (await lab.call('createRole', { name: 'clerks', type: 'Admin' })).id;
    for (const rule of ['*Role*', '*Account*', 'list*'])
      await lab.call('createRolePermission', { roleid: clerks, rule, permission: 'allow' });
    const made = await lab.call('createAccount', { ...person('clara'), roleid: clerks });
    const clara: Caller = {
      ...caller,
      accountId: made.id,
      userId: made.user[0]?.id ?? '',
      username: 'clara',
      role: 'Admin',
    };
    // Not to others,
    expect(await lab.refusal('createAccount', { ...person('eve'), accounttype: 1 }, clara)).toMatchObject({
      code: 'account',
      field: 'accounttype',
    });
    // not by a new role or a rule,
    const root = await roleId(lab, 'Root Admin');
    expect(await lab.refusal('createRole', { name: 'mine', roleid: root }, clara)).toMatchObject({ code: 'account' });
    const empty = (await lab.call('createRole', { name: 'empty', type: 'Admin' }, clara)).id;
    expect(
      await lab.refusal('createRolePermission', { roleid: empty, rule: '*', permission: 'allow' }, clara),
    ).toMatchObject({ code: 'account' });
    expect((await lab.call('listRolePermissions', { roleid: empty })).count).toBe(0);
    // not to herself.
    expect(
      await lab.refusal('createRolePermission', { roleid: clerks, rule: '*', permission: 'allow' }, clara),
    ).toMatchObject({ code: 'account' });
    expect(await lab.refusal('updateAccount', { id: made.id, roleid: root }, clara)).toMatchObject({
      code: 'conflict',
    });
    expect((await lab.call('listRoles', { name: 'mine' })).count).toBe(0);
  });
});
