import type { AsyncJobView } from '../../engine/contract/views.ts';
import { type Destination, pages } from './deep-link.ts';
import type { RunningJobs } from './job-watch.ts';
import type { Words } from './words.ts';

export interface Notice {
  title: string;
  body: string;
  opens: Destination;
}

/** More ends than this at once are told together. */
const maximumNotices = 3;
const maximumText = 200;

/** Names come from users and hosts: one short line of them, nothing that a notification server could take for markup. */
const plain = (text: string): string =>
  text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .replace(/[<>&]/g, ' ')
    .trim()
    .slice(0, maximumText);

export function jobTitle(job: AsyncJobView, words: Words): string {
  return plain([words.command(job.cmd), job.jobinstancename].filter(Boolean).join(' · '));
}

/** What to tell of jobs that ended while nobody looked. */
export function noticesOf(jobs: readonly AsyncJobView[], words: Words): Notice[] {
  if (jobs.length > maximumNotices) {
    const finished = jobs.filter((job) => job.jobstatus === 1).length;
    return [{ title: 'Benchtop', body: words.manyEnded(finished, jobs.length - finished), opens: pages.jobs }];
  }
  return jobs.map((job) => ({
    title: jobTitle(job, words),
    body: endOf(job, words),
    opens: pages.job(job.jobid),
  }));
}

function endOf(job: AsyncJobView, words: Words): string {
  if (job.state === 'stuck') return words.stuck;
  if (job.jobstatus === 1) return words.finished;
  const result = job.jobresult as { errortext?: unknown } | undefined;
  const reason = typeof result?.errortext === 'string' ? plain(result.errortext) : '';
  return reason === '' ? words.failed : `${words.failed}: ${reason}`;
}

/** The tray's menu as data: a label, and where a click leads (undefined for what cannot be clicked). */
export interface TrayItem {
  label: string;
  opens?: Destination;
}

export function trayItems({ count, first }: RunningJobs, words: Words): TrayItem[] {
  if (count === 0) return [{ label: words.noJobs }];
  const items: TrayItem[] = first.map((job) => ({
    label: menuText(`${jobTitle(job, words)}${job.percent === undefined ? '' : ` — ${Math.round(job.percent)} %`}`),
    opens: pages.job(job.jobid),
  }));
  if (count > first.length) items.push({ label: words.moreJobs(count - first.length), opens: pages.jobs });
  return items;
}

/** A single & marks a key in menus. */
const menuText = (text: string): string => text.replaceAll('&', '&&');
