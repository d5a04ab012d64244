import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { BenchtopError } from '../contract/errors.ts';
import type { DomainSpec, Driver, HostTarget, PoolSpec } from './driver.ts';

interface Part {
  fixture(): { driver: Driver; host: HostTarget; pool: PoolSpec };
  /** A domain with a disk and a card, defined and off. */
  withDisk(): Promise<DomainSpec>;
  discard(domain: DomainSpec): Promise<void>;
  refused(promise: Promise<unknown>): Promise<BenchtopError['data']>;
}

/** Cases of domains that are let go, looked at as somebody else's, and adopted again, while they run. */
export function foreignCases({ fixture, withDisk, discard, refused }: Part): void {
  test('a running domain is let go and adopted again, each twice, and goes on running', async () => {
    const { driver, host, pool } = fixture();
    const domain = await withDisk();
    const { id, instanceName } = domain;
    await driver.startDomain(host, id);
    const power = async () => (await driver.domainPower(host, id))?.power;
    await driver.releaseDomain(host, id);
    await driver.releaseDomain(host, id);
    expect(await power()).toBeUndefined();
    expect((await driver.listPower(host)).map((each) => each.vmId)).not.toContain(id);
    const found = (await driver.listForeignDomains(host, [pool])).find((each) => each.id === id);
    expect(found).toMatchObject({
      name: instanceName,
      power: 'PowerOn',
      cpuNumber: domain.cpuNumber,
      memory: domain.memory,
      persistent: true,
      beyond: [],
      firmware: 'BIOS',
      machine: 'pc',
      disks: [{ file: true, format: 'qcow2', poolId: pool.id, size: domain.disks[0]?.size }],
      nics: [{ mac: domain.nics[0]?.mac, bridge: domain.nics[0]?.bridge }],
    });
    const file = found?.disks[0]?.name ?? '';
    expect(await driver.inspectVolume(host, pool, { file, format: 'qcow2' })).toMatchObject({
      size: domain.disks[0]?.size,
    });
    expect((await refused(driver.inspectVolume(host, pool, { file: 'nowhere.qcow2', format: 'qcow2' }))).code).toBe(
      'parameter',
    );
    await driver.adoptDomain(host, { id, instanceName });
    await driver.adoptDomain(host, { id, instanceName });
    expect(await power()).toBe('PowerOn');
    expect((await driver.listForeignDomains(host, [pool])).map((each) => each.id)).not.toContain(id);
    const stranger = { id: randomUUID(), instanceName: 'nobody' };
    expect((await refused(driver.adoptDomain(host, stranger))).code).toBe('resourceUnavailable');
    await driver.releaseDomain(host, stranger.id);
    await discard(domain);
  });

  test('a disk of another name is started from, under that name, and removed with it', async () => {
    const { driver, host, pool } = fixture();
    const domain = await withDisk();
    await driver.releaseDomain(host, domain.id);
    const found = (await driver.listForeignDomains(host, [pool])).find((each) => each.id === domain.id);
    const file = found?.disks[0]?.name ?? '';
    await driver.adoptDomain(host, domain);
    const [disk] = domain.disks;
    const adopted: DomainSpec = {
      ...domain,
      hardware: { machine: 'pc', diskBus: 'ide', nicModel: 'e1000' },
      disks: disk === undefined ? [] : [{ ...disk, volumeId: randomUUID(), file }],
    };
    await driver.ensureDomain(host, adopted);
    await driver.startDomain(host, domain.id);
    expect((await driver.domainPower(host, domain.id))?.power).toBe('PowerOn');
    await driver.destroyDomain(host, domain.id);
    await driver.undefineDomain(host, domain.id);
    await driver.removeVolume(host, pool, adopted.disks[0]?.volumeId ?? '', file);
    expect((await refused(driver.inspectVolume(host, pool, { file, format: 'qcow2' }))).code).toBe('parameter');
  });
}
