import { useMemo } from 'react';
import { virtualMachineBadge } from '../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../engine/contract/views.ts';
import { paths } from '../paths.ts';
import { formatBytes, mebibyte } from '../ui/format.ts';
import { RelativeTime } from '../ui/RelativeTime.tsx';
import type { Column } from './column.ts';
import { ResourceLink } from './ResourceLink.tsx';
import { instanceError } from './reasons.ts';
import { StateOf } from './StateOf.tsx';

/** What its guest says that it uses. */
const used = ({ memorykbs: all, memoryintfreekbs: free }: VirtualMachineView): string | undefined =>
  all === undefined || free === undefined ? undefined : formatBytes((all - free) * 1024);

/** The columns of instances, the same in their own list and in the tabs of hosts, clusters, networks and templates. */
export function useInstanceColumns(): readonly Column<VirtualMachineView>[] {
  return useMemo(
    () => [
      { key: 'displayname', width: 180, sortable: true, render: (vm) => vm.displayname },
      {
        key: 'state',
        width: 120,
        sortable: true,
        render: (vm) => <StateOf badge={virtualMachineBadge(vm)} detail={instanceError(vm)} />,
      },
      {
        key: 'ipaddress',
        width: 120,
        sortable: true,
        render: (vm) => <span className="mono">{vm.ipaddress ?? '–'}</span>,
      },
      {
        key: 'hostname',
        width: 130,
        sortable: true,
        render: (vm) => <ResourceLink href={vm.hostid && paths.host(vm.hostid)} name={vm.hostname} />,
      },
      { key: 'cpunumber', width: 95, align: 'right', sortable: true },
      {
        key: 'memory',
        width: 90,
        sortable: true,
        align: 'right',
        text: (vm) => formatBytes(vm.memory * mebibyte),
        render: (vm) => formatBytes(vm.memory * mebibyte),
      },
      { key: 'cpuused', width: 90, align: 'right', optional: true },
      {
        key: 'memoryused',
        width: 100,
        align: 'right',
        optional: true,
        text: (vm) => used(vm) ?? '',
        render: (vm) => used(vm) ?? '–',
      },
      { key: 'templatename', width: 150, sortable: true },
      { key: 'serviceofferingname', width: 140, optional: true, sortable: true },
      { key: 'zonename', width: 110, optional: true, sortable: true },
      { key: 'instancename', width: 120, optional: true },
      { key: 'created', width: 120, sortable: true, render: (vm) => <RelativeTime date={vm.created} /> },
    ],
    [],
  );
}
