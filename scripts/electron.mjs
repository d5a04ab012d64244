// Decides whether Electron can be used, and starts it. Never requires the electron package: that would start a download.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { hasDisplay, runsAsRoot } from './chromium.mjs';
import { root } from './runtime.mjs';

const packageFolder = path.join(root, 'node_modules', 'electron');
const failureFile = path.join(root, 'node_modules', '.cache', 'benchtop', 'electron-download.json');
/** A download that failed is not tried again for a day. */
const retryAfterMs = 24 * 60 * 60 * 1000;
const networkCheckMs = 1500;

export function electronIsInstalled() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return existsSync(path.join(override, 'electron'));
  return existsSync(path.join(packageFolder, 'path.txt'));
}

/** Undefined when Electron can be used; otherwise why not. Tries the download where that has a chance. */
export async function whyNoElectron() {
  if (!hasDisplay()) return 'there is no display';
  if (electronIsInstalled()) return undefined;
  if (!existsSync(path.join(packageFolder, 'install.js'))) return 'the electron package is not installed';
  const version = JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).version;
  if (failedLately(version)) return 'its binary could not be downloaded';
  if (!(await downloadHostAnswers())) {
    rememberFailure(version);
    return 'its binary is not installed and the download server cannot be reached';
  }
  console.error(`Downloading Electron ${version} (once)…`);
  const run = spawnSync(process.execPath, [path.join(packageFolder, 'install.js')], { stdio: ['ignore', 2, 2] });
  if (run.status === 0 && electronIsInstalled()) return undefined;
  rememberFailure(version);
  return 'its binary could not be downloaded';
}

function failedLately(version) {
  if (!existsSync(failureFile)) return false;
  try {
    const failure = JSON.parse(readFileSync(failureFile, 'utf8'));
    return failure.version === version && Date.now() - failure.time < retryAfterMs;
  } catch {
    return false;
  }
}

function rememberFailure(version) {
  mkdirSync(path.dirname(failureFile), { recursive: true });
  writeFileSync(failureFile, JSON.stringify({ version, time: Date.now() }));
}

function downloadHostAnswers() {
  // A proxy decides by itself what it reaches.
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return Promise.resolve(true);
  let host = 'github.com';
  try {
    host = new URL(process.env.ELECTRON_MIRROR || process.env.npm_config_electron_mirror || '').hostname;
  } catch {
    // No mirror is set.
  }
  return new Promise((resolve) => {
    const socket = net.connect({ host, port: 443, timeout: networkCheckMs });
    const end = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', () => end(true));
    socket.on('timeout', () => end(false));
    socket.on('error', () => end(false));
  });
}

/**
 * Starts the desktop application by Electron Forge and resolves with its exit code. Forge and the application are one process
 * group, so that a signal to us ends both.
 */
export function startElectron(args, onChild) {
  const flags = [...args];
  if (process.platform === 'linux' && runsAsRoot()) {
    console.error('Running as root: Electron is started without its sandbox, because it refuses to start with it.');
    flags.push('--no-sandbox');
  }
  const forge = path.join(root, 'node_modules', '@electron-forge', 'cli', 'dist', 'electron-forge.js');
  const child = spawn(process.execPath, [forge, 'start', '--', ...flags], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    detached: process.platform !== 'win32',
  });
  onChild((signal) => {
    try {
      if (process.platform === 'win32') child.kill(signal);
      else process.kill(-child.pid, signal);
    } catch {
      // It has ended already.
    }
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      // Forge goes at once when it is told to end; the application may still be bringing its engine to a safe point.
      const timer = setInterval(() => {
        if (groupIsAlive(child.pid)) return;
        clearInterval(timer);
        resolve(code === null ? 0 : code);
      }, 100);
    });
  });
}

function groupIsAlive(pid) {
  if (process.platform === 'win32') return false;
  try {
    process.kill(-pid, 0);
    return true;
  } catch {
    return false;
  }
}
