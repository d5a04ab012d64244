/** What drivers find where they look, on hosts and in guests: parts of `driver.ts`. Every text comes from a host. */

export interface LeaseQuestion {
  networkId: string;
  bridge: string;
  mac: string;
  address: string;
  /** Milliseconds to look back for requests; an hour when undefined. */
  since?: number | undefined;
}

export interface LeaseFacts {
  /** Name of the service's unit on the host. */
  unit: string;
  running: boolean;
  /** The service's port is on the bridge, and up. */
  connected: boolean;
  /** The service would give this card this address. */
  reserved: boolean;
  /** Times that the card was heard to ask. */
  requests: number;
  /** Why it was refused the last time, in the service's words. */
  refusal?: string;
  /** `age`: milliseconds since it was given or renewed. */
  lease?: { address: string; age: number };
}

export interface CardFacts {
  /** Milliseconds since the domain was started, where the host knows. */
  runningFor?: number;
  /** The running domain has a card with this MAC address. */
  found: boolean;
  linkUp: boolean;
  /** Name of libvirt's filter on the card. */
  filter?: string;
  bridgeUp: boolean;
  /** The card's end on the host. `sent`: packets that came out of the guest. */
  port?: { name: string; up: boolean; onBridge: boolean; sent: number };
}

/** Somebody else's virtual machine. Every text in it is the host's. */
export interface ForeignDomain {
  id: string;
  name: string;
  power: 'PowerOn' | 'PowerOff' | 'PowerUnknown';
  cpuNumber: number;
  /** Bytes. */
  memory: number;
  /** `poolId`: the pool that the file lies on. */
  disks: { device: string; source: string; file: boolean; poolId?: string }[];
  /** `bridge` is empty for a card on a network of libvirt's own or the like. */
  nics: { mac: string; bridge: string }[];
}

export interface GuestAgentFacts {
  answers: boolean;
  /** Distributions can forbid it in the agent's configuration. */
  runsPrograms: boolean;
}

export interface GuestCommand {
  /** The program by its path in the guest, and its arguments. */
  argv: readonly [string, ...string[]];
  /** Milliseconds. */
  timeout: number;
  signal: AbortSignal;
}

export interface GuestResult {
  exitCode: number;
  /** What it said, as one bounded line without control characters. */
  output: string;
}
