import { useTranslation } from 'react-i18next';
import type { DiskOfferingView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { diskSizeText, useDiskOfferingActions } from './disk-offering.tsx';
import { offeringState, speedFacts } from './offering-parts.tsx';

export function DiskOfferingPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<DiskOfferingView>
      icon={icons.diskOffering}
      kind={t('nouns.diskOffering')}
      commented="DISK_OFFERING"
      listPath={paths.diskOfferings}
      result={useOne('listDiskOfferings', id)}
      name={(offering) => offering.name}
      actions={useDiskOfferingActions()}
      facts={(offering) => [
        { field: 'id', value: offering.id, copy: offering.id, mono: true },
        { field: 'displaytext', value: offering.displaytext },
        { field: 'disksize', value: diskSizeText(offering, words.field('iscustomized')) },
        { field: 'storagetype', value: words.value(offering.storagetype) },
        { field: 'state', value: offeringState(offering, t) },
        { field: 'provisioningtype', value: words.value(offering.provisioningtype) },
        { field: 'disksizestrictness', value: offering.disksizestrictness ? t('ui.yes') : t('ui.no') },
        { field: 'displayoffering', value: offering.displayoffering ? t('ui.yes') : t('ui.no') },
        { field: 'tags', value: offering.tags },
        { field: 'domain', value: offering.domain ?? t('offerings.everybody') },
        { field: 'zone', value: offering.zone ?? t('offerings.allZones') },
        ...speedFacts(offering, t),
        { field: 'created', value: <RelativeTime date={offering.created} /> },
      ]}
      tabs={(offering) => [
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
