import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { jobTitle, useJobActions } from '../../components/jobs/job-actions.tsx';
import { useJobColumns } from '../../components/jobs/job-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';

const jobStates = ['pending', 'running', 'undoing', 'locked', 'stuck', 'succeeded', 'partial', 'failed', 'cancelled'];

export function JobListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const filters = useMemo<readonly Filter[]>(
    () => [{ name: 'state', label: words.field('state'), options: valueOptions(jobStates, words.state) }],
    [words],
  );
  return (
    <ListPage
      name="listAsyncJobs"
      id="jobs"
      label={t('nav.jobs')}
      icon={icons.job}
      columns={useJobColumns()}
      filters={filters}
      actions={useJobActions()}
      rowName={jobTitle}
      href={(job) => paths.job(job.jobid)}
      empty={{ title: t('jobs.empty'), text: t('jobs.emptyText') }}
    />
  );
}
