import { setImmediate as turn } from 'node:timers/promises';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { World } from './world.ts';

export type ClockMode = 'automatic' | 'manual';

/**
 * The time of the simulated machines, in milliseconds. Automatic time follows the real one (also while the app is closed); manual time
 * stands still until it is advanced. Nothing in the simulator waits by any other means.
 */
export interface WorldClock {
  readonly mode: ClockMode;
  now(): number;
  /** Resolves when the world's time has reached `time`. Rejects with `cancelled` when the signal aborts. */
  until(time: number, signal?: AbortSignal): Promise<void>;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** The time that a question and its answer take on the wire: none in manual time, or nobody could see the hosts standing still. */
  roundTrip(milliseconds: number, signal?: AbortSignal): Promise<void>;
  setMode(mode: ClockMode): void;
  /** Manual time only: moves it on and wakes who waited. Throws `conflict` in automatic time. */
  advance(milliseconds: number): void;
  /** Rejects all waits. */
  close(): void;
}

interface ClockRow {
  mode: ClockMode;
  world_ms: number;
  real_ms: number;
  speed: number;
}

interface Waiter {
  time: number;
  resolve(): void;
}

/** World time by the clock row alone; for the console worker, which only reads. */
export function worldTime(world: World): { mode: ClockMode; now: number } {
  const row = world.get<ClockRow>('SELECT mode, world_ms, real_ms, speed FROM clock');
  if (row === undefined) return { mode: 'automatic', now: Date.now() };
  return { mode: row.mode, now: timeOf(row) };
}

function timeOf(row: ClockRow): number {
  if (row.mode === 'manual') return row.world_ms;
  // A real clock that was set back must not make guests younger than they are.
  return row.world_ms + Math.max(0, Date.now() - row.real_ms) * row.speed;
}

/**
 * @param delayScale how long a delay of the world takes in real time: 1 as it says, 0.1 ten times faster, 0 no time at all (the
 * world's time then jumps to the end of each wait, which is what tests want).
 */
export function createClock(world: World, delayScale = 1): WorldClock {
  if (!(delayScale >= 0 && delayScale <= 1000))
    throw fail('parameter', say`The scale of simulated delays must be from 0 to 1000.`, { field: 'delayScale' });
  const speed = delayScale === 0 ? 1 : 1 / delayScale;
  const closing = new AbortController();
  const waiters = new Set<Waiter>();
  let mode: ClockMode = 'automatic';
  let anchorWorld = 0;
  let anchorReal = 0;

  const now = () => (mode === 'manual' ? anchorWorld : anchorWorld + (performance.now() - anchorReal) * speed);
  const anchor = (time: number) => {
    anchorWorld = time;
    anchorReal = performance.now();
  };
  const save = () => {
    world.run(
      'INSERT OR REPLACE INTO clock (one, mode, world_ms, real_ms, speed) VALUES (1, ?, ?, ?, ?)',
      mode,
      now(),
      Date.now(),
      speed,
    );
  };
  const wake = () => {
    for (const waiter of waiters) if (waiter.time <= now()) waiter.resolve();
  };

  const saved = worldTime(world);
  mode = saved.mode;
  anchor(saved.now);
  save();

  /** Waits for a wake-up by advance(), by the timer of automatic time, or by a change of mode. */
  function pause(time: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      let timer: NodeJS.Timeout | undefined;
      const end = () => {
        waiters.delete(waiter);
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
      };
      const abort = () => {
        end();
        reject(cancelled());
      };
      const waiter: Waiter = {
        time,
        resolve: () => {
          end();
          resolve();
        },
      };
      waiters.add(waiter);
      signal.addEventListener('abort', abort, { once: true });
      if (mode === 'automatic') timer = setTimeout(waiter.resolve, Math.min((time - now()) / speed + 1, 0x7fffffff));
    });
  }

  async function wait(time: number, signal: AbortSignal | undefined, inManualTime: boolean): Promise<void> {
    const either = signal === undefined ? closing.signal : AbortSignal.any([signal, closing.signal]);
    for (;;) {
      if (either.aborted) throw cancelled();
      if (now() >= time || (mode === 'manual' && !inManualTime)) return;
      if (mode === 'automatic' && delayScale === 0) {
        await turn();
        if (now() < time) anchor(time);
      } else await pause(time, either);
    }
  }

  return {
    get mode() {
      return mode;
    },
    now,
    until: (time, signal) => wait(time, signal, true),
    sleep: (milliseconds, signal) => wait(now() + milliseconds, signal, true),
    roundTrip: (milliseconds, signal) => wait(now() + milliseconds, signal, false),
    setMode(next) {
      if (next === mode) return;
      const time = now();
      mode = next;
      anchor(time);
      save();
      // Everyone looks again: timers of automatic time mean nothing now, and the other way round.
      for (const waiter of [...waiters]) waiter.resolve();
    },
    advance(milliseconds) {
      if (mode !== 'manual')
        throw fail('conflict', say`Simulated time runs by itself and cannot be advanced.`, {
          field: 'advance',
          hint: say`Switch the clock to manual first.`,
        });
      anchor(anchorWorld + Math.max(0, milliseconds));
      save();
      wake();
    },
    close: () => closing.abort(),
  };
}

function cancelled() {
  return fail('cancelled', say`The work was cancelled.`);
}
