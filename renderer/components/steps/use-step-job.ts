import { useState } from 'react';
import type { Input, JobCommandName } from '../../../engine/contract/contract.ts';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { call, jobError, waitForJob } from '../../api/client.ts';
import { stuckError } from './step-form.ts';

/** Runs job commands one after another for a step that waits for their end; `jobid` is the latest, for its checks and log. */
export function useStepJob() {
  const [jobid, setJobid] = useState<string | undefined>(undefined);
  const run = async <K extends JobCommandName>(name: K, input: Input<K>): Promise<AsyncJobView> => {
    setJobid(undefined);
    const answer = (await call(name, input)) as { jobid: string };
    setJobid(answer.jobid);
    const job = await waitForJob(answer.jobid);
    if (job.state === 'stuck') throw stuckError();
    if (job.jobstatus !== 1) throw jobError(job);
    return job;
  };
  return { jobid, run };
}
