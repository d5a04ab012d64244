import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { storagePoolStates } from '../../../engine/contract/states.ts';
import type { StoragePoolView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';

export function usePoolActions(): readonly ResourceAction<StoragePoolView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'remove',
        needs: 'deleteStoragePool',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        refusal: (pool) => stateRefusal(storagePoolStates, pool.state, 'remove'),
        run: (things) =>
          confirmDelete({ command: 'deleteStoragePool', things, consequence: t('pages.deletePoolText') }),
      },
    ],
    [t],
  );
}
