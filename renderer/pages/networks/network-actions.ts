import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { networkStates } from '../../../engine/contract/states.ts';
import type { NetworkView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';

export function useNetworkActions(): readonly ResourceAction<NetworkView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'delete',
        needs: 'deleteNetwork',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: (network) => stateRefusal(networkStates, network.state, 'destroy'),
        run: (things) => confirmDelete({ command: 'deleteNetwork', things, consequence: t('pages.deleteNetworkText') }),
      },
    ],
    [t],
  );
}
