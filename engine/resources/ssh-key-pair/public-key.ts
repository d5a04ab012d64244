import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';

/** What OpenSSH's servers take. The number is the length in bytes of a key that has but one. */
const kinds: Readonly<Record<string, { bytes?: number }>> = {
  'ssh-rsa': {},
  'ssh-ed25519': { bytes: 32 },
  'ecdsa-sha2-nistp256': {},
  'ecdsa-sha2-nistp384': {},
  'ecdsa-sha2-nistp521': {},
  'sk-ssh-ed25519@openssh.com': { bytes: 32 },
  'sk-ecdsa-sha2-nistp256@openssh.com': {},
};
/** Bits of the shortest RSA key that present guests let in. */
const shortestRsa = 1024;

export interface PublicKey {
  /** `ssh-ed25519 AAAA…`, without the comment. */
  line: string;
  /** MD5 with colons, as CloudStack's clients compare it. */
  fingerprint: string;
}

/** The strings of a key's blob, each with its length before it (RFC 4251, 5). Undefined when they do not add up. */
function stringsOf(blob: Buffer): Buffer[] | undefined {
  const strings: Buffer[] = [];
  for (let at = 0; at < blob.length; ) {
    if (at + 4 > blob.length) return undefined;
    const length = blob.readUInt32BE(at);
    if (at + 4 + length > blob.length) return undefined;
    strings.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return strings;
}

/** A public key as a line of OpenSSH's, with or without a comment. Error: parameter at `publickey`. */
export function parsePublicKey(text: string): PublicKey {
  const wrong = () =>
    fail('parameter', say`This is no public key of SSH.`, {
      field: 'publickey',
      hint: say`Paste one line of a .pub file, such as ssh-ed25519 AAAA…`,
    });
  if (/PRIVATE KEY/.test(text))
    throw fail('parameter', say`This is a private key: it is to stay with its owner.`, {
      field: 'publickey',
      hint: say`Paste the line of the file that ends in .pub.`,
    });
  const trimmed = text.trim();
  const parts = /^(\S+)[ \t]+([A-Za-z0-9+/]+={0,2})(?:[ \t]+[^\r\n]*)?$/.exec(trimmed);
  const [kind, encoded] = [parts?.[1] ?? '', parts?.[2] ?? ''];
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  const blob = Buffer.from(encoded, 'base64');
  const strings = stringsOf(blob);
  if (known === undefined || strings === undefined || strings.length < 2 || strings[0]?.toString('latin1') !== kind)
    throw wrong();
  if (known.bytes !== undefined && strings[1]?.length !== known.bytes) throw wrong();
  if (kind === 'ssh-rsa') {
    const modulus = strings[2];
    if (modulus === undefined || modulus.length * 8 < shortestRsa) throw wrong();
  }
  const fingerprint = createHash('md5')
    .update(blob)
    .digest('hex')
    .replace(/..(?!$)/g, '$&:');
  return { line: `${kind} ${blob.toString('base64')}`, fingerprint };
}

/** An RSA key as OpenSSH writes it, from the big numbers of a JWK. */
export function rsaLine(jwk: { n: string; e: string }): string {
  const string = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  /** A number's first bit is its sign. */
  const number = (text: string) => {
    const bytes = Buffer.from(text, 'base64url');
    return string((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
  };
  const blob = Buffer.concat([string(Buffer.from('ssh-rsa')), number(jwk.e), number(jwk.n)]);
  return `ssh-rsa ${blob.toString('base64')}`;
}

/** The numbers of an RSA key's line as a JWK has them; undefined for other kinds. */
export function rsaNumbers(line: string): { n: string; e: string } | undefined {
  const [kind, e, n] = stringsOf(Buffer.from(line.split(' ')[1] ?? '', 'base64')) ?? [];
  if (kind?.toString('latin1') !== 'ssh-rsa' || e === undefined || n === undefined) return undefined;
  return { n: n.subarray(n[0] === 0 ? 1 : 0).toString('base64url'), e: e.toString('base64url') };
}
