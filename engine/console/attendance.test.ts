import { expect, test } from 'vitest';
import type { ConsoleViewer, ViewerNews } from '../contract/console.ts';
import { Attendance } from './attendance.ts';
import { startScreen, view } from './fixtures/consoles-set-up.ts';
import type { RfbClient } from './fixtures/rfb-client.ts';
import type { MeteredSocket } from './viewer-socket.ts';

type Attending = Extract<ViewerNews, { type: 'viewers' }>;
const latest = (client: RfbClient) => client.news.findLast((news): news is Attending => news.type === 'viewers');
const own = (client: RfbClient) => latest(client)?.viewers.find(({ id }) => id === latest(client)?.you);

/** Resolves when the client was told of this. */
const told = (client: RfbClient, check: (news: Attending) => boolean) =>
  client.until((seen) => {
    const news = latest(seen);
    return news !== undefined && check(news);
  });
const holderIs = (who: string | undefined) => (news: Attending) => news.viewers.find(({ holds }) => holds)?.who === who;

async function twoViewers() {
  const { server, consoles } = await startScreen();
  const [ana, bo] = [view(consoles, { who: 'ana' }), view(consoles, { who: 'bo' })];
  await Promise.all([ana, bo].map((viewer) => viewer.until((seen) => seen.extendedKeys)));
  await Promise.all([ana, bo].map((viewer) => told(viewer, ({ viewers }) => viewers.length === 2)));
  return { server, consoles, ana, bo };
}

/** All that the viewer has sent so far was read: the answer to a request that came after it. */
async function settled(viewer: RfbClient): Promise<void> {
  const { updates } = viewer;
  viewer.requestUpdate(false);
  await viewer.until((seen) => seen.updates > updates);
}

test('each viewer is told who looks, and which one it is', async () => {
  const { ana, bo } = await twoViewers();
  expect(latest(ana)?.viewers.map(({ who }) => who)).toEqual(['ana', 'bo']);
  expect([own(ana)?.who, own(bo)?.who]).toEqual(['ana', 'bo']);
  expect(latest(ana)?.viewers.every(({ mayTake, viewOnly, holds }) => mayTake && !viewOnly && !holds)).toBe(true);
  bo.close();
  await told(ana, ({ viewers }) => viewers.length === 1);
});

test('who takes over is the only one whose keys reach the VM, until he hands back', async () => {
  const { server, ana, bo } = await twoViewers();
  bo.ask({ type: 'take' });
  await Promise.all([ana, bo].map((viewer) => told(viewer, holderIs('bo'))));
  ana.extendedKey(true, 0x61, 0x1e);
  ana.extendedKey(false, 0x61, 0x1e);
  ana.pointer(1, 5, 5);
  ana.cutText('from ana');
  ana.ask({ type: 'strokes', id: 1, pause: 1, strokes: [[{ keysym: 0x61, scanCode: 0x1e }]] });
  await ana.until(({ news }) => news.some((each) => each.type === 'typed' && each.end === 'mayNot'));
  bo.extendedKey(true, 0x62, 0x30);
  bo.extendedKey(false, 0x62, 0x30);
  await server.until(() => server.received.length === 2);
  bo.ask({ type: 'handBack' });
  await Promise.all([ana, bo].map((viewer) => told(viewer, holderIs(undefined))));
  ana.extendedKey(true, 0x63, 0x2e);
  await server.until(() => server.received.length === 3);
  expect(server.received).toEqual(['qemu key down 62 30', 'qemu key up 62 30', 'qemu key down 63 2e']);
});

test('a console that is taken over lets go of what the others hold, and ends the text that one of them types', async () => {
  const { server, ana, bo } = await twoViewers();
  ana.extendedKey(true, 0xffe3, 0x1d);
  ana.pointer(1, 7, 8);
  await server.until(() => server.received.length === 2);
  bo.ask({ type: 'take' });
  await server.until(() => server.received.length === 4);
  expect(server.received.slice(2)).toEqual(['qemu key up ffe3 1d', 'pointer 0 7,8']);
  const strokes = Array.from({ length: 5000 }, () => [{ keysym: 0x62, scanCode: 0x30 }]);
  bo.ask({ type: 'strokes', id: 3, pause: 5, strokes });
  await server.until(() => server.received.length > 20);
  ana.ask({ type: 'take' });
  await bo.until(({ news }) => news.some((each) => each.type === 'typed' && each.end === 'mayNot'));
  await told(bo, holderIs('ana'));
  expect(server.received.at(-1)).toBe('qemu key up 62 30');
});

test('what was taken over falls to the one it was taken from, when it is handed back and when its holder leaves', async () => {
  const { consoles, ana, bo } = await twoViewers();
  const cleo = view(consoles, { who: 'cleo' });
  await told(ana, ({ viewers }) => viewers.length === 3);
  for (const [viewer, who] of [
    [ana, 'ana'],
    [bo, 'bo'],
    [cleo, 'cleo'],
  ] as const) {
    viewer.ask({ type: 'take' });
    await told(ana, holderIs(who));
  }
  cleo.ask({ type: 'handBack' });
  await told(ana, holderIs('bo'));
  bo.close();
  await told(ana, holderIs('ana'));
  ana.ask({ type: 'handBack' });
  await told(ana, holderIs(undefined));
});

test('a viewer that chose to look only is not obeyed by Benchtop either, until it chooses otherwise', async () => {
  const { server, ana, bo } = await twoViewers();
  ana.extendedKey(true, 0xffe3, 0x1d);
  await server.until(() => server.received.length === 1);
  ana.ask({ type: 'watch', on: true });
  await told(bo, ({ viewers }) => viewers.some(({ who, viewOnly }) => who === 'ana' && viewOnly));
  ana.extendedKey(true, 0x61, 0x1e);
  await settled(ana);
  expect(server.received).toEqual(['qemu key down ffe3 1d', 'qemu key up ffe3 1d']);
  ana.ask({ type: 'watch', on: false });
  await told(ana, ({ viewers }) => viewers.every(({ viewOnly }) => !viewOnly));
  ana.extendedKey(true, 0x61, 0x1e);
  await server.until(() => server.received.length === 3);
});

test('a view-only ticket takes nothing over, whatever its page asks for', async () => {
  const { server, consoles, ana } = await twoViewers();
  const watcher = view(consoles, { who: 'guest', viewOnly: true });
  await watcher.until((seen) => seen.extendedKeys);
  watcher.ask({ type: 'watch', on: false });
  watcher.ask({ type: 'take' });
  watcher.extendedKey(true, 0x77, 0x11);
  watcher.ask({ type: 'recording', on: true });
  await told(ana, ({ viewers }) => viewers.some(({ who, recording }) => who === 'guest' && recording));
  await settled(watcher);
  expect(own(watcher)).toMatchObject({ viewOnly: true, mayTake: false, holds: false });
  expect(server.received).toEqual([]);
});

test('everyone is told who records, and when it ends', async () => {
  const { ana, bo } = await twoViewers();
  bo.ask({ type: 'recording', on: true });
  await told(ana, ({ viewers }) => viewers.some(({ who, recording }) => who === 'bo' && recording));
  bo.close();
  await told(ana, ({ viewers }) => viewers.every(({ recording }) => !recording));
});

test('idle time counts from the last thing done, and names of users are shown as one line', () => {
  let now = 1000;
  const told: ConsoleViewer[][] = [];
  const socket = { sent: 0, tell: (news: Attending) => told.push(news.viewers) } as unknown as MeteredSocket;
  const attendance = new Attendance<{ name: string }>({ changed: () => {}, now: () => now });
  const viewer = { name: 'one' };
  attendance.join(viewer, socket, { who: `an\na\u202e${'x'.repeat(500)}`, viewOnly: false });
  now += 61_500;
  expect(attendance.list()[0]).toMatchObject({ idle: 61 });
  attendance.acted(viewer);
  expect(attendance.list()[0]).toMatchObject({ idle: 0 });
  expect(attendance.list()[0]?.who).toMatch(/^an a x{50}/);
  expect(attendance.list()[0]?.who).toHaveLength(100);
  attendance.leave(viewer);
});
