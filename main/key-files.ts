import { existsSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Where a data folder keeps its data key. At most one of the three is in use; each shell opens the ones it can and says of
 * the others who can.
 */
export const keyFileNames = {
  /** The key itself; the file's mode is all that guards it. */
  plain: 'key',
  /** Wrapped by a passphrase. */
  passphrase: 'key.passphrase',
  /** Wrapped by the desktop's key store, through Electron. */
  desktop: 'key.desktop',
} as const;

export type KeyFile = keyof typeof keyFileNames;

export const dataKeyBytes = 32;

export function hasKeyFile(dataDirectory: string, which: KeyFile): boolean {
  return existsSync(path.join(dataDirectory, keyFileNames[which]));
}

export async function readKeyFile(dataDirectory: string, which: KeyFile): Promise<Buffer | undefined> {
  try {
    return await readFile(path.join(dataDirectory, keyFileNames[which]));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a key file that only its owner may read; it is either there whole or not at all. */
export async function writeKeyFile(dataDirectory: string, which: KeyFile, content: Uint8Array): Promise<void> {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  const target = path.join(dataDirectory, keyFileNames[which]);
  const draft = `${target}.new`;
  await rm(draft, { force: true });
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, target);
}

export async function removeKeyFile(dataDirectory: string, which: KeyFile): Promise<void> {
  await rm(path.join(dataDirectory, keyFileNames[which]), { force: true });
}

/** The key itself, checked; the message names the file, never its content. */
export function checkedDataKey(dataKey: Uint8Array, dataDirectory: string, which: KeyFile): Uint8Array {
  if (dataKey.length === dataKeyBytes) return dataKey;
  throw new Error(
    `The key file ${path.join(dataDirectory, keyFileNames[which])} is damaged: it holds ${dataKey.length} bytes, not ${dataKeyBytes}. Restore it from a backup of the data folder.`,
  );
}
