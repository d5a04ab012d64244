import { rootDomainId } from '../contract/identity.ts';
import { deployInput, idOf, type TestEngine } from './lab.ts';
import { type EffectCloud, outcome, type SettingEffect } from './setting-effect.ts';

/** Deploys an instance of a size and says on which host it runs. */
async function deploy(lab: TestEngine, name: string, size: object, more: object = {}): Promise<string | undefined> {
  const { id } = await lab.call('createServiceOffering', { name, cpunumber: 1, cpuspeed: 500, memory: 256, ...size });
  const { diskofferingid: _none, ...input } = await deployInput(lab, name);
  const job = await lab.run('deployVirtualMachine', { ...input, serviceofferingid: id, ...more });
  const page = await lab.call('listVirtualMachines', { id: job.resourceId as string });
  return page.virtualmachine[0]?.hostname;
}

/** A second cluster, of one large host, beside the lab's own of two; storage that all reach, and hosts in the order of their age. */
async function twoClusters(lab: TestEngine, set: EffectCloud['set']): Promise<void> {
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  const podid = await idOf(lab, 'listPods', 'pod', 'pod');
  const place = { zoneid, podid, hypervisor: 'Simulator' as const };
  await lab.run('deleteStoragePool', { id: await idOf(lab, 'listStoragePools', 'storagepool', 'pool') });
  await lab.run('createStoragePool', { zoneid, scope: 'ZONE', name: 'wide', url: 'nfs://nfs.test/wide' });
  const { id: clusterid } = await lab.call('addCluster', { ...place, clustername: 'other' });
  await lab.run('addHost', { ...place, clusterid, url: 'http://sim-c', cpunumber: 32, memorytotal: 64 * 1024 ** 3 });
  await set('vm.allocation.algorithm', 'firstfit');
}

const on = async (lab: TestEngine, hostid: string, account?: string) => ({
  hostid: await idOf(lab, 'listHosts', 'host', hostid),
  ...(account !== undefined && { account, domainid: rootDomainId }),
});

/** The large cluster is the emptier one, and has the account's only instance. */
async function mineInTheLarge(lab: TestEngine): Promise<string | undefined> {
  lab.user('other');
  await deploy(lab, 'theirs', { cpunumber: 4, cpuspeed: 1000 }, await on(lab, 'sim-a', 'other'));
  await deploy(lab, 'mine', {}, await on(lab, 'sim-c'));
  return await deploy(lab, 'next', {});
}

/** Every setting of the order in which hosts are tried, beside the algorithm. */
export const plannerEffects = {
  'vm.deployment.planner': {
    values: ['FirstFitPlanner', 'UserDispersingPlanner'],
    seen: ['sim-c', 'sim-a'],
    async look({ lab, set }) {
      await twoClusters(lab, set);
      return await mineInTheLarge(lab);
    },
  },
  'vm.user.dispersion.weight': {
    values: ['0', '1'],
    seen: ['sim-c', 'sim-a'],
    async look({ lab, set }) {
      await twoClusters(lab, set);
      await set('vm.deployment.planner', 'UserDispersingPlanner');
      return await mineInTheLarge(lab);
    },
  },
  'host.capacityType.to.order.clusters': {
    values: ['CPU', 'RAM'],
    seen: ['sim-c', 'sim-a'],
    async look({ lab, set }) {
      await twoClusters(lab, set);
      await deploy(lab, 'busy', { cpunumber: 4, cpuspeed: 1000, memory: 128 }, await on(lab, 'sim-a'));
      await deploy(lab, 'large', { cpuspeed: 100, memory: 32 * 1024 }, await on(lab, 'sim-c'));
      return await deploy(lab, 'next', {});
    },
  },
  'vm.strict.host.tags': {
    values: ['', 'gold'],
    seen: ['allowed', 'insufficientCapacity'],
    async look({ lab }) {
      const golden = { name: 'golden', cpunumber: 1, cpuspeed: 500, memory: 256, hosttags: 'gold' };
      const { id } = await lab.call('createServiceOffering', golden);
      const input = { ...(await deployInput(lab, 'vm')), ...(await on(lab, 'sim-a')), serviceofferingid: id };
      return await outcome(lab, 'deployVirtualMachine', input);
    },
  },
} satisfies Record<string, SettingEffect>;
