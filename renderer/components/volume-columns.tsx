import { useMemo } from 'react';
import type { VolumeView } from '../../engine/contract/views.ts';
import { paths } from '../paths.ts';
import { Bytes } from '../ui/Bytes.tsx';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { stateBadge } from './badges.ts';
import type { Column } from './column.ts';
import { ResourceLink } from './ResourceLink.tsx';
import { StateOf } from './StateOf.tsx';
import { useWords } from './words.ts';

/** The columns of volumes, in their list and in the tabs of instances and pools. */
export function useVolumeColumns(): readonly Column<VolumeView>[] {
  const words = useWords();
  return useMemo(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'state', width: 110, sortable: true, render: (volume) => <StateOf badge={stateBadge(volume.state)} /> },
      { key: 'type', width: 90, sortable: true, render: (volume) => words.value(volume.type) },
      { key: 'size', width: 90, align: 'right', sortable: true, render: (volume) => <Bytes value={volume.size} /> },
      { key: 'physicalsize', width: 115, align: 'right', render: (volume) => <Bytes value={volume.physicalsize} /> },
      {
        key: 'vmname',
        width: 150,
        sortable: true,
        render: (volume) => (
          <ResourceLink
            href={volume.virtualmachineid && paths.instance(volume.virtualmachineid)}
            name={volume.vmdisplayname}
          />
        ),
      },
      {
        key: 'storage',
        width: 150,
        sortable: true,
        render: (volume) => (
          <ResourceLink href={volume.storageid && paths.storagePool(volume.storageid)} name={volume.storage} />
        ),
      },
      { key: 'diskofferingname', width: 130, optional: true },
      { key: 'zonename', width: 110, optional: true },
      { key: 'created', width: 120, sortable: true, render: (volume) => <RelativeTime date={volume.created} /> },
    ],
    [words],
  );
}
