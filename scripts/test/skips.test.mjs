import { describe, expect, test } from 'vitest';
import { compareSkips, howToGet, parseExpectedSkips } from './skips.mjs';
import { summarize } from './summary.mjs';

const electron = { test: 'Electron: real', reason: 'no binary', probe: 'has-electron' };
const libvirt = { test: 'engine/node-libvirt/*', reason: 'no libvirt', probe: 'has-libvirt' };

describe('expected skips', () => {
  test('a skip that nobody expected is told', () => {
    expect(compareSkips(['engine/x.test.ts > works'], [electron, libvirt], () => false)).toEqual([
      'skipped, and not in e2e/expected-skips: engine/x.test.ts > works',
    ]);
  });

  test('an expected one is no news, whole by its name or by how it begins', () => {
    const skipped = ['Electron: real', 'engine/node-libvirt/a.test.ts > works'];
    expect(compareSkips(skipped, [electron, libvirt], () => false)).toEqual([]);
    expect(compareSkips(['Electron: really'], [electron], () => false)).toHaveLength(1);
  });

  test('an expected one that would be possible is told, one that ran is not', () => {
    const possible = (probe) => probe === 'has-electron';
    expect(compareSkips(['Electron: real'], [electron], possible)).toEqual([
      'skipped although it is possible here (has-electron): Electron: real',
    ]);
    expect(compareSkips([], [electron], possible)).toEqual([]);
  });

  test('the list is read line by line, and a bad line is named', () => {
    expect(parseExpectedSkips(`# why\n\n${JSON.stringify(electron)}\n`)).toEqual([electron]);
    expect(() => parseExpectedSkips('\n{"test": "x", "reason": "y"}')).toThrow('line 2: no probe');
    expect(() => parseExpectedSkips('test')).toThrow('line 1');
  });
});

describe('the summary', () => {
  const part = { name: 'unit', seconds: 7, passed: 5, failures: [], skipped: [] };
  const last = (results, complaints = []) => summarize(results, complaints, 65).text.split('\n').pop();

  test('ends with one line of numbers, whole parts that could not run counted among the skipped', () => {
    const web = { name: 'web', seconds: 0, passed: 0, failures: [], skipped: [] };
    web.leftOut = [{ test: 'web: stories', reason: 'no Chromium', get: 'install it' }];
    expect(last([part, web])).toBe('5 passed, 0 failed, 1 skipped');
    expect(last([{ ...part, failures: ['a', 'b'] }])).toBe('5 passed, 2 failed, 0 skipped');
  });

  test('fails for a failed test and for a skip that may not be', () => {
    expect(summarize([part], [], 1).failed).toBe(false);
    expect(summarize([{ ...part, failures: ['a'] }], [], 1).failed).toBe(true);
    expect(summarize([part], ['skipped, and not listed: x'], 1).failed).toBe(true);
  });

  test('says once per file why its tests were skipped and how to get them', () => {
    const skipped = [1, 2, 3].map((n) => ({ test: `engine/ssh/exec.test.ts > it ${n}`, reason: 'not root' }));
    const { text } = summarize([{ ...part, skipped }], [], 1);
    expect(text.match(/engine\/ssh\/exec\.test\.ts: 3 tests/g)).toHaveLength(1);
    expect(text).toContain('why: not root');
    expect(text).toContain(howToGet('engine/ssh/exec.test.ts'));
  });
});
