import type { CrashPoint, Instruments } from './runner.ts';

/** The first harness: a switchboard of instruments by which a test makes a certain step fail, or every step run twice. */
export interface Exerciser {
  instruments: Instruments;
  /** From now on, that point of that step throws; undefined for none. */
  failAt(fault: { step: string; point: CrashPoint; direction?: 'do' | 'undo' } | undefined): void;
  twice(on: boolean): void;
  /** The points passed since the last reset, as `do step after-effect`. */
  passed: string[];
}

export class InjectedFailure extends Error {}

export function exerciser(kind: string): Exerciser {
  let fault: { step: string; point: CrashPoint; direction?: 'do' | 'undo' } | undefined;
  const passed: string[] = [];
  const instruments: Instruments = {
    twice: false,
    at(point, ofKind, step, direction) {
      if (ofKind !== kind) return;
      passed.push(`${direction} ${step} ${point}`);
      if (
        fault !== undefined &&
        fault.step === step &&
        fault.point === point &&
        (fault.direction ?? 'do') === direction
      )
        throw new InjectedFailure(`Injected at ${point} of ${step}`);
    },
  };
  return {
    instruments,
    passed,
    failAt(next) {
      fault = next;
    },
    twice(on) {
      instruments.twice = on;
    },
  };
}
