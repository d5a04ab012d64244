import { type Phrase, textOf } from '../../contract/phrase.ts';
import type { RuleName } from '../../contract/placement.ts';
import type { PlacementCluster, PlacementHost, PlacementOrder, PlacementRequest } from './placement-data.ts';
import { orderKey } from './placement-order.ts';
import type { Figures } from './placement-rule.ts';
import { choosePools, rulesFor } from './placement-rules.ts';

/*
 * Which host an instance goes to, and for every other host the rule that refused it, with numbers. Functions of data: no store, no clock.
 * The rules and their order follow CloudStack's FirstFitPlanner and its allocators.
 */

export interface Refusal {
  hostId: string;
  hostName: string;
  rule: RuleName;
  said: Phrase;
  /** `said` in English. */
  text: string;
}

export interface Candidate {
  hostId: string;
  /** The root disk’s pool. */
  poolId: string;
  /** That and those of the other disks, in the order in which they were asked for. */
  poolIds: readonly string[];
}

export interface PlacementResult {
  /** Suitable hosts, best first. */
  candidates: Candidate[];
  refusals: Refusal[];
}

/** The first rule that refuses a host, or the pool that takes the disks. */
function consider(
  host: PlacementHost,
  cluster: PlacementCluster,
  request: PlacementRequest,
): { poolIds: readonly string[] } | { rule: RuleName; said: Phrase } {
  const broken = rulesFor(request).find((rule) => !rule.passes(host, cluster, request));
  if (broken !== undefined) return { rule: broken.name, said: broken.refusal(host, cluster, request) };
  const storage = choosePools(host, request);
  return 'poolIds' in storage ? storage : { rule: 'storage', said: storage.refusal };
}

export interface Check {
  rule: RuleName;
  /** Nothing when the rule is kept. */
  refusal?: Phrase;
  figures?: Figures;
  settings: readonly string[];
}

/** A host against every rule, also those after the first that refuses: what else would be in the way. */
export function checkAll(host: PlacementHost, cluster: PlacementCluster, request: PlacementRequest): Check[] {
  const storage = choosePools(host, request);
  return [
    ...rulesFor(request).map((rule): Check => {
      const figures = rule.figures?.(host, cluster, request);
      return {
        rule: rule.name,
        ...(!rule.passes(host, cluster, request) && { refusal: rule.refusal(host, cluster, request) }),
        ...(figures !== undefined && { figures }),
        settings: rule.settings,
      };
    }),
    {
      rule: 'storage',
      ...('refusal' in storage && { refusal: storage.refusal }),
      ...(storage.figures !== undefined && { figures: storage.figures }),
      settings: storage.settings,
    },
  ];
}

const plain: Omit<PlacementOrder, 'algorithm'> = { planner: 'FirstFitPlanner', capacity: 'CPU', dispersion: 1 };

/** `random` is a number in [0, 1) for each host, so that the order can be repeated in a test. */
export function place(
  hosts: readonly PlacementHost[],
  clusters: ReadonlyMap<string, PlacementCluster>,
  request: PlacementRequest,
  how: PlacementOrder | PlacementOrder['algorithm'],
  random: () => number,
): PlacementResult {
  const order = typeof how === 'string' ? { ...plain, algorithm: how } : how;
  const refusals: Refusal[] = [];
  const suitable: { host: PlacementHost; poolIds: readonly string[]; key: number[] }[] = [];
  const keyOf = orderKey(hosts, clusters, request, order, random);
  for (const host of hosts) {
    const cluster = clusters.get(host.clusterId);
    if (cluster === undefined) continue;
    const verdict = consider(host, cluster, request);
    if ('rule' in verdict)
      refusals.push({ hostId: host.id, hostName: host.name, ...verdict, text: textOf(verdict.said) });
    else suitable.push({ host, poolIds: verdict.poolIds, key: keyOf(host, cluster) });
  }
  suitable.sort((a, b) => byKey(a.key, b.key) || a.host.created - b.host.created);
  return {
    candidates: suitable.map(({ host, poolIds }) => ({ hostId: host.id, poolId: poolIds[0] ?? '', poolIds })),
    refusals,
  };
}

function byKey(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
