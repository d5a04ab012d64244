import type { Phrase } from '../contract/phrase.ts';
import type { JobRow } from '../store/rows.ts';

/** What is told of a job, each inside the commit that it tells of. */
export interface JobEvents {
  /** Answers with the id that every further event of the job names as its parent. */
  scheduled(job: JobRow, said: Phrase | undefined): string;
  started(job: JobRow): void;
  ended(job: JobRow, outcome: 'succeeded' | 'failed' | 'cancelled', why: Phrase | undefined): void;
}
