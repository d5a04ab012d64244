import { useTranslation } from 'react-i18next';
import type { RoleView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { roleName, roleText, typeName } from '../../components/role-words.ts';
import { paths } from '../../paths.ts';
import { RoleMatrix } from './RoleMatrix.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { useRoleActions } from './role.tsx';
import { AccountsTab } from './tabs.tsx';

export function RolePage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<RoleView>
      icon={icons.role}
      kind={t('nouns.role')}
      listPath={paths.roles}
      result={useOne('listRoles', id)}
      name={(role) => roleName(role.name)}
      actions={useRoleActions()}
      facts={(role) => [
        { field: 'id', value: role.id, copy: role.id, mono: true },
        { field: 'type', value: typeName(role.type) },
        { field: 'description', value: roleText(role) },
        {
          field: 'isdefault',
          label: t('accounts.readyMadeLabel'),
          value: role.isdefault ? t('ui.yes') : t('ui.no'),
        },
        { field: 'accounttotal', value: String(role.accounttotal) },
      ]}
      tabs={(role) => [
        { id: 'rules', label: t('accounts.rules'), needs: 'listRolePermissions', content: <RuleEditor role={role} /> },
        {
          id: 'commands',
          label: t('accounts.commands'),
          needs: 'listRolePermissions',
          content: <RoleMatrix role={role} />,
        },
        {
          id: 'accounts',
          label: t('nav.accounts'),
          needs: 'listAccounts',
          content: <AccountsTab params={{ roleid: role.id }} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: role.id }} />,
        },
      ]}
    />
  );
}
