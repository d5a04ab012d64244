/**
 * VNC authentication (RFC 6143, 7.2.2): the 16-byte challenge encrypted with single DES, each byte of the password's key with its
 * bits in reverse order. OpenSSL 3 keeps single DES in a provider that is not loaded and Electron's BoringSSL offers it only in part,
 * so the few lines of FIPS 46-3 are here. DES is weak; the password is a random one that only the broker knows, inside SSH.
 */

/** The answer to a VNC server's challenge. Passwords count to eight bytes (UTF-8), as the protocol does; shorter ones are padded. */
export function vncResponse(password: string, challenge: Buffer): Buffer {
  const key = Buffer.alloc(8);
  Buffer.from(password, 'utf8').copy(key, 0, 0, 8);
  for (let index = 0; index < 8; index += 1) key[index] = reverseBits(key[index] ?? 0);
  return Buffer.concat([desEncrypt(key, challenge.subarray(0, 8)), desEncrypt(key, challenge.subarray(8, 16))]);
}

/** One block of DES in the forward direction. Key and block are 8 bytes; the key's parity bits do not matter. */
export function desEncrypt(key: Buffer, block: Buffer): Buffer {
  const bits = permute(bitsOf(block), initialPermutation);
  let left = bits.slice(0, 32);
  let right = bits.slice(32);
  for (const roundKey of roundKeys(key)) {
    const mixed = permute(right, expansion).map((bit, index) => bit ^ (roundKey[index] ?? 0));
    const substituted: number[] = [];
    for (let box = 0; box < 8; box += 1) {
      const six = mixed.slice(box * 6, box * 6 + 6);
      const [b0 = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0, b5 = 0] = six;
      const digit = substitutionBoxes[box]?.[(b0 << 1) | b5]?.charAt((b1 << 3) | (b2 << 2) | (b3 << 1) | b4) ?? '0';
      const four = Number.parseInt(digit, 16);
      substituted.push((four >> 3) & 1, (four >> 2) & 1, (four >> 1) & 1, four & 1);
    }
    const next = permute(substituted, roundPermutation).map((bit, index) => bit ^ (left[index] ?? 0));
    left = right;
    right = next;
  }
  return bytesOf(permute([...right, ...left], finalPermutation));
}

function roundKeys(key: Buffer): number[][] {
  const chosen = permute(bitsOf(key), keyChoice);
  let c = chosen.slice(0, 28);
  let d = chosen.slice(28);
  return [...'1122222212222221'].map((shift) => {
    const count = Number(shift);
    c = [...c.slice(count), ...c.slice(0, count)];
    d = [...d.slice(count), ...d.slice(0, count)];
    return permute([...c, ...d], roundKeyChoice);
  });
}

function reverseBits(byte: number): number {
  let reversed = 0;
  for (let bit = 0; bit < 8; bit += 1) reversed |= ((byte >> bit) & 1) << (7 - bit);
  return reversed;
}

const bitsOf = (bytes: Buffer): number[] =>
  [...bytes].flatMap((byte) => [7, 6, 5, 4, 3, 2, 1, 0].map((shift) => (byte >> shift) & 1));

function bytesOf(bits: number[]): Buffer {
  const bytes = Buffer.alloc(bits.length / 8);
  for (const [index, bit] of bits.entries()) bytes[index >> 3] = (bytes[index >> 3] ?? 0) | (bit << (7 - (index & 7)));
  return bytes;
}

const permute = (bits: number[], table: readonly number[]): number[] =>
  table.map((position) => bits[position - 1] ?? 0);

/** A descending run of bit positions, in steps of eight: the shape of the initial permutation's rows. */
const column = (start: number, length = 8): number[] => Array.from({ length }, (_, index) => start - index * 8);

const initialPermutation = [58, 60, 62, 64, 57, 59, 61, 63].flatMap((start) => column(start));
const finalPermutation = initialPermutation.map((_, index) => initialPermutation.indexOf(index + 1) + 1);
const expansion = Array.from({ length: 48 }, (_, index) => ((Math.floor(index / 6) * 4 + (index % 6) + 31) % 32) + 1);
const roundPermutation = [
  16, 7, 20, 21, 29, 12, 28, 17, 1, 15, 23, 26, 5, 18, 31, 10, 2, 8, 24, 14, 32, 27, 3, 9, 19, 13, 30, 6, 22, 11, 4, 25,
];
const keyChoice = [
  ...[57, 58, 59].flatMap((start) => column(start)),
  ...column(60, 4),
  ...[63, 62, 61].flatMap((start) => column(start)),
  ...column(28, 4),
];
const roundKeyChoice = [
  14, 17, 11, 24, 1, 5, 3, 28, 15, 6, 21, 10, 23, 19, 12, 4, 26, 8, 16, 7, 27, 20, 13, 2, 41, 52, 31, 37, 47, 55, 30,
  40, 51, 45, 33, 48, 44, 49, 39, 56, 34, 53, 46, 42, 50, 36, 29, 32,
];
/** S1 to S8 of FIPS 46-3, each four rows of sixteen values as hexadecimal digits. */
const substitutionBoxes = [
  ['e4d12fb83a6c5907', '0f74e2d1a6cb9538', '41e8d62bfc973a50', 'fc8249175b3ea06d'],
  ['f18e6b34972dc05a', '3d47f28ec01a69b5', '0e7ba4d158c6932f', 'd8a13f42b67c05e9'],
  ['a09e63f51dc7b428', 'd709346a285ecbf1', 'd6498f30b12c5ae7', '1ad069874fe3b52c'],
  ['7de3069a1285bc4f', 'd8b56f03472c1ae9', 'a690cb7df13e5284', '3f06a1d8945bc72e'],
  ['2c417ab6853fd0e9', 'eb2c47d150fa3986', '421bad78f9c5630e', 'b8c71e2d6f09a453'],
  ['c1af92680d34e75b', 'af427c9561de0b38', '9ef528c3704a1db6', '432c95fabe17608d'],
  ['4b2ef08d3c975a61', 'd0b7491ae35c2f86', '14bdc37eaf680592', '6bd814a7950fe23c'],
  ['d2846fb1a93e50c7', '1fd8a374c56b0e92', '7b419ce206adf358', '21e74a8dfc90356b'],
];
