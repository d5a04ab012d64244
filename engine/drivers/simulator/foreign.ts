import type { PoolSpec } from '../driver.ts';
import type { ForeignDomain } from '../looks.ts';
import type { Seen } from './storage.ts';

const gibibyte = 1024 ** 3;

/** Two virtual machines that somebody made by hand, where the fault `foreign-guests` is on the host: one on storage that is known, one not. */
export function foreignDomains(seen: Seen, pools: readonly PoolSpec[]): ForeignDomain[] {
  if (!seen.faults.some((fault) => fault.name === 'foreign-guests')) return [];
  const pool = pools[0];
  return [
    {
      id: '6f1c8a52-3b1d-4c57-9a10-0c5d2e7b4a01',
      name: 'old-intranet',
      power: 'PowerOn',
      cpuNumber: 2,
      memory: 4 * gibibyte,
      disks: [{ device: 'vda', source: '/var/lib/libvirt/images/old-intranet.qcow2', file: true }],
      nics: [{ mac: '52:54:00:1a:2b:01', bridge: '' }],
    },
    {
      id: '6f1c8a52-3b1d-4c57-9a10-0c5d2e7b4a02',
      name: 'print-server',
      power: 'PowerOff',
      cpuNumber: 1,
      memory: gibibyte,
      disks: [
        {
          device: 'vda',
          source: `${pool?.path ?? '/srv'}/print-server.qcow2`,
          file: true,
          ...(pool !== undefined && { poolId: pool.id }),
        },
      ],
      nics: [{ mac: '52:54:00:1a:2b:02', bridge: 'cloudbr0' }],
    },
  ];
}
