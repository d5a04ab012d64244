import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packagesAmiss, whyPackagesDoNotFit } from '../packages.mjs';

test('a package that was added or raised since the installation is named, one for another platform is not', () => {
  const locked = {
    '': { version: '1.0.0' },
    'engine/node-libvirt': { version: '1.0.0' },
    'node_modules/node-libvirt': { link: true },
    'node_modules/kept': { version: '1.0.0' },
    'node_modules/raised': { version: '2.0.0' },
    'node_modules/added': { version: '1.0.0' },
    'node_modules/other-platform': { version: '1.0.0', optional: true },
  };
  const installed = {
    'node_modules/kept': { version: '1.0.0' },
    'node_modules/raised': { version: '1.9.0' },
    'node_modules/no-longer-needed': { version: '1.0.0' },
  };
  expect(packagesAmiss(locked, installed)).toEqual(['raised', 'added']);
});

test('the sentence says what to run; a folder that npm knows nothing of is left alone', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'benchtop-packages-'));
  try {
    writeFileSync(
      path.join(root, 'package-lock.json'),
      JSON.stringify({ packages: { 'node_modules/new': { version: '1.0.0' } } }),
    );
    expect(whyPackagesDoNotFit(root)).toBeUndefined();
    mkdirSync(path.join(root, 'node_modules'));
    writeFileSync(path.join(root, 'node_modules/.package-lock.json'), JSON.stringify({ packages: {} }));
    expect(whyPackagesDoNotFit(root)).toMatch(/\(new\): run "npm ci"/);
    expect(whyPackagesDoNotFit(path.join(import.meta.dirname, '../..'))).toBeUndefined();
  } finally {
    rmSync(root, { recursive: true });
  }
});
