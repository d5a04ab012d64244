import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Primary and secondary storage, volumes and what goes with them: told whole, and found by each of their words.

let lab: TestEngine;
let zoneid: string;
let elsewhere: string;
let clusterid: string;
let hostid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  hostid = await idOf(lab, 'listHosts', 'host', 'sim-b');
  const other = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' } as const;
  elsewhere = (await lab.call('createZone', { name: 'elsewhere', ...other })).id;
});
afterAll(() => lab.close());

describe('primary storage', () => {
  it('tells where it is, and of what', async () => {
    const pool = { zoneid, name: 'quick', url: 'file:///srv/quick', hostid, scope: 'HOST' as const, tags: 'nvme' };
    await lab.run('createStoragePool', { ...pool, provider: 'DefaultPrimary' });
    const other = { ...pool, name: 'x', url: 'file:///srv/x', provider: 'SolidFire' };
    expect(await lab.refusal('createStoragePool', other)).toMatchObject({ code: 'parameter', field: 'provider' });
    const { storagepool } = await lab.call('listStoragePools', { name: 'quick' });
    expect(storagepool).toMatchObject([
      {
        provider: 'DefaultPrimary',
        podname: 'pod',
        clustername: 'cluster',
        hypervisor: 'Simulator',
        istagarule: false,
        hasannotations: false,
      },
    ]);
    const entityid = storagepool[0]?.id as string;
    await lab.call('addAnnotation', { entitytype: 'PRIMARY_STORAGE', entityid, annotation: 'spare it' });
    expect((await lab.call('listStoragePools', { id: entityid })).storagepool[0]?.hasannotations).toBe(true);
  });

  it('is found by its words and its place', async () => {
    await lab.run('createStoragePool', { zoneid, name: 'wide', url: 'nfs://nfs.test/wide', scope: 'ZONE' });
    const found = async (input: object) =>
      (await lab.call('listStoragePools', input)).storagepool.map((each) => each.name);
    expect(await found({ name: 'quick' })).toEqual(['quick']);
    expect(await found({ id: await idOf(lab, 'listStoragePools', 'storagepool', 'wide') })).toEqual(['wide']);
    expect(await found({ clusterid })).toEqual(['pool', 'quick']);
    expect(await found({ zoneid })).toEqual(['pool', 'quick', 'wide']);
    expect(await found({ zoneid: elsewhere })).toEqual([]);
    expect(await found({ state: 'Up' })).toEqual(['pool', 'quick', 'wide']);
    expect(await found({ state: 'Maintenance' })).toEqual([]);
    expect(await found({ afterid: await idOf(lab, 'listStoragePools', 'storagepool', 'quick') })).toEqual(['wide']);
    // Volumes are to lie in the cluster.
    await lab.run('deleteStoragePool', { id: await idOf(lab, 'listStoragePools', 'storagepool', 'wide') });
  });

  it('has tags, of which there is a list', async () => {
    const poolid = await idOf(lab, 'listStoragePools', 'storagepool', 'quick');
    await lab.run('createStoragePool', { zoneid, clusterid, name: 'both', url: 'nfs://nfs.test/b', tags: 'nvme,ssd' });
    const { storagetag } = await lab.call('listStorageTags', {});
    expect(storagetag).toContainEqual({ id: 'nvme', name: 'nvme', poolid });
    expect(storagetag.map((each) => each.name).sort()).toEqual(['nvme', 'ssd']);
    const after = await lab.call('listStorageTags', { afterid: 'nvme', sortby: 'name' });
    expect(after.storagetag.map((each) => each.name)).toEqual(['ssd']);
  });

  it('goes only when it is empty, by no force', async () => {
    const id = await idOf(lab, 'listStoragePools', 'storagepool', 'both');
    expect(await lab.refusal('deleteStoragePool', { id, forced: true })).toMatchObject({ field: 'forced' });
    await lab.run('deleteStoragePool', { id });
    expect((await lab.call('listStoragePools', { id })).count).toBe(0);
  });
});

describe('secondary storage', () => {
  it('lies on a host where it is told so, and so do its images', async () => {
    await lab.run('addImageStore', {
      zoneid,
      name: 'folder',
      provider: 'Simulator',
      url: 'file:///srv/images',
      hostid,
    });
    const { imagestore } = await lab.call('listImageStores', { name: 'folder' });
    expect(imagestore).toMatchObject([{ hostid, protocol: 'file', hasannotations: false }]);
    await lab.run('deleteTemplate', { id: await idOf(lab, 'listTemplates', 'template', 'template') });
    await lab.run('deleteImageStore', { id: await idOf(lab, 'listImageStores', 'imagestore', 'images') });
    await lab.run('registerTemplate', {
      zoneid,
      name: 'template',
      url: 'http://images.test/debian.qcow2',
      format: 'QCOW2',
      hypervisor: 'Simulator',
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    });
    expect((await lab.call('listTemplates', { templatefilter: 'all' })).template).toMatchObject([
      { hostid, hostname: 'sim-b' },
    ]);
    const disc = { zoneid, name: 'disc', url: 'http://images.test/debian.iso', hypervisor: 'Simulator' as const };
    await lab.run('registerIso', { ...disc, ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)') });
    expect((await lab.call('listIsos', { name: 'disc' })).iso).toMatchObject([{ hostid, hostname: 'sim-b' }]);
  });

  it('is found by its words and its zone', async () => {
    await lab.run('addImageStore', { zoneid, name: 'second', provider: 'Simulator', url: 'nfs://nfs.test/second' });
    const found = async (input: object) =>
      (await lab.call('listImageStores', input)).imagestore.map((each) => each.name);
    const id = await idOf(lab, 'listImageStores', 'imagestore', 'folder');
    expect(await found({ id })).toEqual(['folder']);
    expect(await found({ name: 'second' })).toEqual(['second']);
    expect(await found({ zoneid })).toEqual(['folder', 'second']);
    expect(await found({ zoneid: elsewhere })).toEqual([]);
    expect(await found({ afterid: id })).toEqual(['second']);
  });

  it('is of one of three kinds', async () => {
    const names = async (input: object) =>
      (await lab.call('listStorageProviders', { type: 'image', ...input })).dataStoreProvider.map((each) => each.name);
    expect(await names({})).toEqual(['NFS', 'Directory', 'Simulator']);
    expect(await names({ keyword: 'dir' })).toEqual(['Directory']);
  });
});

describe('volumes', () => {
  it('tell what they are of, where they lie, and what they may do', async () => {
    const { volume: none } = await lab.call('listVolumes', {});
    expect(none).toEqual([]);
    const offering = await lab.call('createServiceOffering', {
      name: 'measured',
      displaytext: 'of a measured disk',
      cpunumber: 1,
      memory: 256,
      bytesreadrate: 1000,
      byteswriterate: 2000,
      iopsreadrate: 30,
      iopswriterate: 40,
    });
    const input = await deployInput(lab, 'told');
    await lab.run('deployVirtualMachine', {
      ...input,
      displayname: 'Told aloud',
      hostid,
      serviceofferingid: offering.id,
    });
    const { volume } = await lab.call('listVolumes', {});
    const root = volume.find((each) => each.type === 'ROOT');
    const surroundings = {
      vmname: 'told',
      vmdisplayname: 'Told aloud',
      vmtype: 'User',
      hypervisor: 'Simulator',
      podname: 'pod',
      clusterid,
      clustername: 'cluster',
      displayvolume: true,
      destroyed: false,
      hasannotations: false,
    };
    expect(root).toMatchObject({
      ...surroundings,
      attached: root?.created,
      isextractable: false,
      templatename: 'template',
      templatedisplaytext: 'template',
      serviceofferingid: offering.id,
      serviceofferingname: 'measured',
      serviceofferingdisplaytext: 'of a measured disk',
      diskBytesReadRate: 1000,
      diskBytesWriteRate: 2000,
      diskIopsReadRate: 30,
      diskIopsWriteRate: 40,
    });
    const data = volume.find((each) => each.type === 'DATADISK');
    expect(data).toMatchObject({
      ...surroundings,
      isextractable: true,
      diskofferingname: 'Small',
      diskofferingdisplaytext: expect.stringContaining('Small'),
    });
    expect(data).not.toHaveProperty('serviceofferingid', offering.id);
    expect(data?.diskBytesReadRate).toBeUndefined();
    await lab.call('addAnnotation', { entitytype: 'VOLUME', entityid: root?.id as string, annotation: 'backed up' });
    const [again] = (await lab.call('listVolumes', { id: root?.id as string })).volume;
    expect(again?.hasannotations).toBe(true);

    // A change answers with the same words, but for what it is used, which belongs to the list.
    const figures = /^(disk(io|kb)|virtualsize|utilization)/;
    for (const each of [again, data]) {
      const { result } = await lab.run('updateVolume', { id: each?.id as string, deleteprotection: true });
      const facts = Object.entries(each ?? {}).filter(([field, value]) => !figures.test(field) && value !== undefined);
      expect(result).toEqual({ ...Object.fromEntries(facts), deleteprotection: true });
      await lab.run('updateVolume', { id: each?.id as string, deleteprotection: false });
    }
  });

  it('are found by their words, their state and their storage', async () => {
    const found = async (input: object) => (await lab.call('listVolumes', input)).volume.map((each) => each.id);
    const { volume: all } = await lab.call('listVolumes', {});
    const [first] = all;
    const ids = all.map((each) => each.id);
    expect(await found({ id: first?.id })).toEqual([first?.id]);
    expect(await found({ name: first?.name })).toEqual([first?.id]);
    expect(await found({ state: 'Ready' })).toEqual(ids);
    expect(await found({ state: 'Destroy' })).toEqual([]);
    expect(await found({ storageid: first?.storageid })).toEqual(
      all.filter((each) => each.storageid === first?.storageid).map((each) => each.id),
    );
    expect(await found({ storageid: await idOf(lab, 'listStoragePools', 'storagepool', 'quick') })).toEqual([]);
    expect(await found({ zoneid })).toEqual(ids);
    expect(await found({ zoneid: elsewhere })).toEqual([]);
    await lab.run('createTags', { resourcetype: 'Volume', resourceids: [first?.id as string], tags: { keep: 'yes' } });
    expect(await found({ tags: { keep: 'yes' } })).toEqual([first?.id]);
    expect(await found({ tags: { keep: 'no' } })).toEqual([]);
  });
});

it('offerings are there for templates in the zone where they are', async () => {
  await lab.call('createServiceOffering', { name: 'far', cpunumber: 1, memory: 256, zoneid: [elsewhere] });
  const templateid = await idOf(lab, 'listTemplates', 'template', 'template');
  const names = (await lab.call('listServiceOfferings', { templateid })).serviceoffering.map((each) => each.name);
  expect(names).toContain('tiny');
  expect(names).not.toContain('far');
  const { diskoffering } = await lab.call('listDiskOfferings', {
    virtualmachineid: await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'told'),
  });
  expect(diskoffering.every((each) => each.suitableforvirtualmachine)).toBe(true);
});

it('network offerings are found by their words', async () => {
  const { networkoffering: all } = await lab.call('listNetworkOfferings', {});
  const [one] = all;
  const found = async (input: object) =>
    (await lab.call('listNetworkOfferings', input)).networkoffering.map((each) => each.id);
  expect(await found({ id: one?.id })).toEqual([one?.id]);
  expect(await found({ name: one?.name })).toEqual([one?.id]);
  expect(await found({ name: 'none' })).toEqual([]);
  expect(await found({ guestiptype: one?.guestiptype })).toContain(one?.id);
  expect(await found({ guestiptype: one?.guestiptype === 'Shared' ? 'Isolated' : 'Shared' })).not.toContain(one?.id);
  expect(await found({ afterid: one?.id })).toEqual(all.slice(1).map((each) => each.id));
});
