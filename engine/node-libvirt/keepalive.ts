/**
 * Notices a connection that went silent.
 *
 * A server that has as many of our requests as it accepts stops reading, pings included, and so does one whose disk is slower than
 * our upload. Neither is dead, so silence only counts while an answer could be expected.
 */
import type { Timers } from './timers.ts';

export type KeepaliveSettings = {
  /** Milliseconds between pings. libvirt's own default is 5,000. */
  readonly interval: number;
  /** Unanswered pings after which the connection is given up. libvirt's own default is 5. */
  readonly misses: number;
};

/** What a tick can expect of the peer: an answer, nothing, or that it takes bytes which have waited for the whole interval. */
export type Expectation = 'answer' | 'nothing' | 'drain';

// How many times longer a peer may refuse to take bytes than it may stay silent: writing to a slow disk is not being dead.
const DRAIN_PATIENCE = 5;

export class Keepalive {
  readonly #settings: KeepaliveSettings;
  readonly #timers: Timers;
  readonly #expectation: () => Expectation;
  readonly #ping: () => void;
  readonly #fail: () => void;
  #timer: unknown;
  #unanswered = 0;
  #undrained = 0;

  constructor(
    settings: KeepaliveSettings,
    timers: Timers,
    hooks: { expectation: () => Expectation; ping: () => void; fail: () => void },
  ) {
    this.#settings = settings;
    this.#timers = timers;
    this.#expectation = hooks.expectation;
    this.#ping = hooks.ping;
    this.#fail = hooks.fail;
    this.#schedule();
  }

  /** Anything came from the peer, so it lives. */
  heard(): void {
    this.#unanswered = 0;
  }

  stop(): void {
    this.#timers.clear(this.#timer);
  }

  #schedule(): void {
    this.#timer = this.#timers.set(() => this.#tick(), this.#settings.interval);
  }

  #tick(): void {
    const expectation = this.#expectation();
    this.#undrained = expectation === 'drain' ? this.#undrained + 1 : 0;
    const silent = expectation === 'answer' && this.#unanswered >= this.#settings.misses;
    if (silent || this.#undrained > this.#settings.misses * DRAIN_PATIENCE) {
      this.#fail();
      return;
    }
    if (expectation === 'answer') {
      this.#unanswered++;
      this.#ping();
    }
    this.#schedule();
  }
}
