import { duplexPair } from 'node:stream';
import { expect, test } from 'vitest';
import { sameScreen, startConsoles, startScreen, view } from './fixtures/consoles-set-up.ts';
import { closeCodes } from './viewer-socket.ts';

const u16 = (...values: number[]) => values.flatMap((value) => [(value >> 8) & 255, value & 255]);
const u32 = (value: number) => [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
const text = (value: string) => [...Buffer.from(value)];
const greeting = text('RFB 003.008\n');
const noSecurity = [1, 1, 0, 0, 0, 0];
const format = [32, 24, 0, 1, ...u16(255, 255, 255), 0, 8, 16, 0, 0, 0];
const init = (width: number, height: number, nameLength = 0) => [...u16(width, height), ...format, ...u32(nameLength)];
const opened = [...greeting, ...noSecurity, ...init(100, 100)];
const rectangle = (x: number, y: number, width: number, height: number, encoding: number) => [
  ...[0, 0, 0, 1],
  ...u16(x, y, width, height),
  ...u32(encoding),
];

/** What a viewer is told about a VNC server that says just these bytes. */
async function toldAbout(bytes: number[]): Promise<{ code: number; reason: string }> {
  const consoles = await startConsoles(async () => {
    const [ours, theirs] = duplexPair();
    theirs.resume();
    theirs.on('error', () => {});
    theirs.write(Buffer.from(bytes));
    return ours;
  });
  return view(consoles).untilClosed();
}

test.for([
  ['no VNC server', text('SSH-2.0-OpenSSH_9.2\r\n'), /not a VNC server/],
  ['one from before 3.3', text('RFB 002.002\n'), /older than 3.3/],
  ['security types that nobody has', [...greeting, 2, 77, 78], /kind of authentication/],
  ['a password that nobody told us', [...greeting, 1, 2], /VNC password that Benchtop does not know/],
  ['a refusal', [...greeting, 0, ...u32(3), ...text('f\x1bl')], /refuses connections \(f l\)/],
  ['an endless reason', [...greeting, 0, ...u32(0xffffffff)], /endless reason/],
  ['an endless name', [...greeting, ...noSecurity, ...init(100, 100, 0x7fffffff)], /endless name/],
  ['no screen', [...greeting, ...noSecurity, ...init(0, 0)], /its size is zero/],
  [
    'a screen beyond 8K',
    [...greeting, ...noSecurity, ...init(65535, 65535)],
    /65535 × 65535 pixels; Benchtop shows up to/,
  ],
  ['a resize beyond 8K', [...opened, ...rectangle(0, 0, 8193, 10, -223)], /8193 × 10 pixels/],
  ['a huge rectangle', [...opened, ...rectangle(0, 0, 65535, 65535, 0)], /outside of the screen/],
  ['a rectangle one pixel too far', [...opened, ...rectangle(1, 0, 100, 1, 0)], /outside of the screen/],
  ['a copy from outside', [...opened, ...rectangle(0, 0, 50, 50, 1), ...u16(51, 0)], /outside of the screen/],
  ['an unknown encoding', [...opened, ...rectangle(0, 0, 10, 10, 7)], /encoding that was not asked for \(7\)/],
  ['an unknown message', [...opened, 99], /unknown message \(type 99\)/],
  ['a huge cursor', [...opened, ...rectangle(0, 0, 513, 513, -239)], /cursor is too large/],
  ['a huge clipboard', [...opened, 3, 0, 0, 0, ...u32(0x7fffffff)], /clipboard is too large/],
] as const)('a VM whose screen shows %s is refused with a sentence', async ([, bytes, reason]) => {
  const told = await toldAbout([...bytes]);
  expect(told.reason).toMatch(reason);
  expect(told.code).toBe(closeCodes.refused);
});

test('a server that hangs up before the handshake is told as such, and not tried for ever', async () => {
  let opened = 0;
  const consoles = await startConsoles(async () => {
    opened += 1;
    const [ours, theirs] = duplexPair();
    theirs.resume().end();
    return ours;
  });
  expect((await view(consoles).untilClosed()).code).toBe(closeCodes.hostUnreachable);
  expect(opened).toBe(1);
});

test('clipboards and colour maps that are too large or useless are read over, the screen goes on', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  server.say(Buffer.concat([Buffer.from([3, 0, 0, 0, ...u32(1_000_000)]), Buffer.alloc(1_000_000, 0x78)]));
  server.say(Buffer.from([3, 0, 0, 0, ...u32(-8 >>> 0), 1, 0, 0, 1, 0, 0, 0, 0]));
  server.say(Buffer.concat([Buffer.from([1, 0, ...u16(0, 256)]), Buffer.alloc(256 * 6)]));
  server.say(Buffer.from([2]));
  server.paint(0, 0, 9, 9, [1, 2, 3]);
  await viewer.until((seen) => sameScreen(seen, server) && seen.bells === 1);
  expect(viewer.clipboard).toBeUndefined();
});

test('a flood of bells is not kept for a viewer that does not read', async () => {
  const { server, consoles } = await startScreen();
  const viewers = [view(consoles), view(consoles)] as const;
  for (const viewer of viewers) await viewer.until((seen) => sameScreen(seen, server));
  viewers[0].stall();
  const bells = 4_000_000;
  server.say(Buffer.alloc(bells, 2));
  server.paint(0, 0, 9, 9, [1, 2, 3]);
  await viewers[1].until((seen) => sameScreen(seen, server));
  viewers[0].unstall();
  await viewers[0].until((seen) => sameScreen(seen, server));
  expect(viewers[0].bells).toBeLessThan(bells);
});

test('a screen that changes its size without end is refused', async () => {
  const sizes = Array.from({ length: 1000 }, (_, index) => rectangle(0, 0, 8000 + (index % 2), 4000, -223)).flat();
  expect((await toldAbout([...opened, ...sizes])).reason).toMatch(/changes its size without end/);
});

test('a server that answers without end and reads nothing is not written to without end', async () => {
  const [ours, theirs] = duplexPair();
  const consoles = await startConsoles(async () => ours);
  const viewer = view(consoles);
  let heard = Buffer.alloc(0);
  const asked = new Promise<void>((resolve) => {
    theirs.on('data', (data: Buffer) => {
      heard = Buffer.concat([heard, data]);
      // An incremental request: the viewer has seen everything and waits.
      if (heard.at(-10) === 3 && heard.at(-9) === 1) resolve();
    });
  });
  theirs.write(Buffer.from([...opened, 0, 0, 0, 0]));
  await asked;
  theirs.pause();
  const bell = Buffer.from([2]);
  const empty = Buffer.alloc(4 * 100_000);
  theirs.write(empty);
  theirs.write(bell);
  await viewer.until((seen) => seen.bells > 0);
  expect(ours.writableLength).toBeLessThan(128 * 1024);
});

test.for([
  ['an unknown message', [77], /unknown message \(type 77\)/],
  ['an unknown QEMU message', [255, 1], /unknown QEMU message/],
  ['65,535 encodings', [2, 0, ...u16(65535)], /too many encodings/],
  ['a clipboard of 2 GiB', [6, 0, 0, 0, ...u32(0x7fffffff)], /clipboard is too large/],
  ['a colour map', [0, 0, 0, 0, 8, 8, 0, 0, ...u16(0, 0, 0), 0, 0, 0, 0, 0, 0], /true colour/],
  ['13 bits per pixel', [0, 0, 0, 0, 13, 8, 0, 1, ...u16(1, 1, 1), 0, 0, 0, 0, 0, 0], /neither 8 nor 16 nor 32 bits/],
  [
    'colours outside of the pixel',
    [0, 0, 0, 0, 16, 8, 0, 1, ...u16(255, 255, 255), 0, 8, 16, 0, 0, 0],
    /outside its bits/,
  ],
] as const)('a viewer that sends %s is closed, and the others see on', async ([, bytes, reason]) => {
  const { server, consoles } = await startScreen();
  const [hostile, other] = [view(consoles), view(consoles)];
  for (const viewer of [hostile, other]) await viewer.until((seen) => sameScreen(seen, server));
  hostile.send(Buffer.from(bytes));
  const told = await hostile.untilClosed();
  expect(told.code).toBe(closeCodes.viewer);
  expect(told.reason).toMatch(reason);
  server.paint(0, 0, 20, 20, [5, 5, 5]);
  await other.until((seen) => sameScreen(seen, server));
});

test('messages of extensions that were not offered are read over', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  const fence = [248, 0, 0, 0, ...u32(0x80000001), 3, 1, 2, 3];
  const continuousUpdates = [150, 1, ...u16(0, 0, 200, 120)];
  const power = [250, 0, 1, 2];
  const desktopSize = [251, 0, ...u16(800, 600), 1, 0, ...Array.from({ length: 16 }, () => 0)];
  const extendedClipboard = [6, 0, 0, 0, ...u32(-4 >>> 0), 1, 0, 0, 0];
  viewer.send(Buffer.from([...fence, ...continuousUpdates, ...power, ...desktopSize, ...extendedClipboard]));
  // In pieces of one byte too.
  for (const byte of [...fence, ...extendedClipboard]) viewer.send(Buffer.from([byte]));
  viewer.key(true, 0x7a);
  await server.until(() => server.received.length === 1);
  expect(server.received).toEqual(['key down 7a']);
});

test('areas outside of the screen are cut off', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  viewer.requestUpdate(false, 65535, 65535, 65535, 65535);
  viewer.requestUpdate(false, 100, 100, 65535, 65535);
  server.paint(150, 110, 50, 10, [1, 2, 3]);
  viewer.requestUpdate(true, 0, 0, 65535, 65535);
  await viewer.until((seen) => sameScreen(seen, server));
});
