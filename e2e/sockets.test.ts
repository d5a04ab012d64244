import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';

// What the running application listens at, as the kernel tells it, in each setting.

const root = path.join(import.meta.dirname, '..');
let data: string;
beforeAll(async () => {
  data = await mkdtemp(path.join(os.tmpdir(), 'benchtop-sockets-'));
  return () => rm(data, { recursive: true, force: true });
});

/** The process and all that it has started. */
function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        return [{ pid: Number(name), parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) }];
      } catch {
        return [];
      }
    });
  const family = new Set([pid]);
  for (let size = 0; size !== family.size; ) {
    size = family.size;
    for (const each of parents) if (family.has(each.parent)) family.add(each.pid);
  }
  return [...family];
}

/** `0100007F:1F90` as the kernel writes an address, on a machine that counts bytes from the small end. */
function addressOf(text: string): string {
  const [digits = '', port = ''] = text.split(':');
  const words = (digits.match(/.{8}/g) ?? []).map((word) => Buffer.from(word, 'hex').reverse());
  const bytes = Buffer.concat(words);
  const host = bytes.length === 4 ? [...bytes].join('.') : bytes.toString('hex');
  return `${host}:${Number.parseInt(port, 16)}`;
}

/** Where a process and its children can be reached: TCP that listens, UDP, and named local sockets. */
function listening(pid: number): string[] {
  const own = new Set(
    familyOf(pid).flatMap((each) => {
      try {
        return readdirSync(`/proc/${each}/fd`).flatMap((fd) => {
          try {
            return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${each}/fd/${fd}`))?.[1] ?? [];
          } catch {
            return [];
          }
        });
      } catch {
        return [];
      }
    }),
  );
  const rows = (file: string) =>
    readFileSync(`/proc/${pid}/net/${file}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/));
  const internet = (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((file) =>
    rows(file)
      .filter(([, , , state, , , , , , inode]) => own.has(inode ?? '') && (file.startsWith('udp') || state === '0A'))
      .map(([, local]) => `${file} ${addressOf(local ?? '')}`),
  );
  // Local sockets that accept have the flag 0x10000.
  const local = rows('unix')
    .filter(([, , , flags, , , inode]) => own.has(inode ?? '') && flags === '00010000')
    .map(([, , , , , , , name]) => `unix ${name}`);
  return [...internet, ...local].sort();
}

interface Line {
  url: string;
  pid: number;
  api?: string;
  apikey?: string;
  secretkey?: string;
}

let app: ChildProcess | undefined;
async function start(...more: string[]): Promise<Line> {
  app = spawn(process.execPath, ['scripts/start.mjs', '--no-open', '--data-dir', data, ...more], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: app.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  return JSON.parse(line) as Line;
}
afterEach(async () => {
  if (app?.exitCode === null) {
    app.kill('SIGTERM');
    await once(app, 'exit');
  }
});

/** A call in JSON, signed where there are keys; over TLS nobody is asked who vouches for the certificate. */
function answer(
  place: string,
  parameters: Record<string, string>,
  keys?: Line,
  headers = {},
): Promise<{ status: number; text: string }> {
  const all: Record<string, string> = { ...parameters, response: 'json', ...(keys && { apikey: keys.apikey ?? '' }) };
  const pairs = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
  const signature = createHmac('sha1', keys?.secretkey ?? '')
    .update(pairs.toLowerCase())
    .digest('base64');
  const url = `${place}?${pairs}${keys === undefined ? '' : `&signature=${encodeURIComponent(signature)}`}`;
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const options = { rejectUnauthorized: false, headers, agent: false };
  (url.startsWith('https:') ? https : http)
    .get(url, options, (response) => {
      const text: Buffer[] = [];
      response.on('data', (chunk: Buffer) => text.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(text).toString() }));
    })
    .on('error', reject);
  return promise;
}
const call = async (...given: Parameters<typeof answer>): Promise<number> => (await answer(...given)).status;
const set = (place: string, name: string, value: string, keys?: Line) =>
  call(place, { command: 'updateConfiguration', name, value }, keys).then((status) => expect(status).toBe(200));

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** The window's page. */
const pageOf = (line: Line): string => `tcp 127.0.0.1:${new URL(line.url).port}`;
const becomes = (line: Line, expected: string[]) =>
  vi.waitFor(() => expect(listening(line.pid)).toEqual([...expected].sort()), { timeout: 30_000, interval: 50 });

test('as it comes, the window’s page on loopback and nothing else; a console opens the door of its pictures there', async () => {
  const line = await start('--practice');
  expect(listening(line.pid)).toEqual([pageOf(line)]);
  app?.kill('SIGTERM');
  await once(app as ChildProcess, 'exit');

  const keys = await start('--api', '127.0.0.1:0', '--print-keys');
  const api = keys.api ?? '';
  const before = [pageOf(keys), `tcp 127.0.0.1:${new URL(api).port}`].sort();
  const running = { command: 'listVirtualMachines', state: 'Running' };
  const instance = await vi.waitFor(
    async () => {
      const { text } = await answer(api, running, keys);
      return (JSON.parse(text).listvirtualmachinesresponse.virtualmachine[0] as { id: string }).id;
    },
    { timeout: 60_000, interval: 200 },
  );
  expect(listening(keys.pid)).toEqual(before);
  expect(await call(api, { command: 'createConsoleEndpoint', virtualmachineid: instance }, keys)).toBe(200);
  const more = listening(keys.pid).filter((each) => !before.includes(each));
  expect(more).toHaveLength(1);
  expect(more[0]).toMatch(/^tcp 127\.0\.0\.1:\d+$/);
});

test('the API and the port without keys are open exactly while and where they are wanted', async () => {
  const keys = await start('--api', '127.0.0.1:0', '--print-keys');
  const api = keys.api ?? '';
  const present = [pageOf(keys), `tcp 127.0.0.1:${new URL(api).port}`];
  await becomes(keys, present);

  const port = await freePort();
  const withoutKeys = `http://127.0.0.1:${port}/client/api`;
  await set(api, 'integration.api.port', String(port), keys);
  await becomes(keys, [...present, `tcp 127.0.0.1:${port}`]);
  expect(await call(withoutKeys, { command: 'listZones' })).toBe(200);
  expect(await call(api, { command: 'listZones' })).toBe(401);
  expect(await call(withoutKeys, { command: 'noSuchCommand' })).toBe(432);
  // A page that a browser on this computer has open, and a name that was made to lead here.
  for (const headers of [
    { origin: 'https://evil.example' },
    { 'sec-fetch-site': 'cross-site' },
    { referer: 'https://evil.example/' },
    { host: 'evil.example' },
  ])
    expect(await call(withoutKeys, { command: 'listZones' }, undefined, headers)).toBe(531);
  await set(withoutKeys, 'integration.api.port', '0');
  await becomes(keys, present);

  // What the settings say counts when the command line says nothing.
  const own = await freePort();
  await set(api, 'api.port', String(own), keys);
  await set(api, 'api.enabled', 'true', keys);
  expect(listening(keys.pid)).toEqual([...present].sort());
  app?.kill('SIGTERM');
  await once(app as ChildProcess, 'exit');

  const bySettings = await start();
  const page = pageOf(bySettings);
  await becomes(bySettings, [page, `tcp 127.0.0.1:${own}`]);
  const loopback = `http://127.0.0.1:${own}/client/api`;
  await set(loopback, 'api.address', '0.0.0.0', keys);
  await becomes(bySettings, [page, `tcp 0.0.0.0:${own}`]);
  await expect(call(loopback, { command: 'listZones' }, keys)).rejects.toThrow();
  const overTls = `https://127.0.0.1:${own}/client/api`;
  expect(await call(overTls, { command: 'listZones' }, keys)).toBe(200);
  await set(overTls, 'api.enabled', 'false', keys);
  await becomes(bySettings, [page]);
});
