// The application's window on the practice cloud against an empty page in the same browser: how long until it shows something, and how
// much memory it takes; and for how long the shell's own thread is kept from its window while the engine builds that cloud.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { startEngine } from '../main/engine-host.ts';
import { startWebShell } from '../main/web/start.ts';
import { findChromium } from '../scripts/chromium.mjs';
import { ensureRenderer } from '../scripts/renderer-build.mjs';
import { Browser } from './chromium.ts';
import { inTurns, median, milliseconds, ratio, report } from './report.ts';

const rounds = 5;
const mebibyte = 1024 ** 2;
const folder = mkdtempSync(join(tmpdir(), 'benchtop-bench-'));

/** The longest time that this thread, which shows the window, could not answer while the engine's made a practice cloud and listed it. */
async function stall(): Promise<number> {
  const key = new Uint8Array(32).fill(1);
  const engine = await startEngine(
    {
      dataDirectory: join(folder, 'stall'),
      version: '0.0.0',
      shell: 'test',
      keyStore: { kind: 'key file', load: async () => key, save: async () => {} },
      allowedOrigins: [],
    },
    new URL('../main/engine-worker.ts', import.meta.url),
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await engine.call('chooseMode', { mode: 'practice' });
  for (let round = 0; round < 200; round += 1) {
    await Promise.all([
      engine.call('listVirtualMachines', { pagesize: 500 }),
      engine.call('listEvents', { pagesize: 500 }),
      engine.call('listAsyncJobs', { pagesize: 500 }),
    ]);
  }
  delay.disable();
  await engine.close();
  return delay.max / 1e6;
}

const longest = await stall();
report({
  what: 'longest stall of the window’s thread while the engine works (ms)',
  ours: milliseconds(longest),
  against: '50 ms',
  figure: longest,
  wanted: { atMost: 50 },
});

const chromium = findChromium();
if (chromium === undefined || process.platform !== 'linux') {
  console.log('window: left out, because no Chromium was found.');
  process.exit(0);
}
await ensureRenderer();
const shell = await startWebShell({ dataDirectory: join(folder, 'data'), practice: true });
const browser = await Browser.start(chromium, join(folder, 'profile'));
try {
  // The first visit spends the token and fills the browser's cache, as any start after the first finds it.
  const first = await browser.open(shell.newAddress(), `document.querySelector('h1')`);
  await browser.closePage(first);
  const origin = new URL(shell.newAddress()).origin;
  const timed = (url: string, ready: string) => async (): Promise<number> => {
    const begun = performance.now();
    const page = await browser.open(url, ready);
    const time = performance.now() - begun;
    await browser.closePage(page);
    return time;
  };
  const empty = 'data:text/html,<h1>Nothing</h1>';
  const times = await inTurns(rounds, {
    ours: timed(`${origin}/`, `document.querySelector('h1')`),
    blank: timed(empty, `document.querySelector('h1')`),
  });
  report({
    what: 'window until its first heading, to an empty page',
    ours: milliseconds(median(times.ours)),
    against: milliseconds(median(times.blank)),
    figure: ratio(times.ours, times.blank),
    wanted: { atMost: 2 },
  });
  const weighed = (url: string) => async (): Promise<number> => {
    const page = await browser.open(url, `document.querySelector('h1')`);
    const memory = browser.memory();
    await browser.closePage(page);
    return memory;
  };
  const memory = await inTurns(rounds, { ours: weighed(`${origin}/`), blank: weighed(empty) });
  report({
    what: 'browser’s memory (PSS) with the window, to an empty page',
    ours: `${(median(memory.ours) / mebibyte).toFixed(0)} MiB`,
    against: `${(median(memory.blank) / mebibyte).toFixed(0)} MiB`,
    figure: ratio(memory.ours, memory.blank),
    wanted: { atMost: 1.5 },
  });
} finally {
  await browser.stop();
  await shell.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
