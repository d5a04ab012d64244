import type { Ctx } from '../context.ts';
import { fail } from '../contract/errors.ts';

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
    `${text} is in use as the ${pool === undefined ? 'secondary' : 'primary'} storage ${(pool ?? store)?.name}.`,
    {
      field: 'url',
      hint: 'Give each pool and each image store a directory of its own.',
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
  const refuse = (what: string) =>
    fail('parameter', `${what} in the storage URL.`, {
      field: 'url',
      hint: 'Use nfs://server/export/path, sharedmountpoint:///path or file:///path.',
    });
  const match = /^(nfs|sharedmountpoint|file):\/\/([^/]*)(\/.*)$/i.exec(text);
  if (match === null) throw refuse('There is no scheme or path');
  const scheme = (match[1] as string).toLowerCase() as StorageUrl['scheme'];
  const server = match[2] as string;
  const path = (match[3] as string).replace(/\/+$/, '') || '/';
  if (scheme === 'nfs' && !/^[a-zA-Z0-9]([a-zA-Z0-9.:-]*[a-zA-Z0-9])?$/.test(server))
    throw refuse('The server name is missing or wrong');
  if (!/^\/[a-zA-Z0-9._/+@=-]*$/.test(path)) throw refuse('The path has characters that are not allowed');
  // One directory has one name, or two stores could lie in it without anybody seeing it.
  if (
    path !== '/' &&
    path
      .slice(1)
      .split('/')
      .some((part) => part === '' || part === '.' || part === '..')
  )
    throw refuse('The path has an empty, "." or ".." part');
  if (path === '/' && scheme !== 'nfs') throw refuse('The root directory cannot be a store');
  return { scheme, server: scheme === 'nfs' ? server.toLowerCase() : '', path };
}
