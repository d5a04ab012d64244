import { HardDrive } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../engine/contract/contract.ts';
import { paths } from '../paths.ts';
import { setAside } from './column.ts';
import { ResourceList } from './ResourceList.tsx';
import { useVolumeColumns } from './volume-columns.tsx';

/** The volumes of an instance, or on a pool. */
export function VolumesTab({ params }: { params: Partial<Input<'listVolumes'>> }) {
  const { t } = useTranslation();
  const all = useVolumeColumns();
  const columns = useMemo(() => {
    if (params.virtualmachineid !== undefined) return setAside(all, 'vmname');
    return setAside(all, 'physicalsize', ...(params.storageid === undefined ? [] : ['storage']));
  }, [all, params.virtualmachineid, params.storageid]);
  return (
    <ResourceList
      name="listVolumes"
      id="volumes-tab"
      label={t('nav.volumes')}
      icon={HardDrive}
      columns={columns}
      params={params}
      href={(volume) => paths.volume(volume.id)}
      embedded
      empty={{ title: t('pages.noVolumes') }}
    />
  );
}
