import { useTranslation } from 'react-i18next';
import type { AsyncJobView } from '../../../engine/contract/views.ts';
import { jobError } from '../../api/client.ts';
import { useQuery } from '../../api/live.ts';
import { jobBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { JobLog } from '../../components/jobs/JobLog.tsx';
import { JobProgress, JobTime } from '../../components/jobs/JobProgress.tsx';
import { jobTitle, useJobActions } from '../../components/jobs/job-actions.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { resourcePath } from '../../components/resource-path.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { DeploymentsNotice, DeploymentsTab, deploysMany } from './DeploymentsTab.tsx';

function Failure({ job }: { job: AsyncJobView }) {
  if (job.jobstatus !== 2 && job.state !== 'stuck') return null;
  const error = jobError(job);
  return <ErrorState message={error.message} hint={error.hint} />;
}

export function JobPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, loading, error, refetch } = useQuery('queryAsyncJobResult', { jobid: id });
  return (
    <DetailPage<AsyncJobView>
      icon={icons.job}
      kind={t('nouns.job')}
      listPath={paths.jobs}
      result={{ row: data, loading, error, refetch, missing: false }}
      name={jobTitle}
      badge={(job) => <StateOf badge={jobBadge(job)} pill />}
      actions={useJobActions()}
      facts={(job) => [
        { field: 'jobid', label: t('fields.id'), value: job.jobid, copy: job.jobid, mono: true },
        {
          field: 'jobinstancename',
          value: job.jobinstancename && (
            <ResourceLink href={resourcePath(job.jobinstancetype, job.jobinstanceid)} name={job.jobinstancename} />
          ),
        },
        { field: 'cmd', value: job.cmd, mono: true },
        { field: 'step', value: job.jobstatus === 0 ? <JobProgress job={job} /> : undefined },
        { field: 'duration', value: <JobTime job={job} /> },
        { field: 'created', value: <RelativeTime date={job.created} /> },
        { field: 'completed', value: job.completed && <RelativeTime date={job.completed} /> },
      ]}
      aside={(job) => <Failure job={job} />}
      notice={(job) => <DeploymentsNotice job={job} />}
      tabs={(job) => [
        ...(deploysMany(job)
          ? [{ id: 'instances', label: t('nav.instances'), content: <DeploymentsTab jobid={job.jobid} /> }]
          : []),
        { id: 'log', label: t('jobs.log'), needs: 'listJobLogs', content: <JobLog jobid={job.jobid} /> },
      ]}
    />
  );
}
