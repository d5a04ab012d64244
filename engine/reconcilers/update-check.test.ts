import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestEngine, type TestEngine } from '../testing/lab.ts';
import { isNewer } from './update-check.ts';

let lab: TestEngine;
let server: http.Server;
let asked: http.IncomingHttpHeaders[];
let answer: (response: http.ServerResponse) => void;

beforeEach(async () => {
  lab = await startTestEngine();
  asked = [];
  answer = (response) => response.end('{"version": "999.0.0"}');
  server = http.createServer((request, response) => {
    asked.push(request.headers);
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  await lab.close();
  server.closeAllConnections();
  server.close();
});

const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/newest.json`;
const check = () => lab.engine.internals.reconcilers.runOnce('update-check');
const set = (value?: string) =>
  lab.call('updateConfiguration', { name: 'update.check.url', ...(value !== undefined && { value }) });
const open = async () =>
  (await lab.call('listAlerts', {})).alert.filter(
    (alert) => alert.name === 'ALERT.MANAGEMENT' && alert.resolved === undefined,
  );

it('asks nobody unless an address is set, and nobody any more when it is taken away', async () => {
  await check();
  expect(asked).toEqual([]);
  await set(address());
  await check();
  expect((await open()).map((alert) => alert.description)).toEqual([
    expect.stringMatching(/^Benchtop 999\.0\.0 is available; this is /),
  ]);
  await check();
  expect(await open()).toHaveLength(1);
  // Nothing of the desk goes along.
  expect(Object.keys(asked[0] ?? {})).not.toEqual(expect.arrayContaining(['cookie', 'authorization', 'referer']));
  await set();
  // A round that was poked before may still be asking.
  await check();
  const before = asked.length;
  await check();
  expect(asked.length).toBe(before);
  expect(await open()).toEqual([]);
});

it('says nothing of a version that is not newer', async () => {
  answer = (response) => response.end('{"version": "0.0.0"}');
  await set(address());
  await check();
  expect(asked.length).toBeGreaterThan(0);
  expect(await open()).toEqual([]);
});

it.each<[string, (response: http.ServerResponse) => void]>([
  ['text instead of a number', (response) => response.end('{"version": "1.0.0 <b>now</b>"}')],
  ['no JSON', (response) => response.end('<html>')],
  [
    'an endless answer',
    (response) => {
      const more = (): void => {
        while (response.writable && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more);
      more();
    },
  ],
  ['a redirection', (response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
  ['an error', (response) => response.writeHead(500).end()],
])('is not misled by %s', async (_what, hostile) => {
  answer = hostile;
  await set(address());
  await check();
  expect(await open()).toEqual([]);
});

it('takes addresses only', async () => {
  for (const value of ['nowhere', 'file:///etc/passwd', 'javascript:alert(1)'])
    expect(await lab.refusal('updateConfiguration', { name: 'update.check.url', value })).toMatchObject({
      code: 'parameter',
      field: 'value',
    });
});

it('compares versions by their numbers', () => {
  expect([isNewer('0.10.0', '0.9.9'), isNewer('1.0.0', '1.0.0'), isNewer('0.9.0', '0.10.0')]).toEqual([
    true,
    false,
    false,
  ]);
});
