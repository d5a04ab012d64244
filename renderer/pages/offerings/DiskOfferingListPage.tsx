import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DiskOfferingView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateDiskOffering, diskSizeText, useDiskOfferingActions } from './disk-offering.tsx';
import { offeringState } from './offering-parts.tsx';

/** Also what can be chosen for nothing new. */
const everyState = { state: 'all' } as const;

export function DiskOfferingListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<DiskOfferingView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      { key: 'displaytext', width: 240 },
      {
        key: 'disksize',
        width: 110,
        align: 'right',
        sortable: true,
        render: (offering) => diskSizeText(offering, words.field('iscustomized')),
      },
      { key: 'storagetype', width: 110, render: (offering) => words.value(offering.storagetype) },
      { key: 'tags', width: 120 },
      { key: 'domain', width: 140, render: (offering) => offering.domain ?? t('offerings.everybody') },
      { key: 'zone', width: 120, optional: true, render: (offering) => offering.zone ?? t('offerings.allZones') },
      { key: 'state', width: 100, render: (offering) => offeringState(offering, t) },
      { key: 'created', width: 120, sortable: true, render: (offering) => <RelativeTime date={offering.created} /> },
    ],
    [words, t],
  );
  return (
    <ListPage
      name="listDiskOfferings"
      params={everyState}
      id="disk-offerings"
      label={t('nav.diskOfferings')}
      icon={icons.diskOffering}
      columns={columns}
      actions={useDiskOfferingActions()}
      href={(offering) => paths.diskOffering(offering.id)}
      create={{
        needs: 'createDiskOffering',
        label: words.command('createDiskOffering'),
        run: () => openPanel({ title: words.command('createDiskOffering'), content: <CreateDiskOffering /> }),
      }}
      empty={{ title: t('pages.noDiskOfferings'), text: t('pages.noDiskOfferingsText') }}
    />
  );
}
