import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImageStoreView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { AddImageStore } from './AddImageStore.tsx';
import { useImageStoreActions } from './image-store-actions.ts';

export function ImageStoreListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<ImageStoreView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'providername', width: 110, sortable: true, render: (store) => words.value(store.providername) },
      { key: 'url', width: 260, render: (store) => <span className="mono">{store.url}</span> },
      {
        key: 'zonename',
        width: 130,
        render: (store) => <ResourceLink href={paths.zone(store.zoneid)} name={store.zonename} />,
      },
      { key: 'disksizeused', width: 100, align: 'right', render: (store) => <Bytes value={store.disksizeused} /> },
      {
        key: 'disksizetotal',
        width: 100,
        align: 'right',
        sortable: true,
        render: (store) => <Bytes value={store.disksizetotal} />,
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listImageStores"
      id="image-stores"
      label={t('nav.secondaryStorage')}
      icon={icons.imageStore}
      columns={columns}
      actions={useImageStoreActions()}
      href={(store) => paths.imageStore(store.id)}
      create={{
        needs: 'addImageStore',
        label: words.command('addImageStore'),
        run: () => openPanel({ title: words.command('addImageStore'), content: <AddImageStore /> }),
      }}
      empty={{ title: t('pages.noImageStores'), text: t('pages.noImageStoresText') }}
    />
  );
}
