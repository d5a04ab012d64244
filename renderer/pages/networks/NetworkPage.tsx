import { useTranslation } from 'react-i18next';
import type { NetworkView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { AddressRangesTab } from './AddressRangesTab.tsx';
import { useNetworkActions } from './network-actions.ts';

export function NetworkPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<NetworkView>
      icon={icons.network}
      kind={t('nouns.network')}
      tagged="Network"
      commented="NETWORK"
      listPath={paths.networks}
      result={useOne('listNetworks', id)}
      name={(network) => network.name}
      badge={(network) => <StateOf badge={stateBadge(network.state)} pill />}
      actions={useNetworkActions()}
      facts={(network) => [
        { field: 'id', value: network.id, copy: network.id, mono: true },
        { field: 'displaytext', value: network.displaytext },
        { field: 'type', value: words.value(network.type) },
        { field: 'cidr', value: network.cidr, copy: network.cidr, mono: true },
        { field: 'gateway', value: network.gateway, copy: network.gateway, mono: true },
        { field: 'dns1', value: network.dns1, mono: true },
        { field: 'networkdomain', value: network.networkdomain },
        {
          field: 'servicehostname',
          value: network.servicehostid && (
            <ResourceLink href={paths.host(network.servicehostid)} name={network.servicehostname} />
          ),
        },
        { field: 'serviceip', value: network.serviceip, copy: network.serviceip, mono: true },
        { field: 'networkofferingname', value: network.networkofferingname },
        { field: 'zonename', value: <ResourceLink href={paths.zone(network.zoneid)} name={network.zonename} /> },
      ]}
      aside={(network) => (
        <CapacityBar label={t('fields.ipused')} used={network.ipused} total={network.iptotal} format={String} />
      )}
      tabs={(network) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ networkid: network.id }} />,
        },
        {
          id: 'ranges',
          label: t('pages.addressRanges'),
          needs: 'listVlanIpRanges',
          content: <AddressRangesTab networkId={network.id} />,
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
