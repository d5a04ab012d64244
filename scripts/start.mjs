// npm start. Electron where its binary and a display are there, otherwise the web shell and a browser window.
//   --data-dir D          where this desk keeps its data
//   --no-open             open nothing; print {"url", "pid"} on one line when ready
//   --practice            make the practice cloud without asking
//   --dev                 build the user interface again when its sources change
//   --api HOST:PORT       serve the HTTP API there in this run; on this computer alone
//   --print-keys          with --no-open and --api: the line also has the API's address and the administrator's keys
//   --passphrase-file F   its first line unlocks the secrets
import path from 'node:path';
import { parseArgs } from 'node:util';
import { whyPackagesDoNotFit } from './packages.mjs';
import { root, withRecentRuntime } from './runtime.mjs';

/** How long steps in hand may take to reach a safe point when we are told to end. */
const closeTimeoutMs = 30_000;

withRecentRuntime(() => {
  run().catch((error) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(1);
  });
});

function options() {
  const { values } = parseArgs({
    options: {
      'data-dir': { type: 'string' },
      'passphrase-file': { type: 'string' },
      open: { type: 'boolean', default: true },
      practice: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      api: { type: 'string' },
      'print-keys': { type: 'boolean', default: false },
    },
    allowNegative: true,
  });
  // npm runs scripts in the project's folder; a relative path means the folder the user is in.
  const base = process.env.INIT_CWD || process.cwd();
  const absolute = (file) => (file === undefined ? undefined : path.resolve(base, file));
  return {
    dataDirectory: absolute(values['data-dir']),
    passphraseFile: absolute(values['passphrase-file']),
    open: values.open,
    practice: values.practice,
    dev: values.dev,
    apiAddress: values.api,
    printKeys: values['print-keys'],
  };
}

async function run() {
  const chosen = options();
  if (chosen.printKeys && (chosen.open || chosen.apiAddress === undefined))
    throw new Error(
      '--print-keys goes with --no-open and --api: it adds the keys of the API to the line that is printed.',
    );
  const amiss = whyPackagesDoNotFit(root);
  if (amiss !== undefined) throw new Error(amiss);
  if (chosen.open) {
    const { whyNoElectron } = await import('./electron.mjs');
    const reason = await whyNoElectron();
    if (reason === undefined) return runElectron(chosen);
    console.error(`Electron is not used, because ${reason}: Benchtop opens in a browser window instead.`);
  }
  await runWebShell(chosen);
}

async function runElectron(chosen) {
  const { startElectron } = await import('./electron.mjs');
  const { watchParents } = await import('./parents.mjs');
  const args = [];
  if (chosen.dataDirectory) args.push('--data-dir', chosen.dataDirectory);
  if (chosen.passphraseFile) args.push('--passphrase-file', chosen.passphraseFile);
  if (chosen.practice) args.push('--practice');
  if (chosen.apiAddress) args.push('--api', chosen.apiAddress);
  const code = await startElectron(args, (kill) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => kill('SIGTERM'));
    watchParents(() => kill('SIGTERM'));
  });
  process.exit(code);
}

async function runWebShell(chosen) {
  const { ensureRenderer } = await import('./renderer-build.mjs');
  const { watchParents } = await import('./parents.mjs');
  let closing = false;
  const close = async (shell) => {
    if (closing) return;
    closing = true;
    setTimeout(() => {
      console.error('Benchtop did not come to a safe point in time; what was under way goes on at the next start.');
      process.exit(1);
    }, closeTimeoutMs).unref();
    await shell.close();
    process.exit(0);
  };
  // Told to end before the engine starts: nothing is open yet that needs closing in order.
  let end = () => process.exit(0);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end());
  watchParents(() => end());

  await ensureRenderer();
  const { startWebShell } = await import('../main/web/start.ts');
  const starting = startWebShell(chosen);
  end = () => starting.then(close, () => {});
  const shell = await starting;
  shell.ended.then((reason) => {
    if (reason === undefined || closing) return;
    console.error(reason);
    process.exit(1);
  });
  if (chosen.dev) await watchRenderer(shell);
  if (!chosen.open) {
    const said = { url: shell.newAddress(), pid: process.pid, ...(await shell.api(chosen.printKeys)) };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    return;
  }
  await openWindow(shell, () => close(shell));
}

/** The window is the application: when it is closed, everything ends. */
async function openWindow(shell, closed) {
  const { findChromium, hasDisplay, openChromium } = await import('./chromium.mjs');
  const browser = hasDisplay() ? findChromium() : undefined;
  if (browser === undefined) {
    const why = hasDisplay() ? 'No Chromium-like browser was found' : 'There is no display';
    console.error(`${why}. Open this address on this computer; it works once:`);
    console.error(shell.newAddress());
    return;
  }
  const child = openChromium(browser, shell.newAddress(), path.join(shell.dataDirectory, 'browser'));
  process.on('exit', () => child.kill());
  child.on('error', (error) => {
    console.error(`${browser} could not be started (${error.message}). Open this address; it works once:`);
    console.error(shell.newAddress());
  });
  child.on('exit', closed);
}

async function watchRenderer(shell) {
  const { vite } = await import('./renderer-build.mjs');
  const child = vite(['build', '--watch', '--logLevel', 'warn'], {});
  process.on('exit', () => child.kill());
  shell.followBuild();
}
