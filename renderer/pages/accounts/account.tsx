import { Ban, CircleCheck, Lock, Pencil, Trash2, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { roleOfType } from '../../../engine/contract/role.ts';
import { accountStates } from '../../../engine/contract/states.ts';
import type { AccountView } from '../../../engine/contract/views.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import type { FormField } from '../../components/form-field.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { useDomainOptions, useRoleOptions } from './use-account-options.ts';
import { CreateUser, usePersonFields } from './user.tsx';

export function CreateAccount({ domainid }: { domainid?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const domains = useDomainOptions();
  const roles = useRoleOptions();
  const person = usePersonFields(true);
  const fields = useMemo<readonly FormField[]>(
    () => [
      ...person,
      { name: 'account', label: t('accounts.accountName'), help: t('accounts.accountNameHelp') },
      { name: 'domainid', kind: 'select', options: domains ?? [] },
      { name: 'roleid', kind: 'select', options: roles ?? [] },
    ],
    [person, domains, roles, t],
  );
  if (domains === undefined || roles === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createAccount"
      fields={fields}
      initial={{ domainid: domainid ?? domains[0]?.value, roleid: roleOfType.User }}
      submitLabel={words.command('createAccount')}
    />
  );
}

function EditAccount({ account }: { account: AccountView }) {
  const { t } = useTranslation();
  const roles = useRoleOptions();
  return (
    <ResourceForm
      command="updateAccount"
      fixed={{ id: account.id }}
      initial={{ newname: account.name, roleid: account.roleid, networkdomain: account.networkdomain }}
      fields={[
        { name: 'newname', label: t('accounts.accountName') },
        { name: 'roleid', kind: 'select', options: roles ?? [], disabled: account.isdefault },
        { name: 'networkdomain', placeholder: 'sales.example' },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}

export function useAccountActions(): readonly ResourceAction<AccountView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const desk = (account: AccountView) => (account.isdefault ? t('accounts.deskStays') : undefined);
    const refusal = (action: string) => (account: AccountView) =>
      desk(account) ?? stateRefusal(accountStates, account.state, action);
    return [
      {
        id: 'user',
        needs: 'createUser',
        label: words.command('createUser'),
        icon: UserPlus,
        primary: true,
        run: ([account]) =>
          account && openPanel({ title: words.command('createUser'), content: <CreateUser account={account} /> }),
      },
      {
        id: 'edit',
        needs: 'updateAccount',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([account]) =>
          account && openPanel({ title: words.command('updateAccount'), content: <EditAccount account={account} /> }),
      },
      {
        id: 'enable',
        needs: 'enableAccount',
        label: t('pages.enable'),
        icon: CircleCheck,
        bulk: true,
        refusal: refusal('enable'),
        run: (accounts) => Promise.all(accounts.map(({ id, name }) => runCommand('enableAccount', { id }, name))),
      },
      {
        id: 'lock',
        needs: 'lockAccount',
        label: t('accounts.lock'),
        icon: Lock,
        bulk: true,
        refusal: refusal('lock'),
        run: (accounts) =>
          Promise.all(
            accounts.map(({ name, domainid }) => runCommand('lockAccount', { account: name, domainid }, name)),
          ),
      },
      {
        id: 'disable',
        needs: 'disableAccount',
        label: t('pages.disable'),
        icon: Ban,
        danger: true,
        refusal: refusal('disable'),
        run: async ([account]) => {
          if (account === undefined) return;
          const verb = words.command('disableAccount');
          const yes = await confirm({
            title: `${verb}: ${account.name}`,
            message: t('accounts.disableText', { count: account.vmrunning }),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('disableAccount', { id: account.id, lock: false }, account.name);
        },
      },
      {
        id: 'delete',
        needs: 'deleteAccount',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        refusal: desk,
        run: (things) =>
          confirmDelete({
            command: 'deleteAccount',
            things,
            consequence: t('accounts.deleteAccountText'),
            dataDies: true,
          }),
      },
    ];
  }, [t, words]);
}
