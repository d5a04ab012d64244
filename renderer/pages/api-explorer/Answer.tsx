import { SegmentedControl } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '../../../engine/contract/contract.ts';
import { type Envelope, envelope, errorEnvelope } from '../../../engine/contract/envelope.ts';
import { type Format, serialize } from '../../../engine/contract/serialize.ts';
import { withoutSecrets } from '../../../engine/contract/shape.ts';
import { type ApiError, jobError } from '../../api/client.ts';
import { useQuery } from '../../api/live.ts';
import { jobBadge } from '../../components/badges.ts';
import { JobProgress, JobTime } from '../../components/jobs/JobProgress.tsx';
import { useWords } from '../../components/words.ts';
import { useExplorer } from '../../stores/explorer.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { StateBadge } from '../../ui/StateBadge.tsx';
import classes from './ApiExplorer.module.css';
import { prettyXml } from './pretty-xml.ts';

export interface Outcome {
  milliseconds: number;
  answer?: unknown;
  error?: ApiError;
  /** Of a job, which is followed to its end. */
  jobid?: string;
}

/** An answer as it is on the wire, with line breaks. */
function Wire({ envelope, format }: { envelope: Envelope; format: Format }) {
  const { t } = useTranslation();
  const text =
    format === 'xml'
      ? prettyXml(serialize('xml', envelope))
      : JSON.stringify({ [envelope.name]: envelope.body }, null, 2);
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
function Job({ jobid, format }: { jobid: string; format: Format }) {
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
      {job.jobstatus === 0 ? null : (
        <Wire envelope={envelope('queryAsyncJobResult', withoutSecrets(job))} format={format} />
      )}
    </>
  );
}

/** What a call was answered with, as programs get it, how long it took, and what became of its job. Secrets in it are not shown. */
export function Answer({ name, outcome }: { name: CommandName; outcome: Outcome }) {
  const { t } = useTranslation();
  const { format } = useExplorer();
  const { answer, error, jobid, milliseconds } = outcome;
  const section = useRef<HTMLElement>(null);
  // Below a long form nobody would see that it is there.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <section ref={section} className={classes.answer} aria-label={t('api.answer')}>
      <div className={classes.answerHead}>
        <h2>
          {t('api.answer')} <span className={classes.took}>{t('api.took', { milliseconds })}</span>
        </h2>
        <SegmentedControl
          size="xs"
          aria-label={t('api.format')}
          value={format}
          onChange={(value) => useExplorer.setState({ format: value as Format })}
          data={[
            { value: 'json', label: 'JSON' },
            { value: 'xml', label: 'XML' },
          ]}
        />
      </div>
      {error === undefined ? (
        <Wire envelope={envelope(name, answer)} format={format} />
      ) : (
        <>
          <ErrorState message={error.message} hint={error.hint} />
          <Wire envelope={errorEnvelope(error, name)} format={format} />
        </>
      )}
      {jobid === undefined ? null : <Job jobid={jobid} format={format} />}
    </section>
  );
}
