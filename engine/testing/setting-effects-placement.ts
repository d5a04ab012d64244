import { deployInput, idOf, type TestEngine } from './lab.ts';
import { outcome, placement, type SettingEffect } from './setting-effect.ts';

const deploy = async (lab: TestEngine, name: string, more: object = {}) =>
  (await lab.run('deployVirtualMachine', { ...(await deployInput(lab, name)), ...more })).resourceId ?? '';
const nowhere = (rule: string) => ({ hosts: 0, rules: [rule] });
const anywhere = { hosts: 2, rules: [] };
/** A gibibyte's worth of MiB. */
const gib = 1024;

/** Every setting that placement, capacity and offerings go by. The hosts have 8 cores of 2 GHz and 16 GiB each. */
export const placementEffects = {
  'cluster.cpu.allocated.capacity.disablethreshold': {
    values: ['0.01', '0.85'],
    seen: [nowhere('cluster CPU threshold'), anywhere],
    look: ({ lab }) => placement(lab),
  },
  'cluster.memory.allocated.capacity.disablethreshold': {
    values: ['0.001', '0.85'],
    seen: [nowhere('cluster memory threshold'), anywhere],
    look: ({ lab }) => placement(lab),
  },
  'cluster.threshold.enabled': {
    values: ['true', 'false'],
    seen: ['insufficientCapacity', 'allowed'],
    async look({ lab, set }) {
      const id = await deploy(lab, 'vm');
      await lab.run('stopVirtualMachine', { id });
      await set('cluster.memory.allocated.capacity.disablethreshold', '0.001');
      return await outcome(lab, 'startVirtualMachine', { id });
    },
  },
  'cpu.overprovisioning.factor': {
    values: ['0.1', '1.0'],
    seen: [nowhere('CPU'), anywhere],
    look: ({ lab }) => placement(lab, { cpunumber: 4, cpuspeed: 1000 }),
  },
  'mem.overprovisioning.factor': {
    values: ['0.1', '1.0'],
    seen: [nowhere('memory'), anywhere],
    look: ({ lab }) => placement(lab, { memory: 4 * gib }),
  },
  'storage.overprovisioning.factor': {
    values: ['0.1', '2'],
    seen: [nowhere('storage'), anywhere],
    look: async ({ lab }) => placement(lab, { size: await half(lab) }),
  },
  'pool.storage.capacity.disablethreshold': {
    values: ['0', '0.85'],
    seen: [nowhere('storage'), anywhere],
    async look({ lab, round }) {
      await deploy(lab, 'vm');
      await round('storage-stats');
      return await placement(lab, { size: 1 });
    },
  },
  'pool.storage.allocated.capacity.disablethreshold': {
    values: ['0', '0.85'],
    seen: [nowhere('storage'), anywhere],
    look: ({ lab }) => placement(lab, { size: 1 }),
  },
  'migrate.vm.across.clusters': {
    values: ['false', 'true'],
    seen: ['stays in its cluster', 'may move to another'],
    async look({ lab }) {
      const [zone] = (await lab.call('listZones', {})).zone;
      const [pod] = (await lab.call('listPods', {})).pod;
      const place = { zoneid: zone?.id ?? '', podid: pod?.id ?? '', hypervisor: 'Simulator' as const };
      const storage = { zoneid: place.zoneid, scope: 'ZONE' as const, name: 'wide', url: 'nfs://nfs.test/wide' };
      const { id: own = '' } = (await lab.call('listStoragePools', {})).storagepool[0] ?? {};
      await lab.run('deleteStoragePool', { id: own });
      await lab.run('createStoragePool', storage);
      const { id: clusterid } = await lab.call('addCluster', { ...place, clustername: 'other' });
      await lab.run('addHost', { ...place, clusterid, url: 'http://sim-c', cpunumber: 8, memorytotal: 16 * 1024 ** 3 });
      const virtualmachineid = await deploy(lab, 'vm', { hostid: await idOf(lab, 'listHosts', 'host', 'sim-a') });
      const { host } = await lab.call('findHostsForMigration', { virtualmachineid });
      const other = host.find((each) => each.name === 'sim-c');
      return other?.suitableformigration === true ? 'may move to another' : 'stays in its cluster';
    },
  },
  'host.reserved.mem.mb': {
    values: ['16000', '1024'],
    seen: [nowhere('memory'), anywhere],
    look: ({ lab }) => placement(lab, { memory: gib }),
  },
  'host.overcommit.mem.mb': {
    values: ['0', '8192'],
    seen: [nowhere('memory'), anywhere],
    look: ({ lab }) => placement(lab, { memory: 18 * gib }),
  },
  'vm.allocation.algorithm': {
    values: ['firstfit', 'firstfitleastconsumed'],
    seen: ['sim-a', 'sim-b'],
    async look({ lab }) {
      // One on the first host, so that it is the fuller one; where does the next one go?
      await deploy(lab, 'vm-1', { hostid: await idOf(lab, 'listHosts', 'host', 'sim-a') });
      const id = await deploy(lab, 'vm-2');
      return (await lab.call('listVirtualMachines', { id })).virtualmachine[0]?.hostname;
    },
  },
  'vm.serviceoffering.cpu.cores.max': {
    values: ['2', '0'],
    seen: ['parameter', 'allowed'],
    look: ({ lab }) => outcome(lab, 'createServiceOffering', { name: 'wide', cpunumber: 3, memory: 256 }),
  },
  'vm.serviceoffering.ram.size.max': {
    values: ['512', '0'],
    seen: ['parameter', 'allowed'],
    look: ({ lab }) => outcome(lab, 'createServiceOffering', { name: 'large', cpunumber: 1, memory: 1024 }),
  },
} satisfies Record<string, SettingEffect>;

/** GiB of a disk that takes half of the pool. */
async function half(lab: TestEngine): Promise<number> {
  const [pool] = (await lab.call('listStoragePools', {})).storagepool;
  return Math.floor((pool?.disksizetotal ?? 0) / 2 / 1024 ** 3);
}
