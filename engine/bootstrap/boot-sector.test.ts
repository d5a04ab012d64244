import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bootSector, trialWord } from './boot-sector.ts';

const qemu = spawnSync('qemu-system-x86_64', ['--version']).status === 0;

test('the boot sector is one sector with a signature', () => {
  const sector = bootSector();
  expect(sector.length).toBe(512);
  expect(sector.subarray(510).toString('hex')).toBe('55aa');
});

test.skipIf(!qemu)('QEMU boots it: it says its word and ends by itself (skipped: no qemu-system-x86_64 here)', () => {
  const directory = mkdtempSync(join(tmpdir(), 'boot-sector-'));
  const [disk, serial] = [join(directory, 'disk'), join(directory, 'serial')];
  writeFileSync(disk, Buffer.concat([bootSector(), Buffer.alloc(1_048_064)]));
  const argv = [
    '-nodefaults',
    '-no-user-config',
    '-no-reboot',
    '-display',
    'none',
    '-machine',
    'q35,accel=tcg',
    '-m',
    '32',
    '-monitor',
    'none',
  ];
  const outcome = spawnSync(
    'qemu-system-x86_64',
    [...argv, '-serial', `file:${serial}`, '-drive', `file=${disk},format=raw,if=virtio`],
    { timeout: 25_000 },
  );
  const said = readFileSync(serial, 'latin1');
  rmSync(directory, { recursive: true });
  expect(said).toBe(trialWord);
  expect(outcome.status).toBe(0);
});
