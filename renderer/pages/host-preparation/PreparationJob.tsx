import { Button } from '@mantine/core';
import { Ban, Wrench } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../api/live.ts';
import { JobProgress, JobTime } from '../../components/jobs/JobProgress.tsx';
import { useJobActions } from '../../components/jobs/job-actions.tsx';
import classes from './HostPreparation.module.css';

/** The job in hand on a machine: how far it is, cancel or why not, repair when it is stuck. */
export function PreparationJob({ jobid }: { jobid: string }) {
  const { t } = useTranslation();
  const { data: job } = useQuery('queryAsyncJobResult', { jobid });
  const actions = useJobActions();
  if (job === undefined) return null;
  const cancel = actions.find((action) => action.id === 'cancel');
  const repair = actions.find((action) => action.id === 'repair');
  const refusal = cancel?.refusal?.(job);
  return (
    <div className={classes.progress} aria-live="polite">
      <JobProgress job={job} />
      <JobTime job={job} />
      {job.state === 'stuck' ? (
        <Button leftSection={<Wrench size={15} aria-hidden />} onClick={() => void repair?.run([job])}>
          {t('jobs.repair')}
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<Ban size={15} aria-hidden />}
          disabled={refusal !== undefined}
          title={refusal}
          onClick={() => void cancel?.run([job])}
        >
          {t('jobs.cancel')}
        </Button>
      )}
    </div>
  );
}
