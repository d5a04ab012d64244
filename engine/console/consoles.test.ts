import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { readParting } from '../contract/console.ts';
import { fail } from '../contract/errors.ts';
import { type Phrase, say, textOf } from '../contract/phrase.ts';
import { origin, sameScreen, startConsoles, startScreen, target, view } from './fixtures/consoles-set-up.ts';
import { bgr32BigEndian, RfbClient, rawOnly, rgb32, rgb565, zlibOnly } from './fixtures/rfb-client.ts';
import { closeCodes } from './viewer-socket.ts';

test.for([
  ['32 bits, Raw', rgb32, rawOnly],
  ['32 bits, Zlib', rgb32, zlibOnly],
  ['32 bits, big endian, Raw', bgr32BigEndian, rawOnly],
  ['16 bits, Raw', rgb565, rawOnly],
  ['16 bits, Zlib', rgb565, zlibOnly],
] as const)('a viewer of %s sees every pixel, at first and after changes', async ([, format, encodings]) => {
  const { server, consoles } = await startScreen();
  randomBytes(server.pixels.length).copy(server.pixels);
  const client = view(consoles, { format, encodings: [...encodings], title: 'i-2-17-VM 控制台' });
  await client.until((seen) => sameScreen(seen, server, format));
  expect(client.name).toBe('i-2-17-VM 控制台');
  expect(client.usedEncodings.has(6)).toBe(encodings === zlibOnly);
  for (let index = 0; index < 20; index += 1) {
    server.paint(index * 9, index * 5, 17, 11, [index * 12, 255 - index, 99]);
    await client.until((seen) => sameScreen(seen, server, format));
  }
});

test.for(['003.003', '003.007', '003.008'])('a viewer of RFB %s is served', async (version) => {
  const { server, consoles } = await startScreen();
  server.paint(0, 0, 200, 120, [1, 2, 3]);
  await view(consoles, { version }).until((seen) => sameScreen(seen, server));
});

test('a screen larger than one update comes in parts and completely', async () => {
  const { server, consoles } = await startScreen(2600, 1700);
  randomBytes(server.pixels.length).copy(server.pixels);
  const client = view(consoles);
  await client.until((seen) => sameScreen(seen, server));
  expect(client.updates).toBeGreaterThan(1);
});

test('the top of a large change is seen while the rest has not come from the host', async () => {
  const [width, height] = [640, 480];
  const { server, consoles } = await startScreen(width, height);
  const client = view(consoles);
  await client.until((seen) => sameScreen(seen, server));
  server.pixels.fill(Buffer.from([200, 10, 20, 0]));
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, width >> 8, width & 255, height >> 8, height & 255, 0, 0, 0, 0]);
  const half = server.pixels.length / 2;
  server.say(Buffer.concat([head, server.pixels.subarray(0, half)]));
  await client.until((seen) => seen.colour(width - 1, 64).join() === '200,10,20');
  expect(client.colour(width - 1, height - 1)).toEqual([0x30, 0x30, 0x30]);
  server.say(server.pixels.subarray(half));
  await client.until((seen) => sameScreen(seen, server));
});

test('all viewers of a VM share one connection, and one that joins later sees the whole screen', async () => {
  const { server, consoles } = await startScreen();
  const first = view(consoles);
  server.paint(10, 10, 50, 50, [200, 100, 50]);
  await first.until((seen) => sameScreen(seen, server));
  const second = view(consoles, { format: rgb565, encodings: zlibOnly });
  await second.until((seen) => sameScreen(seen, server, rgb565));
  server.paint(100, 20, 30, 30, [9, 8, 7]);
  await Promise.all([
    first.until((seen) => sameScreen(seen, server)),
    second.until((seen) => sameScreen(seen, server, rgb565)),
  ]);
  first.close();
  server.paint(0, 60, 30, 30, [70, 80, 90]);
  await second.until((seen) => sameScreen(seen, server, rgb565));
  expect(server.connections).toBe(1);
});

test('the connection to the VM ends with the last viewer, and the next viewer opens another', async () => {
  const { server, consoles } = await startScreen();
  const first = view(consoles);
  await first.until((seen) => sameScreen(seen, server));
  first.close();
  await server.until(() => server.open === 0);
  await view(consoles).until((seen) => sameScreen(seen, server));
  expect(server.connections).toBe(2);
});

test('a viewer that stops reading holds up no other, and later sees the newest screen without all that it missed', async () => {
  const { server, consoles } = await startScreen(640, 480);
  const frame = server.pixels.length;
  const slow = view(consoles);
  const quick = view(consoles);
  await Promise.all([slow, quick].map((viewer) => viewer.until((seen) => sameScreen(seen, server))));
  slow.stall();
  // Even one that asks without end is not sent without end.
  for (let index = 0; index < 500; index += 1) slow.requestUpdate(false);
  for (let index = 1; index <= 60; index += 1) {
    server.paint(0, 0, 640, 480, [index, index, index]);
    await quick.until((seen) => seen.colour(639, 479)[0] === index);
  }
  slow.unstall();
  await slow.until((seen) => sameScreen(seen, server));
  expect(quick.receivedBytes).toBeGreaterThan(60 * frame);
  expect(slow.receivedBytes).toBeLessThan(30 * frame);
});

test('what a VM says beside pixels reaches viewers: lock lights, cursor, bell and text, to view-only ones no text', async () => {
  const { server, consoles } = await startScreen();
  const [viewer, watcher] = [view(consoles), view(consoles, { viewOnly: true })];
  await viewer.until((seen) => seen.extendedKeys && sameScreen(seen, server));
  await watcher.until((seen) => seen.extendedKeys && sameScreen(seen, server));
  server.say(Buffer.from([3, 0, 0, 0, 0, 0, 0, 2, 0x68, 0x69, 2]));
  // One update of two rectangles: LED state 5, and a cursor of 2 × 1 pixels with its hot spot at 1,0.
  const led = [0, 0, 0, 0, 0, 1, 0, 1, 0xff, 0xff, 0xfe, 0xfb, 5];
  const cursor = [0, 1, 0, 0, 0, 2, 0, 1, 0xff, 0xff, 0xff, 0x11, 1, 2, 3, 0, 4, 5, 6, 0, 0xc0];
  server.say(Buffer.from([0, 0, 0, 2, ...led, ...cursor]));
  await viewer.until((seen) => seen.ledState === 5 && seen.cursor !== undefined && seen.bells === 1);
  await watcher.until((seen) => seen.ledState === 5 && seen.cursor !== undefined && seen.bells === 1);
  expect(viewer.cursor).toMatchObject({ width: 2, height: 1, hotX: 1, hotY: 0, mask: Buffer.from([0xc0]) });
  expect(viewer.cursor?.pixels).toEqual(Buffer.from([1, 2, 3, 0, 4, 5, 6, 0]));
  expect(viewer.clipboard).toBe('hi');
  expect(watcher.clipboard).toBeUndefined();
});

test('the guest changes its resolution: viewers follow, and one that cannot sees the part that fits', async () => {
  const { server, consoles } = await startScreen(200, 120);
  const able = view(consoles);
  const unable = view(consoles, { encodings: [0] });
  await Promise.all([able, unable].map((viewer) => viewer.until((seen) => sameScreen(seen, server))));
  server.resize(320, 90);
  server.paint(0, 0, 320, 90, [50, 60, 70]);
  await able.until((seen) => sameScreen(seen, server));
  await unable.until((seen) => seen.colour(199, 89).join() === '50,60,70');
  expect([unable.width, unable.height]).toEqual([200, 120]);
});

test.for([
  [fail('conflict', say`i-2-17-VM is not running, so it has no console.`), closeCodes.notRunning],
  [fail('hostUnreachable', say`kvm1 does not answer.`), closeCodes.hostUnreachable],
  [fail('hostKey', say`kvm1 shows another host key.`), closeCodes.hostUnreachable],
  [fail('unauthorized', say`kvm1 refused the key.`), closeCodes.refused],
] as const)('a console that cannot be opened says why: %s', async ([error, code]) => {
  const consoles = await startConsoles(() => Promise.reject(error));
  expect(await view(consoles).untilClosed()).toEqual({ code, reason: error.message });
});

test("a driver's plain error becomes a sentence that fits a close frame, and whole as data before it", async () => {
  const consoles = await startConsoles(() => Promise.reject(new Error(`connect ENOENT /${'é'.repeat(300)}`)));
  const viewer = view(consoles);
  const { code, reason } = await viewer.untilClosed();
  expect(code).toBe(closeCodes.notRunning);
  const said = readParting(JSON.stringify(viewer.news.at(-1)));
  expect(textOf(said as Phrase)).toContain('é'.repeat(300));
  expect(reason).toMatch(/^The VM's screen could not be opened \(connect ENOENT \/é+…$/);
});

test('a removed VM takes its viewers and unspent tickets with it', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  const unspent = consoles.createTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target,
    viewOnly: false,
    who: 'ana',
    title: '',
  });
  consoles.closeVirtualMachine('vm-1');
  expect((await viewer.untilClosed()).code).toBe(closeCodes.ended);
  await server.until(() => server.open === 0);
  const late = RfbClient.connect(`ws://127.0.0.1:${unspent.port}${unspent.path}`, origin);
  expect((await late.untilClosed()).code).toBe(closeCodes.ticket);
});
