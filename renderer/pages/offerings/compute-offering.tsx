import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';

export function CreateComputeOffering() {
  const { t } = useTranslation();
  const words = useWords();
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'cpunumber', kind: 'number' },
      { name: 'cpuspeed', kind: 'number', unit: 'MHz' },
      { name: 'memory', kind: 'number', unit: 'MiB' },
      { name: 'storagetype', kind: 'segmented', options: valueOptions(['shared', 'local'], words.value) },
      { name: 'offerha', kind: 'switch' },
      { name: 'limitcpuuse', kind: 'switch' },
    ],
    [words],
  );
  return (
    <ResourceForm
      command="createServiceOffering"
      fields={fields}
      initial={{ cpunumber: 1, cpuspeed: 1000, memory: 1024, storagetype: 'shared' }}
      summary={(values) =>
        t('pages.computeOfferingSummary', {
          count: Number(values.cpunumber ?? 1),
          memory: String(values.memory ?? '–'),
          name: String(values.name || t('pages.thisOffering')),
        })
      }
      submitLabel={words.command('createServiceOffering')}
    />
  );
}

export function useComputeOfferingActions(): readonly ResourceAction<ServiceOfferingView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'delete',
        needs: 'deleteServiceOffering',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        run: (things) =>
          confirmDelete({ command: 'deleteServiceOffering', things, consequence: t('pages.deleteOfferingText') }),
      },
    ],
    [t],
  );
}
