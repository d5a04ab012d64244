/** Joins streams with holes to files. */
import type { FileHandle } from 'node:fs/promises';
import { LibvirtError } from './errors.ts';
import type { StreamItem } from './stream.ts';
import { isHole } from './stream.ts';

// Files are allocated in blocks of 4 KiB on most file systems; larger units keep the number of packets low.
const BLOCK = 65_536;
const ZEROS = Buffer.alloc(BLOCK);

export type WriteSparseOptions = {
  /** Bytes after which the transfer is broken off: holes cost a host nothing, so it could claim any size. */
  readonly limit: bigint;
};

/**
 * Writes a stream to the start of an empty file, seeking over holes, so that they take no space. Returns the size in bytes.
 * Rejects with `LibvirtError` (reason invalid) beyond the limit, and with the errors of the stream and of the file.
 */
export async function writeSparse(
  items: AsyncIterable<StreamItem>,
  file: FileHandle,
  { limit }: WriteSparseOptions,
): Promise<bigint> {
  let position = 0n;
  for await (const item of items) {
    const length = isHole(item) ? item.hole : BigInt(item.length);
    if (position + length > limit)
      throw new LibvirtError({
        reason: 'invalid',
        message: `the host sent more than the expected ${limit} bytes`,
        sent: true,
      });
    if (!isHole(item)) await writeAll(file, item, Number(position));
    position += length;
  }
  // A hole at the end is only there if the file has its full length.
  await file.truncate(Number(position));
  return position;
}

async function writeAll(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; ) {
    const result = await file.write(bytes, written, bytes.length - written, position + written);
    written += result.bytesWritten;
  }
}

/**
 * Reads a file as stream items: zeros in whole blocks of 64 KiB become holes. All of the file is read, since Node cannot ask
 * the file system for its holes.
 */
export async function* readSparse(file: FileHandle): AsyncGenerator<StreamItem, void> {
  let hole = 0n;
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, position);
    if (bytesRead === 0) break;
    position += bytesRead;
    const bytes = buffer.subarray(0, bytesRead);
    if (bytes.equals(ZEROS.subarray(0, bytesRead))) {
      hole += BigInt(bytesRead);
      continue;
    }
    if (hole > 0n) yield { hole };
    hole = 0n;
    yield bytes;
  }
  if (hole > 0n) yield { hole };
}
