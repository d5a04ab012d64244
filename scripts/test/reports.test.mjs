import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../runtime.mjs';
import { playwrightReport, vitestReport } from './reports.mjs';

let folder;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'benchtop-reports-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(report) {
  const file = path.join(folder, 'report.json');
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const good = { status: 0, late: false };
const bad = { status: 1, late: false };

test('vitest: passed, failed and skipped tests, and files that did not load', () => {
  const one = (status, title) => ({ status, title, ancestorTitles: ['sshd (skipped: not root)'] });
  const file = write({
    testResults: [
      {
        name: path.join(root, 'engine/a.test.ts'),
        status: 'failed',
        assertionResults: [one('passed', 'a'), one('failed', 'b'), one('skipped', 'c'), one('todo', 'd')],
      },
      { name: path.join(root, 'engine/b.test.ts'), status: 'failed', assertionResults: [] },
      { name: path.join(root, 'engine/c.test.ts'), status: 'failed', assertionResults: [one('skipped', 'e')] },
    ],
  });
  expect(vitestReport(file, bad)).toEqual({
    passed: 1,
    failures: ['engine/a.test.ts > sshd (skipped: not root) > b', 'engine/b.test.ts', 'engine/c.test.ts'],
    skipped: ['c', 'd'].map((title) => ({
      test: `engine/a.test.ts > sshd (skipped: not root) > ${title}`,
      reason: 'not root',
    })),
    unsteady: [],
  });
});

test('Playwright: nested suites, flaky passes and is named, a skip’s reason is its note', () => {
  const spec = (title, status, annotations = []) => ({
    title,
    file: 'zone.spec.ts',
    tests: [{ projectName: 'web', status, annotations }],
  });
  const file = write({
    config: { rootDir: path.join(root, 'e2e/web') },
    suites: [
      {
        title: 'zone.spec.ts',
        specs: [spec('opens', 'expected'), spec('breaks', 'unexpected')],
        suites: [
          {
            title: 'wizard',
            specs: [spec('wavers', 'flaky'), spec('waits', 'skipped', [{ type: 'skip', description: 'no KVM' }])],
          },
        ],
      },
    ],
    errors: [],
  });
  expect(playwrightReport(file, bad)).toEqual({
    passed: 2,
    failures: ['e2e/web/zone.spec.ts > breaks > [web]'],
    skipped: [{ test: 'e2e/web/zone.spec.ts > wizard > waits > [web]', reason: 'no KVM' }],
    unsteady: ['e2e/web/zone.spec.ts > wizard > wavers > [web]'],
  });
});

test('a runner that says nothing, fails without a failed test or hangs is a failure', () => {
  expect(vitestReport(path.join(folder, 'none.json'), bad).failures).toEqual(['vitest ended with status 1']);
  expect(playwrightReport(write({ suites: [], errors: [] }), bad).failures).toEqual(['Playwright ended with status 1']);
  expect(vitestReport(write({ testResults: [] }), { status: 1, late: true }).failures).toEqual([
    'vitest took too long',
  ]);
  expect(vitestReport(write({ testResults: [] }), good).failures).toEqual([]);
});
