/**
 * The daemon’s side of the protocol, for tests without libvirt and for failures that a real one does not produce on demand. It
 * speaks the same table and behaves like libvirtd where clients notice: five requests per connection, then it stops reading.
 */

import type { Duplex } from 'node:stream';
import { duplexPair } from 'node:stream';
import type { Frame } from '../frame.ts';
import { FrameSplitter, FrameStatus, FrameType, HEADER_SIZE, packFrame, sealFrame } from '../frame.ts';
import { messageHeader } from '../message.ts';
import type { EventName, LibvirtEvent } from '../protocol/events.ts';
import { eventKinds } from '../protocol/events.ts';
import { remoteError, streamHole } from '../protocol/objects.ts';
import type { Procedure } from '../protocol/procedure.ts';
import { Program } from '../protocol/procedure.ts';
import type { CallArguments, CallResult, ProcedureName } from '../protocol/procedures.ts';
import { procedureName, procedures } from '../protocol/procedures.ts';
import type { StreamItem } from '../stream.ts';
import { isHole } from '../stream.ts';
import { XdrReader, XdrWriter } from '../xdr.ts';

const REQUEST_LIMIT = 5;

/** Thrown by a handler to answer with an error of libvirt. */
export class FakeFailure extends Error {
  readonly code: number;
  readonly domain: number;

  constructor(code: number, message: string, domain = 10) {
    super(message);
    this.code = code;
    this.domain = domain;
  }
}

type Handlers = {
  [K in ProcedureName]?: (args: CallArguments<K>, client: FakeClient) => CallResult<K> | Promise<CallResult<K>>;
};

/** One call as the server saw it. */
export type SeenCall = { readonly name: ProcedureName; readonly args: unknown; readonly client: FakeClient };

/** A packet of a stream as the server saw it. */
export type StreamPacket = StreamItem | 'finish' | 'abort';

export class FakeLibvirtd {
  /** What each procedure does. The login is there already; others answer error 3 until set. */
  readonly handlers: Handlers = {
    authList: () => ({ types: [0] }),
    connectOpen: () => ({}),
    connectClose: () => ({}),
    connectSupportsFeature: () => ({ supported: 1 }),
    connectRegisterCloseCallback: () => ({}),
    connectDomainEventCallbackRegisterAny: ({ eventID }) => ({ callbackID: eventID }),
    connectStoragePoolEventRegisterAny: ({ eventID }) => ({ callbackID: eventID }),
    connectNetworkEventRegisterAny: ({ eventID }) => ({ callbackID: eventID }),
  };
  readonly seen: SeenCall[] = [];
  readonly clients = new Set<FakeClient>();
  /** Set to refuse new connections with this error. */
  refusal: Error | undefined;
  /** Connections asked for, refused ones included. */
  dials = 0;

  dial = async (): Promise<Duplex> => {
    this.dials++;
    if (this.refusal !== undefined) throw this.refusal;
    const [near, far] = duplexPair();
    // Unlike a socket’s, the ends of a pair do not notice when the other one is destroyed.
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());
    this.clients.add(new FakeClient(this, far));
    return near;
  };

  /** Names of the calls seen so far, without the login and registrations. */
  get names(): ProcedureName[] {
    return this.seen.map(({ name }) => name).filter((name) => !/^auth|^connect(Open|Supports|.*Register)/.test(name));
  }

  /** Sends an event to every client. */
  emit(event: LibvirtEvent): void {
    for (const client of this.clients) client.sendEvent(event);
  }

  /** Breaks every connection, as a daemon that dies does. */
  cut(): void {
    for (const client of this.clients) client.socket.destroy();
    this.clients.clear();
  }
}

export class FakeClient {
  readonly socket: Duplex;
  readonly packets: StreamPacket[] = [];
  /** Set to leave pings unanswered. */
  deaf = false;
  pings = 0;
  /** Called for each packet of a stream after it was noted. */
  onPacket: ((packet: StreamPacket) => void) | undefined;
  readonly #server: FakeLibvirtd;
  #pending = 0;
  #stream: { readonly procedure: Procedure<unknown, unknown>; readonly serial: number } | undefined;

  constructor(server: FakeLibvirtd, socket: Duplex) {
    this.#server = server;
    this.socket = socket;
    const splitter = new FrameSplitter((frame) => this.#receive(frame));
    socket.on('data', (chunk: Buffer) => splitter.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => server.clients.delete(this));
    socket.on('end', () => socket.destroy());
  }

  sendEvent(event: LibvirtEvent): void {
    const kind = eventKinds[event.name as EventName];
    const writer = new XdrWriter(HEADER_SIZE);
    (kind.payload.encode as (writer: XdrWriter, value: unknown) => void)(writer, event);
    const header = { program: Program.remote, procedure: kind.number, serial: 0, status: FrameStatus.ok };
    this.socket.write(sealFrame(writer.finish(), { ...header, type: FrameType.event }));
  }

  ping(): void {
    const header = { program: Program.keepalive, type: FrameType.event, serial: 0, status: FrameStatus.ok };
    this.socket.write(packFrame({ ...header, procedure: 1 }));
  }

  /** Sends a packet on the stream that this client opened last; an empty buffer is the end of file. */
  sendStream(item: StreamItem): void {
    const { procedure, serial } = this.#opened();
    if (isHole(item)) {
      const writer = new XdrWriter();
      streamHole.encode(writer, { length: item.hole, flags: 0 });
      const header = messageHeader(procedure, FrameType.hole, serial, FrameStatus.continue);
      this.socket.write(packFrame(header, writer.finish()));
    } else {
      this.socket.write(packFrame(messageHeader(procedure, FrameType.stream, serial, FrameStatus.continue), item));
    }
  }

  confirmStream(): void {
    const { procedure, serial } = this.#opened();
    this.socket.write(packFrame(messageHeader(procedure, FrameType.stream, serial, FrameStatus.ok)));
  }

  failStream(failure: FakeFailure): void {
    const { procedure, serial } = this.#opened();
    this.socket.write(errorFrame(procedure, FrameType.stream, serial, failure));
  }

  #opened(): { readonly procedure: Procedure<unknown, unknown>; readonly serial: number } {
    if (this.#stream === undefined) throw new Error('no stream was opened');
    return this.#stream;
  }

  #receive(frame: Frame): void {
    if (frame.program === Program.keepalive) {
      this.pings++;
      if (frame.procedure === 1 && !this.deaf) this.socket.write(packFrame({ ...frame, procedure: 2 }));
    } else if (frame.type === FrameType.call) {
      void this.#answer(frame);
    } else {
      this.#receivePacket(frame);
    }
  }

  #receivePacket(frame: Frame): void {
    const packet = readPacket(frame);
    this.packets.push(packet);
    this.onPacket?.(packet);
  }

  async #answer(frame: Frame): Promise<void> {
    const name = procedureName(frame.program, frame.procedure);
    if (name === undefined) throw new Error(`call of unknown procedure ${frame.procedure}`);
    const procedure: Procedure<unknown, unknown> = procedures[name];
    const args = procedure.args.decode(new XdrReader(frame.body));
    this.#server.seen.push({ name, args, client: this });
    this.#pending++;
    if (this.#pending >= REQUEST_LIMIT) this.socket.pause();
    let answer: Buffer;
    try {
      const handler = this.#server.handlers[name] as ((args: unknown, client: FakeClient) => unknown) | undefined;
      if (handler === undefined) throw new FakeFailure(3, `${name} is not supported`);
      if (procedure.stream !== undefined) this.#stream = { procedure, serial: frame.serial };
      const writer = new XdrWriter(HEADER_SIZE);
      procedure.result.encode(writer, await handler(args, this));
      answer = sealFrame(writer.finish(), messageHeader(procedure, FrameType.reply, frame.serial, FrameStatus.ok));
    } catch (error) {
      if (!(error instanceof FakeFailure)) throw error;
      answer = errorFrame(procedure, FrameType.reply, frame.serial, error);
    }
    this.#pending--;
    if (!this.socket.destroyed) this.socket.write(answer);
    this.socket.resume();
  }
}

function readPacket(frame: Frame): StreamPacket {
  if (frame.type === FrameType.hole) return { hole: streamHole.decode(new XdrReader(frame.body)).length };
  if (frame.status === FrameStatus.continue) return Buffer.from(frame.body);
  return frame.status === FrameStatus.ok ? 'finish' : 'abort';
}

function errorFrame(
  procedure: Procedure<unknown, unknown>,
  type: number,
  serial: number,
  { code, domain, message }: FakeFailure,
): Buffer {
  const writer = new XdrWriter(HEADER_SIZE);
  const rest = { level: 2, dom: null, str1: null, str2: null, str3: null, int1: 0, int2: 0, net: null };
  remoteError.encode(writer, { code, domain, message, ...rest });
  return sealFrame(writer.finish(), messageHeader(procedure, type, serial, FrameStatus.error));
}
