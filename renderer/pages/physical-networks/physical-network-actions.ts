import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhysicalNetworkView } from '../../../engine/contract/views.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';

/** What can be done to physical networks, in their zone's tab and on their own page. */
export function usePhysicalNetworkActions(): readonly ResourceAction<PhysicalNetworkView>[] {
  const { t } = useTranslation();
  return useMemo(() => {
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
}
