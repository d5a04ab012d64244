import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, classInput, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// Where Root Admin wants instances, by which planner, and what is asked before: two pods, each with a cluster; hosts a and b in the first, c in the second.

let lab: TestEngine;
let zoneid: string;
const pods: Record<string, string> = {};
const clusters: Record<string, string> = {};
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  pods.near = await idOf(lab, 'listPods', 'pod', 'pod');
  clusters.near = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  const range = { gateway: '10.2.0.1', netmask: '255.255.255.0', startip: '10.2.0.10', endip: '10.2.0.19' };
  pods.far = (await lab.call('createPod', { zoneid, name: 'far', ...range })).id;
  const cluster = { zoneid, podid: pods.far, clustername: 'far', hypervisor: 'Simulator' } as const;
  clusters.far = (await lab.call('addCluster', cluster)).id;
  const host = { zoneid, podid: pods.far, clusterid: clusters.far, hypervisor: 'Simulator' as const };
  await lab.run('addHost', { ...host, url: 'http://sim-c', cpunumber: 8, memorytotal: 16 * 1024 ** 3 });
  const url = 'nfs://nfs.test/far';
  await lab.run('createStoragePool', { zoneid, clusterid: clusters.far, scope: 'CLUSTER', name: 'far', url });
  await lab.call('updateConfiguration', { name: 'vm.allocation.algorithm', value: 'firstfit' });
});
afterAll(() => lab.close());

interface Placed {
  id: string;
  hostname: string;
}
let number = 0;
async function deploy(more: object = {}): Promise<Placed> {
  number += 1;
  const job = await lab.run('deployVirtualMachine', { ...(await deployInput(lab, `placed-${number}`)), ...more });
  return job.result as unknown as Placed;
}
const away = (id: string) => lab.run('destroyVirtualMachine', { id, expunge: true });

describe('a deployment', () => {
  it('runs in the pod or cluster that was asked for, or says why not', async () => {
    for (const wish of [{ podid: pods.far }, { clusterid: clusters.far }]) {
      const vm = await deploy(wish);
      expect(vm.hostname).toBe('sim-c');
      await away(vm.id);
    }
    const near = await deploy({ podid: pods.near });
    expect(near.hostname).not.toBe('sim-c');
    await away(near.id);
    await expect(deploy({ podid: pods.far, clusterid: clusters.near })).rejects.toThrow('No host can take');
  });

  it('is ordered by the planner that was named, whatever its offering says', async () => {
    const first = await deploy({ clusterid: clusters.far });
    // The account has one instance in the far pod: what concentrates goes there too, what disperses does not.
    const together = await deploy({ deploymentplanner: 'UserConcentratedPodPlanner' });
    expect(together.hostname).toBe('sim-c');
    const apart = await deploy({ deploymentplanner: 'UserDispersingPlanner' });
    expect(apart.hostname).not.toBe('sim-c');
    for (const vm of [first, together, apart]) await away(vm.id);
  });

  it('is Root Admin’s to place, at every field', async () => {
    const ada = lab.user('ada', 'DomainAdmin');
    const input = await deployInput(lab, 'hers');
    for (const wish of [
      { podid: pods.far },
      { clusterid: clusters.far },
      { deploymentplanner: 'FirstFitPlanner' },
      { hostid: await idOf(lab, 'listHosts', 'host', 'sim-c') },
    ])
      expect(await lab.refusal('deployVirtualMachine', { ...input, ...wish }, ada)).toMatchObject({
        code: 'account',
        field: Object.keys(wish)[0],
      });
  });
});

it('a start goes to the pod, cluster or order of hosts that was asked for', async () => {
  // Not deployed yet, its root disk lies nowhere and may lie in either cluster.
  for (const wish of [{ podid: pods.far }, { clusterid: clusters.far }, {}]) {
    const anchor = await deploy({ podid: pods.far });
    number += 1;
    const input = await deployInput(lab, `placed-${number}`);
    const { resourceId: id = '' } = await lab.run('deployVirtualMachine', {
      ...input,
      startvm: false,
      clusterid: clusters.near,
    });
    const refused = lab.run('startVirtualMachine', { id, ...wish });
    if (Object.keys(wish).length > 0) await expect(refused).rejects.toThrow('No host can take');
    else await refused;
    await away(id);
    await away(anchor.id);
  }
  // Two hosts of the near cluster: the planner decides between them once the last one is full.
  const one = await deploy({ clusterid: clusters.near });
  const { resourceId: id = '' } = await lab.run('deployVirtualMachine', {
    ...(await deployInput(lab, 'started-later')),
    startvm: false,
    hostid: await idOf(lab, 'listHosts', 'host', one.hostname),
  });
  await lab.call('updateHost', { id: await idOf(lab, 'listHosts', 'host', one.hostname), allocationstate: 'Disable' });
  const started = await lab.run('startVirtualMachine', { id, deploymentplanner: 'UserDispersingPlanner' });
  expect((started.result as unknown as Placed).hostname).not.toBe(one.hostname);
  await lab.call('updateHost', { id: await idOf(lab, 'listHosts', 'host', one.hostname), allocationstate: 'Enable' });
  await away(id);
  await away(one.id);
});

it('many alike take all that one takes, and each has it', async () => {
  const ada = lab.user('ada-of-many');
  const projectid = (await lab.run('createProject', { name: 'class' })).resourceId ?? '';
  const networkid = await idOf(lab, 'listNetworks', 'network', 'guests');
  await lab.call('createSSHKeyPair', { name: 'one', account: ada.account, domainid: ada.domainId });
  await lab.call('createSSHKeyPair', { name: 'two', account: ada.account, domainid: ada.domainId });
  const owner = { account: ada.account, domainid: ada.domainId };
  const group = await lab.run('createAffinityGroup', { name: 'near', type: 'non-strict host affinity', ...owner });
  await lab.run('createAffinityGroup', { name: 'nearer', type: 'non-strict host affinity', ...owner });
  const data = await lab.call('registerUserData', {
    name: 'site',
    userdata: Buffer.from('#!/bin/sh\n').toString('base64'),
    params: 'room',
    ...owner,
  });
  const custom = await lab.call('createServiceOffering', {
    name: 'any size',
    customized: true,
    mincpunumber: 1,
    maxcpunumber: 4,
    minmemory: 128,
    maxmemory: 1024,
    cpuspeed: 500,
  });
  const diskofferingid = await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Custom');
  const alike = await classInput(lab, 2);
  const many = async (more: object) => {
    const job = await lab.run('deployVirtualMachines', { ...alike, ...more });
    const { deployment } = job.result as unknown as { deployment: { id: string; name: string }[] };
    const ids = deployment.map((each) => each.id);
    return { ids, names: deployment.map((each) => each.name), jobid: job.id };
  };
  const seen = async (ids: string[]) => (await lab.call('listVirtualMachines', { ids })).virtualmachine;

  await lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'true' });
  const first = await many({
    ...owner,
    start: 5,
    startvm: true,
    podid: pods.far,
    clusterid: clusters.far,
    hostid: await idOf(lab, 'listHosts', 'host', 'sim-c'),
    deploymentplanner: 'UserDispersingPlanner',
    networkids: [networkid],
    serviceofferingid: custom.id,
    details: { cpuNumber: '2', memory: '512' },
    diskofferingid,
    size: 3,
    rootdisksize: 20,
    affinitygroupids: [group.resourceId ?? ''],
    group: 'room 12',
    keypairs: ['one', 'two'],
    userdataid: data.id,
    userdatadetails: { room: '12' },
    leaseduration: 3,
    leaseexpiryaction: 'STOP',
  });
  expect(first.names).toEqual(['class-5', 'class-6']);
  for (const vm of await seen(first.ids)) {
    expect(vm).toMatchObject({
      account: ada.account,
      hostname: 'sim-c',
      cpunumber: 2,
      memory: 512,
      group: 'room 12',
      keypairs: 'one,two',
      userdataid: data.id,
      affinitygroup: [{ name: 'near' }],
      leaseexpiryaction: 'STOP',
      nic: [{ networkid }],
    });
    // Whole days that are left.
    expect([2, 3]).toContain(vm.leaseduration);
    const { volume } = await lab.call('listVolumes', { virtualmachineid: vm.id });
    expect(new Set(volume.map(({ type, size }) => `${type} ${size / 1024 ** 3}`))).toEqual(
      new Set(['ROOT 20', 'DATADISK 3']),
    );
  }
  for (const id of first.ids) await away(id);

  const second = await many({ ...owner, start: 20, affinitygroupnames: ['nearer'], keypair: 'two' });
  for (const vm of await seen(second.ids))
    expect(vm).toMatchObject({ keypairs: 'two', affinitygroup: [{ name: 'nearer' }] });
  for (const id of second.ids) await away(id);

  const third = await many({ projectid, start: 30, startvm: false });
  for (const vm of await seen(third.ids)) expect(vm).toMatchObject({ project: 'class', state: 'Stopped' });
  for (const id of third.ids) await away(id);
});

describe('what is asked before', () => {
  it('counts the sizes of a custom offering and of its disk', async () => {
    const any = { name: 'any', customized: true, mincpunumber: 1, maxcpunumber: 64, minmemory: 128, maxmemory: 262144 };
    const { id: serviceofferingid } = await lab.call('createServiceOffering', { ...any, cpuspeed: 500 });
    const base = { zoneid, serviceofferingid, templateid: (await deployInput(lab, 'x')).templateid };
    const rules = async (more: object) =>
      new Set(
        (await lab.call('explainPlacement', { ...base, cpunumber: 1, memory: 256, ...more })).refusals.map(
          (each) => each.rule,
        ),
      );
    expect(await rules({})).toEqual(new Set());
    expect(await rules({ cpunumber: 64 })).toEqual(new Set(['CPU cores']));
    expect(await rules({ memory: 131_072 })).toEqual(new Set(['memory']));
    expect(await rules({ rootdisksize: 1_000_000 })).toEqual(new Set(['storage']));
  });

  it('counts the speed where the offering leaves it open', async () => {
    const { id: serviceofferingid } = await lab.call('createServiceOffering', { name: 'open', customized: true });
    const wish = { zoneid, serviceofferingid, cpunumber: 1, memory: 256 };
    expect((await lab.call('explainPlacement', { ...wish, cpuspeed: 500 })).hostids).toHaveLength(3);
    expect((await lab.call('explainPlacement', { ...wish, cpuspeed: 9999 })).hostids).toEqual([]);
  });
});
