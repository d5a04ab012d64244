import type { DesktopKeyStore } from '../key-store.ts';

/** The parts of Electron's safeStorage that are used. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(encrypted: Buffer): string;
}

/** The desktop's key store through Electron. Ask after the application is ready: before, Linux does not know its keyring. */
export function desktopKeyStore(
  safeStorage: SafeStorage,
  platform: NodeJS.Platform = process.platform,
): DesktopKeyStore {
  const weak = platform === 'linux' && safeStorage.getSelectedStorageBackend?.() === 'basic_text';
  return {
    guards: !weak,
    wrap(dataKey) {
      if (!safeStorage.isEncryptionAvailable()) {
        throw new Error("The desktop's key store is not available. Unlock it, or start with --passphrase-file.");
      }
      return safeStorage.encryptString(Buffer.from(dataKey).toString('base64'));
    },
    unwrap: (wrapped) => Buffer.from(safeStorage.decryptString(wrapped), 'base64'),
  };
}
