/** Smaller ones come out of Node's own pool; larger ones are rare, and memory that nobody needs is not held for them. */
const [smallest, largest] = [16 * 1024, 1024 * 1024];
const maximumKept = 8;

const kept: Buffer[] = [];

/**
 * A buffer for an update, its content undefined; handed back by `keepBuffer` once it was sent. V8 begins to collect everything whenever some
 * tens of megabytes of buffers were made, used or not, which at full pictures is several times a second.
 */
export function takeBuffer(size: number): Buffer {
  const index = size < smallest || size > largest ? -1 : kept.findIndex((each) => each.length >= size);
  const [found] = index < 0 ? [] : kept.splice(index, 1);
  if (found !== undefined) return found.subarray(0, size);
  return size < smallest || size > largest ? Buffer.allocUnsafe(size) : whole(size);
}

/** The taker holds no view of it any more. */
export function keepBuffer(buffer: Buffer): void {
  if (buffer.length < smallest || buffer.length > largest || kept.length >= maximumKept) return;
  kept.push(Buffer.from(buffer.buffer));
}

/** Sizes in steps, so that one serves the next update, too. */
function whole(size: number): Buffer {
  return Buffer.allocUnsafeSlow(2 ** Math.ceil(Math.log2(size))).subarray(0, size);
}
