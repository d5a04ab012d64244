import { type BenchtopError, fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';

/** Where volume descriptors begin: after 16 sectors of 2 KiB that are left to the system (ECMA-119 6.2.1). */
export const descriptorsAt = 32_768;
/** As much as is looked at: 16 descriptors. */
export const descriptorsLength = 32_768;

const refuse = (message: Phrase, hint: Phrase): BenchtopError => fail('parameter', message, { hint });

/**
 * Accepts or refuses an ISO by its volume descriptors, the bytes from `descriptorsAt` on: `CD001` is ISO 9660 (ECMA-119 8.1), `NSR02` or
 * `NSR03` UDF (ECMA-167 3/9.1). An ISO 9660 volume says how long it is, so one that was cut off is known. Throws `parameter`.
 */
export function judgeIso(descriptors: Uint8Array, fileSize: number): void {
  const view = new DataView(descriptors.buffer, descriptors.byteOffset, descriptors.byteLength);
  let found = false;
  for (let at = 0; at + 2048 <= descriptors.length; at += 2048) {
    const mark = String.fromCharCode(...descriptors.subarray(at + 1, at + 6));
    if (mark === 'NSR02' || mark === 'NSR03') found = true;
    if (mark !== 'CD001') continue;
    found = true;
    // The primary descriptor: blocks of the volume at 80, bytes of a block at 128, little-endian first.
    if (descriptors[at] !== 1) continue;
    const length = view.getUint32(at + 80, true) * view.getUint16(at + 128, true);
    if (length > fileSize)
      throw refuse(
        say`The ISO is not complete: it should be ${length} bytes long and has ${fileSize}.`,
        say`Download or copy it again where it came from, and give its checksum.`,
      );
  }
  if (!found)
    throw refuse(
      say`The file is not an ISO image: it has neither an ISO 9660 nor a UDF file system.`,
      say`Register disk images (qcow2, raw) as templates; a compressed file must be unpacked first.`,
    );
}

/** The bytes of `od -An -v -tx1`. */
export const bytesOfOd = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'));
