import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PoolSpec } from '../driver.ts';
import { judgeAdopted } from './adopted-image.ts';
import { readForeignXml } from './foreign.ts';

const pool: PoolSpec = { id: '11111111-1111-4111-8111-111111111111', type: 'Filesystem', server: '', path: '/srv/vms' };

const disk = (file: string, more = '') =>
  `<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='${file}'/><target dev='vda' bus='virtio'/>${more}</disk>`;
const domain = (
  devices: string,
  more = '',
) => `<domain type='kvm'><name>web</name><memory unit='MiB'>2048</memory><vcpu>4</vcpu>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>${more}<devices>${devices}</devices></domain>`;

it('a definition of somebody else is read with its disks, cards, size, system and firmware', () => {
  const xml = domain(
    `${disk('/srv/vms/web/root.qcow2')}
     <disk type='file' device='cdrom'><source file='/iso/x.iso'/><target dev='sda' bus='sata'/></disk>
     <disk type='block' device='disk'><source dev='/dev/sdb'/><target dev='vdb' bus='virtio'/></disk>
     <interface type='bridge'><mac address='52:54:00:AA:00:01'/><source bridge='cloudbr0'/><model type='virtio'/><vlan><tag id='12'/></vlan></interface>
     <interface type='network'><mac address='52:54:00:aa:00:02'/><source network='default'/></interface>`,
    `<cpu><topology sockets='2' cores='2' threads='1'/></cpu>
     <metadata><libosinfo:libosinfo xmlns:libosinfo='x'><libosinfo:os id='http://debian.org/debian/12'/></libosinfo:libosinfo></metadata>`,
  );
  expect(readForeignXml(xml, [pool])).toEqual({
    name: 'web',
    cpuNumber: 4,
    coresPerSocket: 2,
    memory: 2 * 1024 ** 3,
    os: 'debian/12',
    firmware: 'BIOS',
    secureBoot: false,
    machine: 'q35',
    beyond: [],
    disks: [
      {
        device: 'vda',
        bus: 'virtio',
        source: '/srv/vms/web/root.qcow2',
        file: true,
        format: 'qcow2',
        size: 0,
        poolId: pool.id,
        name: 'web/root.qcow2',
      },
      { device: 'vdb', bus: 'virtio', source: '/dev/sdb', file: false, format: 'raw', size: 0 },
    ],
    nics: [
      { mac: '52:54:00:aa:00:01', model: 'virtio', bridge: 'cloudbr0', vlan: 12 },
      { mac: '52:54:00:aa:00:02', model: 'rtl8139', bridge: '' },
    ],
  });
});

it.each([
  ['a way out of the pool', disk('/srv/vms/../../etc/shadow')],
  ['a folder beside it', disk('/srv/vms-of-others/x.qcow2')],
  ['a name that no path of ours could have', disk('/srv/vms/a\\b.qcow2')],
  ['the pool itself', disk('/srv/vms/')],
])('a disk with %s lies on no pool', (_what, xml) => {
  expect(readForeignXml(domain(xml), [pool]).disks[0]?.poolId).toBeUndefined();
});

it.each([
  ['hostdev', "<hostdev mode='subsystem' type='pci'/>"],
  ['filesystem', "<filesystem type='mount'/>"],
  ['tpm', "<tpm model='tpm-crb'/>"],
  ['transient', disk('/srv/vms/x.qcow2', '<transient/>')],
  ['shareable', disk('/srv/vms/x.qcow2', '<shareable/>')],
  ['encryption', disk('/srv/vms/x.qcow2', "<encryption format='luks'/>")],
  ['scsi', "<controller type='scsi' model='lsilogic'/>"],
])('%s is told, as an instance has none', (name, devices) => {
  expect(readForeignXml(domain(devices), [pool]).beyond).toEqual([name]);
});

it('words for QEMU, UEFI and absurd numbers are told or left out', () => {
  expect(readForeignXml(domain('', "<qemu:commandline xmlns:qemu='q'/>"), [pool]).beyond).toEqual(['qemu']);
  const uefi = domain('').replace('<os>', "<os firmware='efi'><loader secure='yes'/>");
  expect(readForeignXml(uefi, [pool])).toMatchObject({ firmware: 'UEFI', secureBoot: true });
  const absurd = '<domain><name>&#27;[31mx</name><vcpu>-4</vcpu><memory>1e99</memory><devices/></domain>';
  expect(readForeignXml(absurd, [pool])).toMatchObject({ cpuNumber: 0, memory: 0, disks: [], nics: [] });
  expect(readForeignXml(absurd, [pool]).name).not.toContain('\u001b');
  expect(
    readForeignXml(`<domain><name>big</name><description>${'x'.repeat(600_000)}</description></domain>`, [pool]).name,
  ).toBe('');
  expect(readForeignXml('<other/>', [pool])).toMatchObject({ name: '', disks: [] });
});

it('an image that names files outside of its pool, is encrypted or lies about itself is refused; one that rests within is taken', () => {
  const path = '/srv/vms/web/root.qcow2';
  const judge = (change: object) =>
    judgeAdopted(
      JSON.stringify({ format: 'qcow2', 'virtual-size': 8, 'actual-size': 2, ...change }),
      path,
      'qcow2',
      '/srv/vms',
    );
  expect(judge({})).toEqual({ size: 8, physicalSize: 2 });
  const rests = (name: string, format = 'qcow2') =>
    judge({ 'backing-filename': name, 'backing-filename-format': format });
  expect(rests('../base.qcow2').backing).toEqual({ path: '/srv/vms/base.qcow2', format: 'qcow2' });
  for (const name of ['/etc/shadow', '../../../etc/shadow', 'json:{"driver":"file"}', 'nbd://host/x', '/srv/vms'])
    expect(() => rests(name, 'raw'), name).toThrow('no file of its own primary storage');
  expect(() => rests('base.qcow2', 'vmdk')).toThrow('no file of its own primary storage');
  expect(() => judge({ format: 'raw' })).toThrow('no qcow2 image');
  expect(() => judge({ 'virtual-size': 1e300 })).toThrow('no qcow2 image');
  expect(() => judge({ encrypted: true })).toThrow('encrypted');
  expect(() => judge({ 'format-specific': { data: { 'data-file': '/etc/shadow' } } })).toThrow('another file');
  expect(() => judge({ 'format-specific': { data: { corrupt: true } } })).toThrow('corrupt');
  expect(() => judgeAdopted('[', path, 'qcow2', '/srv/vms')).toThrow('could not be inspected');
  fc.assert(
    fc.property(fc.jsonValue(), (json) => {
      try {
        judgeAdopted(JSON.stringify(json), path, 'qcow2', '/srv/vms');
      } catch (error) {
        expect((error as { data?: { code?: string } }).data?.code).toBe('parameter');
      }
    }),
  );
});
