import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { jobError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';

/** The newest job about a machine: its log is what one reads, and a failed one says what to do. */
export function useLatestJob(preparationId: string): AsyncJobView | undefined {
  return useList('listAsyncJobs', { resourceid: preparationId, pagesize: 1 }).rows[0];
}

/** What to do about the failure of a job; nothing for any other job. */
export function hintOf(job: AsyncJobView | undefined): string | undefined {
  return job === undefined || job.jobstatus !== 2 ? undefined : jobError(job).hint;
}
