/**
 * One connection of a host with a purpose. libvirtd stops reading from a connection once five of its calls hang, so calls that may
 * hang and calls that must not wait travel apart.
 */
import type { LibvirtConnection } from './connection.ts';
import { LibvirtError } from './errors.ts';
import type { CallArguments, CallResult, ProcedureName } from './protocol/procedures.ts';
import type { Timers } from './timers.ts';

export type LaneHooks = {
  /** Makes a connection that is ready for use. */
  readonly connect: () => Promise<LibvirtConnection>;
  /** The lane's connection ended, other than by `close` or by being replaced. */
  readonly lost?: (cause: LibvirtError) => void;
  readonly timers: Timers;
};

export type LaneCall = {
  /** Milliseconds until the call is given up, waiting for connection and turn included. */
  readonly timeout: number;
  /** Calls with the same key go one after the other, in order; usually the domain's UUID. */
  readonly key?: string | undefined;
};

export class Lane {
  readonly #hooks: LaneHooks;
  readonly #tails = new Map<string, Promise<void>>();
  #connection: LibvirtConnection | undefined;
  #connecting: Promise<LibvirtConnection> | undefined;
  #replacing = false;
  #closed = false;

  constructor(hooks: LaneHooks) {
    this.#hooks = hooks;
  }

  /** Whether a call could be sent without connecting first. */
  get connected(): boolean {
    return this.#connection !== undefined;
  }

  /** The lane's connection, made if there is none. Callers share one attempt. */
  connection(): Promise<LibvirtConnection> {
    if (this.#closed) return Promise.reject(disconnected('the host is no longer used'));
    if (this.#connection !== undefined) return Promise.resolve(this.#connection);
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = undefined;
    });
    return this.#connecting;
  }

  /**
   * Calls a procedure. A call that waits for one of the same key is given up at its deadline without being sent; one that the
   * server never answered keeps its key until the server does or the connection ends, so that a domain that hangs takes one slot
   * of the lane and no more.
   */
  async call<K extends ProcedureName>(name: K, args: CallArguments<K>, options: LaneCall): Promise<CallResult<K>> {
    const { timers } = this.#hooks;
    const deadline = timers.now() + options.timeout;
    const done = Promise.withResolvers<void>();
    const turn = this.#queue(options.key, done.promise);
    try {
      if (turn !== undefined) await this.#before(deadline, turn, name);
      const connection = this.#connection ?? (await this.#before(deadline, this.connection(), name));
      const { reply, settled } = connection.submit(name, args, { timeout: deadline - timers.now() });
      settled.then(done.resolve);
      return await reply.catch((error: unknown) => {
        if (connection.stuck) this.#replace(connection);
        throw error;
      });
    } catch (error) {
      // After a deadline on a sent call only `settled` may end the turn.
      if (!(error instanceof LibvirtError && error.reason === 'deadline' && error.sent)) done.resolve();
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
  }

  async #connect(): Promise<LibvirtConnection> {
    const connection = await this.#hooks.connect();
    if (this.#closed || connection.failure !== undefined) {
      connection.close();
      throw connection.failure ?? disconnected('the host is no longer used');
    }
    this.#connection = connection;
    connection.once('close', (cause) => {
      if (this.#connection !== connection) return;
      this.#connection = undefined;
      if (!this.#closed) this.#hooks.lost?.(cause);
    });
    return connection;
  }

  /** Every slot of `stuck` is held by a call that will perhaps never be answered, so a new connection takes over. */
  #replace(stuck: LibvirtConnection): void {
    if (this.#replacing || this.#closed || this.#connection !== stuck) return;
    this.#replacing = true;
    this.#connect()
      .catch(() => {
        // The host does not let us in again: what there is has to count as lost.
      })
      .finally(() => {
        this.#replacing = false;
        stuck.close();
      });
  }

  /** Takes the last place behind `key`. Returns the turn to wait for, if there is one. */
  #queue(key: string | undefined, done: Promise<void>): Promise<void> | undefined {
    if (key === undefined) return undefined;
    const previous = this.#tails.get(key);
    const tail = previous === undefined ? done : previous.then(() => done);
    this.#tails.set(key, tail);
    tail.then(() => {
      if (this.#tails.get(key) === tail) this.#tails.delete(key);
    });
    return previous;
  }

  #before<T>(deadline: number, wanted: Promise<T>, name: ProcedureName): Promise<T> {
    const { timers } = this.#hooks;
    return new Promise((resolve, reject) => {
      const timer = timers.set(
        () =>
          reject(
            new LibvirtError({ reason: 'deadline', message: 'the call waited too long for its turn', procedure: name }),
          ),
        deadline - timers.now(),
      );
      wanted.then(resolve, reject).finally(() => timers.clear(timer));
    });
  }
}

function disconnected(message: string, cause?: unknown): LibvirtError {
  return new LibvirtError({ reason: 'disconnected', message, cause });
}
