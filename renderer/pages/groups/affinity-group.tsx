import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { affinityTypes } from '../../../engine/contract/groups.ts';
import type { AffinityGroupView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { confirm } from '../../stores/overlay.ts';

/** The last one comes with what is dedicated. */
const own = affinityTypes.filter((type) => type !== 'ExplicitDedication');

export function CreateAffinityGroup() {
  const words = useWords();
  return (
    <ResourceForm
      command="createAffinityGroup"
      fields={[
        { name: 'name' },
        { name: 'type', kind: 'select', options: valueOptions(own, words.value) },
        { name: 'description' },
      ]}
      initial={{ type: 'host anti-affinity' }}
      submitLabel={words.command('createAffinityGroup')}
    />
  );
}

export function useAffinityGroupActions(): readonly ResourceAction<AffinityGroupView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'delete',
        needs: 'deleteAffinityGroup',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: (group) => (group.dedicatedresources?.length ? t('dedication.groupStays') : undefined),
        run: async ([group]) => {
          if (group === undefined) return;
          const verb = words.command('deleteAffinityGroup');
          const message = t('groups.deleteAffinity', { count: group.virtualmachineIds.length });
          const yes = await confirm({ title: `${verb}: ${group.name}`, message, action: verb, danger: true });
          if (yes) await runCommand('deleteAffinityGroup', { id: group.id }, group.name);
        },
      },
    ],
    [t, words],
  );
}
