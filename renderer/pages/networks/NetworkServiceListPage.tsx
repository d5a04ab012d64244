import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';

type Router = Row<'listRouters'>;

/** What answers DHCP and DNS of guest networks, and where: CloudStack's virtual routers, of which each is a namespace on a host here. */
export function NetworkServiceListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<Router>[]>(
    () => [
      { key: 'name', width: 160, sortable: true },
      { key: 'state', width: 120, render: (router) => <StateOf badge={stateBadge(router.state)} /> },
      {
        key: 'guestnetworkname',
        width: 160,
        // The service has its name.
        optional: true,
        render: (router) => <ResourceLink href={paths.network(router.guestnetworkid)} name={router.guestnetworkname} />,
      },
      { key: 'guestipaddress', width: 130, render: (router) => <span className="mono">{router.guestipaddress}</span> },
      {
        key: 'hostname',
        width: 140,
        render: (router) => <ResourceLink href={paths.host(router.hostid)} name={router.hostname} />,
      },
      {
        key: 'podname',
        width: 120,
        render: (router) => <ResourceLink href={paths.pod(router.podid)} name={router.podname} />,
      },
      {
        key: 'zonename',
        width: 130,
        render: (router) => <ResourceLink href={paths.zone(router.zoneid)} name={router.zonename} />,
      },
      { key: 'dns1', width: 130, optional: true, render: (router) => <span className="mono">{router.dns1}</span> },
      { key: 'networkdomain', width: 130, optional: true },
      { key: 'account', width: 120, optional: true },
    ],
    [],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: valueOptions(['Running', 'Starting', 'Unknown'], words.state),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listRouters"
      id="network-services"
      label={t('nav.networkServices')}
      icon={icons.router}
      columns={columns}
      filters={filters}
      href={(router) => paths.network(router.guestnetworkid)}
      empty={{ title: t('physicalNetworks.noRouters'), text: t('physicalNetworks.noRoutersText') }}
    />
  );
}
