import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageStoreView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';

export function useImageStoreActions(): readonly ResourceAction<ImageStoreView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'remove',
        needs: 'deleteImageStore',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        run: (things) =>
          confirmDelete({ command: 'deleteImageStore', things, consequence: t('pages.deleteImageStoreText') }),
      },
    ],
    [t],
  );
}
