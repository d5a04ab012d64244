import type { DomainSpec, Driver, HostTarget, ImageStoreSpec, LongWork, PoolSpec, TemplateSpec } from '../../driver.ts';

/** Things for tests of the simulator: hosts, storage and domains with ids that are easy to tell apart. */
const uuid = (kind: number, number: number) =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function aHost(number: number): HostTarget {
  return {
    id: uuid(1, number),
    name: `Host ${number}`,
    address: `sim-host-${String(number).padStart(2, '0')}`,
    port: 22,
    username: 'root',
    hostKeyFingerprint: '',
    virtualization: 'simulated',
  };
}

export const aPool: PoolSpec = { id: uuid(2, 1), type: 'NetworkFilesystem', server: 'nfs-1', path: '/export/primary' };
export const anImageStore: ImageStoreSpec = {
  id: uuid(3, 1),
  provider: 'Simulator',
  server: 'nfs-1',
  path: '/export/secondary',
};
export const aTemplate: TemplateSpec = {
  id: uuid(4, 1),
  url: 'http://images.practice.test/debian-12.qcow2',
  addresses: [],
  format: 'QCOW2',
  maximumSize: 50 * 1024 ** 3,
};

export function aDomain(number: number): DomainSpec {
  const size = 8 * 1024 ** 3;
  return {
    id: uuid(5, number),
    instanceName: `i-2-${number}-VM`,
    displayName: `Guest ${number}`,
    cpuNumber: 1,
    cpuSpeed: 1000,
    limitCpuUse: false,
    memory: 1024 ** 3,
    guestOs: 'Debian GNU/Linux 12 (64-bit)',
    disks: [{ volumeId: uuid(6, number), pool: aPool, deviceId: 0, type: 'ROOT', format: 'qcow2', size }],
    nics: [
      {
        id: uuid(7, number),
        mac: `02:00:4c:00:00:${String(number).padStart(2, '0')}`,
        bridge: 'cloudbr0',
        deviceId: 0,
      },
    ],
  };
}

export function longWork(unit: string): LongWork {
  return { unit, signal: new AbortController().signal, progress() {}, log() {} };
}

/** Connects a host, mounts its storage and defines domains there, with their disks, off. */
export async function prepare(driver: Driver, host: HostTarget, domains: DomainSpec[]): Promise<void> {
  await driver.connectHost(host);
  await driver.ensurePool(host, aPool);
  await driver.ensureImageStore(host, anImageStore);
  for (const domain of domains) {
    for (const disk of domain.disks) await driver.ensureVolume(host, disk.pool, { id: disk.volumeId, size: disk.size });
    await driver.ensureDomain(host, domain);
  }
}
