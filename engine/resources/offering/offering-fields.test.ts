import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rateNames } from '../../contract/disk-offering.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

// What an offering can say, each word of it: told again as it was said, found by it, changed, and felt by what is made of the offering.

let lab: TestEngine;
let zoneid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
});
afterAll(() => lab.close());

interface Spec {
  cpuSpeed: number;
  limitCpuUse: boolean;
  disks: { type: string; speed?: Record<string, unknown> }[];
}
/** What the host was told of an instance. */
const specOf = (id: string): Spec =>
  JSON.parse(readWorld<{ spec: string }>(lab.directory, 'SELECT spec FROM domain WHERE id = ?', id)[0]?.spec ?? 'null');

/** Every rate, each different: a burst is above what it bursts from. */
const rates = Object.fromEntries(
  rateNames.map((name, index) => [name, name.endsWith('Length') ? 10 + index : 1000 * (index + 1)]),
);
const slower = Object.fromEntries(Object.entries(rates).map(([name, value]) => [name, value + 1]));
/** As the API takes them, and as it tells them. */
const given = (all: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
const told = (all: Readonly<Record<string, number>>) =>
  Object.fromEntries(
    Object.entries(all).map(([name, value]) => [`disk${name[0]?.toUpperCase()}${name.slice(1)}`, value]),
  );

const changeable = { name: 'renamed', displaytext: 'other words', sortkey: 7 };

describe('a compute offering', () => {
  let id: string;
  it('tells all that it was made of, wherever it is asked for', async () => {
    const made = await lab.call('createServiceOffering', {
      name: 'whole',
      displaytext: 'with everything',
      cpunumber: 2,
      cpuspeed: 700,
      memory: 320,
      offerha: true,
      limitcpuuse: true,
      dynamicscalingenabled: false,
      provisioningtype: 'thin',
      tags: 'ssd',
      cachemode: 'writethrough',
      serviceofferingdetails: { colour: 'blue' },
      domainid: [rootDomainId],
      ...given(rates),
    });
    id = made.id;
    const all = {
      displaytext: 'with everything',
      provisioningtype: 'thin',
      offerha: true,
      limitcpuuse: true,
      dynamicscalingenabled: false,
      storagetags: 'ssd',
      cacheMode: 'writethrough',
      serviceofferingdetails: { colour: 'blue' },
      domainid: rootDomainId,
      ...told(rates),
    };
    expect(made).toMatchObject(all);
    expect((await lab.call('listServiceOfferings', { id })).serviceoffering).toEqual([expect.objectContaining(all)]);
  });

  it('lets its instances do what it says, at the speed that it says, where their storage has its tags', async () => {
    const { diskofferingid: _disk, ...input } = await deployInput(lab, 'measured');
    const refused = await lab.run('deployVirtualMachine', { ...input, serviceofferingid: id }).then(
      () => 'deployed',
      (error: Error) => error.message,
    );
    expect(refused).toContain('ssd');
    const plain = await lab.call('updateServiceOffering', { id, ...changeable, storagetags: '' });
    expect(plain).toMatchObject({ name: 'renamed', displaytext: 'other words' });
    expect(plain.storagetags).toBeUndefined();
    const job = await lab.run('deployVirtualMachine', { ...input, serviceofferingid: id });
    expect(job.result).toMatchObject({ haenable: true, cpunumber: 2 });
    const spec = specOf(job.resourceId as string);
    expect(spec).toMatchObject({ limitCpuUse: true, cpuSpeed: 700 });
    expect(spec.disks).toMatchObject([{ type: 'ROOT', speed: { ...rates, cacheMode: 'writethrough' } }]);
  });

  it('is found by its size, its kind of storage and whom it is for, and comes after those with smaller keys', async () => {
    const found = async (input: object) =>
      (await lab.call('listServiceOfferings', { pagesize: 500, ...input })).serviceoffering.map((each) => each.name);
    const sales = (await lab.call('createDomain', { name: 'size of sales' })).id;
    const local = { name: 'near', cpunumber: 1, cpuspeed: 900, memory: 8192, storagetype: 'local' as const };
    await lab.call('createServiceOffering', { ...local, domainid: [sales] });
    expect((await found({})).at(-1)).toBe('renamed');
    expect(await found({ memory: 320 })).toEqual(['renamed']);
    expect(await found({ cpuspeed: 700 })).toEqual(['renamed']);
    expect(await found({ storagetype: 'local' })).toEqual(['near']);
    expect(await found({ issystem: true })).toEqual([]);
    expect(await found({ issystem: false })).toContain('near');
    expect(await found({ domainid: rootDomainId })).not.toContain('near');
    expect(await found({ domainid: sales })).toContain('near');
  });

  it('is of no other provisioning than thin', async () => {
    const input = { name: 'fat', cpunumber: 1, memory: 256, provisioningtype: 'fat' };
    expect(await lab.refusal('createServiceOffering', input)).toMatchObject({ field: 'provisioningtype' });
  });
});

describe('a disk offering', () => {
  let id: string;
  it('tells all that it was made of, wherever it is asked for', async () => {
    const made = await lab.call('createDiskOffering', {
      name: 'disk',
      displaytext: 'a whole disk',
      disksize: 3,
      disksizestrictness: true,
      provisioningtype: 'thin',
      storagetype: 'shared',
      cachemode: 'none',
      domainid: [rootDomainId],
      ...given(rates),
    });
    id = made.id;
    const all = {
      displaytext: 'a whole disk',
      disksize: 3,
      disksizestrictness: true,
      iscustomized: false,
      provisioningtype: 'thin',
      storagetype: 'shared',
      cacheMode: 'none',
      domainid: rootDomainId,
      domain: 'ROOT',
      ...told(rates),
    };
    expect(made).toMatchObject(all);
    expect((await lab.call('listDiskOfferings', { id })).diskoffering).toEqual([expect.objectContaining(all)]);
  });

  it('is the speed of the disks that are made of it, and of no others', async () => {
    const job = await lab.run('deployVirtualMachine', {
      ...(await deployInput(lab, 'fast-disk')),
      diskofferingid: id,
    });
    const { disks } = specOf(job.resourceId as string);
    expect(disks.find((disk) => disk.type === 'DATADISK')?.speed).toEqual({ ...rates, cacheMode: 'none' });
    expect(disks.find((disk) => disk.type === 'ROOT')?.speed).toBeUndefined();
  });

  it('is changed in each of its words', async () => {
    const domain = (await lab.call('createDomain', { name: 'sales' })).id;
    const changed = await lab.call('updateDiskOffering', {
      id,
      ...changeable,
      displayoffering: false,
      state: 'Inactive',
      domainid: domain,
      ...given(slower),
    });
    expect(changed).toMatchObject({
      name: 'renamed',
      displaytext: 'other words',
      displayoffering: false,
      state: 'Inactive',
      domainid: domain,
      domain: 'sales',
      ...told(slower),
    });
    const page = await lab.call('listDiskOfferings', { state: 'all' });
    expect(page.diskoffering.at(-1)?.name).toBe('renamed');
    const seller = lab.user('seller', 'User', domain);
    const shown = async () => (await lab.call('listDiskOfferings', { id }, seller)).count;
    expect(await shown()).toBe(0);
    await lab.call('updateDiskOffering', { id, displayoffering: true, state: 'Active' });
    expect(await shown()).toBe(1);
    const unlimited = await lab.call('updateDiskOffering', {
      id,
      ...Object.fromEntries(Object.keys(given(rates)).map((name) => [name, 0])),
    });
    expect(unlimited).not.toHaveProperty('diskIopsReadRate');
  });

  it('whose size is chosen with each disk has none of its own', async () => {
    const made = await lab.call('createDiskOffering', { name: 'any size', customized: true });
    expect(made).toMatchObject({ iscustomized: true, disksize: 0 });
    expect(
      await lab.refusal('createDiskOffering', { name: 'x', customized: true, disksizestrictness: true }),
    ).toMatchObject({ field: 'disksizestrictness' });
    const input = { ...(await deployInput(lab, 'chosen')), diskofferingid: made.id };
    expect(await lab.refusal('deployVirtualMachine', input)).toMatchObject({ field: 'size' });
    const job = await lab.run('deployVirtualMachine', { ...input, size: 2 });
    const { volume } = await lab.call('listVolumes', { diskofferingid: made.id });
    expect(volume).toMatchObject([{ size: 2 * 1024 ** 3, virtualmachineid: job.resourceId }]);
  });

  it('is found by where and for whom it is, and by what could be changed to it', async () => {
    const found = async (input: object) =>
      (await lab.call('listDiskOfferings', { pagesize: 500, ...input })).diskoffering.map((each) => each.name);
    const other = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' } as const;
    const elsewhere = (await lab.call('createZone', { name: 'elsewhere', ...other })).id;
    await lab.call('createDiskOffering', { name: 'far', disksize: 1, zoneid: [elsewhere] });
    await lab.call('createDiskOffering', { name: 'near', disksize: 1, storagetype: 'local' });
    await lab.call('createDiskOffering', { name: 'quick', disksize: 1, tags: 'nvme' });
    expect(await found({ zoneid })).not.toContain('far');
    expect(await found({ zoneid: elsewhere })).toContain('far');
    expect(await found({ domainid: rootDomainId })).not.toContain('renamed');
    expect(await found({ storagetype: 'local' })).toEqual(['near']);
    expect(await found({ storagetype: 'shared' })).not.toContain('near');

    const storageid = await idOf(lab, 'listStoragePools', 'storagepool', 'pool');
    const onPool = await found({ storageid });
    expect(onPool).toContain('Small');
    expect(onPool).not.toContain('near');
    expect(onPool).not.toContain('quick');

    const job = await lab.run('deployVirtualMachine', await deployInput(lab, 'small-disk'));
    const virtualmachineid = job.resourceId as string;
    expect(await found({ virtualmachineid })).not.toContain('far');
    const { volume } = await lab.call('listVolumes', { virtualmachineid, type: 'DATADISK' });
    const others = await found({ volumeid: volume[0]?.id });
    expect(others).toContain('Medium');
    expect(others).not.toContain('Small');
  });
});
