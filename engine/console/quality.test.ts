import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { Quality } from '../contract/console.ts';
import { startConsoles, view } from './fixtures/consoles-set-up.ts';
import { hasQemu, TestQemu } from './fixtures/qemu.ts';
import type { RfbClient } from './fixtures/rfb-client.ts';
import { TestRfbServer } from './fixtures/rfb-server.ts';

const [width, height] = [200, 120];
const pixels = width * height;
const bytesOf: Record<Quality, number> = { best: 4, balanced: 2, low: 1 };
/** Bits of red, green and blue that are left. */
const bitsOf: Record<Quality, number[]> = { best: [8, 8, 8], balanced: [5, 6, 5], low: [3, 3, 2] };

/** Connections whose bytes are counted where they leave the wire. */
function counted(openStream: () => Promise<Duplex>) {
  const sockets: Socket[] = [];
  return {
    open: async () => {
      const socket = (await openStream()) as Socket;
      sockets.push(socket);
      return socket;
    },
    sent: () => sockets.reduce((sum, socket) => sum + socket.bytesRead, 0),
  };
}

/** A screen whose host counts what it sends. */
async function startCounted() {
  const server = await new TestRfbServer(width, height).start();
  onTestFinished(() => server.remove());
  const { open, sent } = counted(server.openStream);
  return { server, consoles: await startConsoles(open), sent };
}

const linkOf = (client: RfbClient) =>
  client.news.findLast((news) => news.type === 'viewers' && news.link !== undefined && news.viewers.length > 0);
const qualityOf = (client: RfbClient) => {
  const news = linkOf(client);
  return news?.type === 'viewers' ? news.link?.quality : undefined;
};

/** What a host sends to draw the whole screen anew in one colour. */
async function costOfAPicture(
  { server, sent }: Awaited<ReturnType<typeof startCounted>>,
  client: RfbClient,
  [red, green, blue]: [number, number, number],
): Promise<number> {
  const before = sent();
  server.paint(0, 0, width, height, [red, green, blue]);
  await client.until((seen) => seen.colour(width - 1, height - 1).join() === [red, green, blue].join());
  return sent() - before;
}

/** Asks for a quality and waits until the host's picture has it. */
async function choose(client: RfbClient, quality: Quality): Promise<void> {
  await client.until((seen) => seen.width > 0);
  client.ask({ type: 'quality', quality });
  await client.until((seen) => qualityOf(seen) === quality);
}

/** The whole screen as it must look with so many colours. */
function looksLike(client: RfbClient, server: TestRfbServer, quality: Quality): boolean {
  for (let pixel = 0; pixel < pixels; pixel += 1)
    for (const [part, bits] of bitsOf[quality].entries()) {
      const steps = 2 ** bits - 1;
      const level = (server.pixels[pixel * 4 + part] ?? 0) >> (8 - bits);
      if (client.colours[pixel * 3 + part] !== Math.round((level * 255) / steps)) return false;
    }
  return true;
}

test.each(['best', 'balanced', 'low'] as const)(
  'the picture of quality %s has the colours it promises, and costs the host as many bytes',
  async (quality) => {
    const screen = await startCounted();
    randomBytes(screen.server.pixels.length).copy(screen.server.pixels);
    const client = view(screen.consoles);
    await client.until((seen) => looksLike(seen, screen.server, 'best'));
    await choose(client, quality);
    await client.until((seen) => looksLike(seen, screen.server, quality));
    const cost = await costOfAPicture(screen, client, [255, 0, 255]);
    expect(cost).toBeGreaterThanOrEqual(pixels * bytesOf[quality]);
    expect(cost).toBeLessThan(pixels * bytesOf[quality] * 1.2);
    expect(client.closed).toBeUndefined();
  },
);

test('a low quality asks for few pictures, however fast the screen changes', async () => {
  const { server, consoles } = await startCounted();
  const client = view(consoles);
  await choose(client, 'low');
  await client.until((seen) => seen.colour(0, 0)[0] === Math.round((1 * 255) / 7));
  const { requests } = server;
  const began = performance.now();
  for (let index = 0; index < 200; index += 1) {
    server.paint(0, 0, width, height, [index, index, index]);
    await new Promise((resolve) => setImmediate(resolve));
  }
  // As many as fit into the time that it took, with the one that was on its way and the one that comes first.
  expect(server.requests - requests).toBeLessThanOrEqual(2 + (performance.now() - began) / 400);
  // And the last one is seen in the end.
  server.paint(0, 0, width, height, [255, 255, 255]);
  await client.until((seen) => seen.colour(9, 9)[0] === 255);
});

test('viewers share the best that one of them wants, and have less again when he has gone', async () => {
  const screen = await startCounted();
  const modest = view(screen.consoles);
  await choose(modest, 'low');
  const fine = view(screen.consoles);
  await modest.until((seen) => qualityOf(seen) === 'best');
  await fine.until((seen) => qualityOf(seen) === 'best' && seen.colour(0, 0)[0] === 0x30);
  expect(await costOfAPicture(screen, modest, [255, 255, 0])).toBeGreaterThanOrEqual(pixels * 4);
  fine.close();
  await modest.until((seen) => qualityOf(seen) === 'low');
  // The picture of the new connection has come before the next one is counted.
  await screen.server.until(() => screen.server.open === 1);
  screen.server.paint(0, 0, width, height, [0, 255, 0]);
  await modest.until((seen) => seen.colour(0, 0).join() === '0,255,0');
  expect(await costOfAPicture(screen, modest, [0, 0, 255])).toBeLessThan(pixels * 1.2);
});

test.skipIf(!hasQemu)('a real QEMU sends fewer bytes for a lower quality, and the screen is still read', async () => {
  const qemu = new TestQemu(undefined);
  onTestFinished(() => qemu.remove());
  await qemu.start(true);
  const { open, sent } = counted(qemu.openVnc);
  const consoles = await startConsoles(open);
  const client = view(consoles);
  const lit = (seen: RfbClient) => seen.colours.some((value) => value > 0);
  await client.until((seen) => lit(seen));
  await qemu.qmp('stop');
  // Of the size that it has by then: the firmware may just have changed it.
  const whole = (quality: Quality) => client.width * client.height * bytesOf[quality];
  for (const quality of ['low', 'balanced', 'best'] as const) {
    const before = sent();
    await choose(client, quality);
    while (sent() - before < whole(quality)) await qemu.qmp('query-status');
    await client.until(lit);
    // QEMU draws the first picture twice, since it was asked for and since the format is another.
    if (quality === 'low') expect(sent() - before).toBeLessThan(whole('best') * 0.7);
  }
  expect(client.closed).toBeUndefined();
});
