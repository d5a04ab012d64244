/** Where everything of Benchtop on a host lies. */
export const benchtopDirectory = '/var/lib/benchtop';
export const markerPath = `${benchtopDirectory}/host.json`;
/** The journal and everything that an undo needs; for root only. */
export const undoDirectory = `${benchtopDirectory}/undo`;
/** Both sides of one bridge's change of the network, and the script that goes from one to the other without us. */
export function bridgeDirectory(bridge: string): string {
  return `${undoDirectory}/bridge-${bridge}`;
}
/** A disk's file system that is exported by NFS, one file each; while one is there the host cannot be returned to what it was. */
export const diskStoresDirectory = `${undoDirectory}/disk-stores`;
/** The journal of what the NFS server of these disks needed: it came with the first and goes with the last. */
export const nfsServerDirectory = `${undoDirectory}/nfs-server`;
