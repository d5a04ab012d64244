import type { DedicatedKind } from '../../contract/dedication.ts';
import type { AffinityType } from '../../contract/groups.ts';
import type { Planner } from '../../contract/service-offering.ts';

/** What placement is asked with, gathered from the store by `planning.ts`. */
export interface PlacementHost {
  id: string;
  name: string;
  state: string;
  resourceState: string;
  hypervisor: string;
  zoneEnabled: boolean;
  podEnabled: boolean;
  podId: string;
  clusterId: string;
  clusterName: string;
  clusterEnabled: boolean;
  cpuModel: string;
  virtualization: string;
  /** Per core. */
  cpuSpeed: number;
  cpuNumber: number;
  cpuTotal: number;
  cpuUsed: number;
  memoryTotal: number;
  memoryUsed: number;
  created: number;
  tags: readonly string[];
  /** How many instances of the request’s account run there; counted only where the order depends on it. */
  ofAccount: number;
  /** What of it is for somebody alone: itself, its cluster, its pod, its zone, the smallest first. */
  dedications: readonly PlacementDedication[];
  /** Its instances by what they ask of each other; counted only where somebody asks. */
  implicit: { all: number; strict: number; own: number; ownStrict: number };
  /** Pools that this host is attached to. */
  pools: PlacementPool[];
}

export interface PlacementPool {
  id: string;
  name: string;
  scope: 'HOST' | 'CLUSTER' | 'ZONE';
  state: string;
  total: number;
  used: number;
  allocated: number;
  overprovisioning: number;
  /** Shares of the total. */
  usedThreshold: number;
  allocatedThreshold: number;
  tags: readonly string[];
}

export interface PlacementCluster {
  id: string;
  cpuTotal: number;
  cpuUsed: number;
  memoryTotal: number;
  memoryUsed: number;
  /** Shares of the cluster's total. */
  cpuThreshold: number;
  memoryThreshold: number;
}

export interface PlacementRequest {
  hypervisor: string;
  cpuNumber: number;
  cpuSpeed: number;
  /** Bytes. */
  memory: number;
  /** Bytes of the root disk to be made, and what its offering asks of the pool. */
  disk: number;
  storageType: 'local' | 'shared';
  storageTags?: readonly string[] | undefined;
  /** The same of each other disk. */
  moreDisks?: readonly DiskDemand[] | undefined;
  /** What a host must be marked with; where a host was asked for by name, only the strict ones of them. */
  hostTags?: readonly string[] | undefined;
  affinity?: readonly AffinityWish[] | undefined;
  implicit?: ImplicitMode | undefined;
  /** Whether anything there is dedicated, by somebody's word or by an instance that lies alone. */
  dedicated?: { explicitly: boolean; implicitly: boolean } | undefined;
  /** A shared offering may lie on a host's own pool where the zone allows local storage and the host has no shared pool. */
  localAllowed: boolean;
  thresholds: boolean;
  /** Only this host, pod or cluster; also the pools that existing volumes pin the instance to. */
  hostId?: string | undefined;
  podId?: string | undefined;
  clusterId?: string | undefined;
  poolIds?: readonly string[] | undefined;
  lastHostId?: string | undefined;
  /** A move of a running instance: the host that it leaves, whose figures no longer hold what it takes. */
  leaving?: Leaving | undefined;
}

/** A disk to be made, and what its offering asks of the pool that takes it. */
export interface DiskDemand {
  size: number;
  storageType: 'local' | 'shared';
  tags: readonly string[];
}

/** A group that the instance is in, and how many of its other members are on which host. */
export interface AffinityWish {
  id: string;
  name: string;
  type: AffinityType;
  members: ReadonlyMap<string, number>;
}

/** Something that is for one domain or account alone. */
export interface PlacementDedication {
  kind: DedicatedKind;
  /** Who has it, in words. */
  owner: string;
  groupId: string;
  groupName: string;
  /** Whether the request's account is one of those who have it. */
  open: boolean;
}

/** How an instance wants a host for its account: Strict, alone; Preferred, alone where hosts leave a choice. */
export type ImplicitMode = 'Strict' | 'Preferred';

/** How suitable hosts are put in order. */
export interface PlacementOrder {
  planner: Planner;
  algorithm: Algorithm;
  /** By which free capacity the first-fit planner takes clusters. */
  capacity: 'CPU' | 'RAM' | 'COMBINED';
  /** 0–1: how much the number of the account’s instances weighs against free capacity with the dispersing planner. */
  dispersion: number;
}
export type Algorithm = (typeof algorithms)[number];
/** CloudStack’s names. */
export const algorithms = [
  'random',
  'firstfit',
  'userdispersing',
  'userconcentratedpod_random',
  'userconcentratedpod_firstfit',
  'firstfitleastconsumed',
] as const;

export interface Leaving {
  hostId: string;
  /** How it runs there: it cannot go on in another way. */
  virtualization: string;
  cpuModel: string;
  /** The only host that reads the disc in its drive, where that lies in a host’s own folder. */
  discHostId?: string | undefined;
}
