import { afterEach, describe, expect, it } from 'vitest';
import type { JobRow } from './store/rows.ts';
import { disagreements, takeInventory } from './testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// Many at once: what there is one of goes to one, and who comes too late leaves nothing.

let lab: TestEngine;
afterEach(async () => await lab.close());

const cloud = async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
};
const deployMany = async (count: number, more: object = {}): Promise<JobRow[]> => {
  const input = await deployInput(lab, 'vm');
  const { diskofferingid: _none, ...bare } = input;
  return await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const answer = await lab.call('deployVirtualMachine', { ...bare, ...more, name: `vm-${index}` });
      return await lab.engine.internals.ctx.jobs.wait(answer.jobid);
    }),
  );
};
const of = (jobs: JobRow[], state: string) => jobs.filter((job) => job.state === state);
const setting = (name: string, value: string) => lab.call('updateConfiguration', { name, value });

it('200 deployments at once: every address and MAC once, the rest told why, nothing left over', async () => {
  await cloud();
  const network = await idOf(lab, 'listNetworks', 'network', 'guests');
  await lab.call('createVlanIpRange', { networkid: network, startip: '10.1.0.130', endip: '10.1.0.150' });
  const offering = await lab.call('createServiceOffering', { name: 'mite', cpunumber: 1, cpuspeed: 100, memory: 32 });
  const jobs = await deployMany(200, { serviceofferingid: offering.id });
  // 10 + 21 addresses, one of them for DHCP and DNS.
  expect(of(jobs, 'succeeded')).toHaveLength(30);
  const failed = of(jobs, 'failed');
  expect(failed).toHaveLength(170);
  expect(new Set(failed.map((job) => `${job.error?.step}: ${job.error?.message}`))).toEqual(
    new Set(['addresses: The network guests has no free address left.']),
  );
  expect(failed[0]?.error?.hint).toMatch(/add an address range/);
  const vms = (await lab.call('listVirtualMachines', { pagesize: -1 })).virtualmachine;
  expect(vms).toHaveLength(30);
  expect(new Set(vms.map((vm) => vm.ipaddress)).size).toBe(30);
  expect(new Set(vms.map((vm) => vm.macaddress)).size).toBe(30);
  expect(new Set(vms.map((vm) => vm.instancename)).size).toBe(30);
  for (const vm of vms) expect(vm.macaddress).toMatch(/^1e(:[0-9a-f]{2}){5}$/);
  const [guests] = (await lab.call('listNetworks', { id: network })).network;
  expect(guests).toMatchObject({ ipused: 31, iptotal: 31 });
  expect(disagreements(lab.directory)).toEqual([]);
});

it('the last address goes to exactly one, also when the network has not begun yet', async () => {
  await cloud();
  const network = await idOf(lab, 'listNetworks', 'network', 'guests');
  const [range] = (await lab.call('listVlanIpRanges', { networkid: network })).vlan;
  await lab.call('deleteVlanIpRange', { id: range?.id ?? '' });
  await lab.call('createVlanIpRange', { networkid: network, startip: '10.1.0.100', endip: '10.1.0.101' });
  const jobs = await deployMany(5);
  expect(of(jobs, 'succeeded')).toHaveLength(1);
  expect(of(jobs, 'failed')).toHaveLength(4);
  expect(disagreements(lab.directory)).toEqual([]);
});

it('an exhausted network: the deployment fails with its own sentence and leaves nothing', async () => {
  await cloud();
  const network = await idOf(lab, 'listNetworks', 'network', 'guests');
  const [range] = (await lab.call('listVlanIpRanges', { networkid: network })).vlan;
  await lab.call('deleteVlanIpRange', { id: range?.id ?? '' });
  const before = takeInventory(lab.directory);
  const [job] = await deployMany(1);
  expect(job?.error).toMatchObject({
    code: 'insufficientCapacity',
    message: 'The network guests has no free address left.',
  });
  expect(takeInventory(lab.directory)).toEqual(before);
});

it('one wished-for address goes to one', async () => {
  await cloud();
  const jobs = await deployMany(4, { ipaddress: '10.1.0.105' });
  const [winner] = of(jobs, 'succeeded');
  expect(of(jobs, 'succeeded')).toHaveLength(1);
  expect((winner?.result as { ipaddress?: string } | undefined)?.ipaddress).toBe('10.1.0.105');
  expect(new Set(of(jobs, 'failed').map((job) => job.error?.message))).toEqual(
    new Set(['10.1.0.105 is in use in the network guests.']),
  );
  const input = await deployInput(lab, 'late');
  for (const [ipaddress, sentence] of [
    ['10.1.0.105', /is in use/],
    ['10.1.0.99', /outside the ranges/],
    ['10.1.0.1', /outside the ranges/],
  ] as const)
    expect(await lab.refusal('deployVirtualMachine', { ...input, ipaddress })).toMatchObject({
      field: 'ipaddress',
      message: expect.stringMatching(sentence),
    });
  expect(disagreements(lab.directory)).toEqual([]);
});

it('the last place on a host goes to one, and the refusal says which host lacks what', async () => {
  await cloud();
  for (const name of [
    'cluster.cpu.allocated.capacity.disablethreshold',
    'cluster.memory.allocated.capacity.disablethreshold',
  ])
    await setting(name, '1');
  const big = await lab.call('createServiceOffering', { name: 'big', cpunumber: 1, cpuspeed: 500, memory: 15 * 1024 });
  // 16 GiB each, one of them kept for the host: a single instance fits on each of the two.
  const jobs = await deployMany(6, { serviceofferingid: big.id });
  expect(of(jobs, 'succeeded')).toHaveLength(2);
  const [failed] = of(jobs, 'failed');
  expect(of(jobs, 'failed')).toHaveLength(4);
  expect(failed?.error).toMatchObject({ code: 'insufficientCapacity', step: 'placement' });
  expect(failed?.error?.message).toMatch(
    /sim-a: 15\.00 GiB are needed, 0\.00 GiB of 15\.00 GiB are free .*host\.reserved\.mem\.mb/,
  );
  expect(failed?.error?.message).toMatch(/sim-b: /);
  const hosts = (await lab.call('listVirtualMachines', {})).virtualmachine.map((vm) => vm.hostname);
  expect(hosts.sort()).toEqual(['sim-a', 'sim-b']);
  expect(disagreements(lab.directory)).toEqual([]);
});

it('a threshold refuses with its setting’s name, and the setting lets in', async () => {
  await cloud();
  const half = await lab.call('createServiceOffering', {
    name: 'half',
    cpunumber: 1,
    cpuspeed: 500,
    memory: 14 * 1024,
  });
  const [first] = await deployMany(1, { serviceofferingid: half.id });
  expect(first?.state).toBe('succeeded');
  const before = takeInventory(lab.directory);
  const input = { ...(await deployInput(lab, 'second')), serviceofferingid: half.id };
  const answer = await lab.call('deployVirtualMachine', input);
  const refused = await lab.engine.internals.ctx.jobs.wait(answer.jobid);
  expect(refused.error?.message).toContain('93 % of its memory allocated, above 85 %');
  expect(refused.error?.message).toContain('cluster.memory.allocated.capacity.disablethreshold');
  expect(takeInventory(lab.directory)).toEqual(before);
  await setting('cluster.memory.allocated.capacity.disablethreshold', '0.95');
  await lab.run('deployVirtualMachine', input);
});

describe('what is being made or taken away', () => {
  const host = async () => ({
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    podid: await idOf(lab, 'listPods', 'pod', 'pod'),
    clusterid: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
    hypervisor: 'Simulator' as const,
    url: 'http://sim-new',
  });
  const settle = async (calls: Promise<unknown>[]) => {
    const settled = await Promise.allSettled(calls);
    const jobs = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value as { jobid: string }] : []));
    await Promise.all(jobs.map(({ jobid }) => lab.engine.internals.ctx.jobs.wait(jobid)));
    return { jobs, refused: settled.filter((each) => each.status === 'rejected').map((each) => String(each.reason)) };
  };

  it('the same host added twice is added once', async () => {
    await cloud();
    const input = await host();
    const { jobs, refused } = await settle([1, 2, 3].map(() => lab.call('addHost', input)));
    expect(jobs).toHaveLength(1);
    expect(refused).toEqual(Array(2).fill('BenchtopError: The host sim-new is being added already.'));
    expect((await lab.call('listHosts', {})).count).toBe(3);
  });

  it('the same image store added twice is added once', async () => {
    await cloud();
    const { zoneid } = await host();
    const input = { zoneid, name: 'twice', provider: 'NFS' as const, url: 'nfs://nfs.test/twice' };
    const { jobs, refused } = await settle([
      lab.call('addImageStore', input),
      lab.call('addImageStore', input),
      lab.call('addImageStore', { ...input, name: 'other name' }),
    ]);
    expect(jobs).toHaveLength(1);
    expect(refused).toHaveLength(2);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('no instance lands on a host that is being removed', async () => {
    await cloud();
    const id = await idOf(lab, 'listHosts', 'host', 'sim-b');
    const removal = lab.run('deleteHost', { id });
    const jobs = await deployMany(6);
    await removal;
    expect(of(jobs, 'succeeded')).toHaveLength(6);
    const hosts = (await lab.call('listVirtualMachines', {})).virtualmachine.map((vm) => vm.hostname);
    expect(new Set(hosts)).toEqual(new Set(['sim-a']));
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('no instance gets a NIC in a network that is being removed', async () => {
    await cloud();
    const id = await idOf(lab, 'listNetworks', 'network', 'guests');
    const input = await deployInput(lab, 'vm');
    const { jobs } = await settle([lab.call('deployVirtualMachine', input), lab.call('deleteNetwork', { id })]);
    const states = jobs.map(({ jobid }) => lab.engine.internals.ctx.store.get('jobs', jobid)?.state);
    // Whoever came first wins: never both, and never a NIC without a network.
    expect(states.sort()).toEqual(['failed', 'succeeded']);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('no template goes into a store that is being removed', async () => {
    await cloud();
    await lab.run('deleteTemplate', { id: await idOf(lab, 'listTemplates', 'template', 'template') });
    const input = {
      zoneid: (await host()).zoneid,
      name: 'late',
      url: 'http://images.test/x.qcow2',
      format: 'QCOW2' as const,
      hypervisor: 'Simulator' as const,
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    };
    const id = await idOf(lab, 'listImageStores', 'imagestore', 'images');
    const removal = lab.run('deleteImageStore', { id });
    expect(await lab.refusal('registerTemplate', input)).toMatchObject({
      code: 'conflict',
      message: 'images is being removed.',
    });
    await removal;
    expect(await lab.refusal('registerTemplate', input)).toMatchObject({ code: 'resourceUnavailable' });
  });
});
