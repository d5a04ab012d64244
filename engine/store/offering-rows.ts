import type { DiskRates, DiskSpeed } from '../contract/disk-offering.ts';

/** What both kinds of offerings have. */
interface OfferingRow {
  id: string;
  name: string;
  displayText: string;
  state: 'Active' | 'Inactive';
  storageType: 'local' | 'shared';
  /** Separated by commas: a pool must have them all. */
  storageTags?: string;
  /** Only for these domains and those below them; for all when absent. */
  domainIds?: string[];
  /** Only in these zones; in all when absent. */
  zoneIds?: string[];
  details?: Record<string, string>;
  rates?: DiskRates;
  cacheMode?: NonNullable<DiskSpeed['cacheMode']>;
  sortKey: number;
  /** Whether a disk has this size and no other. */
  diskSizeStrictness: boolean;
  created: number;
  removed?: number;
  // From the view.
  domainNames?: string;
  zoneNames?: string;
}

export interface ServiceOfferingRow extends OfferingRow {
  cpuNumber: number;
  /** MHz. */
  cpuSpeed: number;
  /** MiB, as CloudStack counts it. */
  memory: number;
  offerHa: boolean;
  limitCpuUse: boolean;
  /** Whether each instance chooses its own size; what the offering has not is 0. */
  isCustomized: boolean;
  /** Between what it may choose. */
  limits?: OfferingLimits;
  /** Separated by commas: a host must have them all. */
  hostTags?: string;
  deploymentPlanner?: string;
  /** Bytes. */
  rootDiskSize?: number;
  /** Whose size, tags and rates root disks have. */
  diskOfferingId?: string;
  dynamicScalingEnabled: boolean;
  /** Days that its instances have unless their deployment says otherwise, and what then happens. */
  leaseDuration?: number;
  leaseExpiryAction?: 'STOP' | 'DESTROY';
  diskOfferingName?: string;
  diskOfferingText?: string;
}

export interface OfferingLimits {
  minCpuNumber: number;
  maxCpuNumber: number;
  minMemory: number;
  maxMemory: number;
}

export interface DiskOfferingRow extends OfferingRow {
  /** Bytes; 0 when customised. */
  diskSize: number;
  isCustomized: boolean;
  displayOffering: boolean;
}
