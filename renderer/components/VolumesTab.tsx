import { HardDrive } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../engine/contract/contract.ts';
import { paths } from '../paths.ts';
import { ResourceList } from './ResourceList.tsx';
import { useVolumeColumns } from './volume-columns.tsx';

/** The volumes of an instance, or on a pool. */
export function VolumesTab({ params }: { params: Partial<Input<'listVolumes'>> }) {
  const { t } = useTranslation();
  const all = useVolumeColumns();
  // In an instance's own tab its name would stand in every row.
  const columns = useMemo(
    () => (params.virtualmachineid === undefined ? all : all.filter((column) => column.key !== 'vmname')),
    [all, params.virtualmachineid],
  );
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
