import type { TestEngine } from './lab.ts';
import { good, ok, physical, pod, provider, zone } from './sample.ts';

// Traffic types, and who provides what.
good(
  'updateTrafficType',
  async (lab) => {
    const physicalnetworkid = await physical(lab);
    const ofStorage = async () =>
      (await lab.call('listTrafficTypes', { physicalnetworkid })).traffictype.find(
        (each) => each.traffictype === 'Storage',
      );
    if ((await ofStorage()) === undefined)
      await lab.run('addTrafficType', { physicalnetworkid, traffictype: 'Storage' });
    return { id: (await ofStorage())?.id ?? '', kvmnetworklabel: 'cloudbr7' };
  },
  (changed) => changed.kvmnetworklabel === 'cloudbr7',
);
good(
  'deleteTrafficType',
  async (lab) => {
    const types = (await lab.call('listTrafficTypes', { physicalnetworkid: await physical(lab) })).traffictype;
    return { id: types.find((each) => each.traffictype === 'Storage')?.id ?? '' };
  },
  ok,
);
good(
  'listNetworkServiceProviders',
  async (lab) => ({ physicalnetworkid: await physical(lab), state: 'Enabled' }),
  (page) => page.count === 1 && page.networkserviceprovider[0]?.servicelist.join() === 'Dhcp,Dns',
  ['physicalnetworkid'],
);
good(
  'listVirtualRouterElements',
  async (lab) => ({ nspid: await provider(lab, 'VirtualRouter'), enabled: true }),
  (page) => page.count === 1,
  ['nspid'],
);
good(
  'configureVirtualRouterElement',
  async (lab) => ({ id: await element(lab, 'VirtualRouter'), enabled: true }),
  (changed) => changed.enabled,
);
good(
  'listInternalLoadBalancerElements',
  async (lab) => ({ nspid: await provider(lab, 'InternalLbVm') }),
  (page) => page.count === 1 && page.internalloadbalancerelement[0]?.enabled === false,
  ['nspid'],
);
good(
  'configureInternalLoadBalancerElement',
  async (lab) => ({
    id:
      (await lab.call('listInternalLoadBalancerElements', { nspid: await provider(lab, 'InternalLbVm') }))
        .internalloadbalancerelement[0]?.id ?? '',
    enabled: true,
  }),
  (changed) => changed.enabled,
);
good(
  'listOvsElements',
  async (lab) => ({ nspid: await provider(lab, 'Ovs'), enabled: false }),
  (page) => page.count === 1,
  ['nspid'],
);
good(
  'configureOvsElement',
  async (lab) => ({
    id: (await lab.call('listOvsElements', { nspid: await provider(lab, 'Ovs') })).ovselement[0]?.id ?? '',
    enabled: true,
  }),
  (changed) => changed.enabled,
);
good(
  'updateNetworkServiceProvider',
  async (lab) => ({ id: await provider(lab, 'Ovs'), state: 'Enabled' }),
  (changed) => changed.state === 'Enabled' && changed.servicelist.length === 0,
);
good(
  'deleteNetworkServiceProvider',
  async (lab) => {
    const id = await provider(lab, 'Ovs');
    await lab.run('updateNetworkServiceProvider', { id, state: 'Disabled' });
    return { id };
  },
  ok,
);
good(
  'addNetworkServiceProvider',
  async (lab) => ({ physicalnetworkid: await physical(lab), name: 'Ovs', servicelist: [] }),
  (made) => made.name === 'Ovs' && made.state === 'Disabled',
);
good(
  'createStorageNetworkIpRange',
  async (lab) => ({
    podid: await pod(lab),
    gateway: '10.9.0.1',
    netmask: '255.255.255.0',
    startip: '10.9.0.10',
    endip: '10.9.0.19',
  }),
  (made) => made.endip === '10.9.0.19',
);
good(
  'listStorageNetworkIpRange',
  async (lab) => ({ podid: await pod(lab) }),
  (page) => page.count === 1 && page.storagenetworkiprange[0]?.startip === '10.9.0.10',
  ['podid'],
);
good(
  'deleteStorageNetworkIpRange',
  async (lab) => ({ id: (await lab.call('listStorageNetworkIpRange', {})).storagenetworkiprange[0]?.id ?? '' }),
  ok,
);

// What there is to choose from.
good(
  'listRouters',
  async (lab) => ({ zoneid: await zone(lab) }),
  // That of the network in which an instance is.
  (page) => page.router.every(({ guestnetworkname }) => guestnetworkname === 'guests') && page.count === 1,
  ['zoneid'],
);
good(
  'listSystemVms',
  () => ({}),
  (page) => page.count === 0,
);
good(
  'listSecurityGroups',
  () => ({}),
  (page) => page.count === 0,
);
good(
  'listHypervisors',
  async (lab) => ({ zoneid: await zone(lab) }),
  (page) => page.hypervisor.map((each) => each.name).join() === 'Simulator',
);
good(
  'listStorageProviders',
  () => ({ type: 'image' }),
  (page) => page.dataStoreProvider[0]?.name === 'NFS',
);
good(
  'listNetworkIsolationMethods',
  () => ({}),
  (page) => page.isolationmethod[0]?.name === 'VLAN',
);
good(
  'listSupportedNetworkServices',
  () => ({ service: 'Dns' }),
  (page) => page.networkservice[0]?.provider[0]?.name === 'VirtualRouter',
);

async function element(lab: TestEngine, name: string): Promise<string> {
  const page = await lab.call('listVirtualRouterElements', { nspid: await provider(lab, name) });
  return page.virtualrouterelement[0]?.id ?? '';
}
