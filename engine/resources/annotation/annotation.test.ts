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
