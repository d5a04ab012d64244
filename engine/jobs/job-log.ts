import { mapPhrase, type Phrase, say, textOf } from '../contract/phrase.ts';
import type { Store } from '../store/store.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Lines kept of one job; a runaway host cannot fill the disk. */
export const maximumLinesPerJob = 20_000;
const maximumLineLength = 2_000;
const full = say`The log is full; further lines are dropped.`;
/** What is looked at of one message, in characters; the rest of a flood is not worth a second of the engine's time. */
const maximumText = 256 * 1024;

/**
 * Log lines per job and host, readable in the GUI. Text is cleaned of control sequences (a host's output is hostile), shortened, and
 * redacted of every secret that the engine knows. Lines are written in batches, a moment after they were said.
 */
export class JobLog {
  private readonly store: Store;
  private readonly clock: () => number;
  private readonly redact: (text: string) => string;
  private buffer: {
    jobId: string | undefined;
    hostId: string | undefined;
    step: string | undefined;
    level: LogLevel;
    time: number;
    text: string;
    phrase: Phrase | undefined;
  }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private readonly counts = new Map<string, number>();

  constructor(store: Store, clock: () => number, redact: (text: string) => string) {
    this.store = store;
    this.clock = clock;
    this.redact = redact;
  }

  add(line: {
    jobId?: string | undefined;
    hostId?: string | undefined;
    step?: string | undefined;
    level: LogLevel;
    text: string | Phrase;
  }): void {
    if (!this.store.sqlite.open) return;
    const phrase = typeof line.text === 'string' ? undefined : mapPhrase(line.text, (text) => this.clean(text));
    const whole =
      typeof line.text === 'string' ? this.clean(line.text.slice(0, maximumText)) : textOf(phrase as Phrase);
    // A sentence that quotes a flood or several lines of a host is kept as these lines.
    const one = whole.length <= maximumLineLength && !whole.includes('\n');
    for (const text of whole.slice(0, maximumText).split('\n')) {
      if (text.trim() === '') continue;
      const room = this.room(line.jobId);
      if (room < 0) break;
      this.buffer.push({
        jobId: line.jobId,
        hostId: line.hostId,
        step: line.step,
        level: room === 0 ? 'warn' : line.level,
        time: this.clock(),
        text: room === 0 ? textOf(full) : text.slice(0, maximumLineLength),
        phrase: room === 0 ? full : one ? phrase : undefined,
      });
    }
    this.timer ??= setTimeout(() => this.flush(), 100);
  }

  /** Text from elsewhere as it may be kept and shown: without known secrets, also such as a host hides between control sequences. */
  clean(text: string): string {
    return this.redact(inert(this.redact(text)));
  }

  /** How many more lines a job may say; 0 for the last one, which says that there will be no more. Lines without a job go by age alone. */
  private room(jobId: string | undefined): number {
    if (jobId === undefined) return 1;
    const before =
      this.counts.get(jobId) ??
      (this.store.prepare('SELECT count(*) AS n FROM job_log WHERE job_id = ?').get(jobId) as { n: number }).n;
    this.counts.set(jobId, before + 1);
    return maximumLinesPerJob - before - 1;
  }

  /** Writes what is waiting; also called before a job ends, so that its log is whole by then. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const lines = this.buffer;
    if (lines.length === 0 || !this.store.sqlite.open) return;
    this.buffer = [];
    this.store.write(() => {
      const insert = this.store.prepare(
        'INSERT INTO job_log (job_id, host_id, step, level, time, text, phrase) VALUES (?, ?, ?, ?, ?, ?, ?)',
      );
      const touched = new Set<string>();
      for (const line of lines) {
        const phrase = line.phrase === undefined ? null : JSON.stringify(line.phrase);
        insert.run(
          line.jobId ?? null,
          line.hostId ?? null,
          line.step ?? null,
          line.level,
          line.time,
          line.text,
          phrase,
        );
        touched.add(line.jobId ?? line.hostId ?? '');
      }
      for (const id of touched) {
        const accountid = this.store.get('jobs', id)?.accountId;
        if (id !== '')
          this.store.changed({ noun: 'joblog', id, change: 'updated', ...(accountid !== undefined && { accountid }) });
      }
    });
  }
}

/** Terminal control sequences and other unprintable characters taken out of text that came from elsewhere; lines stay lines. */
export function inert(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(
      /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[PX^_][^\u001b]*\u001b\\|[@-Z\\-_])/g,
      '',
    )
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '');
}
