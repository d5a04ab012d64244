import { useTranslation } from 'react-i18next';
import type { AccountView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { LimitsTab } from '../../components/LimitsTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { roleName, typeName } from '../../components/role-words.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { settingsTab } from '../settings/settings-tab.tsx';
import { useAccountActions } from './account.tsx';
import { UsersTab } from './tabs.tsx';

export function AccountPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<AccountView>
      icon={icons.account}
      kind={t('nouns.account')}
      listPath={paths.accounts}
      result={useOne('listAccounts', id)}
      name={(account) => account.name}
      badge={(account) => <StateOf badge={stateBadge(account.state)} pill />}
      actions={useAccountActions()}
      facts={(account) => [
        { field: 'id', value: account.id, copy: account.id, mono: true },
        {
          field: 'domainpath',
          value: <ResourceLink href={paths.domain(account.domainid)} name={account.domainpath} />,
        },
        {
          field: 'rolename',
          value: <ResourceLink href={paths.role(account.roleid)} name={roleName(account.rolename)} />,
        },
        { field: 'roletype', value: typeName(account.roletype) },
        { field: 'vmtotal', value: String(account.vmtotal) },
        { field: 'volumetotal', value: String(account.volumetotal) },
        { field: 'templatetotal', value: String(account.templatetotal) },
        { field: 'networkdomain', value: account.networkdomain },
        { field: 'created', value: <RelativeTime date={account.created} /> },
      ]}
      tabs={(account) => [
        {
          id: 'users',
          label: t('nav.users'),
          needs: 'listUsers',
          content: <UsersTab params={{ accountid: account.id }} />,
        },
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ account: account.name, domainid: account.domainid }} />,
        },
        settingsTab({ accountid: account.id }),
        {
          id: 'limits',
          label: t('limits.title'),
          needs: 'listResourceLimits',
          content: (
            <LimitsTab
              whose={{ account: account.name, domainid: account.domainid }}
              row={account}
              fixed={account.roletype === 'Admin' ? t('limits.rootText') : undefined}
            />
          ),
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: account.id }} />,
        },
      ]}
    />
  );
}
