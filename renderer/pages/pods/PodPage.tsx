import { useTranslation } from 'react-i18next';
import type { PodView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ClustersTab, HostsTab } from '../../components/infrastructure-tabs.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { useDedicationFact } from '../infrastructure/dedication.tsx';
import { usePodActions } from './pod-actions.tsx';
import { StorageAddressesTab } from './StorageAddressesTab.tsx';

export function PodPage({ id }: { id: string }) {
  const dedication = useDedicationFact('pod', id);
  const { t } = useTranslation();
  return (
    <DetailPage<PodView>
      icon={icons.pod}
      kind={t('nouns.pod')}
      commented="POD"
      listPath={paths.pods}
      result={useOne('listPods', id)}
      name={(pod) => pod.name}
      badge={(pod) => <StateOf badge={stateBadge(pod.allocationstate)} pill />}
      actions={usePodActions()}
      facts={(pod) => [
        { field: 'id', value: pod.id, copy: pod.id, mono: true },
        dedication,
        { field: 'zonename', value: <ResourceLink href={paths.zone(pod.zoneid)} name={pod.zonename} /> },
        { field: 'gateway', value: pod.gateway, copy: pod.gateway, mono: true },
        { field: 'netmask', value: pod.netmask, mono: true },
        { field: 'startip', value: pod.startip, mono: true },
        { field: 'endip', value: pod.endip, mono: true },
      ]}
      tabs={(pod) => [
        {
          id: 'clusters',
          label: t('nav.clusters'),
          needs: 'listClusters',
          content: <ClustersTab params={{ podid: pod.id }} />,
        },
        { id: 'hosts', label: t('nav.hosts'), needs: 'listHosts', content: <HostsTab params={{ podid: pod.id }} /> },
        {
          id: 'storage',
          label: t('physicalNetworks.storageAddresses'),
          needs: 'listStorageNetworkIpRange',
          content: <StorageAddressesTab pod={pod} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: pod.id }} />,
        },
      ]}
    />
  );
}
