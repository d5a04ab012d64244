// The parts of the tests, in the order in which they run. Never two at once: they share two cores, and packaging wipes .vite/.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { findChromium } from '../chromium.mjs';
import { electronIsInstalled } from '../electron.mjs';
import { root } from '../runtime.mjs';
import { notExercised } from './exercised.mjs';
import { runLab } from './lab.mjs';
import { runProgram, runTool } from './program.mjs';
import { playwrightReport, vitestReport } from './reports.mjs';
import { openSink, whyNoSink } from './sink.mjs';

export const partNames = ['lint', 'typecheck', 'unit', 'web', 'stand-in', 'lab'];

/** Tests that start other programs or take long; --quick leaves them out. */
const slow = [
  'e2e/{conformance,outbound,packaging,start}.test.ts',
  'engine/{crash,sagas}.test.ts',
  'engine/node-libvirt/real-*.test.ts',
  'engine/ssh/**',
  'engine/console/qemu.test.ts',
  'main/**',
];

/** Each part's `run` resolves with {passed, failures, skipped, leftOut}; `leftOut` are whole parts that could not run. */
export function parts({ quick, suites }) {
  const all = [
    { name: 'lint', run: () => script('lint', 'lint.mjs') },
    { name: 'typecheck', run: () => script('typecheck', 'typecheck.mjs') },
    { name: 'unit', run: () => withReport((report) => unit(report, quick)) },
    { name: 'web', run: () => withReport(web) },
    { name: 'stand-in', run: () => withReport(standIn) },
    { name: 'lab', run: () => withReport((report) => runLab(report, suites)) },
  ];
  return quick ? all.slice(0, 3) : all;
}

const nothing = { passed: 0, failures: [], skipped: [] };
const leftOut = (test, reason, get) => Object.assign({}, nothing, { leftOut: [{ test, reason, get }] });

/** Gives a report file that is gone afterwards. */
async function withReport(work) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'benchtop-report-'));
  try {
    return await work(path.join(folder, 'report.json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function script(name, file) {
  const { status, late } = await runProgram(process.execPath, [path.join(root, 'scripts', file)], {
    // `tsc` is found as npm would find it, whoever calls us.
    environment: {
      PATH: [path.join(root, 'node_modules', '.bin'), process.env.PATH].join(path.delimiter),
    },
  });
  return Object.assign({}, nothing, status === 0 && !late ? { passed: 1 } : { failures: [name] });
}

async function unit(report, quick) {
  const left = ['**/*.lab.test.ts', 'e2e/hosts/**', ...(quick ? slow : [])].flatMap((pattern) => [
    '--exclude',
    pattern,
  ]);
  const exercised = mkdtempSync(path.join(os.tmpdir(), 'benchtop-exercised-'));
  try {
    const outcome = await runTool(
      'vitest/vitest.mjs',
      ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...left],
      { minutes: 30, environment: { BENCHTOP_EXERCISED: exercised } },
    );
    const result = vitestReport(report, outcome);
    // Tests that failed or were left out have exercised less than they would.
    if (!quick && result.failures.length === 0)
      for (const wrong of notExercised(exercised)) result.failures.push(`unit: ${wrong}`);
    return result;
  } finally {
    rmSync(exercised, { recursive: true, force: true });
  }
}

const getChromium = 'install Chromium (Debian: apt-get install chromium) or set CHROMIUM_PATH';

async function web(report) {
  if (!existsSync(path.join(root, 'playwright.config.ts')))
    return leftOut('web: user stories in a browser', 'there is no playwright.config.ts', 'take a whole working copy');
  const chromium = findChromium();
  if (chromium === undefined) return leftOut('web: user stories in a browser', 'no Chromium was found', getChromium);
  const why = whyNoSink();
  const sink = why === undefined ? openSink() : undefined;
  try {
    const outcome = await runTool('@playwright/test/cli.js', ['test', '--project=web', '--reporter=list,json'], {
      minutes: 45,
      environment: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
      ...(sink === undefined ? {} : { wrap: sink.wrap }),
    });
    const result = playwrightReport(report, outcome);
    if (sink === undefined) result.leftOut = [Object.assign({ reason: why }, outbound)];
    else countAttempts(sink.attempts(), result);
    return result;
  } finally {
    if (sink !== undefined) sink.close();
  }
}

const outbound = {
  test: 'web: outbound connections of all stories are counted',
  get: 'root on Linux with iproute2 and nftables (Debian: apt-get install nftables)',
};

/** All stories together may connect to nobody but themselves. */
function countAttempts(attempts, result) {
  if (attempts.length === 0) result.passed += 1;
  for (const { address, protocol, port, packets } of attempts)
    result.failures.push(`web: a story reached out to ${address} ${protocol} ${port} (${packets} packets)`);
}

async function standIn(report) {
  const what = 'stand-in: the Electron shell’s wiring on a test double';
  if (process.platform !== 'linux') return leftOut(what, 'the stand-in is a Linux program', 'run it on Linux');
  const chromium = findChromium();
  if (chromium === undefined) return leftOut(what, 'no Chromium was found', getChromium);
  const outcome = await runTool(
    '@playwright/test/cli.js',
    ['test', '-c', 'e2e/electron-stub', '--reporter=list,json'],
    { minutes: 10, environment: { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  );
  const result = playwrightReport(report, outcome);
  if (!electronIsInstalled())
    result.leftOut = [
      {
        test: 'Electron: the shell’s wiring on the real binary',
        reason:
          'Electron’s binary is not installed: it comes from its makers’ download server, not from the package registry',
        get: 'on a desktop with a way to that server: node node_modules/electron/install.js, then npm test -- --only stand-in',
      },
    ];
  return result;
}
