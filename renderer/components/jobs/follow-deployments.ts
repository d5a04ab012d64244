import i18next from 'i18next';
import { waitForJob } from '../../api/client.ts';
import { splitHash } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { showToast } from '../../stores/toasts.ts';

interface DeploymentsResult {
  count: number;
  failed: number;
  /** Names of those that failed. */
  lost: readonly string[];
}

/** How a set of instances came out, from the job's result; undefined while it runs. */
export function deploymentsResult(jobresult: unknown): DeploymentsResult | undefined {
  const { count, failed, deployment } = (jobresult ?? {}) as Record<string, unknown>;
  if (typeof count !== 'number' || typeof failed !== 'number') return undefined;
  const each = (Array.isArray(deployment) ? deployment : []) as readonly { name: string; state: string }[];
  return { count, failed, lost: each.filter((one) => one.state !== 'succeeded').map((one) => one.name) };
}

/** `class-04, class-05`, of many only the first. */
export const someOf = (names: readonly string[]): string =>
  names.length > 8 ? `${names.slice(0, 8).join(', ')} … +${names.length - 8}` : names.join(', ');

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
    ...(result !== undefined && failed > 0 && { hint: i18next.t('deploy.cameNot', { names: someOf(result.lost) }) }),
    href: paths.job(jobid),
  });
}
