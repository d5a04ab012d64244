import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { TerminalSize } from '../contract/console.ts';
import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { HostShell, HostTarget, ShellTarget } from '../drivers/driver.ts';
import type { Consoles } from './consoles.ts';
import { ByteViewer, startLine } from './fixtures/byte-viewer.ts';
import { startConsoles } from './fixtures/consoles-set-up.ts';
import { closeCodes } from './viewer-socket.ts';

const host: HostTarget = {
  id: 'host-1',
  name: 'kvm1',
  address: '10.0.0.1',
  port: 22,
  username: 'root',
  hostKeyFingerprint: '',
  virtualization: 'simulated',
};
const target: ShellTarget = { driver: 'Simulator', host, worldPath: '' };

/** Shells whose far ends are lines on real sockets. */
async function startShells(open?: () => Promise<HostShell>, paused = false) {
  const line = await startLine(paused);
  const sizes: TerminalSize[] = [];
  const ended = Promise.withResolvers<{ code?: number; signal?: string }>();
  const streams: Duplex[] = [];
  const consoles = await startConsoles(() => Promise.reject(new Error('no consoles here')), {
    probePause: 20,
    openShell: async (_target, size) => {
      if (open !== undefined) return await open();
      const stream = await line.open();
      streams.push(stream);
      sizes.push(size);
      return { stream, resize: (changed) => sizes.push(changed), ended: ended.promise };
    },
  });
  return { line, consoles, sizes, streams, end: ended.resolve };
}

const view = (consoles: Consoles, of: ShellTarget = target) =>
  new ByteViewer(
    consoles.createShellTicket({
      owner: { accountId: 'ana', userId: 'ana' },
      target: of,
      size: { columns: 120, rows: 40 },
    }),
  );

const ending = async (viewer: ByteViewer) => {
  await viewer.until(({ closed }) => closed !== undefined);
  return viewer.closed;
};

test('a shell prints and is typed into, also before it is there; its terminal has the size of the page', async () => {
  const { line, consoles, sizes } = await startShells();
  const viewer = view(consoles);
  await viewer.opened();
  viewer.socket.send(Buffer.from('uptime\r'));
  viewer.socket.send(JSON.stringify({ type: 'resize', columns: 132, rows: 50 }));
  await line.until(() => line.received === 'uptime\r');
  await line.print('up 3 days\r\n');
  await viewer.until(({ text }) => text === 'up 3 days\r\n');
  expect(sizes).toEqual([
    { columns: 120, rows: 40 },
    { columns: 132, rows: 50 },
  ]);
});

test.for([
  [{ code: 3 }, closeCodes.exited, 'exit status 3'],
  [{ signal: 'HUP' }, closeCodes.exited, 'signal HUP'],
  [{}, closeCodes.hostUnreachable, 'The connection to the host was lost.'],
] as const)('how a shell ended is told, after its last words: %o', async ([how, code, reason]) => {
  const { line, consoles, end } = await startShells();
  const viewer = view(consoles);
  await line.until(() => line.connections === 1);
  await line.print('logout\r\n');
  await viewer.until(({ text }) => text === 'logout\r\n');
  line.hangUp();
  end(how);
  expect(await ending(viewer)).toEqual({ code, reason });
  expect(viewer.text).toBe('logout\r\n');
});

test.for([
  [fail('hostUnreachable', say`There is no route to 10.0.0.1.`), closeCodes.hostUnreachable],
  [fail('hostKey', say`kvm1 shows another host key.`), closeCodes.hostUnreachable],
  [fail('unauthorized', say`sshd on kvm1 gives root no terminal.`), closeCodes.refused],
] as const)('a shell that cannot be opened says why: %s', async ([error, code]) => {
  const { consoles } = await startShells(() => Promise.reject(error));
  expect(await ending(view(consoles))).toEqual({ code, reason: error.message });
});

test('a viewer that stops reading stops the host, and misses nothing', async () => {
  const { line, consoles } = await startShells();
  const viewer = view(consoles);
  await line.until(() => line.connections === 1);
  await viewer.opened();
  viewer.socket.pause();
  const output = Buffer.alloc(48 * 1024 * 1024, '0123456789abcde\n');
  let printed = false;
  const printing = line.print(output).then(() => {
    printed = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect(printed).toBe(false);
  viewer.socket.resume();
  await viewer.until(({ length }) => length >= output.length);
  await printing;
  expect(Buffer.concat(viewer.bytes).equals(output)).toBe(true);
});

test('a shell that does not read makes the viewer wait, not the memory grow', async () => {
  const { line, consoles, streams } = await startShells(undefined, true);
  const viewer = view(consoles);
  await viewer.opened();
  await line.until(() => line.connections === 1);
  const megabyte = Buffer.alloc(1024 * 1024 - 100, 'x');
  for (let index = 0; index < 64; index += 1) viewer.socket.send(megabyte);
  await line.print('still there');
  await viewer.until(({ text }) => text === 'still there');
  expect(viewer.socket.bufferedAmount).toBeGreaterThan(32 * 1024 * 1024);
  expect(streams[0]?.writableLength).toBeLessThan(8 * 1024 * 1024);
  // A page that goes meanwhile is missed, though nothing is read from it.
  const closed = new Promise((resolve) => streams[0]?.once('close', resolve));
  viewer.socket.terminate();
  await closed;
});

test('a page that goes ends its shell, and one that asks for nonsense is let go', async () => {
  const { line, consoles, streams } = await startShells();
  const gone = view(consoles);
  await line.until(() => line.connections === 1);
  await line.print('here');
  await gone.until(({ text }) => text === 'here');
  const closed = new Promise((resolve) => streams[0]?.once('close', resolve));
  gone.socket.terminate();
  await closed;
  for (const nonsense of ['{', '{"type":"resize","columns":0,"rows":24}', '{"type":"take"}']) {
    const viewer = view(consoles);
    await viewer.opened();
    viewer.socket.send(nonsense);
    expect((await ending(viewer))?.code).toBe(closeCodes.viewer);
  }
});

test('a host has four shells at once, and a ticket opens one', async () => {
  const { line, consoles } = await startShells();
  const ticket = consoles.createShellTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target,
    size: { columns: 80, rows: 24 },
  });
  const four = [new ByteViewer(ticket), view(consoles), view(consoles), view(consoles)];
  await Promise.all(four.map((viewer) => viewer.opened()));
  await line.until(() => line.connections === 4);
  expect(await ending(new ByteViewer(ticket))).toMatchObject({ code: closeCodes.ticket });
  expect(await ending(view(consoles))).toEqual({
    code: closeCodes.tooManyViewers,
    reason: '4 shells are open on kvm1 already.',
  });
  view(consoles, { ...target, host: { ...host, id: 'host-2' } });
  await line.until(() => line.connections === 5);
  four[0]?.socket.close();
  await ending(four[0] as ByteViewer);
  const fifth = view(consoles);
  await line.until(() => line.connections === 6);
  expect(fifth.closed).toBeUndefined();
});

test('a removed host takes its shells and unspent tickets with it, and no other host’s', async () => {
  const { line, consoles } = await startShells();
  const shell = view(consoles);
  const other = view(consoles, { ...target, host: { ...host, id: 'host-2' } });
  await line.until(() => line.connections === 2);
  const unspent = consoles.createShellTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target,
    size: { columns: 80, rows: 24 },
  });
  consoles.closeHost('host-1');
  expect(await ending(shell)).toMatchObject({ code: closeCodes.ended });
  expect(await ending(new ByteViewer(unspent))).toMatchObject({ code: closeCodes.ticket });
  await line.print('still here');
  await other.until(({ text }) => text === 'still here');
});
