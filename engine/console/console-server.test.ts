import { readFile } from 'node:fs/promises';
import { type ClientRequestArgs, get } from 'node:http';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { ConsoleTicket } from './console.ts';
import { origin, sameScreen, startConsoles, startScreen, target, view } from './fixtures/consoles-set-up.ts';
import { RfbClient } from './fixtures/rfb-client.ts';
import { Tickets } from './tickets.ts';
import { closeCodes } from './viewer-socket.ts';

const request = { owner: { accountId: 'ana', userId: 'ana' }, target, viewOnly: false, who: 'ana', title: 'i-2-17-VM' };

/** The HTTP status that a WebSocket's opening is answered with: 101 when it opens. */
function statusOf(ticket: ConsoleTicket, headers: Record<string, string>, path = ticket.path): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${ticket.host}:${ticket.port}${path}`, ['binary'], { headers });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

test('a ticket opens one console; used again, or made up, it opens none and says so', async () => {
  const { server, consoles } = await startScreen();
  const ticket = consoles.createTicket(request);
  const url = `ws://${ticket.host}:${ticket.port}${ticket.path}`;
  const first = RfbClient.connect(url, origin);
  await first.until((seen) => sameScreen(seen, server));
  const ticketSpent = {
    code: closeCodes.ticket,
    reason: 'This console ticket was used already or is older than a minute.',
  };
  expect(await RfbClient.connect(url, origin).untilClosed()).toEqual(ticketSpent);
  const madeUp = url.replace(ticket.token, 'A'.repeat(43));
  expect(await RfbClient.connect(madeUp, origin).untilClosed()).toEqual(ticketSpent);
  expect(first.closed).toBeUndefined();
  first.close();
});

test('a ticket is good for one minute', async () => {
  let now = 0;
  const { server } = await startScreen();
  const consoles = await startConsoles(server.openStream, { now: () => now });
  const open = async (after: number) => {
    const ticket = consoles.createTicket(request);
    now += after;
    const client = RfbClient.connect(`ws://${ticket.host}:${ticket.port}${ticket.path}`, origin);
    await client.until((seen) => seen.width > 0 || seen.closed !== undefined);
    client.close();
    return client.closed?.code;
  };
  expect(await open(59_999)).toBeUndefined();
  expect(await open(60_000)).toBe(closeCodes.ticket);
});

test('tickets are 32 random bytes, and asking for them without end is refused', () => {
  const tickets = new Tickets<number>(() => 0);
  const tokens = new Set(Array.from({ length: 1024 }, (_, index) => tickets.create(index)));
  expect(tokens.size).toBe(1024);
  for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  expect(() => tickets.create(0)).toThrow('Too many consoles are being opened at once.');
  expect(tickets.spend([...tokens][5] ?? '')).toBe(5);
  expect(tickets.create(0)).toHaveLength(43);
});

test('other origins and other host names are turned away without costing the ticket', async () => {
  const { consoles } = await startScreen();
  const ticket = consoles.createTicket(request);
  const host = `127.0.0.1:${ticket.port}`;
  expect(await statusOf(ticket, { origin: 'https://evil.example' })).toBe(403);
  expect(await statusOf(ticket, { origin: `${origin}.evil.example` })).toBe(403);
  expect(await statusOf(ticket, { origin: 'null' })).toBe(403);
  expect(await statusOf(ticket, {})).toBe(403);
  expect(await statusOf(ticket, { origin, host: `evil.example:${ticket.port}` })).toBe(421);
  expect(await statusOf(ticket, { origin, host: `localhost:${ticket.port}` })).toBe(421);
  expect(await statusOf(ticket, { origin, host: '127.0.0.1' })).toBe(421);
  expect(await statusOf(ticket, { origin, host }, '/console/')).toBe(404);
  expect(await statusOf(ticket, { origin, host }, `/elsewhere/${ticket.token}`)).toBe(404);
  expect(await statusOf(ticket, { origin, host })).toBe(101);
});

test('plain HTTP finds nothing, and nothing listens beyond loopback', async () => {
  const { consoles } = await startScreen();
  const { port, path } = consoles.createTicket(request);
  const options: ClientRequestArgs = { host: '127.0.0.1', port, path, headers: { origin } };
  const status = await new Promise((resolve, reject) => {
    get(options, (response) => resolve(response.resume().statusCode)).on('error', reject);
  });
  expect(status).toBe(404);
  if (process.platform !== 'linux') return;
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const listening = async (file: string) =>
    (await readFile(file, 'utf8')).split('\n').filter((line) => line.includes(`:${hex} `) && / 0A /.test(line));
  expect((await listening('/proc/net/tcp')).map((line) => line.trim().split(/\s+/)[1])).toEqual([`0100007F:${hex}`]);
  expect(await listening('/proc/net/tcp6')).toEqual([]);
});

test('the subprotocol binary is taken when offered, and not needed', async () => {
  const { consoles } = await startScreen();
  const protocolOf = (offered: string[]) =>
    new Promise<string>((resolve, reject) => {
      const { port, path } = consoles.createTicket(request);
      const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, offered, { origin });
      socket.on('error', reject);
      socket.on('open', () => {
        resolve(socket.protocol);
        socket.terminate();
      });
    });
  expect(await protocolOf(['binary'])).toBe('binary');
  expect(await protocolOf(['base64', 'binary'])).toBe('binary');
  expect(await protocolOf([])).toBe('');
});

test('a message larger than any viewer sends ends its connection', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  viewer.send(Buffer.alloc(2 * 1024 * 1024));
  expect((await viewer.untilClosed()).code).not.toBe(1000);
});

test('closing ends viewers and frees the port', async () => {
  const { server, consoles } = await startScreen();
  const viewer = view(consoles);
  await viewer.until((seen) => sameScreen(seen, server));
  const { port } = consoles.createTicket(request);
  await consoles.close();
  await viewer.untilClosed();
  await server.until(() => server.open === 0);
  await expect(
    new Promise((resolve, reject) => get({ host: '127.0.0.1', port }, resolve).on('error', reject)),
  ).rejects.toThrow('ECONNREFUSED');
});
