import type { Phrase } from '../contract/phrase.ts';
/** What survives a crash between two steps: plain JSON. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json | undefined };

/** What a step may use besides the engine's context. */
export interface StepTools {
  jobId: string;
  /** `benchtop-<job>-<step>`: the name of the transient unit that long work on a host runs as; the same after a restart. */
  unit: string;
  /** Aborts when the job is cancelled; never on shutdown, where long work goes on without us. */
  signal: AbortSignal;
  /** 0–100 where a real figure is known. */
  progress(percent: number | undefined, said?: Phrase): void;
  /** A phrase is shown in the window's language, what a host printed as it is. */
  log(text: string | Phrase, level?: 'debug' | 'info' | 'warn' | 'error', hostId?: string): void;
}

/**
 * One step. `do` and `undo` are idempotent: both may run again after a crash, and `undo` also runs when `do` may only have begun, so it
 * must cope with every half-done condition. `so` holds the job's input and the outputs of earlier steps only.
 */
export interface Step<C, A> {
  name: string;
  do(context: C, so: A, tools: StepTools): Promise<Json | void> | Json | void;
  undo?: (context: C, so: A, tools: StepTools) => Promise<void> | void;
  /** From here on the job only goes forward: a failure leaves it stuck and repairable instead of undoing what cannot come back. */
  irreversible: boolean;
}

export interface Saga<C> {
  kind: string;
  steps: readonly Step<C, never>[];
  /** A job that only waits for other jobs: it takes no place among those that run, else many of them could wait for ever. */
  waits?: boolean;
  /** The job's result, once all steps are done. */
  result(context: C, so: never): Json | void;
  /** Runs in the commit that ends the job, for what must be true together with its end (clearing a row's job id, an event). */
  ended?: (context: C, so: never, outcome: 'succeeded' | 'failed' | 'cancelled', why: Phrase | undefined) => void;
}

interface StepDefinition<C, A, O> {
  do(context: C, so: A, tools: StepTools): Promise<O> | O;
  /** What takes the step back, or the reason why there is nothing to take back. */
  undo: ((context: C, so: A, tools: StepTools) => Promise<void> | void) | { nothing: string };
  irreversible?: boolean;
}

/** A table of contents of a job: `saga<Ctx, Input>('kind').step(…).step(…).end(…)`. */
export interface SagaBuilder<C, A> {
  step<const N extends string, O extends Json | void>(
    name: N,
    definition: StepDefinition<C, A, O>,
  ): SagaBuilder<C, A & { readonly [K in N]: O }>;
  end(last: {
    waits?: boolean;
    result(context: C, so: A): Json | void;
    ended?: (context: C, so: A, outcome: 'succeeded' | 'failed' | 'cancelled', why: Phrase | undefined) => void;
  }): Saga<C>;
}

export function saga<C, I>(kind: string): SagaBuilder<C, { readonly input: I; readonly jobId: string }> {
  const steps: Step<C, never>[] = [];
  const builder: SagaBuilder<C, never> = {
    step(name, definition) {
      if (steps.some((step) => step.name === name)) throw new Error(`Two steps of ${kind} are named ${name}`);
      const step: Step<C, never> = {
        name,
        do: definition.do as Step<C, never>['do'],
        irreversible: definition.irreversible ?? false,
      };
      if (typeof definition.undo === 'function') step.undo = definition.undo as NonNullable<Step<C, never>['undo']>;
      steps.push(step);
      return builder as never;
    },
    end(last) {
      const made: Saga<C> = { kind, steps, result: last.result };
      if (last.ended !== undefined) made.ended = last.ended;
      if (last.waits) made.waits = true;
      return made;
    },
  };
  return builder as never;
}
