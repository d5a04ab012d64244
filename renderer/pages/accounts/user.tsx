import { Ban, CircleCheck, KeyRound, Lock, Pencil, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { userStates } from '../../../engine/contract/states.ts';
import type { AccountView, UserView } from '../../../engine/contract/views.ts';
import { useList, useQuery } from '../../api/live.ts';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

/** What is asked of a person, with or without a first password. */
export function usePersonFields(password: boolean): readonly FormField[] {
  const { t } = useTranslation();
  return useMemo(
    () => [
      { name: 'username', label: t('accounts.signInName') },
      ...(password ? [{ name: 'password', kind: 'password' as const }] : []),
      { name: 'firstname' },
      { name: 'lastname' },
      { name: 'email', placeholder: 'ada@lab.example' },
    ],
    [password, t],
  );
}

export function CreateUser({ account }: { account: Pick<AccountView, 'name' | 'domainid' | 'domainpath'> }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="createUser"
      fixed={{ account: account.name, domainid: account.domainid }}
      fields={usePersonFields(true)}
      summary={() => t('accounts.userSummary', { account: account.name, domain: account.domainpath })}
      submitLabel={words.command('createUser')}
    />
  );
}

/** A user of an account that is still to be chosen. */
export function CreateUserOf() {
  const words = useWords();
  const { rows, loading } = useList('listAccounts', { pagesize: 500 });
  const person = usePersonFields(true);
  const fields = useMemo<readonly FormField[]>(
    () => [
      {
        name: 'account',
        kind: 'select',
        required: true,
        options: rows.map(({ id, name, domainpath }) => ({ value: id, label: `${name} · ${domainpath}` })),
      },
      ...person,
    ],
    [rows, person],
  );
  if (loading) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createUser"
      fields={fields}
      prepare={({ account: id, ...values }) => {
        const found = rows.find((account) => account.id === id);
        return found === undefined ? values : { ...values, account: found.name, domainid: found.domainid };
      }}
      submitLabel={words.command('createUser')}
    />
  );
}

function EditUser({ user }: { user: UserView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateUser"
      fixed={{ id: user.id }}
      initial={{ username: user.username, firstname: user.firstname, lastname: user.lastname, email: user.email }}
      fields={usePersonFields(false)}
      submitLabel={t('ui.save')}
    />
  );
}

function SetPassword({ user }: { user: UserView }) {
  const { t } = useTranslation();
  const self = useQuery('getSession', {}).data?.userid === user.id;
  return (
    <ResourceForm
      command="updateUser"
      fixed={{ id: user.id }}
      fields={[
        { name: 'currentpassword', kind: 'password', when: () => self && user.haspassword },
        { name: 'password', kind: 'password', label: t('accounts.newPassword') },
      ]}
      submitLabel={t('accounts.setPassword')}
    />
  );
}

export function useUserActions(): readonly ResourceAction<UserView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const desk = (user: UserView) => (user.isdefault ? t('accounts.deskUserStays') : undefined);
    const refusal = (action: string) => (user: UserView) => desk(user) ?? stateRefusal(userStates, user.state, action);
    return [
      {
        id: 'password',
        needs: 'updateUser',
        label: t('accounts.setPassword'),
        icon: KeyRound,
        primary: true,
        run: ([user]) => user && openPanel({ title: t('accounts.setPassword'), content: <SetPassword user={user} /> }),
      },
      {
        id: 'edit',
        needs: 'updateUser',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([user]) => user && openPanel({ title: words.command('updateUser'), content: <EditUser user={user} /> }),
      },
      {
        id: 'enable',
        needs: 'enableUser',
        label: t('pages.enable'),
        icon: CircleCheck,
        bulk: true,
        refusal: (user) => stateRefusal(userStates, user.state, 'enable'),
        run: (users) => Promise.all(users.map(({ id, username }) => runCommand('enableUser', { id }, username))),
      },
      {
        id: 'lock',
        needs: 'lockUser',
        label: t('accounts.lock'),
        icon: Lock,
        bulk: true,
        refusal: refusal('lock'),
        run: (users) => Promise.all(users.map(({ id, username }) => runCommand('lockUser', { id }, username))),
      },
      {
        id: 'disable',
        needs: 'disableUser',
        label: t('pages.disable'),
        icon: Ban,
        bulk: true,
        refusal: refusal('disable'),
        run: (users) => Promise.all(users.map(({ id, username }) => runCommand('disableUser', { id }, username))),
      },
      {
        id: 'delete',
        needs: 'deleteUser',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: desk,
        run: async ([user]) => {
          if (user === undefined) return;
          const verb = words.command('deleteUser');
          const yes = await confirm({
            title: `${verb}: ${user.username}`,
            message: t('accounts.deleteUserText', { account: user.account }),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('deleteUser', { id: user.id }, user.username);
        },
      },
    ];
  }, [t, words]);
}
