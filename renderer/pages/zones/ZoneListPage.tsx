import { Group } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ZoneView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useZoneActions } from './zone-actions.tsx';

export function ZoneListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const actions = useZoneActions();
  const columns = useMemo<readonly Column<ZoneView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      {
        key: 'allocationstate',
        width: 240,
        sortable: true,
        render: (zone) => (
          <Group gap="md" wrap="nowrap">
            <StateOf badge={stateBadge(zone.allocationstate)} />
            {zone.allocationstate === 'Disabled' ? (
              <Link href={paths.zoneSetup(zone.id)}>{t('zoneSetup.continue')}</Link>
            ) : null}
          </Group>
        ),
      },
      { key: 'networktype', width: 120, render: (zone) => words.value(zone.networktype) },
      { key: 'dns1', width: 120 },
      { key: 'internaldns1', width: 120 },
      { key: 'domain', width: 140, optional: true },
      { key: 'created', width: 120, sortable: true, render: (zone) => <RelativeTime date={zone.created} /> },
    ],
    [words, t],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'allocationstate',
        label: words.field('allocationstate'),
        options: ['Enabled', 'Disabled'].map((value) => ({ value, label: words.state(value) })),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listZones"
      id="zones"
      label={t('nav.zones')}
      icon={icons.zone}
      columns={columns}
      filters={filters}
      actions={actions}
      href={(zone) => paths.zone(zone.id)}
      create={{ needs: 'createZone', label: words.command('createZone'), run: () => navigate(paths.newZone) }}
      empty={{ title: t('pages.noZones'), text: t('pages.noZonesText') }}
    />
  );
}
