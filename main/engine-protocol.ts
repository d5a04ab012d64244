import type { ErrorData } from '../engine/contract/errors.ts';
import type { Change } from '../engine/contract/transport.ts';
import type { EngineDependencies } from '../engine/engine.ts';

/** What the engine's worker thread is started with: createEngine's dependencies, less what does not cross threads: the key store stays in the shell. */
export interface EngineWorkerData extends Omit<EngineDependencies, 'keyStore' | 'consoleWorkerUrl' | 'testing'> {
  keyStoreKind: string;
}

/** Shell to engine thread. */
export type ToEngine =
  | { k: 'call'; id: number; name: string; input: unknown }
  /** The last `changes` was handed on; the next may come. */
  | { k: 'taken' }
  | { k: 'key'; id: number; dataKey?: Uint8Array | undefined; error?: string }
  | { k: 'close' };

/** Engine thread to shell. */
export type FromEngine =
  | { k: 'ready' }
  /** createEngine refused; the text is a sentence for the user. */
  | { k: 'refused'; error: string }
  | { k: 'answer'; id: number; output: unknown }
  | { k: 'answer'; id: number; error: ErrorData }
  | { k: 'changes'; changes: Change[]; gap: boolean }
  | { k: 'loadKey'; id: number; passphrase: string | undefined }
  | { k: 'saveKey'; id: number; dataKey: Uint8Array }
  | { k: 'closed'; error?: string };
