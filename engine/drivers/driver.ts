import type { Duplex } from 'node:stream';
import type { TerminalSize } from '../contract/console.ts';
import type { Phrase } from '../contract/phrase.ts';
import type { CdromSpec, DomainSpec } from './domain-spec.ts';
import type { ImageCopySpec } from './image-copy.ts';
import type {
  AdoptedFile,
  CardFacts,
  ForeignDomain,
  GuestAgentFacts,
  GuestCommand,
  GuestResult,
  LeaseFacts,
  LeaseQuestion,
} from './looks.ts';
import type { DomainStatistics, HostStatistics } from './statistics.ts';
import type {
  ImageFacts,
  ImageFileSpec,
  ImageStoreSpec,
  PoolProbe,
  PoolSpec,
  PoolStats,
  TemplateCopy,
  TemplateSpec,
  VolumeFacts,
  VolumeSpec,
} from './storage-specs.ts';
import type { UploadSink, UploadSpec } from './upload.ts';

export type { CdromSpec, DomainSpec, GuestFile } from './domain-spec.ts';
export type {
  ImageFacts,
  ImageFileSpec,
  ImageFormat,
  ImageStoreSpec,
  PoolProbe,
  PoolSpec,
  PoolStats,
  TemplateCopy,
  TemplateSpec,
  VolumeFacts,
  VolumeSpec,
} from './storage-specs.ts';

/**
 * What the engine asks of a hypervisor host. Drivers are few and ensure-style: every call states a wished-for condition, may be
 * repeated, and succeeds when the condition already holds. Removal of what is not there succeeds. Errors are `BenchtopError`s whose
 * message says what happened on which host and whose hint says what to do.
 *
 * All sizes are bytes, all ids are the engine's UUIDs. Names that reach a host are generated from ids, never from what users typed.
 */
export interface Driver {
  readonly hypervisor: 'KVM' | 'Simulator';
  readonly capabilities: DriverCapabilities;

  // ---- hosts ----
  /** Opens (or reuses) the connections to a host and says what it is. Throws hostUnreachable, hostKey or unauthorized. */
  connectHost(host: HostTarget): Promise<HostFacts>;
  /** Closes connections; what runs on the host goes on. */
  disconnectHost(hostId: string): Promise<void>;
  /** One cheap round trip; resolves when the host answers, throws as connectHost does. */
  pingHost(host: HostTarget): Promise<HostUsage>;
  /** What the host itself has used. Only looks. */
  hostStatistics(host: HostTarget): Promise<HostStatistics>;
  /** Facts pushed by hosts: power changes and connection loss. Hints to re-read, never state. Returns the unsubscribe function. */
  onHostEvent(listener: (event: HostEvent) => void): () => void;

  // ---- primary storage ----
  /** Tries a pool on a host without leaving anything behind: mount, write, read back, lock, space. Throws with the reason. */
  probePool(host: HostTarget, pool: PoolSpec): Promise<PoolProbe>;
  /** Makes the pool usable on the host, persistently (mount unit, directory). */
  ensurePool(host: HostTarget, pool: PoolSpec): Promise<PoolStats>;
  /** Takes the pool off the host; never touches volumes' data of a shared pool; refuses when a running domain uses it. */
  removePool(host: HostTarget, pool: PoolSpec): Promise<void>;
  poolStats(host: HostTarget, pool: PoolSpec): Promise<PoolStats>;

  // ---- image store and templates ----
  probeImageStore(host: HostTarget, store: ImageStoreSpec): Promise<PoolProbe>;
  ensureImageStore(host: HostTarget, store: ImageStoreSpec): Promise<PoolStats>;
  removeImageStore(host: HostTarget, store: ImageStoreSpec): Promise<void>;
  /**
   * Downloads a template to the image store as a unit that outlives the app (see LongWork), verifies the checksum, inspects the image
   * and refuses backing files, external data files, encryption and formats other than the declared one. Resumable by calling again.
   */
  ensureTemplate(host: HostTarget, store: ImageStoreSpec, template: TemplateSpec, work: LongWork): Promise<ImageFacts>;
  /** Takes away an image, whole or not. */
  removeTemplate(host: HostTarget, store: ImageStoreSpec, templateId: string): Promise<void>;
  /**
   * What the console worker needs to write an image that a person is about to send; passed to the driver's ConsoleOpener there. Only looks,
   * and refuses what there is no room for.
   */
  uploadTarget(host: HostTarget, store: ImageStoreSpec, upload: UploadSpec): Promise<UploadTarget>;
  /** Makes the empty place that the bytes go to; without it nothing is written, so that what was taken away does not come back. */
  ensureUploadPlace(host: HostTarget, store: ImageStoreSpec, templateId: string): Promise<void>;
  /** Bytes of it that are on the host. */
  uploadedSize(host: HostTarget, store: ImageStoreSpec, templateId: string): Promise<number>;
  /** Does with an image that was sent, `size` bytes of it, what `ensureTemplate` does once it is downloaded. */
  ensureUploadedTemplate(
    host: HostTarget,
    store: ImageStoreSpec,
    template: ImageFileSpec,
    size: number,
    work: LongWork,
  ): Promise<ImageFacts>;
  /** Copies a template to a pool once, read-only, as the base of linked clones. */
  ensureTemplateOnPool(
    host: HostTarget,
    store: ImageStoreSpec,
    pool: PoolSpec,
    template: TemplateCopy,
    work: LongWork,
  ): Promise<void>;
  removeTemplateFromPool(host: HostTarget, pool: PoolSpec, templateId: string): Promise<void>;
  /**
   * Makes a template of a volume: a whole qcow2 copy in the image store, without a backing file, as a unit that outlives the app. Refuses
   * while a running domain has the volume open. Resumable by calling again.
   */
  ensureTemplateFromVolume(
    host: HostTarget,
    pool: PoolSpec,
    volumeId: string,
    store: ImageStoreSpec,
    templateId: string,
    work: LongWork,
    adopted?: AdoptedFile,
  ): Promise<ImageFacts>;
  /** Copies an image, compares it with what is known of the first, and looks into it. Outlives the app; resumable by calling again. */
  ensureImageCopy(host: HostTarget, copy: ImageCopySpec, work: LongWork): Promise<ImageFacts>;

  // ---- volumes ----
  ensureVolume(host: HostTarget, pool: PoolSpec, volume: VolumeSpec): Promise<VolumeFacts>;
  /** `file`: its name on the pool, of one that Benchtop did not make. */
  removeVolume(host: HostTarget, pool: PoolSpec, volumeId: string, file?: string): Promise<void>;
  /** Looks into a disk that Benchtop did not make, without trusting it. Throws `parameter` for one that cannot be an instance's. */
  inspectVolume(host: HostTarget, pool: PoolSpec, disk: AdoptedFile): Promise<VolumeFacts>;

  // ---- guest networks ----
  /** Checks that the bridge is there and up on this host. */
  ensureBridge(host: HostTarget, bridge: string): Promise<void>;
  /**
   * Makes DHCP and DNS of a guest network answer from a namespace on this host, with exactly these reservations: units that outlive the
   * app and the host's reboot. Called again with other reservations it changes just those. For what is made, moved or mended: single
   * cards come and go by the next two, whose cost does not grow with the network.
   */
  ensureGuestNetwork(host: HostTarget, network: GuestNetworkSpec): Promise<void>;
  /**
   * Reserves addresses for cards in a network that this host serves; whoever had them reserved before loses them. False, with nothing
   * changed, where the host does not serve the network, or where a lease that it remembers says otherwise: then the whole of the network has
   * to be ensured.
   */
  ensureReservations(host: HostTarget, networkId: string, cards: readonly Reservation[]): Promise<boolean>;
  /** Makes the service forget cards' reservations and leases; an address may be another card's by now, which then keeps it. */
  removeReservations(host: HostTarget, networkId: string, cards: readonly Reservation[]): Promise<void>;
  removeGuestNetwork(host: HostTarget, networkId: string): Promise<void>;
  /** What the DHCP service of a guest network, on the host that serves it, knows of one card. Only looks. */
  lookAtLease(host: HostTarget, question: LeaseQuestion): Promise<LeaseFacts>;
  /** How the card of a running instance is plugged in on its host. Only looks. */
  lookAtCard(host: HostTarget, card: { vmId: string; mac: string; bridge: string }): Promise<CardFacts>;

  // ---- domains ----
  /** Defines the domain (persistent, off) or updates its definition. */
  ensureDomain(host: HostTarget, domain: DomainSpec): Promise<void>;
  startDomain(host: HostTarget, vmId: string): Promise<void>;
  /**
   * Puts an ISO into the CD drive of a defined domain, running or not, or empties it. A guest can hold the drive: without `forced` that is a
   * conflict, with it the medium is pulled.
   */
  changeCdrom(host: HostTarget, vmId: string, cdrom: CdromSpec | undefined, forced: boolean): Promise<void>;
  /**
   * Gives a running domain the processors and memory of its description, within the maximum that it was started with; to take some back, its
   * guest has to let them go. Nothing is done to one that is off. Error: conflict.
   */
  scaleDomain(host: HostTarget, domain: DomainSpec): Promise<void>;
  /** Plugs a card of the domain’s description into it while it runs, and into its definition. */
  attachNic(host: HostTarget, domain: DomainSpec, nicId: string): Promise<void>;
  /**
   * Takes the card with that MAC address out of a domain and its definition. A running guest has to let it go: a conflict where it does not.
   */
  detachNic(host: HostTarget, vmId: string, mac: string): Promise<void>;
  /** Asks the guest to power off and returns at once; whether it did shows in listPower and events. */
  shutdownDomain(host: HostTarget, vmId: string): Promise<void>;
  /** Cuts the power; succeeds when it is off or gone already. */
  destroyDomain(host: HostTarget, vmId: string): Promise<void>;
  rebootDomain(host: HostTarget, vmId: string): Promise<void>;
  undefineDomain(host: HostTarget, vmId: string): Promise<void>;
  /**
   * Moves a running domain, whose disks both hosts reach, while it runs; succeeds when it runs at the destination already. What fails leaves it
   * running at the source alone, unless a host was lost on the way: `settleMigration` then finds out.
   */
  migrateDomain(source: HostTarget, destination: HostTarget, vmId: string, work: MigrationWork): Promise<void>;
  /**
   * Asks both hosts where a domain is after a move that ended in whatever way, and takes away what the move left on the other one. A guest that
   * runs at the destination is never woken at the source. Throws while either host does not answer, and where it runs on both.
   */
  settleMigration(source: HostTarget, destination: HostTarget, vmId: string): Promise<'source' | 'destination' | 'off'>;
  /** Whether the agent inside a running guest answers, and whether it may run programs. What it says is the guest's word, no more. */
  askGuestAgent(host: HostTarget, vmId: string): Promise<GuestAgentFacts>;
  /**
   * Runs a program in a running guest by its agent and waits for its end. Not idempotent by itself: the program has to be. Throws where the
   * agent is silent, talks nonsense or the time is up; a program that fails is an answer.
   */
  runInGuest(host: HostTarget, vmId: string, command: GuestCommand): Promise<GuestResult>;
  /** Sets the password of a user of a running guest by its agent. Throws where the agent is silent or refuses. */
  setGuestPassword(host: HostTarget, vmId: string, user: { username: string; password: string }): Promise<void>;
  /** Every domain of ours on the host; domains that Benchtop did not make are left out here. */
  listPower(host: HostTarget): Promise<DomainPower[]>;
  /** The same of one domain; undefined where listPower would not have it. */
  domainPower(host: HostTarget, vmId: string): Promise<DomainPower | undefined>;
  /** What the running domains of ours on the host have used so far, by one question. Only looks. */
  domainStatistics(host: HostTarget): Promise<DomainStatistics[]>;
  /** Domains on the host that Benchtop did not make, at most 200. Only looks; `pools` are those whose disks it would know. */
  listForeignDomains(host: HostTarget, pools: readonly PoolSpec[]): Promise<ForeignDomain[]>;
  /** Marks a domain that somebody else made as ours, running or not, and changes nothing else of it. Throws where it is not defined. */
  adoptDomain(host: HostTarget, domain: { id: string; instanceName: string }): Promise<void>;
  /** Takes our mark off a domain, which stays as it is in all else. Succeeds where there is none. */
  releaseDomain(host: HostTarget, vmId: string): Promise<void>;

  // ---- consoles ----
  /** What the console worker needs to reach the VM's screen or serial line; passed to the driver's ConsoleOpener there. */
  consoleTarget(host: HostTarget, vmId: string, type: ConsoleType): Promise<ConsoleTarget>;
  /** What the console worker needs to open a shell on the host as its login user; passed to the driver's ConsoleOpener there. */
  shellTarget(host: HostTarget): Promise<ShellTarget>;
}

/** A shell on a host. Its stream is its terminal: what it prints, and what is typed; destroying it ends the shell. */
export interface HostShell {
  stream: Duplex;
  resize(size: TerminalSize): void;
  /** How the shell ended; neither of both where the connection broke before the host could say. */
  ended: Promise<{ code?: number; signal?: string }>;
}

/** Runs in the console worker, apart from the engine: opens the byte pipe of a target. */
export interface ConsoleOpener {
  /** VNC: the raw RFB stream before its handshake. Serial: raw bytes both ways. */
  open(target: ConsoleTarget): Promise<Duplex>;
  /** The login shell of the host's user on a terminal of its own, of this size at first. */
  openShell(target: ShellTarget, size: TerminalSize): Promise<HostShell>;
  openUpload(target: UploadTarget): Promise<UploadSink>;
  close(): Promise<void>;
}

export interface DriverCapabilities {
  /** Pool types by their URL scheme. */
  poolTypes: readonly PoolSpec['type'][];
  linkedClones: boolean;
  bootstrap: boolean;
  faults: boolean;
}

/** A host as drivers know it. Credentials are fetched by id from the engine when a connection is opened, never stored in it. */
export interface HostTarget {
  id: string;
  name: string;
  address: string;
  port: number;
  username: string;
  /** Pinned `SHA256:…` fingerprint; anything else presented stops everything. */
  hostKeyFingerprint: string;
  virtualization: 'kvm' | 'qemu' | 'simulated';
}

/** How to log in; from the secret store, held in memory only while connecting. */
export interface HostCredentials {
  authentication: 'password' | 'key' | 'agent' | 'local';
  password?: string;
  privateKey?: string;
  passphrase?: string;
  sudoPassword?: string;
}

export interface HostFacts {
  hostname: string;
  operatingSystem: string;
  kernel: string;
  hypervisorVersion: string;
  libvirtVersion: string;
  cpuNumber: number;
  /** MHz. */
  cpuSpeed: number;
  cpuModel: string;
  memoryTotal: number;
  /** What domains may be started with: `kvm` only where a guest really ran by hardware virtualisation. */
  virtualization: 'kvm' | 'qemu' | 'simulated';
}

export interface HostUsage {
  memoryFree: number;
  /** Share of all cores in use since the last ping, 0–1; absent on the first ping. */
  cpuUsed?: number;
}

export type HostEvent =
  | { type: 'connected'; hostId: string }
  | { type: 'disconnected'; hostId: string; reason: string }
  | { type: 'power'; hostId: string; vmId: string; power: DomainPower['power']; reason: string };

export interface GuestNetworkSpec {
  id: string;
  bridge: string;
  /** Address that DHCP and DNS answer from inside the namespace, with the prefix length. */
  serviceAddress: string;
  prefixLength: number;
  gateway: string;
  netmask: string;
  dns: string[];
  domain: string;
  reservations: Reservation[];
}

/** What DHCP and DNS of a guest network know of one card. */
export interface Reservation {
  vmId: string;
  mac: string;
  address: string;
  hostName: string;
  /** The guest’s way out is by another card: this one is told no gateway. */
  secondary?: boolean;
}

export interface DomainPower {
  vmId: string;
  power: 'PowerOn' | 'PowerOff' | 'PowerUnknown';
  reason: string;
}

/** A move is steered from here and ends with us: its domain then stays where it was. */
export type MigrationWork = Pick<LongWork, 'signal' | 'progress'>;

/** Long work on a host outlives the app: it runs as a transient unit of this name; a repeated call attaches to it. */
export interface LongWork {
  /** Unit name without suffix, made from job and step: letters, digits, hyphens. */
  unit: string;
  signal: AbortSignal;
  /** 0–100 where a real figure is known. */
  progress(percent: number | undefined, said: Phrase): void;
  log(line: string | Phrase): void;
}

export type ConsoleType = 'vnc' | 'serial';

/** Plain data that crosses to the console worker; credentials travel beside it, once, over the worker's own port. */
export type ConsoleTarget =
  | {
      driver: 'KVM';
      type: ConsoleType;
      vmId: string;
      host: HostTarget;
      /** VNC: where QEMU listens on the host. Serial: by libvirt. */
      vnc?: { kind: 'unix'; path: string } | { kind: 'tcp'; port: number };
      /** VNC password, where QEMU asks for one. */
      password?: string;
    }
  | { driver: 'Simulator'; type: ConsoleType; vmId: string; worldPath: string };

/** The same for a shell on a host. */
export type ShellTarget =
  | { driver: 'KVM'; host: HostTarget }
  | { driver: 'Simulator'; host: HostTarget; worldPath: string };

/** The same for the bytes of an image. */
export type UploadTarget =
  | { driver: 'KVM'; host: HostTarget; path: string; size: number }
  | { driver: 'Simulator'; host: HostTarget; worldPath: string; store: ImageStoreSpec; upload: UploadSpec };
