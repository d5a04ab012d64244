/**
 * The last bytes of an endless stream, addressed by their position since its beginning: a late reader starts at `start`, every reader
 * goes on from where it is, and one that fell behind `start` has missed something.
 */
export class Scrollback {
  readonly #ring: Buffer;
  #end = 0;

  constructor(size: number) {
    this.#ring = Buffer.alloc(size);
  }

  /** Position of the oldest byte kept. */
  get start(): number {
    return Math.max(0, this.#end - this.#ring.length);
  }

  /** Position after the newest byte. */
  get end(): number {
    return this.#end;
  }

  append(bytes: Buffer): void {
    const kept = bytes.subarray(Math.max(0, bytes.length - this.#ring.length));
    this.#end += bytes.length - kept.length;
    const at = this.#end % this.#ring.length;
    const first = Math.min(kept.length, this.#ring.length - at);
    kept.copy(this.#ring, at, 0, first);
    kept.copy(this.#ring, 0, first);
    this.#end += kept.length;
  }

  /** A copy of up to `maximum` bytes from a position between `start` and `end`. */
  read(position: number, maximum: number): Buffer {
    const size = Math.max(0, Math.min(maximum, this.#end - position));
    const at = position % this.#ring.length;
    const first = Math.min(size, this.#ring.length - at);
    return Buffer.concat([this.#ring.subarray(at, at + first), this.#ring.subarray(0, size - first)]);
  }

  /**
   * Where to begin reading so that no character and, where lines are short, no escape sequence is cut: the very beginning, or after
   * the first line end within 4 KiB of the oldest byte.
   */
  get cleanStart(): number {
    const { start } = this;
    if (start === 0) return 0;
    const lineEnd = this.read(start, 4096).indexOf(0x0a);
    return lineEnd < 0 ? start : start + lineEnd + 1;
  }
}
