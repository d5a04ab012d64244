import type { DedicatedKind } from '../contract/dedication.ts';
import { rootDomainId } from '../contract/identity.ts';
import { cluster, good, host, ok, pod, zone } from './sample.ts';

// Zones, pods, clusters and hosts that are for one domain or account alone.

const all = { domainid: rootDomainId };
const isOfAll = (kind: DedicatedKind) => (made: { domain: string; affinitygroupname: string }) =>
  made.domain === 'ROOT' && made.affinitygroupname === 'DedicatedGrp-domain-ROOT' && `${kind}id` in made;

good(
  'dedicateZone',
  async (lab) => ({ zoneid: await zone(lab), domainid: rootDomainId }),
  (made) => made.domain === 'ROOT',
);
good('dedicatePod', async (lab) => ({ podid: await pod(lab), ...all }), isOfAll('pod'));
good('dedicateCluster', async (lab) => ({ clusterid: await cluster(lab), ...all }), isOfAll('cluster'));
// To the whole domain: where other samples' instances landed, of whom there may be several, is not for this one to say.
good('dedicateHost', async (lab) => ({ hostid: await host(lab), ...all }), isOfAll('host'));
good(
  'listDedicatedZones',
  async (lab) => ({ zoneid: await zone(lab) }),
  (page) => page.count === 1 && page.dedicatedzone[0]?.account === undefined,
  ['zoneid'],
);
good(
  'listDedicatedPods',
  () => ({ account: 'nobody' }),
  (page) => page.count === 0,
);
good(
  'listDedicatedClusters',
  () => ({ domainid: rootDomainId }),
  (page) => page.dedicatedcluster[0]?.clustername === 'cluster',
  ['domainid'],
);
good(
  'listDedicatedHosts',
  async (lab) => ({ hostid: await host(lab) }),
  (page) => page.dedicatedhost[0]?.hostname === 'sim-a',
  ['hostid'],
);
good('releaseDedicatedHost', async (lab) => ({ hostid: await host(lab) }), ok);
good('releaseDedicatedCluster', async (lab) => ({ clusterid: await cluster(lab) }), ok);
good('releaseDedicatedPod', async (lab) => ({ podid: await pod(lab) }), ok);
good('releaseDedicatedZone', async (lab) => ({ zoneid: await zone(lab) }), ok);
