import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskOfferingView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';

export function CreateDiskOffering() {
  const words = useWords();
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'customized', kind: 'switch' },
      { name: 'disksize', kind: 'number', unit: 'GiB', when: (values) => values.customized !== true },
      { name: 'storagetype', kind: 'segmented', options: valueOptions(['shared', 'local'], words.value) },
    ],
    [words],
  );
  return (
    <ResourceForm
      command="createDiskOffering"
      fields={fields}
      initial={{ disksize: 20, storagetype: 'shared' }}
      submitLabel={words.command('createDiskOffering')}
    />
  );
}

export function useDiskOfferingActions(): readonly ResourceAction<DiskOfferingView>[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      {
        id: 'delete',
        needs: 'deleteDiskOffering',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        run: (things) =>
          confirmDelete({ command: 'deleteDiskOffering', things, consequence: t('pages.deleteOfferingText') }),
      },
    ],
    [t],
  );
}

/** A fixed size with its unit, or that it is chosen later. */
export function diskSizeText(offering: DiskOfferingView, custom: string): string {
  return offering.iscustomized ? custom : `${offering.disksize} GiB`;
}
