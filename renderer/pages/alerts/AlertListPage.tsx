import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlertView } from '../../../engine/contract/views.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useHistoryActions } from '../../components/history-actions.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { resourcePath } from '../../components/resource-path.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useAlertTypes } from '../../components/use-alert-types.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

export function AlertListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const types = useAlertTypes();
  const columns = useMemo<readonly Column<AlertView>[]>(() => {
    const typeOf = (type: number) => types.find(({ value }) => value === String(type))?.label ?? type;
    return [
      {
        key: 'description',
        width: 400,
        render: (alert) => {
          const text = said(alert.phrase, alert.description);
          return <span title={text}>{text}</span>;
        },
        text: (alert) => said(alert.phrase, alert.description),
      },
      {
        key: 'state',
        width: 110,
        render: (alert) => (
          <StateOf
            badge={
              alert.resolved === undefined
                ? { tone: 'warning', word: t('alerts.open') }
                : { tone: 'off', word: t('alerts.resolved') }
            }
          />
        ),
        text: (alert) => t(alert.resolved === undefined ? 'alerts.open' : 'alerts.resolved'),
      },
      {
        key: 'name',
        width: 170,
        sortable: true,
        // CloudStack's name of the type says nothing to people; whoever raised it by hand named it.
        render: (alert) => (alert.name.startsWith('ALERT.') ? typeOf(alert.type) : alert.name),
      },
      {
        key: 'type',
        width: 200,
        optional: true,
        sortable: true,
        render: (alert) => typeOf(alert.type),
      },
      {
        key: 'resourcetype',
        width: 120,
        render: (alert) => (
          <ResourceLink href={resourcePath(alert.resourcetype, alert.resourceid)} name={alert.resourcetype} />
        ),
      },
      { key: 'sent', width: 120, sortable: true, render: (alert) => <RelativeTime date={alert.sent} /> },
    ];
  }, [t, types]);
  const filters = useMemo<readonly Filter[]>(
    () => [{ name: 'type', label: words.field('type'), options: types }],
    [words, types],
  );
  const actions = useHistoryActions<AlertView>('alerts');
  return (
    <ListPage
      name="listAlerts"
      id="alerts"
      label={t('nav.alerts')}
      icon={icons.alert}
      columns={columns}
      filters={filters}
      actions={actions}
      rowName={(alert) => said(alert.phrase, alert.description)}
      create={{
        needs: 'generateAlert',
        label: words.command('generateAlert'),
        run: () =>
          openPanel({
            title: words.command('generateAlert'),
            content: (
              <ResourceForm
                command="generateAlert"
                fields={[
                  { name: 'name' },
                  { name: 'type', kind: 'select', options: types },
                  { name: 'description', kind: 'textarea' },
                ]}
                prepare={(values) => ({ ...values, type: Number(values.type) })}
                initial={{ type: '12' }}
                submitLabel={words.command('generateAlert')}
              />
            ),
          }),
      }}
      empty={{ title: t('alerts.empty'), text: t('alerts.emptyText') }}
    />
  );
}
