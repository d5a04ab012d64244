import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input, ListName, Row } from '../../engine/contract/contract.ts';
import { paths } from '../paths.ts';
import { stateBadge } from './badges.ts';
import { type Column, setAside } from './column.ts';
import { icons } from './frame/navigation-items.ts';
import { useHostColumns } from './host-columns.tsx';
import { usePoolColumns } from './pool-columns.tsx';
import { ResourceList } from './ResourceList.tsx';
import { StateOf } from './StateOf.tsx';

interface TabProps<K extends ListName> {
  params: Partial<Input<K>>;
}

function useNamedColumns<K extends 'listPods' | 'listClusters'>(extra: readonly string[]): readonly Column<Row<K>>[] {
  const key = extra.join();
  return useMemo(
    () => [
      { key: 'name', width: 180, sortable: true },
      {
        key: 'allocationstate',
        width: 110,
        render: (row: Row<K>) => <StateOf badge={stateBadge((row as { allocationstate: string }).allocationstate)} />,
      },
      ...key.split(',').map((field) => ({ key: field, width: 120 })),
    ],
    [key],
  );
}

export function PodsTab({ params }: TabProps<'listPods'>) {
  const { t } = useTranslation();
  const columns = useNamedColumns<'listPods'>(['gateway', 'netmask', 'startip', 'endip']);
  return (
    <ResourceList
      name="listPods"
      id="pods-tab"
      label={t('nav.pods')}
      icon={icons.pod}
      columns={columns}
      params={params}
      href={(pod) => paths.pod(pod.id)}
      embedded
      empty={{ title: t('pages.noPods') }}
    />
  );
}

export function ClustersTab({ params }: TabProps<'listClusters'>) {
  const { t } = useTranslation();
  const columns = useNamedColumns<'listClusters'>(['hypervisortype', 'podname']);
  return (
    <ResourceList
      name="listClusters"
      id="clusters-tab"
      label={t('nav.clusters')}
      icon={icons.cluster}
      columns={columns}
      params={params}
      href={(cluster) => paths.cluster(cluster.id)}
      embedded
      empty={{ title: t('pages.noClusters') }}
    />
  );
}

export function HostsTab({ params }: TabProps<'listHosts'>) {
  const { t } = useTranslation();
  const all = useHostColumns();
  const inCluster = params.clusterid !== undefined;
  const columns = useMemo(
    () => setAside(all, 'cpunumber', 'lastpinged', ...(inCluster ? ['clustername'] : [])),
    [all, inCluster],
  );
  return (
    <ResourceList
      name="listHosts"
      id="hosts-tab"
      label={t('nav.hosts')}
      icon={icons.host}
      columns={columns}
      params={params}
      href={(host) => paths.host(host.id)}
      embedded
      empty={{ title: t('pages.noHosts') }}
    />
  );
}

export function StoragePoolsTab({ params }: TabProps<'listStoragePools'>) {
  const { t } = useTranslation();
  const all = usePoolColumns();
  const inCluster = params.clusterid !== undefined;
  const columns = useMemo(
    () => setAside(all, 'path', 'disksizeallocated', ...(inCluster ? ['clustername'] : [])),
    [all, inCluster],
  );
  return (
    <ResourceList
      name="listStoragePools"
      id="storage-pools-tab"
      label={t('nav.primaryStorage')}
      icon={icons.storagePool}
      columns={columns}
      params={params}
      href={(pool) => paths.storagePool(pool.id)}
      embedded
      empty={{ title: t('pages.noPools') }}
    />
  );
}
