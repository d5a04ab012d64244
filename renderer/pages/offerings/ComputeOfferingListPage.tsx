import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { offeringText } from '../../components/offering-size.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateComputeOffering, useComputeOfferingActions } from './compute-offering.tsx';
import { offeringState } from './offering-parts.tsx';

/** Also what can be chosen for nothing new. */
const everyState = { state: 'all' } as const;

export function ComputeOfferingListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<ServiceOfferingView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      { key: 'displaytext', width: 190 },
      ...(['cpunumber', 'cpuspeed', 'memory'] as const).map((key) => ({
        key,
        width: key === 'memory' ? 140 : 100,
        align: 'right' as const,
        sortable: true,
        render: (offering: ServiceOfferingView) => offeringText(offering, key),
      })),
      { key: 'storagetype', width: 115, render: (offering) => words.value(offering.storagetype) },
      {
        key: 'offerha',
        width: 130,
        optional: true,
        render: (offering) => (offering.offerha ? t('ui.yes') : t('ui.no')),
      },
      {
        key: 'limitcpuuse',
        width: 90,
        optional: true,
        render: (offering) => (offering.limitcpuuse ? t('ui.yes') : t('ui.no')),
      },
      { key: 'hosttags', width: 120, optional: true },
      { key: 'storagetags', width: 120, optional: true },
      { key: 'deploymentplanner', width: 160, optional: true },
      { key: 'domain', width: 140, render: (offering) => offering.domain ?? t('offerings.everybody') },
      { key: 'zone', width: 120, optional: true, render: (offering) => offering.zone ?? t('offerings.allZones') },
      { key: 'state', width: 100, render: (offering) => offeringState(offering, t) },
      { key: 'created', width: 120, sortable: true, render: (offering) => <RelativeTime date={offering.created} /> },
    ],
    [words, t],
  );
  return (
    <ListPage
      name="listServiceOfferings"
      params={everyState}
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
