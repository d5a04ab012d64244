/**
 * One host's libvirt, for as long as the host is managed: lanes, events, reconnects.
 *
 * - `query` for reads, and for events: its connection is what up and down mean.
 * - `work` for changes: four under way, one at a time per domain.
 * - `force` for stopping what hangs, so that it never waits behind what it is to stop.
 * - a connection of its own for each transfer, console, screenshot and migration.
 *
 * Nothing is ever called twice: a call that failed is the caller's to repeat.
 */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import type { BackoffSettings } from './backoff.ts';
import { backoffDelay } from './backoff.ts';
import type { ConnectionOptions } from './connection.ts';
import { LibvirtConnection } from './connection.ts';
import { LibvirtError, XdrError } from './errors.ts';
import { Lane } from './lane.ts';
import type { EventName, LibvirtEvent } from './protocol/events.ts';
import { StatsFlag } from './protocol/flags.ts';
import type { Domain, StorageVolume } from './protocol/objects.ts';
import type { CallArguments, CallResult, ProcedureName } from './protocol/procedures.ts';
import type { CallOptions } from './rpc.ts';
import type { LibvirtStream } from './stream.ts';
import type { Timers } from './timers.ts';
import { systemTimers } from './timers.ts';
import type { ConsoleOptions, Screenshot, VolumeStreamOptions } from './transfers.ts';
import { downloadVolume, openDomainConsole, takeScreenshot, uploadVolume } from './transfers.ts';
import type { StatsTree } from './typed-params.ts';
import { statsTree } from './typed-params.ts';

export type HostOptions = {
  /** Makes a new byte stream to libvirt's socket on the host. May be called again while earlier streams are open. */
  readonly dial: () => Promise<Duplex>;
  /** Kinds of events to ask for. Default `DEFAULT_EVENTS`. What a daemon lacks is left out, except domainLifecycle. */
  readonly events?: readonly EventName[];
  /** Milliseconds a call may take unless it says otherwise. Default 30,000. */
  readonly callTimeout?: number;
  /** Milliseconds for dialling and logging in. Default 20,000. */
  readonly connectTimeout?: number;
  /** Default from 1 s to 60 s. */
  readonly backoff?: BackoffSettings;
  readonly connection?: Pick<ConnectionOptions, 'uri' | 'readOnly' | 'keepalive'>;
  readonly timers?: Timers;
  /** For jitter; 0 to 1. */
  readonly random?: () => number;
};

export type HostState = 'stopped' | 'connecting' | 'up' | 'down';

type HostEvents = {
  /** Connected and registered for events. Whatever was known before is stale: list everything again. */
  up: [];
  /** No connection. The next attempt follows in `retryIn` milliseconds. */
  down: [{ readonly cause: LibvirtError | XdrError; readonly retryIn: number }];
  event: [LibvirtEvent];
};

export const DEFAULT_EVENTS: readonly EventName[] = [
  'domainLifecycle',
  'domainReboot',
  'domainWatchdog',
  'domainIoError',
  'domainDeviceAdded',
  'domainDeviceRemoved',
  'domainDeviceRemovalFailed',
  'domainBlockJob',
  'domainAgentLifecycle',
  'domainJobCompleted',
  'domainMigrationIteration',
  'domainBlockThreshold',
  'domainMetadataChange',
  'storagePoolLifecycle',
  'storagePoolRefresh',
  'networkLifecycle',
  'connectionClosed',
];

export class LibvirtHost extends EventEmitter<HostEvents> {
  readonly #options: HostOptions;
  readonly #timers: Timers;
  readonly #callTimeout: number;
  readonly #query: Lane;
  readonly #work: Lane;
  readonly #force: Lane;
  readonly #transfers = new Set<LibvirtConnection>();
  #state: HostState = 'stopped';
  #ended = false;
  #failures = 0;
  #cause: LibvirtError | XdrError | undefined;
  #retry: unknown;
  /** Connections are made one after the other: sshd and libvirtd both turn away bursts. */
  #dialling: Promise<unknown> = Promise.resolve();

  constructor(options: HostOptions) {
    super();
    this.#options = options;
    this.#timers = options.timers ?? systemTimers;
    this.#callTimeout = options.callTimeout ?? 30_000;
    this.#query = new Lane({
      timers: this.#timers,
      connect: () => this.#connectQuery(),
      lost: (cause) => this.#down(cause),
    });
    const connect = () => this.#connectWhileUp();
    this.#work = new Lane({ timers: this.#timers, connect });
    this.#force = new Lane({ timers: this.#timers, connect });
  }

  get state(): HostState {
    return this.#state;
  }

  /** Connects, and stays connected until `stop`. What happens is told by `up` and `down`. */
  start(): void {
    if (this.#state !== 'stopped' || this.#ended) return;
    this.#attempt();
  }

  /** Closes everything for good. Calls under way are rejected, transfers broken off. */
  stop(): void {
    this.#ended = true;
    this.#state = 'stopped';
    this.#timers.clear(this.#retry);
    for (const lane of [this.#query, this.#work, this.#force]) lane.close();
    for (const connection of this.#transfers) connection.close();
  }

  /** A read. Statistics never wait for a domain that hangs: its record then has fewer fields. */
  query<K extends ProcedureName>(name: K, args: CallArguments<K>, options?: CallOptions): Promise<CallResult<K>> {
    return this.#call(this.#query, name, withoutWaiting(name, args), options);
  }

  /** A change. `domain` is the UUID of the domain it concerns, whose changes go one after the other; null for no domain. */
  work<K extends ProcedureName>(
    domain: string | null,
    name: K,
    args: CallArguments<K>,
    options?: CallOptions,
  ): Promise<CallResult<K>> {
    return this.#call(this.#work, name, args, options, domain ?? undefined);
  }

  /** A forced stop, or what else must not wait behind other changes. */
  force<K extends ProcedureName>(name: K, args: CallArguments<K>, options?: CallOptions): Promise<CallResult<K>> {
    return this.#call(this.#force, name, args, options);
  }

  /** Statistics of all domains, or of `doms`. `groups` is a sum of `StatsGroup`; 0 for all. */
  async domainStats(
    groups = 0,
    doms: readonly Domain[] = [],
  ): Promise<{ readonly dom: Domain; readonly stats: StatsTree }[]> {
    const args = { doms: [...doms], stats: groups, flags: 0 };
    const { retStats } = await this.query('connectGetAllDomainStats', args);
    return retStats.map(({ dom, params }) => ({ dom, stats: statsTree(params) }));
  }

  /**
   * A fresh connection for something long or bulky: an upload, a console, a migration. Its calls have no deadline unless they
   * set one. The caller closes it; `stop` does too.
   */
  async transfer(): Promise<LibvirtConnection> {
    this.#demandUp();
    const connection = await this.#connect({ serverKeepalive: false, callTimeout: Number.POSITIVE_INFINITY });
    if (this.#ended) {
      connection.close();
      throw new LibvirtError({ reason: 'disconnected', message: 'the host is no longer used' });
    }
    this.#transfers.add(connection);
    connection.once('close', () => this.#transfers.delete(connection));
    return connection;
  }

  /** Reads a volume; see `writeSparse`. Destroying the stream ends the transfer. */
  async download(vol: StorageVolume, options: VolumeStreamOptions = {}): Promise<LibvirtStream> {
    return downloadVolume(await this.transfer(), vol, options);
  }

  /** Writes a volume; see `readSparse`. It is complete when the stream has finished, and undefined if it fails before. */
  async upload(vol: StorageVolume, options: VolumeStreamOptions = {}): Promise<LibvirtStream> {
    return uploadVolume(await this.transfer(), vol, options);
  }

  /** Connects to a serial console of a running domain: a duplex of bytes. */
  async openConsole(dom: Domain, options: ConsoleOptions = {}): Promise<LibvirtStream> {
    return openDomainConsole(await this.transfer(), dom, options);
  }

  /** What a running domain shows. `mime` is what libvirt says the bytes are: image/png or image/x-portable-pixmap. */
  async screenshot(dom: Domain, screen = 0): Promise<Screenshot> {
    return takeScreenshot(await this.transfer(), dom, screen);
  }

  #call<K extends ProcedureName>(
    lane: Lane,
    name: K,
    args: CallArguments<K>,
    options: CallOptions | undefined,
    key?: string,
  ): Promise<CallResult<K>> {
    try {
      if (!lane.connected) this.#demandUp(name);
    } catch (error) {
      return Promise.reject(error);
    }
    return lane.call(name, args, { timeout: options?.timeout ?? this.#callTimeout, key });
  }

  /** Throws unless the host is up or about to be. */
  #demandUp(procedure?: string): void {
    if (this.#state === 'up' || this.#state === 'connecting') return;
    const message = this.#cause?.message ?? 'the host is not in use';
    throw new LibvirtError({ reason: 'disconnected', message, procedure, cause: this.#cause });
  }

  #attempt(): void {
    this.#state = 'connecting';
    this.#query.connection().then(
      () => this.#up(),
      (error: unknown) => this.#down(asFailure(error)),
    );
  }

  #up(): void {
    if (this.#ended || !this.#query.connected) return;
    this.#state = 'up';
    this.#failures = 0;
    this.#cause = undefined;
    this.emit('up');
    // The lane that must not wait is made before it is needed; should that fail, its first call tries again.
    this.#force.connection().catch(() => {});
    this.#work.connection().catch(() => {});
  }

  #down(cause: LibvirtError | XdrError): void {
    if (this.#ended || this.#state === 'down') return;
    this.#state = 'down';
    this.#cause = cause;
    this.#failures++;
    const settings = this.#options.backoff ?? { initial: 1_000, maximum: 60_000 };
    const retryIn = backoffDelay(settings, this.#failures, (this.#options.random ?? Math.random)());
    this.#retry = this.#timers.set(() => this.#attempt(), retryIn);
    this.emit('down', { cause, retryIn });
  }

  async #connectQuery(): Promise<LibvirtConnection> {
    const connection = await this.#connect({});
    connection.on('event', (event) => this.emit('event', event));
    try {
      const refused = await connection.watch(this.#options.events ?? DEFAULT_EVENTS);
      if (refused.includes('domainLifecycle'))
        throw new LibvirtError({ reason: 'invalid', message: 'the host’s libvirt cannot announce changes of domains' });
    } catch (error) {
      connection.close();
      throw error;
    }
    return connection;
  }

  async #connectWhileUp(): Promise<LibvirtConnection> {
    this.#demandUp();
    return this.#connect({});
  }

  #connect(options: ConnectionOptions): Promise<LibvirtConnection> {
    const turn = this.#dialling.then(() => this.#open(options));
    this.#dialling = turn.catch(() => {});
    return turn;
  }

  /** Dials and logs in within the connect timeout. A stream that comes too late is destroyed. */
  #open(options: ConnectionOptions): Promise<LibvirtConnection> {
    return new Promise((resolve, reject) => {
      let late = false;
      let socket: Duplex | undefined;
      const timer = this.#timers.set(() => {
        late = true;
        socket?.destroy();
        reject(new LibvirtError({ reason: 'disconnected', message: 'the host did not answer in time' }));
      }, this.#options.connectTimeout ?? 20_000);
      const dialled = async (): Promise<LibvirtConnection> => {
        if (this.#ended) throw new LibvirtError({ reason: 'disconnected', message: 'the host is no longer used' });
        socket = await this.#options.dial();
        if (late) throw new LibvirtError({ reason: 'disconnected', message: 'the host did not answer in time' });
        return await LibvirtConnection.open(socket, {
          callTimeout: this.#callTimeout,
          timers: this.#timers,
          ...this.#options.connection,
          ...options,
        });
      };
      dialled()
        .then(resolve, (error: unknown) => {
          socket?.destroy();
          reject(asFailure(error));
        })
        .finally(() => this.#timers.clear(timer));
    });
  }
}

/** What a dial function throws is the transport's own; it becomes the cause. */
function asFailure(error: unknown): LibvirtError | XdrError {
  if (error instanceof LibvirtError || error instanceof XdrError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new LibvirtError({ reason: 'disconnected', message: `cannot reach the host: ${message}`, cause: error });
}

/** One QEMU that hangs would hold up the statistics of the whole host for half a minute. */
function withoutWaiting<K extends ProcedureName>(name: K, args: CallArguments<K>): CallArguments<K> {
  if (name !== 'connectGetAllDomainStats') return args;
  const request = args as unknown as CallArguments<'connectGetAllDomainStats'>;
  return { ...request, flags: (request.flags | StatsFlag.noWait) >>> 0 } as unknown as CallArguments<K>;
}
