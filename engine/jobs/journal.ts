import type { JobRow } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import type { Json } from './saga.ts';

export type StepState = 'doing' | 'done' | 'undoing' | 'undone';

export interface StepRecord {
  position: number;
  name: string;
  state: StepState;
  output: Json;
}

/** The durable record of jobs and their steps. The intent of a step is committed here before the step may touch anything. */
export class Journal {
  private readonly store: Store;
  private readonly clock: () => number;

  constructor(store: Store, clock: () => number) {
    this.store = store;
    this.clock = clock;
  }

  steps(jobId: string): StepRecord[] {
    const rows = this.store
      .prepare('SELECT position, name, state, output FROM job_step WHERE job_id = ? ORDER BY position')
      .all(jobId) as { position: number; name: string; state: StepState; output: string | null }[];
    return rows.map((row) => ({ ...row, output: row.output === null ? undefined : (JSON.parse(row.output) as Json) }));
  }

  /** Commits what is about to happen. Resolves when it is on disk. */
  intend(jobId: string, position: number, name: string, state: 'doing' | 'undoing'): Promise<void> {
    return this.store.commitSoon(() => {
      this.store
        .prepare(
          `INSERT INTO job_step (job_id, position, name, state, started) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (job_id, position) DO UPDATE SET state = excluded.state`,
        )
        .run(jobId, position, name, state, this.clock());
      this.progress(jobId, { step: name, stepIndex: position });
    });
  }

  /** Commits what a step yielded. */
  record(jobId: string, position: number, state: 'done' | 'undone', output: Json): Promise<void> {
    return this.store.commitSoon(() => {
      this.store
        .prepare(
          'UPDATE job_step SET state = ?, output = coalesce(?, output), ended = ? WHERE job_id = ? AND position = ?',
        )
        .run(state, output === undefined ? null : JSON.stringify(output), this.clock(), jobId, position);
    });
  }

  private progress(jobId: string, patch: Partial<Omit<JobRow, 'id' | 'state'>>): void {
    const row = this.store
      .prepare(
        `UPDATE job SET step = ?, step_index = ?, percent = NULL, progress_text = NULL, progress_phrase = NULL WHERE id = ?
         RETURNING account_id AS accountid`,
      )
      .get(patch.step ?? null, patch.stepIndex ?? null, jobId) as { accountid: string };
    this.store.changed({ noun: 'asyncjobs', id: jobId, change: 'updated', ...row });
  }
}
