import { Network } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NicView, VirtualMachineView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { jobTitle, useJobActions } from '../../components/jobs/job-actions.tsx';
import { useJobColumns } from '../../components/jobs/job-columns.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import { paths } from '../../paths.ts';
import { LeaseChecks } from './LeaseChecks.tsx';

export function NicsTab({ vm }: { vm: VirtualMachineView }) {
  const vmId = vm.id;
  const { t } = useTranslation();
  const params = useMemo(() => ({ virtualmachineid: vmId }), [vmId]);
  const columns = useMemo<readonly Column<NicView>[]>(
    () => [
      {
        key: 'networkname',
        width: 160,
        render: (nic) => <ResourceLink href={paths.network(nic.networkid)} name={nic.networkname} />,
      },
      { key: 'ipaddress', width: 130, render: (nic) => <span className="mono">{nic.ipaddress}</span> },
      { key: 'macaddress', width: 190, render: (nic) => <span className="mono">{nic.macaddress}</span> },
      { key: 'gateway', width: 130, render: (nic) => <span className="mono">{nic.gateway}</span> },
      { key: 'netmask', width: 130, render: (nic) => <span className="mono">{nic.netmask}</span> },
      { key: 'isdefault', width: 80, render: (nic) => t(nic.isdefault ? 'ui.yes' : 'ui.no') },
    ],
    [t],
  );
  return (
    <>
      {vm.state === 'Running' ? <LeaseChecks vm={vm} /> : null}
      <ResourceList
        name="listNics"
        id="nics-tab"
        label={t('instances.nics')}
        icon={Network}
        columns={columns}
        params={params}
        rowName={(nic) => nic.networkname}
        embedded
        empty={{ title: t('instances.noNics') }}
      />
    </>
  );
}

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
