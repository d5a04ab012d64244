import { expect, test } from 'vitest';
import { sameScreen, startScreen, view } from './fixtures/consoles-set-up.ts';

test('keys, pointer and text reach the VM as they were sent', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => seen.extendedKeys);
  viewer.key(true, 0x61);
  viewer.key(false, 0x61);
  viewer.extendedKey(true, 0xffe9, 0x38);
  viewer.extendedKey(false, 0xffe9, 0x38);
  viewer.pointer(1, 20, 30);
  viewer.pointer(0, 21, 31);
  viewer.cutText('äöü');
  await server.until(() => server.received.length === 7);
  expect(server.received).toEqual([
    'key down 61',
    'key up 61',
    'qemu key down ffe9 38',
    'qemu key up ffe9 38',
    'pointer 1 20,30',
    'pointer 0 21,31',
    'cut äöü',
  ]);
});

test('a VM without extended keys gets the keysyms of a viewer that sends them all the same', async () => {
  const { server, consoles } = await startScreen();
  server.offersExtendedKeys = false;
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  expect(viewer.extendedKeys).toBe(false);
  viewer.extendedKey(true, 0x62, 0x30);
  await server.until(() => server.received.length === 1);
  expect(server.received).toEqual(['key down 62']);
});

test('a view-only viewer sees, and none of its keys, clicks and texts reach the VM', async () => {
  const { server, consoles } = await startScreen();
  const watcher = view(consoles, { viewOnly: true });
  const typist = view(consoles);
  await Promise.all([watcher, typist].map((viewer) => viewer.until((seen) => sameScreen(seen, server))));
  watcher.key(true, 0x77);
  watcher.extendedKey(true, 0x77, 0x11);
  watcher.pointer(1, 5, 5);
  watcher.cutText('stolen');
  // The watcher's next picture proves that the broker has read all of the above; only then the typist types.
  const before = watcher.updates;
  watcher.requestUpdate(false);
  await watcher.until((seen) => seen.updates > before);
  typist.key(true, 0x74);
  await server.until(() => server.received.length > 0);
  watcher.close();
  await watcher.untilClosed();
  typist.key(false, 0x74);
  await server.until(() => server.received.length > 1);
  expect(server.received).toEqual(['key down 74', 'key up 74']);
});

test('a viewer that vanishes lets go of what it held', async () => {
  const { server, consoles } = await startScreen();
  const [leaving, staying] = [view(consoles), view(consoles)];
  await Promise.all([leaving, staying].map((viewer) => viewer.until((seen) => seen.extendedKeys)));
  leaving.key(true, 0xffe3);
  leaving.extendedKey(true, 0x63, 0x2e);
  leaving.pointer(4, 7, 8);
  await server.until(() => server.received.length === 3);
  leaving.close();
  await server.until(() => server.received.length === 6);
  expect(server.received.slice(3)).toEqual(['qemu key up 63 2e', 'key up ffe3', 'pointer 0 7,8']);
});

test('a long paste typed as keys arrives complete and in order', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  // 100,000 characters beyond Latin-1, as keysyms 0x01000000 + code point.
  const keysyms = Array.from({ length: 100_000 }, (_, index) => 0x01000000 + 0x4e00 + (index % 20_000));
  for (const keysym of keysyms) viewer.key(true, keysym);
  await server.until(() => server.received.length === keysyms.length);
  expect(server.received).toEqual(keysyms.map((keysym) => `key down ${keysym.toString(16)}`));
});
