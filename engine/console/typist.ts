import type { TypingEnd, ViewerRequest } from '../contract/console.ts';
import type { ViewerInput } from './rfb-client-messages.ts';

type Strokes = Extract<ViewerRequest, { type: 'strokes' }>;

export interface TypistOptions {
  /** Hands a key event to the VM; false when it takes no more until `drained` is called. */
  send(input: ViewerInput): boolean;
  /** So many strokes are typed; `end` comes once. */
  progress(strokes: number, end?: TypingEnd): void;
}

/** Strokes between two reports. */
const reportEvery = 8;

/**
 * Types one text, at the pace that was asked for and no faster than the connection to the VM takes it. QEMU holds back each key event
 * for 10 ms and drops what queues up beyond a bound, and a guest's keyboard controller holds 16 bytes: the pauses are what keeps a
 * text whole, so they lie between all events, also between the two of one key.
 */
export class Typist {
  readonly #options: TypistOptions;
  readonly #events: { input: ViewerInput; stroke: number }[];
  readonly #pause: number;
  #at = 0;
  #timer: NodeJS.Timeout | undefined;
  #waiting = false;
  #stopping: TypingEnd | undefined;
  #ended = false;

  constructor({ strokes, pause }: Pick<Strokes, 'strokes' | 'pause'>, options: TypistOptions) {
    this.#options = options;
    this.#pause = pause;
    this.#events = strokes.flatMap((keys, stroke) => [
      ...keys.map((key) => ({ input: { type: 'key' as const, down: true, ...key }, stroke })),
      ...[...keys].reverse().map((key) => ({ input: { type: 'key' as const, down: false, ...key }, stroke })),
    ]);
    this.#timer = setTimeout(() => this.#next(), 0);
  }

  /** Ends after the stroke in hand, so that none of its keys stays down. */
  stop(end: TypingEnd): void {
    this.#stopping ??= end;
  }

  /** Ends now: the VM is out of reach. */
  abandon(end: TypingEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#options.progress(this.#done, end);
  }

  /** The connection takes more. */
  drained(): void {
    if (!this.#waiting) return;
    this.#waiting = false;
    this.#later();
  }

  /** Strokes whose last event was sent. */
  get #done(): number {
    return this.#events[this.#at]?.stroke ?? (this.#events.at(-1)?.stroke ?? -1) + 1;
  }

  #later(): void {
    this.#timer = setTimeout(() => this.#next(), this.#pause);
  }

  #next(): void {
    if (this.#ended) return;
    const event = this.#events[this.#at];
    const between = event === undefined || event.stroke !== this.#events[this.#at - 1]?.stroke;
    if (event === undefined || (between && this.#stopping !== undefined)) {
      this.abandon(event === undefined ? 'done' : (this.#stopping ?? 'stopped'));
      return;
    }
    const taken = this.#options.send(event.input);
    this.#at += 1;
    if (between && event.stroke % reportEvery === 0) this.#options.progress(event.stroke);
    if (taken) this.#later();
    else this.#waiting = true;
  }
}
