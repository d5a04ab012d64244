import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import { setAside } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceList } from '../../components/ResourceList.tsx';
import { paths } from '../../paths.ts';
import { useAccountActions } from './account.tsx';
import { useAccountColumns, useUserColumns } from './columns.tsx';
import { useUserActions } from './user.tsx';

/** The accounts in or with something. */
export function AccountsTab({ params }: { params: Partial<Input<'listAccounts'>> }) {
  const { t } = useTranslation();
  return (
    <ResourceList
      name="listAccounts"
      id="accounts-tab"
      label={t('nav.accounts')}
      icon={icons.account}
      columns={setAside(useAccountColumns(), 'user')}
      actions={useAccountActions()}
      params={params}
      href={(account) => paths.account(account.id)}
      embedded
      empty={{ title: t('accounts.noAccountsHere') }}
    />
  );
}

/** The users of an account. */
export function UsersTab({ params }: { params: Partial<Input<'listUsers'>> }) {
  const { t } = useTranslation();
  return (
    <ResourceList
      name="listUsers"
      id="users-tab"
      label={t('nav.users')}
      icon={icons.user}
      columns={setAside(useUserColumns(), 'account', 'rolename', 'domain')}
      actions={useUserActions()}
      rowName={(user) => user.username}
      params={params}
      href={(user) => paths.user(user.id)}
      embedded
      empty={{ title: t('accounts.noUsersHere') }}
    />
  );
}
