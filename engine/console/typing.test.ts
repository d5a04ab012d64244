import { expect, test } from 'vitest';
import { sameScreen, startScreen, view } from './fixtures/consoles-set-up.ts';
import type { RfbClient } from './fixtures/rfb-client.ts';
import { closeCodes } from './viewer-socket.ts';

const shift = { keysym: 0xffe1, scanCode: 0x2a };
const letter = (character: string, scanCode: number) => ({ keysym: character.charCodeAt(0), scanCode });
const a = [letter('a', 0x1e)];
const bigB = [shift, letter('B', 0x30)];

const typed = (client: RfbClient, id: number) => client.news.filter((news) => news.type === 'typed' && news.id === id);
const ended = (client: RfbClient, id: number) => typed(client, id).find((news) => 'end' in news);

test('a text is typed key by key, with what was held let go first, and its progress told', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => seen.extendedKeys);
  viewer.extendedKey(true, 0xffe3, 0x1d);
  await server.until(() => server.received.length === 1);
  viewer.ask({ type: 'strokes', id: 7, pause: 1, strokes: [a, bigB] });
  await viewer.until((seen) => ended(seen, 7) !== undefined);
  expect(server.received).toEqual([
    'qemu key down ffe3 1d',
    'qemu key up ffe3 1d',
    'qemu key down 61 1e',
    'qemu key up 61 1e',
    'qemu key down ffe1 2a',
    'qemu key down 42 30',
    'qemu key up 42 30',
    'qemu key up ffe1 2a',
  ]);
  expect(ended(viewer, 7)).toEqual({ type: 'typed', id: 7, strokes: 2, end: 'done' });
});

test('a text of the longest kind arrives whole and in order, whatever else is pressed meanwhile', async () => {
  const { server, consoles } = await startScreen();
  const [typist, other] = [view(consoles), view(consoles)];
  await Promise.all([typist, other].map((viewer) => viewer.until((seen) => seen.extendedKeys)));
  const strokes = Array.from({ length: 2000 }, (_, index) => [{ keysym: 0x61 + (index % 26), scanCode: 0x1e }]);
  typist.ask({ type: 'strokes', id: 1, pause: 1, strokes });
  await typist.until((seen) => typed(seen, 1).length > 1);
  for (const viewer of [typist, other]) viewer.extendedKey(true, 0x78, 0x2d);
  other.ask({ type: 'strokes', id: 2, pause: 1, strokes: [a] });
  await other.until((seen) => ended(seen, 2) !== undefined);
  expect(ended(other, 2)).toMatchObject({ strokes: 0, end: 'busy' });
  await typist.until((seen) => ended(seen, 1) !== undefined);
  const expected = strokes.flatMap(([key]) =>
    ['down', 'up'].map((way) => `qemu key ${way} ${key?.keysym.toString(16)} 1e`),
  );
  expect(server.received).toEqual(expected);
  const counts = typed(typist, 1).map((news) => ('strokes' in news ? news.strokes : -1));
  expect(counts).toEqual([...counts].sort((left, right) => left - right));
});

test('a text that is cancelled ends between two strokes, with nothing held', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => seen.extendedKeys);
  viewer.ask({ type: 'strokes', id: 1, pause: 5, strokes: Array.from({ length: 5000 }, () => bigB) });
  await server.until(() => server.received.length >= 50);
  viewer.ask({ type: 'stop' });
  await viewer.until((seen) => ended(seen, 1) !== undefined);
  const { strokes } = ended(viewer, 1) as { strokes: number };
  expect(ended(viewer, 1)).toMatchObject({ end: 'stopped' });
  expect(server.received).toHaveLength(strokes * 4);
  expect(server.received.at(-1)).toBe('qemu key up ffe1 2a');
});

test('a viewer that leaves in the middle leaves no key down, and the next one may type', async () => {
  const { server, consoles } = await startScreen();
  const [leaving, staying] = [view(consoles), view(consoles)];
  await Promise.all([leaving, staying].map((viewer) => viewer.until((seen) => seen.extendedKeys)));
  leaving.ask({ type: 'strokes', id: 1, pause: 5, strokes: Array.from({ length: 5000 }, () => bigB) });
  await server.until(() => server.received.length >= 50);
  leaving.close();
  await leaving.untilClosed();
  // Refused while the last stroke is completed.
  for (let id = 2; ; id += 1) {
    staying.ask({ type: 'strokes', id, pause: 1, strokes: [a] });
    await staying.until((seen) => ended(seen, id) !== undefined);
    if ((ended(staying, id) as { end: string }).end === 'done') break;
  }
  expect(server.received.slice(-2)).toEqual(['qemu key down 61 1e', 'qemu key up 61 1e']);
  const balance = server.received.reduce((sum, line) => sum + (line.includes('down') ? 1 : -1), 0);
  expect(balance).toBe(0);
});

test('a screen that is lost ends the typing, and says how far it came', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => seen.extendedKeys);
  viewer.ask({ type: 'strokes', id: 1, pause: 5, strokes: Array.from({ length: 5000 }, () => a) });
  await server.until(() => server.received.length >= 40);
  await server.stop();
  await viewer.until((seen) => ended(seen, 1) !== undefined);
  expect(ended(viewer, 1)).toMatchObject({ end: 'lost' });
  await server.start();
  await viewer.until((seen) => !seen.name.endsWith('(reconnecting)'));
});

test('a view-only viewer types nothing this way either', async () => {
  const { server, consoles } = await startScreen();
  const watcher = view(consoles, { viewOnly: true });
  await watcher.until((seen) => sameScreen(seen, server));
  watcher.ask({ type: 'strokes', id: 1, pause: 1, strokes: [a] });
  await watcher.until((seen) => ended(seen, 1) !== undefined);
  expect(ended(watcher, 1)).toEqual({ type: 'typed', id: 1, strokes: 0, end: 'mayNot' });
  expect(server.received).toEqual([]);
});

test.for([
  ['no JSON', '{'],
  ['an unknown request', { type: 'format', disk: true }],
  ['no strokes', { type: 'strokes', id: 1, pause: 1, strokes: [] }],
  ['too many strokes', { type: 'strokes', id: 1, pause: 1, strokes: Array.from({ length: 8193 }, () => a) }],
  ['too many keys at once', { type: 'strokes', id: 1, pause: 1, strokes: [Array.from({ length: 6 }, () => a[0])] }],
  ['a scan code beyond a byte', { type: 'strokes', id: 1, pause: 1, strokes: [[{ keysym: 1, scanCode: 256 }]] }],
  ['a pause that ends tomorrow', { type: 'strokes', id: 1, pause: 1e8, strokes: [a] }],
] as const)('a page that asks for %s is let go, and nothing reaches the VM', async ([, request]) => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => seen.extendedKeys);
  viewer.ask(request);
  expect((await viewer.untilClosed()).code).toBe(closeCodes.viewer);
  expect(server.received).toEqual([]);
});
