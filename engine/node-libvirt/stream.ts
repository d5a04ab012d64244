/**
 * libvirt's byte streams as Node streams: volume upload and download, screenshots, consoles.
 *
 * While the reader of a stream is slow the whole connection stops reading, because libvirt has no flow control per stream. So
 * each stream belongs on a connection of its own (see `LibvirtHost`).
 */
import { Duplex } from 'node:stream';
import { LibvirtError, XdrError } from './errors.ts';
import type { StreamDirection } from './protocol/procedure.ts';
import type { CallArguments, CallResult, StreamProcedureName } from './protocol/procedures.ts';
import { procedures } from './protocol/procedures.ts';
import type { CallOptions, RpcConnection } from './rpc.ts';
import type { StreamPort, StreamSink } from './stream-table.ts';

/** The largest data packet every libvirt accepts (VIR_NET_MESSAGE_LEGACY_PAYLOAD_MAX less the header). */
const PACKET_LIMIT = 262_120;

/** A run of zeros that is told and not sent. On a file it is a seek, not a write. */
export type Hole = { readonly hole: bigint };

/** What a volume stream reads and writes. */
export type StreamItem = Uint8Array | Hole;

export function isHole(item: StreamItem): item is Hole {
  return !(item instanceof Uint8Array);
}

type Callback = (error?: Error | null) => void;

/**
 * One open stream. Console streams carry bytes; volume and screenshot streams carry `StreamItem`s in object mode, so that holes
 * stay holes (a sparse volume of a terabyte is not expanded). Destroying it before its end aborts it on the host.
 */
export class LibvirtStream extends Duplex implements StreamSink {
  readonly #direction: StreamDirection;
  readonly #port: StreamPort;
  #finishSent = false;
  #over = false;
  #writing: Callback | undefined;
  #finishing: Callback | undefined;

  constructor(direction: StreamDirection, port: StreamPort) {
    const volume = {
      readable: direction === 'read',
      writable: direction === 'write',
      objectMode: true,
      // In items; one is a packet, usually of 256 KiB.
      highWaterMark: 4,
    };
    super(direction === 'both' ? { allowHalfOpen: false } : volume);
    this.#direction = direction;
    this.#port = port;
  }

  data(bytes: Buffer): void {
    if (bytes.length === 0) {
      // The server's end of file. It waits for our word before it confirms.
      this.#sendFinish();
    } else if (this.#direction !== 'write' && !this.destroyed && !this.push(bytes)) {
      this.#port.pause();
    }
  }

  hole(length: bigint): void {
    if (this.#direction !== 'read') return;
    if (length < 0n) {
      this.destroy(new XdrError(`hole of ${length} bytes`));
    } else if (length > 0n && !this.destroyed && !this.push({ hole: length } satisfies Hole)) {
      this.#port.pause();
    }
  }

  finished(): void {
    this.#over = true;
    if (!this.#finishSent) {
      this.destroy(new XdrError('the host ended the stream without its end-of-file handshake'));
      return;
    }
    if (this.#direction !== 'write') this.push(null);
    this.#finishing?.();
    this.#finishing = undefined;
  }

  failed(error: LibvirtError | XdrError): void {
    this.#over = true;
    this.destroy(error);
  }

  override _read(): void {
    this.#port.resume();
  }

  override _write(item: StreamItem, _encoding: string, callback: Callback): void {
    this.#writing = callback;
    try {
      this.#send(item, () => {
        this.#writing = undefined;
        callback();
      });
    } catch (error) {
      this.#writing = undefined;
      callback(error instanceof Error ? error : new XdrError(String(error)));
    }
  }

  override _final(callback: Callback): void {
    if (this.#over) {
      callback();
    } else {
      this.#finishing = callback;
      this.#sendFinish();
    }
  }

  override _destroy(error: Error | null, callback: Callback): void {
    if (!this.#over) {
      this.#over = true;
      this.#port.abort();
    }
    const reason = error ?? new LibvirtError({ reason: 'aborted', message: 'the stream was given up', sent: true });
    this.#writing?.(reason);
    this.#finishing?.(reason);
    this.#writing = undefined;
    this.#finishing = undefined;
    callback(error);
  }

  #sendFinish(): void {
    if (this.#finishSent || this.#over) return;
    this.#finishSent = true;
    this.#port.finish();
  }

  #send(item: StreamItem, sent: () => void): void {
    let room = true;
    if (isHole(item)) {
      if (typeof item.hole !== 'bigint' || item.hole < 0n) throw new XdrError('a hole needs a length of type bigint');
      if (item.hole > 0n) room = this.#port.hole(item.hole);
    } else {
      for (let at = 0; at < item.length; at += PACKET_LIMIT)
        room = this.#port.data(item.subarray(at, at + PACKET_LIMIT));
    }
    if (room || this.#over) sent();
    else this.#port.onceDrained(sent);
  }
}

/**
 * Calls a procedure that opens a stream. The stream is returned once libvirt accepted the call; whoever gets it must read it,
 * write it or destroy it.
 */
export async function openStream<K extends StreamProcedureName>(
  rpc: RpcConnection,
  name: K,
  args: CallArguments<K>,
  options?: CallOptions,
): Promise<{ readonly result: CallResult<K>; readonly stream: LibvirtStream }> {
  let stream: LibvirtStream | undefined;
  const result = await rpc.callStream(
    name,
    args,
    (port) => {
      stream = new LibvirtStream(procedures[name].stream, port);
      // Between the answer and the caller's own listener nobody listens; the error is kept by the stream itself.
      stream.on('error', () => {});
      return stream;
    },
    options,
  );
  if (stream === undefined) throw new XdrError(`${name} opened no stream`);
  return { result, stream };
}
