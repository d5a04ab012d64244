import { Worker } from 'node:worker_threads';
import { type ErrorData, fail } from '../engine/contract/errors.ts';
import { type Phrase, say } from '../engine/contract/phrase.ts';
import type { Change, SignInRequest } from '../engine/contract/transport.ts';
import type { EngineDependencies, KeyStore } from '../engine/engine.ts';
import type { EngineWorkerData, FromEngine, ToEngine } from './engine-protocol.ts';

export type ChangesListener = (changes: Change[], gap: boolean) => void;
/** A command's outcome as data: its output, or why not. Never rejects. */
export type Outcome = { o: unknown } | { e: ErrorData };

/** The way to the engine as one caller has it. */
export interface EngineWay {
  call(name: string, input: unknown): Promise<Outcome>;
  /** Every change that the caller may see; `gap` when some were dropped on the way. Returns the unsubscribe function. */
  follow(listener: ChangesListener): () => void;
}

/** The way of whoever signed in to a window. */
export interface SessionWay extends EngineWay {
  /** Somebody is at a window of the session. */
  here(): void;
  signOut(): void;
  /** Settles with why when the session is over. */
  readonly over: Promise<Phrase>;
}

/** The engine as a shell sees it: in its own thread, called by name, followed by changes; itself the desktop's user. */
export interface EngineHost extends EngineWay {
  /** Whether people may sign in to windows; not while the engine is gone. */
  signInOffered(): Promise<boolean>;
  /** Signs somebody in, or says why not. */
  signIn(given: SignInRequest): Promise<{ way: SessionWay } | { e: ErrorData }>;
  /** Lets steps in hand reach a safe point and closes the store. Rejects with the reason when that failed. */
  close(): Promise<void>;
  /** Settles when the thread has ended: with undefined after `close()`, with a sentence when it ended by itself. */
  readonly ended: Promise<string | undefined>;
}

/** Calls that may be under way at once; a page that sends more is told to slow down. */
export const maximumCallsInFlight = 256;
/** Of them, those of one session: nobody else waits for a page that runs wild. */
const maximumCallsOfSession = 64;

/**
 * Starts the engine in a worker thread of this process and resolves when it takes calls. Rejects with the engine's own
 * sentence when it refuses (data folder in use, newer store, locked key).
 *
 * @param workerUrl the thread's entry: engine-worker.ts as it is, or its bundle in a packaged app.
 */
export async function startEngine(dependencies: EngineDependencies, workerUrl: URL): Promise<EngineHost> {
  const { keyStore, consoleWorkerUrl: _console, testing: _testing, ...rest } = dependencies;
  const workerData: EngineWorkerData = { ...rest, keyStoreKind: keyStore.kind };
  // The thread's own output must not mix with the one line the shell prints.
  const worker = new Worker(workerUrl, { workerData, name: 'engine', stdout: true });
  worker.stdout.pipe(process.stderr, { end: false });
  const host = new Host(worker, keyStore);
  await host.started;
  return host;
}

class Host implements EngineHost {
  readonly started: Promise<void>;
  readonly ended: Promise<string | undefined>;
  readonly #worker: Worker;
  readonly #keyStore: KeyStore;
  readonly #calls = new Map<number, (outcome: Outcome) => void>();
  readonly #listeners = new Set<ChangesListener>();
  readonly #sessions = new Map<string, { listeners: Set<ChangesListener>; over: PromiseWithResolvers<Phrase> }>();
  #lastId = 0;
  #closing: PromiseWithResolvers<void> | undefined;
  #failure: string | undefined;
  #over = false;

  constructor(worker: Worker, keyStore: KeyStore) {
    this.#worker = worker;
    this.#keyStore = keyStore;
    const started = Promise.withResolvers<void>();
    this.started = started.promise;
    worker.on('message', (message: FromEngine) => {
      if (message.k === 'ready') started.resolve();
      else if (message.k === 'refused') started.reject(new Error(message.error));
      else this.#heard(message);
    });
    worker.on('error', (error) => {
      this.#failure = error instanceof Error ? error.message : String(error);
      started.reject(new Error(`The engine could not start: ${this.#failure}`));
    });
    this.ended = new Promise((resolve) => {
      worker.once('exit', () => {
        const reason = this.#closing
          ? undefined
          : `The engine stopped unexpectedly: ${this.#failure ?? 'no reason known'}.`;
        this.#end();
        started.reject(new Error(reason ?? 'The engine was closed while it was starting.'));
        resolve(reason);
      });
    });
  }

  call(name: string, input: unknown): Promise<Outcome> {
    return this.#ask((id) => ({ k: 'call', id, name, input }));
  }

  async signInOffered(): Promise<boolean> {
    const outcome = await this.#ask((id) => ({ k: 'offered', id }));
    return 'o' in outcome && outcome.o === true;
  }

  async signIn(given: SignInRequest): Promise<{ way: SessionWay } | { e: ErrorData }> {
    const ask = (message: (id: number) => ToEngine) => this.#ask(message);
    const outcome = await ask((id) => ({ k: 'signIn', id, given }));
    if ('e' in outcome) return outcome;
    const session = outcome.o as string;
    const [listeners, over] = [new Set<ChangesListener>(), Promise.withResolvers<Phrase>()];
    this.#sessions.set(session, { listeners, over });
    let underWay = 0;
    const way: SessionWay = {
      async call(name, input) {
        if (underWay >= maximumCallsOfSession) return { e: busyWith(maximumCallsOfSession) };
        underWay += 1;
        try {
          return await ask((id) => ({ k: 'call', id, name, input, session }));
        } finally {
          underWay -= 1;
        }
      },
      follow(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      here: () => this.#post({ k: 'here', session }),
      signOut: () => this.#post({ k: 'signOut', session }),
      over: over.promise,
    };
    return { way };
  }

  #ask(message: (id: number) => ToEngine): Promise<Outcome> {
    if (this.#closing || this.#over) return Promise.resolve({ e: stopped });
    if (this.#calls.size >= maximumCallsInFlight) return Promise.resolve({ e: busyWith(maximumCallsInFlight) });
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#calls.set(id, resolve);
      this.#post(message(id));
    });
  }

  follow(listener: ChangesListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): Promise<void> {
    if (this.#closing) return this.#closing.promise;
    this.#closing = Promise.withResolvers<void>();
    if (this.#over) this.#closing.resolve();
    else this.#post({ k: 'close' });
    return this.#closing.promise;
  }

  #post(message: ToEngine): void {
    this.#worker.postMessage(message);
  }

  #heard(message: FromEngine): void {
    if (message.k === 'answer') {
      const resolve = this.#calls.get(message.id);
      this.#calls.delete(message.id);
      resolve?.('error' in message ? { e: message.error } : { o: message.output });
    } else if (message.k === 'changes') {
      const { session } = message;
      const listeners = session === undefined ? this.#listeners : this.#sessions.get(session)?.listeners;
      for (const listener of listeners ?? []) listener(message.changes, message.gap);
      this.#post({ k: 'taken', session });
    } else if (message.k === 'over') {
      this.#sessions.get(message.session)?.over.resolve(message.reason);
      this.#sessions.delete(message.session);
    } else if (message.k === 'closed') {
      if (message.error === undefined) this.#closing?.resolve();
      else this.#closing?.reject(new Error(message.error));
    } else if (message.k === 'loadKey') {
      void this.#answerKey(message.id, () => this.#keyStore.load(message.passphrase));
    } else if (message.k === 'saveKey') {
      void this.#answerKey(message.id, async () => {
        await this.#keyStore.save(message.dataKey);
        return undefined;
      });
    }
  }

  async #answerKey(id: number, action: () => Promise<Uint8Array | undefined>): Promise<void> {
    try {
      const dataKey = await action();
      this.#post({ k: 'key', id, dataKey });
    } catch (error) {
      this.#post({ k: 'key', id, error: error instanceof Error ? error.message : String(error) });
    }
  }

  #end(): void {
    this.#over = true;
    for (const resolve of this.#calls.values()) resolve({ e: stopped });
    this.#calls.clear();
    this.#listeners.clear();
    this.#closing?.resolve();
  }
}

const stopped: ErrorData = fail('unavailable', say`The engine has stopped.`, {
  hint: say`Start Benchtop again; jobs that were under way go on from where they stopped.`,
}).data;
const busyWith = (many: number): ErrorData =>
  fail('tooManyRequests', say`More than ${many} requests are waiting for an answer.`, {
    hint: say`Wait for some of them to finish.`,
  }).data;
