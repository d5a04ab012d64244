import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountView, UserView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { roleName } from '../../components/role-words.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export function useAccountColumns(): readonly Column<AccountView>[] {
  const { i18n } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'state', width: 120, sortable: true, render: (account) => <StateOf badge={stateBadge(account.state)} /> },
      {
        key: 'rolename',
        width: 150,
        sortable: true,
        render: (account) => <ResourceLink href={paths.role(account.roleid)} name={roleName(account.rolename)} />,
        text: (account) => account.rolename,
      },
      {
        key: 'domainpath',
        width: 200,
        sortable: true,
        render: (account) => <ResourceLink href={paths.domain(account.domainid)} name={account.domainpath} />,
        text: (account) => account.domainpath,
      },
      {
        key: 'user',
        width: 180,
        render: (account) => account.user.map((user) => user.username).join(', '),
        text: (account) => account.user.map((user) => user.username).join(' '),
      },
      { key: 'vmtotal', width: 90, align: 'right', sortable: true },
      { key: 'volumetotal', width: 90, align: 'right', optional: true },
      { key: 'templatetotal', width: 90, align: 'right', optional: true },
      { key: 'created', width: 110, sortable: true, render: (account) => <RelativeTime date={account.created} /> },
    ],
    // Names of the ready-made roles are in the language of the window.
    [language],
  );
}

export function useUserColumns(): readonly Column<UserView>[] {
  const { i18n, t } = useTranslation();
  const { language } = i18n;
  return useMemo(
    () => [
      { key: 'username', label: t('accounts.signInName'), width: 160, sortable: true },
      { key: 'state', width: 120, sortable: true, render: (user) => <StateOf badge={stateBadge(user.state)} /> },
      { key: 'firstname', width: 120, sortable: true },
      { key: 'lastname', width: 120, sortable: true },
      { key: 'email', width: 200, sortable: true },
      {
        key: 'account',
        width: 140,
        sortable: true,
        render: (user) => <ResourceLink href={paths.account(user.accountid)} name={user.account} />,
        text: (user) => user.account,
      },
      { key: 'rolename', width: 150, sortable: true, render: (user) => roleName(user.rolename) },
      {
        key: 'domain',
        width: 130,
        sortable: true,
        render: (user) => <ResourceLink href={paths.domain(user.domainid)} name={user.domain} />,
        text: (user) => user.domain,
      },
      {
        key: 'haspassword',
        width: 100,
        optional: true,
        render: (user) => (user.haspassword ? t('ui.yes') : t('ui.no')),
      },
      { key: 'created', width: 110, sortable: true, render: (user) => <RelativeTime date={user.created} /> },
    ],
    [t, language],
  );
}
