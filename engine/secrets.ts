import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { fail } from './contract/errors.ts';
import { say } from './contract/phrase.ts';
import type { Store } from './store/store.ts';

/**
 * Secrets at rest: each is sealed by AES-256-GCM under the data key, with its row's id as additional data, so that a sealed value
 * cannot be moved to another row. The data key itself is wrapped by the shell's key store. Plain values live in memory only; those seen
 * by this process are taken out of every log line.
 */
export class Secrets {
  private readonly store: Store;
  private readonly clock: () => number;
  private readonly ids: () => string;
  private dataKey: Uint8Array | undefined;
  private readonly known = new Set<string>();

  constructor(store: Store, clock: () => number, ids: () => string) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
  }

  /** Error: locked for what cannot be a data key. */
  unlock(dataKey: Uint8Array): void {
    if (dataKey.length !== 32)
      throw fail('locked', say`The key of the stored passwords is damaged: it must have 32 bytes.`);
    this.dataKey = dataKey;
  }

  get unlocked(): boolean {
    return this.dataKey !== undefined;
  }

  put(ownerId: string, name: string, value: string): void {
    const key = this.key();
    const id = this.ids();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    cipher.setAAD(Buffer.from(id));
    const body = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
    this.remember(name, value);
    this.store.write(() => {
      this.store.sqlite.prepare('DELETE FROM secret WHERE owner_id = ? AND name = ?').run(ownerId, name);
      this.store.sqlite
        .prepare('INSERT INTO secret (id, owner_id, name, sealed, created) VALUES (?, ?, ?, ?, ?)')
        .run(id, ownerId, name, Buffer.concat([nonce, cipher.getAuthTag(), body]), this.clock());
    });
  }

  /** Undefined when there is none. Errors: locked without the data key, internal when the sealed value was tampered with. */
  get(ownerId: string, name: string): string | undefined {
    const row = this.store.sqlite
      .prepare('SELECT id, sealed FROM secret WHERE owner_id = ? AND name = ?')
      .get(ownerId, name) as { id: string; sealed: Buffer } | undefined;
    if (row === undefined) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.key(), row.sealed.subarray(0, 12));
    decipher.setAAD(Buffer.from(row.id));
    decipher.setAuthTag(row.sealed.subarray(12, 28));
    try {
      const value = Buffer.concat([decipher.update(row.sealed.subarray(28)), decipher.final()]).toString('utf8');
      this.remember(name, value);
      return value;
    } catch (error) {
      throw fail('internal', say`The stored secret "${name}" cannot be opened with this data key.`, {
        hint: say`Enter it again.`,
        cause: error,
      });
    }
  }

  /** Copies an owner's secrets to another owner, for a preparation that becomes a host. */
  copy(fromOwnerId: string, toOwnerId: string): void {
    const names = this.store.sqlite.prepare('SELECT name FROM secret WHERE owner_id = ?').all(fromOwnerId) as {
      name: string;
    }[];
    for (const { name } of names) {
      const value = this.get(fromOwnerId, name);
      if (value !== undefined) this.put(toOwnerId, name, value);
    }
  }

  /** All secrets of an owner, or the one of that name. */
  remove(ownerId: string, name?: string): void {
    this.store.write(() =>
      name === undefined
        ? this.store.sqlite.prepare('DELETE FROM secret WHERE owner_id = ?').run(ownerId)
        : this.store.sqlite.prepare('DELETE FROM secret WHERE owner_id = ? AND name = ?').run(ownerId, name),
    );
  }

  /** Takes every secret that this process has seen out of a text. */
  redact = (text: string): string => {
    let clean = text;
    // Longest first, or a password that is the beginning of another would leave the rest of that one.
    for (const secret of [...this.known].sort((a, b) => b.length - a.length))
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '•••');
    return clean;
  };

  private remember(name: string, value: string): void {
    // Which way to log in is kept beside the secrets and is none: its values are words of many a message. So are the lines of user data.
    if (name === 'authentication' || name === 'userdata') return;
    // Shorter values would redact ordinary words. A key is also told line by line, as logs are kept.
    for (const part of [value, ...value.split(/\r?\n/)]) if (part.trim().length >= 4) this.known.add(part.trim());
  }

  private key(): Uint8Array {
    if (this.dataKey === undefined)
      throw fail('locked', say`The stored passwords and keys are locked, because their key is not available.`, {
        hint: say`Unlock the desktop’s key store, or start Benchtop with its passphrase file.`,
      });
    return this.dataKey;
  }
}
