import { type Duplex, duplexPair } from 'node:stream';
import { inflateSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { sameScreen, startConsoles, startScreen, target, view } from './fixtures/consoles-set-up.ts';
import { TestRfbServer } from './fixtures/rfb-server.ts';
import type { Thumbnail } from './thumbnail.ts';
import { Thumbnails } from './thumbnails.ts';

// Small pictures of screens that nobody need be looking at.

/** Red, green and blue of a pixel of a PNG with one data chunk and lines without a filter. */
function pixelOf({ png, width }: Thumbnail, x: number, y: number): number[] {
  const bytes = Buffer.from(png);
  expect(bytes.toString('latin1', 1, 4)).toBe('PNG');
  const at = bytes.indexOf('IDAT');
  const lines = inflateSync(bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4)));
  const from = y * (1 + width * 3) + 1 + x * 3;
  return [...lines.subarray(from, from + 3)];
}

const vm = (vmId: string) => ({ ...target, vmId });

test('a screen is shown small, in its colours and its shape, and its server is left again', async () => {
  const { server, consoles } = await startScreen(800, 400);
  server.paint(0, 0, 400, 400, [255, 0, 0]);
  server.paint(400, 0, 400, 400, [0, 0, 255]);
  // Every second line: what is averaged is no longer black or white.
  for (let y = 0; y < 200; y += 2) server.paint(700, y, 100, 1, [255, 255, 255]);
  const thumbnail = await consoles.takeThumbnail(target);
  expect([thumbnail.width, thumbnail.height]).toEqual([320, 160]);
  expect(pixelOf(thumbnail, 5, 5)).toEqual([255, 0, 0]);
  expect(pixelOf(thumbnail, 200, 150)).toEqual([0, 0, 255]);
  const [red = 0, , blue] = pixelOf(thumbnail, 310, 40);
  expect(red).toBeGreaterThan(60);
  expect(red).toBeLessThan(200);
  expect(blue).toBe(255);
  await server.until(() => server.open === 0);
  expect(server.received).toEqual([]);
});

test('many who ask at the same time share one look, and a screen that has viewers costs none', async () => {
  const { server, consoles } = await startScreen();
  const taken = await Promise.all(Array.from({ length: 20 }, () => consoles.takeThumbnail(target)));
  expect(new Set(taken).size).toBe(1);
  expect(server.connections).toBe(1);
  const other = vm('vm-2');
  const viewer = view(consoles, { target: other });
  await viewer.until((seen) => sameScreen(seen, server));
  server.paint(0, 0, 200, 120, [10, 200, 30]);
  await viewer.until((seen) => sameScreen(seen, server));
  expect(pixelOf(await consoles.takeThumbnail(other), 7, 7)).toEqual([10, 200, 30]);
  expect(server.connections).toBe(2);
});

test('screens are looked at by turns, two at a time, and one that says nothing gives its turn back', async () => {
  const server = await new TestRfbServer(64, 64).start();
  onTestFinished(() => server.remove());
  const streams: Duplex[] = [];
  let most = 0;
  const counted = (stream: Duplex) => {
    streams.push(stream);
    most = Math.max(most, streams.filter(({ destroyed }) => !destroyed).length);
    return stream;
  };
  const thumbnails = new Thumbnails({
    open: async ({ vmId }) => {
      if (!vmId.startsWith('silent')) return counted(await server.openStream());
      const [ours, theirs] = duplexPair();
      theirs.resume();
      return counted(ours);
    },
    watched: () => undefined,
    deadline: 300,
  });
  const taken = await Promise.allSettled(
    Array.from({ length: 12 }, (_, index) => thumbnails.take(vm(`${index % 4 === 0 ? 'silent' : 'vm'}-${index}`))),
  );
  expect(taken.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(3);
  expect(most).toBe(2);
});

test('a wall that asks without end is refused what it cannot be shown', async () => {
  const thumbnails = new Thumbnails({ open: () => new Promise(() => {}), watched: () => undefined, deadline: 200 });
  const asked = Array.from({ length: 100 }, (_, index) => thumbnails.take(vm(`vm-${index}`)));
  const last = await asked[99]?.catch((error: Error) => error.message);
  expect(last).toMatch(/Too many pictures/);
  for (const each of asked) each.catch(() => {});
});

const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);
const screen = (width: number, height: number, nameLength = 0) => [
  ...Buffer.from('RFB 003.008\n'),
  ...[1, 1, 0, 0, 0, 0],
  ...u16(width, height),
  ...[32, 24, 0, 1, ...u16(255, 255, 255), 0, 8, 16, 0, 0, 0],
  ...u16(nameLength >>> 16, nameLength & 0xffff),
];
const rectangle = (width: number, height: number, encoding: number) => [
  ...[0, 0, 0, 1],
  ...u16(0, 0, width, height, encoding >>> 16, encoding & 0xffff),
];

test.for([
  ['no VNC server', [...Buffer.from('<html>hello</html>')], /not a VNC server/],
  ['a huge screen', screen(65535, 65535), /Benchtop shows up to/],
  ['an endless name', screen(10, 10, 0x7fffffff), /endless name/],
  ['a rectangle outside', [...screen(10, 10), ...rectangle(11, 10, 0)], /outside of the screen/],
  ['an unknown encoding', [...screen(10, 10), ...rectangle(10, 10, 7)], /not asked for \(7\)/],
  [
    'sizes without end',
    [...screen(10, 10), ...[11, 12, 13, 14, 15, 16].flatMap((size) => rectangle(size, size, -223 >>> 0))],
    /changes its size without end/,
  ],
  ['nothing after its greeting', screen(10, 10), /showed nothing in time/],
] as const)('a picture of a VM whose screen shows %s is refused with a sentence', async ([, bytes, reason]) => {
  let closed = false;
  const thumbnails = new Thumbnails({
    open: async () => {
      const [ours, theirs] = duplexPair();
      theirs.resume();
      theirs.on('error', () => {});
      ours.once('close', () => {
        closed = true;
      });
      theirs.write(Buffer.from(bytes));
      return ours;
    },
    watched: () => undefined,
    deadline: 500,
  });
  await expect(thumbnails.take(target)).rejects.toThrow(reason);
  expect(closed).toBe(true);
});

test('where no console opens, the picture fails with the driver’s own sentence', async () => {
  const consoles = await startConsoles(() => Promise.reject(new Error('connect ENOENT /run/vnc.sock')));
  await expect(consoles.takeThumbnail(target)).rejects.toThrow(/screen could not be opened.*Is it running/);
});
