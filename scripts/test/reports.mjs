// What the runners' JSON reports say, in one shape: {passed, failures: [name], skipped: [{test, reason}], unsteady: [name]}.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A skip's reason stands in the name of its suite or test: `(skipped: why)`. */
function reasonIn(name) {
  const found = /\(skipped: ([^)]*)\)/.exec(name);
  return found ? found[1] : undefined;
}

/** A report that is missing or says less than the exit status is a failure of its own. */
function complete(result, outcome, what) {
  if (outcome.late) result.failures.push(`${what} took too long`);
  else if (outcome.status !== 0 && result.failures.length === 0)
    result.failures.push(`${what} ended with status ${outcome.status}`);
  return result;
}

/**
 * Vitest's JSON reporter. A file that could not be loaded or whose preparation failed counts as one failure; the tests that did not run
 * because of that are no skips.
 */
export function vitestReport(file, outcome) {
  const result = { passed: 0, failures: [], skipped: [], unsteady: [] };
  for (const suite of read(file)?.testResults ?? []) {
    const where = path.relative(root, suite.name).split(path.sep).join('/');
    if (suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed')) {
      result.failures.push(where);
      continue;
    }
    for (const test of suite.assertionResults) {
      const name = [where, ...test.ancestorTitles, test.title].join(' > ');
      if (test.status === 'passed') result.passed += 1;
      else if (test.status === 'failed') result.failures.push(name);
      else result.skipped.push({ test: name, reason: reasonIn(name) });
    }
  }
  return complete(result, outcome, 'vitest');
}

/** Playwright's JSON reporter. A test that passed only when it was repeated is unsteady, which the summary bounds. */
export function playwrightReport(file, outcome) {
  const result = { passed: 0, failures: [], skipped: [], unsteady: [] };
  const report = read(file);
  const base = path.relative(root, report?.config?.rootDir ?? root);
  const visit = (suite, titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        const where = path.join(base, spec.file).split(path.sep).join('/');
        const name = [where, ...titles, spec.title, ...(test.projectName ? [`[${test.projectName}]`] : [])].join(' > ');
        const note = test.annotations.find(({ type, description }) => /^(skip|fixme)$/.test(type) && description);
        if (test.status === 'expected') result.passed += 1;
        else if (test.status === 'flaky') {
          result.passed += 1;
          result.unsteady.push(name);
        } else if (test.status === 'skipped')
          result.skipped.push({ test: name, reason: note ? note.description : reasonIn(name) });
        else result.failures.push(name);
      }
    }
    // The outermost suite is the file, whose name is there already.
    for (const inner of suite.suites ?? []) visit(inner, [...titles, inner.title]);
  };
  for (const suite of report?.suites ?? []) visit(suite, []);
  for (const error of report?.errors ?? []) result.failures.push(String(error.message).split('\n')[0]);
  return complete(result, outcome, 'Playwright');
}
