import { createServer, type IncomingMessage, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Parting } from '../contract/console.ts';
import { type Phrase, say, textOf } from '../contract/phrase.ts';
import { gatherWrites } from '../ssh/gathered-writes.ts';
import type { StreamOwner } from './console.ts';
import { closeCodes, type ViewerSocket, type ViewerSocketListener } from './viewer-socket.ts';

export interface ConsoleServerOptions {
  /** Exact values of the Origin header of pages that may open consoles. */
  allowedOrigins: readonly string[];
  /** Spends the token of `/console/<token>`: what to do with the viewer, or undefined for a token that opens nothing. */
  admit(token: string): ((socket: ViewerSocket, owned: (by: StreamOwner) => void) => void) | undefined;
  /** Milliseconds between two looks at whether a viewer that is not read from is still there. */
  probePause?: number;
}

export interface ConsoleServer {
  port: number;
  /** Ends the sockets of some owners. */
  closeOwned(matches: (owner: StreamOwner) => boolean, reason: Phrase): void;
  close(): Promise<void>;
}

/** A viewer sends keys and clipboards; nothing comes near this. Bytes. */
const maximumMessage = 1024 * 1024;
const maximumSockets = 512;
/** Unsent bytes of a viewer above which it misses news. */
const newsLimit = 16 * 1024 * 1024;

/**
 * The WebSocket server of consoles, on the desktop's loopback only. The Host header must name this very address (a page that points a
 * name of its own at 127.0.0.1 is answered 421), the Origin must be one of ours (403), both before a ticket is looked at; a bad ticket
 * is told by close code 4001, because a page can read that.
 */
export async function createConsoleServer(options: ConsoleServerOptions): Promise<ConsoleServer> {
  const http = createServer({ headersTimeout: 10_000, requestTimeout: 10_000 }, (_request, response) => {
    response.writeHead(404, { connection: 'close' }).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maximumMessage,
    // Pixels are compressed where that pays, per message compression would copy all of them again.
    perMessageDeflate: false,
    clientTracking: true,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  });
  const owners = new Map<ViewerSocket, StreamOwner>();
  let port = 0;

  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => {});
    const token = /^\/console\/([A-Za-z0-9_-]{1,128})$/.exec(request.url ?? '')?.[1];
    if (request.headers.host !== `127.0.0.1:${port}`) refuse(socket, 421);
    else if (!options.allowedOrigins.includes(request.headers.origin ?? '')) refuse(socket, 403);
    else if (token === undefined) refuse(socket, 404);
    else if (sockets.clients.size >= maximumSockets) refuse(socket, 503);
    else
      sockets.handleUpgrade(request, gatherWrites(socket), head, (webSocket) => {
        const viewer = viewerSocket(webSocket, options.probePause ?? 15_000);
        const connect = options.admit(token);
        if (connect !== undefined)
          connect(viewer, (owner) => {
            owners.set(viewer, owner);
            webSocket.on('close', () => owners.delete(viewer));
          });
        else viewer.close(closeCodes.ticket, say`This console ticket was used already or is older than a minute.`);
      });
  });

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(0, '127.0.0.1', resolve);
  });
  port = (http.address() as AddressInfo).port;
  return {
    port,
    closeOwned(matches, reason) {
      for (const [socket, owner] of [...owners]) if (matches(owner)) socket.close(closeCodes.ended, reason);
    },
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function viewerSocket(webSocket: WebSocket, probePause: number): ViewerSocket {
  let probe: NodeJS.Timeout | undefined;
  let listener: ViewerSocketListener | undefined;
  let closing = false;
  // ws tells protocol errors here and closes by itself.
  webSocket.on('error', () => {});
  webSocket.on('message', (data: Buffer, isBinary) => {
    if (closing) return;
    if (isBinary) listener?.data(data);
    else listener?.asked(data.toString('utf8'));
  });
  webSocket.on('close', () => {
    clearInterval(probe);
    listener?.closed();
  });
  return {
    get bufferedAmount() {
      return webSocket.bufferedAmount;
    },
    send(bytes, sent) {
      if (closing) return;
      webSocket.send(bytes, { binary: true }, (error) => {
        if (error != null) return;
        sent?.();
        listener?.drained();
      });
    },
    tell(news) {
      // News are small and few; a page that reads none of them is not to pile them up.
      if (!closing && webSocket.bufferedAmount < newsLimit) webSocket.send(JSON.stringify(news));
    },
    close(code, reason) {
      if (closing) return;
      closing = true;
      clearInterval(probe);
      // A paused socket would never read the answer to the close frame.
      webSocket.resume();
      const parting: Parting = { type: 'parting', reason };
      webSocket.send(JSON.stringify(parting));
      webSocket.close(code, cutToBytes(textOf(reason), 123));
    },
    pause() {
      webSocket.pause();
      // Who is not read from is not seen going either; to write to one that has gone breaks the connection.
      probe ??= setInterval(() => webSocket.ping(), probePause).unref();
    },
    resume() {
      clearInterval(probe);
      probe = undefined;
      webSocket.resume();
    },
    listen(given) {
      listener = given;
    },
  };
}

/** A close frame has room for 123 bytes of reason (RFC 6455, 5.5); characters stay whole. */
function cutToBytes(text: string, maximum: number): string {
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= maximum) return text;
  let end = maximum - 3;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return `${bytes.toString('utf8', 0, end)}…`;
}
