import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { textOf } from '../../../contract/phrase.ts';
import type {
  DomainPower,
  DomainSpec,
  Driver,
  GuestNetworkSpec,
  HostEvent,
  HostTarget,
  ImageStoreSpec,
  LongWork,
  PoolSpec,
} from '../../driver.ts';

/**
 * One long story on a real host, from the first connection to an empty host again. The shared contract suite asks what every driver
 * promises; this one reads the world by an inspector of its own, never through the driver, so a driver that only says it did something
 * fails.
 */
export interface StoryFixture {
  driver: Driver;
  host: HostTarget;
  /** A bridge that is there. */
  bridge: string;
  /** A pool that the host can use. */
  pool: PoolSpec;
  store: ImageStoreSpec;
  /** A good image, and its virtual size in bytes (a lower bound is enough). */
  image: { url: string; format: 'QCOW2' | 'RAW'; virtualSize: number };
  /** The addresses that the URLs' host resolves to. */
  addresses: string[];
  /** URLs of images that must be refused, with what the refusal must say. */
  badImages: { name: string; url: string; says: RegExp }[];
  /** Pools that cannot be used, with what the refusal and its hint must say. */
  badPools: { name: string; pool: PoolSpec; says: RegExp; hint: RegExp }[];
  guestOs: string;
  /** Bytes that the guest needs. */
  memory: number;
  world: WorldInspector;
  close(): Promise<void>;
}

export interface WorldInspector {
  /** Everything of ours on the host, its storage included, one sorted line per thing; two equal answers mean that nothing changed. */
  everything(): Promise<string[]>;
  /** The reservations that DHCP of the network really has; undefined when the network is not there. */
  reservations(networkId: string): Promise<{ mac: string; address: string }[] | undefined>;
  /** What the hypervisor says; undefined when it has no such domain. */
  domain(vmId: string): Promise<{ running: boolean } | undefined>;
  /** Resolves when the guest can react to its power button. */
  booted(vmId: string): Promise<void>;
}

const ids = {
  template: 'c0000000-0000-4000-8000-000000000001',
  bad: 'c0000000-0000-4000-8000-000000000002',
  volume: 'c0000000-0000-4000-8000-000000000003',
  data: 'c0000000-0000-4000-8000-000000000004',
  network: 'c0000000-0000-4000-8000-000000000005',
  vm: 'c0000000-0000-4000-8000-000000000006',
  nic: 'c0000000-0000-4000-8000-000000000007',
};
const mac = '02:00:c0:00:00:01';

/** Declares the story. `impossible` is the reason why it cannot run here; it is then shown as skipped. */
export function describeHostStory(
  name: string,
  make: () => Promise<StoryFixture>,
  impossible?: string | undefined,
): void {
  describe.skipIf(impossible !== undefined)(`${name}${impossible ? ` (skipped: ${impossible})` : ''}`, () => {
    let fixture: StoryFixture;
    let driver: Driver;
    let host: HostTarget;
    let start: string[];
    const events: HostEvent[] = [];

    beforeAll(async () => {
      fixture = await make();
      ({ driver, host } = fixture);
      driver.onHostEvent((event) => events.push(event));
      start = await fixture.world.everything();
    }, 300_000);
    afterAll(() => fixture?.close());

    const work = (unit: string): LongWork & { lines: string[]; texts: string[] } => {
      const lines: string[] = [];
      const texts: string[] = [];
      return {
        unit,
        signal: new AbortController().signal,
        lines,
        texts,
        progress: (_percent, said) => texts.push(textOf(said)),
        log: (line) => lines.push(textOf(line)),
      };
    };
    const template = (id: string, url: string, checksum?: string) => ({
      id,
      url,
      addresses: fixture.addresses,
      format: fixture.image.format,
      maximumSize: 50 * 1024 ** 3,
      ...(checksum === undefined ? {} : { checksum: { algorithm: 'sha256' as const, hex: checksum } }),
    });
    const errorOf = async (done: Promise<unknown>) =>
      done.then(
        () => expect.fail('it should have failed'),
        (error) => (error as { data: { code: string; message: string; hint?: string } }).data,
      );
    const twice = async <T>(call: () => Promise<T>): Promise<T> => {
      const first = await call();
      expect(await call()).toEqual(first);
      return first;
    };
    const network = (reservations: GuestNetworkSpec['reservations']): GuestNetworkSpec => ({
      id: ids.network,
      bridge: fixture.bridge,
      serviceAddress: '10.91.0.2',
      prefixLength: 24,
      gateway: '10.91.0.1',
      netmask: '255.255.255.0',
      dns: ['9.9.9.9'],
      domain: 'contract.test',
      reservations,
    });
    const domain = (displayName = 'contract'): DomainSpec => ({
      id: ids.vm,
      instanceName: 'i-2-9001-VM',
      displayName,
      cpuNumber: 1,
      cpuSpeed: 500,
      limitCpuUse: false,
      memory: fixture.memory,
      guestOs: fixture.guestOs,
      disks: [
        {
          volumeId: ids.volume,
          pool: fixture.pool,
          deviceId: 0,
          type: 'ROOT',
          format: 'qcow2',
          size: fixture.image.virtualSize,
        },
        { volumeId: ids.data, pool: fixture.pool, deviceId: 1, type: 'DATADISK', format: 'qcow2', size: 1024 ** 3 },
      ],
      nics: [{ id: ids.nic, mac, bridge: fixture.bridge, deviceId: 0 }],
    });
    const powerOf = async (): Promise<DomainPower['power'] | undefined> =>
      (await driver.listPower(host)).find((one) => one.vmId === ids.vm)?.power;
    const until = async (what: () => Promise<boolean>) => {
      while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 100));
    };

    test('a host says what it is, and answers a ping', async () => {
      const facts = await driver.connectHost(host);
      expect(facts.cpuNumber).toBeGreaterThan(0);
      expect(facts.cpuSpeed).toBeGreaterThan(0);
      expect(facts.memoryTotal).toBeGreaterThan(64 * 1024 ** 2);
      expect(facts.virtualization).toBe(host.virtualization);
      for (const text of [
        facts.hostname,
        facts.operatingSystem,
        facts.kernel,
        facts.hypervisorVersion,
        facts.libvirtVersion,
      ])
        expect(text).not.toBe('');
      const usage = await driver.pingHost(host);
      expect(usage.memoryFree).toBeGreaterThan(0);
      expect(usage.memoryFree).toBeLessThanOrEqual(facts.memoryTotal);
      await driver.pingHost(host);
      await until(async () => events.some((event) => event.type === 'connected' && event.hostId === host.id));
    });

    test('trying a pool finds out what it is worth and leaves nothing behind', async () => {
      const probe = await driver.probePool(host, fixture.pool);
      expect(probe.checks.map((check) => check.name)).toEqual(['mount', 'write', 'read', 'lock', 'space']);
      expect(probe.total).toBeGreaterThan(0);
      expect((await driver.probeImageStore(host, fixture.store)).total).toBeGreaterThan(0);
      expect(await fixture.world.everything()).toEqual(start);
    });

    test('a pool that cannot be used says why and what to do, and leaves nothing behind', async () => {
      for (const bad of fixture.badPools) {
        for (const call of [() => driver.probePool(host, bad.pool), () => driver.ensurePool(host, bad.pool)]) {
          const error = await errorOf(call());
          expect(error.message, bad.name).toMatch(bad.says);
          expect(error.hint, bad.name).toMatch(bad.hint);
        }
      }
      expect(await fixture.world.everything()).toEqual(start);
    });

    test('a pool and an image store are set up once however often it is asked for', async () => {
      await driver.ensurePool(host, fixture.pool);
      const stats = await driver.ensurePool(host, fixture.pool);
      expect(stats.total).toBeGreaterThan(stats.used);
      expect((await driver.poolStats(host, fixture.pool)).total).toBe(stats.total);
      await driver.ensureImageStore(host, fixture.store);
      await driver.ensureImageStore(host, fixture.store);
    });

    test('an image that is not what it should be is refused, with nothing left of it', async () => {
      const before = await fixture.world.everything();
      for (const bad of fixture.badImages) {
        const error = await errorOf(
          driver.ensureTemplate(host, fixture.store, template(ids.bad, bad.url), work('contract-bad')),
        );
        expect(error.message, bad.name).toMatch(bad.says);
      }
      await driver.removeTemplate(host, fixture.store, ids.bad);
      expect(await fixture.world.everything()).toEqual(before);
    });

    test('a template is downloaded, checked and known again; a wrong checksum is refused', async () => {
      const before = await fixture.world.everything();
      const wrong = template(ids.bad, fixture.image.url, '0'.repeat(64));
      const refused = await errorOf(driver.ensureTemplate(host, fixture.store, wrong, work('contract-sum')));
      expect(refused.message).toMatch(/not the expected sha256 checksum/);
      expect(await fixture.world.everything()).toEqual(before);
      const facts = await twice(() =>
        driver.ensureTemplate(host, fixture.store, template(ids.template, fixture.image.url), work('contract-get')),
      );
      expect(facts.format).toBe(fixture.image.format);
      expect(facts.virtualSize).toBeGreaterThanOrEqual(fixture.image.virtualSize);
      expect(facts.checksum).toMatch(/^[0-9a-f]{32,128}$/);
    });

    test('a template gets to a pool once', async () => {
      const copy = { id: ids.template, format: fixture.image.format, virtualSize: fixture.image.virtualSize };
      const before = await fixture.world.everything();
      await driver.ensureTemplateOnPool(host, fixture.store, fixture.pool, copy, work('contract-copy'));
      const after = await fixture.world.everything();
      expect(after).not.toEqual(before);
      await driver.ensureTemplateOnPool(host, fixture.store, fixture.pool, copy, work('contract-copy'));
      expect(await fixture.world.everything()).toEqual(after);
      expect(
        (
          await errorOf(
            driver.ensureTemplateOnPool(
              host,
              fixture.store,
              fixture.pool,
              { ...copy, id: ids.bad },
              work('contract-none'),
            ),
          )
        ).message,
      ).toMatch(/not in its image store/);
    });

    test('volumes: a linked clone and an empty one, made once, grown, never smaller than their template', async () => {
      const root = {
        id: ids.volume,
        size: fixture.image.virtualSize,
        templateId: ids.template,
        templateFormat: fixture.image.format,
      };
      const tooSmall = await errorOf(driver.ensureVolume(host, fixture.pool, { ...root, size: 1024 ** 2 }));
      expect(tooSmall).toMatchObject({
        code: 'parameter',
        message: expect.stringMatching(/smaller than the template/),
      });
      const facts = await twice(() => driver.ensureVolume(host, fixture.pool, root));
      expect(facts.size).toBe(root.size);
      expect(facts.path).toContain(ids.volume);
      await twice(() => driver.ensureVolume(host, fixture.pool, { id: ids.data, size: 512 * 1024 ** 2 }));
      expect((await driver.ensureVolume(host, fixture.pool, { id: ids.data, size: 1024 ** 3 })).size).toBe(1024 ** 3);
      const inUse = await errorOf(driver.removeTemplateFromPool(host, fixture.pool, ids.template));
      expect(inUse).toMatchObject({ code: 'inUse', message: expect.stringMatching(/linked clones/) });
    });

    test('a guest network has exactly the reservations that were asked for last', async () => {
      const first = { vmId: ids.vm, mac, address: '10.91.0.11', hostName: 'one' };
      const second = { vmId: ids.data, mac: '02:00:c0:00:00:02', address: '10.91.0.12', hostName: 'two' };
      const seen = async () =>
        (await fixture.world.reservations(ids.network))?.sort((a, b) => (a.mac < b.mac ? -1 : 1));
      await driver.ensureBridge(host, fixture.bridge);
      expect((await errorOf(driver.ensureBridge(host, 'no-such-br'))).message).toMatch(/no bridge named no-such-br/);
      await driver.ensureGuestNetwork(host, network([first]));
      await driver.ensureGuestNetwork(host, network([first]));
      expect(await seen()).toEqual([{ mac: first.mac, address: first.address }]);
      await driver.ensureGuestNetwork(host, network([first, second]));
      expect(await seen()).toEqual([first, second].map(({ mac, address }) => ({ mac, address })));
      await driver.ensureGuestNetwork(host, network([{ ...first, address: '10.91.0.21' }]));
      expect(await seen()).toEqual([{ mac: first.mac, address: '10.91.0.21' }]);
    });

    test('a domain is defined, started, seen, and its resources are in use while it runs', async () => {
      expect(await powerOf()).toBeUndefined();
      await driver.ensureDomain(host, domain());
      await driver.ensureDomain(host, domain('renamed </title> $(reboot) "\' ✓'));
      expect(await fixture.world.domain(ids.vm)).toEqual({ running: false });
      expect(await powerOf()).toBe('PowerOff');
      expect(await errorOf(driver.consoleTarget(host, ids.vm, 'vnc'))).toMatchObject({ code: 'conflict' });
      await driver.startDomain(host, ids.vm);
      await driver.startDomain(host, ids.vm);
      expect(await fixture.world.domain(ids.vm)).toEqual({ running: true });
      expect(await powerOf()).toBe('PowerOn');
      await until(async () =>
        events.some((event) => event.type === 'power' && event.vmId === ids.vm && event.power === 'PowerOn'),
      );
      expect(await driver.consoleTarget(host, ids.vm, 'vnc')).toMatchObject({ vmId: ids.vm, type: 'vnc' });
      expect(await errorOf(driver.undefineDomain(host, ids.vm))).toMatchObject({ code: 'conflict' });
      expect(await errorOf(driver.removePool(host, fixture.pool))).toMatchObject({ code: 'inUse' });
      expect(await errorOf(driver.removeVolume(host, fixture.pool, ids.volume))).toMatchObject({ code: 'inUse' });
    }, 120_000);

    test('a guest shuts down when asked, can be started again, and its power can be cut', async () => {
      await fixture.world.booted(ids.vm);
      // A button that is pressed before the guest listens is not heard: it is pressed again, as the engine does.
      let looks = 0;
      await until(async () => {
        if (looks++ % 50 === 0) await driver.shutdownDomain(host, ids.vm);
        return (await powerOf()) === 'PowerOff';
      });
      await driver.shutdownDomain(host, ids.vm);
      await until(async () =>
        events.some((event) => event.type === 'power' && event.vmId === ids.vm && event.power === 'PowerOff'),
      );
      expect(await errorOf(driver.rebootDomain(host, ids.vm))).toMatchObject({ code: 'conflict' });
      await driver.startDomain(host, ids.vm);
      await fixture.world.booted(ids.vm);
      await driver.rebootDomain(host, ids.vm);
      expect(await powerOf()).toBe('PowerOn');
      await driver.destroyDomain(host, ids.vm);
      await driver.destroyDomain(host, ids.vm);
      expect(await fixture.world.domain(ids.vm)).toEqual({ running: false });
      expect(await powerOf()).toBe('PowerOff');
    }, 240_000);

    test('a connection that was closed is opened again, and nothing on the host has changed', async () => {
      const before = await fixture.world.everything();
      await driver.disconnectHost(host.id);
      expect(await powerOf()).toBe('PowerOff');
      expect(await fixture.world.everything()).toEqual(before);
    });

    test('everything can be taken away, twice, and the world is as it was', async () => {
      for (let round = 0; round < 2; round += 1) {
        await driver.destroyDomain(host, ids.vm);
        await driver.undefineDomain(host, ids.vm);
        await driver.removeGuestNetwork(host, ids.network);
      }
      expect(await fixture.world.domain(ids.vm)).toBeUndefined();
      expect(await fixture.world.reservations(ids.network)).toBeUndefined();
      expect(await powerOf()).toBeUndefined();
      for (const call of [() => driver.startDomain(host, ids.vm), () => driver.shutdownDomain(host, ids.vm)])
        expect((await errorOf(call())).message).toMatch(/not defined on/);
      for (let round = 0; round < 2; round += 1) {
        await driver.removeVolume(host, fixture.pool, ids.volume);
        await driver.removeVolume(host, fixture.pool, ids.data);
        await driver.removeTemplateFromPool(host, fixture.pool, ids.template);
        await driver.removeTemplate(host, fixture.store, ids.template);
      }
      for (let round = 0; round < 2; round += 1) {
        await driver.removePool(host, fixture.pool);
        await driver.removeImageStore(host, fixture.store);
      }
      expect((await errorOf(driver.poolStats(host, fixture.pool))).message).toMatch(/not mounted|no folder/);
      expect(await fixture.world.everything()).toEqual(start);
    });
  });
}
