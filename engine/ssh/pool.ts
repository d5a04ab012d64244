import { say } from '../contract/phrase.ts';
import type { OpenConnection } from './connection.ts';
import { openConnection } from './connection.ts';
import { SshError } from './errors.ts';
import type { SshConnection, SshCredentials, SshPool, SshTarget } from './ssh.ts';

export interface SshPoolOptions {
  /** Fetched when a connection is opened and not kept; `target` is the one asked for. */
  credentials(target: SshTarget): Promise<SshCredentials>;
  /** 0–1, for the jitter of the back-off. */
  random?(): number;
}

/** Milliseconds after the first failure, doubled by each further one up to the last. */
const firstBackOff = 1000;
const longestBackOff = 30_000;
/** A refused login is not repeated sooner than this by itself, because hosts lock accounts by failures. */
const refusedBackOff = 60_000;

interface Entry {
  target: SshTarget;
  connection?: OpenConnection;
  opening?: Promise<OpenConnection>;
  failures: number;
  /** The last failure and until when (by the monotonic clock) it answers for the host. */
  failure?: { error: unknown; until: number };
}

/**
 * Keeps one connection per target id. While a failed attempt's back-off runs, callers get its error at once; `drop` forgets it, for
 * someone who has just changed something and wants to try now. Attempts at the same address and port go one after the other,
 * because sshd throttles bursts of logins (MaxStartups).
 */
export function createSshPool(options: SshPoolOptions): SshPool {
  const entries = new Map<string, Entry>();
  const queues = new Map<string, Promise<unknown>>();
  const listeners = new Set<(targetId: string, reason: string) => void>();
  const random = options.random ?? Math.random;
  let closed = false;

  function inTurn<T>(target: SshTarget, work: () => Promise<T>): Promise<T> {
    const key = `${target.address} ${target.port}`;
    const turn = (queues.get(key) ?? Promise.resolve()).then(work, work);
    const settled = turn
      .catch(() => {})
      .finally(() => {
        if (queues.get(key) === settled) queues.delete(key);
      });
    queues.set(key, settled);
    return turn;
  }

  async function open(entry: Entry): Promise<OpenConnection> {
    try {
      const connection = await inTurn(entry.target, async () =>
        openConnection(entry.target, await options.credentials(entry.target)),
      );
      if (closed || entries.get(entry.target.id) !== entry) {
        connection.close();
        throw new SshError('cancelled', say`The connection is no longer wanted.`);
      }
      entry.connection = connection;
      entry.failures = 0;
      delete entry.failure;
      void connection.lost.then((reason) => {
        if (entry.connection !== connection) return;
        delete entry.connection;
        if (reason !== undefined) for (const listener of listeners) listener(entry.target.id, reason);
      });
      return connection;
    } catch (error) {
      const code = error instanceof SshError ? error.data.code : undefined;
      if (code !== 'cancelled') {
        const wait =
          code === 'unauthorized'
            ? refusedBackOff
            : Math.min(longestBackOff, firstBackOff * 2 ** entry.failures) * (0.5 + random() / 2);
        entry.failures += 1;
        entry.failure = { error, until: performance.now() + wait };
      }
      throw error;
    } finally {
      delete entry.opening;
    }
  }

  function sameTarget(a: SshTarget, b: SshTarget): boolean {
    return (
      a.address === b.address &&
      a.port === b.port &&
      a.username === b.username &&
      a.hostKeyFingerprint === b.hostKeyFingerprint
    );
  }

  function drop(targetId: string): void {
    const entry = entries.get(targetId);
    if (entry === undefined) return;
    entries.delete(targetId);
    entry.connection?.close();
    delete entry.connection;
  }

  return {
    async connect(target): Promise<SshConnection> {
      if (closed) throw new SshError('cancelled', say`The SSH connections are being closed.`);
      let entry = entries.get(target.id);
      if (entry !== undefined && !sameTarget(entry.target, target)) {
        drop(target.id);
        entry = undefined;
      }
      if (entry === undefined) {
        entry = { target, failures: 0 };
        entries.set(target.id, entry);
      }
      if (entry.connection !== undefined) return entry.connection;
      if (entry.opening === undefined) {
        if (entry.failure !== undefined && performance.now() < entry.failure.until) throw entry.failure.error;
        entry.opening = open(entry);
      }
      return await entry.opening;
    },
    onLost(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drop,
    async close() {
      closed = true;
      const openings = [...entries.values()].map((entry) => entry.opening?.catch(() => {}));
      const losses = [...entries.values()].map((entry) => entry.connection?.lost);
      for (const id of [...entries.keys()]) drop(id);
      await Promise.all([...openings, ...losses]);
    },
  };
}
