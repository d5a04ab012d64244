import { describe, expect, test } from 'vitest';
import { XdrError } from './errors.ts';
import { typedParam } from './typed-param.ts';
import type { Codec } from './xdr.ts';
import {
  characters,
  double,
  hyper,
  int,
  list,
  opaque,
  optional,
  STRING_LIMIT,
  string,
  struct,
  uhyper,
  uint,
  uuid,
  XdrReader,
  XdrWriter,
} from './xdr.ts';

function bytesOf<T>(codec: Codec<T>, value: T): Buffer {
  const writer = new XdrWriter();
  codec.encode(writer, value);
  return writer.finish();
}

function roundTrip<T>(codec: Codec<T>, value: T): T {
  const reader = new XdrReader(bytesOf(codec, value));
  const back = codec.decode(reader);
  expect(reader.left()).toBe(0);
  return back;
}

const decodeHex = <T>(codec: Codec<T>, hex: string): T => codec.decode(new XdrReader(Buffer.from(hex, 'hex')));

describe('values', () => {
  test.each([
    [int, -2_147_483_648],
    [int, 2_147_483_647],
    [uint, 0xffff_ffff],
    [hyper, -(2n ** 63n)],
    [uhyper, 2n ** 64n - 1n],
    [double, -0.1],
    [string, ''],
    [string, 'müde Größe 虚拟机'],
    [uuid, '00112233-4455-6677-8899-aabbccddeeff'],
    [characters(32), 'x86_64'],
    [optional(string), null],
    [optional(string), ''],
    [list(uint, 3), [1, 2, 3]],
  ] as [Codec<unknown>, unknown][])('survive the wire (%#)', (codec, value) => {
    expect(roundTrip(codec, value)).toEqual(value);
  });

  test('lie on the wire as RFC 4506 says: big-endian, padded to four bytes', () => {
    expect(bytesOf(string, 'abcde').toString('hex')).toBe('000000056162636465000000');
    expect(bytesOf(hyper, -2n).toString('hex')).toBe('fffffffffffffffe');
    expect(bytesOf(optional(int), 7).toString('hex')).toBe('0000000100000007');
  });

  test('a character array takes four bytes per character', () => {
    expect(bytesOf(characters(4), 'é').toString('hex')).toBe('ffffffc3ffffffa90000000000000000');
  });

  test.each([
    { field: 'a', type: 'int', value: -1 },
    { field: 'a', type: 'uint', value: 1 },
    { field: 'a', type: 'llong', value: -1n },
    { field: 'a', type: 'ullong', value: 1n },
    { field: 'a', type: 'double', value: 0.5 },
    { field: 'a', type: 'boolean', value: true },
    { field: 'a', type: 'string', value: 'x' },
  ] as const)('typed parameters carry their type: $type', (param) => {
    expect(roundTrip(typedParam, param)).toEqual(param);
  });

  test('a decoded cookie does not keep the message alive', () => {
    const message = bytesOf(opaque(16), new Uint8Array([1, 2, 3]));
    expect(opaque(16).decode(new XdrReader(message)).buffer).not.toBe(message.buffer);
  });
});

describe('what cannot be encoded is refused with the field’s name', () => {
  const guest = struct({ name: string, vcpus: uint, memory: uhyper, id: uuid });
  const good = { name: 'a', vcpus: 1, memory: 1n, id: '00112233-4455-6677-8899-aabbccddeeff' };
  test.each([
    ['vcpus', -1],
    ['vcpus', 1.5],
    ['vcpus', 2 ** 32],
    ['vcpus', '1'],
    ['memory', 1],
    ['memory', 2n ** 64n],
    ['memory', -1n],
    ['name', undefined],
    ['name', 'a\0b'],
    ['name', 'x'.repeat(STRING_LIMIT + 1)],
    ['id', 'not-a-uuid'],
  ])('%s: %s', (field, value) => {
    const encode = () => bytesOf(guest, { ...good, [field]: value } as typeof good);
    expect(encode).toThrow(XdrError);
    expect(encode).toThrow(new RegExp(`^${field}: `));
  });
});

describe('hostile bytes end in an XdrError', () => {
  test.each([
    ['an empty message', int, ''],
    ['a number cut short', uhyper, '00000000'],
    ['a string longer than the message', string, '0000000561'],
    ['a string beyond the limit', string, 'ffffffff'],
    ['a string without its padding', string, '0000000161'],
    ['a list longer than the message', list(int, 100), '0000003200000001'],
    ['a list beyond its limit', list(int, 1), '000000020000000100000002'],
    ['an optional value that is neither there nor not', optional(int), '0000000200000001'],
    ['bytes beyond their limit', opaque(4), '000000050102030405000000'],
    ['a typed parameter of unknown type', typedParam, '00000001610000000000000800000000'],
  ] as [string, Codec<unknown>, string][])('%s', (_, codec, hex) => {
    expect(() => decodeHex(codec, hex)).toThrow(XdrError);
  });

  test('a claimed list takes no memory before its elements are there', () => {
    const nested = list(list(struct({ a: string, b: string }), 16_384), 16_384);
    expect(() => decodeHex(nested, '0000400000004000')).toThrow(XdrError);
  });

  test('a message of many small elements is cut off', () => {
    const inner = list(list(int, 0), 262_144);
    const one = Buffer.alloc(4 + 262_144 * 4);
    one.writeUInt32BE(262_144, 0);
    const message = Buffer.concat([Buffer.from('00000005', 'hex'), one, one, one, one, one]);
    expect(() => list(inner, 16).decode(new XdrReader(message))).toThrow(/list elements/);
  });
});
