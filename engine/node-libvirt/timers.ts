/** Time, injected: deadlines, keepalive and reconnects can be driven by hand in a test. */
export interface Timers {
  /** Milliseconds since any fixed moment; never goes back. */
  now(): number;
  /** Runs `callback` once after `milliseconds`. Returns what `clear` takes. */
  set(callback: () => void, milliseconds: number): unknown;
  clear(handle: unknown): void;
}

/** The process’s own clock. Timers do not keep the process alive: an idle connection must not prevent an exit. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  set: (callback, milliseconds) => setTimeout(callback, milliseconds).unref(),
  clear: (handle) => clearTimeout(handle as NodeJS.Timeout),
};
