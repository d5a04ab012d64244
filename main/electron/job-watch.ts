import type { Change } from '../../engine/contract/transport.ts';
import type { AsyncJobView } from '../../engine/contract/views.ts';
import type { EngineHost } from '../engine-host.ts';

/** What the desktop shows of the jobs under way. */
export interface RunningJobs {
  /** All of them; `first` holds the newest few. */
  count: number;
  first: AsyncJobView[];
}

export interface JobWatchListener {
  running(jobs: RunningJobs): void;
  /** Jobs that ended, or got stuck, since the last time. Cancelled ones are left out: who cancelled knows. */
  ended(jobs: AsyncJobView[]): void;
}

/** Rows that are read for the tray's menu. */
const shownJobs = 8;
/** Jobs whose end is looked at in one round; a flood of more is told by the pages alone. */
const maximumLooks = 100;
/** Changes come in floods; they are looked at so much later, together. */
const quietMs = 400;

/** Follows the engine's jobs for the tray and for notifications. Returns the end of following. */
export function watchJobs(engine: Pick<EngineHost, 'call' | 'follow'>, listener: JobWatchListener): () => void {
  const touched = new Set<string>();
  const told = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let reading = false;
  let again = false;
  let over = false;

  const read = async (): Promise<void> => {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    const looks = [...touched].slice(0, maximumLooks);
    touched.clear();
    const listed = await engine.call('listAsyncJobs', { pending: true, pagesize: shownJobs });
    const answers = await Promise.all(looks.map((jobid) => engine.call('queryAsyncJobResult', { jobid })));
    reading = false;
    if (over) return;
    if ('o' in listed) {
      const { count, asyncjobs } = listed.o as { count: number; asyncjobs: AsyncJobView[] };
      listener.running({ count, first: asyncjobs });
    }
    const ended = answers
      .flatMap((answer) => ('o' in answer ? [answer.o as AsyncJobView] : []))
      .filter((job) => isWorthTelling(job, told));
    if (ended.length > 0) listener.ended(ended);
    if (again) plan();
    again = false;
  };
  const plan = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void read();
    }, quietMs);
  };
  const unfollow = engine.follow((changes: Change[], gap) => {
    const jobs = changes.filter((change) => change.noun === 'asyncjobs');
    for (const { id } of jobs) if (touched.size < maximumLooks) touched.add(id);
    if (jobs.length > 0 || gap) plan();
  });
  void read();
  return () => {
    over = true;
    clearTimeout(timer);
    unfollow();
  };
}

/** Once for each end: a stuck job that is repaired may end again. */
function isWorthTelling(job: AsyncJobView, told: Set<string>): boolean {
  const end = job.state === 'stuck' ? 'stuck' : { 1: 'finished', 2: 'failed' }[job.jobstatus as 1 | 2];
  if (end === undefined || told.has(`${job.jobid} ${end}`)) return false;
  // Bounded: what was told long ago does not change any more.
  if (told.size >= 10 * maximumLooks) told.clear();
  told.add(`${job.jobid} ${end}`);
  return true;
}
