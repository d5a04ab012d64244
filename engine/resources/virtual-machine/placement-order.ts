import type { PlacementCluster, PlacementHost, PlacementOrder, PlacementRequest } from './placement-data.ts';
import { implicitPreference } from './placement-dedication.ts';

/*
 * In which order suitable hosts are tried. A host's place is a row of numbers, compared from the left, the smallest first: what groups and
 * implicit dedication prefer, the last host, the planner's order of pods and clusters, and in a cluster the order of hosts.
 */

const usedShare = (used: number, total: number): number => (total === 0 ? 1 : used / total);

function clusterShare(cluster: PlacementCluster, capacity: PlacementOrder['capacity']): number {
  const cpu = usedShare(cluster.cpuUsed, cluster.cpuTotal);
  const memory = usedShare(cluster.memoryUsed, cluster.memoryTotal);
  return capacity === 'CPU' ? cpu : capacity === 'RAM' ? memory : (cpu + memory) / 2;
}

function totals(hosts: readonly PlacementHost[], of: (host: PlacementHost) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const host of hosts) counts.set(of(host), (counts.get(of(host)) ?? 0) + host.ofAccount);
  return counts;
}

/** What groups that only prefer say of a host: fewer is better. */
function preference(host: PlacementHost, request: PlacementRequest): number {
  return (request.affinity ?? []).reduce((sum, group) => {
    const there = group.members.get(host.id) ?? 0;
    if (group.type === 'non-strict host affinity') return sum - there;
    return group.type === 'non-strict host anti-affinity' ? sum + there : sum;
  }, 0);
}

/** A host's place among all, as a row of numbers. */
export function orderKey(
  hosts: readonly PlacementHost[],
  clusters: ReadonlyMap<string, PlacementCluster>,
  request: PlacementRequest,
  order: PlacementOrder,
  random: () => number,
): (host: PlacementHost, cluster: PlacementCluster) => number[] {
  const { planner, algorithm, capacity, dispersion } = order;
  const inPod = totals(hosts, (host) => host.podId);
  const inCluster = totals(hosts, (host) => host.clusterId);
  const most = Math.max(1, ...inCluster.values());
  const concentrated = planner === 'UserConcentratedPodPlanner' || algorithm.startsWith('userconcentratedpod');
  const dispersed = planner === 'UserDispersingPlanner' || algorithm === 'userdispersing';

  const clusterKey = (cluster: PlacementCluster): number => {
    const share = clusterShare(cluster, capacity);
    if (planner !== 'UserDispersingPlanner') return share;
    return dispersion * ((inCluster.get(cluster.id) ?? 0) / most) + (1 - dispersion) * share;
  };
  /** Clusters that are alike keep together: a host of one is not tried between two of another. */
  const rank = new Map(
    [...clusters.values()]
      .sort((a, b) => clusterKey(a) - clusterKey(b) || (a.id < b.id ? -1 : 1))
      .map((cluster, index) => [cluster.id, index]),
  );
  const hostKey = (host: PlacementHost): number => {
    if (algorithm === 'random' || algorithm === 'userconcentratedpod_random') return random();
    if (algorithm === 'firstfitleastconsumed') return usedShare(host.memoryUsed, host.memoryTotal);
    return host.created;
  };
  return (host, cluster) => [
    preference(host, request),
    implicitPreference(host, request),
    // The last host first, as CloudStack does: its caches are warm.
    host.id === request.lastHostId ? 0 : 1,
    concentrated ? -(inPod.get(host.podId) ?? 0) : 0,
    rank.get(cluster.id) ?? 0,
    dispersed ? host.ofAccount : 0,
    hostKey(host),
  ];
}
