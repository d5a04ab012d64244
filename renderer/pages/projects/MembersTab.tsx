import { Trash2, UserCog } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProjectAccountView, ProjectView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';

const memberName = (member: ProjectAccountView): string => member.username ?? member.account;

/** Who is in a project, and as what. */
export function MembersTab({ project }: { project: ProjectView }) {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<ProjectAccountView>[]>(
    () => [
      { key: 'account', width: 180, sortable: true },
      {
        key: 'username',
        width: 160,
        sortable: true,
        render: (member) => member.username ?? t('projects.allUsers'),
        text: (member) => member.username ?? '',
      },
      {
        key: 'role',
        label: t('projects.memberAs'),
        width: 160,
        sortable: true,
        render: (member) => t(`projects.memberRoles.${member.role}`),
        text: (member) => member.role,
      },
      { key: 'projectrolename', width: 160 },
    ],
    [t],
  );
  const actions = useMemo<readonly ResourceAction<ProjectAccountView>[]>(() => {
    const others = () => (project.canmanage ? undefined : t('projects.notYours'));
    return [
      {
        id: 'administer',
        needs: 'updateProject',
        label: t('projects.makeAdmin'),
        icon: UserCog,
        refusal: (member) => others() ?? (member.role === 'Admin' ? t('projects.isAdmin') : undefined),
        run: async ([member]) => {
          if (member === undefined) return;
          const which = member.userid === undefined ? { account: member.account } : { userid: member.userid };
          await runCommand('updateProject', { id: project.id, ...which, roletype: 'Admin' }, memberName(member));
        },
      },
      {
        id: 'remove',
        needs: 'deleteAccountFromProject',
        label: words.command('deleteAccountFromProject'),
        icon: Trash2,
        danger: true,
        refusal: others,
        run: async ([member]) => {
          if (member === undefined) return;
          const projectid = project.id;
          if (member.userid === undefined)
            await runCommand('deleteAccountFromProject', { projectid, account: member.account }, member.account);
          else await runCommand('deleteUserFromProject', { projectid, userid: member.userid }, memberName(member));
        },
      },
    ];
  }, [project, t, words]);
  return (
    <ResourceList
      name="listProjectAccounts"
      id="members-tab"
      label={t('projects.members')}
      icon={icons.account}
      columns={columns}
      actions={actions}
      rowName={memberName}
      params={{ projectid: project.id }}
      embedded
      empty={{ title: t('projects.noMembers') }}
    />
  );
}
