import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JournalEntry } from './journal.ts';
import { compareScript, fateOfFile, readCompared } from './undo-preview.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'benchtop-undo-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const sum = (text: string) => createHash('sha256').update(text).digest('hex');
const compare = (...argv: string[]) =>
  readCompared(execFileSync('/bin/sh', ['-c', compareScript, 'benchtop', ...argv], { encoding: 'utf8' }));
const entry = (saved: string, after: string): Extract<JournalEntry, { kind: 'file' }> => ({
  kind: 'file',
  path: '/etc/hosts',
  saved,
  after,
});

test('files are compared with their saved copies, as they would become, and nothing is written', () => {
  const now = file('hosts', '127.0.0.1 localhost\n10.0.0.1 h1.internal h1\n');
  const indented = file('own.json', '{\n  "a": 1\n}\n');
  const saved = file('file-1', '127.0.0.1 localhost\n10.0.0.1 h1\n');
  const ours = file(
    'own.conf',
    'Acquire::http::Proxy "http://lab:Canary-3@proxy:3128";\nproxy_password=Canary-4\n[wifi]\npsk=Canary-5\n',
  );
  const before = readdirSync(folder);
  const [changed, added, gone, json] = compare(
    ...['f0', now, saved, ''],
    ...['f1', ours, '', ''],
    ...['f2', join(folder, 'none'), '', ''],
    ...['f3', indented, '', ''],
  );
  expect(json?.diff.split('\n')).toEqual(['@@ -1,3 +0,0 @@', '-{', '-  "a": 1', '-}']);
  expect(changed).toMatchObject({ key: 'f0', path: now, now: sum('127.0.0.1 localhost\n10.0.0.1 h1.internal h1\n') });
  expect(changed?.diff.split('\n')).toEqual([
    '@@ -1,2 +1,2 @@',
    ' 127.0.0.1 localhost',
    '-10.0.0.1 h1.internal h1',
    '+10.0.0.1 h1',
  ]);
  // What was not there before goes whole; passwords in it are not shown.
  expect(added?.saved).toBe('absent');
  expect(added?.diff).toContain('-Acquire::http::Proxy "http://•••@proxy:3128";');
  expect(added?.diff).not.toContain('Canary');
  expect(gone).toMatchObject({ now: 'absent', diff: '' });
  expect(readdirSync(folder)).toEqual(before);
});

test('the files of a bridge are those that its list names', () => {
  mkdirSync(join(folder, 'plain'));
  const path = file('interfaces', 'iface cloudbr0\n');
  file('plain/0', 'iface eth0\n');
  file('list', `0 ${path}\n`);
  expect(compare('f3', '', '', folder)).toMatchObject([
    { key: 'f3', path, diff: '@@ -1 +1 @@\n-iface cloudbr0\n+iface eth0' },
  ]);
});

test('a file that is no text, and an answer that is hostile, show nothing that could harm', () => {
  const now = file('binary', 'a\u0000b');
  expect(compare('f0', now, '', '')[0]?.diff).not.toContain('\u0000');
  const evil = Buffer.from('a\nb\n+\u001b[31mred\u0007\n').toString('base64');
  const line = `f0 absent absent /etc/x ${evil}`;
  expect(readCompared(line)[0]?.diff).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  for (const broken of ['', 'f0 x y z', `f0 absent absent ../../etc ${evil}`, `${'f0 '.repeat(9999)}`])
    expect(readCompared(broken)).toEqual([]);
});

test('what becomes of a file is what the undo does with it', () => {
  const found = (now: string, saved: string) => ({ key: 'f0', path: '/etc/hosts', diff: '', now, saved });
  const [a, b, c] = [sum('a'), sum('b'), sum('c')] as [string, string, string];
  expect(fateOfFile(entry('file-1', b), found(b, a)).fate).toBe('restored');
  expect(fateOfFile(entry('file-1', ''), found(c, a)).fate).toBe('restored');
  expect(fateOfFile(entry('file-1', b), found(c, a))).toMatchObject({ fate: 'left', note: expect.anything() });
  expect(fateOfFile(entry('file-1', b), found(b, 'absent'))).toMatchObject({ fate: 'left', note: expect.anything() });
  expect(fateOfFile(entry('', b), found(b, 'absent'))).toEqual({ fate: 'removed' });
  expect(fateOfFile(entry('', b), found(c, 'absent'))).toMatchObject({ fate: 'left' });
  expect(fateOfFile(entry('', b), found('absent', 'absent'))).toMatchObject({
    fate: 'removed',
    note: expect.anything(),
  });
});
