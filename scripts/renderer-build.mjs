// Builds the renderer for the web shell when dist/renderer is missing or older than its sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './runtime.mjs';

const dist = path.join(root, 'dist');
const output = path.join(dist, 'renderer');
const stampFile = path.join(dist, 'renderer.stamp');
const lockFile = path.join(dist, 'renderer.lock');
const sources = ['renderer', 'engine/contract', 'assets', 'vite.config.ts', 'tsconfig.base.json', 'package-lock.json'];

/** A hash of what the build is made from: names, sizes and times, which is enough and quick. */
function sourceStamp() {
  const hash = createHash('sha256');
  const visit = (file) => {
    const info = statSync(file, { throwIfNoEntry: false });
    if (!info || file.endsWith('.test.ts')) return;
    if (info.isDirectory()) {
      for (const name of readdirSync(file).sort()) visit(path.join(file, name));
      return;
    }
    hash.update(`${path.relative(root, file)} ${info.size} ${info.mtimeMs}\n`);
  };
  for (const source of sources) visit(path.join(root, source));
  return hash.digest('hex');
}

function isCurrent() {
  if (!existsSync(path.join(output, 'index.html')) || !existsSync(stampFile)) return false;
  return readFileSync(stampFile, 'utf8') === sourceStamp();
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** One build at a time per working copy; a lock whose owner has died is taken over. */
async function withLock(work) {
  for (;;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = existsSync(lockFile) ? Number(readFileSync(lockFile, 'utf8')) : 0;
    if (owner > 0 && !alive(owner)) rmSync(lockFile, { force: true });
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  try {
    await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/** Vite's own process; whatever it says goes to stderr, because stdout may be for a program that reads our one line. */
export function vite(args, environment) {
  return spawn(process.execPath, [path.join(root, 'node_modules', 'vite', 'bin', 'vite.js'), ...args], {
    cwd: root,
    env: Object.assign({}, process.env, environment),
    stdio: ['ignore', 2, 2],
  });
}

function viteBuild(into) {
  return new Promise((resolve, reject) => {
    // Whatever this runs in: under another NODE_ENV, such as a test's, React would build its slow and talkative self.
    const environment = { BENCHTOP_RENDERER_OUT: into, NODE_ENV: 'production' };
    const child = vite(['build', '--logLevel', 'error'], environment);
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error('The user interface could not be built; the reason is above.'));
    });
  });
}

/** Builds beside the old output and then changes places, so that a build that fails leaves the last good one. */
export async function ensureRenderer() {
  if (isCurrent()) return;
  mkdirSync(dist, { recursive: true });
  await withLock(async () => {
    if (isCurrent()) return;
    console.error('Building the user interface (once, and again when its sources change)…');
    const stamp = sourceStamp();
    const fresh = `${output}-new`;
    const old = `${output}-old`;
    await viteBuild(fresh);
    rmSync(old, { recursive: true, force: true });
    if (existsSync(output)) renameSync(output, old);
    renameSync(fresh, output);
    rmSync(old, { recursive: true, force: true });
    writeFileSync(stampFile, stamp);
  });
}
