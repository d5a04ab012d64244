import type { Duplex } from 'node:stream';
import type { TerminalSize } from '../contract/console.ts';
import { type ErrorCode, errorData, fail, phraseOf } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { ConsoleTarget, HostShell, ShellTarget, UploadTarget } from '../drivers/driver.ts';
import type { UploadSink } from '../drivers/upload.ts';
import type { ConsoleRequest, ConsoleTicket, ShellRequest, StreamOwner, UploadRequest } from './console.ts';
import { createConsoleServer } from './console-server.ts';
import { RfbBroker } from './rfb-broker.ts';
import { SerialPipe } from './serial-pipe.ts';
import { ShellPipe } from './shell-pipe.ts';
import type { Thumbnail } from './thumbnail.ts';
import { Thumbnails } from './thumbnails.ts';
import { Tickets } from './tickets.ts';
import type { UploadPipe } from './upload-pipe.ts';
import { Uploads } from './uploads.ts';
import { closeCodes, type ViewerSocket } from './viewer-socket.ts';

export interface ConsolesOptions {
  allowedOrigins: readonly string[];
  /** Opens the raw byte pipe of a target: the driver's part. */
  open(target: ConsoleTarget): Promise<Duplex>;
  openShell(target: ShellTarget, size: TerminalSize): Promise<HostShell>;
  openUpload(target: UploadTarget): Promise<UploadSink>;
  /** Milliseconds for tickets; a monotonic clock unless given. */
  now?(): number;
  retryDelay?(attempt: number): number;
  /** See `ConsoleServerOptions`. */
  probePause?: number;
  /** See `UploadPipeOptions`. */
  patience?: number;
}

/**
 * All consoles of one worker: the WebSocket server, the tickets, a broker or pipe per VM that is being looked at, and a pipe for each
 * shell on a host and each file on its way to one.
 */
export interface Consoles {
  createTicket(request: ConsoleRequest): ConsoleTicket;
  createShellTicket(request: ShellRequest): ConsoleTicket;
  createUploadTicket(request: UploadRequest): ConsoleTicket;
  readonly uploads: Pick<Uploads, 'receive' | 'stop'>;
  takeThumbnail(target: ConsoleTarget): Promise<Thumbnail>;
  closeVirtualMachine(vmId: string): void;
  closeHost(hostId: string): void;
  closeOwned(owner: Partial<StreamOwner>): void;
  close(): Promise<void>;
}

type Ticket =
  | Omit<ConsoleRequest, 'credentials'>
  | (Omit<ShellRequest, 'credentials'> & { shell: true })
  | { upload: UploadPipe; target: UploadTarget; owner: StreamOwner };

const fits = (owner: StreamOwner, wanted: Partial<StreamOwner>): boolean =>
  (Object.keys(wanted) as (keyof StreamOwner)[]).every((key) => owner[key] === wanted[key]);

/** Each takes one of the sessions that sshd allows on a connection, and consoles may need some, too. */
const maximumShells = 4;

/** Listens once this has resolved. */
export async function createConsoles(options: ConsolesOptions): Promise<Consoles> {
  const tickets = new Tickets<Ticket>(options.now);
  const pipes = new Map<string, RfbBroker | SerialPipe>();
  const shells = new Map<ShellPipe, string>();
  const uploads = new Uploads({
    open: (target) => options.openUpload(target),
    ...(options.patience !== undefined && { patience: options.patience }),
  });
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

  function openShell(socket: ViewerSocket, { target, size }: ShellRequest): void {
    const { id, name } = target.host;
    if ([...shells.values()].filter((hostId) => hostId === id).length >= maximumShells) {
      socket.close(closeCodes.tooManyViewers, say`${maximumShells} shells are open on ${name} already.`);
      return;
    }
    const pipe: ShellPipe = new ShellPipe(socket, {
      open: () => options.openShell(target, size),
      gone: () => shells.delete(pipe),
    });
    shells.set(pipe, id);
  }

  const server = await createConsoleServer({
    allowedOrigins: options.allowedOrigins,
    ...(options.probePause === undefined ? {} : { probePause: options.probePause }),
    admit: (token) => {
      const ticket = tickets.spend(token);
      if (ticket === undefined) return undefined;
      return (socket, owned) => {
        owned(ticket.owner);
        if ('shell' in ticket) openShell(socket, ticket);
        else if ('upload' in ticket) ticket.upload.attach(socket);
        else pipe(ticket.target).addViewer(socket, ticket);
      };
    },
  });

  const endpoint = (ticket: Ticket): ConsoleTicket => {
    const token = tickets.create(ticket);
    return { token, host: '127.0.0.1', port: server.port, path: `/console/${token}` };
  };

  return {
    createTicket: ({ owner, target, viewOnly, title, who }) => endpoint({ owner, target, viewOnly, title, who }),
    createShellTicket: ({ owner, target, size }) => endpoint({ owner, target, size, shell: true }),
    createUploadTicket: ({ owner, id, target, size }) =>
      endpoint({ owner, upload: uploads.add(id, target, size), target }),
    uploads,
    takeThumbnail: (target) => thumbnails.take(target),
    closeVirtualMachine(vmId) {
      tickets.revoke(({ target }) => 'vmId' in target && target.vmId === vmId);
      for (const type of ['vnc', 'serial'])
        pipes.get(`${type} ${vmId}`)?.close(closeCodes.ended, say`Benchtop ended this console.`);
    },
    closeHost(hostId) {
      tickets.revoke((ticket) => 'shell' in ticket && ticket.target.host.id === hostId);
      for (const [shell, id] of [...shells])
        if (id === hostId) shell.close(closeCodes.ended, say`Benchtop ended this shell.`);
      uploads.stopAll(fail('resourceUnavailable', say`The host was removed.`), hostId);
    },
    closeOwned(owner) {
      tickets.revoke((ticket) => fits(ticket.owner, owner));
      server.closeOwned((each) => fits(each, owner), say`Whoever opened this is no longer signed in.`);
    },
    async close() {
      for (const shell of [...shells.keys()]) shell.close(closeCodes.ended, say`Benchtop is closing.`);
      uploads.stopAll(fail('unavailable', say`Benchtop is closing.`));
      for (const each of [...pipes.values()]) each.close(closeCodes.ended, say`Benchtop is closing.`);
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
