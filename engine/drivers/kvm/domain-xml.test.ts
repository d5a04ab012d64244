import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import type { DomainSpec, PoolSpec } from '../driver.ts';
import { type DomainHost, domainXml } from './domain-xml.ts';
import { guestDevices } from './guest-devices.ts';

const nfs: PoolSpec = {
  id: '11111111-1111-4111-8111-111111111111',
  type: 'NetworkFilesystem',
  server: '10.0.0.1',
  path: '/export/primary',
};
const local: PoolSpec = {
  id: '22222222-2222-4222-8222-222222222222',
  type: 'Filesystem',
  server: '',
  path: '/srv/vms',
};
const root = {
  volumeId: 'aaaaaaaa-0000-4000-8000-000000000001',
  pool: nfs,
  deviceId: 0,
  type: 'ROOT' as const,
  format: 'qcow2' as const,
  size: 8 * 1024 ** 3,
};
const linux: DomainSpec = {
  id: '33333333-3333-4333-8333-333333333333',
  instanceName: 'i-2-17-VM',
  displayName: 'web-1',
  cpuNumber: 2,
  cpuSpeed: 1000,
  limitCpuUse: false,
  memory: 1024 ** 3,
  guestOs: 'Debian GNU/Linux 12 (64-bit)',
  disks: [root],
  nics: [{ id: '44444444-4444-4444-8444-444444444444', mac: '02:00:4c:00:00:11', bridge: 'cloudbr0', deviceId: 0 }],
};
const host: DomainHost = {
  virtualization: 'kvm',
  totalCpu: 16 * 2400,
  coreSpeed: 2400,
  screen: { kind: 'socket' },
  writebackPools: new Set(),
};
const data = (deviceId: number) => ({
  ...root,
  volumeId: `aaaaaaaa-0000-4000-8000-00000000001${deviceId}`,
  deviceId,
  type: 'DATADISK' as const,
});

const cases: Record<string, [DomainSpec, DomainHost]> = {
  'linux-virtio': [linux, host],
  'disk-rates': [
    {
      ...linux,
      disks: [
        {
          ...root,
          speed: { bytesReadRate: 1048576, bytesReadRateMax: 4194304, bytesReadRateMaxLength: 30, iopsWriteRate: 200 },
        },
        { ...data(1), speed: { cacheMode: 'writethrough' } },
        { ...data(2), pool: local, speed: { cacheMode: 'none', bytesWriteRate: 2097152 } },
      ],
    },
    { ...host, writebackPools: new Set([local.id]) },
  ],
  windows: [{ ...linux, guestOs: 'Windows Server 2022 (64-bit)', limitCpuUse: true }, host],
  'windows-pv': [{ ...linux, guestOs: 'Windows PV' }, host],
  other: [{ ...linux, guestOs: 'Other (64-bit)' }, host],
  scsi: [{ ...linux, guestOs: 'Other PV Virtio-SCSI (64-bit)', disks: [root, data(1)] }, host],
  tcg: [linux, { ...host, virtualization: 'qemu', screen: { kind: 'loopback', password: 'Zx81qwer-and-more' } }],
  'data-disks': [
    {
      ...linux,
      disks: [{ ...data(2), pool: local, format: 'raw' }, root, data(1)],
      nics: [...linux.nics, { ...linux.nics[0]!, mac: '02:00:4c:00:00:12', deviceId: 1 }],
    },
    { ...host, writebackPools: new Set([nfs.id]) },
  ],
  cdrom: [
    {
      ...linux,
      guestOs: 'Other (64-bit)',
      disks: [root, data(1), data(2)],
      bootOrder: 'cdrom',
      cdrom: {
        isoId: 'bbbbbbbb-0000-4000-8000-000000000001',
        store: {
          id: 'cccccccc-0000-4000-8000-000000000001',
          provider: 'NFS',
          server: '10.0.0.1',
          path: '/export/secondary',
        },
      },
    },
    host,
  ],
  growing: [{ ...linux, maximum: { cpuNumber: 8, memory: 4 * 1024 ** 3 } }, host],
  'uefi-secure': [
    {
      ...linux,
      guestOs: 'Windows Server 2022 (64-bit)',
      configDrive: [],
      disks: [root, data(1)],
      settings: { UEFI: 'SECURE', keyboard: 'jp' },
    },
    host,
  ],
  settings: [
    {
      ...linux,
      disks: [root, data(1), data(8)],
      settings: {
        rootDiskController: 'virtio-blk',
        dataDiskController: 'scsi',
        nicAdapter: 'virtio',
        'nic.multiqueue.number': '4',
        'nic.packed.virtqueues.enabled': 'true',
        'guest.cpu.mode': 'custom',
        'guest.cpu.model': 'EPYC',
        'cpu.corespersocket': '2',
        nestedVirtualizationEnabled: 'false',
        'video.hardware': 'qxl',
        'video.ram': '65536',
        iothreads: 'enabled',
        'io.policy': 'native',
      },
    },
    host,
  ],
  'q35-host-model': [
    {
      ...linux,
      settings: {
        'kvm.guest.os.machine.type': 'q35',
        'guest.cpu.mode': 'host-model',
        'video.hardware': 'virtio',
        UEFI: 'LEGACY',
      },
    },
    host,
  ],
  'config-drive': [{ ...linux, configDrive: [] }, host],
  // IDE has no place left beside the CD drive.
  'config-drive-ide': [{ ...linux, guestOs: 'Other (64-bit)', disks: [root, data(1), data(2)], configDrive: [] }, host],
  'hostile-names': [{ ...linux, displayName: `</title><x a='1'>&"\u0000\u202e🙂\n../$(reboot)` }, host],
};

describe('domain XML', () => {
  test.each(Object.entries(cases))('%s', async (name, [spec, on]) => {
    await expect(domainXml(spec, on)).toMatchFileSnapshot(`./fixtures/domain-${name}.xml`);
  });

  test.skipIf(!existsSync('/usr/bin/virt-xml-validate') || !existsSync('/usr/bin/xmllint'))(
    'libvirt’s own schema accepts every one of them',
    () => {
      for (const [spec, on] of Object.values(cases))
        execFileSync('virt-xml-validate', ['-', 'domain'], {
          input: domainXml(spec, on),
          stdio: ['pipe', 'ignore', 'pipe'],
        });
    },
  );

  test('whatever a VM is called, the XML stays well-formed and means the same', () => {
    const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, htmlEntities: true });
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (displayName) => {
        const parsed = parser.parse(domainXml({ ...linux, displayName }, host)) as {
          domain: { name: string; uuid: string };
        };
        expect(parsed.domain).toMatchObject({ name: 'i-2-17-VM', uuid: linux.id });
        expect(Object.keys(parsed.domain)).toHaveLength(
          Object.keys((parser.parse(domainXml(linux, host)) as { domain: object }).domain).length,
        );
      }),
      { numRuns: 200 },
    );
  });

  test('no screen ever listens beyond the host itself', () => {
    for (const [spec, on] of Object.values(cases)) {
      const addresses = [...domainXml(spec, on).matchAll(/(?:listen|address)='([^']*)'/g)].map((match) => match[1]);
      expect(addresses.filter((address) => address !== '127.0.0.1' && !/^02:00/.test(address ?? ''))).toEqual([]);
    }
  });

  test('a disk for which the bus has no place is refused with the reason', () => {
    expect(() => domainXml({ ...linux, guestOs: 'Other (64-bit)', disks: [root, data(3)] }, host)).toThrow(
      /no place for a disk/,
    );
  });

  test.each([
    ['Ubuntu 24.04 LTS', 'virtio', 'virtio'],
    ['Rocky Linux 9', 'virtio', 'virtio'],
    ['Red Hat Enterprise Linux 9 (64-bit)', 'virtio', 'virtio'],
    ['AlmaLinux 9', 'virtio', 'virtio'],
    ['Other PV (64-bit)', 'virtio', 'virtio'],
    ['Other PV Virtio-SCSI (64-bit)', 'scsi', 'virtio'],
    ['Windows 11 (64-bit)', 'ide', 'e1000'],
    ['Other Linux (64-bit)', 'ide', 'e1000'],
  ])('%s gets disks on %s and a %s card', (guestOs, diskBus, nicModel) => {
    expect(guestDevices(guestOs)).toMatchObject({ diskBus, nicModel });
  });
});
