import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { volumeStates } from '../../../engine/contract/states.ts';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useVolumeColumns } from '../../components/volume-columns.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { useVolumeActions } from './volume-actions.tsx';

export function VolumeListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const pools = useOptions('listStoragePools');
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: valueOptions(Object.keys(volumeStates.states), words.state),
      },
      { name: 'type', label: words.field('type'), options: valueOptions(['ROOT', 'DATADISK'], words.value) },
      { name: 'storageid', label: words.field('storageid'), options: pools },
    ],
    [words, pools],
  );
  return (
    <ListPage
      name="listVolumes"
      id="volumes"
      label={t('nav.volumes')}
      icon={icons.volume}
      columns={useVolumeColumns()}
      filters={filters}
      actions={useVolumeActions()}
      href={(volume) => paths.volume(volume.id)}
      empty={{ title: t('pages.noVolumes'), text: t('pages.noVolumesText') }}
    />
  );
}
