import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, it } from 'vitest';
import { errorData } from '../../contract/errors.ts';
import { parsePublicKey, rsaLine } from './public-key.ts';

const refusal = (text: string) => {
  try {
    return parsePublicKey(text);
  } catch (error) {
    return errorData(error);
  }
};

// Made by ssh-keygen, which told its MD5 fingerprint.
const known = {
  line: 'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQCWeawQV2D/KvEBhsd5prqgbCcQTWBvUT99wcKCKq9t5Z3dWFFpxExFV5zVES/90X8uPS+fCmzHnnGpklKEwNpSd14aHiQkpi3SvBf78oL7Ta7pUP9pf8qZ3RKzF59OT1/UVZoj2184+3O13DThwcNtAYfYpcLU4Tcs4LPi99kLM/Jn0k7bPTVZGw6TY9+XkOKbK3BHUIwRppyw8mYo36yaS5SFFXoWuILcM4hzvx+9hrYKXhy6nIzkMwOFYLSTbydRedGY+FbivMbC2mhQKeqxS4/B4AEsYBl6xjtom9LtDC3u4ewq9HWHoRrli6zpx4mNOOw6ODlAVLOa8Cy9Gy7L',
  fingerprint: '24:bd:18:25:5c:da:94:0b:5c:4d:48:42:46:43:f6:56',
};

describe('a public key', () => {
  it('has the fingerprint that ssh-keygen tells, whatever its comment', () => {
    expect(parsePublicKey(`  ${known.line} ada@lab, on her desk\n`)).toEqual(known);
  });

  it('is written from a pair’s numbers so that SSH reads it', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const line = rsaLine(publicKey.export({ format: 'jwk' }) as { n: string; e: string });
    expect(parsePublicKey(line).line).toBe(line);
    const read = ssh2.utils.parseKey(line);
    if (read instanceof Error) throw read;
    expect(createPublicKey(read.getPublicPEM()).equals(publicKey)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['ssh-ed25519', 'no key'],
    ['ssh-ed25519 AAAA', 'a blob that says no kind'],
    [`ssh-ed25519 ${known.line.split(' ')[1]}`, 'a blob of another kind'],
    [`${known.line}\n${known.line}`, 'two lines'],
    [`command="rm" ${known.line}`, 'options before it'],
    ['ssh-dss AAAAB3NzaC1kc3MAAAADAQAB', 'a kind that servers let nobody in by'],
    [known.line.slice(0, -20), 'a blob that is cut off'],
  ])('%j is refused: %s', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'parameter', field: 'publickey' });
  });

  it('that is a private one is refused in its own words', () => {
    expect(refusal('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA')).toMatchObject({
      message: 'This is a private key: it is to stay with its owner.',
    });
  });
});
