import type { Output } from '../contract/contract.ts';
import { BenchtopError, type ErrorData, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { Caller } from '../dispatcher.ts';
import type { ApiDoor } from './door.ts';

/**
 * The result of a job, once it has ended: for commands that CloudStack answers with their result however long they take. Rejects with the job's
 * error, and with unavailable when `signal` says that nobody waits any more.
 */
export async function jobResult(door: ApiDoor, caller: Caller, jobid: string, signal: AbortSignal): Promise<unknown> {
  const ended = Promise.withResolvers<Output<'queryAsyncJobResult'>>();
  const look = async () => {
    const job = (await door.call(caller, 'queryAsyncJobResult', { jobid })) as Output<'queryAsyncJobResult'>;
    if (job.jobstatus !== 0 || job.state === 'stuck') ended.resolve(job);
  };
  const stop = () => ended.reject(fail('unavailable', say`The job goes on; its end is not waited for.`));
  const unsubscribe = door.subscribe(caller, (changes, gap) => {
    if (gap || changes.some((each) => each.noun === 'asyncjobs' && each.id === jobid)) look().catch(ended.reject);
  });
  signal.addEventListener('abort', stop);
  try {
    look().catch(ended.reject);
    const job = await ended.promise;
    if (job.jobstatus === 1) return job.jobresult;
    throw failureOf(job);
  } finally {
    unsubscribe();
    signal.removeEventListener('abort', stop);
  }
}

/** The error of a job that was waited for. */
export class JobFailure extends BenchtopError {}

function failureOf(job: Output<'queryAsyncJobResult'>): Error {
  const result = (job.jobresult ?? {}) as Partial<ErrorData> & { errortext?: string };
  const data: ErrorData = {
    code: result.code ?? (job.jobstatus === 3 ? 'cancelled' : 'internal'),
    message: result.errortext ?? (job.jobstatus === 3 ? 'The job was cancelled.' : 'The job failed.'),
    ...(result.field !== undefined && { field: result.field }),
    ...(result.hint !== undefined && { hint: result.hint }),
  };
  return new JobFailure(data);
}
