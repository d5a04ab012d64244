/**
 * Remote procedure calls over one duplex stream: serials, deadlines, an in-flight cap, events and the plumbing of streams.
 *
 * Nothing here retries. A call that was sent and not answered has an unknown outcome, which only the caller can resolve.
 */
import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { LibvirtError, XdrError } from './errors.ts';
import type { Frame } from './frame.ts';
import { FrameSplitter, FrameStatus, FrameType, HEADER_SIZE, packFrame, sealFrame } from './frame.ts';
import type { Expectation, KeepaliveSettings } from './keepalive.ts';
import { Keepalive } from './keepalive.ts';
import { asXdrError, decodeWhole, messageHeader, remoteFailure } from './message.ts';
import type { LibvirtEvent } from './protocol/events.ts';
import { eventKindByNumber } from './protocol/events.ts';
import type { Procedure } from './protocol/procedure.ts';
import { Program } from './protocol/procedure.ts';
import type { CallArguments, CallResult, ProcedureName, StreamProcedureName } from './protocol/procedures.ts';
import { procedures } from './protocol/procedures.ts';
import type { StreamPort, StreamSink } from './stream-table.ts';
import { StreamTable } from './stream-table.ts';
import type { Timers } from './timers.ts';
import { systemTimers } from './timers.ts';
import { XdrWriter } from './xdr.ts';

/** Requests of one connection that libvirtd takes before it stops reading from it (max_client_requests in libvirtd.conf). */
const SERVER_REQUEST_LIMIT = 5;

/** setTimeout fires at once beyond this (24.8 days). */
const TIMER_LIMIT = 0x7fff_ffff;

const PING = 1;
const PONG = 2;

export type RpcOptions = {
  /** Milliseconds a call may take unless it says otherwise, waiting for its turn included. Default 30,000; Infinity for no limit. */
  readonly callTimeout?: number;
  /** Calls sent and not answered; more wait here. Default 4, one less than libvirtd takes before it stops reading. */
  readonly maxInFlight?: number;
  /** Default `{ interval: 5000, misses: 5 }`; null for none. */
  readonly keepalive?: KeepaliveSettings | null;
  readonly timers?: Timers;
  /** Serial before the first one; for tests of the wrap. */
  readonly lastSerial?: number;
};

export type CallOptions = {
  /** Milliseconds until the call is given up; Infinity for never. */
  readonly timeout?: number;
};

/** A call under way. */
export type Submission<Result> = {
  /** The answer. Rejects with `LibvirtError` or `XdrError`. */
  readonly reply: Promise<Result>;
  /**
   * Resolves when the server is done with the call or the connection is gone, which after a deadline may be much later than
   * `reply`. Never rejects.
   */
  readonly settled: Promise<void>;
};

type Pending = {
  readonly name: ProcedureName;
  readonly procedure: Procedure<unknown, unknown>;
  readonly frame: Buffer;
  readonly attach: ((port: StreamPort) => StreamSink) | undefined;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: LibvirtError | XdrError) => void;
  readonly settle: () => void;
  timer: unknown;
  /** 0 until sent. */
  serial: number;
  /** The deadline passed while the server had the call; its slot is taken until the server answers. */
  expired: boolean;
};

type RpcEvents = {
  event: [LibvirtEvent];
  /** The server sent an event that does not decode. The connection goes on. */
  warning: [XdrError];
  /** The connection is over. Emitted once. */
  close: [LibvirtError];
};

export class RpcConnection extends EventEmitter<RpcEvents> {
  readonly #socket: Duplex;
  readonly #callTimeout: number;
  readonly #maxInFlight: number;
  readonly #timers: Timers;
  readonly #keepalive: Keepalive | undefined;
  readonly #queue: Pending[] = [];
  readonly #calls = new Map<number, Pending>();
  readonly #streams: StreamTable;
  /** Calls of this turn of the event loop, to be written together: each write is a packet of the transport. */
  #gathered: Buffer[] = [];
  #lastSerial: number;
  #failure: LibvirtError | undefined;

  /** Takes over `socket`, which must be connected; it is destroyed when the connection ends. */
  constructor(socket: Duplex, options: RpcOptions = {}) {
    super();
    this.#socket = socket;
    this.#callTimeout = options.callTimeout ?? 30_000;
    this.#maxInFlight = options.maxInFlight ?? SERVER_REQUEST_LIMIT - 1;
    this.#timers = options.timers ?? systemTimers;
    this.#lastSerial = options.lastSerial ?? 0;
    this.#streams = new StreamTable(socket, (frame) => this.#write(frame));
    const splitter = new FrameSplitter((frame) => this.#receive(frame));
    socket.on('data', (chunk: Buffer) => {
      if (this.#failure !== undefined) return;
      try {
        splitter.push(chunk);
      } catch (error) {
        // The rest of the chunk is lost, so the connection is beyond repair whoever threw.
        this.#fail(`libvirt broke the protocol: ${asXdrError(error).message}`, asXdrError(error));
        // A listener of ours threw: that is not for us to hide.
        if (!(error instanceof XdrError)) throw error;
      }
    });
    socket.on('error', (error: Error) => this.#fail(`the connection failed: ${error.message}`, error));
    socket.on('end', () => this.#fail('the host closed the connection'));
    socket.on('close', () => this.#fail('the connection closed'));
    // Its events have been emitted already.
    if (socket.destroyed) this.#fail('the connection closed');
    const settings = options.keepalive === undefined ? { interval: 5_000, misses: 5 } : options.keepalive;
    if (settings !== null && this.#failure === undefined)
      this.#keepalive = new Keepalive(settings, this.#timers, {
        expectation: () => this.#expectation(),
        ping: () => this.#write(packFrame({ ...keepaliveHeader, procedure: PING })),
        fail: () => this.#fail('the host stopped answering'),
      });
  }

  /** Why the connection ended, or undefined while it stands. */
  get failure(): LibvirtError | undefined {
    return this.#failure;
  }

  /** Whether every slot is held by a call whose deadline has passed, so that nothing can be sent any more. */
  get stuck(): boolean {
    if (this.#calls.size < this.#maxInFlight) return false;
    for (const pending of this.#calls.values()) if (!pending.expired) return false;
    return true;
  }

  /** Calls a procedure. Rejects with `LibvirtError`, or `XdrError` where arguments or answer do not fit the protocol. */
  call<K extends ProcedureName>(name: K, args: CallArguments<K>, options?: CallOptions): Promise<CallResult<K>> {
    return this.submit(name, args, options).reply;
  }

  /** Like `call`, and tells also when the server is done with it. */
  submit<K extends ProcedureName>(name: K, args: CallArguments<K>, options?: CallOptions): Submission<CallResult<K>> {
    return this.#submit(name, args, options, undefined);
  }

  /** Calls a procedure that opens a stream. `attach` is called before any packet of it can arrive. */
  callStream<K extends StreamProcedureName>(
    name: K,
    args: CallArguments<K>,
    attach: (port: StreamPort) => StreamSink,
    options?: CallOptions,
  ): Promise<CallResult<K>> {
    return this.#submit(name, args, options, attach).reply;
  }

  /** Ends the connection. Calls under way are rejected. */
  close(): void {
    this.#flush();
    this.#fail('the connection was closed from this side');
  }

  #submit<K extends ProcedureName>(
    name: K,
    args: CallArguments<K>,
    options: CallOptions | undefined,
    attach: ((port: StreamPort) => StreamSink) | undefined,
  ): Submission<CallResult<K>> {
    const reply = Promise.withResolvers<CallResult<K>>();
    const settled = Promise.withResolvers<void>();
    const submission = { reply: reply.promise, settled: settled.promise };
    const procedure: Procedure<unknown, unknown> = procedures[name];
    const writer = new XdrWriter(HEADER_SIZE);
    try {
      if (this.#failure !== undefined) throw this.#lost(name, false);
      procedure.args.encode(writer, args);
    } catch (error) {
      reply.reject(error instanceof LibvirtError ? error : asXdrError(error));
      settled.resolve();
      return submission;
    }
    const pending: Pending = {
      name,
      procedure,
      frame: writer.finish(),
      attach,
      resolve: (result) => reply.resolve(result as CallResult<K>),
      reject: reply.reject,
      settle: settled.resolve,
      timer: undefined,
      serial: 0,
      expired: false,
    };
    const timeout = options?.timeout ?? this.#callTimeout;
    if (Number.isFinite(timeout))
      pending.timer = this.#timers.set(() => this.#expire(pending), Math.min(timeout, TIMER_LIMIT));
    this.#queue.push(pending);
    this.#sendQueued();
    return submission;
  }

  #sendQueued(): void {
    while (this.#failure === undefined && this.#calls.size < this.#maxInFlight) {
      const pending = this.#queue.shift();
      if (pending === undefined) return;
      const serial = this.#nextSerial();
      try {
        sealFrame(pending.frame, messageHeader(pending.procedure, FrameType.call, serial, FrameStatus.ok));
      } catch (error) {
        this.#conclude(pending);
        pending.reject(asXdrError(error));
        continue;
      }
      pending.serial = serial;
      this.#calls.set(serial, pending);
      if (pending.attach !== undefined) this.#streams.open(serial, pending.procedure, pending.attach);
      if (this.#gathered.push(pending.frame) === 1) process.nextTick(() => this.#flush());
    }
  }

  /** Serials wrap after 2^32 calls; one that a slow call or a stream still holds is passed over. 0 is keepalive's. */
  #nextSerial(): number {
    do this.#lastSerial = this.#lastSerial === 0xffff_ffff ? 1 : this.#lastSerial + 1;
    while (this.#calls.has(this.#lastSerial) || this.#streams.has(this.#lastSerial));
    return this.#lastSerial;
  }

  #expire(pending: Pending): void {
    const queued = this.#queue.indexOf(pending);
    if (queued >= 0) {
      this.#queue.splice(queued, 1);
      pending.settle();
    } else {
      pending.expired = true;
      // Nobody will read it; the answer, should it come, aborts it on the host.
      this.#streams.forget(pending.serial);
    }
    pending.reject(
      new LibvirtError({
        reason: 'deadline',
        message: queued >= 0 ? 'the call waited too long for its turn' : 'libvirt did not answer in time',
        procedure: pending.name,
        sent: queued < 0,
      }),
    );
  }

  #conclude(pending: Pending): void {
    if (pending.timer !== undefined) this.#timers.clear(pending.timer);
    pending.settle();
  }

  #flush(): void {
    const frames = this.#gathered;
    this.#gathered = [];
    if (frames.length > 0 && this.#failure === undefined) this.#socket.write(Buffer.concat(frames));
  }

  /** Writes behind what was sent before. False when the transport wants a pause. */
  #write(frame: Buffer): boolean {
    this.#flush();
    return this.#failure === undefined && this.#socket.write(frame);
  }

  #receive(frame: Frame): void {
    if (this.#failure !== undefined) return;
    this.#keepalive?.heard();
    if (frame.program === Program.keepalive) {
      if (frame.procedure === PING) this.#write(packFrame({ ...keepaliveHeader, procedure: PONG }));
      return;
    }
    switch (frame.type) {
      case FrameType.reply:
        this.#receiveReply(frame);
        break;
      case FrameType.event:
        this.#receiveEvent(frame);
        break;
      case FrameType.stream:
      case FrameType.hole:
        this.#streams.receive(frame);
        break;
      default:
        throw new XdrError(`message of type ${frame.type}`);
    }
  }

  #receiveReply(frame: Frame): void {
    const pending = this.#calls.get(frame.serial);
    if (pending === undefined) throw new XdrError(`answer to call ${frame.serial}, which was never made`);
    if (frame.program !== pending.procedure.program || frame.procedure !== pending.procedure.number)
      throw new XdrError(`answer of procedure ${frame.procedure} to a call of ${pending.name}`);
    this.#calls.delete(frame.serial);
    let failure: LibvirtError | XdrError | undefined;
    let result: unknown;
    try {
      // Frames are delimited, so a body that does not decode fails this call and leaves the connection usable.
      if (frame.status === FrameStatus.error) failure = remoteFailure(frame, pending.name);
      else if (frame.status === FrameStatus.ok) result = decodeWhole(pending.procedure.result, frame.body);
      else throw new XdrError(`answer with status ${frame.status}`);
    } catch (error) {
      failure = asXdrError(error);
    }
    this.#conclude(pending);
    if (pending.attach !== undefined && (failure !== undefined || pending.expired)) {
      this.#streams.forget(frame.serial);
      // The server believes that the stream is open, but whoever wanted it has gone or cannot know what it got.
      if (frame.status === FrameStatus.ok)
        this.#write(packFrame(messageHeader(pending.procedure, FrameType.stream, frame.serial, FrameStatus.error)));
    }
    if (failure === undefined) pending.resolve(result);
    else pending.reject(failure);
    this.#sendQueued();
  }

  #receiveEvent(frame: Frame): void {
    const known = frame.program === Program.remote ? eventKindByNumber(frame.procedure) : undefined;
    if (known === undefined) return;
    const [name, kind] = known;
    let event: LibvirtEvent;
    try {
      event = { name, ...(decodeWhole(kind.payload, frame.body) as object) } as LibvirtEvent;
    } catch (error) {
      this.emit('warning', asXdrError(error));
      return;
    }
    this.emit('event', event);
  }

  #expectation(): Expectation {
    if (this.#streams.paused) return 'nothing';
    if (this.#socket.writableNeedDrain) return 'drain';
    if (this.#calls.size >= SERVER_REQUEST_LIMIT && !this.stuck) return 'nothing';
    return 'answer';
  }

  #lost(name: ProcedureName | undefined, sent: boolean): LibvirtError {
    const message = this.#failure?.message ?? 'the connection is closed';
    return new LibvirtError({ reason: 'disconnected', message, procedure: name, sent, cause: this.#failure?.cause });
  }

  #fail(message: string, cause?: Error): void {
    if (this.#failure !== undefined) return;
    this.#failure = new LibvirtError({ reason: 'disconnected', message, cause });
    this.#keepalive?.stop();
    this.#socket.destroy();
    const sent = [...this.#calls.values()];
    const queued = this.#queue.splice(0);
    this.#calls.clear();
    for (const pending of [...sent, ...queued]) {
      this.#conclude(pending);
      pending.reject(this.#lost(pending.name, !queued.includes(pending)));
    }
    this.#streams.failAll(this.#lost(undefined, true));
    this.emit('close', this.#failure);
  }
}

const keepaliveHeader = {
  program: Program.keepalive,
  type: FrameType.event,
  serial: 0,
  status: FrameStatus.ok,
} as const;
