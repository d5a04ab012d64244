import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { vi } from 'vitest';
import { makeCertificate } from '../server/certificate.ts';
import { apiClient } from '../server/testing/client.ts';
import { scratchFolder } from './scratch.ts';
import type { EffectCloud, SettingEffect } from './setting-effect.ts';

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const port = await freePort();
const integrationPort = await freePort();
const folder = scratchFolder('setting-effects');
const [certificateFile, keyFile, otherFile] = ['api.pem', 'api.key', 'other.key'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
];
const made = await makeCertificate(['localhost'], Date.now());
writeFileSync(certificateFile, made.certificate);
writeFileSync(keyFile, made.key);
writeFileSync(otherFile, 'no key');

/** The API's state once it has followed the settings. */
async function served({ lab, set }: EffectCloud, settings: Record<string, string>) {
  for (const [name, value] of Object.entries({ 'api.port': '0', ...settings })) await set(name, value);
  await set('api.enabled', 'true');
  for (;;) {
    const server = await lab.call('getApiServer', {});
    if (server.listening || server.error !== undefined) return server;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
}

/** How many of three calls in a row are answered; with `later`, one more after ten seconds. */
async function answered(cloud: EffectCloud, settings: Record<string, string>, later = false): Promise<number> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  try {
    // The engine takes its clock at its start.
    await cloud.restart({});
    await served(cloud, settings);
    const client = await apiClient(cloud.lab);
    let good = 0;
    const ask = async () => {
      if ((await client.json('listZones')).status === 200) good += 1;
    };
    for (let call = 0; call < 3; call++) await ask();
    vi.setSystemTime(Date.now() + 10_000);
    if (later) await ask();
    return good;
  } finally {
    vi.useRealTimers();
  }
}

const outside = { 'api.address': '0.0.0.0' };

/** Every setting about the HTTP API. */
export const apiEffects = {
  'api.enabled': {
    values: ['false', 'true'],
    seen: [false, true],
    async look({ lab, set, value }) {
      await set('api.port', '0');
      await set('api.enabled', value);
      for (;;) {
        const server = await lab.call('getApiServer', {});
        if (server.listening === server.enabled) return server.listening;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  },
  'api.port': {
    values: [String(port), '0'],
    seen: ['answers there', 'answers elsewhere'],
    async look(cloud) {
      const server = await served(cloud, { 'api.port': cloud.value });
      await fetch(server.url ?? '');
      return await fetch(`http://127.0.0.1:${port}/client/api`).then(
        () => 'answers there',
        () => 'answers elsewhere',
      );
    },
  },
  'api.address': {
    values: ['127.0.0.1', '0.0.0.0'],
    seen: ['http:', 'https:'],
    look: async (cloud) => new URL((await served(cloud, {})).url ?? '').protocol,
  },
  'api.certificate.file': {
    values: ['', certificateFile],
    seen: ['one that Benchtop made', 'the administrator’s'],
    look: async (cloud) =>
      (await served(cloud, { ...outside, 'api.key.file': cloud.value === '' ? '' : keyFile })).certificate ===
      made.certificate
        ? 'the administrator’s'
        : 'one that Benchtop made',
  },
  'api.key.file': {
    values: [keyFile, otherFile],
    seen: ['listens', 'does not listen'],
    look: async (cloud) =>
      (await served(cloud, { ...outside, 'api.certificate.file': certificateFile })).listening
        ? 'listens'
        : 'does not listen',
  },
  'api.throttling.enabled': {
    values: ['true', 'false'],
    seen: [1, 3],
    look: (cloud) => answered(cloud, { 'api.throttling.max': '1', 'api.throttling.interval': '3600' }),
  },
  'api.throttling.max': {
    values: ['2', '3'],
    seen: [2, 3],
    look: (cloud) => answered(cloud, { 'api.throttling.interval': '3600' }),
  },
  'api.throttling.interval': {
    values: ['3600', '5'],
    seen: [1, 2],
    look: (cloud) => answered(cloud, { 'api.throttling.max': '1' }, true),
  },
  'integration.api.port': {
    values: ['0', String(integrationPort)],
    seen: ['closed', 'open'],
    async look({ lab, set, value }) {
      // Set once more: its listener follows the change, and is then waited for.
      await set('integration.api.port', value);
      const { api } = lab.engine.internals.ctx;
      while ((api.integration().url !== undefined) !== (value !== '0'))
        await new Promise<void>((resolve) => setImmediate(resolve));
      return await fetch(`http://127.0.0.1:${integrationPort}/client/api?command=listZones`).then(
        () => 'open',
        () => 'closed',
      );
    },
  },
  'enforce.post.requests.and.timestamps': {
    values: ['true', 'false'],
    seen: [401, 200],
    async look(cloud) {
      await served(cloud, {});
      return (await (await apiClient(cloud.lab)).json('listZones')).status;
    },
  },
} satisfies Record<string, SettingEffect>;
