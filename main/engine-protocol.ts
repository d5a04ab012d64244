import type { ErrorData } from '../engine/contract/errors.ts';
import type { Phrase } from '../engine/contract/phrase.ts';
import type { Change, SignInRequest } from '../engine/contract/transport.ts';
import type { EngineDependencies } from '../engine/engine.ts';

/** What the engine's worker thread is started with: createEngine's dependencies, less what does not cross threads: the key store stays in the shell. */
export interface EngineWorkerData extends Omit<EngineDependencies, 'keyStore' | 'consoleWorkerUrl' | 'testing'> {
  keyStoreKind: string;
}

/** Shell to engine thread. */
export type ToEngine =
  /** With a session, as whoever signed in to it; otherwise as the desk. Which, the shell knows by the window, never by what the window says. */
  | { k: 'call'; id: number; name: string; input: unknown; session?: string | undefined }
  /** What somebody without a session has to be shown: whether there is a sign-in page. */
  | { k: 'offered'; id: number }
  | { k: 'signIn'; id: number; given: SignInRequest }
  | { k: 'signOut'; session: string }
  /** Somebody is at a window of this session. */
  | { k: 'here'; session: string }
  /** The last `changes` was handed on; the next may come. */
  | { k: 'taken'; session?: string | undefined }
  | { k: 'key'; id: number; dataKey?: Uint8Array | undefined; error?: string }
  | { k: 'close' };

/** Engine thread to shell. */
export type FromEngine =
  | { k: 'ready' }
  /** createEngine refused; the text is a sentence for the user. */
  | { k: 'refused'; error: string }
  | { k: 'answer'; id: number; output: unknown }
  | { k: 'answer'; id: number; error: ErrorData }
  | { k: 'changes'; changes: Change[]; gap: boolean; session?: string }
  /** A session is over. */
  | { k: 'over'; session: string; reason: Phrase }
  | { k: 'loadKey'; id: number; passphrase: string | undefined }
  | { k: 'saveKey'; id: number; dataKey: Uint8Array }
  | { k: 'closed'; error?: string };
