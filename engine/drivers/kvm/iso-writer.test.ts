import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeIso } from '../iso-image.ts';
import { isoImage } from './iso-writer.ts';

const files = [
  { path: 'cloudstack/metadata/public-keys.txt', content: Buffer.from('ssh-ed25519 AAAA ada\n') },
  { path: 'cloudstack/userdata/user_data.txt', content: Buffer.from('#!/bin/sh\n') },
  { path: 'openstack/latest/meta_data.json', content: Buffer.from('{}\n') },
  { path: 'openstack/latest/user_data', content: Buffer.alloc(5000, 'x') },
  { path: 'openstack/latest/empty', content: Buffer.alloc(0) },
];

/** The files of an image by Joliet's descriptor, read as a guest does: by extents and lengths alone. */
function read(image: Buffer): Record<string, string> {
  const at = 17 * 2048;
  expect(image.toString('latin1', at + 1, at + 6)).toBe('CD001');
  expect(image.toString('latin1', at + 88, at + 91)).toBe('%/E');
  const found: Record<string, string> = {};
  const walk = (extent: number, length: number, path: string): void => {
    for (let place = extent * 2048; place < extent * 2048 + length; ) {
      const size = image[place] ?? 0;
      if (size === 0) {
        place = (Math.floor(place / 2048) + 1) * 2048;
        continue;
      }
      const name = image.subarray(place + 33, place + 33 + (image[place + 32] ?? 0));
      const [start, bytes] = [image.readUInt32LE(place + 2), image.readUInt32LE(place + 10)];
      const text = Buffer.from(name).length < 2 ? '' : Buffer.from(name).swap16().toString('utf16le');
      const isFolder = ((image[place + 25] ?? 0) & 2) !== 0;
      if (text !== '' && isFolder) walk(start, bytes, `${path}${text}/`);
      else if (text !== '')
        found[path + text.replace(/;1$/, '')] = image.toString('utf8', start * 2048, start * 2048 + bytes);
      place += size;
    }
  };
  walk(image.readUInt32LE(at + 158), image.readUInt32LE(at + 166), '');
  return found;
}

describe('an ISO image', () => {
  test('holds the files under their names, also empty ones and ones of many sectors', () => {
    const wanted = Object.fromEntries(files.map(({ path, content }) => [path, content.toString()]));
    expect(read(isoImage('config-2', files))).toEqual(wanted);
  });

  test('of more files than one sector describes holds them all', () => {
    const many = Array.from({ length: 120 }, (_, index) => ({
      path: `cloudstack/metadata/a-rather-long-name-number-${index}.txt`,
      content: Buffer.from(String(index)),
    }));
    expect(Object.keys(read(isoImage('config-2', many)))).toHaveLength(120);
  });

  test('is one that our own check of ISOs takes, and the same for the same files', () => {
    const image = isoImage('config-2', files);
    expect(image.toString('latin1', 16 * 2048 + 40, 16 * 2048 + 48)).toBe('config-2');
    expect(() => judgeIso(image.subarray(32_768, 65_536), image.length)).not.toThrow();
    expect(isoImage('config-2', files).equals(image)).toBe(true);
  });

  const reader = (() => {
    try {
      execFileSync('isoinfo', ['-version'], { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  })();

  test.skipIf(!reader)('is read by isoinfo, by either set of names (skipped: genisoimage is not installed)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchtop-iso-'));
    try {
      const path = join(folder, 'config.iso');
      writeFileSync(path, isoImage('config-2', files));
      const listed = execFileSync('isoinfo', ['-J', '-f', '-i', path], { encoding: 'utf8' });
      for (const file of files) expect(listed).toContain(`/${file.path}`);
      const plain = execFileSync('isoinfo', ['-i', path, '-x', '/OPENSTACK/LATEST/USER_DATA.;1'], { encoding: 'utf8' });
      expect(plain.length).toBe(5000);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
