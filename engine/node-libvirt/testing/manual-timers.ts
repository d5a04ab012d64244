/** A clock that stands still until a test moves it. */
import type { Timers } from '../timers.ts';

type Entry = { readonly at: number; readonly callback: () => void };

export class ManualTimers implements Timers {
  #now = 0;
  readonly #entries = new Set<Entry>();

  now(): number {
    return this.#now;
  }

  set(callback: () => void, milliseconds: number): unknown {
    const entry = { at: this.#now + milliseconds, callback };
    this.#entries.add(entry);
    return entry;
  }

  clear(handle: unknown): void {
    this.#entries.delete(handle as Entry);
  }

  /** Lets time pass; what falls due runs in order, each followed by the promises that it settles. */
  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    for (;;) {
      const due = [...this.#entries].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) break;
      this.#entries.delete(due);
      this.#now = Math.max(this.#now, due.at);
      due.callback();
      await settled();
    }
    this.#now = end;
    await settled();
  }
}

/** Lets everything run that is ready to: promises, ticks, and bytes on in-memory streams. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
