import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { icons } from '../../components/frame/navigation-items.ts';
import { jobTitle, useJobActions } from '../../components/jobs/job-actions.tsx';
import { useJobColumns } from '../../components/jobs/job-columns.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import { paths } from '../../paths.ts';

export function InstanceJobsTab({ vmId }: { vmId: string }) {
  const { t } = useTranslation();
  const params = useMemo(() => ({ resourceid: vmId }), [vmId]);
  const all = useJobColumns();
  const columns = useMemo(() => all.filter((column) => column.key !== 'jobinstancename'), [all]);
  return (
    <ResourceList
      name="listAsyncJobs"
      id="instance-jobs-tab"
      label={t('instances.jobs')}
      icon={icons.job}
      columns={columns}
      params={params}
      actions={useJobActions()}
      rowName={jobTitle}
      href={(job) => paths.job(job.jobid)}
      embedded
      empty={{ title: t('instances.noJobs') }}
    />
  );
}
