import type { Ctx } from '../context.ts';
import { fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';

/** Refuses a directory that a pool or image store lies in already: two of them in one place would overwrite each other. */
export function refuseTaken(ctx: Ctx, url: StorageUrl, text: string, hostId: string | undefined): void {
  // An export is the same whichever host mounts it; a directory is each host's own, and one that all mount is everybody's.
  const same =
    "removed IS NULL AND server = ? AND path = ? AND (? <> '' OR host_id IS NULL OR ? IS NULL OR host_id = ?)";
  const values = [url.server, url.path, url.server, hostId ?? null, hostId ?? null];
  const pool = ctx.store.first('storagePools', same, ...values);
  const store = ctx.store.first('imageStores', same, ...values);
  if (pool === undefined && store === undefined) return;
  throw fail(
    'parameter',
    pool === undefined
      ? say`${text} is in use as the secondary storage ${store?.name ?? ''}.`
      : say`${text} is in use as the primary storage ${pool.name}.`,
    {
      field: 'url',
      hint: say`Give each pool and each image store a directory of its own.`,
    },
  );
}

export interface StorageUrl {
  scheme: 'nfs' | 'sharedmountpoint' | 'file';
  /** NFS server; empty otherwise. */
  server: string;
  path: string;
}

/**
 * A storage URL as CloudStack writes it: `nfs://server/export`, `sharedmountpoint://anything/path` or `file:///path`. The path is
 * absolute, has no `..`, and is kept to characters that mount units and NFS exports carry safely.
 * Error: parameter at `url`, saying what would be accepted.
 */
export function parseStorageUrl(text: string): StorageUrl {
  const refuse = (what: Phrase) =>
    fail('parameter', what, {
      field: 'url',
      hint: say`Use nfs://server/export/path, sharedmountpoint:///path or file:///path.`,
    });
  const match = /^(nfs|sharedmountpoint|file):\/\/([^/]*)(\/.*)$/i.exec(text);
  if (match === null) throw refuse(say`There is no scheme or path in the storage URL.`);
  const scheme = (match[1] as string).toLowerCase() as StorageUrl['scheme'];
  const server = match[2] as string;
  const path = (match[3] as string).replace(/\/+$/, '') || '/';
  if (scheme === 'nfs' && !/^[a-zA-Z0-9]([a-zA-Z0-9.:-]*[a-zA-Z0-9])?$/.test(server))
    throw refuse(say`The server name is missing or wrong in the storage URL.`);
  if (!/^\/[a-zA-Z0-9._/+@=-]*$/.test(path))
    throw refuse(say`The path has characters that are not allowed in the storage URL.`);
  // One directory has one name, or two stores could lie in it without anybody seeing it.
  if (
    path !== '/' &&
    path
      .slice(1)
      .split('/')
      .some((part) => part === '' || part === '.' || part === '..')
  )
    throw refuse(say`The path has an empty, "." or ".." part in the storage URL.`);
  if (path === '/' && scheme !== 'nfs') throw refuse(say`The root directory cannot be a store.`);
  return { scheme, server: scheme === 'nfs' ? server.toLowerCase() : '', path };
}
