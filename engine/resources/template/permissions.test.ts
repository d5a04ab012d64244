import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Who finds, deploys and attaches an image, by what its owner says.

let lab: TestEngine;
let owner: Caller;
let friend: Caller;
let other: Caller;
let templateid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  [owner, friend, other] = [lab.user('owner'), lab.user('friend'), lab.user('other')];
  const image = {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    ispublic: false,
  };
  const qcow = { url: 'http://images.test/a.qcow2', format: 'QCOW2', hypervisor: 'Simulator' } as const;
  templateid = (await lab.run('registerTemplate', { ...image, ...qcow, name: 'private' }, owner)).resourceId as string;
});
afterAll(() => lab.close());

type Filter = Parameters<typeof lists>[0];
async function lists(
  templatefilter: 'featured' | 'self' | 'shared' | 'sharedexecutable' | 'executable' | 'community' | 'all',
  caller: Caller,
): Promise<boolean> {
  const page = await lab.call('listTemplates', { templatefilter, id: templateid }, caller);
  return page.count === 1;
}
const seenIn = async (caller: Caller) => {
  const filters: Filter[] = ['featured', 'self', 'shared', 'sharedexecutable', 'executable', 'community', 'all'];
  const seen = [];
  for (const filter of filters) if (await lists(filter, caller)) seen.push(filter);
  return seen;
};
const deploy = async (name: string, caller: Caller) => {
  const { diskofferingid: _data, ...input } = await deployInput(lab, name);
  return { ...input, templateid, startvm: false, caller };
};

it('what is private is its owner’s alone', async () => {
  expect(await seenIn(owner)).toEqual(['self', 'executable', 'all']);
  expect(await seenIn(friend)).toEqual([]);
  const { caller, ...input } = await deploy('none', friend);
  expect(await lab.refusal('deployVirtualMachine', input, caller)).toMatchObject({ code: 'account' });
});

describe('what is shared', () => {
  it('is found and deployed by the account that it is shared with, and by no other', async () => {
    await lab.call('updateTemplatePermissions', { id: templateid, op: 'add', accounts: ['friend'] }, owner);
    expect(await seenIn(friend)).toEqual(['shared', 'sharedexecutable', 'executable', 'all']);
    expect(await seenIn(other)).toEqual([]);
    expect(await seenIn(owner)).toEqual(['self', 'executable', 'all']);
    const { caller, ...input } = await deploy('shared', friend);
    expect((await lab.run('deployVirtualMachine', input, caller)).state).toBe('succeeded');
    const permission = await lab.call('listTemplatePermissions', { id: templateid }, owner);
    expect(permission).toMatchObject({ ispublic: false, account: ['friend'], projectids: [] });
  });

  it('is changed and looked up by its owner alone', async () => {
    const change = { id: templateid, op: 'add' as const, accounts: ['other'] };
    expect(await lab.refusal('updateTemplatePermissions', change, friend)).toMatchObject({ code: 'account' });
    expect(await lab.refusal('listTemplatePermissions', { id: templateid }, friend)).toMatchObject({ code: 'account' });
    expect(await lab.refusal('updateTemplate', { id: templateid, name: 'mine' }, friend)).toMatchObject({
      code: 'account',
    });
    expect(await lab.refusal('updateTemplatePermissions', { id: templateid, isfeatured: true }, owner)).toMatchObject({
      field: 'isfeatured',
    });
    expect(await seenIn(other)).toEqual([]);
  });

  it('is private again after a removal and after a reset', async () => {
    await lab.call('updateTemplatePermissions', { id: templateid, op: 'remove', accounts: ['friend'] }, owner);
    expect(await seenIn(friend)).toEqual([]);
    await lab.call('updateTemplatePermissions', { id: templateid, op: 'add', accounts: ['friend', 'other'] }, owner);
    await lab.call('updateTemplatePermissions', { id: templateid, op: 'reset' }, owner);
    expect([await seenIn(friend), await seenIn(other)]).toEqual([[], []]);
  });

  it.each([
    [{ accounts: ['friend'] }, 'op'],
    [{ op: 'add' }, 'accounts'],
    [{ op: 'add', accounts: ['nobody'] }, 'accounts'],
    [{ op: 'give', accounts: ['friend'] }, 'op'],
  ])('is not changed by %j', async (input, field) => {
    const refusal = await lab.refusal('updateTemplatePermissions', { id: templateid, ...input }, owner);
    expect(refusal).toMatchObject({ code: 'parameter', field });
  });
});

it('what is public is the community’s, and featured when the root admin says so', async () => {
  await lab.call('updateTemplatePermissions', { id: templateid, ispublic: true }, owner);
  expect(await seenIn(other)).toEqual(['executable', 'community', 'all']);
  await lab.call('updateTemplatePermissions', { id: templateid, isfeatured: true });
  expect(await seenIn(other)).toEqual(['featured', 'executable', 'all']);
});
