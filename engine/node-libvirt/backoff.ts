/** Waiting longer after each failure, with jitter, so that forty hosts behind one switch do not all return in the same instant. */
export type BackoffSettings = {
  /** Milliseconds before the first new attempt. */
  readonly initial: number;
  /** Milliseconds that the wait never exceeds. */
  readonly maximum: number;
};

/** Milliseconds to wait after `failures` failures in a row: doubling, of which `random` (0 to 1) decides the second half. */
export function backoffDelay(settings: BackoffSettings, failures: number, random: number): number {
  const full = Math.min(settings.maximum, settings.initial * 2 ** Math.min(failures - 1, 30));
  return full / 2 + (full / 2) * random;
}
