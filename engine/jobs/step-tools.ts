import { mapPhrase, textOf } from '../contract/phrase.ts';
import type { JobRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { JobLog } from './job-log.ts';
import type { StepTools } from './saga.ts';

/** What a step of a job may use besides the engine's context. */
export function stepTools(
  d: { store: Store; log: JobLog; clock: () => number },
  job: JobRow,
  step: string,
  signal: AbortSignal,
): StepTools {
  let last = 0;
  return {
    jobId: job.id,
    unit: `benchtop-${job.id.slice(0, 8)}-${step.replace(/[^a-zA-Z0-9]/g, '-').toLowerCase()}`,
    signal,
    progress: (percent, said) => {
      // At most four updates a second reach the disk: a progress bar needs no more.
      const now = d.clock();
      if (now - last < 250 && percent !== 100) return;
      last = now;
      const progressPhrase =
        said === undefined ? undefined : mapPhrase(said, (text) => d.log.clean(text).slice(0, 500));
      const progressText = progressPhrase === undefined ? undefined : textOf(progressPhrase).slice(0, 500);
      d.store.update('jobs', job.id, { percent, progressText, progressPhrase } as Partial<JobRow>);
    },
    log: (text, level = 'info', hostId = job.hostId) => d.log.add({ jobId: job.id, hostId, step, level, text }),
  };
}
