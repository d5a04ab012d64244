// The tests on real hosts: which of them wants which lab stands in e2e/lab/suites.json. A suite at a time: build, up, run inside the
// lab's network, down.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { findChromium } from '../chromium.mjs';
import { root } from '../runtime.mjs';
import { runProgram } from './program.mjs';
import { playwrightReport, vitestReport } from './reports.mjs';

/** A lab of our own beside one that a developer may have up. */
const environment = { BENCHTOP_LAB_NAME: process.env.BENCHTOP_LAB_NAME ?? 'test' };
const tool = (name) => path.join(root, 'e2e', 'lab', name);
const entry = (name) => path.join(root, 'node_modules', ...name.split('/'));

/** `wanted` are parts of the names of suites; without any, all run but the long ones. */
export async function runLab(report, wanted = []) {
  const result = { passed: 0, failures: [], skipped: [], leftOut: [], unsteady: [] };
  const reason = impossible();
  if (reason !== undefined) {
    const get =
      'as root on a Debian 12 machine with network namespaces: npm test -- --only lab (it installs Debian packages), or .ci/run for all';
    result.leftOut.push({ test: 'lab: tests on real hosts', reason, get });
    return result;
  }
  const suites = JSON.parse(readFileSync(tool('suites.json'), 'utf8'));
  const files = [
    ...testFiles('engine', '.lab.test.ts'),
    ...testFiles('e2e/hosts', '.spec.ts'),
    ...testFiles('e2e/hosts', '.test.ts'),
  ];
  for (const file of files)
    if (!suites.some((suite) => suite.files.some((place) => file.startsWith(place))))
      result.failures.push(`${file}: no suite of e2e/lab/suites.json runs it`);
  const built = await runProgram(tool('build'), [], { minutes: 15, environment: withOurNode({}) });
  if (built.status !== 0) {
    result.failures.push('lab: e2e/lab/build failed');
    return result;
  }
  for (const suite of suites) {
    const mine = files.filter((file) => suite.files.some((place) => file.startsWith(place)));
    if (mine.length === 0) continue;
    const asked = wanted.some((words) => suite.name.includes(words));
    if (wanted.length > 0 && !asked) continue;
    // The long tables kill a process on real hosts some hundred times: asked for, not taken along.
    if (suite.long && !asked && process.env.BENCHTOP_LONG !== '1') {
      result.leftOut.push({
        test: `lab: ${suite.name}`,
        reason: `${suite.name}: takes up to ${suite.minutes} minutes`,
        get: 'BENCHTOP_LONG=1 npm test -- --only lab',
      });
      continue;
    }
    add(result, await runSteadily(suite, mine, report));
  }
  return result;
}

/** Why there can be no lab here; undefined when there can. Installs the Debian packages that it needs. */
function impossible() {
  if (process.platform !== 'linux') return 'this is not Linux';
  if (process.getuid() !== 0) return 'it needs root';
  const setup = spawnSync(tool('setup'), [], {
    cwd: root,
    encoding: 'utf8',
    env: withOurNode({}),
    stdio: ['ignore', 'pipe', 2],
  });
  if (setup.status === 0) return undefined;
  const last = setup.stdout.trim().split('\n').pop();
  return last || 'e2e/lab/setup could not install what the lab needs';
}

/** The lab's scripts find `node` on PATH, and want one that runs TypeScript: ours. */
function withOurNode(more) {
  const PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter);
  return Object.assign({}, process.env, environment, { PATH }, more);
}

/**
 * A suite's tests build on each other and on its hosts, so where one fails under CI all of the suite is tried once more on new hosts; what
 * failed first and then passed is told of as unsteady.
 */
async function runSteadily(suite, files, report) {
  const first = await runSuite(suite, files, report);
  if (first.failures.length === 0 || process.env.CI !== 'true') return first;
  console.log(`-- ${suite.name}: once more, since these failed:\n${first.failures.join('\n')}`);
  const second = await runSuite(suite, files, report);
  second.unsteady.push(...first.failures.filter((name) => !second.failures.includes(name)));
  return second;
}

async function runSuite(suite, files, report) {
  const result = { passed: 0, failures: [], skipped: [], unsteady: [] };
  console.log(`-- ${suite.name}: lab up ${suite.lab.join(' ')}`);
  const up = await runProgram(tool('lab'), ['up', ...suite.lab], { minutes: 10, environment: withOurNode({}) });
  try {
    if (up.status !== 0) {
      result.failures.push(`lab: ${suite.name}: the lab did not come up`);
      return result;
    }
    const specs = files.filter((file) => file.endsWith('.spec.ts'));
    const tests = files.filter((file) => file.endsWith('.test.ts'));
    if (tests.length > 0) {
      const argv = [
        entry('vitest/vitest.mjs'),
        'run',
        '--no-file-parallelism',
        '--reporter=default',
        '--reporter=json',
      ];
      add(result, vitestReport(report, await inLab([...argv, `--outputFile.json=${report}`, ...tests], suite, report)));
    }
    if (specs.length > 0) {
      const argv = [entry('@playwright/test/cli.js'), 'test', '--project=hosts', '--reporter=list,json', ...specs];
      add(result, playwrightReport(report, await inLab(argv, suite, report)));
    }
  } finally {
    await runProgram(tool('lab'), ['down'], { minutes: 3, environment: withOurNode({}) });
  }
  return result;
}

function inLab(argv, suite, report) {
  rmSync(report, { force: true });
  const chromium = findChromium();
  return runProgram(tool('lab'), ['run', '--', process.execPath, ...argv], {
    minutes: suite.minutes,
    environment: withOurNode(
      Object.assign({ PLAYWRIGHT_JSON_OUTPUT_FILE: report }, chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
    ),
  });
}

function add(result, more) {
  result.passed += more.passed;
  result.failures.push(...more.failures);
  result.skipped.push(...more.skipped);
  result.unsteady.push(...more.unsteady);
}

/** Test files below a folder whose names end so; paths from the root. */
function testFiles(folder, ending) {
  const base = path.join(root, folder);
  if (!existsSync(base)) return [];
  return readdirSync(base, { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((name) => name.endsWith(ending) && !name.includes('node_modules'))
    .sort();
}
