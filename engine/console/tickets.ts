import { createHash, randomBytes } from 'node:crypto';
import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';

const lifetime = 60_000;
/** More than any page opens within a minute; beyond it someone is asking in a loop. */
const maximumTickets = 1024;

/**
 * Single-use keys of 32 random bytes that open one console within a minute. Kept and looked up by their SHA-256, so that the time a
 * lookup takes says nothing about any key, and a dump of this memory opens nothing.
 */
export class Tickets<T> {
  readonly #tickets = new Map<string, { value: T; expires: number }>();
  readonly #now: () => number;

  /** `now` in milliseconds; a monotonic clock, because a laptop's wall clock jumps. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  create(value: T): string {
    this.#forgetExpired();
    if (this.#tickets.size >= maximumTickets)
      throw fail('tooManyRequests', say`Too many consoles are being opened at once.`, {
        hint: say`Try again in a minute.`,
      });
    const token = randomBytes(32).toString('base64url');
    this.#tickets.set(digest(token), { value, expires: this.#now() + lifetime });
    return token;
  }

  /** The ticket's value, once; undefined for spent, expired and unknown tokens alike. */
  spend(token: string): T | undefined {
    this.#forgetExpired();
    const key = digest(token);
    const ticket = this.#tickets.get(key);
    this.#tickets.delete(key);
    return ticket?.value;
  }

  /** Takes back tickets that were not spent. */
  revoke(matches: (value: T) => boolean): void {
    for (const [key, { value }] of this.#tickets) if (matches(value)) this.#tickets.delete(key);
  }

  #forgetExpired(): void {
    const now = this.#now();
    for (const [key, ticket] of this.#tickets) {
      // In order of creation and all of the same lifetime: the first that is still good ends the search.
      if (ticket.expires > now) return;
      this.#tickets.delete(key);
    }
  }
}

const digest = (token: string): string => createHash('sha256').update(token).digest('base64');
