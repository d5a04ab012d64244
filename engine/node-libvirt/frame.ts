/**
 * Frames: the unit in which both sides speak. A frame is a length that counts itself, six more header words, and a body.
 */
import { XdrError } from './errors.ts';

/** Bytes of a header, the length word included. */
export const HEADER_SIZE = 28;

/** The largest frame: VIR_NET_MESSAGE_MAX (32 MiB) of payload and the length word. */
export const FRAME_LIMIT = 33_554_432 + 4;

// Memory taken on the word of a length field alone; beyond it, memory follows the bytes that really came.
const FIRST_BUFFER = 1 << 20;

export const FrameType = { call: 0, reply: 1, event: 2, stream: 3, callWithFds: 4, replyWithFds: 5, hole: 6 } as const;
export const FrameStatus = { ok: 0, error: 1, continue: 2 } as const;

export type FrameHeader = {
  readonly program: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
};

export type Frame = FrameHeader & { readonly body: Buffer };

/** Fills the header into the first `HEADER_SIZE` bytes of `frame` and returns it. Throws `XdrError` beyond `FRAME_LIMIT`. */
export function sealFrame(frame: Buffer, header: FrameHeader): Buffer {
  if (frame.length > FRAME_LIMIT)
    throw new XdrError(`message of ${frame.length} bytes, at most ${FRAME_LIMIT} allowed`);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(header.program, 4);
  frame.writeUInt32BE(1, 8);
  frame.writeInt32BE(header.procedure, 12);
  frame.writeUInt32BE(header.type, 16);
  frame.writeUInt32BE(header.serial, 20);
  frame.writeUInt32BE(header.status, 24);
  return frame;
}

/** A frame around a ready body, which is copied. */
export function packFrame(header: FrameHeader, body?: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_SIZE + (body?.length ?? 0));
  if (body !== undefined) frame.set(body, HEADER_SIZE);
  return sealFrame(frame, header);
}

function parseFrame(frame: Buffer): Frame {
  const version = frame.readUInt32BE(8);
  if (version !== 1) throw new XdrError(`program version ${version}, only 1 is known`);
  return {
    program: frame.readUInt32BE(4),
    procedure: frame.readInt32BE(12),
    type: frame.readUInt32BE(16),
    serial: frame.readUInt32BE(20),
    status: frame.readUInt32BE(24),
    body: frame.subarray(HEADER_SIZE),
  };
}

function checkedLength(length: number): number {
  if (length < HEADER_SIZE || length > FRAME_LIMIT)
    throw new XdrError(`frame length ${length}, expected ${HEADER_SIZE} to ${FRAME_LIMIT}`);
  return length;
}

/**
 * Cuts a byte stream into frames, however its chunks fall.
 *
 * A frame that lies within one chunk is a view of it. One that spans chunks is gathered in a buffer that doubles, so each byte is
 * copied a bounded number of times and chunks of a single byte cost no more memory than large ones.
 */
export class FrameSplitter {
  readonly #deliver: (frame: Frame) => void;
  #partial: Buffer = Buffer.alloc(4);
  #filled = 0;
  /** Length of the frame being gathered, once its first four bytes are known. */
  #expected: number | undefined;

  constructor(deliver: (frame: Frame) => void) {
    this.#deliver = deliver;
  }

  /** Takes the next bytes. Throws `XdrError` at a bad length or version; the stream is then beyond repair. */
  push(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#filled === 0 && rest.length >= 4) {
        const length = checkedLength(rest.readUInt32BE(0));
        if (rest.length >= length) {
          const frame = parseFrame(rest.subarray(0, length));
          rest = rest.subarray(length);
          this.#deliver(frame);
          continue;
        }
      }
      rest = this.#gather(rest);
    }
  }

  #gather(bytes: Buffer): Buffer {
    const wanted = (this.#expected ?? 4) - this.#filled;
    const taken = Math.min(wanted, bytes.length);
    this.#reserve(this.#filled + taken);
    bytes.copy(this.#partial, this.#filled, 0, taken);
    this.#filled += taken;
    if (taken === wanted) {
      if (this.#expected === undefined) {
        this.#expected = checkedLength(this.#partial.readUInt32BE(0));
        const start = Buffer.allocUnsafe(Math.min(this.#expected, FIRST_BUFFER));
        this.#partial.copy(start, 0, 0, 4);
        this.#partial = start;
      } else {
        const frame = parseFrame(this.#partial.subarray(0, this.#expected));
        this.#partial = Buffer.alloc(4);
        this.#filled = 0;
        this.#expected = undefined;
        this.#deliver(frame);
      }
    }
    return bytes.subarray(taken);
  }

  #reserve(size: number): void {
    if (size <= this.#partial.length) return;
    const grown = Buffer.allocUnsafe(Math.min(this.#expected ?? size, Math.max(size, this.#partial.length * 2)));
    this.#partial.copy(grown, 0, 0, this.#filled);
    this.#partial = grown;
  }
}
