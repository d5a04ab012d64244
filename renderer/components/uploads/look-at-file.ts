/** What a file is by its first bytes, or why it is nothing that can be an image. */
export type FileLook =
  | { kind: 'QCOW2' | 'RAW' | 'ISO' }
  | { kind: undefined; refusal: 'empty' | 'compressed' | 'otherFormat' | 'unknown'; what: string };

const isoMark = 32_769;
/** As much of the file as is looked at. */
const head = 36_864;

/** Beginnings of files that have to be unpacked or converted first. */
const others: readonly { bytes: readonly number[]; what: string; refusal: 'compressed' | 'otherFormat' }[] = [
  { bytes: [0x1f, 0x8b], what: 'gzip', refusal: 'compressed' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], what: 'xz', refusal: 'compressed' },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2', refusal: 'compressed' },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], what: 'zstd', refusal: 'compressed' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'zip', refusal: 'compressed' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], what: '7-Zip', refusal: 'compressed' },
  { bytes: [0x4b, 0x44, 0x4d, 0x56], what: 'VMDK', refusal: 'otherFormat' },
  { bytes: [...'# Disk DescriptorFile'].map((letter) => letter.charCodeAt(0)), what: 'VMDK', refusal: 'otherFormat' },
  { bytes: [...'vhdxfile'].map((letter) => letter.charCodeAt(0)), what: 'VHDX', refusal: 'otherFormat' },
  { bytes: [...'conectix'].map((letter) => letter.charCodeAt(0)), what: 'VHD', refusal: 'otherFormat' },
  { bytes: [...'<<< '].map((letter) => letter.charCodeAt(0)), what: 'VDI', refusal: 'otherFormat' },
];

/** Names that a raw disk image goes by; it has no mark of its own. */
const rawName = /\.(raw|img|bin|dd)$/i;

/** The host looks again, with more care: this only spares the way there. */
export async function lookAtFile(file: File): Promise<FileLook> {
  if (file.size === 0) return { kind: undefined, refusal: 'empty', what: file.name };
  const bytes = new Uint8Array(await file.slice(0, head).arrayBuffer());
  const begins = (mark: readonly number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (begins([0x51, 0x46, 0x49, 0xfb])) return { kind: 'QCOW2' };
  if (String.fromCharCode(...bytes.subarray(isoMark, isoMark + 5)) === 'CD001') return { kind: 'ISO' };
  const other = others.find((each) => begins(each.bytes));
  if (other !== undefined) return { kind: undefined, refusal: other.refusal, what: other.what };
  // UDF without ISO 9660 has its mark elsewhere; the name is believed.
  if (/\.iso$/i.test(file.name)) return { kind: 'ISO' };
  return rawName.test(file.name) ? { kind: 'RAW' } : { kind: undefined, refusal: 'unknown', what: file.name };
}

/** A name for what comes of the file: its own, without the ending that says what it is. */
export const nameOf = (file: File): string => file.name.replace(/\.(qcow2?|raw|img|bin|dd|iso)$/i, '').slice(0, 255);
