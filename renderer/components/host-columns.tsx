import { useMemo } from 'react';
import type { HostView } from '../../engine/contract/views.ts';
import { paths } from '../paths.ts';
import { formatBytes } from '../ui/format.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import { hostBadge } from './badges.ts';
import type { Column } from './column.ts';
import { ResourceLink } from './ResourceLink.tsx';
import { hostReason } from './reasons.ts';
import { StateOf } from './StateOf.tsx';

/** The columns of hosts, the same in their list and in the tabs of zones, pods and clusters. */
export function useHostColumns(): readonly Column<HostView>[] {
  return useMemo(
    () => [
      { key: 'name', width: 170, sortable: true },
      {
        key: 'state',
        width: 120,
        sortable: true,
        render: (host) => <StateOf badge={hostBadge(host)} detail={hostReason(host)} />,
      },
      {
        key: 'ipaddress',
        width: 120,
        sortable: true,
        render: (host) => <span className="mono">{host.ipaddress}</span>,
      },
      {
        key: 'clustername',
        width: 120,
        sortable: true,
        render: (host) => <ResourceLink href={paths.cluster(host.clusterid)} name={host.clustername} />,
      },
      { key: 'virtualmachines', width: 90, align: 'right' },
      { key: 'cpunumber', width: 95, align: 'right', sortable: true },
      { key: 'cpuallocated', width: 125, align: 'right' },
      {
        key: 'memoryallocated',
        width: 160,
        align: 'right',
        text: (host) => `${formatBytes(host.memoryallocated)} / ${formatBytes(host.memorytotal)}`,
        render: (host) => `${formatBytes(host.memoryallocated)} / ${formatBytes(host.memorytotal)}`,
      },
      { key: 'cpuused', width: 90, align: 'right', optional: true },
      {
        key: 'memoryused',
        width: 100,
        align: 'right',
        optional: true,
        text: (host) => (host.memoryused === undefined ? '' : formatBytes(host.memoryused)),
        render: (host) => (host.memoryused === undefined ? '–' : formatBytes(host.memoryused)),
      },
      { key: 'cpuloadaverage', width: 100, align: 'right', optional: true },
      { key: 'hypervisor', width: 116, optional: true },
      { key: 'operatingsystem', width: 140, optional: true },
      { key: 'zonename', width: 110, optional: true },
      { key: 'lastpinged', width: 130, render: (host) => <RelativeTime date={host.lastpinged} /> },
    ],
    [],
  );
}
