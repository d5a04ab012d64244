import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { maximumMessageBytes } from '../engine/contract/transport.ts';
import { type EngineHost, startEngine } from '../main/engine-host.ts';
import { openKeyStore } from '../main/key-store.ts';
import { RendererFiles } from '../main/renderer-files.ts';
import { WebShell } from '../main/web/web-shell.ts';
import { type Client, electronClient, webClient } from './conformance-clients.ts';

// One engine, and the same cases over both ways to it: a WebSocket of the web shell, and the handler of Electron's channel.
let folder: string;
let engine: EngineHost;
let shell: WebShell;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-conformance-'));
  const renderer = path.join(folder, 'renderer');
  await mkdir(renderer);
  await writeFile(path.join(renderer, 'index.html'), '<!doctype html><title>Benchtop</title>');
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
});
afterAll(async () => {
  await shell?.close();
  await engine?.close();
  await rm(folder, { recursive: true, force: true });
});

const transports: [string, () => Promise<Client>][] = [
  ['web shell: WebSocket', () => webClient(shell)],
  ['Electron: channel handler', () => electronClient(engine)],
];

let zoneNumber = 0;
function newZone(): Record<string, unknown> {
  zoneNumber += 1;
  return { name: `zone ${zoneNumber}`, networktype: 'Basic', dns1: '192.0.2.53', internaldns1: '192.0.2.53' };
}

describe.each(transports)('%s', (_name, connect) => {
  let client: Client;
  beforeAll(async () => {
    client = await connect();
  });
  afterAll(() => client?.close());

  test('a query answers with its page', async () => {
    const answer = await client.call('listZones', { pagesize: 1 });
    expect(answer).toEqual({ o: { count: expect.any(Number), zone: expect.any(Array) } });
  });

  test('a command answers with what it made, and a query finds it', async () => {
    const zone = newZone();
    const made = await client.call('createZone', zone);
    expect(made).toMatchObject({ o: { ...zone, allocationstate: 'Disabled' } });
    const { id } = (made as { o: { id: string } }).o;
    expect(await client.call('listZones', { id })).toMatchObject({ o: { count: 1, zone: [{ id, name: zone.name }] } });
  });

  test('answers come to the question they belong to', async () => {
    const names = ['listZones', 'getSession', 'listHosts', 'getSession', 'listZones'];
    const answers = await Promise.all(names.map((name) => client.call(name, {})));
    const keys = answers.map((answer) => Object.keys('o' in answer ? (answer.o as object) : {}));
    expect(keys.map((found) => found.find((key) => ['zone', 'host', 'account'].includes(key)))).toEqual([
      'zone',
      'account',
      'host',
      'account',
      'zone',
    ]);
  });

  test('an error is data: what happened, at which field, and what to do', async () => {
    expect(await client.call('createZone', { ...newZone(), dns1: 'nowhere' })).toMatchObject({
      e: {
        code: 'parameter',
        field: 'dns1',
        message: 'dns1: not an IPv4 address such as 192.168.10.1.',
        // For windows in other languages.
        phrases: { message: { key: '{0}: {1}.', parameters: ['dns1', { key: expect.any(String) }] } },
      },
    });
    const zone = newZone();
    await client.call('createZone', zone);
    expect(await client.call('createZone', zone)).toMatchObject({
      e: {
        code: 'parameter',
        field: 'name',
        message: `A zone named ${zone.name} exists already.`,
        hint: 'Choose another name.',
      },
    });
  });

  test('names that are no commands are refused, also those that every object has', async () => {
    for (const name of ['noSuchCommand', '__proto__', 'constructor', 'toString', '']) {
      expect([name, await client.call(name, {})]).toMatchObject([name, { e: { code: 'unsupportedCommand' } }]);
    }
  });

  test('an input with a prototype in it changes nobody else', async () => {
    const input = JSON.parse('{"__proto__": {"name": "polluted"}, "constructor": {"prototype": {"name": "polluted"}}}');
    expect(await client.call('createZone', input)).toMatchObject({ e: { code: 'parameter' } });
    expect(({} as { name?: string }).name).toBeUndefined();
    expect(await client.call('getSession', {})).toMatchObject({ o: { shell: 'test' } });
  });

  test('what is no request is refused without harm', async () => {
    for (const message of [
      { t: 'req', id: 'one', m: 'listZones', i: {} },
      { t: 'req', id: 1, m: 7 },
      [],
      null,
      'x',
      {},
    ]) {
      expect([message, await client.raw(message)]).toMatchObject([message, { id: -1, e: { code: 'badRequest' } }]);
    }
    expect(await client.call('getSession', {})).toHaveProperty('o');
  });

  test('a request over the limit never reaches the engine', async () => {
    const zone = newZone();
    zone.domain = 'x'.repeat(maximumMessageBytes);
    const greedy = await connect();
    expect(await greedy.refusesOversized('createZone', zone)).toBe(true);
    greedy.close();
    expect(await client.call('listZones', { keyword: zone.name })).toMatchObject({ o: { count: 0 } });
  });

  test('a fresh connection is told to read everything again', async () => {
    const fresh = await connect();
    expect(await fresh.nextChanges()).toMatchObject({ changes: [], gap: true });
    fresh.close();
  });

  test('a change is heard after it was committed, by everyone', async () => {
    const follower = await connect();
    await follower.nextChanges();
    const made = await client.call('createZone', newZone());
    const { id } = (made as { o: { id: string } }).o;
    const heard = await follower.changeOf('zone', id);
    expect(heard).toMatchObject({ noun: 'zone', id, change: 'created' });
    // Whoever has heard of it can read it.
    expect(await follower.call('listZones', { id })).toMatchObject({ o: { count: 1 } });
    follower.close();
  });
});

test('a page that hangs is told of a gap, not sent everything that it missed', async () => {
  const hanging = await electronClient(engine, { takes: false });
  expect(await hanging.nextChanges()).toMatchObject({ gap: true });
  const working = await electronClient(engine);
  for (let i = 0; i < 1001; i += 1) await working.call('createZone', newZone());
  hanging.take();
  expect(await hanging.nextChanges()).toEqual({ t: 'changes', changes: [], gap: true });
  hanging.close();
  working.close();
});

test('pages of others, and frames inside our page, are not listened to', async () => {
  for (const frame of [
    { url: 'https://evil.example/', parent: null },
    { url: 'app://benchtop.evil.example/', parent: null },
    { url: 'file:///tmp/page.html', parent: null },
    { url: 'about:blank', parent: null },
    { url: 'app://benchtop/', parent: {} },
    null,
  ]) {
    const client = await electronClient(engine, { frame, follow: false });
    await expect(client.call('getSession', {})).rejects.toThrow('from the pages of this application only');
  }
});
