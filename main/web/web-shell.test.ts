import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { RendererFiles } from '../renderer-files.ts';
import { WebShell } from './web-shell.ts';

let folder: string;
let shell: WebShell;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-web-shell-'));
  const built = path.join(folder, 'renderer');
  await mkdir(path.join(built, 'assets'), { recursive: true });
  await writeFile(path.join(built, 'index.html'), '<!doctype html><title>Benchtop</title>');
  await writeFile(path.join(built, 'assets', 'index-B3fK0a_x.js'), 'export {};');
  await writeFile(path.join(built, 'assets', 'font-Ab12Cd34.woff2'), 'font');
  await writeFile(path.join(folder, 'outside.txt'), 'secret');
  shell = await WebShell.listen(await RendererFiles.read(built));
});
afterAll(async () => {
  await shell.close();
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** Plain node:http, because fetch would tidy the path and the Host header that these tests send on purpose. */
function ask(target: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const port = new URL(shell.origin).port;
    const request = http.request({ host: '127.0.0.1', port, path: target, headers, method }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    request.on('error', reject);
    request.end();
  });
}

/** Enters as a window does and gives back its Cookie header. */
async function enter(): Promise<string> {
  const answer = await ask(shell.newAddress().slice(shell.origin.length));
  return answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
}

function upgrade(target: string, headers: Record<string, string>): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${new URL(shell.origin).host}${target}`, { headers });
    socket.on('open', () => {
      socket.terminate();
      resolve('open');
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('entering', () => {
  test('an address lets one window in, once, with a cookie that scripts and other sites cannot use', async () => {
    const address = shell.newAddress().slice(shell.origin.length);
    const first = await ask(address);
    expect(first.status).toBe(303);
    expect(first.headers.location).toBe('/');
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(
      new RegExp(`^benchtop-${new URL(shell.origin).port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    );
    const again = await ask(address);
    expect(again.status).toBe(403);
    expect(again.body).toContain('This address was used before');
  });

  test('a window that is in may reload, also its first address', async () => {
    const address = shell.newAddress().slice(shell.origin.length);
    const cookie = (await ask(address)).headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
    expect((await ask('/', { cookie })).status).toBe(200);
    expect((await ask(address, { cookie })).headers.location).toBe('/');
  });

  test('a wrong token, no cookie and a made-up cookie are refused with a page that says why', async () => {
    expect((await ask('/auth?t=wrong')).status).toBe(403);
    expect((await ask('/auth')).status).toBe(403);
    const without = await ask('/');
    expect(without.status).toBe(401);
    expect(without.body).toContain('<h1>This page was opened without its key</h1>');
    const name = `benchtop-${new URL(shell.origin).port}`;
    expect((await ask('/', { cookie: `${name}=${'A'.repeat(43)}` })).status).toBe(401);
  });

  test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
    'an address that another user of this computer got hold of lets only us in',
    async () => {
      const address = shell.newAddress();
      const script = `require('http').get(${JSON.stringify(address)}, (r) => { console.log(r.statusCode); process.exit(); })`;
      const nobody = 65534;
      const { stdout } = await promisify(execFile)(process.execPath, ['-e', script], {
        uid: nobody,
        gid: nobody,
        cwd: '/',
      });
      expect(stdout.trim()).toBe('403');
      expect((await ask(address.slice(shell.origin.length))).status).toBe(303);
    },
  );

  test('another name for this computer is refused, whatever the cookie', async () => {
    const cookie = await enter();
    const port = new URL(shell.origin).port;
    for (const host of [`rebound.example:${port}`, `localhost:${port}`, '127.0.0.1', `127.0.0.1:${Number(port) + 1}`]) {
      expect((await ask('/', { host, cookie })).status).toBe(421);
    }
  });
});

describe('files', () => {
  test('pages and hashed parts come with their types, caching and policy', async () => {
    const cookie = await enter();
    const page = await ask('/', { cookie });
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    });
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(page.headers['access-control-allow-origin']).toBeUndefined();
    const script = await ask('/assets/index-B3fK0a_x.js', { cookie });
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8');
    expect(script.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await ask('/assets/font-Ab12Cd34.woff2', { cookie })).headers['content-type']).toBe('font/woff2');
  });

  test('no path leads out of the built renderer', async () => {
    const cookie = await enter();
    for (const target of [
      '/../outside.txt',
      '/%2e%2e/outside.txt',
      '/..%2foutside.txt',
      '/assets',
      '/%00',
      '/%',
      '//etc/passwd',
    ]) {
      const answer = await ask(target, { cookie });
      expect([target, answer.status]).toEqual([target, 404]);
      expect(answer.body).not.toContain('secret');
    }
  });

  test('nothing can be written', async () => {
    const cookie = await enter();
    const answer = await ask('/', { cookie }, 'POST');
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });
});

describe('connecting', () => {
  test('a connection needs our origin and our cookie', async () => {
    const cookie = await enter();
    const origin = shell.origin;
    expect(await upgrade('/rpc', {})).toBe(403);
    expect(await upgrade('/rpc', { cookie })).toBe(403);
    expect(await upgrade('/rpc', { origin })).toBe(403);
    expect(await upgrade('/rpc', { origin: 'http://evil.example', cookie })).toBe(403);
    expect(await upgrade('/rpc', { origin: 'null', cookie })).toBe(403);
    expect(await upgrade('/rpc', { origin, cookie, host: 'rebound.example' })).toBe(421);
    expect(await upgrade('/elsewhere', { origin, cookie })).toBe(404);
    // All is well but the engine is not there yet: the page tries again.
    expect(await upgrade('/rpc', { origin, cookie })).toBe(503);
  });
});
