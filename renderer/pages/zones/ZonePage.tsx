import { useTranslation } from 'react-i18next';
import type { ZoneView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { ZoneCapacity } from '../../components/CapacityCard.tsx';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ClustersTab, HostsTab, PodsTab, StoragePoolsTab } from '../../components/infrastructure-tabs.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useDedicationFact } from '../infrastructure/dedication.tsx';
import { settingsTab } from '../settings/settings-tab.tsx';
import { PhysicalNetworksTab } from './PhysicalNetworksTab.tsx';
import { useZoneActions } from './zone-actions.tsx';

export function ZonePage({ id }: { id: string }) {
  const dedication = useDedicationFact('zone', id);
  const { t } = useTranslation();
  const words = useWords();
  const result = useOne('listZones', id);
  const actions = useZoneActions();
  return (
    <DetailPage<ZoneView>
      icon={icons.zone}
      kind={t('nouns.zone')}
      tagged="Zone"
      commented="ZONE"
      listPath={paths.zones}
      result={result}
      name={(zone) => zone.name}
      badge={(zone) => <StateOf badge={stateBadge(zone.allocationstate)} pill />}
      actions={actions}
      facts={(zone) => [
        { field: 'id', value: zone.id, copy: zone.id, mono: true },
        dedication,
        { field: 'networktype', value: words.value(zone.networktype) },
        { field: 'dns1', value: [zone.dns1, zone.dns2].filter(Boolean).join(', '), mono: true },
        { field: 'internaldns1', value: [zone.internaldns1, zone.internaldns2].filter(Boolean).join(', '), mono: true },
        { field: 'domain', value: zone.domain },
        { field: 'localstorageenabled', value: zone.localstorageenabled ? t('ui.yes') : t('ui.no') },
        { field: 'created', value: <RelativeTime date={zone.created} /> },
      ]}
      aside={(zone) => <ZoneCapacity zoneId={zone.id} />}
      tabs={(zone) => [
        { id: 'hosts', label: t('nav.hosts'), needs: 'listHosts', content: <HostsTab params={{ zoneid: zone.id }} /> },
        {
          id: 'clusters',
          label: t('nav.clusters'),
          needs: 'listClusters',
          content: <ClustersTab params={{ zoneid: zone.id }} />,
        },
        { id: 'pods', label: t('nav.pods'), needs: 'listPods', content: <PodsTab params={{ zoneid: zone.id }} /> },
        {
          id: 'networks',
          label: t('pages.physicalNetworks'),
          needs: 'listPhysicalNetworks',
          content: <PhysicalNetworksTab zoneId={zone.id} />,
        },
        {
          id: 'storage',
          label: t('nav.primaryStorage'),
          needs: 'listStoragePools',
          content: <StoragePoolsTab params={{ zoneid: zone.id }} />,
        },
        settingsTab({ zoneid: zone.id }),
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: zone.id }} />,
        },
      ]}
    />
  );
}
