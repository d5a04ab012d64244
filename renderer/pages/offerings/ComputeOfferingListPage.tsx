import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { formatBytes, mebibyte } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateComputeOffering, useComputeOfferingActions } from './compute-offering.tsx';

export function ComputeOfferingListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<ServiceOfferingView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      { key: 'displaytext', width: 220 },
      { key: 'cpunumber', width: 90, align: 'right', sortable: true },
      {
        key: 'cpuspeed',
        width: 100,
        align: 'right',
        sortable: true,
        render: (offering) => (offering.cpuspeed > 0 ? `${offering.cpuspeed} MHz` : '–'),
      },
      {
        key: 'memory',
        width: 100,
        align: 'right',
        sortable: true,
        render: (offering) => formatBytes(offering.memory * mebibyte),
      },
      { key: 'storagetype', width: 100, render: (offering) => words.value(offering.storagetype) },
      { key: 'offerha', width: 110, render: (offering) => (offering.offerha ? t('ui.yes') : t('ui.no')) },
      {
        key: 'limitcpuuse',
        width: 90,
        optional: true,
        render: (offering) => (offering.limitcpuuse ? t('ui.yes') : t('ui.no')),
      },
      { key: 'created', width: 120, sortable: true, render: (offering) => <RelativeTime date={offering.created} /> },
    ],
    [words, t],
  );
  return (
    <ListPage
      name="listServiceOfferings"
      id="compute-offerings"
      label={t('nav.computeOfferings')}
      icon={icons.computeOffering}
      columns={columns}
      actions={useComputeOfferingActions()}
      href={(offering) => paths.computeOffering(offering.id)}
      create={{
        needs: 'createServiceOffering',
        label: words.command('createServiceOffering'),
        run: () => openPanel({ title: words.command('createServiceOffering'), content: <CreateComputeOffering /> }),
      }}
      empty={{ title: t('pages.noComputeOfferings'), text: t('pages.noComputeOfferingsText') }}
    />
  );
}
