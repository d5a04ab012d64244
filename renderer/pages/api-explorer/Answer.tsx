import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { withoutSecrets } from '../../../engine/contract/shape.ts';
import { type ApiError, jobError } from '../../api/client.ts';
import { useQuery } from '../../api/live.ts';
import { jobBadge } from '../../components/badges.ts';
import { JobProgress, JobTime } from '../../components/jobs/JobProgress.tsx';
import { useWords } from '../../components/words.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './ApiExplorer.module.css';

export interface Outcome {
  milliseconds: number;
  answer?: unknown;
  error?: ApiError;
  /** Of a job, which is followed to its end. */
  jobid?: string;
}

function Json({ value }: { value: unknown }) {
  const { t } = useTranslation();
  const text = JSON.stringify(value, null, 2) ?? '';
  return (
    <div className={classes.json}>
      <CopyButton value={text} label={t('api.answer')} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        {text}
      </pre>
    </div>
  );
}

/** The job that a call began, to its end. */
function Job({ jobid }: { jobid: string }) {
  const words = useWords();
  const { data: job, error } = useQuery('queryAsyncJobResult', { jobid });
  if (error !== undefined) return <ErrorState message={error.message} hint={error.hint} />;
  if (job === undefined) return null;
  const badge = jobBadge(job);
  const failed = job.jobstatus === 2 || job.jobstatus === 3 ? jobError(job) : undefined;
  return (
    <>
      <div className={classes.job}>
        <StateBadge tone={badge.tone} word={words.state(badge.word)} />
        <JobTime job={job} />
        {job.jobstatus === 0 ? <JobProgress job={job} /> : null}
      </div>
      {failed === undefined ? null : <ErrorState message={failed.message} hint={failed.hint} />}
      {job.jobstatus === 0 ? null : <Json value={withoutSecrets(job.jobresult ?? {})} />}
    </>
  );
}

/** What a call was answered with, how long it took, and what became of its job. Secrets in it are not shown. */
export function Answer({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation();
  const { answer, error, jobid, milliseconds } = outcome;
  const section = useRef<HTMLElement>(null);
  // Below a long form nobody would see that it is there.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={section} className={classes.answer} aria-label={t('api.answer')}>
      <h2>
        {t('api.answer')} <span className={classes.took}>{t('api.took', { milliseconds })}</span>
      </h2>
      {error === undefined ? (
        <Json value={answer} />
      ) : (
        <>
          <ErrorState message={error.message} hint={error.hint} />
          <Json value={{ code: error.code, field: error.field }} />
        </>
      )}
      {jobid === undefined ? null : <Job jobid={jobid} />}
    </section>
  );
}
