import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** Where the API is, and who asks: by keys, or by a session. */
export interface Kept {
  url: string;
  apikey?: string;
  secretkey?: string;
  sessionkey?: string;
  cookie?: string;
  fingerprint?: string;
  /** The text of a certificate, not its file. */
  ca?: string;
}

/** The file that `login` writes. It is for its owner alone. */
export function keptFile(environment: NodeJS.ProcessEnv): string {
  const folder =
    environment.XDG_CONFIG_HOME ||
    (process.platform === 'win32' && environment.APPDATA) ||
    (process.platform === 'darwin' && join(homedir(), 'Library', 'Application Support')) ||
    join(environment.HOME || homedir(), '.config');
  return join(folder, 'benchtop', 'login.json');
}

export function readKept(file: string): Kept | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof kept === 'object' && kept !== null && 'url' in kept ? (kept as Kept) : undefined;
  } catch {
    return undefined;
  }
}

/** Written aside and put in place, so that nobody reads half of it, and never readable by others. */
export function writeKept(file: string, kept: Kept): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const aside = `${file}.${process.pid}`;
  writeFileSync(aside, `${JSON.stringify(kept, undefined, 2)}\n`, { mode: 0o600 });
  chmodSync(aside, 0o600);
  renameSync(aside, file);
}

export const forgetKept = (file: string): void => rmSync(file, { force: true });
