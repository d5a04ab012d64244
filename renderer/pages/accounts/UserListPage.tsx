import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { userStates } from '../../../engine/contract/states.ts';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { useUserColumns } from './columns.tsx';
import { CreateUserOf, useUserActions } from './user.tsx';

export function UserListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: Object.keys(userStates.states).map((value) => ({ value, label: words.state(value) })),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listUsers"
      id="users"
      label={t('nav.users')}
      icon={icons.user}
      columns={useUserColumns()}
      filters={filters}
      actions={useUserActions()}
      rowName={(user) => user.username}
      href={(user) => paths.user(user.id)}
      create={{
        needs: 'createUser',
        label: words.command('createUser'),
        run: () => openPanel({ title: words.command('createUser'), content: <CreateUserOf /> }),
      }}
      empty={{ title: t('accounts.noUsersHere') }}
    />
  );
}
