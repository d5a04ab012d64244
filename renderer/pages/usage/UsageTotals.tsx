import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceList } from '../../components/ResourceList.tsx';
import { useUsageTypes } from './use-usage-types.ts';

type Total = Row<'listUsageTotals'>;

/** What each account used in a period, by kind. */
export function UsageTotals({ params }: { params: { startdate: string; enddate: string } }) {
  const { t } = useTranslation();
  const types = useUsageTypes();
  const columns = useMemo<readonly Column<Total>[]>(
    () => [
      { key: 'account', width: 160, sortable: true, render: (row) => row.account ?? row.project ?? '' },
      { key: 'domain', width: 160, sortable: true, render: (row) => row.domainpath, text: (row) => row.domainpath },
      {
        key: 'usagetype',
        width: 200,
        sortable: true,
        render: (row) => types.word(row.usagetype),
        text: (row) => types.word(row.usagetype),
      },
      { key: 'resources', width: 110, align: 'right', sortable: true },
      { key: 'rawusage', width: 130, align: 'right' },
    ],
    [types],
  );
  return (
    <ResourceList
      name="listUsageTotals"
      id="usage-totals"
      label={t('usage.totals')}
      icon={icons.usage}
      columns={columns}
      params={params}
      rowName={(row) => `${row.account ?? ''} ${types.word(row.usagetype)}`}
      embedded
      empty={{ title: t('usage.empty'), text: t('usage.emptyText') }}
    />
  );
}
