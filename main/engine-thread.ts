import type { MessagePort } from 'node:worker_threads';
import { errorData } from '../engine/contract/errors.ts';
import type { Phrase } from '../engine/contract/phrase.ts';
import type { SignInRequest } from '../engine/contract/transport.ts';
import type { Engine, EngineDependencies, KeyStore } from '../engine/engine.ts';
import { ChangeQueue } from './change-queue.ts';
import type { EngineWorkerData, FromEngine, ToEngine } from './engine-protocol.ts';

/** The key store as the engine sees it: each call crosses to the shell, where the desktop's key store lives. */
class RemoteKeyStore implements KeyStore {
  readonly kind: string;
  readonly #post: (message: FromEngine) => void;
  readonly #waiting = new Map<number, { resolve(dataKey: Uint8Array | undefined): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(kind: string, post: (message: FromEngine) => void) {
    this.kind = kind;
    this.#post = post;
  }

  load(passphrase?: string): Promise<Uint8Array | undefined> {
    return this.#ask((id) => ({ k: 'loadKey', id, passphrase }));
  }

  async save(dataKey: Uint8Array): Promise<void> {
    await this.#ask((id) => ({ k: 'saveKey', id, dataKey }));
  }

  answered(message: Extract<ToEngine, { k: 'key' }>): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error !== undefined) waiting?.reject(new Error(message.error));
    else waiting?.resolve(message.dataKey);
  }

  #ask(message: (id: number) => FromEngine): Promise<Uint8Array | undefined> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#post(message(id));
    });
  }
}

/**
 * The engine thread's side of the seam: makes the engine, then answers the shell's calls until it is told to close. The caller is the
 * engine's own `desktopCaller()`, or whoever signed in to the session that the shell names; nothing in a call's input can name another.
 */
export async function serveEngine(
  createEngine: (dependencies: EngineDependencies) => Promise<Engine>,
  port: MessagePort,
  data: EngineWorkerData,
): Promise<void> {
  const post = (message: FromEngine): void => port.postMessage(message);
  const { keyStoreKind, ...dependencies } = data;
  const keyStore = new RemoteKeyStore(keyStoreKind, post);
  const changes = new ChangeQueue((batch, gap) => post({ k: 'changes', changes: batch, gap }));
  let engine: Engine | undefined;

  /** Each session's changes on their way to the shell. */
  const sessions = new Map<string, { changes: ChangeQueue; unfollow: () => void }>();

  const answer = async (id: number, ask: (engine: Engine) => unknown): Promise<void> => {
    try {
      if (!engine) throw new Error('The engine has not started yet.');
      post({ k: 'answer', id, output: await ask(engine) });
    } catch (error) {
      post({ k: 'answer', id, error: errorData(error) });
    }
  };
  const call = ({ id, name, input, session }: Extract<ToEngine, { k: 'call' }>): Promise<void> =>
    answer(id, ({ call, windows, desktopCaller }) =>
      call(session === undefined ? desktopCaller() : windows.callerOf(session), name, input),
    );
  const signIn = (id: number, given: SignInRequest): Promise<void> =>
    answer(id, async ({ windows, subscribe }) => {
      const session = await windows.signIn(given);
      const changes = new ChangeQueue((batch, gap) => post({ k: 'changes', changes: batch, gap, session }));
      const unfollow = subscribe(windows.callerOf(session), (batch, gap) => changes.push(batch, gap));
      sessions.set(session, { changes, unfollow });
      return session;
    });
  const over = (session: string, reason: Phrase): void => {
    sessions.get(session)?.unfollow();
    sessions.delete(session);
    post({ k: 'over', session, reason });
  };
  const close = async (): Promise<void> => {
    try {
      await engine?.close();
      post({ k: 'closed' });
    } catch (error) {
      post({ k: 'closed', error: errorData(error).message });
    }
    port.close();
  };

  port.on('message', (message: ToEngine) => {
    if (message.k === 'call') void call(message);
    else if (message.k === 'taken')
      (message.session === undefined ? changes : sessions.get(message.session)?.changes)?.taken();
    else if (message.k === 'offered') void answer(message.id, ({ windows }) => windows.offered);
    else if (message.k === 'signIn') void signIn(message.id, message.given);
    else if (message.k === 'signOut') engine?.windows.signOut(message.session);
    else if (message.k === 'here') engine?.windows.touch(message.session);
    else if (message.k === 'key') keyStore.answered(message);
    else void close();
  });

  try {
    engine = await createEngine({ ...dependencies, keyStore });
    engine.windows.onOver(over);
    engine.subscribe(engine.desktopCaller(), (batch, gap) => changes.push(batch, gap));
    post({ k: 'ready' });
  } catch (error) {
    post({ k: 'refused', error: errorData(error).message });
    port.close();
  }
}
