import type { Phrase } from '../../contract/phrase.ts';
import type { RuleName } from '../../contract/placement.ts';
import type { PlacementCluster, PlacementHost, PlacementRequest } from './placement-data.ts';

/** What is asked of a host, a cluster or a pool, and what is there. Shares are 0–1, memory and disk bytes, CPU MHz. */
export interface Figures {
  unit: 'MHz' | 'bytes' | 'share' | 'count';
  needed: number;
  available: number;
  total?: number;
}

export interface Rule {
  name: RuleName;
  /** CloudStack's settings that move the limit. */
  settings: readonly string[];
  /** Left out where it asks nothing of such a request. */
  asked?(request: PlacementRequest): boolean;
  passes(host: PlacementHost, cluster: PlacementCluster, request: PlacementRequest): boolean;
  /** Why it refuses. */
  refusal(host: PlacementHost, cluster: PlacementCluster, request: PlacementRequest): Phrase;
  figures?(host: PlacementHost, cluster: PlacementCluster, request: PlacementRequest): Figures;
}
