import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateDomain, useDomainActions } from './domain.tsx';

/** The tree of domains: in the order of their paths, each a step further in than the one above. */
export function DomainListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<DomainView>[]>(
    () => [
      {
        key: 'name',
        width: 260,
        render: (domain) => <span style={{ paddingInlineStart: domain.level * 20 }}>{domain.name}</span>,
      },
      { key: 'path', width: 260, sortable: true, render: (domain) => <span className="mono">{domain.path}</span> },
      { key: 'state', width: 130, render: (domain) => <StateOf badge={stateBadge(domain.state)} /> },
      { key: 'accounttotal', width: 110, align: 'right' },
      { key: 'vmtotal', width: 110, align: 'right' },
      { key: 'networkdomain', width: 140, optional: true },
      { key: 'created', width: 120, sortable: true, render: (domain) => <RelativeTime date={domain.created} /> },
    ],
    [],
  );
  return (
    <ListPage
      name="listDomains"
      id="domains"
      label={t('nav.domains')}
      icon={icons.domain}
      columns={columns}
      actions={useDomainActions()}
      href={(domain) => paths.domain(domain.id)}
      create={{
        needs: 'createDomain',
        label: words.command('createDomain'),
        run: () => openPanel({ title: words.command('createDomain'), content: <CreateDomain /> }),
      }}
      empty={{ title: t('accounts.noDomains') }}
    />
  );
}
