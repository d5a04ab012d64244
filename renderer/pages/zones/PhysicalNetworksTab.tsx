import { Cable } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhysicalNetworkView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { ResourceList } from '../../components/ResourceList.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { usePhysicalNetworkActions } from '../physical-networks/physical-network-actions.ts';

/** A zone's physical networks, their traffic and the bridge that carries it. */
export function PhysicalNetworksTab({ zoneId }: { zoneId: string }) {
  const { t } = useTranslation();
  const params = useMemo(() => ({ zoneid: zoneId }), [zoneId]);
  const columns = useMemo<readonly Column<PhysicalNetworkView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'state', width: 120, sortable: true, render: (network) => <StateOf badge={stateBadge(network.state)} /> },
      { key: 'isolationmethods', width: 100 },
      {
        key: 'traffictypes',
        width: 320,
        text: (network) =>
          network.traffictypes
            .map(({ traffictype, kvmnetworklabel }) =>
              kvmnetworklabel ? `${traffictype} (${kvmnetworklabel})` : traffictype,
            )
            .join(', '),
      },
    ],
    [],
  );
  const actions = usePhysicalNetworkActions();
  return (
    <ResourceList
      name="listPhysicalNetworks"
      id="physical-networks"
      label={t('pages.physicalNetworks')}
      icon={Cable}
      columns={columns}
      params={params}
      actions={actions}
      href={(network) => paths.physicalNetwork(network.id)}
      embedded
      empty={{ title: t('pages.noPhysicalNetworks') }}
    />
  );
}
