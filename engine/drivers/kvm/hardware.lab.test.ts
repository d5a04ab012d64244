import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../../e2e/lab/lab.ts';
import type { InstanceSettings } from '../../contract/instance-setting.ts';
import type { DomainSpec } from '../driver.ts';
import { randomMac } from '../driver-contract-networks.ts';
import { createKvmDriver } from './kvm.ts';
import {
  bridge,
  credentials,
  impossible,
  lab,
  localPool,
  localStore,
  longWork,
  onHost,
  prepareHost,
  target,
  world,
} from './testing/lab-host.ts';

const mebibyte = 1024 ** 2;
const templateId = 'd3000000-0000-4000-8000-000000000001';

/** Guests with hardware of their own, and those that grow while they run: what QEMU really makes of it. */
describe.skipIf(impossible !== undefined)(
  `hardware of guests on a real host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    const driver = createKvmDriver({ credentials: async () => credentials('root') });
    const host = impossible === undefined ? target('root') : (undefined as never);

    beforeAll(async () => {
      await prepareHost();
      await driver.ensurePool(host, localPool);
      await driver.ensureImageStore(host, localStore);
      const image = {
        id: templateId,
        url: `${(lab as Lab).description.http.url}/tiny.qcow2`,
        addresses: [],
        format: 'QCOW2' as const,
        maximumSize: 1024 ** 3,
      };
      const { virtualSize } = await driver.ensureTemplate(host, localStore, image, longWork('hardware'));
      const copy = { id: templateId, format: 'QCOW2' as const, virtualSize };
      await driver.ensureTemplateOnPool(host, localStore, localPool, copy, longWork('hardware'));
    }, 120_000);
    afterAll(() => driver.close());

    /** A guest with a disk, started; answers with its description. */
    async function started(more: Partial<DomainSpec> = {}): Promise<DomainSpec> {
      const volumeId = randomUUID();
      const size = 48 * mebibyte;
      await driver.ensureVolume(host, localPool, { id: volumeId, size, templateId, templateFormat: 'QCOW2' });
      const id = randomUUID();
      const domain: DomainSpec = {
        id,
        instanceName: `i-2-${id.slice(0, 6)}-VM`,
        displayName: 'hardware',
        cpuNumber: 1,
        cpuSpeed: 500,
        limitCpuUse: false,
        memory: 256 * mebibyte,
        guestOs: 'Debian GNU/Linux 12 (64-bit)',
        disks: [{ volumeId, pool: localPool, deviceId: 0, type: 'ROOT', format: 'qcow2', size }],
        nics: [],
        ...more,
      };
      await driver.ensureDomain(host, domain);
      await driver.startDomain(host, domain.id);
      return domain;
    }
    async function gone(domain: DomainSpec): Promise<void> {
      await driver.destroyDomain(host, domain.id);
      await driver.undefineDomain(host, domain.id);
      for (const disk of domain.disks) await driver.removeVolume(host, disk.pool, disk.volumeId);
    }
    const virsh = async (...words: string[]) => (await onHost('virsh', '-q', ...words)).trim();

    // With less than 256 MiB its kernel, which sets memory aside for what may come, does not start.
    test('a guest sees the processors and the memory that it is given while it runs', async () => {
      const domain = await started({ maximum: { cpuNumber: 2, memory: 512 * mebibyte } });
      await world.booted(domain.id);
      await driver.scaleDomain(host, { ...domain, cpuNumber: 2, cpuSpeed: 1000, memory: 384 * mebibyte });
      expect(await virsh('vcpucount', domain.id, '--live', '--active')).toBe('2');
      expect(await virsh('dumpxml', domain.id)).toMatch(/<memory unit='KiB'>393216<\/memory>/);
      const argv = [
        '/bin/sh',
        '-c',
        'grep -c ^processor /proc/cpuinfo; ls -d /sys/devices/system/cpu/cpu[0-9]*',
      ] as const;
      const seen = await driver.runInGuest(host, domain.id, {
        argv: [...argv],
        timeout: 20_000,
        signal: new AbortController().signal,
      });
      expect(seen.output).toContain('/sys/devices/system/cpu/cpu1');
      // QEMU's own word of what is plugged in.
      expect(await virsh('qemu-monitor-command', domain.id, '--hmp', 'info memory_size_summary')).toContain(
        'plugged memory: 134217728',
      );
      await gone(domain);
    }, 120_000);

    test.each<[string, InstanceSettings, RegExp[]]>([
      [
        'chosen devices',
        {
          rootDiskController: 'scsi',
          nicAdapter: 'rtl8139',
          'video.hardware': 'cirrus',
          'video.ram': '8192',
          keyboard: 'de',
          'guest.cpu.mode': 'custom',
          'guest.cpu.model': 'Nehalem',
          'cpu.corespersocket': '2',
          iothreads: 'enabled',
          'io.policy': 'threads',
        },
        [
          /<model type='virtio-scsi'|model='virtio-scsi'/,
          /<model type='rtl8139'/,
          /type='cirrus'/,
          /keymap='de'/,
          /Nehalem/,
          /cores='2'/,
          /<iothreads>1</,
        ],
      ],
      [
        'queues of a virtio card on a q35, without nesting',
        {
          'kvm.guest.os.machine.type': 'q35',
          'nic.multiqueue.number': '2',
          'nic.packed.virtqueues.enabled': 'true',
          nestedVirtualizationEnabled: 'false',
          'video.hardware': 'virtio',
        },
        [/machine='pc-q35/, /queues='2'/, /packed='on'/, /name='svm'/, /dev='sdy'/],
      ],
    ])('%s are what QEMU starts with', async (_name, settings, expected) => {
      const nics = [{ id: randomUUID(), mac: randomMac(), bridge, deviceId: 0 }];
      const domain = await started({ settings, nics, cpuNumber: 2 });
      const xml = await virsh('dumpxml', domain.id);
      for (const each of expected) expect(xml).toMatch(each);
      await driver.changeCdrom(host, domain.id, undefined, false);
      expect(await virsh('domstate', domain.id)).toBe('running');
      await gone(domain);
    });

    test('a guest with UEFI starts where the host has its firmware, and is refused in a sentence where not', async () => {
      const firmwares = (await onHost('sh', '-c', 'ls /usr/share/qemu/firmware 2>/dev/null || true')).includes('.json');
      const start = started({ settings: { UEFI: 'LEGACY' } });
      if (firmwares) {
        const domain = await start;
        expect(await virsh('dumpxml', domain.id)).toMatch(/OVMF|edk2/);
        await gone(domain);
      } else await expect(start).rejects.toThrow(/has no UEFI firmware that fits/);
    });

    test('what its host cannot show is refused in a sentence', async () => {
      await expect(started({ settings: { 'guest.cpu.mode': 'host-passthrough' } })).rejects.toThrow(
        /emulates processors/,
      );
    });
  },
);
