import { useTranslation } from 'react-i18next';
import type { ClusterView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { HostsTab, StoragePoolsTab } from '../../components/infrastructure-tabs.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { useDedicationFact } from '../infrastructure/dedication.tsx';
import { settingsTab } from '../settings/settings-tab.tsx';
import { UnmanagedTab } from '../unmanaged/UnmanagedTab.tsx';
import { useClusterActions } from './cluster-actions.tsx';

export function ClusterPage({ id }: { id: string }) {
  const dedication = useDedicationFact('cluster', id);
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<ClusterView>
      icon={icons.cluster}
      kind={t('nouns.cluster')}
      commented="CLUSTER"
      listPath={paths.clusters}
      result={useOne('listClusters', id)}
      name={(cluster) => cluster.name}
      badge={(cluster) => <StateOf badge={stateBadge(cluster.allocationstate)} pill />}
      actions={useClusterActions()}
      facts={(cluster) => [
        { field: 'id', value: cluster.id, copy: cluster.id, mono: true },
        dedication,
        { field: 'hypervisortype', value: words.value(cluster.hypervisortype) },
        { field: 'zonename', value: <ResourceLink href={paths.zone(cluster.zoneid)} name={cluster.zonename} /> },
        { field: 'podname', value: <ResourceLink href={paths.pod(cluster.podid)} name={cluster.podname} /> },
        { field: 'cpuovercommitratio', value: cluster.cpuovercommitratio },
        { field: 'memoryovercommitratio', value: cluster.memoryovercommitratio },
      ]}
      tabs={(cluster) => [
        {
          id: 'hosts',
          label: t('nav.hosts'),
          needs: 'listHosts',
          content: <HostsTab params={{ clusterid: cluster.id }} />,
        },
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ clusterid: cluster.id }} />,
        },
        {
          id: 'storage',
          label: t('nav.primaryStorage'),
          needs: 'listStoragePools',
          content: <StoragePoolsTab params={{ clusterid: cluster.id }} />,
        },
        {
          id: 'unmanaged',
          label: t('unmanaged.tab'),
          needs: 'listUnmanagedInstances',
          content: <UnmanagedTab clusterId={cluster.id} />,
        },
        settingsTab({ clusterid: cluster.id }),
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: cluster.id }} />,
        },
      ]}
    />
  );
}
