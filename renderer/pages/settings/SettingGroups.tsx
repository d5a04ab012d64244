import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fixed } from '../../../engine/contract/phrase.ts';
import type { ConfigurationView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { SettingRow } from './SettingRow.tsx';
import classes from './SettingsPage.module.css';
import type { SettingPlace } from './setting-place.ts';

interface Props {
  place: SettingPlace;
  /** What to look for at first. */
  asked?: string;
  /** Stands before the settings of a part. */
  before?: Readonly<Record<string, ReactNode>>;
}

const texts = (row: ConfigurationView) =>
  [row.name, row.description, said(fixed(row.description), ''), row.effect, said(fixed(row.effect), '')].join(' ');

/** Settings by group and part, searchable; each says what it does in Benchtop and where its value comes from. */
export function SettingGroups({ place, asked = '', before = {} }: Props) {
  const { t } = useTranslation();
  const words = useWords();
  const [search, setSearch] = useState(asked);
  useEffect(() => setSearch(asked), [asked]);
  const { rows, loading, error, refetch } = useList('listConfigurations', { ...place, pagesize: 500 });
  const needle = search.trim().toLowerCase();
  const found = rows.filter((row) => texts(row).toLowerCase().includes(needle));
  const groups = Map.groupBy(found, (row) => row.group);
  return (
    <>
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
      {[...groups].map(([group, inside]) => (
        <section key={group} className={classes.group} aria-label={words.value(group)}>
          <h2>{words.value(group)}</h2>
          {[...Map.groupBy(inside, (row) => row.subgroup)].map(([part, settings]) => (
            <section key={part} aria-label={words.value(part)}>
              <h3>{words.value(part)}</h3>
              <ul className={classes.list}>
                {before[part]}
                {settings.map((row) => (
                  <SettingRow key={row.name} setting={row} place={place} onSaved={refetch} />
                ))}
              </ul>
            </section>
          ))}
        </section>
      ))}
    </>
  );
}
