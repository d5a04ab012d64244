import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { provider } from '../../testing/sample.ts';

// Who provides a network's services: what it does to turn a provider off, and CloudStack's whole set-up of a zone.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const setState = async (state: 'Enabled' | 'Disabled', servicelist?: string[]) =>
  await lab.run('updateNetworkServiceProvider', {
    id: await provider(lab, 'VirtualRouter'),
    state,
    ...(servicelist !== undefined && { servicelist }),
  });
const newNetwork = async () => ({
  zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
  networkofferingid: await idOf(lab, 'listNetworkOfferings', 'networkoffering', 'DefaultSharedNetworkOffering'),
  name: 'more guests',
  gateway: '10.3.0.1',
  netmask: '255.255.255.0',
  startip: '10.3.0.10',
  endip: '10.3.0.19',
});

it('with VirtualRouter disabled nothing new gets DHCP and DNS, and says so', async () => {
  await setState('Disabled');
  const refusal = await lab.refusal('createNetwork', await newNetwork());
  expect(refusal).toMatchObject({ code: 'resourceUnavailable', field: 'networkofferingid' });
  expect(refusal.message).toBe('Nobody provides Dhcp, Dns for the network more guests.');
  await expect(lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).rejects.toThrow(
    'Nobody provides Dhcp, Dns for the network guests.',
  );
  expect((await lab.call('listVirtualMachines', {})).virtualmachine[0]?.state ?? 'none').not.toBe('Running');
});

it('one service that is off is missing too', async () => {
  await setState('Enabled', ['Dhcp']);
  const refusal = await lab.refusal('createNetwork', await newNetwork());
  expect(refusal.message).toBe('Nobody provides Dns for the network more guests.');
});

it('what answers already goes on when its provider is disabled', async () => {
  await setState('Enabled', ['Dhcp', 'Dns']);
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-2'));
  const [router] = (await lab.call('listRouters', {})).router;
  expect(router).toMatchObject({ state: 'Running', role: 'VIRTUAL_ROUTER', guestnetworkname: 'guests' });
  const network = (await lab.call('listNetworks', {})).network[0];
  expect(router).toMatchObject({ guestipaddress: network?.serviceip, hostname: network?.servicehostname });
  await setState('Disabled');
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-3'));
  expect((await lab.call('listRouters', { state: 'Running' })).count).toBe(1);
  expect((await lab.call('listRouters', { state: 'Stopped' })).count).toBe(0);
});

it('a provider is enabled only while its element is on, and keeps it on', async () => {
  await setState('Enabled');
  const [element] = (await lab.call('listVirtualRouterElements', { nspid: await provider(lab, 'VirtualRouter') }))
    .virtualrouterelement;
  const off = { id: element?.id ?? '', enabled: false };
  expect(await lab.refusal('configureVirtualRouterElement', off)).toMatchObject({ code: 'conflict', field: 'enabled' });
  expect(await lab.refusal('configureOvsElement', off)).toMatchObject({ code: 'parameter', field: 'id' });
  const ovs = { id: await provider(lab, 'Ovs'), state: 'Enabled' };
  expect(await lab.refusal('updateNetworkServiceProvider', ovs)).toMatchObject({ code: 'conflict', field: 'state' });
  const unknown = { id: await provider(lab, 'VirtualRouter'), servicelist: ['Vpn'] };
  expect(await lab.refusal('updateNetworkServiceProvider', unknown)).toMatchObject({ field: 'servicelist' });
});

it('a provider that is enabled, or that guest networks need, is not deleted', async () => {
  const id = await provider(lab, 'VirtualRouter');
  expect(await lab.refusal('deleteNetworkServiceProvider', { id })).toMatchObject({ code: 'conflict' });
  await setState('Disabled');
  expect(await lab.refusal('deleteNetworkServiceProvider', { id })).toMatchObject({ code: 'inUse' });
  await setState('Enabled');
});

it('a bridge with guests on it keeps its name, and its traffic type', async () => {
  const physicalnetworkid = await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical');
  const [guest] = (await lab.call('listTrafficTypes', { physicalnetworkid })).traffictype;
  const id = guest?.id ?? '';
  expect(await lab.refusal('updateTrafficType', { id, kvmnetworklabel: 'br9' })).toMatchObject({ code: 'inUse' });
  expect(await lab.refusal('deleteTrafficType', { id })).toMatchObject({ code: 'inUse' });
});

it('addresses of storage traffic are nobody else’s', async () => {
  const podid = await idOf(lab, 'listPods', 'pod', 'pod');
  const subnet = { gateway: '10.3.0.1', netmask: '255.255.255.0' };
  await lab.run('createStorageNetworkIpRange', { podid, ...subnet, startip: '10.3.0.12', endip: '10.3.0.13' });
  expect(await lab.refusal('createNetwork', await newNetwork())).toMatchObject({ code: 'parameter', field: 'startip' });
  const pod = { zoneid: await idOf(lab, 'listZones', 'zone', 'zone'), name: 'p2', ...subnet };
  const reserved = { ...pod, startip: '10.3.0.13', endip: '10.3.0.14' };
  expect(await lab.refusal('createPod', reserved)).toMatchObject({ code: 'parameter', field: 'startip' });
  for (const startip of ['10.3.0.12', '10.1.0.10', '10.1.0.100'])
    expect(
      await lab.refusal('createStorageNetworkIpRange', {
        podid,
        gateway: startip.replace(/\d+$/, '1'),
        netmask: '255.255.255.0',
        startip,
      }),
    ).toMatchObject({ code: 'parameter', field: 'startip' });
});

it('a zone is set up in the order of CloudStack’s own wizard', async () => {
  const zone = await lab.call('createZone', {
    name: 'wizard',
    networktype: 'Basic',
    dns1: '192.0.2.53',
    internaldns1: '192.0.2.53',
    localstorageenabled: true,
  });
  const zoneid = zone.id;
  const physicalnetworkid = (await lab.run('createPhysicalNetwork', { zoneid, name: 'net' })).resourceId ?? '';
  for (const traffictype of ['Guest', 'Management', 'Storage'] as const)
    await lab.run('addTrafficType', { physicalnetworkid, traffictype });
  await lab.run('updatePhysicalNetwork', { id: physicalnetworkid, state: 'Enabled' });
  const found = async (name: string) =>
    (await lab.call('listNetworkServiceProviders', { physicalnetworkid, name })).networkserviceprovider[0]?.id ?? '';
  for (const name of ['VirtualRouter', 'VpcVirtualRouter']) {
    const nspid = await found(name);
    const [element] = (await lab.call('listVirtualRouterElements', { nspid })).virtualrouterelement;
    await lab.run('configureVirtualRouterElement', { id: element?.id ?? '', enabled: true });
    await lab.run('updateNetworkServiceProvider', { id: nspid, state: 'Enabled' });
  }
  const ovs = (await lab.call('listOvsElements', { nspid: await found('Ovs') })).ovselement[0]?.id ?? '';
  await lab.run('configureOvsElement', { id: ovs, enabled: true });
  await lab.run('updateNetworkServiceProvider', { id: await found('Ovs'), state: 'Enabled' });
  const balancers = await lab.call('listInternalLoadBalancerElements', { nspid: await found('InternalLbVm') });
  const balancer = balancers.internalloadbalancerelement[0]?.id ?? '';
  await lab.run('configureInternalLoadBalancerElement', { id: balancer, enabled: true });
  await lab.run('updateNetworkServiceProvider', { id: await found('InternalLbVm'), state: 'Enabled' });
  await lab.run('updateNetworkServiceProvider', { id: await found('SecurityGroupProvider'), state: 'Enabled' });
  const subnet = { gateway: '10.8.0.1', netmask: '255.255.255.0' };
  const networkofferingid = (await lab.call('listNetworkOfferings', { state: 'Enabled' })).networkoffering[0]?.id ?? '';
  const guests = { zoneid, name: 'wizard guests', networkofferingid, ...subnet };
  const network = await lab.call('createNetwork', { ...guests, startip: '10.8.0.100', endip: '10.8.0.109' });
  const pod = { zoneid, name: 'wizard pod', ...subnet, startip: '10.8.0.10', endip: '10.8.0.19' };
  const podid = (await lab.call('createPod', pod)).id;
  const more = { podid, networkid: network.id, ...subnet, startip: '10.8.0.120', endip: '10.8.0.129' };
  await lab.call('createVlanIpRange', { ...more, forvirtualnetwork: false });
  await lab.run('createStorageNetworkIpRange', { podid, ...subnet, startip: '10.8.0.30', endip: '10.8.0.31' });
  const cluster = { zoneid, podid, clustername: 'wizard cluster', clustertype: 'CloudManaged' as const };
  const clusterid = (await lab.call('addCluster', { ...cluster, hypervisor: 'Simulator' })).id;
  const place = { zoneid, podid, clusterid };
  await lab.run('addHost', {
    ...place,
    hypervisor: 'Simulator',
    url: 'http://sim-w',
    cpunumber: 4,
    memorytotal: 2 ** 33,
  });
  await lab.run('createStoragePool', { ...place, scope: 'CLUSTER', name: 'wizard pool', url: 'nfs://nfs.test/w1' });
  await lab.run('addImageStore', { zoneid, provider: 'Simulator', url: 'nfs://nfs.test/w2' });
  const enabled = await lab.call('updateZone', { id: zoneid, allocationstate: 'Enabled' });
  expect(enabled.allocationstate).toBe('Enabled');
});
