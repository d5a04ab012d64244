import { CirclePause, CirclePlay, Pencil, Trash2, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectStates } from '../../../engine/contract/states.ts';
import type { ProjectView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

export function CreateProject() {
  const words = useWords();
  return (
    <ResourceForm
      command="createProject"
      fields={[{ name: 'name' }, { name: 'displaytext' }]}
      submitLabel={words.command('createProject')}
    />
  );
}

function EditProject({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateProject"
      fixed={{ id: project.id }}
      initial={{ name: project.name, displaytext: project.displaytext }}
      fields={[{ name: 'name' }, { name: 'displaytext' }]}
      submitLabel={t('ui.save')}
    />
  );
}

/** Puts an account, or one user of it, into a project. */
export function AddMember({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const words = useWords();
  const roles = useList('listProjectRoles', { projectid: project.id, pagesize: 500 }).rows;
  // Of the project's domain, and those that whoever asks can see; others are typed.
  const accounts = useList('listAccounts', { domainid: project.domainid, pagesize: 500 }).rows.map(({ name }) => ({
    value: name,
    label: name,
  }));
  const kinds = ['Regular', 'Admin'] as const;
  return (
    <ResourceForm
      command="addAccountToProject"
      fixed={{ projectid: project.id }}
      initial={{ roletype: 'Regular' }}
      fields={[
        { name: 'account', kind: 'suggest', required: true, options: accounts },
        {
          name: 'roletype',
          label: t('projects.memberAs'),
          kind: 'segmented',
          options: kinds.map((value) => ({ value, label: t(`projects.memberRoles.${value}`) })),
        },
        {
          name: 'projectroleid',
          kind: 'select',
          options: [
            { value: '', label: t('projects.noRole') },
            ...roles.map((role) => ({ value: role.id, label: role.name })),
          ],
          when: (values) => values.roletype !== 'Admin',
        },
      ]}
      submitLabel={words.command('addAccountToProject')}
    />
  );
}

export function useProjectActions(): readonly ResourceAction<ProjectView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const others = (project: ProjectView) => (project.canmanage ? undefined : t('projects.notYours'));
    const refusal = (action: string) => (project: ProjectView) =>
      others(project) ?? stateRefusal(projectStates, project.state, action);
    return [
      {
        id: 'member',
        needs: 'addAccountToProject',
        label: words.command('addAccountToProject'),
        icon: UserPlus,
        primary: true,
        refusal: others,
        run: ([project]) =>
          project &&
          openPanel({ title: words.command('addAccountToProject'), content: <AddMember project={project} /> }),
      },
      {
        id: 'edit',
        needs: 'updateProject',
        label: t('ui.edit'),
        icon: Pencil,
        refusal: others,
        run: ([project]) =>
          project && openPanel({ title: words.command('updateProject'), content: <EditProject project={project} /> }),
      },
      {
        id: 'activate',
        needs: 'activateProject',
        label: t('projects.activate'),
        icon: CirclePlay,
        refusal: refusal('activate'),
        run: (projects) => Promise.all(projects.map(({ id, name }) => runCommand('activateProject', { id }, name))),
      },
      {
        id: 'suspend',
        needs: 'suspendProject',
        label: t('projects.suspend'),
        icon: CirclePause,
        danger: true,
        refusal: refusal('suspend'),
        run: async ([project]) => {
          if (project === undefined) return;
          const verb = words.command('suspendProject');
          const yes = await confirm({
            title: `${verb}: ${project.name}`,
            message: t('projects.suspendText', { count: project.vmrunning }),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('suspendProject', { id: project.id }, project.name);
        },
      },
      {
        id: 'delete',
        needs: 'deleteProject',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: refusal('remove'),
        run: async ([project]) => {
          if (project === undefined) return;
          const verb = words.command('deleteProject');
          const yes = await confirm({
            title: `${verb}: ${project.name}`,
            message: t('projects.deleteText'),
            action: verb,
            danger: true,
            typeName: project.name,
          });
          if (yes) await runCommand('deleteProject', { id: project.id, cleanup: true }, project.name);
        },
      },
    ];
  }, [t, words]);
}
