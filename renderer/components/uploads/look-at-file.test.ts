import { expect, test } from 'vitest';
import { lookAtFile, nameOf } from './look-at-file.ts';

const file = (name: string, part: string | readonly number[] = '') =>
  new File([typeof part === 'string' ? part : new Uint8Array(part)], name);
const iso = [...Array(32_768).fill(0), 1, ...[...'CD001'].map((letter) => letter.charCodeAt(0))] as number[];

test.for<[string, string | readonly number[], object]>([
  ['a.img', [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 3], { kind: 'QCOW2' }],
  ['a.qcow2', 'QFI no more', { kind: undefined, refusal: 'unknown', what: 'a.qcow2' }],
  ['disc.bin', iso, { kind: 'ISO' }],
  ['udf.iso', 'no mark here', { kind: 'ISO' }],
  ['a.raw', 'anything', { kind: 'RAW' }],
  ['a.img', 'anything', { kind: 'RAW' }],
  ['a.img.gz', [0x1f, 0x8b, 8], { kind: undefined, refusal: 'compressed', what: 'gzip' }],
  ['a.iso', [0x50, 0x4b, 3, 4], { kind: undefined, refusal: 'compressed', what: 'zip' }],
  ['a.vmdk', 'KDMV', { kind: undefined, refusal: 'otherFormat', what: 'VMDK' }],
  ['a.vmdk', '# Disk DescriptorFile\nversion=1', { kind: undefined, refusal: 'otherFormat', what: 'VMDK' }],
  ['a.raw', '', { kind: undefined, refusal: 'empty', what: 'a.raw' }],
  ['notes.txt', 'hello', { kind: undefined, refusal: 'unknown', what: 'notes.txt' }],
])('%s: %j', async ([name, content, look]) => {
  expect(await lookAtFile(file(name, content))).toEqual(look);
});

test('a name is the file’s without its ending, as long as a name may be', () => {
  expect(nameOf(file('Debian 13.qcow2'))).toBe('Debian 13');
  expect(nameOf(file('debian-13.1-netinst.ISO'))).toBe('debian-13.1-netinst');
  expect(nameOf(file('no ending'))).toBe('no ending');
  expect(nameOf(file(`${'x'.repeat(300)}.img`))).toHaveLength(255);
});
