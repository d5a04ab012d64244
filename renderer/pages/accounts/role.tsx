import { Copy, Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { roles } from '../../../engine/contract/command.ts';
import type { RoleView } from '../../../engine/contract/views.ts';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { roleName, typeName } from '../../components/role-words.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { closePanel, confirm, openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { useRoleOptions } from './use-account-options.ts';

/** A new role: a copy of one there is, or an empty one of a type. Its rules are the next thing to see. */
export function CreateRole({ copied }: { copied?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const all = useRoleOptions();
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'name' },
      { name: 'description' },
      {
        name: 'roleid',
        kind: 'select',
        options: all ?? [],
        label: t('accounts.copyOf'),
        placeholder: t('accounts.noCopy'),
      },
      {
        name: 'type',
        kind: 'select',
        options: roles.map((value) => ({ value, label: typeName(value) })),
        when: (values) => values.roleid === undefined || values.roleid === '',
      },
    ],
    [all, t],
  );
  if (all === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createRole"
      fields={fields}
      initial={{ type: 'User', ...(copied !== undefined && { roleid: copied }) }}
      submitLabel={words.command('createRole')}
      onDone={({ id }) => {
        closePanel();
        navigate(paths.role(id));
      }}
    />
  );
}

function EditRole({ role }: { role: RoleView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateRole"
      fixed={{ id: role.id }}
      initial={{ name: role.name, description: role.description }}
      fields={[{ name: 'name' }, { name: 'description' }]}
      submitLabel={t('ui.save')}
    />
  );
}

export function useRoleActions(): readonly ResourceAction<RoleView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const readyMade = (role: RoleView) => (role.isdefault ? t('accounts.readyMadeStays') : undefined);
    return [
      {
        id: 'copy',
        needs: 'createRole',
        label: t('accounts.copy'),
        icon: Copy,
        primary: true,
        run: ([role]) =>
          role && openPanel({ title: words.command('createRole'), content: <CreateRole copied={role.id} /> }),
      },
      {
        id: 'edit',
        needs: 'updateRole',
        label: t('ui.edit'),
        icon: Pencil,
        refusal: readyMade,
        run: ([role]) => role && openPanel({ title: words.command('updateRole'), content: <EditRole role={role} /> }),
      },
      {
        id: 'delete',
        needs: 'deleteRole',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: (role) =>
          readyMade(role) ?? (role.accounttotal > 0 ? t('accounts.roleUsed', { count: role.accounttotal }) : undefined),
        run: async ([role]) => {
          if (role === undefined) return;
          const verb = words.command('deleteRole');
          const yes = await confirm({
            title: `${verb}: ${roleName(role.name)}`,
            message: t('accounts.deleteRoleText'),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('deleteRole', { id: role.id }, role.name);
        },
      },
    ];
  }, [t, words]);
}
