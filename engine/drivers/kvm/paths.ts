import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ImageFormat, ImageStoreSpec, PoolSpec } from '../driver.ts';

/** Everything of ours on a host lies under this folder, apart from systemd units and from storage that the admin chose a place for. */
export const home = '/var/lib/benchtop';

/** Names of files and units are made from ids only. Throws `parameter` for anything that is not a UUID. */
export function fileId(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw fail('parameter', say`${JSON.stringify(id).slice(0, 80)} is not an id.`);
  return id.toLowerCase();
}

/** An absolute path without `.`, `..`, control characters or backslashes, as an admin may choose it. */
export function chosenPath(path: string): string {
  const clean = path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
  if (!/^\/[^\\\p{Cc}]*$/u.test(clean) || clean.split('/').some((part) => part === '..' || part === '.'))
    throw fail('parameter', say`${JSON.stringify(path).slice(0, 200)} is not a path that can be used.`, {
      field: 'path',
      hint: say`Use an absolute path such as /export/primary.`,
    });
  if (clean === '/') throw fail('parameter', say`The root folder cannot be storage.`, { field: 'path' });
  return clean;
}

/** Where a pool is on the host: a folder of the admin's, or our mount point. */
export function poolRoot(pool: PoolSpec): string {
  return pool.type === 'NetworkFilesystem' ? `${home}/pools/${fileId(pool.id)}` : chosenPath(pool.path);
}

export function imageStoreRoot(store: ImageStoreSpec): string {
  return store.provider === 'NFS' ? `${home}/stores/${fileId(store.id)}` : chosenPath(store.path);
}

const suffixes = { QCOW2: 'qcow2', RAW: 'raw', ISO: 'iso' } as const;

export const volumePath = (pool: PoolSpec, volumeId: string) => `${poolRoot(pool)}/${fileId(volumeId)}.qcow2`;
export const rawVolumePath = (pool: PoolSpec, volumeId: string) => `${poolRoot(pool)}/${fileId(volumeId)}.raw`;

/** The file of a disk. One that Benchtop did not make has a name of its own, which never leads out of its pool. */
export function diskPath(
  pool: PoolSpec,
  disk: { volumeId: string; format: 'qcow2' | 'raw'; file?: string | undefined },
): string {
  if (disk.file !== undefined) return `${poolRoot(pool)}${chosenPath(`/${disk.file}`)}`;
  return disk.format === 'raw' ? rawVolumePath(pool, disk.volumeId) : volumePath(pool, disk.volumeId);
}

/** A template in an image store, or as the base of linked clones on a pool. */
export const templatePath = (root: string, templateId: string, format: ImageFormat) =>
  `${root}/template-${fileId(templateId)}.${suffixes[format]}`;
/** What is being written; complete files never have this name. */
export const partialPath = (root: string, templateId: string) => `${root}/.template-${fileId(templateId)}.part`;
