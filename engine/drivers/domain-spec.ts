import type { DiskSpeed } from '../contract/disk-offering.ts';
import type { InstanceSettings } from '../contract/instance-setting.ts';
import type { Hardware } from './looks.ts';
import type { ImageStoreSpec, PoolSpec } from './storage-specs.ts';

/** What a domain is to be: parts of `driver.ts`. */

export interface DomainSpec {
  id: string;
  /** `i-2-17-VM`, CloudStack's instance name; the libvirt domain's name. */
  instanceName: string;
  /** Shown as title and description only. */
  displayName: string;
  cpuNumber: number;
  cpuSpeed: number;
  limitCpuUse: boolean;
  /** Bytes. */
  memory: number;
  /** Up to where it may grow while it runs, memory in bytes; without it, it does not. */
  maximum?: { cpuNumber: number; memory: number };
  /** What was chosen of its hardware, instead of what follows from the guest OS type. */
  settings?: InstanceSettings;
  /** Guest OS type's name, from which bus, NIC model, clock and Hyper-V features follow. */
  guestOs: string;
  disks: {
    volumeId: string;
    pool: PoolSpec;
    deviceId: number;
    type: 'ROOT' | 'DATADISK';
    format: 'qcow2' | 'raw';
    size: number;
    speed?: DiskSpeed;
    /** Its name on the pool, of a disk that Benchtop did not make; else that follows from its id. */
    file?: string;
  }[];
  nics: { id: string; mac: string; bridge: string; deviceId: number }[];
  /** What is in the CD drive, which every domain has. */
  cdrom?: CdromSpec;
  /** What its guest is told by a second CD drive; without it there is no such drive. Goes with the definition. */
  configDrive?: readonly GuestFile[];
  /** What the firmware tries first; the other comes second. Disk when absent. */
  bootOrder?: 'disk' | 'cdrom';
  /** Devices of one that was adopted; else they follow from the guest OS type. */
  hardware?: Hardware;
}

/** A file that a guest finds on its config drive. The path has lower-case words, separated by slashes. */
export interface GuestFile {
  path: string;
  content: Buffer;
}

/** An ISO of an image store that is mounted on the host. */
export interface CdromSpec {
  isoId: string;
  store: ImageStoreSpec;
}
