import { describe, expect, it } from 'vitest';
import { readCards, readDomain, readKernelFiles } from './statistics.ts';

const vmId = '33333333-3333-4333-8333-333333333333';
const volumeId = 'aaaaaaaa-0000-4000-8000-000000000001';

/** As libvirt's bulk statistics have it, nested by their dots. */
const record = {
  state: { state: 1, reason: 1 },
  cpu: { time: 12_000_000_000n, user: 1n, system: 1n },
  balloon: { current: 262_144n, maximum: 524_288n, unused: 100_000n },
  vcpu: { current: 2, maximum: 2, '0': { state: 1 } },
  net: {
    count: 2,
    '0': { name: 'vnet0', rx: { bytes: 1000n }, tx: { bytes: 10n } },
    '1': { name: 'vnet1', rx: { bytes: 500n }, tx: { bytes: 5n } },
  },
  block: {
    count: 2,
    '0': {
      name: 'vda',
      path: `/var/lib/benchtop/pools/11111111-1111-4111-8111-111111111111/${volumeId}.qcow2`,
      rd: { reqs: 7n, bytes: 7000n },
      wr: { reqs: 3n, bytes: 3000n },
      capacity: 8_589_934_592n,
      physical: 1_000_000n,
    },
    '1': { name: 'sdb', rd: { reqs: 1n, bytes: 100n } },
  },
};

describe('a record of bulk statistics', () => {
  it('is read as figures, sums of cards and disks, and those of volumes by their files', () => {
    expect(readDomain(vmId, record)).toEqual({
      vmId,
      cpuNumber: 2,
      cpuTime: 12_000_000_000,
      memory: 524_288,
      memoryTarget: 262_144,
      memoryFree: 100_000,
      networkRead: 1500,
      networkWrite: 15,
      diskRead: 7100,
      diskWrite: 3000,
      diskReads: 8,
      diskWrites: 3,
      volumes: [
        {
          volumeId,
          diskRead: 7000,
          diskWrite: 3000,
          diskReads: 7,
          diskWrites: 3,
          size: 8_589_934_592,
          physicalSize: 1_000_000,
        },
      ],
    });
  });

  it('of a domain that hangs has what is known', () => {
    expect(readDomain(vmId, { state: { state: 1 }, cpu: { time: 5n } })).toEqual({ vmId, cpuTime: 5, volumes: [] });
  });

  it.each([
    ['text for numbers', { cpu: { time: 'much' }, balloon: { maximum: '<b>' } }],
    ['less than nothing', { cpu: { time: -1n }, net: { '0': { rx: { bytes: -5n } } } }],
    ['groups that are none', { cpu: 7, balloon: null, net: 'many', block: [1, 2] }],
    ['what is no number', { cpu: { time: Number.NaN }, balloon: { current: Number.POSITIVE_INFINITY } }],
    ['a path that is none of ours', { block: { '0': { path: '/etc/passwd', rd: {} }, '1': { path: 5 } } }],
  ])('with %s says nothing', (_what, stats) => {
    expect(readDomain(vmId, stats)).toEqual({ vmId, volumes: [] });
  });
});

const kernel = `0.42 0.30 0.10 2/345 6789
Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 900 9 0 0 0 0 0 0 900 9 0 0 0 0 0 0
enp1s0: 123456 10 0 0 0 0 0 0 654321 20 0 0 0 0 0 0
 vnet0: 77 1 0 0 0 0 0 0 77 1 0 0 0 0 0 0
`;

describe('the kernel’s files', () => {
  it('tell the load and what the physical cards carried', () => {
    expect(readKernelFiles(kernel, new Set(['enp1s0']))).toEqual({
      loadAverage: 0.42,
      networkRead: 123_456,
      networkWrite: 654_321,
    });
  });

  it('that cannot be read tell nothing', () => {
    for (const text of ['', 'Permission denied', '\n\n\n', `${'x'.repeat(1000)}: 1 2 3`])
      expect(readKernelFiles(text, new Set(['enp1s0']))).toEqual({});
  });

  it('count cards that are no inventions of the kernel, or those named like cards where there are no others', () => {
    const real = 'lo ../../devices/virtual/net/lo\nenp1s0 ../../devices/pci0000:00/net/enp1s0\n';
    expect([...readCards(`${real}cloudbr0 ../../devices/virtual/net/cloudbr0\n`)]).toEqual(['enp1s0']);
    expect([...readCards('lo ../../devices/virtual/net/lo\neth0 ../../devices/virtual/net/eth0\n')]).toEqual(['eth0']);
    expect([...readCards('')]).toEqual([]);
  });
});
