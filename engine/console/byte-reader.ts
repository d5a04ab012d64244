import { type Phrase, quoted, say, textOf } from '../contract/phrase.ts';

/** What a peer sent breaks the protocol or our bounds. The message is a sentence that a user may see; it never quotes the peer's bytes. */
export class ProtocolError extends Error {
  readonly said: Phrase;

  constructor(said: Phrase) {
    super(textOf(said));
    this.name = 'ProtocolError';
    this.said = said;
  }
}

/** Why something that was read is refused, also where a fault of our own refused it. */
export const sentenceOf = (thrown: unknown): Phrase =>
  thrown instanceof ProtocolError ? thrown.said : quoted(thrown instanceof Error ? thrown.message : String(thrown));

/**
 * A parser written as a generator: it yields how many bytes it needs next and is resumed with exactly those. Protocols then read
 * top to bottom like their specification, and a message may arrive in any pieces.
 */
export type Parser<T = void> = Generator<number, T, Buffer>;

/**
 * Feeds a parser from chunks. What is kept is less than one chunk plus one request of the parser; a request above `maximumRequest`
 * throws, so that no length field of a peer can make us collect more. Buffers given to the parser are views: copy what is kept.
 */
export class ByteReader {
  readonly #parser: Parser<unknown>;
  readonly #maximumRequest: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #wanted = 0;
  #done = false;
  #running = false;

  constructor(parser: Parser<unknown>, maximumRequest: number) {
    this.#parser = parser;
    this.#maximumRequest = maximumRequest;
    this.#accept(parser.next());
  }

  /** Bytes waiting for the rest of a message. */
  get pending(): number {
    return this.#length;
  }

  /** Throws what the parser throws (`ProtocolError` for bad input); the reader is then finished. Bytes after the end are dropped. */
  push(chunk: Buffer): void {
    if (this.#done) return;
    if (chunk.length > 0) {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
    }
    // A parser's call-outs may feed this reader again; the outer loop then takes those bytes in order.
    if (this.#running) return;
    this.#running = true;
    try {
      while (!this.#done && this.#length >= this.#wanted) this.#accept(this.#parser.next(this.#take(this.#wanted)));
    } catch (error) {
      this.stop();
      throw error;
    } finally {
      this.#running = false;
    }
  }

  /** Drops what waits and ignores what still comes. */
  stop(): void {
    this.#done = true;
    this.#chunks = [];
    this.#length = 0;
  }

  #accept(step: IteratorResult<number, unknown>): void {
    if (step.done === true) {
      this.stop();
      return;
    }
    if (step.value > this.#maximumRequest) throw new ProtocolError(say`A message is longer than allowed.`);
    this.#wanted = step.value;
  }

  #take(size: number): Buffer {
    const first = this.#chunks[0];
    if (first === undefined) return Buffer.alloc(0);
    this.#length -= size;
    if (first.length > size) {
      this.#chunks[0] = first.subarray(size);
      return first.subarray(0, size);
    }
    if (first.length === size) {
      this.#chunks.shift();
      return first;
    }
    const whole = Buffer.allocUnsafe(size);
    let filled = 0;
    let used = 0;
    for (const chunk of this.#chunks) {
      const part = Math.min(chunk.length, size - filled);
      chunk.copy(whole, filled, 0, part);
      filled += part;
      if (part < chunk.length) {
        this.#chunks[used] = chunk.subarray(part);
        break;
      }
      used += 1;
      if (filled === size) break;
    }
    this.#chunks.splice(0, used);
    return whole;
  }
}

/** Reads over `size` bytes without keeping them. */
export function* skip(size: number): Parser {
  for (let left = size; left > 0; ) {
    const part = Math.min(left, 16_384);
    yield part;
    left -= part;
  }
}
