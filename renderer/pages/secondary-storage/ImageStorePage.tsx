import { useTranslation } from 'react-i18next';
import type { ImageStoreView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { formatBytes } from '../../ui/format.ts';
import { useImageStoreActions } from './image-store-actions.ts';

export function ImageStorePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<ImageStoreView>
      icon={icons.imageStore}
      kind={t('nouns.imageStore')}
      commented="SECONDARY_STORAGE"
      listPath={paths.secondaryStorage}
      result={useOne('listImageStores', id)}
      name={(store) => store.name}
      actions={useImageStoreActions()}
      facts={(store) => [
        { field: 'id', value: store.id, copy: store.id, mono: true },
        { field: 'providername', value: words.value(store.providername) },
        { field: 'url', value: store.url, copy: store.url, mono: true },
        { field: 'zonename', value: <ResourceLink href={paths.zone(store.zoneid)} name={store.zonename} /> },
        {
          field: 'hostid',
          value: store.hostid && <ResourceLink href={paths.host(store.hostid)} name={store.hostid} />,
        },
        { field: 'readonly', value: store.readonly ? t('ui.yes') : t('ui.no') },
      ]}
      aside={(store) => (
        <CapacityBar
          label={t('fields.disksizeused')}
          used={store.disksizeused}
          total={store.disksizetotal}
          format={formatBytes}
        />
      )}
      tabs={(store) => [
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: store.id }} />,
        },
      ]}
    />
  );
}
