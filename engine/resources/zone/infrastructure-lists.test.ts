import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// What CloudStack's lists of infrastructure can be narrowed by, and what their rows say of use.

let lab: TestEngine;
let zoneid: string;
let podid: string;
let clusterid: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  podid = await idOf(lab, 'listPods', 'pod', 'pod');
  clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
});
afterAll(() => lab.close());

const of = (rows: { name: string }[] | undefined) => (rows ?? []).map((row) => row.name);

it('a zone, pod and cluster say how full they are when they are asked, a pod and cluster of themselves alone', async () => {
  const [zone] = (await lab.call('listZones', { ids: [zoneid], showcapacities: true })).zone;
  expect(of(zone?.capacity)).toContain('SECONDARY_STORAGE');
  expect(zone?.capacity?.find((row) => row.name === 'CPU')?.capacityused).toBe(500);
  const second = await lab.call('createPod', {
    zoneid,
    name: 'empty',
    gateway: '10.7.0.1',
    netmask: '255.255.255.0',
    startip: '10.7.0.10',
    endip: '10.7.0.11',
    allocationstate: 'Disabled',
  });
  const [empty] = (await lab.call('listPods', { id: second.id, showcapacities: true })).pod;
  expect(empty?.ipranges).toEqual([
    { gateway: '10.7.0.1', cidr: '10.7.0.0/24', startip: '10.7.0.10', endip: '10.7.0.11' },
  ]);
  expect(empty?.capacity?.find((row) => row.name === 'PRIVATE_IP')?.capacitytotal).toBe(2);
  expect(empty?.capacity?.find((row) => row.name === 'MEMORY')?.capacitytotal).toBe(0);
  const [cluster] = (await lab.call('listClusters', { id: clusterid, showcapacities: true })).cluster;
  expect(cluster?.capacity?.find((row) => row.name === 'CPU')).toMatchObject({ capacityused: 500, clusterid, podid });
  expect((await lab.call('listPods', { allocationstate: 'Disabled' })).pod[0]?.name).toBe('empty');
  expect((await lab.call('listCapacity', { clusterid, type: 1 })).capacity).toHaveLength(1);
  expect((await lab.call('listCapacity', { podid: second.id, type: 1 })).capacity[0]?.capacitytotal).toBe(0);
});

it('a user is told of zones, and not how full they are', async () => {
  const page = await lab.call('listZones', { showcapacities: true }, lab.user('student'));
  expect(page.zone[0]?.name).toBe('zone');
  expect(page.zone[0]?.capacity).toBeUndefined();
});

it('lists are narrowed by what CloudStack has for it', async () => {
  expect((await lab.call('listClusters', { clustertype: 'ExternalManaged' })).count).toBe(0);
  expect((await lab.call('listClusters', { managedstate: 'Managed' })).count).toBe(1);
  expect((await lab.call('listPhysicalNetworks', { name: 'physical' })).count).toBe(1);
  expect((await lab.call('listPhysicalNetworks', { name: 'other' })).count).toBe(0);
  const [network] = (await lab.call('listNetworks', { name: 'guests' })).network;
  expect(network?.service.map((each) => each.name)).toEqual(['Dhcp', 'Dns']);
  expect((await lab.call('listNetworks', { networkofferingid: network?.networkofferingid })).count).toBe(1);
  expect((await lab.call('listNetworks', { name: 'nobody' })).count).toBe(0);
  const physicalnetworkid = network?.physicalnetworkid ?? '';
  expect((await lab.call('listVlanIpRanges', { physicalnetworkid })).vlan[0]?.cidr).toBe('10.1.0.0/24');
  const range = { networkid: network?.id ?? '', startip: '10.1.0.150', endip: '10.1.0.151' };
  expect(await lab.refusal('createVlanIpRange', { ...range, physicalnetworkid: zoneid })).toMatchObject({
    field: 'physicalnetworkid',
  });
  const offering = { displaytext: 'Offering for shared networks', isdefault: true, state: 'Enabled', zoneid };
  expect((await lab.call('listNetworkOfferings', offering)).count).toBe(1);
  expect((await lab.call('listNetworkOfferings', { state: 'Disabled' })).count).toBe(0);
});

it('primary storage is found by what reaches it, secondary storage by how it is reached', async () => {
  const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const local = await lab.run('createStoragePool', { zoneid, hostid, name: 'disks', url: 'file:///srv/disks' });
  const pools = async (input: object) => of((await lab.call('listStoragePools', input)).storagepool);
  expect(await pools({ hostid })).toEqual(['disks', 'pool']);
  expect(await pools({ hostid: await idOf(lab, 'listHosts', 'host', 'sim-b') })).toEqual(['pool']);
  expect(await pools({ ipaddress: 'nfs.test', path: '/primary', status: 'Up', podid })).toEqual(['pool']);
  expect(await pools({ status: 'Maintenance' })).toEqual([]);
  expect(local.state).toBe('succeeded');
  expect((await lab.call('listImageStores', { protocol: 'NFS' })).count).toBe(1);
  expect((await lab.call('listImageStores', { protocol: 'file' })).count).toBe(0);
  expect((await lab.call('listImageStores', { readonly: true })).count).toBe(0);
});

it('volumes are found by where they lie and whose they are', async () => {
  const { id: hostid } = (await lab.call('listHosts', {})).host.find((host) => host.virtualmachines === 1) ?? {
    id: '',
  };
  const volumes = async (input: object) =>
    (await lab.call('listVolumes', input)).volume.map((each) => each.type).sort();
  const both = ['DATADISK', 'ROOT'];
  expect(await volumes({ clusterid, podid, hostid })).toEqual(both);
  expect(await volumes({ clusterid: podid })).toEqual([]);
  const serviceofferingid = await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny');
  expect(await volumes({ serviceofferingid })).toEqual(both);
  const diskofferingid = await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Small');
  expect(await volumes({ diskofferingid })).toEqual(['DATADISK']);
  const ids = (await lab.call('listVolumes', { type: 'ROOT' })).volume.map((each) => each.id);
  expect(await volumes({ ids })).toEqual(['ROOT']);
});

it('a host says what is allocated of it, and what may happen to it', async () => {
  const hosts = (await lab.call('listHosts', {})).host;
  const busy = hosts.find((host) => host.virtualmachines === 1);
  expect(busy).toMatchObject({ cpuallocatedpercentage: '2.40%', memoryallocatedbytes: 256 * 1024 ** 2 });
  expect(busy?.events.split('; ')).toContain('lost');
  expect(busy?.disconnected).toBeUndefined();
});

it('a job says whose it is, and jobs are found by what they are about', async () => {
  const { userid } = await lab.call('getSession', {});
  const [job] = (await lab.call('listAsyncJobs', { resourcetype: 'VirtualMachine' })).asyncjobs;
  expect(job).toMatchObject({ userid, jobinstancetype: 'virtualmachine' });
});
