import { expect, test } from 'vitest';
import type { PoolSpec } from '../driver.ts';
import { readForeignXml } from './foreign.ts';

const pool = {
  id: '11111111-2222-4333-8444-555555555555',
  type: 'Filesystem',
  server: '',
  path: '/srv/vm',
} as PoolSpec;

test('a definition of somebody else, with the disks that lie on a pool', () => {
  const xml = `<domain type='kvm'><name>old-intranet</name><memory unit='GiB'>4</memory><vcpu placement='static'>2</vcpu><devices>
    <disk type='file' device='disk'><source file='/srv/vm/old.qcow2'/><target dev='vda'/></disk>
    <disk type='block' device='disk'><source dev='/dev/vg/lv'/><target dev='vdb'/></disk>
    <disk type='file' device='disk'><source file='/srv/vm/../secret'/><target dev='vdc'/></disk>
    <disk type='file' device='cdrom'><source file='/srv/iso/x.iso'/><target dev='sda'/></disk>
    <interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br7'/></interface>
    <interface type='network'><mac address='52:54:00:00:00:02'/><source network='default' bridge='virbr0'/></interface>
  </devices></domain>`;
  expect(readForeignXml(xml, [pool])).toEqual({
    name: 'old-intranet',
    cpuNumber: 2,
    memory: 4 * 1024 ** 3,
    disks: [
      { device: 'vda', source: '/srv/vm/old.qcow2', file: true, poolId: pool.id },
      { device: 'vdb', source: '/dev/vg/lv', file: false },
      { device: 'vdc', source: '/srv/vm/../secret', file: true },
    ],
    nics: [
      { mac: '52:54:00:00:00:01', bridge: 'br7' },
      { mac: '52:54:00:00:00:02', bridge: '' },
    ],
  });
});

test('a hostile definition is bounded and inert', () => {
  const xml = `<domain><name>${'n'.repeat(5000)}&#27;[31m</name><memory unit='parsec'>-1</memory><vcpu>1e999</vcpu></domain>`;
  const read = readForeignXml(xml, [pool]);
  expect(read.name.length).toBeLessThanOrEqual(102);
  expect(read).toMatchObject({ cpuNumber: 0, memory: 0, disks: [], nics: [] });
  expect(readForeignXml('<other/>', [pool])).toMatchObject({ name: '', disks: [] });
});
