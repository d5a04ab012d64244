import type { ChangeMessage, ResponseMessage } from '../../engine/contract/transport.ts';
import { maximumMessageBytes } from '../../engine/contract/transport.ts';
import type { EngineHost } from '../engine-host.ts';
import { oversized, Session } from '../session.ts';
import { isOurPage } from './page-origin.ts';

/** The parts of Electron's IpcMainInvokeEvent that the channel reads. */
export interface CallEvent {
  sender: CallSender;
  /** Null when the frame has gone meanwhile. */
  senderFrame: { url: string; parent: unknown } | null;
}

/** The parts of Electron's WebContents that the channel uses. */
export interface CallSender {
  id: number;
  send(channel: string, message: ChangeMessage): void;
  isDestroyed(): boolean;
  once(event: 'destroyed', listener: () => void): unknown;
}

/**
 * The one handler behind the one IPC channel. Messages are the contract's requests, and two of preload's own: `follow`
 * (a page began to listen, perhaps after a reload) and `taken` (it has the last batch of changes).
 */
export function callHandler(
  host: EngineHost,
  origin: string,
): (event: CallEvent, message: unknown) => Promise<ResponseMessage | undefined> {
  const sessions = new Map<number, Session>();

  const sessionOf = (sender: CallSender): Session => {
    const known = sessions.get(sender.id);
    if (known) return known;
    const session = new Session(host, (message) => {
      if (!sender.isDestroyed()) sender.send('changes', message);
    });
    sessions.set(sender.id, session);
    sender.once('destroyed', () => {
      session.close();
      sessions.delete(sender.id);
    });
    return session;
  };

  return async (event, message) => {
    const frame = event.senderFrame;
    // Only the window's own page speaks to the engine: no frame inside it, no page it was led to.
    if (!frame || frame.parent !== null || !isOurPage(frame.url, origin)) {
      throw new Error('Calls are taken from the pages of this application only.');
    }
    const session = sessionOf(event.sender);
    const kind = kindOf(message);
    if (kind === 'follow') return void session.changes.restart();
    if (kind === 'taken') return void session.changes.taken();
    const id = tooLarge(message);
    return id === undefined ? session.request(message) : { t: 'res', id, e: oversized };
  };
}

function kindOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 't' in message ? message.t : undefined;
}

/** The request's id when its text is over the limit that the web shell's socket has too, otherwise undefined. */
function tooLarge(message: unknown): number | undefined {
  const text = JSON.stringify(message) ?? '';
  if (Buffer.byteLength(text) <= maximumMessageBytes) return undefined;
  const id = (message as { id?: unknown }).id;
  return typeof id === 'number' ? id : -1;
}
