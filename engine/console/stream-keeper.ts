import type { Duplex } from 'node:stream';
import { type ErrorCode, type ErrorData, errorData, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';

export interface StreamKeeperOptions {
  /** Opens the VM's byte pipe. */
  open(): Promise<Duplex>;
  /** The pipe is open; its user now owns it and reports `established` and `lost`. */
  attach(stream: Duplex): void;
  /** Lost after it was established; it will be tried again. */
  retrying(error: ErrorData): void;
  /** Given up; the keeper has stopped. */
  failed(error: ErrorData): void;
  /** Milliseconds to wait before the nth try after a loss, from 1. */
  retryDelay?(attempt: number): number;
  /** Milliseconds that opening may take. */
  openDeadline?: number;
}

/** Errors that trying again does not heal: someone has to do something first. */
const lasting: ReadonlySet<ErrorCode> = new Set([
  'conflict',
  'hostKey',
  'unauthorized',
  'locked',
  'parameter',
  'unsupportedCommand',
]);

/**
 * Keeps a byte pipe to a VM. The first failure is told at once, because a user is waiting for the picture. After it has worked once, a
 * loss (the host's network, a restart of the VM) is repaired with growing pauses for as long as the keeper is not stopped.
 */
export class StreamKeeper {
  readonly #options: StreamKeeperOptions;
  #stream: Duplex | undefined;
  #timer: NodeJS.Timeout | undefined;
  #attempt = 0;
  #worked = false;
  /** Grows with every try and on stop: what comes late from an earlier one is recognised and closed. */
  #generation = 0;
  #state: 'idle' | 'opening' | 'attached' | 'waiting' | 'stopped' = 'idle';

  constructor(options: StreamKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#state === 'idle') this.#open();
  }

  /** The pipe's user has understood the other side: pauses start small again. */
  established(): void {
    this.#worked = true;
    this.#attempt = 0;
  }

  /** The pipe's user saw it end or fail. */
  lost(error: ErrorData): void {
    if (this.#state !== 'attached') return;
    this.#stream?.destroy();
    this.#stream = undefined;
    this.#repair(error);
  }

  /** Opens the pipe anew at once; whoever waits for it notices a pause at most. */
  reopen(): void {
    if (this.#state !== 'attached') return;
    this.#stream?.destroy();
    this.#stream = undefined;
    this.#open();
  }

  stop(): void {
    this.#state = 'stopped';
    this.#generation += 1;
    clearTimeout(this.#timer);
    this.#stream?.destroy();
    this.#stream = undefined;
  }

  #open(): void {
    this.#state = 'opening';
    this.#generation += 1;
    const generation = this.#generation;
    const current = () => generation === this.#generation && this.#state === 'opening';
    const refuse = (thrown: unknown) => {
      if (!current()) return;
      clearTimeout(this.#timer);
      this.#repair(errorData(thrown));
    };
    this.#timer = setTimeout(
      () => refuse(fail('hostUnreachable', say`The host did not open the console in time.`)),
      this.#options.openDeadline ?? 30_000,
    );
    this.#options.open().then((stream) => {
      // Someone must hear a stream's errors at any time, or one of them ends the whole thread.
      stream.on('error', () => {});
      if (!current()) {
        stream.destroy();
        return;
      }
      clearTimeout(this.#timer);
      this.#state = 'attached';
      this.#stream = stream;
      this.#options.attach(stream);
    }, refuse);
  }

  #repair(error: ErrorData): void {
    if (!this.#worked || lasting.has(error.code)) {
      this.stop();
      this.#options.failed(error);
      return;
    }
    this.#state = 'waiting';
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#open(), (this.#options.retryDelay ?? retryDelay)(this.#attempt));
    this.#options.retrying(error);
  }
}

/** A quarter of a second, doubled up to five seconds. */
function retryDelay(attempt: number): number {
  return Math.min(5000, 250 * 2 ** Math.min(attempt - 1, 10));
}
