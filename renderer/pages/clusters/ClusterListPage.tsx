import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { AddCluster, useClusterActions } from './cluster-actions.tsx';

export function ClusterListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<ClusterView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      {
        key: 'allocationstate',
        width: 110,
        render: (cluster) => <StateOf badge={stateBadge(cluster.allocationstate)} />,
      },
      { key: 'hypervisortype', width: 110, sortable: true, render: (cluster) => words.value(cluster.hypervisortype) },
      {
        key: 'podname',
        width: 140,
        sortable: true,
        render: (cluster) => <ResourceLink href={paths.pod(cluster.podid)} name={cluster.podname} />,
      },
      {
        key: 'zonename',
        width: 140,
        sortable: true,
        render: (cluster) => <ResourceLink href={paths.zone(cluster.zoneid)} name={cluster.zonename} />,
      },
      { key: 'cpuovercommitratio', width: 120, align: 'right' },
      { key: 'memoryovercommitratio', width: 130, align: 'right' },
    ],
    [words],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'hypervisor',
        label: words.field('hypervisor'),
        options: valueOptions(['KVM', 'Simulator'], words.value),
      },
      {
        name: 'allocationstate',
        label: words.field('allocationstate'),
        options: valueOptions(['Enabled', 'Disabled'], words.state),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listClusters"
      id="clusters"
      label={t('nav.clusters')}
      icon={icons.cluster}
      columns={columns}
      filters={filters}
      actions={useClusterActions()}
      href={(cluster) => paths.cluster(cluster.id)}
      create={{
        needs: 'addCluster',
        label: words.command('addCluster'),
        run: () => openPanel({ title: words.command('addCluster'), content: <AddCluster /> }),
      }}
      empty={{ title: t('pages.noClusters'), text: t('pages.noClustersText') }}
    />
  );
}
