import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';

/** The first line of a passphrase file. Rejects with a sentence for the user when there is none. */
export async function readPassphrase(file: string): Promise<string> {
  const content = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The passphrase file ${path.resolve(file)} cannot be read (${error.code ?? error.message}).`);
  });
  const passphrase = content.split(/\r?\n/, 1)[0] ?? '';
  if (passphrase === '') throw new Error(`The first line of the passphrase file ${path.resolve(file)} is empty.`);
  return passphrase;
}

/** Cost of the passphrase's key derivation: 128 MiB and a few tenths of a second for each guess (RFC 7914's r=8, p=1). */
const cost = { N: 2 ** 17, r: 8, p: 1 } as const;

const base64 = v.pipe(v.string(), v.base64());
const wrappedSchema = v.object({
  kdf: v.literal('scrypt'),
  // Bounded, so that a tampered file cannot make us fill the memory.
  N: v.picklist([cost.N]),
  r: v.literal(cost.r),
  p: v.literal(cost.p),
  salt: base64,
  cipher: v.literal('aes-256-gcm'),
  iv: base64,
  tag: base64,
  key: base64,
});

/** The data key as `key.passphrase` holds it: sealed by AES-256-GCM under a key that scrypt derives from the passphrase. */
export async function wrapByPassphrase(dataKey: Uint8Array, passphrase: string): Promise<Buffer> {
  const salt = randomBytes(16);
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt), iv);
  const key = Buffer.concat([cipher.update(dataKey), cipher.final()]);
  const wrapped: v.InferOutput<typeof wrappedSchema> = {
    kdf: 'scrypt',
    ...cost,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    iv: iv.toString('base64'),
    tag: cipher.getAuthTag().toString('base64'),
    key: key.toString('base64'),
  };
  return Buffer.from(JSON.stringify(wrapped));
}

/** Rejects with a sentence when the passphrase is wrong or the file is damaged. */
export async function unwrapByPassphrase(content: Buffer, passphrase: string): Promise<Uint8Array> {
  let wrapped: v.InferOutput<typeof wrappedSchema>;
  try {
    wrapped = v.parse(wrappedSchema, JSON.parse(content.toString('utf8')));
  } catch {
    throw new Error('The file with the wrapped key is damaged. Restore it from a backup of the data folder.');
  }
  const key = await derive(passphrase, Buffer.from(wrapped.salt, 'base64'));
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(wrapped.iv, 'base64'), { authTagLength: 16 });
  try {
    decipher.setAuthTag(Buffer.from(wrapped.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(wrapped.key, 'base64')), decipher.final()]);
  } catch {
    throw new Error('The passphrase is wrong.');
  }
}

function derive(passphrase: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // Twice what the cost needs (128·N·r bytes): the default ceiling of 32 MiB is below it.
    const options = { ...cost, maxmem: 2 * 128 * cost.N * cost.r };
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
