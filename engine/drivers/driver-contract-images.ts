import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ErrorData } from '../contract/errors.ts';
import type { DomainSpec, Driver, HostTarget, ImageStoreSpec, LongWork, PoolSpec, TemplateSpec } from './driver.ts';

/** What the shared suite lends to its cases about images. */
export interface ImageTools {
  fixture(): {
    driver: Driver;
    host: HostTarget;
    pool: PoolSpec;
    imageStore: ImageStoreSpec;
    iso: TemplateSpec;
    noIso: string;
  };
  work(signal?: AbortSignal): LongWork;
  refused(call: Promise<unknown>): Promise<ErrorData>;
  powerOf(vmId: string): Promise<string | undefined>;
  withoutDisk(displayName?: string): DomainSpec;
  withDisk(displayName?: string): Promise<DomainSpec>;
  discard(domain: DomainSpec): Promise<void>;
}

/** ISOs, the CD drive, and templates that are made of volumes. */
export function imageCases({ fixture, work, refused, powerOf, withoutDisk, withDisk, discard }: ImageTools): void {
  test('an ISO is downloaded once and says the same facts again; what is none is refused and removed', async () => {
    const { driver, host, imageStore, iso, noIso } = fixture();
    const facts = await driver.ensureTemplate(host, imageStore, iso, work());
    expect(facts).toMatchObject({ format: 'ISO', virtualSize: facts.physicalSize });
    expect(facts.physicalSize).toBeGreaterThan(0);
    expect(await driver.ensureTemplate(host, imageStore, iso, work())).toEqual(facts);
    const none = { ...iso, id: randomUUID(), url: noIso };
    expect((await refused(driver.ensureTemplate(host, imageStore, none, work()))).message).toMatch(/not an ISO/);
    await driver.removeTemplate(host, imageStore, none.id);
  });

  test('the CD drive takes an ISO and gives it back, off and running, each twice', async () => {
    const { driver, host, imageStore, iso } = fixture();
    await driver.ensureTemplate(host, imageStore, iso, work());
    const cdrom = { isoId: iso.id, store: imageStore };
    const domain = await withDisk();
    await driver.ensureDomain(host, { ...domain, cdrom, bootOrder: 'cdrom' });
    for (const one of [undefined, cdrom, cdrom]) await driver.changeCdrom(host, domain.id, one, false);
    await driver.startDomain(host, domain.id);
    for (const one of [undefined, undefined, cdrom, cdrom, undefined])
      await driver.changeCdrom(host, domain.id, one, true);
    expect(await powerOf(domain.id)).toBe('PowerOn');
    const gone = { isoId: randomUUID(), store: imageStore };
    expect((await refused(driver.changeCdrom(host, domain.id, gone, false))).message).toMatch(/ISO is not on/);
    await refused(driver.changeCdrom(host, randomUUID(), cdrom, false));
    await discard(domain);
    await refused(driver.ensureDomain(host, { ...withoutDisk(), cdrom: gone }));
    await driver.removeTemplate(host, imageStore, iso.id);
  });

  test('a template is made of a volume that nobody uses, whole, and only once', async () => {
    const { driver, host, pool, imageStore } = fixture();
    const domain = await withDisk();
    const disk = domain.disks[0] as DomainSpec['disks'][number];
    const id = randomUUID();
    const make = (signal?: AbortSignal) =>
      driver.ensureTemplateFromVolume(host, pool, disk.volumeId, imageStore, id, work(signal));
    await driver.startDomain(host, domain.id);
    expect((await refused(make())).code).toBe('inUse');
    await driver.destroyDomain(host, domain.id);
    const stop = new AbortController();
    stop.abort();
    expect((await refused(make(stop.signal))).code).toBe('cancelled');
    const facts = await make();
    expect(facts).toMatchObject({ format: 'QCOW2', virtualSize: disk.size });
    expect(facts.physicalSize).toBeGreaterThan(0);
    expect(await make()).toEqual(facts);
    // It needs neither the volume nor its base any more.
    await discard(domain);
    const copy = { id, format: 'QCOW2' as const, virtualSize: facts.virtualSize };
    await driver.ensureTemplateOnPool(host, imageStore, pool, copy, work());
    const clone = { id: randomUUID(), size: facts.virtualSize, templateId: id, templateFormat: 'QCOW2' as const };
    expect((await driver.ensureVolume(host, pool, clone)).size).toBe(facts.virtualSize);
    await driver.removeVolume(host, pool, clone.id);
    await driver.removeTemplateFromPool(host, pool, id);
    await driver.removeTemplate(host, imageStore, id);
    await refused(driver.ensureTemplateFromVolume(host, pool, randomUUID(), imageStore, randomUUID(), work()));
  });

  test('an image is copied to a store once, is what the first one is, and outlives it', async () => {
    const { driver, host, imageStore, iso } = fixture();
    const facts = await driver.ensureTemplate(host, imageStore, iso, work());
    const spec = {
      from: imageStore,
      to: imageStore,
      fromId: iso.id,
      id: randomUUID(),
      format: 'ISO' as const,
      maximumSize: iso.maximumSize,
    };
    const copy = (signal?: AbortSignal) => driver.ensureImageCopy(host, spec, work(signal));
    const stop = new AbortController();
    stop.abort();
    expect((await refused(copy(stop.signal))).code).toBe('cancelled');
    expect(await copy()).toEqual(facts);
    await driver.removeTemplate(host, imageStore, iso.id);
    expect(await copy()).toEqual(facts);
    await driver.removeTemplate(host, imageStore, spec.id);
    expect((await refused(copy())).code).toBe('resourceUnavailable');
  });
}
