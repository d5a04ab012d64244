import { Cable, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhysicalNetworkView } from '../../../engine/contract/views.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { StateOf } from '../../components/StateOf.tsx';

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
  const actions = useMemo<readonly ResourceAction<PhysicalNetworkView>[]>(() => {
    const set = (rows: readonly PhysicalNetworkView[], state: 'Enabled' | 'Disabled') =>
      Promise.all(rows.map((row) => runCommand('updatePhysicalNetwork', { id: row.id, state }, row.name)));
    return [
      ...allocationActions<PhysicalNetworkView>('updatePhysicalNetwork', (row) => row.state, set),
      {
        id: 'delete',
        needs: 'deletePhysicalNetwork',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: (things) =>
          confirmDelete({
            command: 'deletePhysicalNetwork',
            things,
            consequence: t('pages.deletePhysicalNetworkText'),
          }),
      },
    ];
  }, [t]);
  return (
    <ResourceList
      name="listPhysicalNetworks"
      id="physical-networks"
      label={t('pages.physicalNetworks')}
      icon={Cable}
      columns={columns}
      params={params}
      actions={actions}
      embedded
      empty={{ title: t('pages.noPhysicalNetworks') }}
    />
  );
}
