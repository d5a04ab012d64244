import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { said } from '../../i18n/said.ts';
import { formatDuration, parseDate } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { word } from '../words.ts';

/** The time a job took, or takes until now. */
export function JobTime({ job }: { job: AsyncJobView }) {
  const now = useNow(job.completed === undefined ? 1 : 3600);
  const start = parseDate(job.created)?.getTime();
  if (start === undefined) return null;
  const end = parseDate(job.completed)?.getTime() ?? Math.max(now, start);
  return <span className="number">{formatDuration((end - start) / 1000)}</span>;
}

/** Where a job stands: its step of how many, and percent where there is a real one. */
export function JobProgress({ job }: { job: AsyncJobView }) {
  const { t } = useTranslation();
  const doing = said(job.progressphrase, job.progresstext ?? '');
  if (job.jobstatus !== 0) return <Text size="sm">{doing}</Text>;
  const step = job.step === undefined ? '' : word('jobSteps', job.step);
  const of =
    job.steps === undefined || job.steps < 2 || job.stepindex === undefined
      ? ''
      : t('jobs.stepOf', { step: Math.min(job.stepindex + 1, job.steps), steps: job.steps });
  return (
    <div style={{ minWidth: 0 }}>
      <Text size="xs" truncate>
        {[of, step, doing].filter(Boolean).join(' · ')}
      </Text>
      {job.percent === undefined ? null : (
        <Progress
          mt={3}
          size="xs"
          value={job.percent}
          aria-label={t('jobs.progress', { percent: Math.round(job.percent) })}
        />
      )}
    </div>
  );
}
