// Runs the programs of a test part, each in a process group of its own, so that nothing of it stays when it hangs or we are ended.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../runtime.mjs';

const running = new Set();
/** How long a program may take to end in order before it is killed. */
const graceMs = 10_000;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    for (const child of running) endGroup(child);
    setTimeout(() => process.exit(1), running.size > 0 ? graceMs + 1000 : 0);
  });
}
process.on('exit', () => {
  for (const child of running) signalGroup(child, 'SIGKILL');
});

/**
 * Runs a program in the project's folder with its output shown; `wrap` may put another program around it. Resolves with its exit status, or with `late` when it did not end
 * in time and was ended.
 */
export function runProgram(file, args, options) {
  const { minutes, environment, wrap } = Object.assign(
    { minutes: 10, environment: {}, wrap: (...command) => command },
    options,
  );
  const child = spawn(...wrap(file, args), {
    cwd: root,
    env: Object.assign({}, process.env, environment),
    stdio: ['ignore', 'inherit', 'inherit'],
    detached: process.platform !== 'win32',
  });
  running.add(child);
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    console.error(`${path.basename(file)} did not end within ${minutes} minutes and is ended.`);
    endGroup(child);
  }, minutes * 60_000);
  return new Promise((resolve) => {
    const end = (status) => {
      clearTimeout(timer);
      running.delete(child);
      // Whatever it left behind goes with it.
      signalGroup(child, 'SIGKILL');
      resolve({ status, late });
    };
    child.on('error', (error) => {
      console.error(`${file} could not be started: ${error.message}`);
      end(1);
    });
    child.on('exit', (code) => end(code === null ? 1 : code));
  });
}

/** A program of a package: its JavaScript entry under our own Node, because shells and `npx` differ between systems. */
export function runTool(entry, args, options) {
  return runProgram(process.execPath, [path.join(root, 'node_modules', ...entry.split('/')), ...args], options);
}

function endGroup(child) {
  signalGroup(child, 'SIGTERM');
  setTimeout(() => signalGroup(child, 'SIGKILL'), graceMs).unref();
}

function signalGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It is gone already.
  }
}
