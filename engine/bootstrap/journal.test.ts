import { expect, test } from 'vitest';
import { packageProgress, sourceError } from './actions/packages.ts';
import { lineReader } from './actions/work.ts';
import { type JournalEntry, parseJournal } from './journal.ts';

const honest: JournalEntry[] = [
  { kind: 'directory', path: '/var/lib/benchtop', mode: '' },
  { kind: 'packages', manager: 'apt' },
  { kind: 'file', path: '/etc/hosts', saved: 'file-1', after: 'a'.repeat(64) },
  { kind: 'unit', unit: 'libvirtd.service', enabled: 'disabled', active: 'inactive' },
  { kind: 'firewall', tool: 'firewalld', zone: 'public', peers: ['10.0.0.2'], ports: '49152-49215' },
  { kind: 'bridge', bridge: 'cloudbr0', nic: 'eth0', addresses: ['10.0.0.5/24'] },
];

test('a journal that we wrote is read as it was', () => {
  expect(parseJournal(JSON.stringify(honest))).toEqual(honest);
});

test.each([
  ['no JSON', '{'],
  ['no list', '{"kind":"file"}'],
  ['a directory outside of ours', JSON.stringify([{ kind: 'directory', path: '/etc', mode: '' }])],
  [
    'a way out of the directory',
    JSON.stringify([{ kind: 'file', path: '/etc/x', saved: '../../etc/shadow', after: '' }]),
  ],
  ['a path with dots', JSON.stringify([{ kind: 'file', path: '/etc/../root/x', saved: '', after: '' }])],
  ['an option for a unit', JSON.stringify([{ kind: 'unit', unit: '--force x', enabled: '', active: '' }])],
  ['a kind from Object', JSON.stringify([{ kind: 'constructor' }])],
  ['a thousand entries', JSON.stringify(Array.from({ length: 1000 }, () => honest[1]))],
])('a journal with %s is refused, and nothing is undone by it', (_, text) => {
  expect(() => parseJournal(text)).toThrowError(
    expect.objectContaining({ data: expect.objectContaining({ code: 'conflict' }) }),
  );
});

test('output becomes clean lines, however it is cut', () => {
  const lines: string[] = [];
  const reader = lineReader((line) => lines.push(line));
  for (const piece of [
    'Get:1 file',
    ':/srv\n 10%\r 50%\r',
    '100%\n\u001b[31mred\u001b[0m\u0007',
    '\n\n',
    `${'x'.repeat(5000)}\nlast`,
  ])
    reader.write(Buffer.from(piece));
  reader.end();
  expect(lines.map((line) => line.slice(0, 20))).toEqual(['Get:1 file:/srv', '100%', 'red', 'x'.repeat(20), 'last']);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(1001);
});

test('percent comes from what dpkg and rpm count', () => {
  const apt = packageProgress();
  expect(apt('0 upgraded, 2 newly installed, 0 to remove and 0 not upgraded.')).toBeUndefined();
  expect(apt('Unpacking a (1) ...')).toBe(25);
  expect(apt('Setting up a (1) ...')).toBe(50);
  expect(packageProgress()('  Installing : qemu-kvm-9.0  30/60')).toBe(50);
});

test('the sentence about a source names it', () => {
  expect(
    sourceError([
      'Hit:1 x',
      'Err:2 http://deb.example bookworm InRelease',
      'E: Failed to fetch http://deb.example/x  Could not resolve',
      'done',
    ]),
  ).toContain('http://deb.example/x');
  expect(sourceError(["Error: Failed to download metadata for repo 'baseos': Cannot download repomd.xml"])).toContain(
    "'baseos'",
  );
});
