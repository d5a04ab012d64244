import type { Change } from '../engine/contract/transport.ts';

/** Changes that may wait for one client; more than this many and it is told to refetch instead. */
export const maximumWaitingChanges = 1000;

/**
 * Changes on their way to one client, one batch in flight at a time: the next is sent when the client has taken the last.
 * A client that does not keep up costs a bounded amount of memory, because what waits collapses to a `gap`.
 */
export class ChangeQueue {
  readonly #send: (changes: Change[], gap: boolean) => void;
  #waiting: Change[] = [];
  #gap = false;
  #inFlight = false;

  /** `send` starts the sending of a batch; `taken()` must be called when the client has it. */
  constructor(send: (changes: Change[], gap: boolean) => void) {
    this.#send = send;
  }

  push(changes: readonly Change[], gap: boolean): void {
    if (gap) this.#gap = true;
    if (this.#waiting.length + changes.length > maximumWaitingChanges) {
      this.#waiting = [];
      this.#gap = true;
    } else if (!this.#gap) {
      // After a gap the client refetches everything once it hears of it, so what happens before that is covered.
      this.#waiting.push(...changes);
    }
    this.#flush();
  }

  /** The batch in flight arrived. */
  taken(): void {
    this.#inFlight = false;
    this.#flush();
  }

  /** The client started afresh (it reloaded): whatever was in flight is void, and it must refetch. */
  restart(): void {
    this.#inFlight = false;
    this.push([], true);
  }

  #flush(): void {
    if (this.#inFlight || (this.#waiting.length === 0 && !this.#gap)) return;
    const changes = this.#waiting;
    const gap = this.#gap;
    this.#waiting = [];
    this.#gap = false;
    this.#inFlight = true;
    this.#send(changes, gap);
  }
}
