import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UsageRecordView } from '../../../engine/contract/views.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceList } from '../../components/ResourceList.tsx';
import { useWords } from '../../components/words.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { useUsageTypes } from './use-usage-types.ts';

const moment = (date: string): string => date.slice(0, 16).replace('T', ' ');

/** Record by record: what each thing used in each period. */
export function UsageRecords({ params }: { params: { startdate: string; enddate: string } }) {
  const { t } = useTranslation();
  const words = useWords();
  const types = useUsageTypes();
  const columns = useMemo<readonly Column<UsageRecordView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      {
        key: 'usagetype',
        width: 170,
        sortable: true,
        render: (row) => types.word(row.usagetype),
        text: (row) => types.word(row.usagetype),
      },
      { key: 'rawusage', width: 110, align: 'right', sortable: true },
      { key: 'account', width: 120 },
      { key: 'domain', width: 120, optional: true },
      {
        key: 'size',
        width: 100,
        align: 'right',
        render: (row) => (row.size === undefined ? '' : <Bytes value={row.size} />),
      },
      { key: 'startdate', width: 140, sortable: true, render: (row) => moment(row.startdate) },
      { key: 'enddate', width: 140, optional: true, render: (row) => moment(row.enddate) },
      { key: 'usageid', width: 280, optional: true, render: (row) => <span className="mono">{row.usageid}</span> },
    ],
    [types],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'type',
        label: words.field('usagetype'),
        options: types.options,
        toParams: (value) => ({ type: Number(value) }),
      },
    ],
    [words, types],
  );
  return (
    <ResourceList
      name="listUsageRecords"
      id="usage-records"
      label={t('usage.records')}
      icon={icons.usage}
      columns={columns}
      filters={filters}
      params={params}
      embedded
      empty={{ title: t('usage.empty'), text: t('usage.emptyText') }}
    />
  );
}
