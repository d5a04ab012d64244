import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkView } from '../../../engine/contract/views.ts';
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
import { CreateNetwork } from './CreateNetwork.tsx';
import { useNetworkActions } from './network-actions.ts';

export function NetworkListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<NetworkView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'state', width: 120, sortable: true, render: (network) => <StateOf badge={stateBadge(network.state)} /> },
      { key: 'type', width: 90, render: (network) => words.value(network.type) },
      { key: 'cidr', width: 130, render: (network) => <span className="mono">{network.cidr}</span> },
      { key: 'gateway', width: 120, render: (network) => <span className="mono">{network.gateway}</span> },
      {
        key: 'ipused',
        width: 120,
        align: 'right',
        text: (network) => `${network.ipused} / ${network.iptotal}`,
        render: (network) => `${network.ipused} / ${network.iptotal}`,
      },
      {
        key: 'servicehostname',
        width: 150,
        render: (network) => (
          <ResourceLink
            href={network.servicehostid && paths.host(network.servicehostid)}
            name={network.servicehostname}
          />
        ),
      },
      {
        key: 'zonename',
        width: 120,
        sortable: true,
        render: (network) => <ResourceLink href={paths.zone(network.zoneid)} name={network.zonename} />,
      },
      { key: 'networkofferingname', width: 160, optional: true },
      { key: 'networkdomain', width: 130, optional: true },
    ],
    [words],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [{ name: 'type', label: words.field('type'), options: valueOptions(['Shared', 'Isolated'], words.value) }],
    [words],
  );
  return (
    <ListPage
      name="listNetworks"
      id="networks"
      label={t('nav.networks')}
      icon={icons.network}
      columns={columns}
      filters={filters}
      actions={useNetworkActions()}
      href={(network) => paths.network(network.id)}
      create={{
        needs: 'createNetwork',
        label: words.command('createNetwork'),
        run: () => openPanel({ title: words.command('createNetwork'), content: <CreateNetwork /> }),
      }}
      empty={{ title: t('pages.noNetworks'), text: t('pages.noNetworksText') }}
    />
  );
}
