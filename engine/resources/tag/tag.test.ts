import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

let lab: TestEngine;
let ada: Caller;
let bob: Caller;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  [ada, bob] = [lab.user('ada'), lab.user('bob')];
  for (const name of ['vm-1', 'vm-2', 'vm-3']) await lab.run('deployVirtualMachine', await deployInput(lab, name), ada);
  await tag(['vm-1', 'vm-2'], { room: '12' });
  await tag(['vm-1', 'vm-3'], { course: 'linux' });
});
afterAll(() => lab.close());

const vm = (name: string) => idOf(lab, 'listVirtualMachines', 'virtualmachine', name);
const idsOf = (names: string[]) => Promise.all(names.map(vm));
const tag = async (names: string[], tags: Record<string, string>) =>
  lab.run('createTags', { resourceids: await idsOf(names), resourcetype: 'UserVm', tags }, ada);
const with_ = async (tags: Record<string, string>, caller = ada) =>
  (await lab.call('listVirtualMachines', { tags, sortby: 'name' }, caller)).virtualmachine.map((each) => each.name);

it('are shown by their resource, and find it: whatever has any of them', async () => {
  const [first] = (await lab.call('listVirtualMachines', { id: await vm('vm-1') }, ada)).virtualmachine;
  expect(first?.tags?.map(({ key, value }) => `${key}=${value}`)).toEqual(['course=linux', 'room=12']);
  expect(first?.tags?.[0]).toMatchObject({ resourcetype: 'UserVm', resourceid: first?.id, account: 'ada' });
  expect(await with_({ room: '12' })).toEqual(['vm-1', 'vm-2']);
  expect(await with_({ room: '12', course: 'linux' })).toEqual(['vm-1', 'vm-2', 'vm-3']);
  expect(await with_({ room: '13' })).toEqual([]);
  expect(await with_({ "room' OR 1=1 --": '12' })).toEqual([]);
  expect((await lab.call('listVirtualMachines', { tags: { room: '12' } }, ada)).count).toBe(2);
});

it('belong to whose the resource is: nobody else sees or changes them', async () => {
  const [id = ''] = await idsOf(['vm-1']);
  for (const name of ['createTags', 'deleteTags'])
    expect(
      await lab.refusal(name, { resourceids: [id], resourcetype: 'UserVm', tags: { mine: 'x' } }, bob),
    ).toMatchObject({ code: 'account' });
  expect((await lab.call('listTags', {}, bob)).count).toBe(0);
  expect((await lab.call('listTags', { resourceid: id }, ada)).tag).toHaveLength(2);
  expect(await with_({ room: '12' }, bob)).toEqual([]);
  const zone = await idOf(lab, 'listZones', 'zone', 'zone');
  expect(
    await lab.refusal('createTags', { resourceids: [zone], resourcetype: 'Zone', tags: { a: 'b' } }, ada),
  ).toMatchObject({ code: 'account' });
  await lab.run('createTags', { resourceids: [zone], resourcetype: 'zone', tags: { place: 'cellar' } });
  expect((await lab.call('listZones', { tags: { place: 'cellar' } })).zone[0]?.tags?.[0]?.value).toBe('cellar');
});

it('a key has one value for each resource', async () => {
  const call = { resourceids: await idsOf(['vm-3', 'vm-1']), resourcetype: 'UserVm', tags: { room: '14' } };
  expect(await lab.refusal('createTags', call, ada)).toMatchObject({ code: 'parameter', field: 'tags' });
  expect(await with_({ room: '14' })).toEqual([]);
});

it('are taken off by key, by key and value, or all', async () => {
  const off = async (tags: Record<string, string> | undefined) =>
    lab.run('deleteTags', { resourceids: await idsOf(['vm-1']), resourcetype: 'UserVm', ...(tags && { tags }) }, ada);
  await off({ room: '99' });
  expect(await with_({ room: '12' })).toEqual(['vm-1', 'vm-2']);
  await off({ room: '12' });
  expect(await with_({ room: '12' })).toEqual(['vm-2']);
  await tag(['vm-1'], { room: '15', os: 'debian' });
  await off(undefined);
  expect((await lab.call('listTags', { resourceid: await vm('vm-1') }, ada)).count).toBe(0);
});

it('die with their resource', async () => {
  await lab.run('destroyVirtualMachine', { id: await vm('vm-2'), expunge: true });
  expect((await lab.call('listTags', { key: 'room', value: '12' })).count).toBe(0);
});

it('are refused for what has none', async () => {
  expect(
    await lab.refusal('createTags', { resourceids: ['x'], resourcetype: 'Cheese', tags: { a: 'b' } }),
  ).toMatchObject({ field: 'resourcetype' });
});
