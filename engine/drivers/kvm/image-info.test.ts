import { describe, expect, test } from 'vitest';
import { inspectionFailure, judgeImage } from './image-info.ts';

const GiB = 1024 ** 3;
const clean = {
  'virtual-size': 2 * GiB,
  filename: 'x',
  format: 'qcow2',
  'actual-size': 1000,
  'format-specific': { type: 'qcow2', data: { compat: '1.1', 'lazy-refcounts': false, corrupt: false } },
  'dirty-flag': false,
};
const judge = (change: object, declared: 'QCOW2' | 'RAW' = 'QCOW2') =>
  judgeImage(JSON.stringify({ ...clean, ...change }), declared, 10 * GiB);

describe('what an image must be', () => {
  test('a plain image of the declared format is accepted', () => {
    expect(judge({})).toEqual({ format: 'QCOW2', virtualSize: 2 * GiB });
    expect(judge({ format: 'raw', 'format-specific': undefined }, 'RAW')).toEqual({
      format: 'RAW',
      virtualSize: 2 * GiB,
    });
  });

  test.each<[string, object, RegExp]>([
    ['a backing file', { 'backing-filename': '/etc/shadow' }, /based on another file/],
    ['a backing file by its full name', { 'full-backing-filename': '/etc/shadow' }, /based on another file/],
    ['an external data file', { 'format-specific': { data: { 'data-file': '/dev/sda' } } }, /data in another file/],
    ['encryption', { encrypted: true }, /encrypted/],
    ['encryption inside', { 'format-specific': { data: { encrypt: { format: 'luks' } } } }, /encrypted/],
    ['a corrupt mark', { 'format-specific': { data: { corrupt: true } } }, /corrupt/],
    ['another format', { format: 'vmdk' }, /not QCOW2 but VMDK/],
    ['an absurd size', { 'virtual-size': 2 ** 60 }, /can be counted/],
    ['more than is allowed', { 'virtual-size': 11 * GiB }, /11 GiB large inside; at most 10 GiB/],
    ['no size', { 'virtual-size': 'many' }, /holds nothing/],
    ['internal snapshots', { snapshots: [{ id: '1' }] }, /internal snapshots/],
  ])('%s is refused', (_name, change, message) => {
    expect(() => judge(change)).toThrow(message);
  });

  test('an answer that is no JSON object is refused', () => {
    for (const text of ['', '[]', 'null', '{', '"x"']) expect(() => judgeImage(text, 'RAW', GiB)).toThrow(/no answer/);
  });

  test('what qemu-img says about a file it cannot open becomes a sentence', () => {
    expect(inspectionFailure("qemu-img: Could not open 'x': Image is not in qcow2 format", 'QCOW2').data.message).toBe(
      'The file is not a QCOW2 image.',
    );
  });
});
