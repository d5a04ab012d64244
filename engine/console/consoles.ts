import type { Duplex } from 'node:stream';
import { type ErrorCode, errorData, fail, phraseOf } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { ConsoleTarget } from '../drivers/driver.ts';
import type { ConsoleRequest, ConsoleTicket } from './console.ts';
import { createConsoleServer } from './console-server.ts';
import { RfbBroker } from './rfb-broker.ts';
import { SerialPipe } from './serial-pipe.ts';
import type { Thumbnail } from './thumbnail.ts';
import { Thumbnails } from './thumbnails.ts';
import { Tickets } from './tickets.ts';
import { closeCodes } from './viewer-socket.ts';

export interface ConsolesOptions {
  allowedOrigins: readonly string[];
  /** Opens the raw byte pipe of a target: the driver's part. */
  open(target: ConsoleTarget): Promise<Duplex>;
  /** Milliseconds for tickets; a monotonic clock unless given. */
  now?(): number;
  retryDelay?(attempt: number): number;
}

/** All consoles of one worker: the WebSocket server, the tickets, and a broker or pipe per VM that is being looked at. */
export interface Consoles {
  createTicket(request: ConsoleRequest): ConsoleTicket;
  takeThumbnail(target: ConsoleTarget): Promise<Thumbnail>;
  closeVirtualMachine(vmId: string): void;
  close(): Promise<void>;
}

type Ticket = Omit<ConsoleRequest, 'credentials'>;

/** Listens once this has resolved. */
export async function createConsoles(options: ConsolesOptions): Promise<Consoles> {
  const tickets = new Tickets<Ticket>(options.now);
  const pipes = new Map<string, RfbBroker | SerialPipe>();
  const thumbnails = new Thumbnails({
    open: (target) => open(options, target),
    watched: (vmId) => {
      const broker = pipes.get(`vnc ${vmId}`);
      return broker instanceof RfbBroker ? broker.picture : undefined;
    },
  });

  function pipe(target: ConsoleTarget): RfbBroker | SerialPipe {
    const key = `${target.type} ${target.vmId}`;
    const existing = pipes.get(key);
    if (existing !== undefined) {
      existing.retarget(target);
      return existing;
    }
    const settings = {
      target,
      open: (current: ConsoleTarget) => open(options, current),
      idle: () => {
        pipes.delete(key);
      },
      ...(options.retryDelay === undefined ? {} : { retryDelay: options.retryDelay }),
    };
    const created = target.type === 'vnc' ? new RfbBroker(settings) : new SerialPipe(settings);
    pipes.set(key, created);
    return created;
  }

  const server = await createConsoleServer({
    allowedOrigins: options.allowedOrigins,
    admit: (token) => {
      const ticket = tickets.spend(token);
      if (ticket === undefined) return undefined;
      return (socket) => pipe(ticket.target).addViewer(socket, ticket);
    },
  });

  return {
    createTicket({ target, viewOnly, title, who }) {
      const token = tickets.create({ target, viewOnly, title, who });
      return { token, host: '127.0.0.1', port: server.port, path: `/console/${token}` };
    },
    takeThumbnail: (target) => thumbnails.take(target),
    closeVirtualMachine(vmId) {
      tickets.revoke(({ target }) => target.vmId === vmId);
      for (const type of ['vnc', 'serial'])
        pipes.get(`${type} ${vmId}`)?.close(closeCodes.ended, 'Benchtop ended this console.');
    },
    async close() {
      for (const each of [...pipes.values()]) each.close(closeCodes.ended, 'Benchtop is closing.');
      await server.close();
    },
  };
}

/** A driver's plain errors (a missing socket, a refused connection) become a sentence about this VM's console. */
async function open(options: ConsolesOptions, target: ConsoleTarget): Promise<Duplex> {
  try {
    return await options.open(target);
  } catch (error) {
    const data = errorData(error);
    const plain: ErrorCode = 'internal';
    if (data.code !== plain) throw error;
    throw fail(
      'resourceUnavailable',
      target.type === 'vnc'
        ? say`The VM's screen could not be opened (${phraseOf(data)}). Is it running?`
        : say`The VM's serial line could not be opened (${phraseOf(data)}). Is it running?`,
      { cause: error },
    );
  }
}
