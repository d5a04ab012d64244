import { Button } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { virtualMachineBadge } from '../../../engine/contract/states.ts';
import type { AsyncJobView, VirtualMachineView } from '../../../engine/contract/views.ts';
import { jobError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';
import { ActionBar } from '../../components/ActionBar.tsx';
import { JobProgress, JobTime } from '../../components/jobs/JobProgress.tsx';
import { jobTitle, useJobActions } from '../../components/jobs/job-actions.tsx';
import { instanceError } from '../../components/reasons.ts';
import { showJob } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { formatAbsolute, parseDate } from '../../ui/format.ts';
import classes from './InstanceNotice.module.css';

function RunningJob({ job }: { job: AsyncJobView }) {
  const { t } = useTranslation();
  const actions = useJobActions().filter((action) => action.id === (job.state === 'stuck' ? 'repair' : 'cancel'));
  return (
    <div className={classes.job} role="status" aria-label={jobTitle(job)}>
      <strong>{jobTitle(job)}</strong>
      <div className={classes.progress}>
        <JobProgress job={job} />
      </div>
      <JobTime job={job} />
      <Button variant="subtle" size="compact-sm" onClick={() => showJob(job.jobid)}>
        {t('instances.showLog')}
      </Button>
      <ActionBar actions={actions} row={job} />
    </div>
  );
}

/** Over all tabs of an instance: the job at work on it, why the last one failed, and that nobody knows whether it runs. */
export function InstanceNotice({ vm }: { vm: VirtualMachineView }) {
  const { t, i18n } = useTranslation();
  const { rows } = useList('listAsyncJobs', { resourceid: vm.id, page: 1, pagesize: 1 });
  const job = rows[0];
  const badge = virtualMachineBadge(vm);
  const since = parseDate(badge.since);
  const failed = job?.jobstatus === 2 ? jobError(job) : undefined;
  return (
    <>
      {job !== undefined && job.jobstatus === 0 ? <RunningJob job={job} /> : null}
      {vm.error !== undefined && job?.jobstatus !== 0 ? (
        <div className={classes.notice}>
          <ErrorState message={`${t('instances.lastError')}: ${instanceError(vm)}`} hint={failed?.hint} />
          {job === undefined ? null : (
            <Button variant="default" size="compact-sm" onClick={() => showJob(job.jobid)}>
              {t('instances.showLog')}
            </Button>
          )}
        </div>
      ) : null}
      {badge.word === 'Unknown' ? (
        <div className={classes.unknown} role="alert">
          <TriangleAlert size={15} aria-hidden />
          {t('instances.unknownSince', { time: since === undefined ? '–' : formatAbsolute(since, i18n.language) })}
        </div>
      ) : null}
    </>
  );
}
