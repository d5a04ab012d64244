import { useMemo } from 'react';
import type { StoragePoolView } from '../../engine/contract/views.ts';
import { paths } from '../paths.ts';
import { Bytes } from '../ui/Bytes.tsx';
import { stateBadge } from './badges.ts';
import type { Column } from './column.ts';
import { ResourceLink } from './ResourceLink.tsx';
import { StateOf } from './StateOf.tsx';
import { useWords } from './words.ts';

/** The columns of primary storage, in its list and in tabs. */
export function usePoolColumns(): readonly Column<StoragePoolView>[] {
  const words = useWords();
  return useMemo(
    () => [
      { key: 'name', width: 170, sortable: true },
      { key: 'state', width: 110, sortable: true, render: (pool) => <StateOf badge={stateBadge(pool.state)} /> },
      { key: 'type', width: 140, sortable: true, render: (pool) => words.value(pool.type) },
      { key: 'scope', width: 90, sortable: true, render: (pool) => words.value(pool.scope) },
      { key: 'path', width: 200, render: (pool) => <span className="mono">{pool.path}</span> },
      {
        key: 'clustername',
        width: 120,
        render: (pool) => (
          <ResourceLink href={pool.clusterid && paths.cluster(pool.clusterid)} name={pool.clustername} />
        ),
      },
      {
        key: 'disksizeused',
        width: 90,
        align: 'right',
        sortable: true,
        render: (pool) => <Bytes value={pool.disksizeused} />,
      },
      {
        key: 'disksizeallocated',
        width: 90,
        align: 'right',
        render: (pool) => <Bytes value={pool.disksizeallocated} />,
      },
      {
        key: 'disksizetotal',
        width: 90,
        align: 'right',
        sortable: true,
        render: (pool) => <Bytes value={pool.disksizetotal} />,
      },
      { key: 'zonename', width: 110, optional: true },
      { key: 'tags', width: 100, optional: true },
    ],
    [words],
  );
}
