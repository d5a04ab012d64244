import type { DiskStoreRecord } from '../types.ts';

/** Where a disk's file system is mounted, and the folders on it that are exported: one for each kind of storage. */
export const mountPoint = (id: string) => `/srv/benchtop/${id.slice(0, 8)}`;
export const exportedPaths = (id: string) => [`${mountPoint(id)}/primary`, `${mountPoint(id)}/secondary`];

/** The mount unit's name, as systemd wants it for its path. */
export const mountUnit = (id: string) => `srv-benchtop-${id.slice(0, 8)}.mount`;

/** `what`: the device by its file system's UUID. Not part of local-fs.target: a host whose disk has died must still boot. */
export function mountUnitText(id: string, what: string): string {
  return `# Written by Benchtop.
[Unit]
Description=Benchtop: a disk for NFS
Before=nfs-server.service nfs-ganesha.service

[Mount]
What=${what}
Where=${mountPoint(id)}
Type=ext4
Options=noatime

[Install]
WantedBy=multi-user.target
`;
}

/**
 * The kernel server's exports of one disk. `mountpoint`: while the disk is not mounted nothing is exported, or guests would fill the
 * host's own file system. `no_root_squash`: libvirt gives a guest's disk to QEMU's user, which only root may do.
 */
export function kernelExports(store: DiskStoreRecord): string {
  const options = `rw,sync,no_root_squash,no_subtree_check,mountpoint=${mountPoint(store.id)}`;
  const lines = exportedPaths(store.id).map(
    (path) => `${path} ${store.clients.map((client) => `${client}(${options})`).join(' ')}`,
  );
  return ['# Written by Benchtop.', ...lines, ''].join('\n');
}

/** The whole configuration of nfs-ganesha, for all disks. Fixed port for mounting, so that a firewall can let it through. */
export function ganeshaConfiguration(stores: readonly DiskStoreRecord[]): string {
  const exports = stores
    .flatMap((store) => exportedPaths(store.id).map((path) => ({ path, clients: store.clients })))
    .map(
      ({ path, clients }, index) => `EXPORT {
  Export_Id = ${index + 1};
  Path = ${path};
  Pseudo = ${path};
  Access_Type = None;
  Squash = No_Root_Squash;
  SecType = sys;
  Protocols = 3, 4;
  Transports = TCP;
  CLIENT { Clients = ${clients.join(', ')}; Access_Type = RW; }
  FSAL { Name = VFS; }
}
`,
    );
  return `# Written by Benchtop.
NFS_CORE_PARAM {
  Protocols = 3, 4;
  MNT_Port = 20048;
  mount_path_pseudo = true;
  Enable_RQUOTA = false;
  Enable_UDP = false;
}
NFSV4 { RecoveryBackend = fs; Grace_Period = 15; Lease_Lifetime = 15; }
${exports.join('')}`;
}
