import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { RoleView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { roleName, roleText, typeName } from '../../components/role-words.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateRole, useRoleActions } from './role.tsx';

export function RoleListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<RoleView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true, render: (role) => roleName(role.name) },
      { key: 'type', width: 220, sortable: true, render: (role) => typeName(role.type) },
      { key: 'description', width: 320, render: (role) => roleText(role) ?? '–', text: (role) => roleText(role) ?? '' },
      {
        key: 'isdefault',
        label: t('accounts.readyMadeLabel'),
        width: 120,
        render: (role) => (role.isdefault ? t('ui.yes') : t('ui.no')),
      },
      { key: 'accounttotal', width: 110, align: 'right', sortable: true },
    ],
    [t],
  );
  return (
    <ListPage
      name="listRoles"
      id="roles"
      label={t('nav.roles')}
      icon={icons.role}
      columns={columns}
      actions={useRoleActions()}
      rowName={(role) => roleName(role.name)}
      href={(role) => paths.role(role.id)}
      create={{
        needs: 'createRole',
        label: words.command('createRole'),
        run: () => openPanel({ title: words.command('createRole'), content: <CreateRole /> }),
      }}
      empty={{ title: t('accounts.noRoles') }}
    />
  );
}
