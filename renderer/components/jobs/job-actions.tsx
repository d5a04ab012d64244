import { Ban, Wrench } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { confirm } from '../../stores/overlay.ts';
import type { ResourceAction } from '../resource-action.ts';
import { runCommand } from '../run-command.ts';
import { word } from '../words.ts';

/** What a job is about: its command's verb and the thing's name. */
export function jobTitle(job: Pick<AsyncJobView, 'cmd' | 'jobinstancename'>): string {
  return [word('commands', job.cmd), job.jobinstancename].filter(Boolean).join(' · ');
}

/** Cancel, or why not; repair for a job that is stuck. */
export function useJobActions(): readonly ResourceAction<AsyncJobView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'cancel',
        needs: 'cancelAsyncJob',
        label: t('jobs.cancel'),
        icon: Ban,
        primary: true,
        refusal: (job: AsyncJobView) => {
          if (job.state === 'stuck') return t('jobs.cancelStuck');
          if (job.jobstatus !== 0) return t('jobs.cancelEnded');
          if (job.state === 'undoing') return t('jobs.cancelUndoing');
          return job.cancellable ? undefined : t('jobs.cancelRefused');
        },
        run: async ([job]: readonly AsyncJobView[]) => {
          if (job === undefined) return;
          const yes = await confirm({
            title: t('jobs.cancelTitle', { job: jobTitle(job) }),
            message: t('jobs.cancelText'),
            action: t('jobs.cancel'),
            danger: true,
          });
          if (yes) await runCommand('cancelAsyncJob', { jobid: job.jobid }, jobTitle(job));
        },
      },
      {
        id: 'repair',
        needs: 'repairAsyncJob',
        label: t('jobs.repair'),
        icon: Wrench,
        primary: true,
        refusal: (job: AsyncJobView) => (job.state === 'stuck' ? undefined : t('jobs.repairRefused')),
        run: ([job]: readonly AsyncJobView[]) =>
          job === undefined ? undefined : runCommand('repairAsyncJob', { jobid: job.jobid }, jobTitle(job)),
      },
    ],
    [t],
  );
}
