import { reconnectingSuffix, type ViewerNews, type ViewerRequest } from '../contract/console.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { ByteReader, type Parser, sentenceOf } from './byte-reader.ts';
import { DirtyTiles } from './dirty-tiles.ts';
import type { Framebuffer } from './framebuffer.ts';
import { RectangleEncoder } from './rectangle-encoder.ts';
import { type ClientMessage, clientMessages, type ViewerInput, viewerHandshake } from './rfb-client-messages.ts';
import { encodeRectangleHead, encodeServerInit, encodeUpdateHead, encoding, type Rectangle } from './rfb-protocol.ts';
import type { Cursor } from './rfb-server-messages.ts';
import { keepBuffer } from './update-buffers.ts';
import { viewerRequestOf } from './viewer-request.ts';
import { type CloseCode, closeCodes, highWaterMark, type ViewerSocket } from './viewer-socket.ts';

/** What a viewer needs of its broker. */
export interface Screen {
  /** Undefined until the VM's screen has been reached once. */
  readonly framebuffer: Framebuffer | undefined;
  /** The VM's screen has been drawn at least once: before that there is only black to show. */
  readonly painted: boolean;
  readonly cursor: Cursor | undefined;
  readonly ledState: number | undefined;
  readonly extendedKeys: boolean;
  readonly reconnecting: boolean;
  /** A viewer's handshake is done. */
  began(): void;
  /** A viewer waits for an update and has seen everything there is. */
  demand(): void;
  input(viewer: RfbViewer, input: ViewerInput): void;
  request(viewer: RfbViewer, request: ViewerRequest): void;
  left(viewer: RfbViewer): void;
}

export interface ViewerOptions {
  title: string;
  /** Milliseconds that the viewer may take for its part of the handshake. */
  handshakeDeadline?: number;
}

/** Pixels in one update: a Full HD screen at once, larger ones in parts, so that an unread update is at most 8 MiB. */
const pixelsPerUpdate = 2 * 1024 * 1024;

/** A bell is one byte: a flood of them must end long before it fills `highWaterMark`, for each costs more memory than it says. */
const tellLimit = 64 * 1024;

const nothing: Rectangle = { x: 0, y: 0, width: 0, height: 0 };

/**
 * The VNC server that one viewer sees. One update is on its way at most, and only when the viewer has asked for it and has read what
 * came before: a viewer that does not read holds up nobody and costs its grid of dirty tiles.
 *
 * Fences and continuous updates are not offered: on loopback the request per update costs nothing and is the pacing.
 */
export class RfbViewer {
  readonly #socket: ViewerSocket;
  readonly #screen: Screen;
  readonly #title: string;
  readonly #encoder = new RectangleEncoder();
  readonly #reader: ByteReader;
  readonly #deadline: NodeJS.Timeout;
  #offered: ReadonlySet<number> = new Set();
  #handshakeDone = false;
  /** The size that the viewer knows; undefined before ServerInit. */
  #size: { width: number; height: number } | undefined;
  #dirty = new DirtyTiles(0, 0);
  #request: Rectangle | undefined;
  #encoding = false;
  #closed = false;
  /** What the viewer has been told last, to tell changes once. */
  #told: { cursor?: Cursor; ledState?: number; extendedKeys?: boolean; reconnecting?: boolean } = {};

  constructor(socket: ViewerSocket, screen: Screen, options: ViewerOptions) {
    this.#socket = socket;
    this.#screen = screen;
    this.#title = options.title.replace(/\p{C}+/gu, ' ').slice(0, 200);
    this.#deadline = setTimeout(
      () => this.close(closeCodes.viewer, say`The viewer did not begin in time.`),
      options.handshakeDeadline ?? 20_000,
    );
    this.#reader = new ByteReader(this.#session(), 512 * 1024);
    socket.listen({
      data: (bytes) => this.#receive(() => this.#reader.push(bytes)),
      asked: (text) => this.#receive(() => this.#screen.request(this, viewerRequestOf(text))),
      drained: () => this.pump(),
      closed: () => this.#leave(),
    });
    socket.send(Buffer.from('RFB 003.008\n', 'latin1'));
  }

  get hasBegun(): boolean {
    return this.#handshakeDone;
  }

  /** The screen is there for the first time, has another size, or its state has changed. */
  screenChanged(): void {
    const framebuffer = this.#screen.framebuffer;
    if (framebuffer === undefined || !this.#handshakeDone) return;
    if (this.#size === undefined) {
      this.#size = { width: framebuffer.width, height: framebuffer.height };
      this.#socket.send(encodeServerInit(framebuffer.width, framebuffer.height, this.#title));
    }
    this.#dirty = new DirtyTiles(framebuffer.width, framebuffer.height);
    this.#dirty.add({ x: 0, y: 0, width: framebuffer.width, height: framebuffer.height });
    this.pump();
  }

  changed(area: Rectangle): void {
    this.#dirty.add(area);
  }

  /** A short message out of order with updates (bell, clipboard); a viewer that does not keep up misses it. */
  tell(message: Buffer): void {
    if (this.#size !== undefined && !this.#closed && this.#socket.bufferedAmount < tellLimit)
      this.#socket.send(message);
  }

  /** Sends an update when the viewer waits for one and there is something to show. */
  pump(): void {
    const { framebuffer } = this.#screen;
    if (this.#closed || this.#encoding || this.#size === undefined || framebuffer === undefined) return;
    if (this.#request === undefined || this.#socket.bufferedAmount > highWaterMark) return;
    const notices = this.#notices(framebuffer);
    if (notices.length > 0) {
      this.#request = undefined;
      this.#socket.send(Buffer.concat([encodeUpdateHead(notices.length), ...notices]));
      return;
    }
    const wanted = this.#screen.painted ? this.#visible(this.#request) : nothing;
    const rectangles = this.#dirty.take(wanted, pixelsPerUpdate);
    if (rectangles.length === 0) {
      this.#screen.demand();
      return;
    }
    this.#request = undefined;
    this.#update(
      framebuffer,
      rectangles.map((area) => this.#visible(area)).filter((area) => area.width > 0),
    );
  }

  /** A text beside the picture. */
  news(news: ViewerNews): void {
    if (!this.#closed) this.#socket.tell(news);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(code: CloseCode, reason: Phrase): void {
    this.#leave();
    this.#socket.close(code, reason);
  }

  *#session(): Parser {
    yield* viewerHandshake((bytes) => this.#socket.send(bytes));
    clearTimeout(this.#deadline);
    this.#handshakeDone = true;
    this.#screen.began();
    this.screenChanged();
    yield* clientMessages((message) => this.#handle(message));
  }

  #receive(take: () => void): void {
    if (this.#closed) return;
    try {
      take();
    } catch (error) {
      this.close(closeCodes.viewer, sentenceOf(error));
    }
  }

  #handle(message: ClientMessage): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'pixelFormat':
        this.#encoder.setPixelFormat(message.format);
        // A cursor told in the old format is told again.
        delete this.#told.cursor;
        break;
      case 'encodings':
        this.#offered = new Set(message.encodings);
        this.#encoder.setEncodings(message.encodings);
        this.#told = {};
        break;
      case 'updateRequest':
        if (!message.incremental) this.#dirty.add(message.area);
        this.#request = message.area;
        this.pump();
        break;
      default:
        this.#screen.input(this, message);
    }
  }

  /** Pseudo-rectangles about what has changed beside the pixels. A new size comes alone: what follows is in the new screen. */
  #notices(framebuffer: Framebuffer): Buffer[] {
    const { cursor, ledState, extendedKeys, reconnecting } = this.#screen;
    const size = this.#size;
    const sized = size?.width === framebuffer.width && size.height === framebuffer.height;
    if (!sized && this.#offered.has(encoding.desktopSize)) {
      this.#size = { width: framebuffer.width, height: framebuffer.height };
      return [encodeRectangleHead({ x: 0, y: 0, ...this.#size }, encoding.desktopSize)];
    }
    const notices: Buffer[] = [];
    if (extendedKeys && this.#told.extendedKeys !== true && this.#offered.has(encoding.qemuExtendedKey)) {
      this.#told.extendedKeys = true;
      notices.push(encodeRectangleHead(nothing, encoding.qemuExtendedKey));
    }
    if (ledState !== undefined && this.#told.ledState !== ledState && this.#offered.has(encoding.qemuLedState)) {
      this.#told.ledState = ledState;
      const head = encodeRectangleHead({ x: 0, y: 0, width: 1, height: 1 }, encoding.qemuLedState);
      notices.push(Buffer.concat([head, Buffer.from([ledState])]));
    }
    if (cursor !== undefined && this.#told.cursor !== cursor && this.#offered.has(encoding.cursor)) {
      this.#told.cursor = cursor;
      const area = { x: cursor.hotX, y: cursor.hotY, width: cursor.width, height: cursor.height };
      const pixels = this.#encoder.convert(cursor.pixels);
      notices.push(Buffer.concat([encodeRectangleHead(area, encoding.cursor), pixels, cursor.mask]));
    }
    if ((this.#told.reconnecting ?? false) !== reconnecting && this.#offered.has(encoding.desktopName)) {
      this.#told.reconnecting = reconnecting;
      const name = Buffer.from(reconnecting ? this.#title + reconnectingSuffix : this.#title, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(name.length);
      const head = encodeRectangleHead(nothing, encoding.desktopName);
      notices.push(Buffer.concat([head, length, name]));
    }
    return notices;
  }

  /** A viewer that cannot follow a new size sees as much of the screen as fits the one it knows. */
  #visible(area: Rectangle): Rectangle {
    const width = Math.max(0, Math.min(area.x + area.width, this.#size?.width ?? 0) - area.x);
    const height = Math.max(0, Math.min(area.y + area.height, this.#size?.height ?? 0) - area.y);
    return { ...area, width: height === 0 ? 0 : width, height };
  }

  #update(framebuffer: Framebuffer, areas: Rectangle[]): void {
    this.#encoding = true;
    const encoded = this.#encoder.encode(framebuffer, areas);
    const finish = (update: Buffer) => {
      this.#encoding = false;
      if (this.#closed) return;
      this.#socket.send(update, () => keepBuffer(update));
      this.pump();
    };
    if (Buffer.isBuffer(encoded)) finish(encoded);
    else
      encoded.then(finish, (error: unknown) => {
        this.close(closeCodes.internal, say`The picture could not be compressed: ${String(error)}`);
      });
  }

  #leave(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#deadline);
    this.#reader.stop();
    this.#encoder.close();
    this.#screen.left(this);
  }
}
