import i18next from 'i18next';
import { waitForJob } from '../../api/client.ts';
import { splitHash } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { showToast } from '../../stores/toasts.ts';

/** How a set of instances came out, from the job's result; undefined while it runs. */
export function deploymentsResult(jobresult: unknown): { count: number; failed: number } | undefined {
  const { count, failed } = (jobresult ?? {}) as { count?: unknown; failed?: unknown };
  return typeof count === 'number' && typeof failed === 'number' ? { count, failed } : undefined;
}

/** Tells the end of a deployment of many to whoever has gone elsewhere; its own page shows each of them. */
export async function followDeployments(jobid: string, title: string): Promise<void> {
  const job = await waitForJob(jobid);
  if (splitHash(location.hash)[0] === paths.job(jobid)) return;
  const result = deploymentsResult(job.jobresult);
  const failed = result?.failed ?? 0;
  showToast({
    tone: failed > 0 || job.jobstatus !== 1 ? 'error' : 'ok',
    title,
    message:
      result === undefined ? undefined : i18next.t('deploy.came', { done: result.count - failed, count: result.count }),
    href: paths.job(jobid),
  });
}
