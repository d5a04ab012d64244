import { Cable } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PhysicalNetworkView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { ProvidersTab } from './ProvidersTab.tsx';
import { usePhysicalNetworkActions } from './physical-network-actions.ts';
import { TrafficTypesTab } from './TrafficTypesTab.tsx';

/** A physical network: what it carries over which bridge, and who provides its services. */
export function PhysicalNetworkPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<PhysicalNetworkView>
      icon={Cable}
      kind={t('nouns.physicalNetwork')}
      listPath={paths.zones}
      result={useOne('listPhysicalNetworks', id)}
      name={(network) => network.name}
      badge={(network) => <StateOf badge={stateBadge(network.state)} pill />}
      actions={usePhysicalNetworkActions()}
      facts={(network) => [
        { field: 'id', value: network.id, copy: network.id, mono: true },
        { field: 'zonename', value: <ResourceLink href={paths.zone(network.zoneid)} name={network.zonename} /> },
        { field: 'isolationmethods', value: network.isolationmethods },
      ]}
      tabs={(network) => [
        {
          id: 'traffic',
          label: t('physicalNetworks.traffic'),
          needs: 'listTrafficTypes',
          content: <TrafficTypesTab physicalNetworkId={network.id} />,
        },
        {
          id: 'providers',
          label: t('physicalNetworks.providers'),
          needs: 'listNetworkServiceProviders',
          content: <ProvidersTab physicalNetworkId={network.id} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: network.id }} />,
        },
      ]}
    />
  );
}
