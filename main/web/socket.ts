import type { RawData, WebSocket } from 'ws';
import type { ServerMessage } from '../../engine/contract/transport.ts';
import type { EngineHost } from '../engine-host.ts';
import { Session } from '../session.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const unsupportedData = 1003;

/**
 * Serves one page over its WebSocket with the contract's messages. A batch of changes counts as taken when the socket has
 * written it out, so a page that does not read holds at most one batch here and one bounded queue.
 */
export function serveSocket(socket: WebSocket, host: EngineHost): void {
  const post = (message: ServerMessage, written?: () => void): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message), () => written?.());
  };
  const session = new Session(host, (message) => post(message, () => session.changes.taken()));
  socket.on('message', (data: RawData, binary: boolean) => {
    const message = binary ? undefined : parse(data);
    if (message === undefined) return socket.close(unsupportedData, 'Messages are JSON text.');
    void session.request(message).then((answer) => post(answer));
  });
  socket.on('close', () => session.close());
  // A frame over the limit or against the protocol: ws has closed the connection already, with the code that says so.
  socket.on('error', () => socket.terminate());
  // A fresh connection has missed whatever happened before it.
  session.changes.restart();
}

function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
