import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { accountStates } from '../../../engine/contract/states.ts';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateAccount, useAccountActions } from './account.tsx';
import { useAccountColumns } from './columns.tsx';
import { useRoleOptions } from './use-account-options.ts';

export function AccountListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const roles = useRoleOptions();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: Object.keys(accountStates.states).map((value) => ({ value, label: words.state(value) })),
      },
      { name: 'roleid', label: words.field('rolename'), options: roles ?? [] },
    ],
    [words, roles],
  );
  return (
    <ListPage
      name="listAccounts"
      id="accounts"
      label={t('nav.accounts')}
      icon={icons.account}
      columns={useAccountColumns()}
      filters={filters}
      actions={useAccountActions()}
      href={(account) => paths.account(account.id)}
      create={{
        needs: 'createAccount',
        label: words.command('createAccount'),
        run: () => openPanel({ title: words.command('createAccount'), content: <CreateAccount /> }),
      }}
      empty={{ title: t('accounts.noAccountsHere') }}
    />
  );
}
