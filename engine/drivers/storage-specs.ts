import type { Phrase } from '../contract/phrase.ts';
import type { ImageChecksum } from './upload.ts';

/** What storage, images and volumes are to be, and what was found: parts of `driver.ts`. Sizes are bytes. */

export interface PoolSpec {
  id: string;
  type: 'Filesystem' | 'SharedMountPoint' | 'NetworkFilesystem';
  /** NFS server; empty otherwise. */
  server: string;
  /** The export on the server, or the directory on the host. */
  path: string;
  /** Addresses of all hosts of the pool, for what must be limited to peers. */
  mountOptions?: string;
}

export interface ImageStoreSpec {
  id: string;
  provider: 'NFS' | 'Directory' | 'Simulator';
  server: string;
  path: string;
}

export interface PoolStats {
  total: number;
  used: number;
}

export interface PoolProbe extends PoolStats {
  /** What was tried and found, in order, one line each; for the wizard. */
  checks: { name: 'mount' | 'write' | 'read' | 'lock' | 'space'; detail: Phrase }[];
}

/** `ISO` images lie beside templates and are never copied to a pool. */
export type ImageFormat = 'QCOW2' | 'RAW' | 'ISO';

/** What an image is to be, wherever it comes from. */
export interface ImageFileSpec {
  id: string;
  format: ImageFormat;
  checksum?: ImageChecksum;
  /** Largest file and largest virtual size. */
  maximumSize: number;
}

export interface TemplateSpec extends ImageFileSpec {
  /** Already checked by the engine against the internal-site rule; `addresses` pins what the name resolved to. */
  url: string;
  addresses: string[];
}

export interface TemplateCopy {
  id: string;
  format: 'QCOW2' | 'RAW';
  virtualSize: number;
}

export interface ImageFacts {
  format: ImageFormat;
  virtualSize: number;
  physicalSize: number;
  checksum: string;
}

export interface VolumeSpec {
  id: string;
  size: number;
  /** A linked clone of this template, or empty. */
  templateId?: string;
  templateFormat?: 'QCOW2' | 'RAW';
}

export interface VolumeFacts {
  /** Path on the host. */
  path: string;
  size: number;
  physicalSize: number;
}
