import { rootDomainId } from '../contract/identity.ts';
import { idOf, type TestEngine } from './lab.ts';
import { jobOf, type Scenario } from './scenario.ts';

const zoneid = (lab: TestEngine) => idOf(lab, 'listZones', 'zone', 'zone');
const podid = (lab: TestEngine) => idOf(lab, 'listPods', 'pod', 'pod');
const clusterid = (lab: TestEngine) => idOf(lab, 'listClusters', 'cluster', 'cluster');
const hostid = (lab: TestEngine) => idOf(lab, 'listHosts', 'host', 'sim-b');
const mine = { domainid: rootDomainId, account: 'admin' };

/** Jobs about what is for one domain or account alone. */
export const dedicationScenarios: readonly Scenario[] = [
  {
    kind: 'dedicateZone',
    act: async (lab) => jobOf(await lab.call('dedicateZone', { zoneid: await zoneid(lab), domainid: rootDomainId })),
  },
  {
    kind: 'dedicatePod',
    act: async (lab) => jobOf(await lab.call('dedicatePod', { podid: await podid(lab), ...mine })),
  },
  {
    kind: 'dedicateCluster',
    act: async (lab) => jobOf(await lab.call('dedicateCluster', { clusterid: await clusterid(lab), ...mine })),
  },
  {
    kind: 'dedicateHost',
    act: async (lab) => jobOf(await lab.call('dedicateHost', { hostid: await hostid(lab), ...mine })),
  },
  {
    kind: 'releaseDedicatedZone',
    arrange: async (lab) => void (await lab.run('dedicateZone', { zoneid: await zoneid(lab), domainid: rootDomainId })),
    act: async (lab) => jobOf(await lab.call('releaseDedicatedZone', { zoneid: await zoneid(lab) })),
  },
  {
    kind: 'releaseDedicatedPod',
    arrange: async (lab) => void (await lab.run('dedicatePod', { podid: await podid(lab), ...mine })),
    act: async (lab) => jobOf(await lab.call('releaseDedicatedPod', { podid: await podid(lab) })),
  },
  {
    kind: 'releaseDedicatedCluster',
    arrange: async (lab) => void (await lab.run('dedicateCluster', { clusterid: await clusterid(lab), ...mine })),
    act: async (lab) => jobOf(await lab.call('releaseDedicatedCluster', { clusterid: await clusterid(lab) })),
  },
  {
    kind: 'releaseDedicatedHost',
    arrange: async (lab) => void (await lab.run('dedicateHost', { hostid: await hostid(lab), ...mine })),
    act: async (lab) => jobOf(await lab.call('releaseDedicatedHost', { hostid: await hostid(lab) })),
  },
];
