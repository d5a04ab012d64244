import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openKeyStore } from './key-store.ts';

let folder: string;
let data: string;
const dataKey = randomBytes(32);

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-key-'));
  data = path.join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function passphraseFile(passphrase: string): Promise<string> {
  const file = path.join(folder, 'passphrase');
  await writeFile(file, passphrase);
  return file;
}

test('without a passphrase the key is a file that only its owner may read', async () => {
  const store = await openKeyStore(data);
  expect(store.kind).toBe('key file');
  expect(await store.load()).toBeUndefined();
  await store.save(dataKey);
  expect((await stat(path.join(data, 'key'))).mode & 0o777).toBe(0o600);
  expect(Buffer.from((await (await openKeyStore(data)).load()) ?? [])).toEqual(dataKey);
  expect(await readdir(data)).toEqual(['key']);
});

test('with a passphrase the key is on disk only in its wrapped form', async () => {
  const store = await openKeyStore(data, { passphraseFile: await passphraseFile('correct horse\nsecond line') });
  expect(store.kind).toBe('passphrase');
  expect(await store.load()).toBeUndefined();
  await store.save(dataKey);
  expect(await readdir(data)).toEqual(['key.passphrase']);
  const content = await readFile(path.join(data, 'key.passphrase'));
  expect(content.includes(dataKey)).toBe(false);
  expect(content.toString()).not.toContain(dataKey.toString('base64'));
  const again = await openKeyStore(data, { passphraseFile: await passphraseFile('correct horse\r\n') });
  expect(Buffer.from((await again.load()) ?? [])).toEqual(dataKey);
});

test('a wrong passphrase, a damaged file and a missing passphrase leave the secrets locked and say why', async () => {
  const store = await openKeyStore(data, { passphraseFile: await passphraseFile('correct horse') });
  await store.save(dataKey);
  await expect((await openKeyStore(data, { passphraseFile: await passphraseFile('wrong') })).load()).rejects.toThrow(
    'The passphrase is wrong.',
  );
  await expect((await openKeyStore(data)).load()).rejects.toThrow('--passphrase-file');
  const file = path.join(data, 'key.passphrase');
  const wrapped = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...wrapped, N: 2 ** 30 }));
  await expect(
    (await openKeyStore(data, { passphraseFile: await passphraseFile('correct horse') })).load(),
  ).rejects.toThrow('damaged');
});

test('a desk that gets a passphrase keeps its key and loses the plain file', async () => {
  await (await openKeyStore(data)).save(dataKey);
  const guarded = await openKeyStore(data, { passphraseFile: await passphraseFile('correct horse') });
  expect(Buffer.from((await guarded.load()) ?? [])).toEqual(dataKey);
  expect(await readdir(data)).toEqual(['key.passphrase']);
});

test("a key in the desktop's key store is not shadowed by a new one", async () => {
  await (await openKeyStore(data)).save(dataKey);
  await rm(path.join(data, 'key'));
  await writeFile(path.join(data, 'key.desktop'), 'opaque');
  await expect((await openKeyStore(data)).load()).rejects.toThrow('start Benchtop as the desktop application');
});

test('a damaged key file is refused instead of replaced', async () => {
  await (await openKeyStore(data)).save(dataKey.subarray(0, 5));
  await expect((await openKeyStore(data)).load()).rejects.toThrow('holds 5 bytes, not 32');
});

test('a passphrase file that is missing or empty is named', async () => {
  await expect(openKeyStore(data, { passphraseFile: path.join(folder, 'none') })).rejects.toThrow(
    'cannot be read (ENOENT)',
  );
  await expect(openKeyStore(data, { passphraseFile: await passphraseFile('\n') })).rejects.toThrow('is empty');
});
