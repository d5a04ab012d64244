import { Button, Group, Select } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { HostPreparationView } from '../../../engine/contract/views.ts';
import { type ApiError, toApiError } from '../../api/client.ts';
import { useList } from '../../api/live.ts';
import { JobChecks } from '../../components/steps/JobChecks.tsx';
import { useStepJob } from '../../components/steps/use-step-job.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { KeyCheck } from './KeyCheck.tsx';
import { type ForCluster, setupLink } from './links.ts';
import { usePreparationActions } from './use-preparation-actions.ts';

interface Props {
  preparation: HostPreparationView;
  /** The cluster whose set-up the machine was prepared for; it is gone back to. */
  target: ForCluster | undefined;
}

/** Makes a prepared machine a host of a cluster, or shows the host that it is. */
export function AddToCluster({ preparation, target }: Props) {
  const { t } = useTranslation();
  const { loginLink } = usePreparationActions(preparation, target);
  const { rows: clusters, loading } = useList('listClusters', { hypervisor: 'KVM', pagesize: 500 });
  const [chosen, setChosen] = useState(target?.clusterId);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const { jobid, run } = useStepJob();
  const cluster = clusters.find((each) => each.id === chosen) ?? clusters[0];
  if (loading) return null;
  // While it is being added it has a host already, which goes again when that fails: the form stays to say so.
  if (preparation.hostid !== undefined && !busy)
    return (
      <Group gap="sm">
        <span>{t('hostPreparation.isHost')}</span>
        <Button component={Link} href={paths.host(preparation.hostid)} variant="default">
          {t('hostPreparation.showHost')}
        </Button>
      </Group>
    );
  if (cluster === undefined)
    return (
      <Group gap="sm">
        <span>{t('hostPreparation.noCluster')}</span>
        <Button component={Link} href={paths.newZone} variant="default">
          {t('zoneSetup.newTitle')}
        </Button>
      </Group>
    );
  const add = async () => {
    setBusy(true);
    setError(undefined);
    try {
      const job = await run('addHost', {
        zoneid: cluster.zoneid,
        podid: cluster.podid,
        clusterid: cluster.id,
        hypervisor: 'KVM',
        url: preparation.address,
        hostpreparationid: preparation.id,
      });
      if (target !== undefined) navigate(setupLink(cluster.zoneid, 'hosts', target.quick));
      else if (job.jobinstanceid !== undefined) navigate(paths.host(job.jobinstanceid));
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Group gap="sm" align="flex-end">
        <Select
          label={t('fields.clusterid')}
          data={clusters.map((each) => ({ value: each.id, label: `${each.name} (${each.zonename})` }))}
          value={cluster.id}
          onChange={(value) => value !== null && setChosen(value)}
          allowDeselect={false}
          w={280}
        />
        <Button leftSection={<Plus size={15} aria-hidden />} loading={busy} onClick={() => void add()}>
          {t('zoneSetup.hosts.addToCluster')}
        </Button>
      </Group>
      {jobid === undefined ? null : <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.hosts.connecting')} />}
      {error === undefined || error.code === 'hostKey' ? null : (
        <ErrorState message={error.message} hint={error.hint} />
      )}
      <KeyCheck
        preparation={preparation}
        after={error?.code === 'hostKey' ? error.message : undefined}
        loginLink={loginLink}
      />
    </>
  );
}
