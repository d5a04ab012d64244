import { ArrowRightLeft, Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestOsMappingView, OsTypeView } from '../../../engine/contract/views.ts';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

function useTypeFields(): readonly FormField[] {
  const categories = useOptions('listOsCategories');
  return [{ name: 'osdisplayname' }, { name: 'oscategoryid', kind: 'select', options: categories }];
}

export function AddGuestOs() {
  const words = useWords();
  return <ResourceForm command="addGuestOs" fields={useTypeFields()} submitLabel={words.command('addGuestOs')} />;
}

function EditGuestOs({ type }: { type: OsTypeView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateGuestOs"
      fixed={{ id: type.id }}
      initial={{ osdisplayname: type.description, oscategoryid: type.oscategoryid }}
      fields={useTypeFields()}
      submitLabel={t('ui.save')}
    />
  );
}

/** The name that a type is run by: one of those that Benchtop knows the rules of. */
function useNameField(): FormField {
  const types = useOptions('listOsTypes');
  return { name: 'osnameforhypervisor', kind: 'select', options: types.map(({ label }) => ({ value: label, label })) };
}

export function AddMapping({ type }: { type?: OsTypeView }) {
  const words = useWords();
  const types = useOptions('listOsTypes');
  const name = useNameField();
  const hypervisors = ['KVM', 'Simulator'].map((value) => ({ value, label: words.value(value) }));
  return (
    <ResourceForm
      command="addGuestOsMapping"
      fixed={{ hypervisorversion: 'default', ...(type !== undefined && { ostypeid: type.id }) }}
      initial={{ hypervisor: 'KVM' }}
      fields={[
        ...(type === undefined ? [{ name: 'ostypeid', kind: 'select' as const, required: true, options: types }] : []),
        { name: 'hypervisor', kind: 'segmented', options: hypervisors },
        name,
      ]}
      submitLabel={words.command('addGuestOsMapping')}
    />
  );
}

function EditMapping({ mapping }: { mapping: GuestOsMappingView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateGuestOsMapping"
      fixed={{ id: mapping.id }}
      initial={{ osnameforhypervisor: mapping.osnameforhypervisor }}
      fields={[useNameField()]}
      submitLabel={t('ui.save')}
    />
  );
}

export function useGuestOsActions(): readonly ResourceAction<OsTypeView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const own = (type: OsTypeView) => (type.isuserdefined ? undefined : t('guestOs.stays'));
    return [
      {
        id: 'map',
        needs: 'addGuestOsMapping',
        label: words.command('addGuestOsMapping'),
        icon: ArrowRightLeft,
        run: ([type]) =>
          type && openPanel({ title: words.command('addGuestOsMapping'), content: <AddMapping type={type} /> }),
      },
      {
        id: 'edit',
        needs: 'updateGuestOs',
        label: t('ui.edit'),
        icon: Pencil,
        refusal: own,
        run: ([type]) =>
          type && openPanel({ title: words.command('updateGuestOs'), content: <EditGuestOs type={type} /> }),
      },
      {
        id: 'delete',
        needs: 'removeGuestOs',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: own,
        run: async ([type]) => {
          if (type === undefined) return;
          const verb = words.command('removeGuestOs');
          const title = `${verb}: ${type.description}`;
          const yes = await confirm({ title, message: t('guestOs.removeText'), action: verb, danger: true });
          if (yes) await runCommand('removeGuestOs', { id: type.id }, type.description);
        },
      },
    ];
  }, [t, words]);
}

export function useMappingActions(): readonly ResourceAction<GuestOsMappingView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'edit',
        needs: 'updateGuestOsMapping',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([mapping]) =>
          mapping &&
          openPanel({ title: words.command('updateGuestOsMapping'), content: <EditMapping mapping={mapping} /> }),
      },
      {
        id: 'delete',
        needs: 'removeGuestOsMapping',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: async ([mapping]) => {
          if (mapping === undefined) return;
          const verb = words.command('removeGuestOsMapping');
          const title = `${verb}: ${mapping.osdisplayname}`;
          const yes = await confirm({ title, message: t('guestOs.unmapText'), action: verb, danger: true });
          if (yes) await runCommand('removeGuestOsMapping', { id: mapping.id }, mapping.osdisplayname);
        },
      },
    ],
    [t, words],
  );
}
