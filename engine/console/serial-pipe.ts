import type { Duplex } from 'node:stream';
import { errorData, fail, phraseOf } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import type { ConsoleTarget } from '../drivers/driver.ts';
import { Attendance, type AttendeeOptions } from './attendance.ts';
import { ProtocolError, sentenceOf } from './byte-reader.ts';
import { Scrollback } from './scrollback.ts';
import { StreamKeeper } from './stream-keeper.ts';
import { viewerRequestOf } from './viewer-request.ts';
import { type CloseCode, closeCodeOf, closeCodes, metered, type ViewerSocket } from './viewer-socket.ts';

export interface SerialPipeOptions {
  target: ConsoleTarget;
  open(target: ConsoleTarget): Promise<Duplex>;
  /** The last viewer has gone; the pipe is not used again. */
  idle(): void;
  retryDelay?(attempt: number): number;
}

/** Kept of the line's output, for viewers that come later and those that lag. Bytes. */
const scrollbackSize = 256 * 1024;
/** When even the best reader lags by this much the line is not read further, so that a lone slow viewer misses nothing. */
const pauseAt = scrollbackSize / 2;
const resumeAt = scrollbackSize / 8;
/** Unsent bytes of a viewer above which it gets no more yet, and the size of the pieces it gets. */
const viewerHighWater = 64 * 1024;
const maximumViewers = 64;

interface SerialViewer {
  socket: ViewerSocket;
  /** Position in the scrollback of the next byte to send. */
  position: number;
}

/**
 * The one connection to a VM's serial line, raw bytes both ways, shared by its viewers. Output goes through a scrollback of fixed size
 * from which every viewer reads at its own pace: memory does not grow with slow viewers, and one that falls too far behind the others
 * is told what it missed and goes on from the oldest bytes kept. What the bytes mean is the terminal's business.
 */
export class SerialPipe {
  readonly #options: SerialPipeOptions;
  readonly #viewers = new Set<SerialViewer>();
  readonly #attendance = new Attendance<SerialViewer>({ changed: () => {} });
  readonly #scrollback = new Scrollback(scrollbackSize);
  readonly #keeper: StreamKeeper;
  #target: ConsoleTarget;
  #stream: Duplex | undefined;
  #closed = false;

  constructor(options: SerialPipeOptions) {
    this.#options = options;
    this.#target = options.target;
    this.#keeper = new StreamKeeper({
      open: () => options.open(this.#target),
      attach: (stream) => this.#attach(stream),
      retrying: () => this.#detach(),
      failed: (error) => this.close(closeCodeOf(error), phraseOf(error)),
      ...(options.retryDelay === undefined ? {} : { retryDelay: options.retryDelay }),
    });
  }

  retarget(target: ConsoleTarget): void {
    this.#target = target;
  }

  addViewer(given: ViewerSocket, options: AttendeeOptions): void {
    if (this.#closed || this.#viewers.size >= maximumViewers) {
      given.close(closeCodes.tooManyViewers, say`This VM's serial line has ${maximumViewers} viewers already.`);
      return;
    }
    const socket = metered(given);
    const viewer: SerialViewer = { socket, position: this.#scrollback.cleanStart };
    this.#viewers.add(viewer);
    this.#attendance.join(viewer, socket, options);
    socket.listen({
      data: (bytes) => this.#type(viewer, bytes),
      asked: (text) => this.#request(viewer, text),
      drained: () => this.#pump(viewer),
      closed: () => this.#left(viewer),
    });
    this.#keeper.start();
    this.#pump(viewer);
  }

  close(code: CloseCode, reason: Phrase): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#detach();
    this.#keeper.stop();
    for (const viewer of this.#viewers) viewer.socket.close(code, reason);
    for (const viewer of this.#viewers) this.#attendance.leave(viewer);
    this.#viewers.clear();
    this.#options.idle();
  }

  #attach(stream: Duplex): void {
    this.#stream = stream;
    this.#keeper.established();
    const lost = (message: Phrase) => {
      if (this.#stream === stream) this.#keeper.lost(errorData(fail('unavailable', message)));
    };
    stream.on('data', (bytes: Buffer) => {
      if (this.#stream !== stream) return;
      // In pieces, so that no viewer can fall off the scrollback within one chunk.
      for (let at = 0; at < bytes.length; at += viewerHighWater) {
        this.#scrollback.append(bytes.subarray(at, at + viewerHighWater));
        for (const viewer of this.#viewers) this.#pump(viewer);
      }
      if (this.#smallestLag() > pauseAt) stream.pause();
    });
    stream.on('drain', () => this.#resumeTyping());
    stream.on('error', (error) => lost(say`The connection to the VM's serial line broke (${error.message}).`));
    stream.on('end', () => lost(say`The VM's serial line was closed.`));
    stream.on('close', () => lost(say`The connection to the VM's serial line was lost.`));
  }

  #detach(): void {
    const stream = this.#stream;
    this.#stream = undefined;
    stream?.destroy();
    this.#resumeTyping();
  }

  #pump(viewer: SerialViewer): void {
    const { start, end } = this.#scrollback;
    if (viewer.position < start) {
      viewer.socket.send(Buffer.from(`\r\n[${start - viewer.position} bytes of output were skipped]\r\n`, 'utf8'));
      viewer.position = this.#scrollback.cleanStart;
    }
    while (viewer.position < end && viewer.socket.bufferedAmount < viewerHighWater) {
      const bytes = this.#scrollback.read(viewer.position, viewerHighWater);
      viewer.position += bytes.length;
      viewer.socket.send(bytes);
    }
    if (this.#stream?.isPaused() === true && this.#smallestLag() < resumeAt) this.#stream.resume();
  }

  #smallestLag(): number {
    let lag = Number.POSITIVE_INFINITY;
    for (const viewer of this.#viewers) lag = Math.min(lag, this.#scrollback.end - viewer.position);
    return this.#viewers.size === 0 ? 0 : lag;
  }

  #request(viewer: SerialViewer, text: string): void {
    try {
      const request = viewerRequestOf(text);
      if (request.type === 'strokes' || request.type === 'stop')
        throw new ProtocolError(say`A serial line takes bytes, not strokes of keys.`);
      if (request.type === 'quality') throw new ProtocolError(say`A serial line has no picture, good or bad.`);
      this.#attendance.request(viewer, request);
    } catch (error) {
      viewer.socket.close(closeCodes.viewer, sentenceOf(error));
    }
  }

  #type(viewer: SerialViewer, bytes: Buffer): void {
    if (this.#stream === undefined || !this.#attendance.mayAct(viewer)) return;
    this.#attendance.acted(viewer);
    if (!this.#stream.write(bytes)) viewer.socket.pause();
  }

  #resumeTyping(): void {
    for (const viewer of this.#viewers) viewer.socket.resume();
  }

  #left(viewer: SerialViewer): void {
    if (!this.#viewers.delete(viewer)) return;
    this.#attendance.leave(viewer);
    if (this.#viewers.size === 0) this.close(closeCodes.ended, say`The last viewer has gone.`);
    else if (this.#smallestLag() < resumeAt) this.#stream?.resume();
  }
}
