/**
 * XDR (RFC 4506) as values: one codec object is the wire format and, through `Of`, the static type.
 *
 * Everything is in units of four bytes, big-endian. The reader trusts nothing: each length is checked against the limit of its
 * field and against what is left of the message before memory is taken.
 */
import { XdrError } from './errors.ts';

/** The longest string that any libvirt accepts (REMOTE_STRING_MAX since 1.1; older daemons send less). */
export const STRING_LIMIT = 4_194_304;

/** List elements that one message may decode to, so that 32 MiB of tiny elements cannot become gigabytes of objects. */
const ELEMENT_LIMIT = 1 << 20;

const EMPTY = Buffer.alloc(0);

/** Appends XDR values to a growing buffer. `headroom` bytes at the start are left for the caller to fill. */
export class XdrWriter {
  #buffer: Buffer;
  #length: number;

  constructor(headroom = 0) {
    this.#buffer = Buffer.allocUnsafe(headroom + 100);
    this.#length = headroom;
  }

  #take(size: number): number {
    const start = this.#length;
    const end = start + size;
    if (end > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.#buffer.length * 2));
      this.#buffer.copy(grown, 0, 0, start);
      this.#buffer = grown;
    }
    this.#length = end;
    return start;
  }

  int(value: number): void {
    if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0x7fff_ffff)
      throw new XdrError(`${value} is not a 32-bit signed integer`);
    const at = this.#take(4);
    this.#buffer.writeInt32BE(value, at);
  }

  uint(value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > 0xffff_ffff)
      throw new XdrError(`${value} is not a 32-bit unsigned integer`);
    const at = this.#take(4);
    this.#buffer.writeUInt32BE(value, at);
  }

  hyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value)
      throw new XdrError(`${value} is not a 64-bit signed bigint`);
    const at = this.#take(8);
    this.#buffer.writeBigInt64BE(value, at);
  }

  uhyper(value: bigint): void {
    if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value)
      throw new XdrError(`${value} is not a 64-bit unsigned bigint`);
    const at = this.#take(8);
    this.#buffer.writeBigUInt64BE(value, at);
  }

  double(value: number): void {
    if (typeof value !== 'number') throw new XdrError(`${String(value)} is not a number`);
    const at = this.#take(8);
    this.#buffer.writeDoubleBE(value, at);
  }

  /** Raw bytes, padded with zeros to four. */
  bytes(value: Uint8Array): void {
    if (!(value instanceof Uint8Array)) throw new XdrError('bytes expected');
    const padding = -value.length & 3;
    const at = this.#take(value.length + padding);
    this.#buffer.set(value, at);
    this.#buffer.fill(0, at + value.length, at + value.length + padding);
  }

  /** All that was written, headroom included. The writer must not be used afterwards. */
  finish(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }
}

/** Takes XDR values from a message. Every method throws `XdrError` rather than read past the end. */
export class XdrReader {
  readonly #buffer: Buffer;
  #offset = 0;
  #elements = ELEMENT_LIMIT;

  constructor(buffer: Buffer = EMPTY) {
    this.#buffer = buffer;
  }

  #take(size: number): number {
    const start = this.#offset;
    if (size > this.#buffer.length - start)
      throw new XdrError(`message too short: ${size} bytes needed, ${this.#buffer.length - start} left`);
    this.#offset = start + size;
    return start;
  }

  int(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  uint(): number {
    return this.#buffer.readUInt32BE(this.#take(4));
  }

  hyper(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  uhyper(): bigint {
    return this.#buffer.readBigUInt64BE(this.#take(8));
  }

  double(): number {
    return this.#buffer.readDoubleBE(this.#take(8));
  }

  /** A view of `size` bytes (their padding skipped). It shares the message's memory: copy what is kept. */
  bytes(size: number): Buffer {
    const at = this.#take(size + (-size & 3));
    return this.#buffer.subarray(at, at + size);
  }

  /** The count in front of a list of at most `limit` elements of at least `smallest` bytes each. */
  count(limit: number, smallest: number): number {
    const count = this.uint();
    if (count > limit) throw new XdrError(`list of ${count} elements, at most ${limit} allowed`);
    if (count * smallest > this.left()) throw new XdrError(`list of ${count} elements in ${this.left()} bytes`);
    this.#elements -= count;
    if (this.#elements < 0) throw new XdrError(`more than ${ELEMENT_LIMIT} list elements in one message`);
    return count;
  }

  left(): number {
    return this.#buffer.length - this.#offset;
  }
}

/** A wire format and its type. `smallest` is the least number of bytes a value takes, which bounds lists. */
export interface Codec<T> {
  readonly smallest: number;
  encode(writer: XdrWriter, value: T): void;
  decode(reader: XdrReader): T;
}

/** The JavaScript type of a codec's values. */
export type Of<C> = C extends Codec<infer T> ? T : never;

export const int: Codec<number> = {
  smallest: 4,
  encode: (writer, value) => writer.int(value),
  decode: (reader) => reader.int(),
};
export const uint: Codec<number> = {
  smallest: 4,
  encode: (writer, value) => writer.uint(value),
  decode: (reader) => reader.uint(),
};
export const hyper: Codec<bigint> = {
  smallest: 8,
  encode: (writer, value) => writer.hyper(value),
  decode: (reader) => reader.hyper(),
};
export const uhyper: Codec<bigint> = {
  smallest: 8,
  encode: (writer, value) => writer.uhyper(value),
  decode: (reader) => reader.uhyper(),
};
export const double: Codec<number> = {
  smallest: 8,
  encode: (writer, value) => writer.double(value),
  decode: (reader) => reader.double(),
};

/** Text of at most `STRING_LIMIT` bytes of UTF-8. Bytes that are not UTF-8 decode to U+FFFD rather than fail a whole listing. */
export const string: Codec<string> = {
  smallest: 4,
  encode(writer, value) {
    if (typeof value !== 'string') throw new XdrError(`${String(value)} is not a string`);
    // libvirt's C strings end at the first NUL, so the rest would silently be lost.
    if (value.includes('\0')) throw new XdrError('a string must not contain NUL');
    const bytes = Buffer.from(value, 'utf8');
    if (bytes.length > STRING_LIMIT)
      throw new XdrError(`string of ${bytes.length} bytes, at most ${STRING_LIMIT} allowed`);
    writer.uint(bytes.length);
    writer.bytes(bytes);
  },
  decode(reader) {
    const length = reader.uint();
    if (length > STRING_LIMIT) throw new XdrError(`string of ${length} bytes, at most ${STRING_LIMIT} allowed`);
    return reader.bytes(length).toString('utf8');
  },
};

/** Bytes of variable length, at most `limit`. Decoding copies, so that a small cookie does not hold a large message. */
export function opaque(limit: number): Codec<Uint8Array> {
  return {
    smallest: 4,
    encode(writer, value) {
      if (value.length > limit) throw new XdrError(`${value.length} bytes, at most ${limit} allowed`);
      writer.uint(value.length);
      writer.bytes(value);
    },
    decode(reader) {
      const length = reader.uint();
      if (length > limit) throw new XdrError(`${length} bytes, at most ${limit} allowed`);
      return new Uint8Array(reader.bytes(length));
    },
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Sixteen raw bytes on the wire; the usual lower-case text with hyphens here, so that UUIDs compare with `===`. */
export const uuid: Codec<string> = {
  smallest: 16,
  encode(writer, value) {
    if (typeof value !== 'string' || !UUID.test(value)) throw new XdrError(`${String(value)} is not a UUID`);
    writer.bytes(Buffer.from(value.replaceAll('-', ''), 'hex'));
  },
  decode(reader) {
    const hex = reader.bytes(16).toString('hex');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  },
};

/** XDR's optional data (`string *`): a flag, then the value if the flag is 1. */
export function optional<T>(inner: Codec<T>): Codec<T | null> {
  return {
    smallest: 4,
    encode(writer, value) {
      if (value === null || value === undefined) return writer.uint(0);
      writer.uint(1);
      inner.encode(writer, value);
    },
    decode(reader) {
      const present = reader.uint();
      if (present > 1) throw new XdrError(`optional value marked ${present}, neither 0 nor 1`);
      return present === 1 ? inner.decode(reader) : null;
    },
  };
}

/** A list of at most `limit` elements. */
export function list<T>(element: Codec<T>, limit: number): Codec<T[]> {
  return {
    smallest: 4,
    encode(writer, value) {
      if (!Array.isArray(value)) throw new XdrError('list expected');
      if (value.length > limit) throw new XdrError(`list of ${value.length} elements, at most ${limit} allowed`);
      writer.uint(value.length);
      for (const item of value) element.encode(writer, item);
    },
    decode(reader) {
      const count = reader.count(limit, element.smallest);
      const values: T[] = [];
      for (let index = 0; index < count; index++) values.push(element.decode(reader));
      return values;
    },
  };
}

/** Field names with their codecs, in wire order. */
export type Shape = { readonly [field: string]: Codec<unknown> };

/** The value of a shape. */
export type Fields<S extends Shape> = { -readonly [K in keyof S]: Of<S[K]> };

/** The fields of `shape`, one after the other. Errors name the field. */
export function struct<S extends Shape>(shape: S): Codec<Fields<S>> {
  const fields = Object.entries(shape);
  return {
    smallest: fields.reduce((sum, [, codec]) => sum + codec.smallest, 0),
    encode(writer, value) {
      for (const [name, codec] of fields) {
        try {
          codec.encode(writer, (value as Record<string, unknown>)[name]);
        } catch (error) {
          throw new XdrError(`${name}: ${error instanceof Error ? error.message : 'cannot be encoded'}`);
        }
      }
    },
    decode(reader) {
      const value: Record<string, unknown> = {};
      for (const [name, codec] of fields) value[name] = codec.decode(reader);
      return value as Fields<S>;
    },
  };
}

/**
 * `char x[size]` of a .x file. XDR has no characters of one byte outside strings, so each is a four-byte integer on the wire;
 * here it is the text up to the first NUL.
 */
export function characters(size: number): Codec<string> {
  return {
    smallest: size * 4,
    encode(writer, value) {
      const bytes = Buffer.alloc(size);
      bytes.write(value, 'utf8');
      // C compilers where char is signed sign-extend, so 0xe9 goes out as -23.
      for (const byte of bytes) writer.int((byte << 24) >> 24);
    },
    decode(reader) {
      const bytes = Buffer.alloc(size);
      for (let index = 0; index < size; index++) bytes[index] = reader.int() & 0xff;
      const end = bytes.indexOf(0);
      return bytes.toString('utf8', 0, end < 0 ? size : end);
    },
  };
}
