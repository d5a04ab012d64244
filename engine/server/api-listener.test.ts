import { createServer } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { startTestEngine } from '../testing/lab.ts';
import { apiAddress } from './api-listener.ts';
import { apiClient } from './testing/client.ts';

/** A port that was free a moment ago, and the server that holds it if it is wanted held. */
async function aPort(): Promise<{ port: number; free(): Promise<void> }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return { port, free: () => new Promise((resolve) => server.close(() => resolve())) };
}

const engineWith = async (apiAddress?: string) => {
  const lab = await startTestEngine(apiAddress === undefined ? {} : { apiAddress });
  onTestFinished(() => lab.close());
  return lab;
};
const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (response) => response.status === 401,
    () => false,
  );

it('off, nothing listens; on and off again by the settings, at once', async () => {
  const lab = await engineWith();
  const place = await aPort();
  await place.free();
  const url = `http://127.0.0.1:${place.port}/client/api`;
  const set = (name: string, value?: string) => lab.call('updateConfiguration', { name, value });
  const status = async (wanted: boolean) => {
    // The socket follows the setting's commit; its own change says when it has.
    for (;;) {
      const server = await lab.call('getApiServer', {});
      if (server.listening === wanted || server.error !== undefined) return server;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  expect(await lab.call('getApiServer', {})).toMatchObject({ enabled: false, listening: false, haskeys: false });
  await set('api.port', String(place.port));
  expect(await answers(url)).toBe(false);
  await set('api.enabled', 'true');
  expect(await status(true)).toMatchObject({ enabled: true, bycommandline: false, url });
  expect(await answers(url)).toBe(true);
  const client = await apiClient(lab);
  expect((await client.json('listZones')).status).toBe(200);
  await set('api.enabled');
  expect(await status(false)).toMatchObject({ enabled: false });
  expect(await answers(url)).toBe(false);
});

it('a port that another program has is told, and another one is taken', async () => {
  const lab = await engineWith();
  const place = await aPort();
  onTestFinished(() => place.free());
  const told = Promise.withResolvers<void>();
  lab.engine.subscribe(lab.engine.desktopCaller(), (changes) => {
    if (changes.some(({ noun }) => noun === 'apiserver')) told.resolve();
  });
  await lab.call('updateConfiguration', { name: 'api.port', value: String(place.port) });
  await lab.call('updateConfiguration', { name: 'api.enabled', value: 'true' });
  await told.promise;
  const server = await lab.call('getApiServer', {});
  expect(server).toMatchObject({ enabled: true, listening: false, error: expect.stringContaining('another program') });
});

it('the command line decides for a run, and what cannot be is refused before anything is open', async () => {
  const place = await aPort();
  onTestFinished(() => place.free());
  await expect(engineWith(`127.0.0.1:${place.port}`)).rejects.toThrow('another program has this port');
  const lab = await engineWith('127.0.0.1:0');
  await lab.call('updateConfiguration', { name: 'api.enabled', value: 'false' });
  const server = await lab.call('getApiServer', {});
  expect(server).toMatchObject({ enabled: true, listening: true, bycommandline: true });
  expect(await answers(server.url ?? '')).toBe(true);
});

it.each(['', '8080', 'example.org:80', '127.0.0.1', '127.0.0.1:99999', '127.0.0.1:x', '/tmp/socket'])(
  'what is no address is refused: %j',
  (text) => expect(() => apiAddress(text)).toThrow(/no address for the API/),
);

it('takes addresses of either kind, and the computer’s own name', () => {
  expect(apiAddress('localhost:1')).toEqual({ host: '127.0.0.1', port: 1 });
  expect(apiAddress('127.0.0.2:8080')).toEqual({ host: '127.0.0.2', port: 8080 });
  expect(apiAddress('0.0.0.0:8443')).toEqual({ host: '0.0.0.0', port: 8443 });
  expect(apiAddress('[::1]:8080')).toEqual({ host: '::1', port: 8080 });
});
