import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AffinityType } from '../../contract/groups.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Affinity groups and tags as whoever deploys meets them: where instances run, and why they do not.

let lab: TestEngine;
let input: Awaited<ReturnType<typeof deployInput>>;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  input = await deployInput(lab, 'any');
  await lab.call('updateConfiguration', { name: 'vm.allocation.algorithm', value: 'firstfit' });
});
afterAll(() => lab.close());

let number = 0;
const named = () => {
  number += 1;
  return `vm-${number}`;
};
const deploy = async (more: object = {}) => {
  const job = await lab.run('deployVirtualMachine', { ...input, name: named(), ...more });
  return job.result as { id: string; hostname: string; hostid: string; name: string };
};
const group = async (name: string, type: AffinityType) =>
  (await lab.run('createAffinityGroup', { name, type })).resourceId as string;
const away = async (id: string) => {
  await lab.run('destroyVirtualMachine', { id, expunge: true });
};

describe('strict anti-affinity', () => {
  let id: string;
  beforeAll(async () => {
    id = await group('apart', 'host anti-affinity');
  });

  it('keeps instances apart, also those that are deployed at once, and says whom it leaves no host', async () => {
    // Two hosts, three instances.
    const jobs = await Promise.allSettled([1, 2, 3].map(() => deploy({ affinitygroupids: [id] })));
    const placed = jobs.flatMap((job) => (job.status === 'fulfilled' ? [job.value] : []));
    const refused = jobs.flatMap((job) => (job.status === 'rejected' ? [String(job.reason)] : []));
    expect(placed.map((vm) => vm.hostname).sort()).toEqual(['sim-a', 'sim-b']);
    expect(refused).toEqual([expect.stringContaining('1 other instances of the anti-affinity group apart are on it')]);

    const plan = await lab.call('explainPlacement', {
      zoneid: input.zoneid,
      serviceofferingid: input.serviceofferingid,
      affinitygroupids: [id],
      details: true,
    });
    expect(plan.hostids).toEqual([]);
    expect(plan.hosts?.map((host) => host.checks.find((check) => check.rule === 'affinity'))).toEqual([
      expect.objectContaining({ passed: false, needed: 0, available: 1 }),
      expect.objectContaining({ passed: false, needed: 0, available: 1 }),
    ]);
    for (const vm of placed) await away(vm.id);
  });

  it('holds at a start, too, and at a move', async () => {
    const first = await deploy({ affinitygroupnames: ['apart'] });
    const second = await deploy({ startvm: false });
    await lab.run('updateVMAffinityGroup', { id: second.id, affinitygroupids: [id] });
    await expect(lab.run('startVirtualMachine', { id: second.id, hostid: first.hostid })).rejects.toThrow(
      'anti-affinity group apart',
    );
    const started = await lab.run('startVirtualMachine', { id: second.id });
    expect((started.result as { hostid: string }).hostid).not.toBe(first.hostid);
    const { host } = await lab.call('findHostsForMigration', { virtualmachineid: second.id });
    expect(host.map((each) => [each.suitableformigration, each.reason])).toEqual([
      [false, expect.stringContaining('anti-affinity group apart')],
    ]);
    await away(first.id);
    await away(second.id);
  });
});

it('strict affinity keeps instances together and refuses where the others’ host has no room', async () => {
  const id = await group('together', 'host affinity');
  await lab.call('updateConfiguration', { name: 'vm.allocation.algorithm', value: 'firstfitleastconsumed' });
  const vms = [await deploy({ affinitygroupids: [id] }), await deploy({ affinitygroupids: [id] })];
  expect(new Set(vms.map((vm) => vm.hostid)).size).toBe(1);
  await lab.call('updateHost', { id: vms[0]?.hostid as string, allocationstate: 'Disable' });
  await expect(deploy({ affinitygroupids: [id] })).rejects.toThrow('affinity group together are on another host');
  await lab.call('updateHost', { id: vms[0]?.hostid as string, allocationstate: 'Enable' });
  for (const vm of vms) await away(vm.id);
});

it('what is not strict is preferred, and no reason to fail', async () => {
  const apart = await group('rather apart', 'non-strict host anti-affinity');
  const vms = [];
  for (const _ of [1, 2, 3]) vms.push(await deploy({ affinitygroupids: [apart] }));
  expect(new Set(vms.slice(0, 2).map((vm) => vm.hostid)).size).toBe(2);
  expect(vms).toHaveLength(3);
  const near = await group('rather near', 'non-strict host affinity');
  for (const hostid of new Set(vms.map((vm) => vm.hostid))) {
    const first = await deploy({ affinitygroupids: [near], hostid });
    const second = await deploy({ affinitygroupids: [near] });
    expect(second.hostid).toBe(hostid);
    await away(first.id);
    await away(second.id);
  }
  for (const vm of vms) await away(vm.id);
});

it('groups are of the instance’s own account, and change only while it is stopped', async () => {
  const id = await group('mine', 'host affinity');
  const stranger = lab.user('stranger');
  const refusal = await lab.refusal(
    'deployVirtualMachine',
    { ...input, name: 'foreign', affinitygroupids: [id] },
    stranger,
  );
  expect(refusal).toMatchObject({ code: 'parameter', field: 'affinitygroupids' });
  expect(await lab.refusal('deleteAffinityGroup', { id }, stranger)).toMatchObject({ code: 'account' });
  expect((await lab.call('listAffinityGroups', {}, stranger)).count).toBe(0);
  expect(await lab.refusal('createAffinityGroup', { name: 'mine', type: 'host affinity' })).toMatchObject({
    field: 'name',
  });
  const vm = await deploy();
  expect(await lab.refusal('updateVMAffinityGroup', { id: vm.id, affinitygroupids: [id] })).toMatchObject({
    code: 'conflict',
  });
  await away(vm.id);
});

describe('tags', () => {
  it('of hosts: an offering runs only where all of its tags are, except where an administrator names a host', async () => {
    const b = await idOf(lab, 'listHosts', 'host', 'sim-b');
    await lab.call('updateHost', { id: b, hosttags: 'gold,ssd' });
    const { id } = await lab.call('createServiceOffering', {
      name: 'golden',
      cpunumber: 1,
      cpuspeed: 500,
      memory: 256,
      hosttags: 'gold,ssd',
    });
    const vm = await deploy({ serviceofferingid: id });
    expect(vm.hostname).toBe('sim-b');
    await lab.call('updateHost', { id: b, hosttags: 'gold' });
    await expect(deploy({ serviceofferingid: id })).rejects.toThrow('this one lacks ssd');

    const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
    const forced = await deploy({ serviceofferingid: id, hostid });
    expect(forced.hostname).toBe('sim-a');
    await lab.call('updateConfiguration', { name: 'vm.strict.host.tags', value: 'ssd, other' });
    await expect(deploy({ serviceofferingid: id, hostid })).rejects.toThrow('this one lacks ssd');
    await away(vm.id);
    await away(forced.id);
  });

  it('of storage: each disk lies on a pool that has all of its offering’s tags', async () => {
    const zoneid = input.zoneid;
    const podid = await idOf(lab, 'listPods', 'pod', 'pod');
    const clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
    await lab.run('createStoragePool', {
      zoneid,
      podid,
      clusterid,
      name: 'quick',
      url: 'nfs://192.0.2.9/quick',
      scope: 'CLUSTER',
      tags: 'fast, nvme',
    });
    const fast = await lab.call('createDiskOffering', { name: 'fast', disksize: 2, tags: 'fast' });
    const vm = await deploy({ diskofferingid: fast.id });
    const { volume } = await lab.call('listVolumes', { virtualmachineid: vm.id });
    expect(volume.find((each) => each.type === 'DATADISK')?.storage).toBe('quick');

    const odd = await lab.call('createDiskOffering', { name: 'odd', disksize: 2, tags: 'fast,tape' });
    await expect(deploy({ diskofferingid: odd.id })).rejects.toThrow('pools has the storage tags fast, tape');
    await away(vm.id);
  });
});

describe('an instance group', () => {
  it('is made by the deployment that names it, found by, and left behind empty', async () => {
    const vm = await deploy({ group: 'shop', startvm: false });
    const groupid = await idOf(lab, 'listInstanceGroups', 'instancegroup', 'shop');
    expect((await lab.call('listVirtualMachines', { groupid })).virtualmachine.map((each) => each.id)).toEqual([vm.id]);
    await lab.call('updateVirtualMachine', { id: vm.id, group: 'store' });
    expect((await lab.call('listVirtualMachines', { groupid })).count).toBe(0);
    const store = await idOf(lab, 'listInstanceGroups', 'instancegroup', 'store');
    await lab.call('deleteInstanceGroup', { id: store });
    const [after] = (await lab.call('listVirtualMachines', { id: vm.id })).virtualmachine;
    expect(after?.group).toBeUndefined();
    await away(vm.id);
  });
});
