import i18next from 'i18next';
import { createElement } from 'react';
import { type CommandName, type Input, isJobCommand } from '../../engine/contract/contract.ts';
import type { AsyncJobView } from '../../engine/contract/views.ts';
import { call, jobError, toApiError, waitForJob } from '../api/client.ts';
import { splitHash } from '../hash-location.ts';
import { paths } from '../paths.ts';
import { openPanel, useOverlay } from '../stores/overlay.ts';
import { showToast } from '../stores/toasts.ts';
import { PasswordOnce } from './PasswordOnce.tsx';
import { word } from './words.ts';

/** A password that a job made is in its answer, this once. */
function showPassword(job: AsyncJobView): void {
  const { password } = (job.jobresult ?? {}) as { password?: unknown };
  if (typeof password !== 'string') return;
  openPanel({
    title: i18next.t('guestData.passwordOf', { name: job.jobinstancename ?? '' }),
    content: createElement(PasswordOnce, { password }),
  });
}

const currentPath = () => splitHash(location.hash)[0];

/**
 * Follows a job to its end: a success is told to a user who has gone elsewhere, a failure always, except on the page (`shownAt`) that
 * shows it in its place.
 */
export async function followJob(jobid: string, title: string, shownAt?: string): Promise<boolean> {
  const startedAt = currentPath();
  const job = await waitForJob(jobid);
  if (job.jobstatus === 1) {
    showPassword(job);
    if (currentPath() !== startedAt && !useOverlay.getState().drawerOpen)
      showToast({ tone: 'ok', title: i18next.t('jobs.succeededTitle', { title }), href: paths.job(jobid) });
    return true;
  }
  if (currentPath() === shownAt) return false;
  const error = jobError(job);
  const cancelled = job.jobstatus === 3;
  showToast({
    tone: cancelled ? 'info' : 'error',
    title: i18next.t(cancelled ? 'jobs.cancelledTitle' : 'jobs.failedTitle', { title }),
    message: cancelled ? undefined : error.message,
    hint: error.hint,
    href: paths.job(jobid),
  });
  return false;
}

/**
 * Carries out a command that a menu or button asked for. Refusals and failures become toasts; true when it was done (for a
 * job: when it ended well).
 */
export async function runCommand<K extends CommandName>(
  name: K,
  input: Input<K>,
  about: string,
  shownAt?: string,
): Promise<boolean> {
  const title = about === '' ? word('commands', name) : `${word('commands', name)} · ${about}`;
  try {
    const answer = await call(name, input);
    if (!isJobCommand(name)) return true;
    return await followJob((answer as { jobid: string }).jobid, title, shownAt);
  } catch (thrown) {
    const error = toApiError(thrown);
    showToast({
      tone: 'error',
      title: i18next.t('jobs.failedTitle', { title }),
      message: error.message,
      hint: error.hint,
    });
    return false;
  }
}
