import type { FamilyName, HostProbe } from '../types.ts';

/** What differs between families of Linux distributions. Data only. */
export interface Family {
  name: FamilyName;
  packageManager: 'apt' | 'dnf';
  /** What every host needs. */
  packages: readonly string[];
  /** Other packages that do as well, by the name in `packages`. */
  alternatives: Readonly<Record<string, readonly string[]>>;
  /** Needed only where no time service is there yet. */
  timePackage: string;
  /** Needed only where ifupdown makes the bridge. */
  ifupdownBridgePackage?: string;
  /** Needed only when the login is not root: libvirt then asks polkit whether the user may. */
  polkitPackage: string;
  /** Oldest supported major (or `major.minor`) release by os-release's ID. */
  releases: Readonly<Record<string, { name: string; oldest: string; newest?: string }>>;
  /**
   * Sets of units of libvirt, in the order of preference; the first set whose first unit exists is used. `active` units are started too,
   * the others only enabled.
   */
  libvirtUnits: readonly { active: readonly string[]; enabled: readonly string[] }[];
  /** Listeners of libvirt beyond its unix sockets; stopped and disabled where found. */
  libvirtListeners: readonly string[];
  /** User that QEMU runs as, by the distribution's build. */
  qemuUser: string;
  /** Where the daemon's command line options live (`LIBVIRTD_ARGS`). */
  libvirtArguments: string;
  /** What serves NFS: the kernel's own server, or nfs-ganesha where the kernel has none. Packages and the unit of each, and what they leave. */
  nfsServer: {
    kernel: { packages: readonly string[]; unit: string };
    ganesha: { packages: readonly string[]; unit: string };
    residue: readonly string[];
  };
  /** Directories that removed packages leave, made by their daemons; removed by an undo when they were not there before. */
  residue: readonly string[];
}

/** Time services in the order in which they are looked for. */
export const timeServices = [
  'chronyd.service',
  'chrony.service',
  'systemd-timesyncd.service',
  'ntpd.service',
  'ntp.service',
  'ntpsec.service',
] as const;

/** The family by os-release's ID and ID_LIKE; undefined for what Benchtop has no data for. */
export function familyNameOf(system: Pick<HostProbe['system'], 'id' | 'idLike'>): FamilyName | undefined {
  const names = [system.id, ...system.idLike];
  if (names.some((name) => ['debian', 'ubuntu'].includes(name))) return 'debian';
  if (names.some((name) => ['rhel', 'centos', 'rocky', 'almalinux', 'fedora'].includes(name))) return 'redhat';
  return undefined;
}
