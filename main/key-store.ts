import type { KeyStore } from '../engine/engine.ts';
import { checkedDataKey, hasKeyFile, readKeyFile, removeKeyFile, writeKeyFile } from './key-files.ts';
import { readPassphrase, unwrapByPassphrase, wrapByPassphrase } from './passphrase.ts';

/** A desktop's own key store: Keychain, DPAPI, Secret Service or KWallet. Only the Electron shell has one. */
export interface DesktopKeyStore {
  /** False where it guards nothing: on Linux without a keyring, Electron wraps with a constant that everyone knows. */
  readonly guards: boolean;
  wrap(dataKey: Uint8Array): Buffer;
  /** Throws when it does not open what it made. */
  unwrap(wrapped: Buffer): Uint8Array;
}

export interface KeyStoreOptions {
  /** A file whose first line is the passphrase. */
  passphraseFile?: string | undefined;
  desktop?: DesktopKeyStore | undefined;
}

/**
 * The data folder's key store, in both shells. A key that is there already is opened by whatever guards it; a new one is
 * guarded by the passphrase where one is given, else by the desktop's key store, else by its file's mode alone, which `kind`
 * tells and the pages say.
 *
 * Rejects with a sentence when the passphrase file cannot be used.
 */
export async function openKeyStore(dataDirectory: string, options: KeyStoreOptions = {}): Promise<KeyStore> {
  const { passphraseFile, desktop } = options;
  const passphrase = passphraseFile === undefined ? undefined : await readPassphrase(passphraseFile);
  return new ShellKeyStore(dataDirectory, passphrase, desktop);
}

class ShellKeyStore implements KeyStore {
  readonly #dataDirectory: string;
  readonly #passphrase: string | undefined;
  readonly #desktop: DesktopKeyStore | undefined;

  constructor(dataDirectory: string, passphrase: string | undefined, desktop: DesktopKeyStore | undefined) {
    this.#dataDirectory = dataDirectory;
    this.#passphrase = passphrase;
    this.#desktop = desktop;
  }

  get kind(): string {
    if (hasKeyFile(this.#dataDirectory, 'passphrase')) return 'passphrase';
    if (hasKeyFile(this.#dataDirectory, 'desktop')) return 'desktop key store';
    if (this.#passphrase !== undefined) return 'passphrase';
    if (hasKeyFile(this.#dataDirectory, 'plain')) return 'key file';
    return this.#desktop?.guards ? 'desktop key store' : 'key file';
  }

  async load(typed?: string): Promise<Uint8Array | undefined> {
    const passphrase = typed ?? this.#passphrase;
    const sealed = await readKeyFile(this.#dataDirectory, 'passphrase');
    if (sealed) return await this.#openSealed(sealed, passphrase);
    const wrapped = await readKeyFile(this.#dataDirectory, 'desktop');
    if (wrapped) return this.#openWrapped(wrapped);
    const plain = await readKeyFile(this.#dataDirectory, 'plain');
    if (!plain) return undefined;
    const dataKey = checkedDataKey(plain, this.#dataDirectory, 'plain');
    if (this.#passphrase !== undefined) {
      // A desk that gets a passphrase: the plain key goes once the sealed one is safe, or the passphrase would guard nothing.
      await writeKeyFile(this.#dataDirectory, 'passphrase', await wrapByPassphrase(dataKey, this.#passphrase));
      await removeKeyFile(this.#dataDirectory, 'plain');
    }
    return dataKey;
  }

  async save(dataKey: Uint8Array): Promise<void> {
    if (this.#passphrase !== undefined) {
      await writeKeyFile(this.#dataDirectory, 'passphrase', await wrapByPassphrase(dataKey, this.#passphrase));
    } else if (this.#desktop?.guards) {
      await writeKeyFile(this.#dataDirectory, 'desktop', this.#desktop.wrap(dataKey));
    } else {
      await writeKeyFile(this.#dataDirectory, 'plain', dataKey);
    }
  }

  async #openSealed(sealed: Buffer, passphrase: string | undefined): Promise<Uint8Array> {
    if (passphrase === undefined)
      throw new Error('They are protected by a passphrase: type it, or start with --passphrase-file.');
    const opened = await unwrapByPassphrase(sealed, passphrase);
    const dataKey = checkedDataKey(opened, this.#dataDirectory, 'passphrase');
    // A plain key beside it is a change to a passphrase that was interrupted half-way.
    await removeKeyFile(this.#dataDirectory, 'plain');
    return dataKey;
  }

  #openWrapped(wrapped: Buffer): Uint8Array {
    if (!this.#desktop)
      throw new Error("They are protected by the desktop's key store: start Benchtop as the desktop application.");
    let dataKey: Uint8Array;
    try {
      dataKey = this.#desktop.unwrap(wrapped);
    } catch {
      throw new Error(
        "The desktop's key store does not open their key. It was made on another computer or by another user, or the key store is locked.",
      );
    }
    return checkedDataKey(dataKey, this.#dataDirectory, 'desktop');
  }
}
