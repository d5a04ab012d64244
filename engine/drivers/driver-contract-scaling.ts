import { expect, test } from 'vitest';
import type { ErrorData } from '../contract/errors.ts';
import type { DomainPower, DomainSpec, Driver, HostTarget } from './driver.ts';

/** What the shared suite lends to its cases about domains that grow. */
export interface ScalingTools {
  fixture(): { driver: Driver; host: HostTarget; memory: number };
  refused(call: Promise<unknown>): Promise<ErrorData>;
  powerOf(vmId: string): Promise<DomainPower['power'] | undefined>;
  withDisk(): Promise<DomainSpec>;
  discard(domain: DomainSpec): Promise<void>;
}

const mebibyte = 1024 ** 2;

export function scalingCases({ fixture, refused, powerOf, withDisk, discard }: ScalingTools): void {
  test('a running domain grows within its maximum, each time twice, and no further', async () => {
    const { driver, host, memory } = fixture();
    const small = await withDisk();
    const domain = { ...small, maximum: { cpuNumber: 2, memory: memory + 128 * mebibyte } };
    const large = { ...domain, cpuNumber: 2, memory: memory + 128 * mebibyte };
    await driver.ensureDomain(host, domain);
    // There is nothing to do where nothing runs.
    await driver.scaleDomain(host, large);
    await driver.startDomain(host, domain.id);
    for (const tooMuch of [{ cpuNumber: 3 }, { memory: large.memory + 128 * mebibyte }])
      expect((await refused(driver.scaleDomain(host, { ...large, ...tooMuch }))).code).toBe('conflict');
    await driver.scaleDomain(host, large);
    await driver.scaleDomain(host, large);
    expect(await powerOf(domain.id)).toBe('PowerOn');
    await discard(domain);
  });

  test('a domain without a maximum does not grow while it runs', async () => {
    const { driver, host } = fixture();
    const domain = await withDisk();
    await driver.startDomain(host, domain.id);
    expect((await refused(driver.scaleDomain(host, { ...domain, cpuNumber: 2 }))).code).toBe('conflict');
    await driver.scaleDomain(host, domain);
    await discard(domain);
  });
}
