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

/** Devices that an adopted virtual machine goes on with; what Benchtop makes by itself follows from the guest OS type. */
export interface Hardware {
  machine: 'pc' | 'q35';
  diskBus: 'virtio' | 'scsi' | 'ide' | 'sata';
  nicModel: 'virtio' | 'e1000' | 'e1000e' | 'rtl8139';
}

/** Somebody else's virtual machine. Every text in it is the host's, bounded and without control characters. */
export interface ForeignDomain {
  id: string;
  name: string;
  power: 'PowerOn' | 'PowerOff' | 'PowerUnknown';
  cpuNumber: number;
  coresPerSocket: number;
  /** Bytes. */
  memory: number;
  /** What its maker said that the guest is, such as `debian/12`; empty where nothing was said. */
  os: string;
  firmware: 'BIOS' | 'UEFI';
  secureBoot: boolean;
  /** `pc`, `q35`, or the host's own word for another. */
  machine: string;
  /** Its definition outlives its power. */
  persistent: boolean;
  /** What it has beside disks and cards that an instance has not: `hostdev`, `tpm`, `snapshot` and the like. */
  beyond: string[];
  disks: ForeignDisk[];
  nics: ForeignNic[];
}

export interface ForeignDisk {
  device: string;
  bus: string;
  source: string;
  /** It is a file, and nothing else that a disk can be. */
  file: boolean;
  format: string;
  /** Bytes; 0 where the host does not say. */
  size: number;
  /** The pool that the file lies on, and its name there. */
  poolId?: string;
  name?: string;
}

/** `bridge` is empty for a card on a network of libvirt's own or the like. */
export interface ForeignNic {
  mac: string;
  model: string;
  bridge: string;
  vlan?: number;
}

/** A disk that Benchtop did not make: its file's name on the pool, whatever that is. */
export interface AdoptedFile {
  file: string;
  format: 'qcow2' | 'raw';
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
