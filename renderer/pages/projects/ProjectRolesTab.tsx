import { Button } from '@mantine/core';
import { Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { permissions } from '../../../engine/contract/role.ts';
import type { ProjectRolePermissionView, ProjectRoleView, ProjectView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import classes from './ProjectRolesTab.module.css';

function AddRule({ role }: { role: ProjectRoleView }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="createProjectRolePermission"
      fixed={{ projectid: role.projectid, projectroleid: role.id }}
      initial={{ permission: 'deny' }}
      fields={[
        { name: 'rule', placeholder: 'destroy*' },
        {
          name: 'permission',
          kind: 'segmented',
          options: permissions.map((value) => ({ value, label: t(`accounts.permissions.${value}`) })),
        },
        { name: 'description' },
      ]}
      submitLabel={words.command('createProjectRolePermission')}
    />
  );
}

function CreateRole({ project }: { project: ProjectView }) {
  const words = useWords();
  return (
    <ResourceForm
      command="createProjectRole"
      fixed={{ projectid: project.id }}
      fields={[{ name: 'name' }, { name: 'description' }]}
      submitLabel={words.command('createProjectRole')}
    />
  );
}

/** The roles of a project, and their rules: what members with them may not do there. */
export function ProjectRolesTab({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const words = useWords();
  const others = project.canmanage ? undefined : t('projects.notYours');
  const roleColumns = useMemo<readonly Column<ProjectRoleView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'description', width: 320 },
    ],
    [],
  );
  const roleActions = useMemo<readonly ResourceAction<ProjectRoleView>[]>(
    () => [
      {
        id: 'rule',
        needs: 'createProjectRolePermission',
        label: words.command('createProjectRolePermission'),
        icon: Plus,
        refusal: () => others,
        run: ([role]) =>
          role && openPanel({ title: words.command('createProjectRolePermission'), content: <AddRule role={role} /> }),
      },
      {
        id: 'delete',
        needs: 'deleteProjectRole',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: () => others,
        run: async ([role]) => {
          if (role) await runCommand('deleteProjectRole', { projectid: project.id, id: role.id }, role.name);
        },
      },
    ],
    [others, project.id, t, words],
  );
  const ruleColumns = useMemo<readonly Column<ProjectRolePermissionView>[]>(
    () => [
      { key: 'rule', width: 220, sortable: true },
      {
        key: 'permission',
        width: 110,
        render: (rule) => t(`accounts.permissions.${rule.permission}`),
        text: (rule) => rule.permission,
      },
      { key: 'projectrolename', width: 160 },
      { key: 'description', width: 220 },
    ],
    [t],
  );
  const ruleActions = useMemo<readonly ResourceAction<ProjectRolePermissionView>[]>(
    () => [
      {
        id: 'delete',
        needs: 'deleteProjectRolePermission',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: () => others,
        run: async ([rule]) => {
          if (rule) await runCommand('deleteProjectRolePermission', { projectid: project.id, id: rule.id }, rule.rule);
        },
      },
    ],
    [others, project.id, t],
  );
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <p>{t('projects.rolesText')}</p>
        <Button
          size="xs"
          disabled={others !== undefined}
          title={others}
          leftSection={<Plus size={15} aria-hidden />}
          onClick={() =>
            openPanel({ title: words.command('createProjectRole'), content: <CreateRole project={project} /> })
          }
        >
          {words.command('createProjectRole')}
        </Button>
      </div>
      <ResourceList
        name="listProjectRoles"
        id="project-roles-tab"
        label={t('projects.roles')}
        icon={icons.role}
        columns={roleColumns}
        actions={roleActions}
        params={{ projectid: project.id }}
        embedded
        empty={{ title: t('projects.noRoles') }}
      />
      <ResourceList
        name="listProjectRolePermissions"
        id="project-rules-tab"
        label={t('accounts.rules')}
        icon={icons.role}
        columns={ruleColumns}
        actions={ruleActions}
        rowName={(rule) => rule.rule}
        params={{ projectid: project.id }}
        embedded
        empty={{ title: t('projects.noRules') }}
      />
    </div>
  );
}
