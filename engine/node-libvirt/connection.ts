/** A connection that is logged in to libvirt's daemon, and what the C library does on the client's side of one. */
import type { Duplex } from 'node:stream';
import { ErrorCode, LibvirtError } from './errors.ts';
import type { EventName } from './protocol/events.ts';
import { eventKinds } from './protocol/events.ts';
import type { CallArguments, CallResult, StreamProcedureName } from './protocol/procedures.ts';
import type { CallOptions, RpcOptions } from './rpc.ts';
import { RpcConnection } from './rpc.ts';
import type { LibvirtStream } from './stream.ts';
import { openStream } from './stream.ts';

/**
 * Sockets of the daemon in the order to try. On hosts with modular daemons virtqemud speaks for the storage, network and other
 * daemons too; elsewhere it does not exist. /var/run is the spelling that every distribution has.
 */
export const DAEMON_SOCKETS = ['/var/run/libvirt/virtqemud-sock', '/var/run/libvirt/libvirt-sock'] as const;

const AuthType = { none: 0, polkit: 2 } as const;

/** Numbers of connectSupportsFeature. */
export const Feature = { keepalive: 10, migrationParams: 13, eventCallbacks: 14 } as const;

const READ_ONLY = 1;

export type ConnectionOptions = RpcOptions & {
  /** Default `qemu:///system`. */
  readonly uri?: string;
  readonly readOnly?: boolean;
  /**
   * Let the server ping too, and drop us after 25 s without an answer. Default true. Off for streams: a slow reader of ours
   * keeps the connection from being read, pings included.
   */
  readonly serverKeepalive?: boolean;
};

export type NodeStatistics = ReadonlyMap<string, bigint>;

export class LibvirtConnection extends RpcConnection {
  readonly #registrations = new Map<EventName, number>();

  /**
   * Logs in over `socket`, which is taken over and, on failure, destroyed. Rejects with what the login failed with;
   * `explainFailure` has words for it.
   */
  static async open(socket: Duplex, options: ConnectionOptions = {}): Promise<LibvirtConnection> {
    const connection = new LibvirtConnection(socket, options);
    try {
      await connection.#login(options);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #login(options: ConnectionOptions): Promise<void> {
    const { types } = await this.call('authList', {});
    if (types.includes(AuthType.polkit)) await this.call('authPolkit', {});
    else if (types.length > 0 && !types.includes(AuthType.none))
      throw new LibvirtError({
        reason: 'remote',
        code: ErrorCode.authenticationUnavailable,
        message: `the host asks for a login of type ${types.join(', ')}, which is not supported`,
        procedure: 'authList',
      });
    const name = options.uri ?? 'qemu:///system';
    await this.call('connectOpen', { name, flags: options.readOnly === true ? READ_ONLY : 0 });
    // Asking for this feature is what starts the server's pings.
    if (options.serverKeepalive !== false) await this.supports(Feature.keepalive);
  }

  /** Whether the daemon has a feature of `Feature`. */
  async supports(feature: number): Promise<boolean> {
    return (await this.call('connectSupportsFeature', { feature })).supported === 1;
  }

  /**
   * Asks for events of these kinds, from all objects; they arrive as `event`. Asking twice is no harm. Returns the kinds that the
   * daemon refused, for instance because it is older or lacks the storage driver.
   */
  async watch(names: readonly EventName[]): Promise<EventName[]> {
    const refused: EventName[] = [];
    for (const name of names) {
      if (this.#registrations.has(name)) continue;
      try {
        this.#registrations.set(name, await this.#register(name));
      } catch (error) {
        if (!(error instanceof LibvirtError) || error.reason !== 'remote') throw error;
        refused.push(name);
      }
    }
    return refused;
  }

  /** Ends what `watch` began. The close callback cannot be taken back and is left. */
  async unwatch(names: readonly EventName[]): Promise<void> {
    for (const name of names) {
      const callbackID = this.#registrations.get(name);
      if (callbackID === undefined) continue;
      const { family } = eventKinds[name];
      if (family === 'connection') continue;
      this.#registrations.delete(name);
      if (family === 'domain') await this.call('connectDomainEventCallbackDeregisterAny', { callbackID });
      else if (family === 'storagePool') await this.call('connectStoragePoolEventDeregisterAny', { callbackID });
      else await this.call('connectNetworkEventDeregisterAny', { callbackID });
    }
  }

  async #register(name: EventName): Promise<number> {
    const { family, eventID } = eventKinds[name];
    switch (family) {
      case 'domain':
        return (await this.call('connectDomainEventCallbackRegisterAny', { eventID, dom: null })).callbackID;
      case 'storagePool':
        return (await this.call('connectStoragePoolEventRegisterAny', { eventID, pool: null })).callbackID;
      case 'network':
        return (await this.call('connectNetworkEventRegisterAny', { eventID, net: null })).callbackID;
      case 'connection':
        await this.call('connectRegisterCloseCallback', {});
        return -1;
    }
  }

  /** Opens a stream; see `openStream`. Reading it slowly holds up every other call of this connection. */
  openStream<K extends StreamProcedureName>(
    name: K,
    args: CallArguments<K>,
    options?: CallOptions,
  ): Promise<{ readonly result: CallResult<K>; readonly stream: LibvirtStream }> {
    return openStream(this, name, args, options);
  }

  /** CPU times of the host in nanoseconds (user, kernel, idle, iowait, ...); `cpuNum` -1 is the sum of all CPUs. */
  async nodeCpuStats(cpuNum = -1): Promise<NodeStatistics> {
    // The server wants the exact number of fields, and tells it to whoever asks for none.
    const { nparams } = await this.call('nodeGetCpuStats', { cpuNum, nparams: 0, flags: 0 });
    const { params } = await this.call('nodeGetCpuStats', { cpuNum, nparams, flags: 0 });
    return new Map(params.map(({ field, value }) => [field, value]));
  }

  /** Memory of the host in KiB (total, free, buffers, cached); `cellNum` -1 is the sum of all NUMA cells. */
  async nodeMemoryStats(cellNum = -1): Promise<NodeStatistics> {
    const { nparams } = await this.call('nodeGetMemoryStats', { cellNum, nparams: 0, flags: 0 });
    const { params } = await this.call('nodeGetMemoryStats', { cellNum, nparams, flags: 0 });
    return new Map(params.map(({ field, value }) => [field, value]));
  }
}
