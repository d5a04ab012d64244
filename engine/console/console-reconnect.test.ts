import { expect, test } from 'vitest';
import { reconnectingSuffix } from '../contract/console.ts';
import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { sameScreen, startConsoles, startScreen, target, view } from './fixtures/consoles-set-up.ts';
import { TestRfbServer } from './fixtures/rfb-server.ts';
import { closeCodes } from './viewer-socket.ts';

test('a lost VM comes back: viewers keep the last picture, are told, and go on with the new one', async () => {
  const { server, consoles } = await startScreen();
  const viewers = [view(consoles), view(consoles, { viewOnly: true })];
  server.paint(0, 0, 200, 120, [1, 1, 1]);
  for (const viewer of viewers) await viewer.until((seen) => sameScreen(seen, server));
  await server.stop();
  for (const viewer of viewers) await viewer.until((seen) => seen.name === `i-2-17-VM${reconnectingSuffix}`);
  expect(viewers[0]?.colour(100, 60)).toEqual([1, 1, 1]);
  viewers[0]?.key(true, 0x61);
  await server.start();
  server.paint(0, 0, 200, 120, [2, 2, 2]);
  for (const viewer of viewers) await viewer.until((seen) => sameScreen(seen, server) && seen.name === 'i-2-17-VM');
  viewers[0]?.key(true, 0x62);
  await server.until(() => server.received.length > 0);
  // The key pressed while the VM was away is not typed into the VM that came back.
  expect(server.received).toEqual(['key down 62']);
});

test('a VM that comes back with another resolution is shown in it', async () => {
  const { server, consoles } = await startScreen(200, 120);
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  await server.stop();
  server.resize(64, 300);
  server.paint(0, 0, 64, 300, [3, 4, 5]);
  await server.start();
  await viewer.until((seen) => sameScreen(seen, server));
});

test('a VM lost in the middle of a rectangle leaves no wrong pixel behind', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  const half = Buffer.alloc(4 + 12 + 200 * 50 * 4, 0xee);
  Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0, 200, 0, 100, 0, 0, 0, 0]).copy(half);
  server.say(half);
  await server.stop();
  await viewer.until((seen) => seen.name.endsWith(reconnectingSuffix));
  await server.start();
  await viewer.until((seen) => !seen.name.endsWith(reconnectingSuffix));
  server.paint(0, 0, 1, 1, [1, 2, 3]);
  await viewer.until((seen) => sameScreen(seen, server));
});

test('when it turns out that the VM was stopped, its viewers are told so', async () => {
  const { server } = await startScreen();
  let running = true;
  const consoles = await startConsoles(() =>
    running ? server.openStream() : Promise.reject(fail('conflict', say`The VM is not running.`)),
  );
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  running = false;
  await server.stop();
  expect(await viewer.untilClosed()).toEqual({ code: closeCodes.notRunning, reason: 'The VM is not running.' });
});

test('after a migration the newest ticket says where the VM is, for the older viewers too', async () => {
  const servers = [await new TestRfbServer(100, 100).start(), await new TestRfbServer(100, 100).start()] as const;
  const consoles = await startConsoles((where) =>
    (where.driver === 'Simulator' && where.worldPath === 'new' ? servers[1] : servers[0]).openStream(),
  );
  const older = view(consoles, { target: { ...target, worldPath: 'old' } });
  await older.until((seen) => sameScreen(seen, servers[0]));
  servers[1].paint(0, 0, 100, 100, [7, 7, 7]);
  await servers[0].remove();
  const newer = view(consoles, { target: { ...target, worldPath: 'new' } });
  await older.until((seen) => sameScreen(seen, servers[1]));
  await newer.until((seen) => sameScreen(seen, servers[1]));
  await servers[1].remove();
});
