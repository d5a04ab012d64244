import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

let lab: TestEngine;
let ada: Caller;
let bob: Caller;
let entityid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  [ada, bob] = [lab.user('ada'), lab.user('bob')];
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'), ada);
  entityid = await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'vm-1');
});
afterAll(() => lab.close());

const comments = async (caller: Caller) =>
  (await lab.call('listAnnotations', { entityid, sortby: 'created' }, caller)).annotation.map(
    (each) => each.annotation,
  );

it('who sees a thing sees what was written about it, but for what is for root admins alone', async () => {
  const on = { entitytype: 'VM', entityid } as const;
  await lab.call('addAnnotation', { ...on, annotation: 'Belongs to room 12.' }, ada);
  const hidden = await lab.call('addAnnotation', { ...on, annotation: 'Uses too much.', adminsonly: true });
  expect(hidden).toMatchObject({ username: 'admin', entityname: 'vm-1', adminsonly: true });
  expect(await comments(lab.engine.desktopCaller())).toEqual(['Belongs to room 12.', 'Uses too much.']);
  expect(await comments(ada)).toEqual(['Belongs to room 12.']);
  expect(await comments(bob)).toEqual([]);
  expect(await lab.refusal('listAnnotations', on, bob)).toMatchObject({ code: 'account' });
  expect(await lab.refusal('addAnnotation', { ...on, annotation: 'x' }, bob)).toMatchObject({ code: 'account' });
  expect(await lab.refusal('addAnnotation', { ...on, annotation: 'x', adminsonly: true }, ada)).toMatchObject({
    field: 'adminsonly',
  });
  await lab.call('updateAnnotationVisibility', { id: hidden.id, adminsonly: false });
  expect(await comments(ada)).toHaveLength(2);
  // His own words he takes back, nobody else's.
  expect(await lab.refusal('removeAnnotation', { id: hidden.id }, ada)).toMatchObject({ code: 'account' });
  await lab.call('removeAnnotation', { id: hidden.id });
  expect(await comments(ada)).toEqual(['Belongs to room 12.']);
});

it('what belongs to nobody is commented on by root admins', async () => {
  const host = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const on = { entitytype: 'HOST', entityid: host, annotation: 'Rattles.' } as const;
  expect(await lab.refusal('addAnnotation', on, ada)).toMatchObject({ code: 'account' });
  await lab.call('addAnnotation', on);
  expect((await lab.call('listAnnotations', { annotationfilter: 'self' }, ada)).count).toBe(1);
  expect((await lab.call('listAnnotations', { entitytype: 'HOST' })).annotation[0]?.entityname).toBe('sim-a');
});

it('what instances are given, and gathered in, is commented on, and shows it to all who see it', async () => {
  const pair = await lab.call('createSSHKeyPair', { name: 'laptop' }, ada);
  const data = await lab.call('registerUserData', { name: 'base', userdata: 'IyEvYmluL3NoCg==' }, ada);
  const group = await lab.call('createInstanceGroup', { name: 'room 12' }, ada);
  expect([pair, data, group].map((each) => each.hasannotations)).toEqual([false, false, false]);
  const marks = async () => [
    (await lab.call('listSSHKeyPairs', {}, ada)).sshkeypair[0]?.hasannotations,
    (await lab.call('listUserData', {}, ada)).userdata[0]?.hasannotations,
    (await lab.call('listInstanceGroups', {}, ada)).instancegroup[0]?.hasannotations,
  ];
  const told: string[] = [];
  const leave = lab.engine.internals.ctx.store.onChanges((changes) => {
    told.push(...changes.filter(({ noun }) => noun !== 'annotation' && noun !== 'event').map(({ id }) => id));
  });
  const of = { SSH_KEYPAIR: pair.id, USER_DATA: data.id, INSTANCE_GROUP: group.id } as const;
  const ids: string[] = [];
  for (const [entitytype, entityid] of Object.entries(of) as ['USER_DATA', string][])
    ids.push((await lab.call('addAnnotation', { entitytype, entityid, annotation: 'Mine.', adminsonly: true })).id);
  // What is for root admins alone shows nobody anything.
  expect(await marks()).toEqual([false, false, false]);
  for (const id of ids) await lab.call('updateAnnotationVisibility', { id, adminsonly: false });
  expect(await marks()).toEqual([true, true, true]);
  // Pages that show the thing hear of it.
  expect(told).toEqual([...Object.values(of), ...Object.values(of)]);
  leave();
  for (const id of ids) await lab.call('removeAnnotation', { id });
  expect(await marks()).toEqual([false, false, false]);
  await lab.call('addAnnotation', { entitytype: 'SSH_KEYPAIR', entityid: pair.id, annotation: 'Old.' }, ada);
  await lab.call('deleteSSHKeyPair', { name: 'laptop' }, ada);
  expect((await lab.call('listAnnotations', { entityid: pair.id })).count).toBe(0);
});

it('a comment is found by its id, and those of a user by the user', async () => {
  const on = { entitytype: 'VM', entityid } as const;
  const one = await lab.call('addAnnotation', { ...on, annotation: 'One.' }, ada);
  await lab.call('addAnnotation', { ...on, annotation: 'Two.' });
  const texts = async (filter: object) =>
    (await lab.call('listAnnotations', { entityid, ...filter })).annotation.map((each) => each.annotation);
  expect(await texts({ id: one.id })).toEqual(['One.']);
  expect(await texts({ userid: ada.userId })).not.toContain('Two.');
  expect(await texts({ userid: ada.userId })).toContain('One.');
  const all = (await lab.call('listAnnotations', { entityid, pagesize: -1 })).annotation;
  const rest = (await lab.call('listAnnotations', { entityid, afterid: all[0]?.id, pagesize: 500 })).annotation;
  expect(rest.map(({ id }) => id)).toEqual(all.slice(1).map(({ id }) => id));
  expect((await lab.call('listVirtualMachines', { id: entityid })).virtualmachine[0]?.hasannotations).toBe(true);
});

it('comments go with what they are on', async () => {
  await lab.run('destroyVirtualMachine', { id: entityid, expunge: true });
  expect((await lab.call('listAnnotations', { entityid })).count).toBe(0);
});

it('there is one region, and no other is added', async () => {
  expect((await lab.call('listRegions', {})).region).toMatchObject([{ id: 1, name: 'Local' }]);
  expect(await lab.refusal('updateRegion', { id: 2, name: 'x' })).toMatchObject({ field: 'id' });
  const refusal = await lab.refusal('addRegion', { id: 2, name: 'Far', endpoint: 'http://far.example/client/' });
  expect(refusal.message).toContain('one region');
});
