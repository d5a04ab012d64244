import { say } from '../contract/phrase.ts';
import { SshError } from './errors.ts';

/**
 * sshd counts sessions (`MaxSessions`, 10 by default) but no forwarded channels, so only commands queue here. The limit starts below
 * sshd's default and is lowered to what a host turned out to allow.
 */
export class ChannelBudget {
  #limit: number;
  #active = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get active(): number {
    return this.#active;
  }

  /** Resolves when a place is free; the result gives it back, once. Rejects with `cancelled` when the signal says so first. */
  async acquire(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted === true) throw cancelled();
    while (this.#active >= this.#limit) {
      await new Promise<void>((resolve, reject) => {
        const go = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        const stop = () => {
          const index = this.#waiting.indexOf(go);
          if (index >= 0) this.#waiting.splice(index, 1);
          reject(cancelled());
        };
        this.#waiting.push(go);
        signal?.addEventListener('abort', stop, { once: true });
      });
    }
    this.#active += 1;
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#active -= 1;
      this.#waiting.shift()?.();
    };
  }

  /** The host refused one more than these: never ask for more at once again. */
  lower(limit: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, limit));
  }
}

export function cancelled(): SshError {
  return new SshError('cancelled', say`The work on the host was cancelled.`);
}
