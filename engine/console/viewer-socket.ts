import { type CloseCode, closeCodes, type ShellNews, type ViewerNews } from '../contract/console.ts';
import type { ErrorCode, ErrorData } from '../contract/errors.ts';
import type { Phrase } from '../contract/phrase.ts';
import type { UploadNews } from '../contract/upload.ts';

export { type CloseCode, closeCodes };

const codeOfError: Partial<Record<ErrorCode, CloseCode>> = {
  conflict: closeCodes.notRunning,
  resourceUnavailable: closeCodes.notRunning,
  hostUnreachable: closeCodes.hostUnreachable,
  hostKey: closeCodes.hostUnreachable,
  unavailable: closeCodes.hostUnreachable,
  unauthorized: closeCodes.refused,
  locked: closeCodes.refused,
  unsupportedCommand: closeCodes.refused,
};

export function closeCodeOf(error: ErrorData): CloseCode {
  return codeOfError[error.code] ?? closeCodes.internal;
}

/** One viewer's byte pipe as brokers see it, whatever carries it. */
export interface ViewerSocket {
  /** Bytes sent that the network has not taken yet. */
  readonly bufferedAmount: number;
  /** The buffer must not be changed before `sent` is called, which it is not when the viewer goes first. */
  send(bytes: Buffer, sent?: () => void): void;
  /** A JSON text beside the bytes (`viewerNews`, `shellNews` and `uploadNews` of the contract). */
  tell(news: ViewerNews | ShellNews | UploadNews): void;
  /** Idempotent. The reason is one sentence. */
  close(code: CloseCode, reason: Phrase): void;
  /** Stops and resumes the `data` of the listener. */
  pause(): void;
  resume(): void;
  /** Set once, before anything is sent. */
  listen(listener: ViewerSocketListener): void;
}

export interface ViewerSocketListener {
  data(bytes: Buffer): void;
  /** A JSON text beside the bytes, as it came: check it by `viewerRequest`. */
  asked(text: string): void;
  /** `bufferedAmount` has fallen. */
  drained(): void;
  /** Told once, also after our own close. */
  closed(): void;
}

/** A viewer that has more than this unsent gets nothing new until it has caught up. */
export const highWaterMark = 1024 * 1024;

export interface MeteredSocket extends ViewerSocket {
  /** Bytes sent so far. */
  readonly sent: number;
}

/** The same socket, with what is sent counted. */
export function metered(socket: ViewerSocket): MeteredSocket {
  let sent = 0;
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    get sent() {
      return sent;
    },
    send(bytes, done) {
      sent += bytes.length;
      socket.send(bytes, done);
    },
    tell: (news) => socket.tell(news),
    close: (code, reason) => socket.close(code, reason),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    listen: (listener) => socket.listen(listener),
  };
}
