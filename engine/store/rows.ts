import type { DiskRates } from '../contract/disk-offering.ts';
import type { ErrorData } from '../contract/errors.ts';
import type { Phrase } from '../contract/phrase.ts';
import type {
  HostPreparationState,
  HostResourceState,
  HostState,
  NetworkState,
  PowerState,
  StoragePoolState,
  VirtualMachineState,
  VolumeState,
} from '../contract/states.ts';
import type { AdoptedInstance, AdoptedVolume } from './adopted-rows.ts';

/** Row shapes as the engine sees them: camelCase, times in milliseconds, sizes in bytes. `…Name` fields come from the list views. */
export interface Base {
  id: string;
  created: number;
  removed?: number;
}
export interface Owned {
  accountId: string;
  domainId: string;
  accountName?: string;
  domainName?: string;
}
type Allocation = 'Enabled' | 'Disabled';

export interface ZoneRow extends Base {
  name: string;
  networkType: 'Basic' | 'Advanced';
  allocationState: Allocation;
  dns1: string;
  dns2?: string;
  internalDns1: string;
  internalDns2?: string;
  domain?: string;
  localStorageEnabled: boolean;
}
export interface PodRow extends Base {
  zoneId: string;
  zoneName?: string;
  name: string;
  gateway: string;
  netmask: string;
  startIp: string;
  endIp: string;
  allocationState: Allocation;
}
export interface ClusterRow extends Base {
  zoneId: string;
  zoneName?: string;
  podId: string;
  podName?: string;
  name: string;
  hypervisor: 'KVM' | 'Simulator';
  allocationState: Allocation;
}
export interface PhysicalNetworkRow extends Base {
  zoneId: string;
  name: string;
  state: Allocation;
  isolationMethods: string;
}
export interface TrafficTypeRow extends Base {
  physicalNetworkId: string;
  trafficType: string;
  kvmNetworkLabel?: string;
}
export interface HostRow extends Base {
  name: string;
  zoneId: string;
  zoneName?: string;
  podId: string;
  podName?: string;
  clusterId: string;
  clusterName?: string;
  hypervisor: 'KVM' | 'Simulator';
  /** Separated by commas. */
  tags?: string;
  address: string;
  port: number;
  username: string;
  state: HostState;
  stateReason?: string;
  stateReasonPhrase?: Phrase;
  resourceState: HostResourceState;
  hostKeyFingerprint: string;
  virtualization: 'kvm' | 'qemu' | 'simulated';
  preparationId?: string;
  hypervisorVersion?: string;
  libvirtVersion?: string;
  operatingSystem?: string;
  cpuNumber: number;
  cpuSpeed: number;
  cpuModel?: string;
  memoryTotal: number;
  memoryFree?: number;
  lastPinged?: number;
}
export interface HostPreparationRow extends Base {
  address: string;
  port: number;
  username: string;
  authentication: 'password' | 'key' | 'agent' | 'local';
  state: HostPreparationState;
  hostKeyFingerprint: string;
  hostname?: string;
  operatingSystem?: string;
  family?: string;
  choices: Record<string, unknown>;
  probe?: unknown;
  plan?: unknown;
  undo?: unknown;
  virtualization?: 'kvm' | 'qemu';
  hostId?: string;
  error?: string;
  errorPhrase?: Phrase;
}
export interface PinnedHostKeyRow extends Base {
  address: string;
  port: number;
  keyType: string;
  fingerprint: string;
}
export interface NetworkOfferingRow extends Base {
  name: string;
  displayText: string;
  guestIpType: 'Shared' | 'Isolated';
  isDefault: boolean;
  services: string[];
}
export interface NetworkRow extends Base, Owned {
  zoneId: string;
  zoneName?: string;
  physicalNetworkId: string;
  networkOfferingId: string;
  networkOfferingName?: string;
  guestIpType?: 'Shared' | 'Isolated';
  name: string;
  displayText: string;
  state: NetworkState;
  gateway: string;
  netmask: string;
  networkDomain?: string;
  serviceHostId?: string;
  serviceHostName?: string;
  serviceIp?: string;
}
export interface VlanIpRangeRow extends Base {
  networkId: string;
  startIp: string;
  endIp: string;
  startNumber: number;
  endNumber: number;
  /** No number below it is free. */
  freeFrom?: number;
  zoneId?: string;
  physicalNetworkId?: string;
  gateway?: string;
  netmask?: string;
}
export interface AddressRow {
  networkId: string;
  number: number;
  address: string;
  /** `leftover`: a service address that its former host, away when the service moved, may still hold; the host owns it. */
  purpose: 'nic' | 'service' | 'leftover';
  ownerId: string;
  created: number;
}
export interface StoragePoolRow extends Base {
  zoneId: string;
  zoneName?: string;
  podId?: string;
  clusterId?: string;
  clusterName?: string;
  podName?: string;
  hypervisor?: 'KVM' | 'Simulator';
  hostId?: string;
  name: string;
  type: 'Filesystem' | 'SharedMountPoint' | 'NetworkFilesystem';
  scope: 'HOST' | 'CLUSTER' | 'ZONE';
  server: string;
  path: string;
  tags?: string;
  state: StoragePoolState;
  total: number;
  used: number;
}
export interface OsTypeRow {
  id: string;
  osCategoryId: string;
  osCategoryName?: string;
  description: string;
  userDefined: boolean;
  removed?: number;
}
export interface OsCategoryRow {
  id: string;
  name: string;
}
export interface VirtualMachineRow extends Base, Owned, AdoptedInstance {
  name: string;
  displayName: string;
  instanceName: string;
  state: VirtualMachineState;
  powerState: PowerState;
  powerStateTime?: number;
  zoneId: string;
  zoneName?: string;
  clusterId?: string;
  podId?: string;
  hostId?: string;
  hostName?: string;
  lastHostId?: string;
  /** While it is Migrating. */
  destinationHostId?: string;
  deleteProtection?: boolean;
  /** When its lease is over, what then happens, and when that was last said. */
  leaseExpiry?: number;
  leaseExpiryAction?: 'STOP' | 'DESTROY';
  leaseWarned?: number;
  templateId: string;
  templateName?: string;
  templateFormat?: string;
  isoId?: string;
  isoName?: string;
  bootOrder?: 'disk' | 'cdrom';
  serviceOfferingId: string;
  instanceGroupId?: string;
  serviceOfferingName?: string;
  osTypeId: string;
  osTypeName?: string;
  hypervisor: 'KVM' | 'Simulator';
  virtualization?: string;
  cpuNumber: number;
  cpuSpeed: number;
  /** MiB. */
  memory: number;
  haEnabled: boolean;
  dynamicallyScalable?: boolean;
  ipAddress?: string;
  macAddress?: string;
  jobId?: string;
  error?: string;
  errorPhrase?: Phrase;
  missingSince?: number;
  destroyed?: number;
  /** Registered user data that it was given. */
  userDataId?: string;
  /** Its guest's password, encrypted by its owner's SSH key, in base64. */
  encryptedPassword?: string;
  /** Who deployed it. */
  userId?: string;
  /** Since when it is in its state; written by `transition`. */
  stateTime?: number;
}
export interface NicRow extends Base {
  virtualMachineId: string;
  networkId: string;
  networkName?: string;
  netmask?: string;
  gateway?: string;
  guestIpType?: string;
  macAddress: string;
  ipAddress: string;
  deviceId: number;
  isDefault: boolean;
  /** Of the list view. */
  further?: { id: string; ipAddress: string; description: string | null }[];
}
export interface VolumeRow extends Base, Owned, AdoptedVolume {
  zoneId: string;
  zoneName?: string;
  poolId?: string;
  poolName?: string;
  poolScope?: string;
  virtualMachineId?: string;
  virtualMachineName?: string;
  virtualMachineState?: string;
  virtualMachineDisplayName?: string;
  hypervisor?: 'KVM' | 'Simulator';
  podId?: string;
  podName?: string;
  clusterId?: string;
  clusterName?: string;
  templateId?: string;
  templateName?: string;
  templateText?: string;
  templateExtractable?: boolean;
  diskOfferingId?: string;
  diskOfferingName?: string;
  diskOfferingText?: string;
  diskOfferingRates?: DiskRates;
  /** Of a root disk. */
  serviceOfferingId?: string;
  serviceOfferingName?: string;
  serviceOfferingText?: string;
  serviceOfferingRates?: DiskRates;
  name: string;
  type: 'ROOT' | 'DATADISK';
  state: VolumeState;
  size: number;
  physicalSize?: number;
  deviceId?: number;
  path?: string;
  deleteProtection?: boolean;
}
export type JobState = 'pending' | 'running' | 'undoing' | 'locked' | 'stuck' | 'succeeded' | 'failed' | 'cancelled';
export interface JobRow {
  id: string;
  kind: string;
  command: string;
  accountId: string;
  domainId: string;
  userId: string;
  state: JobState;
  input: Record<string, unknown>;
  resourceNoun?: string;
  resourceId?: string;
  resourceName?: string;
  hostId?: string;
  /** The event that its further events name as their parent. */
  startEventId?: string;
  result?: unknown;
  error?: ErrorData & { step?: string };
  cancelRequested: boolean;
  step?: string;
  stepIndex?: number;
  percent?: number;
  progressText?: string;
  progressPhrase?: Phrase;
  created: number;
  completed?: number;
}
export interface EventRow extends Owned {
  id: string;
  type: string;
  level: 'INFO' | 'WARN' | 'ERROR';
  state: 'Created' | 'Scheduled' | 'Started' | 'Completed';
  description: string;
  phrase?: Phrase;
  username: string;
  resourceId?: string;
  resourceType?: string;
  resourceName?: string;
  parentId?: string;
  archived?: boolean;
  domainPath?: string;
  created: number;
}
export interface AlertRow {
  id: string;
  type: number;
  name: string;
  description: string;
  phrase?: Phrase;
  resourceId?: string;
  resourceType?: string;
  resolved?: number;
  archived?: boolean;
  created: number;
}
