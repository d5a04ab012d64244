import type { Duplex } from 'node:stream';
import { type Quality, qualities, type TypingEnd, type ViewerRequest } from '../contract/console.ts';
import { phraseOf } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import type { ConsoleTarget } from '../drivers/driver.ts';
import { Attendance, type AttendeeOptions } from './attendance.ts';
import { ProtocolError } from './byte-reader.ts';
import { Framebuffer } from './framebuffer.ts';
import { HeldInput } from './held-input.ts';
import type { ViewerInput } from './rfb-client-messages.ts';
import {
  encodeCutText,
  encodeExtendedKeyEvent,
  encodeKeyEvent,
  encodePointerEvent,
  type Rectangle,
} from './rfb-protocol.ts';
import type { Cursor } from './rfb-server-messages.ts';
import { RfbUpstream } from './rfb-upstream.ts';
import { RfbViewer, type Screen, type ViewerOptions } from './rfb-viewer.ts';
import { StreamKeeper } from './stream-keeper.ts';
import { Typist } from './typist.ts';
import { upstreamQualities } from './upstream-quality.ts';
import { type CloseCode, closeCodeOf, closeCodes, metered, type ViewerSocket } from './viewer-socket.ts';

export interface BrokerOptions {
  target: ConsoleTarget;
  open(target: ConsoleTarget): Promise<Duplex>;
  /** The last viewer has gone and the connection is closed; the broker is not used again. */
  idle(): void;
  retryDelay?(attempt: number): number;
}

/**
 * Bytes of pixels after which viewers are sent what has come of an update, the first picture excepted: the last part is on its way from the
 * host while the first is on its way to the page.
 */
const partSize = 256 * 1024;

/** A classroom's wall and a few spare; each costs the grid of its dirty tiles and what it has not read. */
const maximumViewers = 64;

/**
 * The one connection to a VM's screen, shared by all its viewers, the same for every driver.
 *
 * It keeps a copy of the screen and asks the VM's VNC server for Raw pixels only; every viewer is sent what it lacks of that copy, in
 * its own format. That costs loopback bandwidth, of which there is plenty, and buys what a byte pipe cannot give: the VNC password
 * stays here; input is parsed, so view-only is a fact; viewers may join at any time and read at any speed; and the VM's screen may be
 * lost and found again, also with another size, without a viewer noticing more than a pause. Nothing of what a hostile VNC server
 * says reaches a viewer but pixels, a cursor, lock lights, the bell and bounded plain text.
 */
export class RfbBroker {
  readonly #viewers = new Set<RfbViewer>();
  readonly #attendance = new Attendance<RfbViewer>({
    changed: () => this.#attendanceChanged(),
    link: () => ({ received: this.#received, quality: this.#quality }),
  });
  readonly #wishes = new Map<RfbViewer, Quality>();
  /** Of the connection to the VM's screen as it is, and what has come over it and those before. */
  #quality: Quality = 'best';
  #received = 0;
  readonly #held = new Map<RfbViewer, HeldInput>();
  readonly #keeper: StreamKeeper;
  readonly #options: BrokerOptions;
  readonly #screen: Screen;
  #target: ConsoleTarget;
  #upstream: RfbUpstream | undefined;
  #framebuffer: Framebuffer | undefined;
  #painted = false;
  /** Of an update that is being read: bytes of pixels that viewers have not been offered yet. */
  #untold = 0;
  #cursor: Cursor | undefined;
  #ledState: number | undefined;
  #extendedKeys = false;
  #reconnecting = false;
  #paused = new Set<RfbViewer>();
  #typing: { viewer: RfbViewer; typist: Typist } | undefined;
  #news: { bell?: true; text?: Buffer } | undefined;
  #resizes = { since: 0, count: 0 };
  #closed = false;

  constructor(options: BrokerOptions) {
    this.#options = options;
    this.#target = options.target;
    this.#keeper = new StreamKeeper({
      open: () => options.open(this.#target),
      attach: (stream) => this.#attach(stream),
      retrying: () => {
        this.#reconnecting = true;
        this.#detach();
        for (const viewer of this.#viewers) viewer.pump();
      },
      failed: (error) => this.close(closeCodeOf(error), phraseOf(error)),
      ...(options.retryDelay === undefined ? {} : { retryDelay: options.retryDelay }),
    });
    this.#screen = this.#screenForViewers();
  }

  /** The newest ticket knows best where the VM is; it counts from the next connection on, as after a migration. */
  retarget(target: ConsoleTarget): void {
    this.#target = target;
  }

  /** The screen as far as it is known now; undefined while it was never seen or is out of reach. */
  get picture(): Framebuffer | undefined {
    return this.#painted && !this.#reconnecting ? this.#framebuffer : undefined;
  }

  addViewer(socket: ViewerSocket, options: ViewerOptions & AttendeeOptions): void {
    if (this.#closed || this.#viewers.size >= maximumViewers) {
      socket.close(closeCodes.tooManyViewers, say`This VM's screen has ${maximumViewers} viewers already.`);
      return;
    }
    const meter = metered(socket);
    const viewer = new RfbViewer(meter, this.#screen, options);
    this.#viewers.add(viewer);
    this.#attendance.join(viewer, meter, options);
    this.#held.set(viewer, new HeldInput());
    this.#keeper.start();
  }

  /** Ends the connection and every viewer. */
  close(code: CloseCode, reason: Phrase): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#detach();
    this.#keeper.stop();
    for (const viewer of [...this.#viewers]) viewer.close(code, reason);
    this.#framebuffer = undefined;
    this.#options.idle();
  }

  #attach(stream: Duplex): void {
    const each = (action: (viewer: RfbViewer) => void) => {
      for (const viewer of this.#viewers) action(viewer);
    };
    const framebuffer = () => this.#framebuffer;
    const offer = () => {
      this.#untold = 0;
      each((viewer) => viewer.pump());
    };
    this.#untold = 0;
    this.#quality = this.#wantedQuality();
    this.#attendance.tell();
    stream.on('data', (chunk: Buffer) => {
      this.#received += chunk.length;
    });
    const password = 'password' in this.#target ? this.#target.password : undefined;
    this.#upstream = new RfbUpstream(
      stream,
      password,
      {
        get width() {
          return framebuffer()?.width ?? 0;
        },
        get height() {
          return framebuffer()?.height ?? 0;
        },
        resize: (width, height) => {
          if (framebuffer()?.width === width && framebuffer()?.height === height) return;
          this.#countResize();
          this.#framebuffer = new Framebuffer(width, height);
          each((viewer) => viewer.screenChanged());
        },
        ready: () => {
          this.#keeper.established();
          this.#reconnecting = false;
          each((viewer) => viewer.pump());
        },
        writeRow: (x, y, pixels) => framebuffer()?.writeRow(x, y, pixels),
        copy: (sourceX, sourceY, area) => framebuffer()?.copy(sourceX, sourceY, area),
        changed: (area: Rectangle) => {
          each((viewer) => viewer.changed(area));
          this.#untold += area.width * area.height * 4;
          if (this.#painted && this.#untold >= partSize) offer();
        },
        updateDone: () => {
          if (this.#untold > 0) this.#painted = true;
          offer();
        },
        cursor: (cursor) => {
          this.#cursor = cursor;
        },
        ledState: (state) => {
          this.#ledState = state;
        },
        extendedKeysSupported: () => {
          this.#extendedKeys = true;
        },
        bell: () => this.#tellSoon({ bell: true }),
        cutText: (text) => this.#tellSoon({ text }),
        drained: () => {
          this.#resume();
          this.#typing?.typist.drained();
          each((viewer) => viewer.pump());
        },
        lost: (error) => this.#keeper.lost(error),
      },
      { quality: upstreamQualities[this.#quality] },
    );
  }

  /**
   * Bells and texts of one turn of the event loop are told once, the latest text: they cost a viewer a message each, and a server that
   * says nothing else must not keep this thread from the other VMs.
   */
  #tellSoon(news: { bell?: true; text?: Buffer }): void {
    if (this.#news === undefined)
      setImmediate(() => {
        const { bell, text } = this.#news ?? {};
        this.#news = undefined;
        for (const viewer of this.#viewers) {
          if (bell) viewer.tell(Buffer.from([2]));
          if (text !== undefined && this.#attendance.mayAct(viewer)) viewer.tell(encodeCutText(3, text));
        }
      });
    this.#news = { ...this.#news, ...news };
  }

  /** Every new size costs up to 135 MiB of memory to be cleaned up later. */
  #countResize(): void {
    const now = performance.now();
    if (now - this.#resizes.since > 1000) this.#resizes = { since: now, count: 0 };
    this.#resizes.count += 1;
    if (this.#resizes.count > 10) throw new ProtocolError(say`The VM's screen changes its size without end.`);
  }

  /** What was held down is not released in the VM that was lost: the new connection starts with nothing held, as QEMU does. */
  #detach(): void {
    this.#upstream?.close();
    this.#upstream = undefined;
    this.#extendedKeys = false;
    this.#typing?.typist.abandon('lost');
    for (const held of this.#held.values()) held.clear();
    this.#resume();
  }

  #screenForViewers(): Screen {
    const broker = () => this;
    return {
      get framebuffer() {
        return broker().#framebuffer;
      },
      get painted() {
        return broker().#painted;
      },
      get cursor() {
        return broker().#cursor;
      },
      get ledState() {
        return broker().#ledState;
      },
      get extendedKeys() {
        return broker().#extendedKeys;
      },
      get reconnecting() {
        return broker().#reconnecting;
      },
      began: () => this.#settleQuality(),
      demand: () => this.#upstream?.requestUpdate(),
      input: (viewer, input) => this.#input(viewer, input),
      request: (viewer, request) => this.#request(viewer, request),
      left: (viewer) => this.#left(viewer),
    };
  }

  /**
   * Input while the VM is out of reach is dropped: keys that arrive minutes later do harm. So are keys while a text is typed: they would
   * end up in it.
   */
  #input(viewer: RfbViewer, input: ViewerInput): void {
    if (!this.#attendance.mayAct(viewer) || this.#upstream?.isReady !== true) return;
    this.#attendance.acted(viewer);
    if (this.#typing !== undefined && input.type === 'key') return;
    this.#held.get(viewer)?.note(input);
    if (this.#upstream.send(this.#encode(input))) return;
    this.#paused.add(viewer);
    viewer.pause();
  }

  #request(viewer: RfbViewer, request: ViewerRequest): void {
    if (request.type === 'strokes') this.#type(viewer, request);
    else if (request.type === 'quality') {
      this.#wishes.set(viewer, request.quality);
      this.#settleQuality();
    } else if (request.type !== 'stop') this.#attendance.request(viewer, request);
    else if (this.#typing?.viewer === viewer) this.#typing.typist.stop('stopped');
  }

  /** Viewers share what the host sends: nobody's wish makes another's picture worse. Who has begun without a wish wants the best. */
  #wantedQuality(): Quality {
    const wishes = [...this.#viewers].map(
      (viewer) => this.#wishes.get(viewer) ?? (viewer.hasBegun ? 'best' : undefined),
    );
    return qualities.find((quality) => wishes.includes(quality)) ?? this.#quality;
  }

  /**
   * Another quality takes another connection: what is on its way while a pixel format changes, a cursor for example, could be of either.
   * A text that is being typed is not interrupted for it.
   */
  #settleQuality(): void {
    if (this.#upstream === undefined || this.#typing !== undefined || this.#viewers.size === 0) return;
    if (this.#wantedQuality() === this.#quality) return;
    this.#detach();
    this.#keeper.reopen();
  }

  /** Who may no longer act holds nothing down, and what he has typed so far ends there. */
  #attendanceChanged(): void {
    for (const [viewer, held] of this.#held) if (!this.#attendance.mayAct(viewer)) this.#release(held);
    if (this.#typing !== undefined && !this.#attendance.mayAct(this.#typing.viewer)) this.#typing.typist.stop('mayNot');
  }

  /** Types a text from a keyboard on which nothing is held, and alone. */
  #type(viewer: RfbViewer, request: Extract<ViewerRequest, { type: 'strokes' }>): void {
    const tell = (strokes: number, end?: TypingEnd) => viewer.news({ type: 'typed', id: request.id, strokes, end });
    const refusal = !this.#attendance.mayAct(viewer) ? 'mayNot' : this.#typing !== undefined ? 'busy' : undefined;
    if (refusal !== undefined || this.#upstream?.isReady !== true) {
      tell(0, refusal ?? 'lost');
      return;
    }
    this.#attendance.acted(viewer);
    for (const held of this.#held.values()) this.#release(held);
    const typist = new Typist(request, {
      send: (input) => this.#upstream?.send(this.#encode(input)) ?? true,
      progress: (strokes, end) => {
        if (end !== undefined) this.#typing = undefined;
        tell(strokes, end);
        if (end === 'done' || end === 'stopped') setImmediate(() => this.#settleQuality());
      },
    });
    this.#typing = { viewer, typist };
  }

  #release(held: HeldInput): void {
    for (const release of held.releases()) this.#upstream?.send(this.#encode(release));
  }

  #encode(input: ViewerInput): Buffer {
    switch (input.type) {
      case 'key':
        return input.scanCode !== undefined && this.#extendedKeys
          ? encodeExtendedKeyEvent(input.down, input.keysym, input.scanCode)
          : encodeKeyEvent(input.down, input.keysym);
      case 'pointer':
        return encodePointerEvent(input.buttons, input.x, input.y);
      case 'cutText':
        return encodeCutText(6, input.text);
    }
  }

  #resume(): void {
    for (const viewer of this.#paused) viewer.resume();
    this.#paused.clear();
  }

  #left(viewer: RfbViewer): void {
    this.#viewers.delete(viewer);
    this.#wishes.delete(viewer);
    this.#paused.delete(viewer);
    // A page that is closed with a key down must not leave the VM with that key down.
    const held = this.#held.get(viewer);
    if (held !== undefined) this.#release(held);
    this.#held.delete(viewer);
    this.#attendance.leave(viewer);
    if (this.#viewers.size === 0) this.close(closeCodes.ended, say`The last viewer has gone.`);
    else this.#settleQuality();
  }
}
