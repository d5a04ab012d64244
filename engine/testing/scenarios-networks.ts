import { idOf, type TestEngine } from './lab.ts';
import { provider } from './sample.ts';
import type { Scenario } from './scenario.ts';

const jobOf = (answer: { jobid: string }): string => answer.jobid;
const physical = (lab: TestEngine) => idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical');

const addStorageType = async (lab: TestEngine) =>
  void (await lab.run('addTrafficType', { physicalnetworkid: await physical(lab), traffictype: 'Storage' }));
const storageType = async (lab: TestEngine) => {
  const types = (await lab.call('listTrafficTypes', { physicalnetworkid: await physical(lab) })).traffictype;
  return types.find((each) => each.traffictype === 'Storage')?.id ?? '';
};
const storageRange = async (lab: TestEngine) => ({
  podid: await idOf(lab, 'listPods', 'pod', 'pod'),
  gateway: '10.9.0.1',
  netmask: '255.255.255.0',
  startip: '10.9.0.10',
});

/** Jobs about physical networks: their traffic types, their providers, and addresses for storage. */
export const networkScenarios: Scenario[] = [
  {
    kind: 'updateTrafficType',
    arrange: addStorageType,
    act: async (lab) =>
      jobOf(await lab.call('updateTrafficType', { id: await storageType(lab), kvmnetworklabel: 'cloudbr7' })),
  },
  {
    kind: 'deleteTrafficType',
    arrange: addStorageType,
    act: async (lab) => jobOf(await lab.call('deleteTrafficType', { id: await storageType(lab) })),
  },
  {
    kind: 'addNetworkServiceProvider',
    arrange: async (lab) => void (await lab.run('deleteNetworkServiceProvider', { id: await provider(lab, 'Ovs') })),
    act: async (lab) =>
      jobOf(await lab.call('addNetworkServiceProvider', { physicalnetworkid: await physical(lab), name: 'Ovs' })),
  },
  {
    kind: 'updateNetworkServiceProvider',
    act: async (lab) =>
      jobOf(
        await lab.call('updateNetworkServiceProvider', { id: await provider(lab, 'VirtualRouter'), state: 'Disabled' }),
      ),
  },
  {
    kind: 'deleteNetworkServiceProvider',
    act: async (lab) => jobOf(await lab.call('deleteNetworkServiceProvider', { id: await provider(lab, 'Ovs') })),
  },
  {
    kind: 'configureVirtualRouterElement',
    act: async (lab) => {
      const elements = await lab.call('listVirtualRouterElements', { nspid: await provider(lab, 'VpcVirtualRouter') });
      const id = elements.virtualrouterelement[0]?.id ?? '';
      return jobOf(await lab.call('configureVirtualRouterElement', { id, enabled: true }));
    },
  },
  {
    kind: 'configureInternalLoadBalancerElement',
    act: async (lab) => {
      const elements = await lab.call('listInternalLoadBalancerElements', {});
      const id = elements.internalloadbalancerelement[0]?.id ?? '';
      return jobOf(await lab.call('configureInternalLoadBalancerElement', { id, enabled: true }));
    },
  },
  {
    kind: 'configureOvsElement',
    act: async (lab) => {
      const id = (await lab.call('listOvsElements', {})).ovselement[0]?.id ?? '';
      return jobOf(await lab.call('configureOvsElement', { id, enabled: true }));
    },
  },
  {
    kind: 'createStorageNetworkIpRange',
    act: async (lab) => jobOf(await lab.call('createStorageNetworkIpRange', await storageRange(lab))),
  },
  {
    kind: 'deleteStorageNetworkIpRange',
    arrange: async (lab) => void (await lab.run('createStorageNetworkIpRange', await storageRange(lab))),
    act: async (lab) =>
      jobOf(
        await lab.call('deleteStorageNetworkIpRange', {
          id: (await lab.call('listStorageNetworkIpRange', {})).storagenetworkiprange[0]?.id ?? '',
        }),
      ),
  },
];
