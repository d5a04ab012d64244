import { posix } from 'node:path';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type {
  HostTarget,
  ImageFacts,
  ImageStoreSpec,
  PoolProbe,
  PoolSpec,
  PoolStats,
  TemplateCopy,
  VolumeFacts,
  VolumeSpec,
} from '../driver.ts';
import { type Fault, storageFault } from './faults.ts';
import type { HostRow } from './hosts.ts';
import { practiceFailure } from './practice-names.ts';
import type { World } from './world.ts';

/** A host as an operation sees it: the machine, the engine's name for it, and the faults it has at this moment. */
export interface Seen {
  row: HostRow;
  target: HostTarget;
  faults: Fault[];
}

type StorageSpec = PoolSpec | ImageStoreSpec;

const sharedTotal = 4 * 1024 ** 4;
const localTotal = 1024 ** 4;
/** What an empty linked clone takes: qcow2's header and tables. */
const cloneOverhead = 196_608;

function place(row: HostRow, spec: StorageSpec): { hostKey: number; server: string; path: string; total: number } {
  const kind = 'type' in spec ? spec.type : spec.provider;
  const local = kind === 'Filesystem' || kind === 'Directory';
  const path = posix.normalize(`/${spec.path}`).replace(/(.)\/$/, '$1');
  return {
    hostKey: local ? row.key : 0,
    server: local ? '' : spec.server.toLowerCase(),
    path,
    total: local ? localTotal : sharedTotal,
  };
}

const where = (spec: StorageSpec) => (spec.server === '' ? spec.path : `${spec.server}:${spec.path}`);

/** Throws when a fault of the host or a practice name makes the storage unusable. */
function checkUsable(seen: Seen, spec: StorageSpec, forWriting: boolean): void {
  const named = practiceFailure(seen.target, spec.server, spec.path);
  if (named !== undefined) throw named;
  const fault = storageFault(seen.faults, spec.id);
  if (fault === 'storage-gone')
    throw fail('resourceUnavailable', say`The storage ${where(spec)} does not answer on ${seen.target.name}.`, {
      hint: say`Check the storage server and the network between it and the host. Nothing was changed.`,
    });
  if (fault === 'storage-full' && forWriting) throw full(seen, spec);
}

function full(seen: Seen, spec: StorageSpec) {
  return fail('insufficientCapacity', say`No space is left on ${where(spec)}, seen from ${seen.target.name}.`, {
    hint: say`Delete volumes or templates there, or enlarge the file system.`,
  });
}

function storeKey(world: World, seen: Seen, spec: StorageSpec): number {
  const { hostKey, server, path, total } = place(seen.row, spec);
  world.run(
    'INSERT OR IGNORE INTO store (host_key, server, path, total) VALUES (?, ?, ?, ?)',
    hostKey,
    server,
    path,
    total,
  );
  const row = world.get<{ key: number }>(
    'SELECT key FROM store WHERE host_key = ? AND server = ? AND path = ?',
    hostKey,
    server,
    path,
  );
  return (row as { key: number }).key;
}

/** The store behind a pool or image store that the host has mounted; throws `resourceUnavailable` when it has not. */
export function mountedStore(world: World, seen: Seen, spec: StorageSpec): number {
  const row = world.get<{ store_key: number }>(
    'SELECT store_key FROM mount WHERE host_key = ? AND spec_id = ?',
    seen.row.key,
    spec.id,
  );
  if (row !== undefined) return row.store_key;
  throw fail('resourceUnavailable', say`The storage ${where(spec)} is not mounted on ${seen.target.name}.`, {
    hint: say`Reconnect the host; its storage is mounted again then.`,
  });
}

function used(world: World, store: number): number {
  const row = world.get<{ used: number }>(
    `SELECT (SELECT coalesce(sum(physical_size), 0) FROM image WHERE store_key = ?)
          + (SELECT coalesce(sum(received), 0) FROM upload WHERE store_key = ?)
          + (SELECT coalesce(sum(physical_size), 0) FROM volume WHERE store_key = ?) AS used`,
    store,
    store,
    store,
  );
  return (row as { used: number }).used;
}

function statsOf(world: World, seen: Seen, spec: StorageSpec, store: number): PoolStats {
  const total = (world.get<{ total: number }>('SELECT total FROM store WHERE key = ?', store) as { total: number })
    .total;
  return { total, used: storageFault(seen.faults, spec.id) === 'storage-full' ? total : used(world, store) };
}

export function probe(world: World, seen: Seen, spec: StorageSpec): PoolProbe {
  checkUsable(seen, spec, true);
  const { hostKey, server, path, total } = place(seen.row, spec);
  const store = world.get<{ key: number }>(
    'SELECT key FROM store WHERE host_key = ? AND server = ? AND path = ?',
    hostKey,
    server,
    path,
  );
  const stats = store === undefined ? { total, used: 0 } : statsOf(world, seen, spec, store.key);
  const free = Math.floor((stats.total - stats.used) / 1024 ** 3);
  return {
    ...stats,
    checks: [
      { name: 'mount', detail: hostKey === 0 ? say`${where(spec)} was mounted for a trial` : say`${path} is a folder` },
      { name: 'write', detail: say`a file of 4 KiB was written` },
      { name: 'read', detail: say`it read back the same` },
      { name: 'lock', detail: say`a lock was taken and given back` },
      { name: 'space', detail: say`${free} GiB are free` },
    ],
  };
}

export function mount(world: World, seen: Seen, spec: StorageSpec): PoolStats {
  checkUsable(seen, spec, false);
  const store = storeKey(world, seen, spec);
  world.run(
    'INSERT OR REPLACE INTO mount (host_key, spec_id, store_key, pool) VALUES (?, ?, ?, ?)',
    seen.row.key,
    spec.id,
    store,
    'type' in spec ? JSON.stringify(spec) : null,
  );
  return statsOf(world, seen, spec, store);
}

export function unmount(world: World, seen: Seen, spec: StorageSpec): void {
  const user = world.get<{ instance_name: string }>(
    `SELECT instance_name FROM domain_disk JOIN domain ON domain.host_key = domain_disk.host_key AND domain.id = domain_id
     WHERE domain_disk.host_key = ? AND pool_id = ? AND state IN ('running', 'paused') LIMIT 1`,
    seen.row.key,
    spec.id,
  );
  if (user !== undefined)
    throw fail('inUse', say`The instance ${user.instance_name} runs from ${where(spec)} on ${seen.target.name}.`, {
      hint: say`Stop it first.`,
    });
  world.run('DELETE FROM mount WHERE host_key = ? AND spec_id = ?', seen.row.key, spec.id);
}

export function stats(world: World, seen: Seen, spec: StorageSpec): PoolStats {
  checkUsable(seen, spec, false);
  return statsOf(world, seen, spec, mountedStore(world, seen, spec));
}

interface ImageRow {
  format: ImageFacts['format'];
  virtual_size: number;
  physical_size: number;
  checksum: string;
}

type ImageRole = 'image' | 'base';

function findImage(world: World, store: number, templateId: string, role: ImageRole): ImageRow | undefined {
  return world.get<ImageRow>(
    'SELECT format, virtual_size, physical_size, checksum FROM image WHERE store_key = ? AND template_id = ? AND role = ?',
    store,
    templateId,
    role,
  );
}

/** The template in an image store, if it is there; throws when the store cannot be used. */
export function templateOn(world: World, seen: Seen, spec: ImageStoreSpec, templateId: string): ImageFacts | undefined {
  checkUsable(seen, spec, false);
  const row = findImage(world, mountedStore(world, seen, spec), templateId, 'image');
  if (row === undefined) return undefined;
  return {
    format: row.format,
    virtualSize: row.virtual_size,
    physicalSize: row.physical_size,
    checksum: row.checksum,
  };
}

export function baseOn(world: World, seen: Seen, pool: PoolSpec, templateId: string): boolean {
  checkUsable(seen, pool, false);
  return findImage(world, mountedStore(world, seen, pool), templateId, 'base') !== undefined;
}

/** Throws when there is no room for what is being written; long work asks as it goes. */
export function checkRoom(world: World, seen: Seen, spec: StorageSpec, bytes: number): void {
  checkUsable(seen, spec, true);
  const now = statsOf(world, seen, spec, mountedStore(world, seen, spec));
  if (now.used + bytes > now.total) throw full(seen, spec);
}

export function putTemplate(
  world: World,
  seen: Seen,
  spec: ImageStoreSpec,
  templateId: string,
  facts: ImageFacts,
): void {
  world.run(
    "INSERT OR IGNORE INTO image (store_key, template_id, role, format, virtual_size, physical_size, checksum) VALUES (?, ?, 'image', ?, ?, ?, ?)",
    mountedStore(world, seen, spec),
    templateId,
    facts.format,
    facts.virtualSize,
    facts.physicalSize,
    facts.checksum,
  );
}

export function putBase(world: World, seen: Seen, from: ImageStoreSpec, pool: PoolSpec, template: TemplateCopy): void {
  const source = findImage(world, mountedStore(world, seen, from), template.id, 'image');
  if (source === undefined)
    throw fail('resourceUnavailable', say`The template is not in the image store ${where(from)}.`, {
      hint: say`Delete the template and register it again.`,
    });
  world.run(
    "INSERT OR IGNORE INTO image (store_key, template_id, role, format, virtual_size, physical_size, checksum) VALUES (?, ?, 'base', ?, ?, ?, ?)",
    mountedStore(world, seen, pool),
    template.id,
    source.format,
    source.virtual_size,
    source.physical_size,
    source.checksum,
  );
}

export function removeImage(world: World, seen: Seen, spec: StorageSpec, templateId: string, role: ImageRole): void {
  checkUsable(seen, spec, false);
  const store = mountedStore(world, seen, spec);
  const clones =
    role === 'base'
      ? (world.get<{ n: number }>(
          'SELECT count(*) AS n FROM volume WHERE store_key = ? AND template_id = ?',
          store,
          templateId,
        )?.n ?? 0)
      : 0;
  if (clones > 0)
    throw fail('inUse', say`${clones} volumes on ${where(spec)} are linked clones of the template.`, {
      hint: say`Expunge their instances first.`,
    });
  world.run('DELETE FROM image WHERE store_key = ? AND template_id = ? AND role = ?', store, templateId, role);
  if (role === 'image') world.run('DELETE FROM upload WHERE store_key = ? AND template_id = ?', store, templateId);
}

/** Where a pool is on a host. */
export const folderOf = (pool: PoolSpec): string =>
  pool.type === 'NetworkFilesystem' ? `/mnt/${pool.id}` : posix.normalize(`/${pool.path}`);

export function putVolume(world: World, seen: Seen, pool: PoolSpec, volume: VolumeSpec): VolumeFacts {
  checkUsable(seen, pool, false);
  const store = mountedStore(world, seen, pool);
  const path = `${folderOf(pool)}/${volume.id}`;
  const found = world.get<{ size: number; physical_size: number }>(
    'SELECT size, physical_size FROM volume WHERE store_key = ? AND id = ?',
    store,
    volume.id,
  );
  if (found !== undefined && found.size >= volume.size)
    return { path, size: found.size, physicalSize: found.physical_size };
  checkUsable(seen, pool, true);
  if (volume.templateId !== undefined) {
    const base = findImage(world, store, volume.templateId, 'base');
    if (base === undefined)
      throw fail('resourceUnavailable', say`The template of the volume is not on ${where(pool)}.`, {
        hint: say`Try again; the template is copied to the pool first.`,
      });
    if (volume.size < base.virtual_size)
      throw fail('parameter', say`A volume cannot be smaller than the template it is cloned from.`, {
        field: 'rootdisksize',
      });
  }
  const physicalSize = found?.physical_size ?? cloneOverhead;
  world.run(
    `INSERT INTO volume (store_key, id, size, physical_size, template_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (store_key, id) DO UPDATE SET size = excluded.size`,
    store,
    volume.id,
    volume.size,
    physicalSize,
    volume.templateId ?? null,
  );
  return { path, size: volume.size, physicalSize };
}

/** A volume that no running domain has open; throws what stops it from being copied. */
export function idleVolume(
  world: World,
  seen: Seen,
  pool: PoolSpec,
  volumeId: string,
): { size: number; taken: number } {
  checkUsable(seen, pool, false);
  refuseInUse(world, volumeId);
  const found = world.get<{ size: number; taken: number }>(
    `SELECT volume.size AS size, volume.physical_size + coalesce(image.physical_size, 0) AS taken FROM volume
     LEFT JOIN image ON image.store_key = volume.store_key AND image.template_id = volume.template_id AND role = 'base'
     WHERE volume.store_key = ? AND id = ?`,
    mountedStore(world, seen, pool),
    volumeId,
  );
  if (found !== undefined) return found;
  throw fail('resourceUnavailable', say`The volume is not on ${where(pool)}, seen from ${seen.target.name}.`, {
    hint: say`Check the storage pool.`,
  });
}

function refuseInUse(world: World, volumeId: string): void {
  const user = world.get<{ instance_name: string }>(
    `SELECT instance_name FROM domain_disk JOIN domain ON domain.host_key = domain_disk.host_key AND domain.id = domain_id
     WHERE volume_id = ? AND state IN ('running', 'paused') LIMIT 1`,
    volumeId,
  );
  if (user !== undefined)
    throw fail('inUse', say`The volume is in use by the running instance ${user.instance_name}.`, {
      hint: say`Stop it first.`,
    });
}

/** A disk that the engine did not make: in the world it is known by its file's name. */
export function inspectVolume(world: World, seen: Seen, pool: PoolSpec, file: string): VolumeFacts {
  checkUsable(seen, pool, false);
  const found = world.get<{ size: number; physical_size: number }>(
    'SELECT size, physical_size FROM volume WHERE store_key = ? AND id = ?',
    mountedStore(world, seen, pool),
    file,
  );
  const path = `${folderOf(pool)}/${file}`;
  if (found === undefined) throw fail('parameter', say`The disk ${path} cannot be read: ${say`it is not there`}`);
  return { path, size: found.size, physicalSize: found.physical_size };
}

export function removeVolume(world: World, seen: Seen, pool: PoolSpec, volumeId: string): void {
  checkUsable(seen, pool, false);
  refuseInUse(world, volumeId);
  world.run('DELETE FROM volume WHERE store_key = ? AND id = ?', mountedStore(world, seen, pool), volumeId);
}
