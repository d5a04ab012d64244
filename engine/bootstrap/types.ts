import type * as v from 'valibot';
import type { planItem } from '../contract/host.ts';
import type { Phrase } from '../contract/phrase.ts';

/** Families share package manager, package names and unit names; see families/. */
export type FamilyName = 'debian' | 'redhat';

export type NetworkManagerName = 'ifupdown' | 'NetworkManager' | 'systemd-networkd' | 'unknown';

export interface ProbedNic {
  name: string;
  mac: string;
  /** `address/prefix`, link-local IPv6 left out. */
  addresses: string[];
  up: boolean;
  /** `ether` for a card, `bridge`, `bond`, `vlan`, `veth` and so on where the kernel says so. */
  kind: string;
  /** True for a card (or a bond or VLAN of cards) that can be put under a bridge. */
  usable: boolean;
  /** The bridge or bond it is a port of. */
  master?: string;
  defaultRoute: boolean;
  carriesSsh: boolean;
  /** The addresses come by DHCP, as far as the network manager's configuration says. */
  dynamic: boolean;
}

export interface ProbedUnit {
  /** systemd's LoadState is `loaded`. */
  exists: boolean;
  /** UnitFileState: `enabled`, `disabled`, `static`, `masked`, empty when there is none. */
  enabled: string;
  /** ActiveState. */
  active: string;
}

export interface ProbedFile {
  /** Undefined when the file is not there or is larger than the probe reads (64 KiB). */
  content?: string;
  exists: boolean;
}

/** What a host was found to be. Plain data, bounded, safe to store as JSON; every text in it comes from the host and is hostile. */
export interface HostProbe {
  system: {
    id: string;
    versionId: string;
    prettyName: string;
    idLike: string[];
    architecture: string;
    kernel: string;
    /** systemd's own major version; 0 when it is not the init system. */
    systemd: number;
  };
  privilege: {
    user: string;
    root: boolean;
    /** Why root could not be had. */
    reason?: string;
    /** Lines of sudoers by which sudo wants a terminal, with their files. */
    requiretty: { file: string; line: string }[];
  };
  names: {
    hostname: string;
    /** What `hostname --fqdn` says, empty when nothing. */
    fqdn: string;
    /** Addresses that the hosts file alone gives for the name. */
    offline: string[];
    /** Addresses that the name servers alone give for the full name; empty when they do not know it, or none answers. */
    online: string[];
  };
  nics: ProbedNic[];
  /** The host's own address that the SSH session arrived at. */
  sshAddress: string;
  gateway: string;
  dns: string[];
  network: {
    manager: NetworkManagerName;
    /** netplan's files are there: it writes the configuration of the manager in use. */
    netplan: boolean;
    /** Configuration files of ifupdown, networkd and netplan, by path. */
    files: Record<string, string>;
    /** NetworkManager's active connections, with their settings by nmcli's names and, where they are one, their keyfile. */
    connections: {
      uuid: string;
      type: string;
      device: string;
      path: string;
      settings: Record<string, string>;
      keyfile?: string;
    }[];
    /** networkd: the .network file that each link follows. */
    networkFiles: Record<string, string>;
    /** cloud-init would write the network's configuration again at boot. */
    cloudInit: boolean;
  };
  firewall: {
    tool: 'firewalld' | 'ufw' | 'nftables' | 'iptables' | 'none';
    active: boolean;
    /** Incoming packets are dropped unless a rule lets them in, in a rule set that no known tool manages. */
    restrictive: boolean;
    /** firewalld: the default zone, and the zones of interfaces that are in another or named in one. */
    zone: string;
    zones: Record<string, string>;
    /** Addresses that reach the migration ports already. */
    openedFor: string[];
  };
  /** br_netfilter: bridged packets pass the host's IP firewall too. */
  bridgeFilter: {
    /** Of `iptables`, `ip6tables` and `arptables`: those that are called. */
    calls: string[];
    /** The rule or policy by which the FORWARD chain turns packets away; empty when it lets all through. */
    rejects: string;
  };
  selinux: 'enforcing' | 'permissive' | 'disabled' | 'absent';
  packages: {
    manager: 'apt' | 'dnf' | 'none';
    /** Of those that Benchtop needs: name to version. */
    installed: Record<string, string>;
    /** Of those that Benchtop needs and that are missing: which the package sources offer; undefined when that is not known before an update. */
    available?: string[];
    /** `answers`, `down` with `sourceError`, or `unknown` when it was not asked. */
    source: 'answers' | 'down' | 'unknown';
    sourceError?: string;
    /** The package manager's lock is held or a package is half installed. */
    broken?: string;
    /** Proxies that the package manager goes by now, without their users and passwords. */
    proxies?: string[];
    /** Set when a proxy was chosen that this host cannot reach. */
    proxyError?: string;
    /** The chosen local source, as it was found: how it is laid out, and files of keys that this host trusts its distribution by. */
    mirror?: {
      layout: 'suites' | 'flat' | 'repository' | 'distribution';
      suites: string[];
      keys: string[];
      error?: string;
    };
  };
  units: Record<string, ProbedUnit>;
  files: Record<string, ProbedFile>;
  groups: Record<string, string[]>;
  libvirt: {
    daemon: 'modular' | 'monolithic' | 'none';
    version: string;
    /** virsh could talk to it. */
    answers: boolean;
    domains: { name: string; uuid: string; running: boolean; ours: boolean }[];
    /** libvirt's own networks that are active, such as `default`. */
    networks: string[];
    /** `kvm`, `qemu`: the domain types that libvirt offers. */
    domainTypes: string[];
    /** TCP listeners of libvirt daemons, `address:port`. */
    listeners: string[];
  };
  qemu: { path: string; version: string; processes: number };
  virtualization: {
    flag: 'vmx' | 'svm' | '';
    /** kvm_intel, kvm_amd, kvm as loaded or built in. */
    modules: string[];
    device: boolean;
    /** A guest of a few bytes booted by hardware virtualisation: `ran`, `failed` with `detail`, `untried` while QEMU or the device is missing. */
    trial: 'ran' | 'failed' | 'untried';
    detail: string;
    /** What systemd-detect-virt says: `none` on bare metal. */
    inside: string;
  };
  time: { synchronized: boolean; service: string; capable: boolean };
  leftovers: { id: string; found: string }[];
  hardware: {
    cpus: number;
    cpuModel: string /** Bytes. */;
    memory: number /** Bytes free where VMs will live, and the folder that was measured. */;
    diskFree: number;
    diskFolder: string;
  };
  /** Directories of ours that are there, with their octal modes. */
  directories: Record<string, string>;
  /** Set when Benchtop has prepared this host before: content of its marker file. */
  marker?: string;
}

export interface ProbeOptions {
  /** UUIDs of domains that the engine knows as its own. */
  knownDomains?: readonly string[];
  /** Ask the package sources whether they answer; default true. Slow on a first `dnf`. */
  askSources?: boolean;
  /** How the host shall reach packages: the sources are asked that way. */
  packageSources?: PackageSources;
  signal?: AbortSignal;
}

/** How a host reaches packages, where the network around it does not let it go straight to the distribution's own sources. */
export interface PackageSources {
  /** `http://proxy.lab.example:3128`, without user. */
  proxyUrl?: string;
  proxyUser?: string;
  proxyPassword?: string;
  /** Base of an apt or dnf mirror that the host reaches without the proxy; packages are then installed from it alone. */
  mirror?: string;
  /** Packages of the mirror are taken without a signature. */
  unsigned?: boolean;
}

/** The admin's choices; everything may be left to the plan. */
export interface HostChoices {
  bridge?: string;
  /** NIC under the bridge; default the one with the default route, else the one that carries SSH. */
  nic?: string;
  fqdn?: string;
  acceptEmulation?: boolean;
  /** No CloudStack server manages this host any more: its agent may be stopped. */
  closeAgent?: boolean;
  /** Addresses of the other hosts, which may reach the migration ports. */
  peers?: readonly string[];
  packageSources?: PackageSources;
}

export type PlanItem = v.InferOutput<typeof planItem>;

export interface BridgeAction {
  kind: 'bridge';
  manager: 'ifupdown' | 'NetworkManager' | 'systemd-networkd';
  bridge: string;
  nic: string;
  /** The card's link was up before. */
  wasUp: boolean;
  /** Files to write, with what they held when planned (undefined: not there). */
  files: FileChange[];
  /** NetworkManager: connection of the NIC whose settings move to the bridge; empty when it has none. */
  connection: string;
  carriesSsh: boolean;
  /** Addresses that must be on the bridge afterwards. */
  addresses: string[];
  gateway: string;
}

export interface FileChange {
  path: string;
  /** What the plan saw; another content at apply time stops the step. Undefined: the file was not there. */
  before?: string;
  after: string;
  mode: number;
  /** An existing file keeps its mode and owner; `mode` is for a new one. */
  keepMode?: boolean;
}

export type Action =
  | { kind: 'packages'; manager: 'apt' | 'dnf'; names: string[] }
  /** Enables and starts the first of the units that exists. That it does not run is told, but fails nothing: a container may not set a clock. */
  | { kind: 'service'; anyOf: string[] }
  /** Enables and starts the first set whose first unit exists. */
  | { kind: 'libvirt'; sets: { active: readonly string[]; enabled: readonly string[] }[] }
  /** Stops and disables. */
  | { kind: 'closed'; units: string[] }
  | ({ kind: 'file' } & FileChange)
  | { kind: 'restart'; units: string[] }
  | { kind: 'directory'; path: string; mode: number }
  | { kind: 'member'; user: string; group: string }
  /** Set now; what keeps it after a reboot is a file. */
  | { kind: 'sysctl'; name: string; value: string }
  | { kind: 'hostname'; before: string; name: string }
  | { kind: 'firewall'; tool: 'firewalld' | 'ufw'; zone: string; peers: string[]; ports: string }
  | BridgeAction;

/** One line of the plan with what carries it out. Only items of status `change` are applied. */
export interface PlanStep {
  item: PlanItem;
  actions: Action[];
}

/** Plain data, safe to store as JSON. */
export interface HostPlan {
  family?: FamilyName;
  bridge: string;
  nic: string;
  fqdn: string;
  virtualization?: 'kvm' | 'qemu';
  steps: PlanStep[];
  /** Nothing is blocked. */
  canApply: boolean;
  /** Nothing is left to change. */
  complete: boolean;
}

/** A whole disk of a host, or a loop device that is one. Texts come from the host. */
export interface HostDisk {
  name: string;
  /** Bytes. */
  size: number;
  model: string;
  serial: string;
  kind: 'disk' | 'loop';
  rotational: boolean;
  /** Name, size, serial and numbers together: another disk under the same name has another. */
  identity: string;
  /** What is on it or uses it; nothing for an empty disk. */
  found: Phrase[];
}

/** A disk whose file system a host exports by NFS, as it is noted down on that host before anything is done. */
export interface DiskStoreRecord {
  /** Ours, and the UUID of the file system. */
  id: string;
  disk: string;
  identity: string;
  size: number;
  serial: string;
  server: 'kernel' | 'ganesha';
  /** Addresses or networks that may mount it. */
  clients: string[];
}

export interface DiskStore extends DiskStoreRecord {
  /** Exported folders. */
  paths: string[];
  /** The file system is mounted. */
  mounted: boolean;
}

export interface DiskStoreWish {
  id: string;
  disk: string;
  /** What the admin saw; another disk under that name is refused. */
  identity: string;
  clients: string[];
}

/** One thing that an undo would take back, or leave. */
export interface UndoPreviewItem {
  kind: 'file' | 'directory' | 'packages' | 'unit' | 'member' | 'sysctl' | 'hostname' | 'firewall' | 'bridge';
  fate: 'restored' | 'removed' | 'left';
  title: Phrase;
  note?: Phrase;
  path?: string;
  /** Unified, from the file as it is to what it becomes. */
  diff?: string;
  /** Packages. */
  names?: string[];
}

export interface UndoPreview {
  /** In the order of the undo. */
  items: UndoPreviewItem[];
  /** Why an undo would be refused now. */
  refusal?: { message: Phrase; hint?: Phrase };
}
