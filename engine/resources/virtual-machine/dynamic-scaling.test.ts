import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildCloud, classInput, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

// Instances that are made larger while they run: which, up to where, and what is counted.

let lab: TestEngine;
let template: string;
const offerings: Record<string, string> = {};
const offering = async (name: string, cpunumber: number, memory: number, more: object = {}) => {
  offerings[name] = (await lab.call('createServiceOffering', { name, cpunumber, cpuspeed: 500, memory, ...more })).id;
};
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  template = await idOf(lab, 'listTemplates', 'template', 'template');
  await lab.call('updateConfiguration', { name: 'enable.dynamic.scale.vm', value: 'true' });
  await offering('small', 1, 256);
  await offering('large', 2, 512);
  await offering('largest', 2, 1024);
  await offering('odd', 2, 300);
  await offering('still', 4, 1024, { dynamicscalingenabled: false });
  await offering('huge', 2, 1024 * 1024);
  await offering('marked', 2, 512, { hosttags: 'gold' });
});
afterAll(() => lab.close());

let count = 0;
let id: string;
const deploy = async (more: object = {}) => {
  count += 1;
  const wish = { ...(await deployInput(lab, `vm-${count}`)), serviceofferingid: offerings.small ?? '', ...more };
  return (await lab.run('deployVirtualMachine', wish)).resourceId ?? '';
};
const allow = (isdynamicallyscalable: boolean) => lab.call('updateTemplate', { id: template, isdynamicallyscalable });
const instance = async () => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const onHost = () =>
  readWorld(lab.directory, 'SELECT cpu_number, memory / 1048576 AS memory, boots FROM domain WHERE id = ?', id);
const to = (name: string) => ({ id, serviceofferingid: offerings[name] ?? '' });
const used = async () =>
  (await lab.call('listHosts', { id: (await instance())?.hostid ?? '' })).host[0]?.memoryallocatedbytes;

beforeEach(async () => {
  await allow(true);
  id = await deploy();
});
afterEach(async () => {
  for (const vm of (await lab.call('listVirtualMachines', {})).virtualmachine)
    await lab.run('destroyVirtualMachine', { id: vm.id, expunge: true });
});

it('grows where it is, without a restart, and is counted', async () => {
  expect(await instance()).toMatchObject({ isdynamicallyscalable: true, cpunumber: 1, memory: 256 });
  const before = (await used()) ?? 0;
  await lab.run('scaleVirtualMachine', to('large'));
  expect(await instance()).toMatchObject({ state: 'Running', serviceofferingname: 'large', cpunumber: 2, memory: 512 });
  expect(onHost()).toEqual([{ cpu_number: 2, memory: 512, boots: 1 }]);
  expect(((await used()) ?? 0) - before).toBe(256 * 1024 * 1024);
});

it('does not shrink, nor takes what its host has not, and says what to do', async () => {
  await lab.run('scaleVirtualMachine', to('large'));
  expect(await lab.refusal('scaleVirtualMachine', to('small'))).toMatchObject({
    code: 'conflict',
    field: 'serviceofferingid',
    hint: 'Stop the instance first; it can then be given any size.',
  });
  expect(await lab.refusal('scaleVirtualMachine', to('huge'))).toMatchObject({ code: 'conflict' });
  expect(await lab.refusal('scaleVirtualMachine', to('marked'))).toMatchObject({
    message: expect.stringContaining('hosts with the tags gold'),
  });
  expect(await lab.refusal('scaleVirtualMachine', to('still'))).toMatchObject({
    message: 'The offering still does not allow dynamic scaling.',
  });
});

it('takes memory in steps that guests know', async () => {
  expect(await lab.refusal('scaleVirtualMachine', to('odd'))).toMatchObject({
    message: 'A running instance takes memory in steps of 128 MiB.',
  });
});

it('is bounded by what offerings may have at most', async () => {
  await lab.call('updateConfiguration', { name: 'vm.serviceoffering.ram.size.max', value: '512' });
  expect((await lab.refusal('scaleVirtualMachine', to('largest'))).message).toContain('and 512 MiB while it runs');
  await lab.call('updateConfiguration', { name: 'vm.serviceoffering.ram.size.max', value: '0' });
});

it('does not fit where its host is full', async () => {
  const host = (await instance())?.hostid ?? '';
  const { memorytotal = 0 } = (await lab.call('listHosts', { id: host })).host[0] ?? {};
  const reserved = Math.floor((memorytotal - ((await used()) ?? 0)) / 1024 ** 2) - 100;
  await lab.call('updateConfiguration', { name: 'host.reserved.mem.mb', value: String(Math.max(0, reserved)) });
  expect(await lab.refusal('scaleVirtualMachine', to('large'))).toMatchObject({
    code: 'insufficientCapacity',
    hint: 'Move it to a host with more room first, or stop it: its next start looks for one.',
  });
  await lab.call('updateConfiguration', { name: 'host.reserved.mem.mb', value: '1024' });
  expect(await instance()).toMatchObject({ memory: 256 });
});

it('is a matter of template, offering and deployment, and decided at a start', async () => {
  await allow(false);
  expect((await lab.refusal('scaleVirtualMachine', to('large'))).message).toContain(
    'Its template template is not marked as dynamically scalable.',
  );
  id = await deploy();
  expect(await instance()).toMatchObject({ isdynamicallyscalable: false });
  const on = { id, isdynamicallyscalable: true };
  expect(await lab.refusal('updateVirtualMachine', on)).toMatchObject({
    code: 'conflict',
    field: 'isdynamicallyscalable',
  });
  await lab.run('stopVirtualMachine', { id, forced: true });
  expect(await lab.refusal('updateVirtualMachine', on)).toMatchObject({ code: 'parameter' });
  await allow(true);
  expect(await lab.call('updateVirtualMachine', on)).toMatchObject({ isdynamicallyscalable: true });
  await lab.run('startVirtualMachine', { id });
  await lab.run('scaleVirtualMachine', to('large'));
  id = await deploy({ dynamicscalingenabled: false });
  expect(await lab.refusal('scaleVirtualMachine', to('large'))).toMatchObject({ code: 'conflict' });
});

it('has no room to grow where it ran before it was allowed to', async () => {
  await lab.call('updateConfiguration', { name: 'enable.dynamic.scale.vm', value: 'false' });
  id = await deploy();
  await lab.call('updateConfiguration', { name: 'enable.dynamic.scale.vm', value: 'true' });
  expect(await lab.refusal('scaleVirtualMachine', to('large'))).toMatchObject({ code: 'conflict' });
});

it('templates say whether their instances may, from their registration on', async () => {
  const { ostypeid = '', zoneid = '' } =
    (await lab.call('listTemplates', { templatefilter: 'all', id: template })).template[0] ?? {};
  const url = 'http://192.0.2.1/growing.qcow2';
  const made = { name: 'growing', url, ostypeid, zoneid, format: 'QCOW2', hypervisor: 'Simulator' } as const;
  await lab.run('registerTemplate', { ...made, isdynamicallyscalable: true });
  expect(
    (await lab.call('listTemplates', { templatefilter: 'all', name: 'growing' })).template[0]?.isdynamicallyscalable,
  ).toBe(true);
  await lab.run('stopVirtualMachine', { id, forced: true });
  const [volume] = (await lab.call('listVolumes', { virtualmachineid: id })).volume;
  const wish = { volumeid: volume?.id ?? '', name: 'copied', isdynamicallyscalable: true };
  await lab.run('createTemplate', wish);
  expect(
    (await lab.call('listTemplates', { templatefilter: 'all', name: 'copied' })).template[0]?.isdynamicallyscalable,
  ).toBe(true);
});

it('those of a sent file and of many deployments as well', async () => {
  const { ostypeid = '', zoneid = '' } =
    (await lab.call('listTemplates', { templatefilter: 'all', id: template })).template[0] ?? {};
  await lab.call('getUploadParamsForTemplate', {
    ...{ name: 'sent', ostypeid, zoneid, filesize: 1024 ** 2, isdynamicallyscalable: true },
    format: 'QCOW2',
    hypervisor: 'Simulator',
  });
  expect(
    (await lab.call('listTemplates', { templatefilter: 'all', name: 'sent' })).template[0]?.isdynamicallyscalable,
  ).toBe(true);
  await lab.run('deployVirtualMachines', {
    ...(await classInput(lab, 2)),
    namepattern: 'fixed-#',
    dynamicscalingenabled: false,
  });
  const fixed = (await lab.call('listVirtualMachines', { keyword: 'fixed' })).virtualmachine;
  expect(fixed.map((vm) => vm.isdynamicallyscalable)).toEqual([false, false]);
});
