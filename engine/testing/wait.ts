import type { Output } from '../contract/contract.ts';
import type { TestEngine } from './lab.ts';

/** Resolves with what `look` finds, looking now and after every commit: a wait for a cause, never for a time. */
export function until<T>(lab: TestEngine, look: () => T | undefined | false): Promise<T> {
  return new Promise((resolve, reject) => {
    const check = (): void => {
      try {
        const found = look();
        if (found === undefined || found === false) return;
        stop();
        resolve(found);
      } catch (error) {
        stop();
        reject(error);
      }
    };
    const stop = lab.engine.subscribe(lab.engine.desktopCaller(), () => queueMicrotask(check));
    check();
  });
}

/** A job as its row stands now. */
export const jobRow = (lab: TestEngine, jobid: string) => {
  const job = lab.engine.internals.ctx.store.get('jobs', jobid);
  if (job === undefined) throw new Error(`There is no job ${jobid}`);
  return job;
};

/** The job's end (or its being stuck), as a client reads it. */
export async function ended(lab: TestEngine, answer: unknown): Promise<Output<'queryAsyncJobResult'>> {
  const { jobid } = answer as { jobid: string };
  await lab.engine.internals.ctx.jobs.wait(jobid);
  return await lab.call('queryAsyncJobResult', { jobid });
}

/** Lets the hosts' manual time run, turn by turn of the event loop, until something has come true. */
export async function letTimeRun(lab: TestEngine, done: () => boolean, step = 100): Promise<void> {
  while (!done()) {
    lab.engine.internals.ctx.practice.setClock({ advance: step });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Error text of a job's result, for a client. */
export const errorOf = (job: Output<'queryAsyncJobResult'>): { errortext: string; hint?: string; code?: string } =>
  job.jobresult as { errortext: string; hint?: string; code?: string };
