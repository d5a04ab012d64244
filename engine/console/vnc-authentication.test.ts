import { createCipheriv, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { desEncrypt, vncResponse } from './vnc-authentication.ts';

const hex = (text: string) => Buffer.from(text, 'hex');

test('DES gives the published answers', () => {
  // Key, plain text, cipher text: the worked example known from teaching DES, and entries of NIST SP 800-17's tables.
  for (const [key, plain, cipher] of [
    ['133457799bbcdff1', '0123456789abcdef', '85e813540f0ab405'],
    ['0101010101010101', '8000000000000000', '95f8a5e5dd31d900'],
    ['8001010101010101', '0000000000000000', '95a8d72813daa94d'],
    ['7ca110454a1a6e57', '01a1d6d039776742', '690f5b0d9a26939b'],
  ] as const)
    expect(desEncrypt(hex(key), hex(plain)).toString('hex')).toBe(cipher);
});

test('DES agrees with triple DES of three equal keys, which is single DES', () => {
  for (let round = 0; round < 20; round += 1) {
    const key = randomBytes(8);
    const block = randomBytes(8);
    const cipher = createCipheriv('des-ede3-cbc', Buffer.concat([key, key, key]), Buffer.alloc(8)).setAutoPadding(
      false,
    );
    expect(desEncrypt(key, block)).toEqual(Buffer.concat([cipher.update(block), cipher.final()]));
  }
});

test('a password counts to eight bytes, in UTF-8', () => {
  const challenge = randomBytes(16);
  expect(vncResponse('12345678', challenge)).toEqual(vncResponse('123456789', challenge));
  expect(vncResponse('1234567', challenge)).not.toEqual(vncResponse('12345678', challenge));
  expect(vncResponse('é', challenge)).toHaveLength(16);
});
