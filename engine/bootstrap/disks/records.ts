import { isIP } from 'node:net';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import { inert, json, splitSections } from '../parse/sections.ts';
import { diskStoresDirectory } from '../paths.ts';
import type { DiskStore, DiskStoreRecord } from '../types.ts';
import { exportedPaths, mountPoint } from './exports.ts';

const mostStores = 32;

/** Prints each record, and whether its file system is mounted. Arguments: directory, nonce. */
const recordsScript = `cd "$1" 2>/dev/null && for record in *.json; do
  [ -f "$record" ] || continue
  printf '\\n@%s %s\\n' "$2" "$record"
  if mountpoint -q "/srv/benchtop/$(printf %s "$record" | cut -c 1-8)"; then echo mounted; else echo absent; fi
  head -c 4096 "$record"
done
printf '\\n@%s end\\n' "$2"`;

/** The disks of a host that are NFS stores by our own notes there. Notes that are none of ours are left out. */
export async function readStores(connection: SshConnection): Promise<DiskStore[]> {
  const nonce = 'benchtop-record';
  const text = await connection.run(['/bin/sh', '-c', recordsScript, 'benchtop', diskStoresDirectory, nonce]);
  const found: DiskStore[] = [];
  for (const [name, content] of splitSections(text, nonce)) {
    if (name === 'end' || found.length >= mostStores) continue;
    const [mounted, ...rest] = content.split('\n');
    const record = parseRecord(json(rest.join('\n')));
    if (record === undefined || name !== `${record.id}.json`) continue;
    found.push({ ...record, paths: exportedPaths(record.id), mounted: mounted === 'mounted' });
  }
  return found;
}

/** An address, or a network as `10.0.0.0/24`. */
export function isClient(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (kind === 6 ? 128 : 32));
}

/** A record as we would have written it, or undefined: hosts may be tampered with. */
export function parseRecord(value: unknown): DiskStoreRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, disk, identity, size, serial, server, clients } = value as Record<string, unknown>;
  const right =
    typeof id === 'string' &&
    /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) &&
    typeof disk === 'string' &&
    /^[a-z][a-z0-9]{1,31}$/.test(disk) &&
    typeof identity === 'string' &&
    identity.length <= 300 &&
    Number.isSafeInteger(size) &&
    typeof serial === 'string' &&
    (server === 'kernel' || server === 'ganesha') &&
    Array.isArray(clients) &&
    clients.length > 0 &&
    clients.length <= 64 &&
    clients.every((client) => typeof client === 'string' && isClient(client));
  if (!right) return undefined;
  return {
    id,
    disk,
    identity: inert(identity, 300),
    size: size as number,
    serial: inert(serial, 80),
    server,
    clients: clients as string[],
  };
}

export async function writeRecord(connection: SshConnection, record: DiskStoreRecord): Promise<void> {
  if (parseRecord(record) === undefined) throw fail('parameter', say`This disk cannot be noted down.`);
  await connection.run(['mkdir', '--parents', '--mode=700', diskStoresDirectory]);
  const path = `${diskStoresDirectory}/${record.id}.json`;
  await connection.writeFile(path, `${JSON.stringify(record, null, 1)}\n`, 0o600);
}

export async function removeRecord(connection: SshConnection, id: string): Promise<void> {
  await connection.run(['rm', '-f', '--', `${diskStoresDirectory}/${id}.json`]);
  await connection.exec(['rmdir', diskStoresDirectory]);
}

/** Disks that are stores, as a person names them; for whoever would return the host. */
export const placeOf = (store: DiskStoreRecord) => `${store.disk} (${mountPoint(store.id)})`;
