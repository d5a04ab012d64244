/** What placement is asked with, gathered from the store by `planning.ts`. */
export interface PlacementHost {
  id: string;
  name: string;
  state: string;
  resourceState: string;
  hypervisor: string;
  zoneEnabled: boolean;
  podEnabled: boolean;
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
  /** Bytes of all disks to be made. */
  disk: number;
  storageType: 'local' | 'shared';
  /** A shared offering may lie on a host's own pool where the zone allows local storage and the host has no shared pool. */
  localAllowed: boolean;
  thresholds: boolean;
  /** Only this host or cluster; also the pools that existing volumes pin the instance to. */
  hostId?: string | undefined;
  clusterId?: string | undefined;
  poolIds?: readonly string[] | undefined;
  lastHostId?: string | undefined;
  /** A move of a running instance: the host that it leaves, whose figures no longer hold what it takes. */
  leaving?: Leaving | undefined;
}

export interface Leaving {
  hostId: string;
  /** How it runs there: it cannot go on in another way. */
  virtualization: string;
  cpuModel: string;
  /** The only host that reads the disc in its drive, where that lies in a host’s own folder. */
  discHostId?: string | undefined;
}
