import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { usePoolColumns } from '../../components/pool-columns.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { AddStoragePool } from './AddStoragePool.tsx';
import { usePoolActions } from './pool-actions.ts';

export function StoragePoolListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const clusters = useOptions('listClusters');
  const filters = useMemo<readonly Filter[]>(
    () => [
      { name: 'scope', label: words.field('scope'), options: valueOptions(['HOST', 'CLUSTER', 'ZONE'], words.value) },
      { name: 'clusterid', label: words.field('clusterid'), options: clusters },
    ],
    [words, clusters],
  );
  return (
    <ListPage
      name="listStoragePools"
      id="storage-pools"
      label={t('nav.primaryStorage')}
      icon={icons.storagePool}
      columns={usePoolColumns()}
      filters={filters}
      actions={usePoolActions()}
      href={(pool) => paths.storagePool(pool.id)}
      create={{
        needs: 'createStoragePool',
        label: words.command('createStoragePool'),
        run: () => openPanel({ title: words.command('createStoragePool'), content: <AddStoragePool /> }),
      }}
      empty={{ title: t('pages.noPools'), text: t('pages.noPoolsText') }}
    />
  );
}
