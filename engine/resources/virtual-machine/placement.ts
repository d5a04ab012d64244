import { type Phrase, textOf } from '../../contract/phrase.ts';
import type { RuleName } from '../../contract/placement.ts';
import type { PlacementCluster, PlacementHost, PlacementRequest } from './placement-data.ts';
import { choosePool, type Figures, rulesFor } from './placement-rules.ts';

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
  poolId: string;
}

export interface PlacementResult {
  /** Suitable hosts, best first. */
  candidates: Candidate[];
  refusals: Refusal[];
}

export type Algorithm = 'random' | 'firstfit' | 'firstfitleastconsumed';

/** The first rule that refuses a host, or the pool that takes the disks. */
function consider(
  host: PlacementHost,
  cluster: PlacementCluster,
  request: PlacementRequest,
): { poolId: string } | { rule: RuleName; said: Phrase } {
  const broken = rulesFor(request).find((rule) => !rule.passes(host, cluster, request));
  if (broken !== undefined) return { rule: broken.name, said: broken.refusal(host, cluster, request) };
  const storage = choosePool(host, request);
  return 'poolId' in storage ? storage : { rule: 'storage', said: storage.refusal };
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
  const storage = choosePool(host, request);
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

/** `random` is a number in [0, 1) for each host, so that the order can be repeated in a test. */
export function place(
  hosts: readonly PlacementHost[],
  clusters: ReadonlyMap<string, PlacementCluster>,
  request: PlacementRequest,
  algorithm: Algorithm,
  random: () => number,
): PlacementResult {
  const refusals: Refusal[] = [];
  const suitable: { host: PlacementHost; poolId: string; order: number }[] = [];
  for (const host of hosts) {
    const cluster = clusters.get(host.clusterId);
    if (cluster === undefined) continue;
    const verdict = consider(host, cluster, request);
    if ('rule' in verdict)
      refusals.push({ hostId: host.id, hostName: host.name, ...verdict, text: textOf(verdict.said) });
    else {
      const order =
        algorithm === 'random'
          ? random()
          : algorithm === 'firstfit'
            ? host.created
            : host.memoryUsed / (host.memoryTotal || 1);
      // The last host first, as CloudStack does: its caches are warm.
      suitable.push({
        host,
        poolId: verdict.poolId,
        order: host.id === request.lastHostId ? Number.NEGATIVE_INFINITY : order,
      });
    }
  }
  suitable.sort((a, b) => a.order - b.order || a.host.created - b.host.created);
  return { candidates: suitable.map(({ host, poolId }) => ({ hostId: host.id, poolId })), refusals };
}
