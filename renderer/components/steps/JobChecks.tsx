import { Button } from '@mantine/core';
import { Check, CircleAlert, Loader } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useJobLog } from '../../api/job-log.ts';
import { useQuery } from '../../api/live.ts';
import { said } from '../../i18n/said.ts';
import { lineText } from '../jobs/JobLog.tsx';
import { JobProgress, JobTime } from '../jobs/JobProgress.tsx';
import { useJobActions } from '../jobs/job-actions.tsx';
import classes from './JobChecks.module.css';

/** What a job tries, live: one line for each check on each host, then how it ended. */
export function JobChecks({ jobid, label }: { jobid: string; label: string }) {
  const { t } = useTranslation();
  const { lines } = useJobLog({ jobid });
  const { data: job } = useQuery('queryAsyncJobResult', { jobid });
  const cancel = useJobActions().find((action) => action.id === 'cancel');
  if (job === undefined) return null;
  const running = job.jobstatus === 0;
  // Why a job failed stands at the form, with what to do about it; here stand the checks that came before.
  const checks = lines.filter((line) => line.level !== 'debug' && (running || line.level !== 'error'));
  if (!running && checks.length === 0) return null;
  return (
    <section className={classes.box} aria-label={label} aria-busy={running}>
      <div className={classes.head}>
        <strong>{label}</strong>
        <JobTime job={job} />
        <span className={classes.progress}>{running ? <JobProgress job={job} /> : null}</span>
        {running && cancel?.refusal?.(job) === undefined ? (
          <Button variant="default" size="compact-xs" onClick={() => void cancel?.run([job])}>
            {t('ui.cancel')}
          </Button>
        ) : null}
      </div>
      <ul className={classes.lines}>
        {checks.map((line) => (
          <li key={line.index} data-level={line.level}>
            {line.level === 'info' ? (
              <Check size={14} aria-label={t('stepForm.checkPassed')} />
            ) : (
              <CircleAlert size={14} aria-label={t('stepForm.checkFailed')} />
            )}
            <span>{lineText(line)}</span>
          </li>
        ))}
        {running ? (
          <li data-level="running">
            <Loader size={14} aria-hidden />
            <span>{said(job.progressphrase, job.progresstext ?? t('stepForm.working'))}</span>
          </li>
        ) : null}
      </ul>
    </section>
  );
}
