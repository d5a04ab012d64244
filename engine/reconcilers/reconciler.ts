import type { Ctx } from '../context.ts';

/** Brings the world to what the store says (or the store to what the world shows), whatever led there: it takes no input. */
export interface Reconciler {
  name: string;
  /** Milliseconds between two rounds; asked anew after each, so that a changed setting counts from the next round. */
  period(ctx: Ctx): number;
  run(ctx: Ctx): Promise<void>;
}

export interface ReconcilerScheduler {
  /** Runs a reconciler soon; pokes during a run lead to one more run after it. */
  poke(name: string): void;
  /** One round now, for tests and for the end of a poke: resolves when it is over. */
  runOnce(name: string): Promise<void>;
  /** Begins no more rounds and waits for those under way, but not for ever: a host may never answer. */
  stop(graceMilliseconds?: number): Promise<void>;
}

export function scheduleReconcilers(
  ctx: Ctx,
  reconcilers: readonly Reconciler[],
  options: { periodic: boolean },
): ReconcilerScheduler {
  const timers = new Map<string, NodeJS.Timeout>();
  const running = new Map<string, Promise<void>>();
  const again = new Set<string>();
  let stopped = false;

  const run = (each: Reconciler): Promise<void> => {
    const current = running.get(each.name);
    if (current !== undefined) {
      again.add(each.name);
      return current;
    }
    const promise = each
      .run(ctx)
      .catch((error: unknown) =>
        ctx.log.add({
          level: 'error',
          text: `${each.name}: ${error instanceof Error ? error.message : String(error)}`,
        }),
      )
      .finally(() => {
        running.delete(each.name);
        if (stopped) return;
        if (again.delete(each.name)) void run(each);
        else plan(each);
      });
    running.set(each.name, promise);
    return promise;
  };

  const plan = (each: Reconciler): void => {
    clearTimeout(timers.get(each.name));
    if (!options.periodic || stopped) return;
    timers.set(each.name, setTimeout(() => void run(each), each.period(ctx)).unref());
  };

  for (const each of reconcilers) plan(each);
  const find = (name: string) => reconcilers.find((each) => each.name === name);
  return {
    poke(name) {
      const each = find(name);
      if (each !== undefined && !stopped) setImmediate(() => stopped || void run(each));
    },
    async runOnce(name) {
      const each = find(name);
      if (each !== undefined) await run(each);
    },
    async stop(graceMilliseconds = 2_000) {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      const all = Promise.allSettled(running.values());
      await Promise.race([all, new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref())]);
    },
  };
}
