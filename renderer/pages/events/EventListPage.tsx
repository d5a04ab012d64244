import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventView } from '../../../engine/contract/views.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { resourcePath } from '../../components/resource-path.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';

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
      { key: 'type', width: 170, sortable: true, render: (event) => <span className="mono">{event.type}</span> },
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
    ],
    [words, t],
  );
  return (
    <ListPage
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
