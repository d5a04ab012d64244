// Finds and opens a Chromium-like browser for the web shell.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

const linuxNames = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge-stable',
  'brave-browser',
];
const macFiles = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];
const windowsFiles = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];

/** The browser to use, or undefined. CHROMIUM_PATH decides where it is set. */
export function findChromium() {
  return candidates().find((file) => existsSync(file));
}

function candidates() {
  if (process.env.CHROMIUM_PATH) return [process.env.CHROMIUM_PATH];
  if (process.platform === 'darwin') return macFiles;
  if (process.platform === 'win32') {
    const places = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return places.filter(Boolean).flatMap((place) => windowsFiles.map((file) => path.join(place, file)));
  }
  const folders = (process.env.PATH || '').split(path.delimiter).filter(Boolean);
  return linuxNames.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** True when a window can be shown: other systems always have a desktop, Linux says so in its environment. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

export function runsAsRoot() {
  return typeof process.getuid === 'function' && process.getuid() === 0;
}

/** Our window is a page of this computer: the browser is to call nobody, ask nothing and update nothing on its own account. */
export const quietFlags = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-sync',
  '--disable-breakpad',
  '--metrics-recording-only',
  '--no-pings',
  '--disable-extensions',
  // Seen without these two: look-ups of accounts.google.com, update.googleapis.com and clients2.google.com, whatever else is switched off.
  // No name is a page of ours, and no proxy leads to this computer.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--no-proxy-server',
  '--disable-features=Translate,MediaRouter,OptimizationHints,AutofillServerCommunication',
];

/** Opens `url` in a window of its own, with a profile of its own; the child process lives as long as the window. */
export function openChromium(file, url, profile) {
  const flags = [`--app=${url}`, `--user-data-dir=${profile}`, ...quietFlags];
  if (process.platform === 'linux' && runsAsRoot()) {
    console.error('Running as root: the browser is started without its sandbox, because it refuses to start with it.');
    flags.push('--no-sandbox');
  }
  return spawn(file, flags, { stdio: 'ignore' });
}
