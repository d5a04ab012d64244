import type { RawData, WebSocket } from 'ws';
import type { ServerMessage } from '../../engine/contract/transport.ts';
import type { EngineWay, SessionWay } from '../engine-host.ts';
import { Session } from '../session.ts';

/** Close codes of RFC 6455, section 7.4.1. */
const unsupportedData = 1003;
const policyViolation = 1008;

/**
 * Serves one page over its WebSocket with the contract's messages. A batch of changes counts as taken when the socket has
 * written it out, so a page that does not read holds at most one batch here and one bounded queue.
 */
export function serveSocket(socket: WebSocket, way: EngineWay | SessionWay): void {
  const post = (message: ServerMessage, written?: () => void): void => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message), () => written?.());
  };
  const session = new Session(way, (message) => post(message, () => session.changes.taken()));
  socket.on('message', (data: RawData, binary: boolean) => {
    const message = binary ? undefined : parse(data);
    if (message === undefined) return socket.close(unsupportedData, 'Messages are JSON text.');
    if (isHere(message)) return 'here' in way ? way.here() : undefined;
    void session.request(message).then((answer) => post(answer));
  });
  socket.on('close', () => session.close());
  // A frame over the limit or against the protocol: ws has closed the connection already, with the code that says so.
  socket.on('error', () => socket.terminate());
  // Nothing is told any more once the session is over, changes included.
  if ('over' in way)
    void way.over.then((reason) => {
      session.close();
      post({ t: 'over', reason });
      socket.close(policyViolation);
    });
  // A fresh connection has missed whatever happened before it.
  session.changes.restart();
}

const isHere = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 't' in message && message.t === 'here';

function parse(data: RawData): unknown {
  try {
    return JSON.parse(data.toString());
  } catch {
    return undefined;
  }
}
