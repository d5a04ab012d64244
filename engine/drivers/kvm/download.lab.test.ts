import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HostTarget, TemplateSpec } from '../driver.ts';
import { createKvmDriver } from './kvm.ts';
import { credentials, impossible, localStore, longWork, onHost, prepareHost, target } from './testing/lab-host.ts';

const image = join(import.meta.dirname, '../../../.lab/cache/images/tiny.qcow2');
const template = (url: string, change: Partial<TemplateSpec> = {}): TemplateSpec => ({
  id: 'c1000000-0000-4000-8000-000000000001',
  url,
  addresses: [],
  format: 'QCOW2',
  maximumSize: 1024 ** 3,
  ...change,
});

describe.skipIf(impossible !== undefined)(
  `downloads on a real host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let server: Server;
    let url: string;
    let host: HostTarget;
    /** What the test's server does with a request; each test puts its own here. */
    let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
    const drivers: ReturnType<typeof createKvmDriver>[] = [];
    const newDriver = () => {
      const driver = createKvmDriver({ credentials: async () => credentials('root') });
      drivers.push(driver);
      return driver;
    };
    const units = async () =>
      (
        await onHost('sh', '-c', "systemctl list-units --all --plain --no-legend 'benchtop-*download*' | cut -d' ' -f1")
      ).trim();
    const partials = async () => (await onHost('sh', '-c', 'ls -A /srv/contract/store')).trim();
    const errorOf = async (done: Promise<unknown>) =>
      done.then(
        () => expect.fail('it should have failed'),
        (error) => (error as { data: { code: string; message: string } }).data,
      );

    function send(request: IncomingMessage, response: ServerResponse, upTo = Number.POSITIVE_INFINITY): void {
      const { size } = statSync(image);
      const from = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
      response.writeHead(from > 0 ? 206 : 200, {
        'content-length': size - from,
        'accept-ranges': 'bytes',
        ...(from > 0 ? { 'content-range': `bytes ${from}-${size - 1}/${size}` } : {}),
      });
      if (request.method === 'HEAD') return void response.end();
      const stream = createReadStream(image, { start: from, end: Math.min(size, upTo) - 1 });
      stream.on('data', (chunk) => response.write(chunk));
      stream.on('end', () => {
        if (upTo >= size) response.end();
      });
    }

    beforeAll(async () => {
      await prepareHost();
      server = createServer((request, response) => answer(request, response)).listen(0, '10.77.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      url = `http://10.77.0.1:${(server.address() as { port: number }).port}/image.qcow2`;
      host = target('root');
      await newDriver().ensureImageStore(host, localStore);
    });
    afterEach(async () => {
      server.closeAllConnections();
      await newDriver().removeTemplate(host, localStore, template('').id);
      for (const driver of drivers.splice(0)) await driver.close();
      expect(await partials()).toBe('');
      expect(await units()).toBe('');
    });
    afterAll(async () => {
      const driver = newDriver();
      await driver.removeImageStore(host, localStore);
      await driver.close();
      server.close();
    });

    test('a connection that breaks in the middle is continued where it stopped', async () => {
      const half = Math.floor(statSync(image).size / 2);
      const ranges: (string | undefined)[] = [];
      answer = (request, response) => {
        if (request.method !== 'HEAD') ranges.push(request.headers.range);
        send(request, response, ranges.length === 1 ? half : undefined);
        if (ranges.length === 1 && request.method !== 'HEAD') setTimeout(() => response.destroy(), 500);
      };
      const driver = newDriver();
      const broken = await errorOf(driver.ensureTemplate(host, localStore, template(url), longWork('resume')));
      expect(broken.message).toMatch(/connection broke/);
      const facts = await driver.ensureTemplate(host, localStore, template(url), longWork('resume'));
      expect(facts.physicalSize).toBe(statSync(image).size);
      expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
    });

    test('a download goes on while the app is away, and a new one attaches to it', async () => {
      let release: () => void = () => {};
      const stalled = new Promise<void>((resolve) => {
        answer = (request, response) => {
          if (request.method === 'HEAD') return send(request, response);
          resolve();
          release = () => send(request, response);
        };
      });
      const first = newDriver();
      const abandoned = errorOf(first.ensureTemplate(host, localStore, template(url), longWork('attach')));
      await stalled;
      await first.close();
      await abandoned;
      expect(await units()).toBe('benchtop-attach-download.service');
      const work = longWork('attach');
      const again = newDriver().ensureTemplate(host, localStore, template(url), work);
      while (!work.lines.some((line) => line.includes('attached')))
        await new Promise((resolve) => setTimeout(resolve, 50));
      release();
      expect((await again).physicalSize).toBe(statSync(image).size);
    });

    test('a cancelled download is stopped on the host', async () => {
      const control = new AbortController();
      answer = (request, response) => {
        send(request, response, 4096);
        if (request.method !== 'HEAD') control.abort();
      };
      const error = await errorOf(
        newDriver().ensureTemplate(host, localStore, template(url), longWork('cancel', control.signal)),
      );
      expect(error.code).toBe('cancelled');
      expect(await units()).toBe('');
    });

    test('a redirect on the same server is followed; one into a private network, to a file or without end is not', async () => {
      let location = '/real.qcow2';
      answer = (request, response) => {
        if (request.url === '/real.qcow2') return send(request, response);
        response.writeHead(302, { location }).end();
      };
      const get = () => newDriver().ensureTemplate(host, localStore, template(url), longWork('redirect'));
      for (const [to, says] of [
        ['http://169.254.169.254/latest/meta-data', /inside a private network/],
        ['http://[fe80::1]/x', /inside a private network/],
        ['http://127.0.0.1/x', /inside a private network/],
        ['file:///etc/shadow', /not followed/],
        ['/image.qcow2', /redirects without end/],
      ] as const) {
        location = to;
        expect((await errorOf(get())).message, to).toMatch(says);
      }
      location = '/real.qcow2';
      expect((await get()).format).toBe('QCOW2');
    });

    test('a server that hides a redirect behind a refused HEAD gets no file of ours', async () => {
      answer = (request, response) => {
        if (request.method === 'HEAD') return void response.writeHead(405).end();
        response.writeHead(302, { location: 'http://169.254.169.254/' }).end('body of the redirect');
      };
      const error = await errorOf(newDriver().ensureTemplate(host, localStore, template(url), longWork('hidden')));
      expect(error.message).toMatch(/answered 302/);
    });

    test('an endless stream is stopped at the size that is allowed', async () => {
      answer = (request, response) => {
        response.writeHead(200);
        if (request.method === 'HEAD') return void response.end();
        const chunk = Buffer.alloc(1024 ** 2);
        const pour = () => {
          while (!response.destroyed && response.write(chunk));
        };
        response.on('drain', pour);
        pour();
      };
      const small = template(url, { maximumSize: 8 * 1024 ** 2 });
      const error = await errorOf(newDriver().ensureTemplate(host, localStore, small, longWork('endless')));
      expect(error.message).toMatch(/larger than templates may be|at most/);
    });
  },
);
