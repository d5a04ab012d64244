import { Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskOfferingView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { idsOf, moreFields, placeOfForm, stateActions, usePlaces, withoutMore } from './offering-parts.tsx';

const opened = (values: FormValues) => values.more === true;

export function CreateDiskOffering() {
  const { t } = useTranslation();
  const words = useWords();
  const places = usePlaces();
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'displaytext' },
      { name: 'customized', kind: 'switch' },
      { name: 'disksize', kind: 'number', unit: 'GiB', when: (values) => values.customized !== true },
      { name: 'storagetype', kind: 'segmented', options: valueOptions(['shared', 'local'], words.value) },
      { name: 'more', kind: 'switch', label: t('offerings.more') },
      { name: 'tags', when: opened },
      { name: 'displayoffering', kind: 'switch', when: opened },
      ...moreFields(places ?? { domains: [], zones: [] }, t),
    ],
    [words, t, places],
  );
  if (places === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createDiskOffering"
      fields={fields}
      initial={{ disksize: 20, storagetype: 'shared', displayoffering: true }}
      prepare={withoutMore}
      submitLabel={words.command('createDiskOffering')}
    />
  );
}

function EditDiskOffering({ offering }: { offering: DiskOfferingView }) {
  const { t } = useTranslation();
  const places = usePlaces();
  if (places === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="updateDiskOffering"
      fixed={{ id: offering.id }}
      initial={{
        name: offering.name,
        displaytext: offering.displaytext,
        tags: offering.tags,
        displayoffering: offering.displayoffering,
        domainid: idsOf(offering.domainid),
        zoneid: idsOf(offering.zoneid),
        // Each as it is; 0 takes a limit away.
        bytesreadrate: offering.diskBytesReadRate ?? 0,
        byteswriterate: offering.diskBytesWriteRate ?? 0,
        iopsreadrate: offering.diskIopsReadRate ?? 0,
        iopswriterate: offering.diskIopsWriteRate ?? 0,
        cachemode: offering.cacheMode,
      }}
      fields={[
        { name: 'name' },
        { name: 'displaytext' },
        { name: 'tags' },
        { name: 'displayoffering', kind: 'switch' },
        ...moreFields(places, t).map(({ when: _always, ...field }) => field),
      ]}
      prepare={(values) => placeOfForm(values, ['tags'])}
      submitLabel={t('ui.save')}
    />
  );
}

export function useDiskOfferingActions(): readonly ResourceAction<DiskOfferingView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'edit',
        needs: 'updateDiskOffering',
        label: t('ui.edit'),
        icon: Pencil,
        primary: true,
        run: ([offering]) =>
          offering &&
          openPanel({ title: words.command('updateDiskOffering'), content: <EditDiskOffering offering={offering} /> }),
      },
      ...stateActions<DiskOfferingView>('updateDiskOffering', t),
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
    [t, words],
  );
}

/** A fixed size with its unit, or that it is chosen later. */
export function diskSizeText(offering: DiskOfferingView, custom: string): string {
  return offering.iscustomized ? custom : `${offering.disksize} GiB`;
}
