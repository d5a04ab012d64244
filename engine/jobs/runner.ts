import { type ErrorData, errorData, fail, phraseOf } from '../contract/errors.ts';
import { fixed, type Phrase, say, textOf } from '../contract/phrase.ts';
import type { JobRow, JobState } from '../store/rows.ts';
import type { Store } from '../store/store.ts';
import { cancelled, causeChain, cleanError } from './failure.ts';
import type { JobEvents } from './job-events.ts';
import type { JobLog } from './job-log.ts';
import type { JobStart } from './job-start.ts';
import { Journal } from './journal.ts';
import type { Json, Saga, Step } from './saga.ts';
import { stepTools } from './step-tools.ts';

/** Where a crash can hit a step; the second harness kills the process at each. */
export type CrashPoint = 'before-intent' | 'after-intent' | 'after-effect' | 'after-result';

/** Hooks of the two harnesses; absent in the product. */
export interface Instruments {
  at?(point: CrashPoint, kind: string, step: string, direction: 'do' | 'undo'): Promise<void> | void;
  /** Runs every `do` and every `undo` twice. */
  twice?: boolean;
}

/** How the hint of a job begins that is stuck because it could not be undone. */
const undoFailed = 'Undoing';

export interface RunnerDependencies<C> {
  store: Store;
  log: JobLog;
  clock: () => number;
  ids: () => string;
  context(): C;
  /** What is told of a job's begin and end; absent in tests of the runner alone. */
  events?: JobEvents;
  instruments?: Instruments;
  /** Jobs running at once; CloudStack's `workers` times its async threads is far more than one desk needs. */
  maximumRunning?: number;
}

/** Nothing more happens by itself. */
const resting: ReadonlySet<JobState> = new Set(['succeeded', 'failed', 'cancelled', 'stuck']);

interface Running {
  abort: AbortController;
  promise: Promise<void>;
  waits: boolean;
}

/**
 * Runs jobs as durable sagas. Each step's intent is committed before the step, its result after; on failure or cancel the steps that may
 * have run are undone in reverse. A failed undo, or a failure past the point of no return, leaves the job `stuck`, with a repair.
 * After a restart every open job goes on where its journal ends, each independently of the others.
 */
export class JobRunner<C> {
  private readonly d: RunnerDependencies<C>;
  private readonly journal: Journal;
  private readonly sagas = new Map<string, Saga<C>>();
  private readonly running = new Map<string, Running>();
  private queue: string[] = [];
  private readonly waiters = new Map<string, ((job: JobRow) => void)[]>();
  private closing = false;
  /** The job whose end is being written: an event that its saga writes then is the job's own, and no further one is. */
  ending: { job: JobRow; told: boolean } | undefined;

  constructor(dependencies: RunnerDependencies<C>) {
    this.d = dependencies;
    this.journal = new Journal(dependencies.store, dependencies.clock);
  }

  register(...sagas: Saga<C>[]): void {
    for (const each of sagas) this.sagas.set(each.kind, each);
  }

  kinds(): string[] {
    return [...this.sagas.keys()];
  }

  saga(kind: string): Saga<C> | undefined {
    return this.sagas.get(kind);
  }

  /**
   * Writes a job's row; call inside the `store.write` that inserts or marks its resource, so that both exist or neither. The job begins
   * after the commit. Returns its id.
   */
  start(request: JobStart): string {
    if (!this.sagas.has(request.kind)) throw new Error(`No saga of kind ${request.kind}`);
    if (this.closing) throw fail('unavailable', say`Benchtop is closing and starts no more work.`);
    const id = this.d.ids();
    const { said, ...rest } = request;
    const job: JobRow = { ...rest, id, state: 'pending', cancelRequested: false, created: this.d.clock() };
    this.d.store.write(() => {
      const startEventId = this.d.events?.scheduled(job, said);
      this.d.store.insert('jobs', startEventId === undefined ? job : { ...job, startEventId });
    });
    setImmediate(() => this.enqueue(id));
    return id;
  }

  /** Resolves with the job's row when it has ended (or is stuck). */
  wait(jobId: string): Promise<JobRow> {
    return new Promise((resolve) => {
      const job = this.d.store.get('jobs', jobId);
      if (job !== undefined && (job.completed !== undefined || job.state === 'stuck')) return resolve(job);
      const list = this.waiters.get(jobId) ?? [];
      list.push(resolve);
      this.waiters.set(jobId, list);
    });
  }

  /** Takes up every open job again; called once at start. A job that cannot go on does not keep the others from it. */
  resume(): void {
    for (const job of this.d.store.where(
      'jobs',
      "completed IS NULL AND state IN ('pending', 'running', 'undoing', 'locked') ORDER BY created",
    ))
      this.enqueue(job.id);
  }

  cancel(jobId: string): void {
    const job = this.d.store.need('jobs', jobId, 'jobid');
    const reason = this.whyNotCancellable(job);
    if (reason !== undefined) throw fail('conflict', reason);
    this.d.store.update('jobs', jobId, { cancelRequested: true });
    this.running.get(jobId)?.abort.abort(cancelled());
    // A locked job runs nowhere: it is taken up once more, to be undone.
    if (job.state === 'locked') this.enqueue(jobId);
  }

  /** Undefined when the job can be cancelled, else the reason in one sentence. */
  whyNotCancellable(job: JobRow): Phrase | undefined {
    if (job.completed !== undefined) return say`The job has already ended.`;
    if (job.state === 'undoing') return say`The job is already being undone.`;
    if (job.state === 'stuck') return say`The job is stuck: repair it instead.`;
    const steps = this.sagas.get(job.kind)?.steps ?? [];
    if (steps.slice(0, (job.stepIndex ?? -1) + 1).some((step) => step.irreversible))
      return say`The job is past the point from which it can only go forward.`;
    return undefined;
  }

  /** Sends a stuck job on its way again: forward when it is past its point of no return or only its end failed, else back. */
  repair(jobId: string): void {
    const job = this.d.store.need('jobs', jobId, 'jobid');
    if (job.state !== 'stuck')
      throw fail('conflict', say`Only a stuck job can be repaired.`, {
        field: 'jobid',
        hint: say`This one is ${fixed(job.state)}.`,
      });
    this.setState(jobId, this.pastReturn(job) || this.whole(job) ? 'running' : 'undoing');
    this.enqueue(jobId);
  }

  /** Takes up the jobs that waited for the key of the stored passwords. */
  resumeLocked(): void {
    for (const job of this.d.store.where('jobs', "completed IS NULL AND state = 'locked' ORDER BY created"))
      this.enqueue(job.id);
  }

  /** Stops taking work and waits until no step is in hand; open jobs stay open in the journal. */
  async close(graceMilliseconds = 5_000): Promise<void> {
    this.closing = true;
    this.queue = [];
    const all = Promise.allSettled(this.inHand().map((each) => each.promise));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, graceMilliseconds).unref())]);
  }

  private enqueue(jobId: string): void {
    if (this.closing || this.queue.includes(jobId)) return;
    // A job that has just stuck is still on its way out when its repair comes: it is taken up again right after.
    const current = this.running.get(jobId);
    if (current !== undefined) {
      void current.promise.finally(() => this.enqueue(jobId));
      return;
    }
    this.queue.push(jobId);
    this.pump();
  }

  private inHand = () => [...this.running.values()].filter((each) => !each.waits);

  private pump(): void {
    while (!this.closing && this.inHand().length < (this.d.maximumRunning ?? 25)) {
      const jobId = this.queue.shift();
      if (jobId === undefined) return;
      const waits = this.sagas.get(this.d.store.get('jobs', jobId)?.kind ?? '')?.waits ?? false;
      const abort = new AbortController();
      const promise = this.run(jobId, abort)
        .catch((error: unknown) =>
          this.d.log.add({ jobId, level: 'error', text: say`The runner failed: ${String(error)}` }),
        )
        .finally(() => {
          this.running.delete(jobId);
          this.pump();
        });
      this.running.set(jobId, { abort, promise, waits });
    }
  }

  private async run(jobId: string, abort: AbortController): Promise<void> {
    const job = this.d.store.get('jobs', jobId);
    if (job === undefined || job.completed !== undefined) return;
    const saga = this.sagas.get(job.kind);
    if (saga === undefined)
      return this.stick(job, fail('internal', say`This version knows no job of kind ${job.kind}.`).data);
    if (job.cancelRequested) abort.abort(cancelled());
    if (job.state === 'undoing') return this.undo(job, saga, job.error ?? fail('internal', say`The job failed.`).data);
    if (job.state === 'pending' || job.state === 'locked')
      this.d.store.write(() => {
        if (job.state === 'pending') this.d.events?.started(job);
        this.setState(jobId, 'running');
      });
    const so: Record<string, Json> = { input: job.input as Json, jobId };
    const records = this.journal.steps(jobId);
    for (const [position, step] of saga.steps.entries()) {
      const record = records[position];
      if (record?.state === 'done') {
        so[step.name] = record.output;
        continue;
      }
      if (this.closing) return;
      try {
        if (abort.signal.aborted && !this.pastReturn(job)) throw abort.signal.reason;
        await this.d.instruments?.at?.('before-intent', saga.kind, step.name, 'do');
        await this.journal.intend(jobId, position, step.name, 'doing');
        await this.d.instruments?.at?.('after-intent', saga.kind, step.name, 'do');
        // Past the point of no return nothing is broken off any more, not even by a cancel that came a moment too late.
        const signal = this.pastReturn(job) ? new AbortController().signal : abort.signal;
        const tools = stepTools(this.d, job, step.name, signal);
        let output = await step.do(this.d.context(), so as never, tools);
        if (this.d.instruments?.twice) output = await step.do(this.d.context(), so as never, tools);
        await this.d.instruments?.at?.('after-effect', saga.kind, step.name, 'do');
        await this.journal.record(jobId, position, 'done', output as Json);
        so[step.name] = output as Json;
        await this.d.instruments?.at?.('after-result', saga.kind, step.name, 'do');
      } catch (error) {
        // A step that our own closing broke off is taken up again at the next start, whatever it threw.
        if (this.closing) return;
        if (errorData(error).code === 'locked') return this.setState(jobId, 'locked');
        // Whatever a step throws when it is broken off, the reason is the cancel.
        const broken = abort.signal.aborted && !this.pastReturn(job);
        return this.failed(job, saga, step, broken ? abort.signal.reason : error);
      }
    }
    this.succeed(job, saga, so);
  }

  private succeed(job: JobRow, saga: Saga<C>, so: Record<string, Json>): void {
    this.d.log.flush();
    let ended: JobRow;
    try {
      ended = this.d.store.write(() => {
        const result = saga.result(this.d.context(), so as never);
        this.tellEnd(job, saga, so, 'succeeded', undefined);
        // A repaired job's old failure is history: its log has it.
        const patch = { result, error: undefined, completed: this.d.clock(), percent: 100 };
        this.d.store.update('jobs', job.id, patch as Partial<JobRow>);
        this.setState(job.id, 'succeeded');
        return this.d.store.get('jobs', job.id) as JobRow;
      });
    } catch (error) {
      // Everything is done and yet the job cannot end: shown, rather than running for ever.
      this.d.log.add({ jobId: job.id, level: 'error', text: causeChain(error) });
      this.stick(job, errorData(error));
      return;
    }
    this.tell(ended);
  }

  /** What must be true together with a job's end, and the event that says so: the saga's own where it writes one. */
  private tellEnd(
    job: JobRow,
    saga: Saga<C>,
    so: object,
    outcome: 'succeeded' | 'failed' | 'cancelled',
    why: Phrase | undefined,
  ): void {
    const ending = { job, told: false };
    this.ending = ending;
    try {
      saga.ended?.(this.d.context(), so as never, outcome, why);
    } finally {
      this.ending = undefined;
    }
    if (!ending.told) this.d.events?.ended(job, outcome, why);
  }

  private async failed(job: JobRow, saga: Saga<C>, step: Step<C, never>, thrown: unknown): Promise<void> {
    const error = { ...this.clean(errorData(thrown)), step: step.name };
    this.d.log.add({ jobId: job.id, step: step.name, level: 'error', text: causeChain(thrown) });
    this.d.log.flush();
    if (this.pastReturn(job)) return this.stick(job, error);
    this.d.store.write(() => {
      this.d.store.update('jobs', job.id, { error });
      this.setState(job.id, 'undoing');
    });
    return this.undo(job, saga, error);
  }

  private async undo(job: JobRow, saga: Saga<C>, error: ErrorData): Promise<void> {
    const so: Record<string, Json> = { input: job.input as Json, jobId: job.id };
    const records = this.journal.steps(job.id);
    for (const record of records) if (record.output !== undefined) so[record.name] = record.output;
    for (const record of records.reverse()) {
      if (record.state === 'undone') continue;
      if (this.closing) return;
      const step = saga.steps[record.position];
      try {
        await this.d.instruments?.at?.('before-intent', saga.kind, record.name, 'undo');
        await this.journal.intend(job.id, record.position, record.name, 'undoing');
        await this.d.instruments?.at?.('after-intent', saga.kind, record.name, 'undo');
        if (step?.undo !== undefined) {
          const tools = stepTools(this.d, job, step.name, new AbortController().signal);
          await step.undo(this.d.context(), so as never, tools);
          if (this.d.instruments?.twice) await step.undo(this.d.context(), so as never, tools);
        }
        await this.d.instruments?.at?.('after-effect', saga.kind, record.name, 'undo');
        await this.journal.record(job.id, record.position, 'undone', undefined);
        await this.d.instruments?.at?.('after-result', saga.kind, record.name, 'undo');
      } catch (thrown) {
        if (this.closing) return;
        this.d.log.add({
          jobId: job.id,
          step: record.name,
          level: 'error',
          text: say`Undo failed: ${causeChain(thrown)}`,
        });
        const why = phraseOf(this.clean(errorData(thrown)));
        const hint = say`Undoing "${record.name}" failed: ${why} Mend the cause, then repair the job.`;
        return this.stick(job, { ...error, hint: textOf(hint), phrases: { message: phraseOf(error), hint } });
      }
    }
    this.d.log.flush();
    const outcome =
      this.d.store.get('jobs', job.id)?.cancelRequested && error.code === 'cancelled' ? 'cancelled' : 'failed';
    const ended = this.d.store.write(() => {
      this.tellEnd(job, saga, so, outcome, phraseOf(error));
      // An undo that failed at first and was repaired is history: what stays is why the job failed.
      const { hint, ...reason } = error;
      const kept = hint?.startsWith(undoFailed) ? { ...reason, phrases: { message: phraseOf(error) } } : error;
      this.d.store.update('jobs', job.id, {
        error: kept as JobRow['error'],
        completed: this.d.clock(),
      } as Partial<JobRow>);
      this.setState(job.id, outcome);
      return this.d.store.get('jobs', job.id) as JobRow;
    });
    this.tell(ended);
  }

  private clean(error: ErrorData): ErrorData {
    return cleanError(error, (text) => this.d.log.clean(text));
  }

  private stick(job: JobRow, error: ErrorData): void {
    this.d.log.flush();
    const stuck = this.d.store.write(() => {
      this.d.store.update('jobs', job.id, { error });
      this.setState(job.id, 'stuck');
      return this.d.store.get('jobs', job.id) as JobRow;
    });
    this.tell(stuck);
  }

  private pastReturn(job: JobRow): boolean {
    const steps = this.sagas.get(job.kind)?.steps ?? [];
    return this.journal.steps(job.id).some((record) => steps[record.position]?.irreversible);
  }

  /** True when every step is done, so that only the end is missing. */
  private whole(job: JobRow): boolean {
    const done = this.journal.steps(job.id).filter((record) => record.state === 'done');
    return done.length === this.sagas.get(job.kind)?.steps.length;
  }

  private setState(jobId: string, state: JobState): void {
    this.d.store.write(() => {
      const { accountid, noun, id } = this.d.store
        .prepare(
          'UPDATE job SET state = ? WHERE id = ? RETURNING account_id AS accountid, resource_noun AS noun, resource_id AS id',
        )
        .get(state, jobId) as { accountid: string; noun: string | null; id: string | null };
      this.d.store.changed({ noun: 'asyncjobs', id: jobId, change: 'updated', accountid });
      // What is worked on shows its job, so the job's end changes it, too: its own last change came before.
      if (resting.has(state) && noun !== null && id !== null)
        this.d.store.changed({ noun, id, change: 'updated', accountid });
    });
  }

  private tell(job: JobRow): void {
    for (const resolve of this.waiters.get(job.id) ?? []) resolve(job);
    this.waiters.delete(job.id);
  }
}
