import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findChromium } from '../scripts/chromium.mjs';
import { openSink, type Sink, whyNoSink } from '../scripts/test/sink.mjs';

// Benchtop connects to nobody unless it is asked to. Here the sink is tried, and a start without a window; the stories of e2e/web all run
// in a sink of their own, and one attempt of theirs fails the part (scripts/test/parts.mjs).
const reason = whyNoSink();
const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');

describe.skipIf(reason !== undefined)(
  `outbound connections${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    let sink: Sink;
    let folder: string;
    beforeEach(async () => {
      sink = openSink();
      folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-outbound-'));
    });
    afterEach(async () => {
      sink.close();
      await rm(folder, { recursive: true, force: true });
    });
    const tried = (): string[] =>
      sink.attempts().map(({ address, protocol, port }) => `${address} ${protocol} ${port}`);

    test('that are made on purpose are caught, look-ups of names and IPv6 too', async () => {
      expect(tried()).toEqual([]);
      const script = `
      const net = require('node:net'), dns = require('node:dns');
      for (const host of ['198.51.100.7', '2001:db8:7::7']) net.connect({ host, port: 4433 }).on('error', () => {});
      dns.lookup('updates.example', () => process.exit(0));`;
      await run(...sink.wrap(process.execPath, ['-e', script]));
      expect(tried()).toEqual(
        expect.arrayContaining(['198.51.100.7 tcp 4433', '2001:db8:7::7 tcp 4433', '192.0.2.53 udp 53']),
      );
    });

    const chromium = findChromium();
    test.skipIf(chromium === undefined)(
      `of a page in the browser are caught${chromium === undefined ? ' (skipped: no Chromium was found)' : ''}`,
      async () => {
        const flags = ['--headless=new', '--no-sandbox', `--user-data-dir=${folder}`, '--dump-dom'];
        const page = 'data:text/html,<img src="http://198.51.100.8/picture.png">';
        await run(...sink.wrap(chromium ?? '', [...flags, '--timeout=3000', page]));
        expect(tried()).toContain('198.51.100.8 tcp 80');
      },
    );

    test('are not made by a start on the practice cloud, its jobs and its end', async () => {
      const [file, args] = sink.wrap(process.execPath, [
        'scripts/start.mjs',
        '--no-open',
        '--practice',
        '--data-dir',
        folder,
      ]);
      const app: ChildProcess = spawn(file, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
      const [line] = (await once(app.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
      process.kill(JSON.parse(line.toString()).pid, 'SIGTERM');
      const [code] = (await once(app, 'exit')) as [number];
      expect(code).toBe(0);
      expect(tried()).toEqual([]);
    });
  },
);
