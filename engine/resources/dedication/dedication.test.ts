import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rootDomainId } from '../../contract/identity.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// What is for some alone, as those who deploy meet it: where instances run, and why they do not.

type Caller = NonNullable<Parameters<TestEngine['call']>[2]>;
let lab: TestEngine;
let input: Awaited<ReturnType<typeof deployInput>>;
let hostid: string;
let podid: string;
let clusterid: string;
let sales: string;
let ada: Caller;
let bob: Caller;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  input = await deployInput(lab, 'any');
  await lab.call('updateConfiguration', { name: 'vm.allocation.algorithm', value: 'firstfit' });
  hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  podid = await idOf(lab, 'listPods', 'pod', 'pod');
  clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  const north = (await lab.call('createDomain', { name: 'north', parentdomainid: sales })).id;
  ada = lab.user('ada', 'User', north);
  bob = lab.user('bob');
});
afterAll(() => lab.close());

let number = 0;
const deploy = async (caller: Caller | undefined, more: object = {}) => {
  number += 1;
  const job = await lab.run('deployVirtualMachine', { ...input, name: `vm-${number}`, ...more }, caller);
  return job.result as { id: string; hostname: string };
};
const away = (id: string) => lab.run('destroyVirtualMachine', { id, expunge: true });
const groupOf = async (caller: Caller) =>
  (await lab.call('listAffinityGroups', { type: 'ExplicitDedication' }, caller)).affinitygroup[0];

describe('a dedicated host', () => {
  it('takes nobody but who asks for it by the group that comes with it, and says so', async () => {
    const job = await lab.run('dedicateHost', { hostid, domainid: ada.domainId, account: 'ada' });
    expect(job.result).toMatchObject({ hostname: 'sim-a', accountid: ada.accountId, domain: 'ROOT/sales/north' });
    const group = await groupOf(ada);
    expect(group).toMatchObject({
      name: 'DedicatedGrp-ada',
      account: 'ada',
      dedicatedresources: [{ resourceid: hostid, resourcename: 'sim-a', resourcetype: 'host' }],
    });
    expect(await groupOf(bob)).toBeUndefined();

    const foreign = await deploy(bob);
    // Without the group also the owner's go elsewhere, as in CloudStack.
    const plain = await deploy(ada);
    const own = await deploy(ada, { affinitygroupids: [group?.id] });
    expect([foreign, plain, own].map((vm) => vm.hostname)).toEqual(['sim-b', 'sim-b', 'sim-a']);
    expect(
      await lab.refusal('deployVirtualMachine', { ...input, name: 'x', affinitygroupids: [group?.id] }, bob),
    ).toMatchObject({
      field: 'affinitygroupids',
    });
    await expect(deploy(undefined, { hostid })).rejects.toThrow(
      'sim-a: It is dedicated to ada (ROOT/sales/north): only instances in the affinity group DedicatedGrp-ada run there.',
    );
    const plan = await lab.call('explainPlacement', {
      zoneid: input.zoneid,
      serviceofferingid: input.serviceofferingid,
      details: true,
    });
    expect(
      plan.hosts?.map((host) => [host.hostname, host.checks.find((check) => check.rule === 'dedication')?.passed]),
    ).toEqual([
      ['sim-a', false],
      ['sim-b', true],
    ]);
    for (const vm of [foreign, plain, own]) await away(vm.id);
  });

  it('is found by whom it is for, and by its group', async () => {
    const ids = async (filter: object) =>
      (await lab.call('listDedicatedHosts', filter)).dedicatedhost.map((row) => row.hostid);
    const group = await groupOf(ada);
    for (const filter of [
      {},
      { hostid },
      { account: 'ada' },
      { domainid: ada.domainId },
      { affinitygroupid: group?.id },
    ])
      expect(await ids(filter)).toEqual([hostid]);
    for (const filter of [
      { hostid: podid },
      { account: 'bob' },
      { domainid: rootDomainId },
      { affinitygroupid: hostid },
    ])
      expect(await ids(filter)).toEqual([]);
  });

  it('is not given twice, and its group stays while it is there', async () => {
    expect(await lab.refusal('dedicateHost', { hostid, domainid: sales })).toMatchObject({
      code: 'conflict',
      message: 'sim-a is dedicated to ada (ROOT/sales/north) already.',
    });
    expect(await lab.refusal('dedicateCluster', { clusterid, domainid: rootDomainId, account: 'bob' })).toMatchObject({
      message: 'sim-a in cluster is dedicated to ada (ROOT/sales/north).',
    });
    const group = await groupOf(ada);
    expect(await lab.refusal('deleteAffinityGroup', { id: group?.id }, ada)).toMatchObject({ code: 'inUse' });
    expect(await lab.refusal('createAffinityGroup', { name: 'mine', type: 'ExplicitDedication' }, ada)).toMatchObject({
      field: 'type',
    });
  });

  it('is for all again once it is released, and its group is gone', async () => {
    await lab.run('releaseDedicatedHost', { hostid });
    expect(await groupOf(ada)).toBeUndefined();
    expect(await lab.refusal('releaseDedicatedHost', { hostid })).toMatchObject({ field: 'hostid' });
    const vm = await deploy(bob);
    expect(vm.hostname).toBe('sim-a');
    expect(await lab.refusal('dedicateHost', { hostid, domainid: sales })).toMatchObject({
      code: 'conflict',
      message: '1 instances of others run on sim-a.',
    });
    await away(vm.id);
  });
});

it('what a domain has is for all in it and below, by one group; an account’s within it is its own', async () => {
  await lab.run('dedicatePod', { podid, domainid: sales });
  const group = await groupOf(ada);
  expect(group).toMatchObject({ name: 'DedicatedGrp-domain-ROOT/sales', domain: 'sales' });
  expect(group?.account).toBeUndefined();
  const vm = await deploy(ada, { affinitygroupnames: [group?.name] });
  await expect(deploy(bob)).rejects.toThrow('Its pod is dedicated to ROOT/sales');
  expect(await lab.refusal('dedicateHost', { hostid, domainid: rootDomainId, account: 'bob' })).toMatchObject({
    message: 'sim-a is in pod, which is dedicated to ROOT/sales.',
  });
  await away(vm.id);
  await lab.run('dedicateCluster', { clusterid, domainid: ada.domainId, account: 'ada' });
  await expect(deploy(ada, { affinitygroupids: [group?.id] })).rejects.toThrow('Its cluster is dedicated to ada');
  expect((await lab.call('listDedicatedPods', { podid, account: 'ada' })).count).toBe(0);
  expect((await lab.call('listDedicatedPods', { podid, domainid: sales, affinitygroupid: group?.id })).count).toBe(1);
  const own = await groupOf(lab.engine.desktopCaller());
  expect(
    (await lab.call('listDedicatedClusters', { clusterid, account: 'ada', domainid: ada.domainId })).dedicatedcluster,
  ).toEqual([expect.objectContaining({ clustername: 'cluster', affinitygroupname: 'DedicatedGrp-ada' })]);
  expect((await lab.call('listDedicatedClusters', { affinitygroupid: own?.id })).count).toBe(1);
  await lab.run('releaseDedicatedCluster', { clusterid });
  await lab.run('releaseDedicatedPod', { podid });
});

it('a dedicated zone is open to its domain without a group, and closed to all others', async () => {
  const { zoneid } = input;
  await lab.run('dedicateZone', { zoneid, domainid: sales });
  const vm = await deploy(ada);
  await expect(deploy(bob)).rejects.toThrow('Its zone is dedicated to ROOT/sales.');
  const group = await groupOf(ada);
  for (const filter of [{ zoneid }, { domainid: sales }, { affinitygroupid: group?.id }])
    expect((await lab.call('listDedicatedZones', filter)).dedicatedzone[0]?.zonename).toBe('zone');
  for (const filter of [{ zoneid: hostid }, { account: 'ada' }, { domainid: rootDomainId }])
    expect((await lab.call('listDedicatedZones', filter)).count).toBe(0);
  await away(vm.id);
  // It goes with whom it is for.
  await lab.run('deleteDomain', { id: sales, cleanup: true });
  expect((await lab.call('listDedicatedZones', {})).count).toBe(0);
});

describe('implicit dedication', () => {
  const offer = async (name: string, mode: string) =>
    (
      await lab.call('createServiceOffering', {
        name,
        cpunumber: 1,
        cpuspeed: 500,
        memory: 256,
        deploymentplanner: 'ImplicitDedicationPlanner',
        serviceofferingdetails: { ImplicitDedicationMode: mode },
      })
    ).id;

  it('strict: an instance shares its host with such of its account alone, and keeps all others off', async () => {
    const strict = await offer('alone', 'Strict');
    const first = await deploy(bob, { serviceofferingid: strict });
    const second = await deploy(bob, { serviceofferingid: strict });
    expect([first, second].map((vm) => vm.hostname)).toEqual(['sim-a', 'sim-a']);
    // Neither somebody else's nor an ordinary one of his own.
    const others = [await deploy(undefined), await deploy(bob)];
    expect(others.map((vm) => vm.hostname)).toEqual(['sim-b', 'sim-b']);
    await expect(deploy(undefined, { hostid })).rejects.toThrow('2 instances on it want it for their account alone.');
    await expect(deploy(undefined, { serviceofferingid: strict })).rejects.toThrow(
      'sim-b: The offering wants a host for this account alone, and 2 other instances are on it.',
    );
    for (const vm of [first, second, ...others]) await away(vm.id);
  });

  it('preferred: a host with such of its account first, then an empty one, then any', async () => {
    const preferred = await offer('rather alone', 'Preferred');
    const foreign = await deploy(undefined);
    const vms = [];
    for (const _ of [1, 2]) vms.push(await deploy(bob, { serviceofferingid: preferred }));
    expect(vms.map((vm) => vm.hostname)).toEqual(['sim-b', 'sim-b']);
    const late = await deploy(undefined, { serviceofferingid: preferred });
    expect(late.hostname).toBe('sim-a');
    for (const vm of [foreign, late, ...vms]) await away(vm.id);
  });

  it('knows no other mode', async () => {
    await expect(offer('odd', 'strict')).rejects.toThrow('ImplicitDedicationMode is Strict or Preferred, not strict.');
  });
});
