import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../../e2e/lab/lab.ts';
import type { DomainSpec, GuestNetworkSpec, HostTarget } from '../driver.ts';
import type { DomainStatistics } from '../statistics.ts';
import { createKvmDriver } from './kvm.ts';
import {
  bridge,
  credentials,
  impossible,
  lab,
  localStore,
  longWork,
  nfsPool,
  onHost,
  prepareHost,
  target,
  world,
} from './testing/lab-host.ts';

const vmId = 'c4000000-0000-4000-8000-000000000001';
const volumeId = 'c4000000-0000-4000-8000-000000000002';
const templateId = 'c4000000-0000-4000-8000-000000000003';
const mac = '02:00:c4:00:00:01';
const service = '10.94.0.2';

const network: GuestNetworkSpec = {
  id: 'c4000000-0000-4000-8000-000000000004',
  bridge,
  serviceAddress: service,
  prefixLength: 24,
  gateway: service,
  netmask: '255.255.255.0',
  dns: [],
  domain: 'guests.test',
  reservations: [{ vmId, mac, address: '10.94.0.11', hostName: 'busy' }],
};

/** What virsh says of the guest, by libvirt's own names. */
async function virsh(): Promise<Map<string, number>> {
  const told = await onHost('virsh', '-q', 'domstats', '--cpu-total', '--balloon', '--interface', '--block', vmId);
  return new Map(
    told.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^\s*([\w.]+)=(\d+)$/.exec(line) ?? [];
      return name === '' ? [] : [[name, Number(value)] as const];
    }),
  );
}

describe.skipIf(impossible !== undefined)(
  `figures of a real host${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    let driver: ReturnType<typeof createKvmDriver>;
    let host: HostTarget;
    const figures = async (): Promise<DomainStatistics> => {
      const all = await driver.domainStatistics(host);
      return all.find((each) => each.vmId === vmId) as DomainStatistics;
    };
    const inGuest = (script: string) =>
      driver.runInGuest(host, vmId, {
        argv: ['/bin/sh', '-c', script],
        timeout: 120_000,
        signal: new AbortController().signal,
      });

    beforeAll(async () => {
      await prepareHost();
      driver = createKvmDriver({ credentials: async () => credentials('root') });
      host = target('root');
      const pool = nfsPool();
      await driver.ensurePool(host, pool);
      await driver.ensureImageStore(host, localStore);
      const { http } = (lab as Lab).description;
      const image = {
        id: templateId,
        url: `${http.url}/tiny.qcow2`,
        addresses: [],
        format: 'QCOW2' as const,
        maximumSize: 1024 ** 3,
      };
      const { virtualSize } = await driver.ensureTemplate(host, localStore, image, longWork('figures'));
      const copy = { id: templateId, format: 'QCOW2' as const, virtualSize };
      await driver.ensureTemplateOnPool(host, localStore, pool, copy, longWork('figures'));
      await driver.ensureVolume(host, pool, { id: volumeId, size: virtualSize, templateId, templateFormat: 'QCOW2' });
      await driver.ensureGuestNetwork(host, network);
      const spec: DomainSpec = {
        id: vmId,
        instanceName: 'i-2-9400-VM',
        displayName: 'busy',
        cpuNumber: 1,
        cpuSpeed: 500,
        limitCpuUse: false,
        memory: 128 * 1024 ** 2,
        guestOs: 'Debian GNU/Linux 12 (64-bit)',
        disks: [{ volumeId, pool, deviceId: 0, type: 'ROOT', format: 'qcow2', size: virtualSize }],
        nics: [{ id: 'c4000000-0000-4000-8000-000000000005', mac, bridge, deviceId: 0 }],
      };
      await driver.ensureDomain(host, spec);
      await driver.startDomain(host, vmId);
      await world.booted(vmId);
    }, 400_000);
    afterAll(async () => {
      if (driver === undefined) return;
      const pool = nfsPool();
      await driver.destroyDomain(host, vmId);
      await driver.undefineDomain(host, vmId);
      await driver.removeGuestNetwork(host, network.id);
      await driver.removeVolume(host, pool, volumeId);
      await driver.removeTemplateFromPool(host, pool, templateId);
      await driver.removeTemplate(host, localStore, templateId);
      await driver.removeImageStore(host, localStore);
      await driver.removePool(host, pool);
      await driver.close();
    }, 200_000);

    test('a guest that works is seen to work, as virsh sees it', { timeout: 300_000 }, async () => {
      const before = await figures();
      const first = await virsh();
      expect(
        await inGuest(
          `dd if=/dev/zero of=/root/busy bs=64k count=64 && sync; ping -c 5 -s 1000 ${service}; i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done`,
        ),
      ).toMatchObject({ exitCode: 0 });
      const after = await figures();
      const last = await virsh();
      const between: [keyof DomainStatistics, string][] = [
        ['cpuTime', 'cpu.time'],
        ['networkRead', 'net.0.rx.bytes'],
        ['networkWrite', 'net.0.tx.bytes'],
        ['diskWrite', 'block.0.wr.bytes'],
        ['diskWrites', 'block.0.wr.reqs'],
      ];
      for (const [ours, theirs] of between) {
        // Counters only grow: ours was read after the first of virsh's and before the last.
        expect(after[ours], ours).toBeGreaterThan(before[ours] as number);
        expect(after[ours], ours).toBeGreaterThanOrEqual(first.get(theirs) as number);
        expect(after[ours], ours).toBeLessThanOrEqual(last.get(theirs) as number);
      }
      expect((after.diskWrite ?? 0) - (before.diskWrite ?? 0)).toBeGreaterThanOrEqual(4 * 1024 ** 2);
      expect((after.networkWrite ?? 0) - (before.networkWrite ?? 0)).toBeGreaterThanOrEqual(5 * 1000);
      expect([after.memory, after.memoryTarget]).toEqual([last.get('balloon.maximum'), last.get('balloon.current')]);
      expect(after.volumes).toMatchObject([
        { volumeId, diskWrite: after.diskWrite, size: last.get('block.0.capacity') },
      ]);
    });

    test('the host’s own figures are there, and those of its cards grow', { timeout: 120_000 }, async () => {
      await driver.hostStatistics(host);
      const before = await driver.hostStatistics(host);
      await onHost('sh', '-c', 'ping -c 3 10.77.0.1 >/dev/null');
      const now = await driver.hostStatistics(host);
      expect(now.cpuUsed).toBeGreaterThanOrEqual(0);
      expect(now.cpuUsed).toBeLessThanOrEqual(1);
      expect(now.loadAverage).toBeGreaterThanOrEqual(0);
      expect(now.memory).toBeGreaterThan(now.memoryFree);
      expect(now.networkRead).toBeGreaterThan(before.networkRead ?? 0);
      expect(now.networkWrite).toBeGreaterThan(before.networkWrite ?? 0);
    });
  },
);
