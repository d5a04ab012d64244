import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BenchtopError } from '../../contract/errors.ts';
import { planHost } from '../bootstrap.ts';
import { probeArguments } from '../probe.ts';
import { probeScript } from '../probe-script.ts';
import { parseProbe } from './probe-answer.ts';

const fixture = (name: string) =>
  readFileSync(join(import.meta.dirname, '..', 'fixtures', `${name}.answer.txt`), 'utf8');

/** A small generator with a seed, so that a failure can be repeated. */
function randomNumbers(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff;
    return seed % below;
  };
}

/** No text of a probe may carry what a terminal or a page would act on, or be of unreasonable length. File contents are data, not text. */
function hostileTexts(value: unknown, path = ''): string[] {
  if (/\.(files|keyfile|marker)/.test(path)) return [];
  if (typeof value === 'string')
    return value.length > 1100 || /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]/.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => hostileTexts(entry, `${path}.${key}`));
}

describe('answers that no honest host gives', () => {
  const words = [
    '\u001b]0;title\u0007',
    '\u202e',
    '\u0000',
    '<img src=x>',
    '{"',
    '@recorded end',
    '9'.repeat(400),
    'A'.repeat(5000),
    '[[[[',
    '\n\n',
    '__proto__',
    "'; rm -rf /;'",
  ];

  test.each(['debian-fresh', 'debian-prepared', 'centos-fresh', 'centos-prepared'])(
    '%s, damaged in 200 ways',
    (name) => {
      const answer = fixture(name);
      const random = randomNumbers(name.length * 7919);
      for (let round = 0; round < 200; round += 1) {
        let damaged = answer;
        for (let cut = 0; cut <= random(6); cut += 1) {
          const at = random(damaged.length);
          const length = random(3) === 0 ? random(2000) : random(20);
          damaged = damaged.slice(0, at) + words[random(words.length)]! + damaged.slice(at + length);
        }
        try {
          const probe = parseProbe(damaged, 'recorded', '10.77.0.11');
          expect(hostileTexts(probe)).toEqual([]);
          expect(hostileTexts(planHost(probe, { acceptEmulation: true }).steps.map((step) => step.item))).toEqual([]);
        } catch (error) {
          if (!(error instanceof BenchtopError)) throw error;
          expect(error.data.code).toBe('hostUnreachable');
        }
      }
    },
  );

  test('content of a file cannot begin a section, because it does not know the nonce', () => {
    const probe = parseProbe('@n1 os\nID=debian\n@n2 user\n0\nroot\n@n1 user\n1000\nann\n@n1 end\n', 'n1', '');
    expect(probe.privilege.root).toBe(false);
  });

  test('an answer that broke off, or none, is an error with a hint', () => {
    for (const answer of ['', 'Welcome to host1!\n', fixture('debian-fresh').slice(0, 3000)])
      expect(() => parseProbe(answer, 'recorded', '')).toThrowError(
        expect.objectContaining({ data: expect.objectContaining({ code: 'hostUnreachable' }) }),
      );
  });

  test('a million lines do not matter', () => {
    const flood = fixture('debian-fresh').replace(
      '@recorded user',
      `@recorded more\n${'x\n'.repeat(1_000_000)}@recorded user`,
    );
    expect(parseProbe(flood, 'recorded', '').system.id).toBe('debian');
  });
});

test('the probe script runs on this machine, changes nothing it should not and is understood', () => {
  const [nonce, ...rest] = probeArguments('here', false);
  const outcome = spawnSync('/bin/sh', ['-s', '--', nonce!, ...rest], {
    input: probeScript,
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  });
  expect(outcome.status).toBe(0);
  const probe = parseProbe(outcome.stdout, 'here', '');
  expect(probe.system.kernel).not.toBe('');
  expect(probe.hardware.memory).toBeGreaterThan(2 ** 26);
  expect(probe.names.hostname).not.toBe('');
});
