import { Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { errorData, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { uploadChunk, uploadWindow } from '../contract/upload.ts';
import type { HostTarget, UploadTarget } from '../drivers/driver.ts';
import type { UploadSink } from '../drivers/upload.ts';
import { type Sending, sendFile } from '../testing/send-file.ts';
import type { Consoles, ConsolesOptions } from './consoles.ts';
import { origin, startConsoles } from './fixtures/consoles-set-up.ts';
import { closeCodes } from './viewer-socket.ts';

const host: HostTarget = {
  id: 'host-1',
  name: 'kvm1',
  address: '10.0.0.1',
  port: 22,
  username: 'root',
  hostKeyFingerprint: '',
  virtualization: 'kvm',
};

/** A host that takes what it is sent once `let` has been called, and says how it went. */
function fakeHost() {
  const chunks: Buffer[] = [];
  const done = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const closed = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  const stream = new Writable({
    highWaterMark: uploadChunk,
    async write(chunk: Buffer, _encoding, next) {
      asked.resolve();
      await gate.promise;
      chunks.push(Buffer.from(chunk));
      next();
    },
    final(next) {
      done.resolve();
      next();
    },
  });
  stream.on('close', () => closed.resolve());
  const sink: UploadSink = { stream, done: done.promise };
  return {
    sink,
    stream,
    let: gate.resolve,
    fail: done.reject,
    /** It has been sent something, and has gone. */
    asked: asked.promise,
    closed: closed.promise,
    bytes: () => Buffer.concat(chunks),
  };
}

const start = (open: () => Promise<UploadSink>, more: Partial<ConsolesOptions> = {}) =>
  startConsoles(() => Promise.reject(new Error('no consoles here')), { openUpload: open, ...more });

const target = (of: HostTarget = host): UploadTarget => ({ driver: 'KVM', host: of, path: '/x', size: 1 });

function announce(consoles: Consoles, size: number, id = 'image'): string {
  const { port, path } = consoles.createUploadTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    id,
    target: target(),
    size,
  });
  return `ws://127.0.0.1:${port}${path}`;
}

function send(url: string, bytes: Buffer, upTo?: number): Sending {
  const sending = sendFile(url, bytes, { origin, ...(upTo !== undefined && { upTo }) });
  onTestFinished(() => sending.cut());
  return sending;
}

const refusal = async (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => errorData(error),
  );

test('every byte reaches the host in order, both sides are told, and the job hears how far it is', async () => {
  const far = fakeHost();
  far.let();
  const consoles = await start(async () => far.sink);
  const file = Buffer.alloc(9 * 1024 ** 2 + 17, 'every byte counts ');
  const progress: number[] = [];
  const page = send(announce(consoles, file.length), file);
  await consoles.uploads.receive('image', (bytes) => progress.push(bytes));
  expect((await page.closed).code).toBe(closeCodes.received);
  expect(far.bytes().equals(file)).toBe(true);
  expect(progress.at(-1)).toBe(file.length);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
});

test('nothing is opened on the host before the job lets it, whenever the page comes', async () => {
  const far = fakeHost();
  far.let();
  let opened = 0;
  const consoles = await start(async () => {
    opened += 1;
    return far.sink;
  });
  const page = send(announce(consoles, 5), Buffer.from('12345'));
  await new Promise((resolve) => setImmediate(resolve));
  expect(opened).toBe(0);
  await consoles.uploads.receive('image', () => {});
  expect((await page.closed).code).toBe(closeCodes.received);
  expect(opened).toBe(1);
});

test('a host that does not read makes the page wait, not the memory grow', async () => {
  const far = fakeHost();
  const consoles = await start(async () => far.sink);
  const size = 64 * (1024 ** 2 - 100);
  const url = announce(consoles, size);
  const received = consoles.uploads.receive('image', () => {});
  const socket = new WebSocket(url, ['binary'], { origin });
  onTestFinished(() => socket.terminate());
  await new Promise((resolve) => socket.once('message', resolve));
  // A page that keeps to nothing: what the host has not taken stays with it.
  for (let sent = 0; sent < 64; sent += 1) socket.send(Buffer.alloc(1024 ** 2 - 100));
  await far.asked;
  expect(far.stream.writableLength).toBeLessThanOrEqual(uploadWindow);
  expect(socket.bufferedAmount).toBeGreaterThan(32 * 1024 ** 2);
  far.let();
  await received;
  expect(far.bytes().length).toBe(size);
});

test('a page that sends before it is let is let go', async () => {
  const consoles = await start(() => Promise.reject(new Error('not asked for')));
  const socket = new WebSocket(announce(consoles, 5), ['binary'], { origin });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  socket.on('open', () => socket.send(Buffer.from('12345')));
  expect(await closed).toBe(closeCodes.viewer);
  expect((await refusal(consoles.uploads.receive('image', () => {})))?.message).toBe(
    'The page sent more of the file than it was let.',
  );
});

test.for([
  ['more bytes than were announced', Buffer.from('123456'), 'The file is larger than the 5 bytes that were announced.'],
  ['words', 'hello', 'The page sent words among the bytes of a file.'],
] as const)('a page that sends %s is let go', async ([_what, sent, said]) => {
  const far = fakeHost();
  far.let();
  const consoles = await start(async () => far.sink);
  const url = announce(consoles, 5);
  const received = refusal(consoles.uploads.receive('image', () => {}));
  const socket = new WebSocket(url, ['binary'], { origin });
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('message', resolve));
  socket.send(sent);
  expect(await closed).toBe(closeCodes.viewer);
  expect((await received)?.message).toBe(said);
  await far.closed;
});

test('a window that is closed ends the upload and lets the host go; the job is told what to do', async () => {
  const far = fakeHost();
  far.let();
  const consoles = await start(async () => far.sink);
  const received = refusal(
    (() => {
      const url = announce(consoles, 8 * uploadChunk);
      const page = send(url, Buffer.alloc(8 * uploadChunk), 2 * uploadChunk);
      void page.taken(2 * uploadChunk).then(() => page.cut());
      return consoles.uploads.receive('image', () => {});
    })(),
  );
  const error = await received;
  expect(error?.message).toBe('The window that sent the file was closed, or the connection to it was cut.');
  expect(error?.hint).toMatch(/choose the file again/);
  await far.closed;
});

test('a host that fails ends it with its own words, in the window too', async () => {
  const far = fakeHost();
  const consoles = await start(async () => far.sink);
  const page = send(announce(consoles, 3 * uploadChunk), Buffer.alloc(3 * uploadChunk));
  const received = refusal(consoles.uploads.receive('image', () => {}));
  await page.taken(0);
  far.fail(fail('insufficientCapacity', say`No space is left on the image store, seen from kvm1.`));
  expect((await received)?.message).toBe('No space is left on the image store, seen from kvm1.');
  expect((await page.closed).reason).toBe('No space is left on the image store, seen from kvm1.');
  await far.closed;
});

test('a host that cannot be opened says why', async () => {
  const consoles = await start(() => Promise.reject(fail('hostUnreachable', say`There is no route to 10.0.0.1.`)));
  const page = send(announce(consoles, 5), Buffer.from('12345'));
  expect((await refusal(consoles.uploads.receive('image', () => {})))?.message).toBe('There is no route to 10.0.0.1.');
  expect((await page.closed).code).toBe(closeCodes.hostUnreachable);
});

test.for([
  ['nobody comes', false, 'No window began to send the file.'],
  ['the window stops sending', true, 'The window stopped sending the file.'],
] as const)('when %s it is given up', async ([_what, comes, said]) => {
  const far = fakeHost();
  far.let();
  const consoles = await start(async () => far.sink, { patience: 60 });
  const url = announce(consoles, 2 * uploadChunk);
  if (comes) send(url, Buffer.alloc(2 * uploadChunk), uploadChunk);
  expect((await refusal(consoles.uploads.receive('image', () => {})))?.message).toBe(said);
});

test('a ticket opens one way once, from a page of ours only', async () => {
  const far = fakeHost();
  const consoles = await start(async () => far.sink);
  const url = announce(consoles, 5);
  const strange = new WebSocket(url, ['binary'], { origin: 'http://evil.example' });
  expect(await new Promise((resolve) => strange.on('error', (error) => resolve(error.message)))).toMatch(/403/);
  send(url, Buffer.from('12345'));
  const second = send(url, Buffer.from('54321'));
  expect((await second.closed).code).toBe(closeCodes.ticket);
});

test('an upload that is called off lets go of page and host, also before the job asks; two at once to a host are the most', async () => {
  const far = fakeHost();
  const consoles = await start(async () => far.sink);
  const page = send(announce(consoles, 5), Buffer.from('12345'));
  announce(consoles, 5, 'second');
  expect(() => announce(consoles, 5, 'third')).toThrow('2 files are being sent to kvm1 already.');
  consoles.uploads.stop('image');
  expect((await page.closed).code).toBe(closeCodes.ended);
  announce(consoles, 5, 'third');
  const third = refusal(consoles.uploads.receive('third', () => {}));
  consoles.closeHost('host-1');
  expect((await third)?.message).toBe('The host was removed.');
  expect((await refusal(consoles.uploads.receive('nobody', () => {})))?.message).toBe(
    'Benchtop was closed before the whole file was there.',
  );
});
