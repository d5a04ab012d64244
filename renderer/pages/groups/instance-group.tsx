import { Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceGroupView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

export function CreateInstanceGroup() {
  const words = useWords();
  return (
    <ResourceForm
      command="createInstanceGroup"
      fields={[{ name: 'name' }]}
      submitLabel={words.command('createInstanceGroup')}
    />
  );
}

export function useInstanceGroupActions(): readonly ResourceAction<InstanceGroupView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'rename',
        needs: 'updateInstanceGroup',
        label: words.command('updateInstanceGroup'),
        icon: Pencil,
        run: ([group]) =>
          group &&
          openPanel({
            title: words.command('updateInstanceGroup'),
            content: (
              <ResourceForm
                command="updateInstanceGroup"
                fixed={{ id: group.id }}
                initial={{ name: group.name }}
                fields={[{ name: 'name' }]}
                submitLabel={t('ui.save')}
              />
            ),
          }),
      },
      {
        id: 'delete',
        needs: 'deleteInstanceGroup',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        run: async ([group]) => {
          if (group === undefined) return;
          const verb = words.command('deleteInstanceGroup');
          const title = `${verb}: ${group.name}`;
          const yes = await confirm({ title, message: t('groups.deleteGroup'), action: verb, danger: true });
          if (yes) await runCommand('deleteInstanceGroup', { id: group.id }, group.name);
        },
      },
    ],
    [t, words],
  );
}
