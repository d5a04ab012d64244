import { describe, expect, test } from 'vitest';
import { bytesOfOd, descriptorsLength, judgeIso } from './iso-image.ts';

/** Volume descriptors one after the other, as they lie on a disc. */
function descriptors(...marks: { type: number; mark: string; blocks?: number }[]): Uint8Array {
  const bytes = new Uint8Array(descriptorsLength);
  const view = new DataView(bytes.buffer);
  for (const [index, { type, mark, blocks = 0 }] of marks.entries()) {
    const at = index * 2048;
    bytes[at] = type;
    bytes.set(Buffer.from(mark, 'latin1'), at + 1);
    view.setUint32(at + 80, blocks, true);
    view.setUint16(at + 128, 2048, true);
  }
  return bytes;
}
const primary = { type: 1, mark: 'CD001', blocks: 100 };

describe('what is an ISO', () => {
  test('an ISO 9660 volume that is all there, also with padding after it', () => {
    judgeIso(descriptors(primary, { type: 255, mark: 'CD001' }), 204_800);
    judgeIso(descriptors(primary), 300_000);
  });

  test('a UDF volume without ISO 9660', () => {
    judgeIso(descriptors({ type: 0, mark: 'BEA01' }, { type: 0, mark: 'NSR03' }), 1_000_000);
  });

  test('one that was cut off says by how much', () => {
    expect(() => judgeIso(descriptors(primary), 204_799)).toThrow(/not complete: it should be 204800 bytes/);
  });

  test.each([
    ['zeros', new Uint8Array(descriptorsLength)],
    ['nothing', new Uint8Array(0)],
    ['the beginning of a descriptor', descriptors(primary).subarray(0, 2047)],
    ['another word at its place', descriptors({ type: 1, mark: 'CD002' })],
  ])('%s is none', (_name, bytes) => {
    expect(() => judgeIso(bytes, 1_000_000)).toThrow(/neither an ISO 9660 nor a UDF/);
  });

  test('od’s words are read as bytes', () => {
    expect([...bytesOfOd(' 01 43 44\n 30 ff\n')]).toEqual([1, 0x43, 0x44, 0x30, 0xff]);
  });
});
