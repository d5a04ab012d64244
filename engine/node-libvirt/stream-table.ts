/** The streams that are open on one connection, by the serial of the call that opened them. */
import type { Duplex } from 'node:stream';
import type { LibvirtError, XdrError } from './errors.ts';
import type { Frame } from './frame.ts';
import { FrameStatus, FrameType, packFrame } from './frame.ts';
import { decodeWhole, messageHeader, remoteFailure } from './message.ts';
import { streamHole } from './protocol/objects.ts';
import type { Procedure } from './protocol/procedure.ts';
import { XdrWriter } from './xdr.ts';

/** What arrives for an open stream. No method is called after `finished` or `failed`. */
export interface StreamSink {
  data(bytes: Buffer): void;
  hole(length: bigint): void;
  finished(): void;
  failed(error: LibvirtError | XdrError): void;
}

/** What an open stream may send. */
export interface StreamPort {
  /** Sends bytes, at most what fits in one packet. False when the transport wants a pause; see `onceDrained`. */
  data(bytes: Uint8Array): boolean;
  hole(length: bigint): boolean;
  onceDrained(callback: () => void): void;
  /** Says that nothing more is wanted or sent; the server confirms through `StreamSink.finished`. */
  finish(): void;
  /** Gives the stream up at once. Later packets are dropped. */
  abort(): void;
  /** Stops reading from the connection, all of it: libvirt has no flow control per stream. */
  pause(): void;
  resume(): void;
}

export class StreamTable {
  readonly #socket: Duplex;
  readonly #write: (frame: Buffer) => boolean;
  readonly #sinks = new Map<number, StreamSink>();
  readonly #paused = new Set<number>();

  constructor(socket: Duplex, write: (frame: Buffer) => boolean) {
    this.#socket = socket;
    this.#write = write;
  }

  /** Whether a slow reader of ours holds up the connection. */
  get paused(): boolean {
    return this.#paused.size > 0;
  }

  has(serial: number): boolean {
    return this.#sinks.has(serial);
  }

  open(serial: number, procedure: Procedure<unknown, unknown>, attach: (port: StreamPort) => StreamSink): void {
    this.#sinks.set(serial, attach(this.#port(procedure, serial)));
  }

  forget(serial: number): void {
    this.#sinks.delete(serial);
    this.#resume(serial);
  }

  /** Takes a stream or hole packet. Throws `XdrError` if it does not decode. */
  receive(frame: Frame): void {
    const sink = this.#sinks.get(frame.serial);
    // Packets that were under way when the stream was given up.
    if (sink === undefined) return;
    if (frame.status === FrameStatus.error) {
      const failure = remoteFailure(frame);
      this.forget(frame.serial);
      sink.failed(failure);
    } else if (frame.type === FrameType.hole) {
      sink.hole(decodeWhole(streamHole, frame.body).length);
    } else if (frame.status === FrameStatus.continue) {
      sink.data(frame.body);
    } else {
      this.forget(frame.serial);
      sink.finished();
    }
  }

  /** The connection is gone. */
  failAll(error: LibvirtError): void {
    const sinks = [...this.#sinks.values()];
    this.#sinks.clear();
    this.#paused.clear();
    for (const sink of sinks) sink.failed(error);
  }

  #resume(serial: number): void {
    if (this.#paused.delete(serial) && this.#paused.size === 0) this.#socket.resume();
  }

  #port(procedure: Procedure<unknown, unknown>, serial: number): StreamPort {
    const send = (type: number, status: number, body?: Uint8Array): boolean =>
      this.#sinks.has(serial) && this.#write(packFrame(messageHeader(procedure, type, serial, status), body));
    return {
      data: (bytes) => send(FrameType.stream, FrameStatus.continue, bytes),
      hole: (length) => {
        const writer = new XdrWriter();
        streamHole.encode(writer, { length, flags: 0 });
        return send(FrameType.hole, FrameStatus.continue, writer.finish());
      },
      onceDrained: (callback) => {
        this.#socket.once('drain', callback);
      },
      finish: () => {
        send(FrameType.stream, FrameStatus.ok);
      },
      abort: () => {
        send(FrameType.stream, FrameStatus.error);
        this.forget(serial);
      },
      pause: () => {
        if (!this.#sinks.has(serial)) return;
        this.#paused.add(serial);
        this.#socket.pause();
      },
      resume: () => this.#resume(serial),
    };
  }
}
