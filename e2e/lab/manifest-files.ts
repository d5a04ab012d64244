/** The files of a host that differ from what it was made of. */
import { createHash } from 'node:crypto';
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readlinkSync, readSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** A path that differs from the layers below; `deleted` is one that they have and the host has not. */
export type FileRecord = {
  type: 'file' | 'directory' | 'link' | 'other' | 'deleted';
  mode?: string;
  owner?: string;
  size?: number;
  sha256?: string;
  target?: string;
  /** Content of small text files, so that a difference explains itself. */
  text?: string;
};

const textLimit = 16 * 1024;

function status(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}

function names(path: string): string[] {
  return status(path)?.isDirectory() ? readdirSync(path) : [];
}

function hashOf(path: string): string {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(1 << 20);
  for (let count = readSync(file, buffer); count > 0; count = readSync(file, buffer))
    hash.update(buffer.subarray(0, count));
  closeSync(file);
  return hash.digest('hex');
}

function describe(path: string, stats: Stats): FileRecord {
  const common = { mode: (stats.mode & 0o7777).toString(8), owner: `${stats.uid}:${stats.gid}` };
  if (stats.isDirectory()) return { type: 'directory', ...common };
  if (stats.isSymbolicLink()) return { type: 'link', owner: common.owner, target: readlinkSync(path) };
  if (!stats.isFile()) return { type: 'other', ...common };
  const record: FileRecord = { type: 'file', ...common, size: stats.size, sha256: hashOf(path) };
  if (stats.size <= textLimit) {
    const text = readFileSync(path, 'utf8');
    if (!/[\0\uFFFD]/.test(text)) record.text = text;
  }
  return record;
}

/**
 * Walks what the overlay's upper directory holds and compares it with the layers below. Entries equal to what is below (a file
 * changed and put back, a directory something was once created in) are no differences.
 * @param places `upper`: the overlay's own directory; `root`: the host's merged view; `lower`: the merged view of the layers alone
 */
export function readDifferences(places: { upper: string; root: string; lower: string }): Record<string, FileRecord> {
  const differences: Record<string, FileRecord> = {};
  const visit = (path: string) => {
    const inUpper = new Set(names(join(places.upper, path)));
    const inRoot = new Set(names(join(places.root, path)));
    const inLower = new Set(names(join(places.lower, path)));
    for (const name of inLower) if (!inRoot.has(name)) differences[`${path}/${name}`] = { type: 'deleted' };
    for (const name of inRoot) {
      if (!inUpper.has(name)) continue;
      const inner = `${path}/${name}`;
      const stats = status(join(places.root, inner));
      // A file may vanish while the host runs.
      if (!stats) continue;
      const record = describe(join(places.root, inner), stats);
      const below = status(join(places.lower, inner));
      const same = below && JSON.stringify(describe(join(places.lower, inner), below)) === JSON.stringify(record);
      if (!same) differences[inner] = record;
      if (stats.isDirectory()) visit(inner);
    }
  };
  visit('');
  return differences;
}
