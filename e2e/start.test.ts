import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

// `npm start -- --no-open`, as a program that drives the application would use it.
const root = path.join(import.meta.dirname, '..');
let data: string;
let running: ChildProcess[];

beforeEach(async () => {
  data = await mkdtemp(path.join(os.tmpdir(), 'benchtop-start-'));
  running = [];
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await rm(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

interface Started {
  child: ChildProcess;
  output: { stdout: string; stderr: string };
  /** The first line of stdout; rejects with stderr when the process ends before. */
  ready: Promise<{ url: string; pid: number }>;
  exit: Promise<number | null>;
}

function start(command: string, ...args: string[]): Started {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    output.stderr += chunk;
  });
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  const ready = new Promise<{ url: string; pid: number }>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (output.stdout.includes('\n')) resolve(JSON.parse(output.stdout));
    });
    void exit.then(() => reject(new Error(`It ended before it was ready: ${output.stderr}`)));
  });
  ready.catch(() => {});
  return { child, output, ready, exit };
}

const npmStart = (...more: string[]): Started =>
  start('npm', 'start', '--silent', '--', '--no-open', '--data-dir', data, ...more);
const nodeStart = (...more: string[]): Started =>
  start(process.execPath, 'scripts/start.mjs', '--no-open', '--data-dir', data, ...more);

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function gone(pid: number): Promise<void> {
  while (alive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
}

function status(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject);
  });
}

test('it says on one line where it is, and SIGTERM ends it in order', async () => {
  const app = npmStart();
  const { url, pid } = await app.ready;
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/auth\?t=[\w-]{43}$/);
  expect(await status(url)).toBe(303);
  process.kill(pid, 'SIGTERM');
  expect(await app.exit).toBe(0);
  expect(app.output.stdout).toBe(`${JSON.stringify({ url, pid })}\n`);
  // The data folder is free again at once.
  const again = nodeStart();
  const second = await again.ready;
  process.kill(second.pid, 'SIGINT');
  expect(await again.exit).toBe(0);
});

test('its page is built for use, also where the surroundings are those of a test', async () => {
  await nodeStart().ready;
  const assets = path.join(root, 'dist/renderer/assets');
  // What React's development build says to every console.
  const talkative = readdirSync(assets).filter((name) =>
    readFileSync(path.join(assets, name), 'latin1').includes('Download the React DevTools'),
  );
  expect(process.env.NODE_ENV).toBe('test');
  expect(talkative).toEqual([]);
});

test('a second one on the same data folder is refused with a sentence, and the first goes on', async () => {
  const first = nodeStart();
  const { url } = await first.ready;
  const second = nodeStart();
  expect(await second.exit).toBe(1);
  expect(second.output.stdout).toBe('');
  expect(second.output.stderr).toContain(data);
  expect(second.output.stderr).not.toMatch(/^\s+at /m);
  expect(await status(url)).toBe(303);
});

test('it ends by itself when npm is killed', async () => {
  const app = npmStart();
  const { pid } = await app.ready;
  app.child.kill('SIGKILL');
  await gone(pid);
  const again = nodeStart();
  await again.ready;
});

test('what is wrong on the command line is said before anything is opened', async () => {
  for (const [flag, text] of [
    ['--no-such-flag', '--no-such-flag'],
    [`--passphrase-file=${path.join(data, 'none')}`, 'cannot be read (ENOENT)'],
  ] as const) {
    const app = nodeStart(flag);
    expect(await app.exit).toBe(1);
    expect(app.output.stderr).toContain(text);
    expect(await readdir(data)).toEqual([]);
  }
});

test.runIf(existsSync('/proc/net/tcp'))('it listens on the loopback address only', async () => {
  const app = nodeStart('--practice');
  const { url, pid } = await app.ready;
  const sockets = listeningSockets(pid);
  expect(sockets).toContain(`127.0.0.1:${new URL(url).port}`);
  for (const address of sockets) expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
});

/** Local addresses of the sockets on which a process listens or takes datagrams, by proc(5): the fourth column, 0A is LISTEN. */
function listeningSockets(pid: number): string[] {
  const inodes = new Set<string>();
  for (const fd of readdirSync(`/proc/${pid}/fd`)) {
    const inode = /^socket:\[(\d+)\]$/.exec(readlink(`/proc/${pid}/fd/${fd}`))?.[1];
    if (inode) inodes.add(inode);
  }
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((protocol) =>
    readFileSync(`/proc/${pid}/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((columns) => inodes.has(columns[9] ?? '') && (protocol.startsWith('udp') || columns[3] === '0A'))
      .map((columns) => readableAddress(columns[1] ?? '')),
  );
}

function readlink(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    // Closed meanwhile.
    return '';
  }
}

/** `0100007F:1F90` is 127.0.0.1:8080; an IPv6 address stays as it is, and so fails the test. */
function readableAddress(text: string): string {
  const [address = '', port = ''] = text.split(':');
  const bytes = address.length === 8 ? address.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) : undefined;
  return `${bytes ? bytes.reverse().join('.') : address}:${Number.parseInt(port, 16)}`;
}
