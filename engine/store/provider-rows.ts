import type { ProviderName } from '../contract/network-provider.ts';

/** Who provides a physical network's services. */
export interface NetworkServiceProviderRow {
  id: string;
  physicalNetworkId: string;
  name: ProviderName;
  state: 'Enabled' | 'Disabled';
  /** Those of its services that are on; without it, all. */
  services?: string[];
  /** CloudStack's element of the provider: a switch with an id of its own. */
  elementId: string;
  elementEnabled: boolean;
  created: number;
  removed?: number;
}

/** Addresses of a pod that are set aside for storage traffic. */
export interface StorageIpRangeRow {
  id: string;
  podId: string;
  gateway: string;
  netmask: string;
  startIp: string;
  endIp: string;
  startNumber: number;
  endNumber: number;
  created: number;
  removed?: number;
  // From the view.
  zoneId?: string;
}
