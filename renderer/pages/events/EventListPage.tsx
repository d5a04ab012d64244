import { ListTree } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import type { Column, Filter } from '../../components/column.ts';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { useHistoryActions } from '../../components/history-actions.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { resourcePath } from '../../components/resource-path.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

/** The accounts that somebody sees, as a filter by owner. */
function useOwnerFilter() {
  const { rows } = useList('listAccounts', { page: 1, pagesize: 100 });
  return useMemo(
    () => ({
      options: rows.map(({ id, name }) => ({ value: id, label: name })),
      toParams(value: string) {
        const found = rows.find(({ id }) => id === value);
        return found === undefined ? {} : { account: found.name, domainid: found.domainid };
      },
    }),
    [rows],
  );
}

const tones = { INFO: 'off', WARN: 'warning', ERROR: 'error' } as const;

export function EventListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<EventView>[]>(
    () => [
      {
        key: 'description',
        width: 380,
        render: (event) => {
          const text = said(event.phrase, event.description);
          return <span title={text}>{text}</span>;
        },
      },
      {
        key: 'level',
        width: 100,
        sortable: true,
        render: (event) => <StateOf badge={{ tone: tones[event.level], word: event.level }} />,
      },
      {
        key: 'type',
        width: 190,
        sortable: true,
        // What programs and roles know it by is in the hint, and in what is exported.
        render: (event) => <span title={event.type}>{words.eventType(event.type)}</span>,
      },
      {
        key: 'resourcename',
        width: 150,
        render: (event) => (
          <ResourceLink href={resourcePath(event.resourcetype, event.resourceid)} name={event.resourcename} />
        ),
      },
      { key: 'state', width: 100, optional: true, render: (event) => words.state(event.state) },
      { key: 'username', width: 100 },
      { key: 'account', width: 100, optional: true },
      { key: 'created', width: 120, sortable: true, render: (event) => <RelativeTime date={event.created} /> },
    ],
    [words],
  );
  const accounts = useOwnerFilter();
  const filters = useMemo<readonly Filter[]>(
    () => [
      { name: 'level', label: words.field('level'), options: valueOptions(['INFO', 'WARN', 'ERROR'], words.state) },
      {
        name: 'resourcetype',
        label: words.field('resourcetype'),
        options: [
          { value: 'VirtualMachine', label: t('nouns.instance') },
          { value: 'Volume', label: t('nouns.volume') },
          { value: 'Host', label: t('nouns.host') },
          { value: 'Template', label: t('nouns.template') },
          { value: 'Iso', label: t('nouns.iso') },
          { value: 'Network', label: t('nouns.network') },
          { value: 'StoragePool', label: t('nouns.storagePool') },
          { value: 'Configuration', label: t('nouns.setting') },
        ],
      },
      { name: 'account', label: words.field('account'), options: accounts.options, toParams: accounts.toParams },
      {
        name: 'since',
        label: t('events.since'),
        options: [
          { value: '1', label: t('events.lastHour') },
          { value: '24', label: t('events.lastDay') },
          { value: '168', label: t('events.lastWeek') },
          { value: '720', label: t('events.lastMonth') },
        ],
        toParams: (hours) => ({ startdate: new Date(Date.now() - Number(hours) * 3_600_000).toISOString() }),
      },
      {
        name: 'archived',
        label: t('events.archivedOnes'),
        options: [{ value: 'true', label: t('events.archivedOnes') }],
        toParams: () => ({ archived: true }),
      },
    ],
    [words, t, accounts],
  );
  const history = useHistoryActions<EventView>('events');
  const actions = useMemo<readonly ResourceAction<EventView>[]>(
    () => [
      {
        id: 'thread',
        needs: 'listEvents',
        label: t('events.thread'),
        icon: ListTree,
        run: ([event]) =>
          event &&
          openPanel({
            title: words.eventType(event.type),
            content: <EventTimeline params={{ startid: event.parentid ?? event.id }} />,
          }),
      },
      ...history,
    ],
    [t, words, history],
  );
  return (
    <ListPage
      actions={actions}
      name="listEvents"
      id="events"
      label={t('nav.events')}
      icon={icons.event}
      columns={columns}
      filters={filters}
      rowName={(event) => said(event.phrase, event.description)}
      empty={{ title: t('events.empty'), text: t('events.emptyText') }}
    />
  );
}
