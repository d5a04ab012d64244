import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openKeyStore } from '../key-store.ts';
import { RendererFiles } from '../renderer-files.ts';
import { answerPageRequest } from './app-protocol.ts';
import { desktopKeyStore, type SafeStorage } from './desktop-key-store.ts';
import { isOurPage } from './page-origin.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-electron-shell-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('only pages under our own scheme and host are ours', () => {
  for (const url of ['app://benchtop/', 'app://benchtop/index.html#/instances', 'app://benchtop/?x']) {
    expect([url, isOurPage(url)]).toEqual([url, true]);
  }
  for (const url of [
    'app://benchtop.evil/',
    'app://evil/',
    'app://user@evil/benchtop',
    'https://benchtop/',
    'file:///benchtop/',
    'about:blank',
    'data:text/html,app://benchtop/',
    '',
  ]) {
    expect([url, isOurPage(url)]).toEqual([url, false]);
  }
});

describe('app://', () => {
  test('serves the built page with the policy of the web shell, and nothing outside it', async () => {
    await mkdir(path.join(folder, 'built'));
    await writeFile(path.join(folder, 'built', 'index.html'), '<!doctype html><title>Benchtop</title>');
    await writeFile(path.join(folder, 'secret'), 'secret');
    const files = await RendererFiles.read(path.join(folder, 'built'));
    const page = answerPageRequest(files, { url: 'app://benchtop/', method: 'GET' });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await page.text()).toContain('<title>Benchtop</title>');
    for (const url of [
      'app://benchtop/../secret',
      'app://benchtop/%2e%2e/secret',
      'app://benchtop/none',
      'app://other/',
    ]) {
      expect([url, answerPageRequest(files, { url, method: 'GET' }).status]).toEqual([url, 404]);
    }
    expect(answerPageRequest(files, { url: 'app://benchtop/', method: 'POST' }).status).toBe(404);
  });
});

/** A desktop's key store that really encrypts nothing: what counts here is what is asked of it and what is done with the answer. */
function keyring(backend: string, available = true): SafeStorage {
  const prefix = `${backend}:`;
  return {
    isEncryptionAvailable: () => available,
    getSelectedStorageBackend: () => backend,
    encryptString: (text) => Buffer.from(prefix + text),
    decryptString(encrypted) {
      const text = encrypted.toString();
      if (!text.startsWith(prefix)) throw new Error('Error while decrypting the ciphertext');
      return text.slice(prefix.length);
    },
  };
}

describe("the desktop's key store", () => {
  const dataKey = randomBytes(32);
  const open = (backend: string, available = true, passphraseFile?: string) =>
    openKeyStore(folder, { passphraseFile, desktop: desktopKeyStore(keyring(backend, available), 'linux') });

  test('keeps the key wrapped and gives it back', async () => {
    const store = await open('gnome_libsecret');
    expect(store.kind).toBe('desktop key store');
    expect(await store.load()).toBeUndefined();
    await store.save(dataKey);
    expect(await readdir(folder)).toEqual(['key.desktop']);
    expect((await readFile(path.join(folder, 'key.desktop'), 'utf8')).startsWith('gnome_libsecret:')).toBe(true);
    expect(Buffer.from((await (await open('gnome_libsecret')).load()) ?? [])).toEqual(dataKey);
  });

  test('is not used where it guards nothing, and the key file that takes its place says its name', async () => {
    const store = await open('basic_text');
    expect(store.kind).toBe('key file');
    await store.save(dataKey);
    expect(await readdir(folder)).toEqual(['key']);
    expect((await stat(path.join(folder, 'key'))).mode & 0o777).toBe(0o600);
    expect(Buffer.from((await (await open('basic_text')).load()) ?? [])).toEqual(dataKey);
  });

  test('gives way to a passphrase where one is given', async () => {
    const passphrase = path.join(folder, 'passphrase');
    await writeFile(passphrase, 'correct horse');
    for (const backend of ['gnome_libsecret', 'basic_text']) {
      const store = await open(backend, true, passphrase);
      expect(store.kind).toBe('passphrase');
      await store.save(dataKey);
      expect((await readdir(folder)).sort()).toEqual(['key.passphrase', 'passphrase']);
      await rm(path.join(folder, 'key.passphrase'));
    }
  });

  test('says so when it does not open, and when it is not available', async () => {
    await (await open('gnome_libsecret')).save(dataKey);
    await expect((await open('kwallet6')).load()).rejects.toThrow('does not open their key');
    await expect((await open('gnome_libsecret', false)).save(dataKey)).rejects.toThrow('is not available');
  });

  test('a desk that the web shell began keeps its key, and one with a passphrase opens by typing it', async () => {
    await (await openKeyStore(folder)).save(dataKey);
    const store = await open('gnome_libsecret');
    expect(store.kind).toBe('key file');
    expect(Buffer.from((await store.load()) ?? [])).toEqual(dataKey);
    const passphrase = path.join(folder, 'passphrase');
    await writeFile(passphrase, 'correct horse');
    // The web shell gets a passphrase; the desktop then starts without its file.
    await (await openKeyStore(folder, { passphraseFile: passphrase })).load();
    const guarded = await open('gnome_libsecret');
    expect(guarded.kind).toBe('passphrase');
    await expect(guarded.load()).rejects.toThrow('type it, or start with --passphrase-file');
    await expect(guarded.load('wrong')).rejects.toThrow('The passphrase is wrong.');
    expect(Buffer.from((await guarded.load('correct horse')) ?? [])).toEqual(dataKey);
  });
});
