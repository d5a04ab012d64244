import { writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { startTestEngine, type TestEngine, type TestEngineOptions } from '../testing/lab.ts';
import { scratchFolder } from '../testing/scratch.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { apiClient } from './testing/client.ts';

// Beyond this computer: TLS or nothing.

let made: Certificate;
beforeAll(async () => {
  made = await makeCertificate(['localhost', '127.0.0.1', 'lab.example'], Date.now());
});

const engineAt = async (options: TestEngineOptions) => {
  const lab = await startTestEngine(options);
  onTestFinished(() => lab.close());
  return lab;
};

/** What is answered to who trusts this certificate alone, and whose certificate it was. */
function ask(url: string, ca: string, host: string): Promise<{ status: number; text: string; fingerprint: string }> {
  return new Promise((resolve, reject) => {
    const { port, pathname, search } = new URL(url);
    const sent = https.get({ host, port, path: pathname + search, ca, agent: false }, (response) => {
      const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate();
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, fingerprint: fingerprint256 }));
    });
    sent.on('error', reject);
  });
}

const plainly = (port: string): Promise<number | string> =>
  new Promise((resolve) => {
    http
      .get({ host: '127.0.0.1', port, path: '/client/api', agent: false }, (response) =>
        resolve(response.statusCode ?? 0),
      )
      .on('error', (error) => resolve((error as { code?: string }).code ?? 'error'));
  });

/** The state once the listener has done what the setting asked for. */
async function settled(lab: TestEngine, name: string, value: string) {
  const done = Promise.withResolvers<void>();
  const stop = lab.engine.subscribe(lab.engine.desktopCaller(), (changes) => {
    if (changes.some(({ noun }) => noun === 'apiserver')) done.resolve();
  });
  await lab.call('updateConfiguration', { name, value });
  await done.promise;
  stop();
  return await lab.call('getApiServer', {});
}

it('at other addresses it is served over TLS, by a certificate that lasts and whose key nobody sees', async () => {
  const directory = scratchFolder('api-tls');
  const lab = await startTestEngine({ directory, keep: true, apiAddress: '0.0.0.0:0' });
  const server = await lab.call('getApiServer', {});
  expect(server.url).toMatch(/^https:\/\//);
  expect(server.url).toContain(hostname());
  const client = await apiClient(lab);
  const signed = `${server.url}?${client.sign({ command: 'listZones', response: 'json' })}`;
  for (const host of ['localhost', '127.0.0.1'])
    expect(await ask(signed, server.certificate ?? '', host)).toEqual({
      status: 200,
      text: '{"listzonesresponse":{}}',
      fingerprint: server.fingerprint,
    });
  // Who trusts another does not speak to it, and nobody speaks to it plainly.
  await expect(ask(signed, made.certificate, 'localhost')).rejects.toThrow();
  expect(await plainly(new URL(server.url ?? '').port)).toMatch(/ECONNRESET|error|HPE/);
  expect(lab.engine.internals.ctx.store.sqlite.serialize().includes('PRIVATE KEY')).toBe(false);
  await lab.close();

  const again = await engineAt({ directory, apiAddress: '0.0.0.0:0' });
  expect(await again.call('getApiServer', {})).toMatchObject({ fingerprint: server.fingerprint });
});

it('takes a certificate of the administrator’s own, and says which file is wrong', async () => {
  const lab = await engineAt({});
  const folder = scratchFolder('api-files');
  const [certificate, key] = [join(folder, 'api.pem'), join(folder, 'api.key')];
  writeFileSync(certificate, made.certificate);
  writeFileSync(key, 'no key');
  for (const [name, value] of [
    ['api.port', '0'],
    ['api.address', '0.0.0.0'],
    ['api.certificate.file', certificate],
  ] as const)
    await lab.call('updateConfiguration', { name, value });
  const without = await settled(lab, 'api.enabled', 'true');
  expect(without).toMatchObject({ enabled: true, listening: false, error: expect.stringContaining('cannot be read') });
  const wrong = await settled(lab, 'api.key.file', key);
  expect(wrong).toMatchObject({
    listening: false,
    error: expect.stringContaining('no certificate and its private key'),
  });
  await settled(lab, 'api.key.file', '');
  writeFileSync(key, made.key);
  const right = await settled(lab, 'api.key.file', key);
  expect(right).toMatchObject({ listening: true, certificate: made.certificate });
  const answer = await ask(right.url ?? '', made.certificate, 'localhost');
  expect(answer).toMatchObject({ status: 401, fingerprint: right.fingerprint });
  // Back on this computer alone there is no certificate to show.
  const plain = await settled(lab, 'api.address', '127.0.0.1');
  expect(plain).toMatchObject({ listening: true, url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:/) });
  expect(plain.certificate).toBeUndefined();
});

it('refuses what is no address and no file', async () => {
  const lab = await engineAt({});
  for (const [name, value] of [
    ['api.address', 'everywhere'],
    ['api.address', ''],
    ['api.certificate.file', 'relative.pem'],
  ] as const)
    expect(await lab.refusal('updateConfiguration', { name, value })).toMatchObject({ field: 'value' });
  const gone = await (async () => {
    await lab.call('updateConfiguration', { name: 'api.port', value: '0' });
    await lab.call('updateConfiguration', { name: 'api.address', value: '192.0.2.77' });
    return await settled(lab, 'api.enabled', 'true');
  })();
  expect(gone).toMatchObject({ listening: false, error: expect.stringContaining('no such address') });
});
