import type { Duplex } from 'node:stream';
import { type ErrorData, errorData, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { ByteReader, type Parser, ProtocolError } from './byte-reader.ts';
import { pixelExpander } from './pixel-format.ts';
import { clientHandshake } from './rfb-handshake.ts';
import { encodeSetEncodings, encodeSetPixelFormat, encodeUpdateRequest, encoding } from './rfb-protocol.ts';
import { type ServerMessageSink, serverMessage } from './rfb-server-messages.ts';
import { type UpstreamQuality, upstreamQualities } from './upstream-quality.ts';

export interface UpstreamListener extends ServerMessageSink {
  /** The handshake is done; `resize` was called before. */
  ready(): void;
  /** All of an update has been handed on. */
  updateDone(): void;
  /** Told once, unless `close` was called first. */
  lost(error: ErrorData): void;
  /** `send` answered false before; now the stream takes more. */
  drained(): void;
}

/** In order of preference. Nothing is offered that `serverMessage` cannot read. */
const encodings = [
  encoding.copyRect,
  encoding.raw,
  encoding.desktopSize,
  encoding.cursor,
  encoding.qemuExtendedKey,
  encoding.qemuLedState,
];

export interface UpstreamOptions {
  handshakeDeadline?: number;
  quality?: UpstreamQuality;
}

/** One connection to a VM's VNC server, from the handshake to its end. */
export class RfbUpstream {
  readonly #stream: Duplex;
  readonly #listener: UpstreamListener;
  readonly #deadline: NodeJS.Timeout;
  readonly #reader: ByteReader;
  readonly #quality: UpstreamQuality;
  #requested = false;
  /** When the last request went out, and the timer of one that has to wait for its turn. */
  #requestedAt = Number.NEGATIVE_INFINITY;
  #turn: NodeJS.Timeout | undefined;
  #ready = false;
  #closed = false;

  constructor(
    stream: Duplex,
    password: string | undefined,
    listener: UpstreamListener,
    { handshakeDeadline = 20_000, quality = upstreamQualities.best }: UpstreamOptions = {},
  ) {
    this.#stream = stream;
    this.#quality = quality;
    this.#listener = listener;
    this.#deadline = setTimeout(
      () => this.#lose(fail('unavailable', say`The VM's screen did not answer in time.`)),
      handshakeDeadline,
    );
    // The largest thing asked for at once is a cursor of 512 × 512 pixels.
    this.#reader = new ByteReader(this.#session(password), 1024 * 1024);
    stream.on('data', (chunk: Buffer) => {
      if (this.#closed) return;
      try {
        this.#reader.push(chunk);
      } catch (error) {
        this.#lose(error instanceof ProtocolError ? fail('unsupportedCommand', error.said) : error);
      }
    });
    stream.on('drain', () => {
      if (!this.#closed) listener.drained();
    });
    stream.on('error', (error) =>
      this.#lose(fail('unavailable', say`The connection to the VM's screen broke (${error.message}).`)),
    );
    stream.on('end', () => this.#lose(fail('unavailable', say`The VM's screen closed the connection.`)));
    stream.on('close', () => this.#lose(fail('unavailable', say`The connection to the VM's screen was lost.`)));
  }

  get isReady(): boolean {
    return this.#ready && !this.#closed;
  }

  /**
   * Asks for what changed since the last update. Nothing happens while an earlier request is unanswered, nor while the server does not
   * read what it is sent: `drained` comes later.
   */
  requestUpdate(): void {
    if (!this.isReady || this.#requested || this.#stream.writableNeedDrain) return;
    const wait = this.#requestedAt + this.#quality.pause - performance.now();
    if (wait <= 0) this.#request(true);
    else
      this.#turn ??= setTimeout(() => {
        this.#turn = undefined;
        this.requestUpdate();
      }, wait);
  }

  /** False when the stream's buffer is full: send no more until `drained`. */
  send(bytes: Buffer): boolean {
    return this.isReady ? this.#stream.write(bytes) : true;
  }

  close(): void {
    this.#closed = true;
    this.#reader.stop();
    clearTimeout(this.#deadline);
    clearTimeout(this.#turn);
    this.#stream.destroy();
  }

  *#session(password: string | undefined): Parser {
    const { width, height } = yield* clientHandshake((bytes) => this.#stream.write(bytes), password);
    clearTimeout(this.#deadline);
    this.#ready = true;
    this.#listener.resize(width, height);
    const { format } = this.#quality;
    const wire = { bytesPerPixel: format.bitsPerPixel / 8, toCanonical: pixelExpander(format) };
    this.#stream.write(Buffer.concat([encodeSetPixelFormat(format), encodeSetEncodings(encodings)]));
    this.#request(false);
    this.#listener.ready();
    for (;;) {
      const { width, height } = this.#listener;
      if ((yield* serverMessage(this.#listener, wire)) !== 'update') continue;
      this.#requested = false;
      // After a change of size a server may take everything for known; the whole new screen is asked for.
      if (this.#listener.width !== width || this.#listener.height !== height) this.#request(false);
      this.#listener.updateDone();
    }
  }

  #request(incremental: boolean): void {
    this.#requested = true;
    this.#requestedAt = performance.now();
    const { width, height } = this.#listener;
    this.#stream.write(encodeUpdateRequest(incremental, { x: 0, y: 0, width, height }));
  }

  #lose(error: unknown): void {
    if (this.#closed) return;
    this.close();
    this.#listener.lost(errorData(error));
  }
}
