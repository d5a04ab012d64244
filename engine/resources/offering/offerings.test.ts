import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../contract/contract.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Offerings as those who deploy meet them: whom they are for, where, and of what size.

let lab: TestEngine;
let zoneid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
});
afterAll(() => lab.close());

const offer = async (input: Input<'createServiceOffering'>) => (await lab.call('createServiceOffering', input)).id;
const names = async (caller?: ReturnType<TestEngine['user']>) =>
  (await lab.call('listServiceOfferings', {}, caller)).serviceoffering.map((each) => each.name);

describe('a custom offering', () => {
  let serviceofferingid: string;
  beforeAll(async () => {
    serviceofferingid = await offer({
      name: 'custom',
      customized: true,
      mincpunumber: 2,
      maxcpunumber: 4,
      minmemory: 256,
      maxmemory: 1024,
    });
  });

  it('makes instances of the size that each chooses', async () => {
    const input = { ...(await deployInput(lab, 'chosen')), serviceofferingid, startvm: true };
    const job = await lab.run('deployVirtualMachine', {
      ...input,
      details: { cpuNumber: '3', CPUSPEED: '700', memory: '512' },
    });
    expect(job.result).toMatchObject({ cpunumber: 3, cpuspeed: 700, memory: 512, state: 'Running' });
  });

  it.each([
    [undefined, 'A custom offering needs cpuNumber from each instance.'],
    [{ cpuNumber: '2', cpuSpeed: '500' }, 'A custom offering needs memory from each instance.'],
    [{ cpuNumber: '5', cpuSpeed: '500', memory: '512' }, 'cpuNumber must be between 2 and 4 with this offering.'],
    [{ cpuNumber: '1', cpuSpeed: '500', memory: '512' }, 'cpuNumber must be between 2 and 4 with this offering.'],
    [{ cpuNumber: '2', cpuSpeed: '500', memory: '2048' }, 'memory must be between 256 and 1024 with this offering.'],
    [{ cpuNumber: '2.5', cpuSpeed: '500', memory: '512' }, 'details: cpuNumber is a whole number.'],
    [{ cpuNumber: '-2', cpuSpeed: '500', memory: '512' }, 'details: cpuNumber is a whole number.'],
    [{ cpuNumber: '2', cpuSpeed: '500', memory: '512', rawxml: '<x/>' }, 'details has no rawxml.'],
  ])('refuses %j', async (details, message) => {
    const input = { ...(await deployInput(lab, 'refused')), serviceofferingid, details };
    expect(await lab.refusal('deployVirtualMachine', input)).toMatchObject({
      code: 'parameter',
      field: 'details',
      message,
    });
    const page = await lab.call('listVirtualMachines', { name: 'refused' });
    expect(page.count).toBe(0);
  });

  it('is found by a size that it allows', async () => {
    const found = async (cpunumber: number) =>
      (await lab.call('listServiceOfferings', { cpunumber })).serviceoffering.map((each) => each.name);
    expect(await found(3)).toEqual(['custom']);
    expect(await found(5)).toEqual([]);
  });
});

it('with a fixed size leaves nothing to choose', async () => {
  const input = { ...(await deployInput(lab, 'fixed')), details: { memory: '4096' } };
  expect(await lab.refusal('deployVirtualMachine', input)).toMatchObject({ code: 'parameter', field: 'details' });
});

it.each([
  [{ customized: true, cpunumber: 2 }, 'cpunumber'],
  [{ memory: 512 }, 'cpunumber'],
  [{ cpunumber: 1 }, 'memory'],
  [{ cpunumber: 1, memory: 512, maxmemory: 1024 }, 'maxmemory'],
  [{ customized: true, mincpunumber: 4, maxcpunumber: 2 }, 'maxcpunumber'],
  [{ customized: true, minmemory: 1024, maxmemory: 512 }, 'maxmemory'],
  [{ cpunumber: 1, memory: 512, hosttags: 'a b' }, 'hosttags'],
  [{ cpunumber: 1, memory: 512, tags: "x';--" }, 'tags'],
  [{ cpunumber: 1, memory: 512, deploymentplanner: 'BareMetalPlanner' }, 'deploymentplanner'],
  [{ cpunumber: 1, memory: 512, bytesreadrate: 10, bytesreadratemax: 5 }, 'bytesreadratemax'],
  [{ cpunumber: 1, memory: 512, iopswriteratemax: 5 }, 'iopswriteratemax'],
  [{ cpunumber: 1, memory: 512, iopswriteratemaxlength: 5 }, 'iopswriteratemaxlength'],
  [{ cpunumber: 1, memory: 512, provisioningtype: 'fat' }, 'provisioningtype'],
] as const)('is not made of %j', async (input, field) => {
  expect(await lab.refusal('createServiceOffering', { name: 'wrong', ...input })).toMatchObject({
    code: 'parameter',
    field,
  });
});

describe('an offering for a domain', () => {
  let domainid: string;
  let serviceofferingid: string;
  beforeAll(async () => {
    domainid = (await lab.call('createDomain', { name: 'sales' })).id;
    serviceofferingid = await offer({ name: 'of sales', cpunumber: 1, memory: 256, domainid: [domainid] });
  });

  it('is there for its domain and those below it, and for nobody beside', async () => {
    const below = (await lab.call('createDomain', { name: 'north', parentdomainid: domainid })).id;
    const other = (await lab.call('createDomain', { name: 'labs' })).id;
    expect(await names(lab.user('seller', 'User', domainid))).toContain('of sales');
    expect(await names(lab.user('northerner', 'User', below))).toContain('of sales');
    expect(await names(lab.user('researcher', 'User', other))).not.toContain('of sales');
    expect(await names(lab.user('head of labs', 'DomainAdmin', other))).not.toContain('of sales');
    expect(await names()).toContain('of sales');
  });

  it('is deployed by those who see it, and for others is as if it were not there', async () => {
    const stranger = lab.user('stranger');
    const { diskofferingid: _own, ...input } = await deployInput(lab, 'foreign');
    const refusal = await lab.refusal('deployVirtualMachine', { ...input, serviceofferingid }, stranger);
    expect(refusal).toMatchObject({ code: 'parameter', field: 'serviceofferingid' });
    expect(refusal.message).toContain('the entity does not exist');
    const ours = lab.user('insider', 'User', domainid);
    const job = await lab.run('deployVirtualMachine', { ...input, name: 'inside', serviceofferingid }, ours);
    expect(job.state).toBe('succeeded');
  });

  it('becomes everybody’s when it is made public', async () => {
    await lab.call('updateServiceOffering', { id: serviceofferingid, domainid: 'public' });
    expect(await names(lab.user('anybody'))).toContain('of sales');
  });
});

it('elsewhere is not deployed here, and an Inactive one nowhere', async () => {
  const other = await lab.call('createZone', {
    name: 'other',
    networktype: 'Basic',
    dns1: '192.0.2.1',
    internaldns1: '192.0.2.1',
  });
  const elsewhere = await offer({ name: 'elsewhere', cpunumber: 1, memory: 256, zoneid: [other.id] });
  const input = await deployInput(lab, 'elsewhere');
  expect(await lab.refusal('deployVirtualMachine', { ...input, serviceofferingid: elsewhere })).toMatchObject({
    field: 'serviceofferingid',
  });
  const listed = await lab.call('listServiceOfferings', { zoneid });
  expect(listed.serviceoffering.map((each) => each.name)).not.toContain('elsewhere');

  await lab.call('updateServiceOffering', { id: elsewhere, zoneid: 'all', state: 'Inactive' });
  expect(await names()).not.toContain('elsewhere');
  expect(await lab.refusal('deployVirtualMachine', { ...input, serviceofferingid: elsewhere })).toMatchObject({
    code: 'parameter',
    field: 'serviceofferingid',
  });
  await lab.call('updateServiceOffering', { id: elsewhere, state: 'Active' });
  expect((await lab.run('deployVirtualMachine', { ...input, serviceofferingid: elsewhere })).state).toBe('succeeded');
});

it('says how large root disks are, and strictly so where it is strict', async () => {
  const strict = await offer({
    name: 'strict',
    cpunumber: 1,
    memory: 256,
    rootdisksize: 9,
    diskofferingstrictness: true,
  });
  const { diskofferingid: _data, ...input } = await deployInput(lab, 'nine');
  expect(
    await lab.refusal('deployVirtualMachine', { ...input, serviceofferingid: strict, rootdisksize: 12 }),
  ).toMatchObject({ field: 'rootdisksize' });
  const { resourceId } = await lab.run('deployVirtualMachine', { ...input, serviceofferingid: strict });
  const { volume } = await lab.call('listVolumes', { virtualmachineid: resourceId as string });
  expect(volume.map((each) => each.size)).toEqual([9 * 1024 ** 3]);
});

it('is offered to an instance that has another one', async () => {
  const vm = await lab.run('deployVirtualMachine', await deployInput(lab, 'changing'));
  const page = await lab.call('listServiceOfferings', { virtualmachineid: vm.resourceId as string });
  const offered = page.serviceoffering.map((each) => each.name);
  expect(offered).toContain('Small Instance');
  expect(offered).not.toContain('tiny');
});

it('keeps a disk offering that its root disks are of', async () => {
  const disk = await lab.call('createDiskOffering', { name: 'roots', disksize: 6 });
  const of = await offer({ name: 'of roots', cpunumber: 1, memory: 256, diskofferingid: disk.id });
  expect(await lab.refusal('deleteDiskOffering', { id: disk.id })).toMatchObject({ code: 'inUse' });
  expect(await lab.refusal('updateServiceOffering', { id: of, storagetags: 'x' })).toMatchObject({
    field: 'storagetags',
  });
  await lab.call('deleteServiceOffering', { id: of });
  await lab.call('deleteDiskOffering', { id: disk.id });
});

it('hides a disk offering that is not displayed from users, and from nobody else', async () => {
  await lab.call('createDiskOffering', { name: 'hidden', disksize: 1, displayoffering: false });
  const seen = async (caller?: ReturnType<TestEngine['user']>) =>
    (await lab.call('listDiskOfferings', {}, caller)).diskoffering.some((each) => each.name === 'hidden');
  expect(await seen()).toBe(true);
  expect(await seen(lab.user('onlooker'))).toBe(false);
});
