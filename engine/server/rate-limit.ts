import type { ApiDoor } from './door.ts';

export type RateLimitOptions = Pick<ApiDoor, 'clock' | 'limit'>;

/** Who is counted at once; beyond it all counting begins anew. */
const maximumCounted = 10_000;

/** Counts calls of whoever it is told, within an interval of his own. */
export class RateLimit {
  readonly #options: RateLimitOptions;
  readonly #counted = new Map<string, { since: number; calls: number }>();

  constructor(options: RateLimitOptions) {
    this.#options = options;
  }

  /** Counts one more call. Answers in how many milliseconds the next one may come, where this is one too many. */
  take(who: string): number | undefined {
    const limit = this.#options.limit();
    if (limit === undefined) return undefined;
    const now = this.#options.clock();
    if (this.#counted.size >= maximumCounted && !this.#counted.has(who)) this.#counted.clear();
    let counter = this.#counted.get(who);
    // A clock that was set back would leave the counter full for as long.
    if (counter === undefined || now >= counter.since + limit.intervalMs || now < counter.since) {
      counter = { since: now, calls: 0 };
      this.#counted.set(who, counter);
    }
    counter.calls += 1;
    return counter.calls <= limit.calls ? undefined : counter.since + limit.intervalMs - now;
  }
}
