import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import { fixed } from '../../../engine/contract/phrase.ts';
import type { ConfigurationView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { ApiAccess } from './ApiAccess.tsx';
import { SettingRow } from './SettingRow.tsx';
import classes from './SettingsPage.module.css';

/** CloudStack's global settings, by category; each says what it does in Benchtop. */
export function SettingsPage() {
  const { t } = useTranslation();
  const words = useWords();
  // A link to one setting comes with its name.
  const asked = new URLSearchParams(useSearch()).get('name') ?? '';
  const [search, setSearch] = useState(asked);
  useEffect(() => setSearch(asked), [asked]);
  const { rows, loading, error, refetch } = useList('listConfigurations', { pagesize: 500 });
  const needle = search.trim().toLowerCase();
  const texts = (row: ConfigurationView) =>
    [row.name, row.description, said(fixed(row.description), ''), row.effect, said(fixed(row.effect), '')].join(' ');
  const found = rows.filter((row) => texts(row).toLowerCase().includes(needle));
  const categories = [...new Set(found.map((row) => row.category))].sort();
  return (
    <Page icon={icons.setting} title={t('nav.settings')} scroll>
      <div className={classes.tools}>
        <TextInput
          type="search"
          w={320}
          data-list-search
          aria-label={t('lists.search')}
          placeholder={t('lists.search')}
          leftSection={<Search size={14} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      </div>
      {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />}
      {loading ? <SkeletonRows /> : null}
      {!loading && found.length === 0 && error === undefined ? (
        <EmptyState icon={icons.setting} title={t('lists.nothingFound')} />
      ) : null}
      {categories.map((category) => (
        <section key={category} className={classes.group} aria-label={words.value(category)}>
          <h2>{words.value(category)}</h2>
          <ul className={classes.list}>
            {category === 'API' ? <ApiAccess /> : null}
            {found
              .filter((row) => row.category === category)
              .map((row) => (
                <SettingRow key={row.name} setting={row} onSaved={refetch} />
              ))}
          </ul>
        </section>
      ))}
    </Page>
  );
}
