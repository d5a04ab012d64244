import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import type { CommandName, Input } from '../engine/contract/contract.ts';
import type { ChangeMessage, ServerMessage } from '../engine/contract/transport.ts';
import { type EngineHost, startEngine } from '../main/engine-host.ts';
import { openKeyStore } from '../main/key-store.ts';
import { RendererFiles } from '../main/renderer-files.ts';
import { WebShell } from '../main/web/web-shell.ts';

// The web shell's door for people with an account, as a browser and as somebody without manners meets it.

const password = 'correct horse';
let folder: string;
let engine: EngineHost;
let shell: WebShell;

async function desk<K extends CommandName>(name: K, input: Input<K>): Promise<Record<string, unknown>> {
  const outcome = await engine.call(name, input);
  if ('e' in outcome) throw new Error(outcome.e.message);
  return outcome.o as Record<string, unknown>;
}

const offer = (value: 'true' | 'false') => desk('updateConfiguration', { name: 'window.signin.enabled', value });

async function account(username: string): Promise<Record<string, unknown>> {
  const person = { username, password, firstname: username, lastname: 'x', email: `${username}@lab.example` };
  return desk('createAccount', { ...person, accounttype: 0 });
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-sign-in-'));
  const renderer = path.join(folder, 'renderer');
  await mkdir(renderer);
  await writeFile(path.join(renderer, 'index.html'), '<!doctype html><html lang="en"><title>Benchtop</title>');
  await writeFile(path.join(renderer, 'app.js'), 'export {};');
  shell = await WebShell.listen(await RendererFiles.read(renderer));
  const dataDirectory = path.join(folder, 'data');
  engine = await startEngine(
    {
      dataDirectory,
      version: '0.0.0',
      shell: 'test',
      keyStore: await openKeyStore(dataDirectory),
      allowedOrigins: [shell.origin],
    },
    new URL('../main/engine-worker.ts', import.meta.url),
  );
  shell.attach(engine);
  await account('ada');
  await account('bob');
});
afterAll(async () => {
  await shell?.close();
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (target: string, cookie?: string) =>
  fetch(`${shell.origin}${target}`, { redirect: 'manual', headers: cookie === undefined ? {} : { cookie } });

function post(target: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${shell.origin}${target}`, {
    method: 'POST',
    headers: { origin: shell.origin, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Signs in as the page does; the Cookie header that a browser would send from then on. */
async function enter(username: string): Promise<string> {
  const answer = await post('/sign-in', { username, password });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}

/** A page's connection. */
async function connect(cookie: string) {
  const socket = new WebSocket(`ws://${new URL(shell.origin).host}/rpc`, { headers: { cookie, origin: shell.origin } });
  const answers = new Map<number, (message: ServerMessage) => void>();
  const changes: ChangeMessage[] = [];
  const over = new Promise<string>((resolve) =>
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as ServerMessage;
      if (message.t === 'over') resolve(message.reason.key);
      else if (message.t === 'changes') changes.push(message);
      else answers.get(message.id)?.(message);
    }),
  );
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  const opened = await new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101));
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
    socket.on('error', () => {});
  });
  let id = 0;
  const send = (more: Record<string, unknown>): Promise<Record<string, Record<string, unknown>>> => {
    id += 1;
    const mine = id;
    const answer = new Promise<ServerMessage>((resolve) => answers.set(mine, resolve));
    socket.send(JSON.stringify({ t: 'req', id: mine, ...more }));
    return answer as unknown as Promise<Record<string, Record<string, unknown>>>;
  };
  return { opened, socket, changes, over, closed, send, call: (m: string, i: unknown = {}) => send({ m, i }) };
}

describe('while nobody may sign in', () => {
  test('who has no key of the desk gets no page, no file and no answer', async () => {
    for (const target of ['/', '/app.js', '/branding']) expect((await get(target)).status).toBe(401);
    const answer = await post('/sign-in', { username: 'ada', password });
    expect(answer.status).toBe(503);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });
});

describe('where people may sign in', () => {
  beforeAll(() => offer('true'));

  test('who is nobody yet gets the page, marked so that it asks who one is, and no connection', async () => {
    const page = await (await get('/')).text();
    expect(page).toContain('<html data-visitor="unknown" lang="en">');
    expect((await get('/app.js')).status).toBe(200);
    expect(await (await get('/branding')).json()).toMatchObject({ name: 'Benchtop' });
    expect((await get('/session')).status).toBe(401);
    expect((await connect('')).opened).toBe(403);
    expect((await connect(`benchtop-${new URL(shell.origin).port}=${'A'.repeat(43)}`)).opened).toBe(403);
  });

  test('a right password buys a cookie that scripts and other sites cannot use, and the page without the mark', async () => {
    const answer = await post('/sign-in', { username: 'ada', password });
    expect(answer.headers.getSetCookie()[0]).toMatch(/^benchtop-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/);
    const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    expect(await (await get('/', cookie)).text()).not.toContain('data-visitor');
    expect((await get('/session', cookie)).status).toBe(204);
  });

  test('a wrong password is refused in words, without a cookie', async () => {
    const answer = await post('/sign-in', { username: 'bob', password: 'wrong' });
    expect(answer.status).toBe(401);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(await answer.json()).toMatchObject({ e: { code: 'account' } });
  });

  test('pages of other sites, forms and what is no sign-in are refused', async () => {
    const right = { username: 'ada', password };
    for (const origin of ['http://evil.example', 'null', `http://localhost:${new URL(shell.origin).port}`])
      expect((await post('/sign-in', right, { origin })).status).toBe(403);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const [body, headers] of [
      ['username=ada&password=x', form],
      [JSON.stringify(right), { 'content-type': 'text/plain' }],
      ['{', {}],
      ['null', {}],
      [JSON.stringify({ username: 'ada' }), {}],
      [JSON.stringify({ ...right, session: 'x' }), {}],
      [JSON.stringify({ username: 'ada', password: 'x'.repeat(20_000) }), {}],
    ] as const) {
      const answer = await post('/sign-in', body, headers);
      expect([body.slice(0, 20), answer.status]).toEqual([body.slice(0, 20), 400]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
  });

  test('calls go as whoever signed in, whatever they say themselves', async () => {
    const page = await connect(await enter('ada'));
    const { o: session } = await page.call('getSession');
    expect(session).toMatchObject({ username: 'ada', role: 'User', signedin: true });
    expect(session?.commands).not.toContain('createZone');
    const zone = { name: 'mine', networktype: 'Basic', dns1: '192.0.2.53', internaldns1: '192.0.2.53' };
    expect((await page.call('createZone', zone)).e).toMatchObject({ code: 'unsupportedCommand' });
    const forged = { m: 'createZone', i: zone, session: undefined, caller: { role: 'Admin' } };
    expect((await page.send(forged)).e).toMatchObject({ code: 'unsupportedCommand' });
    expect(await desk('listZones', {})).toMatchObject({ count: 0 });
    page.socket.terminate();
  });

  test('changes of others are not told', async () => {
    const [ada, bob] = [await connect(await enter('ada')), await connect(await enter('bob'))];
    const { o: own } = await bob.call('getSession');
    await bob.call('updateUser', { id: own?.userid, firstname: 'Robert' });
    const heard = (page: typeof ada, id: unknown) =>
      page.changes.some(({ changes }) => changes.some((each) => each.id === id));
    await expect.poll(() => heard(bob, own?.userid)).toBe(true);
    // Changes are told in their order: one that both may hear comes after it.
    await desk('updateConfiguration', { name: 'branding.name', value: 'Institute' });
    await expect.poll(() => heard(ada, 'branding.name')).toBe(true);
    expect(heard(ada, own?.userid)).toBe(false);
    ada.socket.terminate();
    bob.socket.terminate();
  });

  test('signing out ends every window of the session at once, and nothing else', async () => {
    const cookie = await enter('ada');
    const [one, two, bob] = [await connect(cookie), await connect(cookie), await connect(await enter('bob'))];
    const answer = await post('/sign-out', '', { cookie });
    expect(answer.headers.getSetCookie()[0]).toContain('Max-Age=0');
    for (const page of [one, two]) {
      expect(await page.over).toBe('You signed out.');
      await page.closed;
    }
    expect((await connect(cookie)).opened).toBe(403);
    expect((await bob.call('getSession')).o).toMatchObject({ username: 'bob' });
    bob.socket.terminate();
    // Another site cannot sign anybody out.
    const other = await enter('ada');
    expect((await post('/sign-out', '', { cookie: other, origin: 'http://evil.example' })).status).toBe(403);
    expect((await get('/session', other)).status).toBe(204);
  });

  test('who is locked out is out at once, with the reason; the desk is never', async () => {
    const made = await account('eve');
    const page = await connect(await enter('eve'));
    const [user] = made.user as { id: string }[];
    await desk('lockUser', { id: user?.id ?? '' });
    expect(await page.over).toContain('locked, disabled or deleted');
    await page.closed;
    const window = await fetch(shell.newAddress(), { redirect: 'manual' });
    const cookie = window.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    await post('/sign-out', '', { cookie });
    expect((await (await connect(cookie)).call('getSession')).o).toMatchObject({ username: 'admin', signedin: false });
  });

  test('a page that runs wild takes no answers from anybody else', async () => {
    const [wild, bob] = [await connect(await enter('ada')), await connect(await enter('bob'))];
    const flood = Promise.all(Array.from({ length: 2000 }, () => wild.call('listApis', { pagesize: 500 })));
    expect((await bob.call('getSession')).o).toMatchObject({ username: 'bob' });
    expect(await desk('getBranding', {})).toHaveProperty('name');
    expect((await flood).some(({ e }) => e?.code === 'tooManyRequests')).toBe(true);
    wild.socket.terminate();
    bob.socket.terminate();
  });

  test('turned off, everybody who had signed in is out', async () => {
    const page = await connect(await enter('bob'));
    await offer('false');
    expect(await page.over).toContain('Nobody signs in');
    expect((await get('/')).status).toBe(401);
  });
});
