import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// What an instance says of its image, its disks, its host, its guest's data and whoever deployed it; all of it read back as a client reads it.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const shown = async (id: string) => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];

it('an instance names its template, disks, storage and host, and follows them', async () => {
  const ada = lab.user('ada');
  const input = await deployInput(lab, 'facts');
  await lab.call('updateTemplate', { id: input.templateid, displaytext: 'Debian for classes' });
  const id = (await lab.run('deployVirtualMachine', input, ada)).resourceId ?? '';
  const before = await shown(id);
  expect(before).toMatchObject({
    templatedisplaytext: 'Debian for classes',
    templatetype: 'USER',
    templateformat: 'QCOW2',
    rootdeviceid: 0,
    rootdevicetype: 'ROOT',
    pooltype: 'NetworkFilesystem',
    diskofferingid: input.diskofferingid,
    diskofferingname: 'Small',
    hostcontrolstate: 'Enabled',
    username: 'ada',
    userid: ada.userId,
    vmtype: 'UserVM',
    arch: 'x86_64',
    displayvm: true,
    guestosid: before?.ostypeid,
    isos: [],
  });
  const hostid = before?.hostid ?? '';
  await lab.call('updateHost', { id: hostid, allocationstate: 'Disable' });
  expect((await shown(id))?.hostcontrolstate).toBe('Disabled');
  await lab.call('updateHost', { id: hostid, allocationstate: 'Enable' });
  // One without a data disk, by somebody else, is told apart.
  const { diskofferingid: _none, ...plain } = input;
  const other = (await lab.run('deployVirtualMachine', { ...plain, name: 'plain' })).resourceId ?? '';
  expect((await shown(other))?.diskofferingid).toBeUndefined();
  expect((await lab.call('listVirtualMachines', { userid: ada.userId })).virtualmachine.map((vm) => vm.id)).toEqual([
    id,
  ]);
});

it('it says since when it is in its state', async () => {
  const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'timed'))).resourceId ?? '';
  const { store, clock } = lab.engine.internals.ctx;
  const started = Date.parse((await shown(id))?.lastupdated.replace('+0000', 'Z') ?? '');
  expect(started).toBeLessThanOrEqual(clock());
  // What changes nothing of its state leaves the time as it is.
  store.update('virtualMachines', id, { stateTime: started - 3_600_000 });
  await lab.call('updateVirtualMachine', { id, displayname: 'Timed' });
  expect(Date.parse((await shown(id))?.lastupdated.replace('+0000', 'Z') ?? '')).toBe(started - 3_600_000);
  await lab.run('stopVirtualMachine', { id });
  expect(Date.parse((await shown(id))?.lastupdated.replace('+0000', 'Z') ?? '')).toBeGreaterThanOrEqual(started);
});

it('the disc in its drive is told with its text, and in a list', async () => {
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  const disc = await lab.run('registerIso', {
    zoneid,
    name: 'tools',
    displaytext: 'Drivers and tools',
    url: 'http://images.test/tools.iso',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    bootable: false,
  });
  const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'disc'))).resourceId ?? '';
  await lab.run('attachIso', { id: disc.resourceId ?? '', virtualmachineid: id });
  expect(await shown(id)).toMatchObject({
    isoid: disc.resourceId,
    isoname: 'tools',
    isodisplaytext: 'Drivers and tools',
    isomaxcount: 1,
    isos: [{ id: disc.resourceId, name: 'tools', displaytext: 'Drivers and tools', bootable: false }],
  });
  await lab.run('detachIso', { virtualmachineid: id });
  expect(await shown(id)).toMatchObject({ isos: [] });
});

it('what its template does with user data of its own is told', async () => {
  const templateid = await idOf(lab, 'listTemplates', 'template', 'template');
  const data = await lab.call('registerUserData', {
    name: 'base',
    userdata: Buffer.from('#!/bin/sh\n').toString('base64'),
  });
  await lab.call('linkUserDataToTemplate', { templateid, userdataid: data.id, userdatapolicy: 'APPEND' });
  const id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'told'))).resourceId ?? '';
  expect(await shown(id)).toMatchObject({ userdataid: data.id, userdatapolicy: 'APPEND' });
  await lab.call('linkUserDataToTemplate', { templateid });
  expect((await shown(id))?.userdatapolicy).toBeUndefined();
});
