import { useTranslation } from 'react-i18next';
import type { DomainView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { LimitsTab } from '../../components/LimitsTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { settingsTab } from '../settings/settings-tab.tsx';
import { useDomainActions } from './domain.tsx';
import { AccountsTab } from './tabs.tsx';

export function DomainPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<DomainView>
      icon={icons.domain}
      kind={t('nouns.domain')}
      commented="DOMAIN"
      listPath={paths.domains}
      result={useOne('listDomains', id)}
      name={(domain) => domain.name}
      badge={(domain) => <StateOf badge={stateBadge(domain.state)} pill />}
      actions={useDomainActions()}
      facts={(domain) => [
        { field: 'id', value: domain.id, copy: domain.id, mono: true },
        { field: 'path', value: domain.path, mono: true },
        {
          field: 'parentdomainname',
          value:
            domain.parentdomainid === undefined ? undefined : (
              <ResourceLink href={paths.domain(domain.parentdomainid)} name={domain.parentdomainname ?? ''} />
            ),
        },
        { field: 'accounttotal', value: String(domain.accounttotal) },
        { field: 'vmtotal', value: String(domain.vmtotal) },
        { field: 'networkdomain', value: domain.networkdomain },
        { field: 'created', value: <RelativeTime date={domain.created} /> },
      ]}
      tabs={(domain) => [
        {
          id: 'accounts',
          label: t('nav.accounts'),
          needs: 'listAccounts',
          content: <AccountsTab params={{ domainid: domain.id, isrecursive: true }} />,
        },
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ domainid: domain.id }} />,
        },
        settingsTab({ domainid: domain.id }),
        {
          id: 'limits',
          label: t('limits.title'),
          needs: 'listResourceLimits',
          content: (
            <LimitsTab
              whose={{ domainid: domain.id }}
              row={domain}
              fixed={domain.level === 0 ? t('limits.domainRootText') : undefined}
            />
          ),
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: domain.id }} />,
        },
      ]}
    />
  );
}
