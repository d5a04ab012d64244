import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { formatBytes, mebibyte } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useComputeOfferingActions } from './compute-offering.tsx';

export function ComputeOfferingPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<ServiceOfferingView>
      icon={icons.computeOffering}
      kind={t('nouns.computeOffering')}
      listPath={paths.computeOfferings}
      result={useOne('listServiceOfferings', id)}
      name={(offering) => offering.name}
      actions={useComputeOfferingActions()}
      facts={(offering) => [
        { field: 'id', value: offering.id, copy: offering.id, mono: true },
        { field: 'displaytext', value: offering.displaytext },
        { field: 'cpunumber', value: String(offering.cpunumber) },
        { field: 'cpuspeed', value: offering.cpuspeed > 0 ? `${offering.cpuspeed} MHz` : undefined },
        { field: 'memory', value: formatBytes(offering.memory * mebibyte) },
        { field: 'storagetype', value: words.value(offering.storagetype) },
        { field: 'offerha', value: offering.offerha ? t('ui.yes') : t('ui.no') },
        { field: 'limitcpuuse', value: offering.limitcpuuse ? t('ui.yes') : t('ui.no') },
        { field: 'created', value: <RelativeTime date={offering.created} /> },
      ]}
      tabs={(offering) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ serviceofferingid: offering.id }} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: offering.id }} />,
        },
      ]}
    />
  );
}
