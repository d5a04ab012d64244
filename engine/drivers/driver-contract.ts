import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ErrorData, errorCodes } from '../contract/errors.ts';
import type {
  ConsoleOpener,
  DomainSpec,
  Driver,
  GuestNetworkSpec,
  HostEvent,
  HostTarget,
  ImageStoreSpec,
  LongWork,
  PoolSpec,
  TemplateSpec,
} from './driver.ts';
import { foreignCases } from './driver-contract-foreign.ts';
import { imageCases } from './driver-contract-images.ts';
import { networkCases, randomMac } from './driver-contract-networks.ts';
import { scalingCases } from './driver-contract-scaling.ts';
import { uploadCases } from './driver-contract-uploads.ts';

/** A host to try a driver on, with what the tests need around it. Nothing on it need be prepared but the bridge. */
export interface DriverFixture {
  driver: Driver;
  opener: ConsoleOpener;
  host: HostTarget;
  pool: PoolSpec;
  imageStore: ImageStoreSpec;
  /** A small image that boots. */
  template: TemplateSpec;
  /** A small ISO, and the URL of a file that is none. */
  iso: TemplateSpec;
  noIso: string;
  bridge: string;
  /** Addresses on that bridge that nobody else uses. */
  network: Pick<GuestNetworkSpec, 'serviceAddress' | 'prefixLength' | 'gateway' | 'netmask'> & {
    guestAddresses: string[];
  };
  guestOs: string;
  /** Bytes that the guest boots with. */
  memory: number;
  /** Whether the guest reacts to the power button. */
  guestShutsDown: boolean;
  /** Changes on the host that the driver did not make; by virsh or the like. */
  outside: {
    destroyDomain(domain: DomainSpec): Promise<void>;
    startDomain(domain: DomainSpec): Promise<void>;
  };
  tearDown(): Promise<void>;
}

/** Names as hostile users type them; they may reach a host as text only. */
const hostileNames = [
  '$(reboot); `halt` & rm -rf / | x',
  '\'"><img src=x onerror=alert(1)> ]]> &amp; &#0;',
  '../../etc/shadow',
  'مرحبا \u202e desrever 🐘 名前',
  'null',
  'x'.repeat(255),
];

/** What every driver promises, whatever it drives. Runs against one host; each case makes and removes its own things. */
export function driverContract(name: string, setUp: () => Promise<DriverFixture>): void {
  describe(`driver contract: ${name}`, () => {
    let f: DriverFixture;
    const events: HostEvent[] = [];
    const waiting = new Set<() => void>();

    beforeAll(async () => {
      f = await setUp();
      f.driver.onHostEvent((event) => {
        events.push(event);
        for (const wake of waiting) wake();
      });
      await f.driver.connectHost(f.host);
      await f.driver.ensurePool(f.host, f.pool);
      await f.driver.ensureImageStore(f.host, f.imageStore);
    });
    afterAll(async () => {
      await f?.tearDown();
    });

    const work = (signal = new AbortController().signal): LongWork => ({
      unit: `benchtop-test-${randomUUID()}`,
      signal,
      progress() {},
      log() {},
    });

    /** The error of a call that must fail, checked for its shape: a code of the closed list and a sentence. */
    async function refused(call: Promise<unknown>): Promise<ErrorData> {
      const thrown = await call.then(
        () => {
          throw new Error('the call succeeded');
        },
        (error: { data?: ErrorData }) => error,
      );
      expect(thrown.data, String(thrown)).toBeDefined();
      const data = thrown.data as ErrorData;
      expect(Object.keys(errorCodes)).toContain(data.code);
      expect(data.message.length).toBeGreaterThan(10);
      return data;
    }

    function eventWhere(wanted: (event: HostEvent) => boolean): Promise<HostEvent> {
      return new Promise((resolve) => {
        const look = () => {
          const found = events.find(wanted);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    }

    const powerOf = async (vmId: string) =>
      (await f.driver.listPower(f.host)).find((domain) => domain.vmId === vmId)?.power;

    const withoutDisk = (displayName = 'Contract test'): DomainSpec => ({
      id: randomUUID(),
      instanceName: `i-2-${randomInt(1_000_000, 9_999_999)}-VM`,
      displayName,
      cpuNumber: 1,
      cpuSpeed: 500,
      limitCpuUse: false,
      memory: f.memory,
      guestOs: f.guestOs,
      disks: [],
      nics: [],
    });

    async function readyTemplate(): Promise<{ id: string; format: 'QCOW2' | 'RAW'; virtualSize: number }> {
      const facts = await f.driver.ensureTemplate(f.host, f.imageStore, f.template, work());
      const copy = { id: f.template.id, format: facts.format as 'QCOW2' | 'RAW', virtualSize: facts.virtualSize };
      await f.driver.ensureTemplateOnPool(f.host, f.imageStore, f.pool, copy, work());
      return copy;
    }

    /** A domain with a linked clone and a NIC, defined and off. */
    async function withDisk(displayName?: string): Promise<DomainSpec> {
      const template = await readyTemplate();
      const volume = { id: randomUUID(), size: template.virtualSize };
      await f.driver.ensureVolume(f.host, f.pool, {
        ...volume,
        templateId: template.id,
        templateFormat: template.format,
      });
      const domain: DomainSpec = {
        ...withoutDisk(displayName),
        disks: [{ volumeId: volume.id, pool: f.pool, deviceId: 0, type: 'ROOT', format: 'qcow2', size: volume.size }],
        nics: [{ id: randomUUID(), mac: randomMac(), bridge: f.bridge, deviceId: 0 }],
      };
      await f.driver.ensureDomain(f.host, domain);
      return domain;
    }

    async function discard(domain: DomainSpec): Promise<void> {
      await f.driver.destroyDomain(f.host, domain.id);
      await f.driver.undefineDomain(f.host, domain.id);
      for (const disk of domain.disks) await f.driver.removeVolume(f.host, disk.pool, disk.volumeId);
    }

    test('connecting twice says the same, and a ping answers', async () => {
      const facts = await f.driver.connectHost(f.host);
      expect(await f.driver.connectHost(f.host)).toEqual(facts);
      expect(facts.cpuNumber).toBeGreaterThan(0);
      expect(facts.memoryTotal).toBeGreaterThan(0);
      const usage = await f.driver.pingHost(f.host);
      expect(usage.memoryFree).toBeLessThanOrEqual(facts.memoryTotal);
    });

    test('a pool is tried, made and described', async () => {
      const probe = await f.driver.probePool(f.host, f.pool);
      expect(probe.checks.map((check) => check.name)).toEqual(expect.arrayContaining(['write', 'read', 'space']));
      const stats = await f.driver.ensurePool(f.host, f.pool);
      expect(stats.total).toBeGreaterThan(0);
      expect((await f.driver.poolStats(f.host, f.pool)).total).toBe(stats.total);
    });

    test('a pool is removed once or twice, and made again', async () => {
      const other: PoolSpec = {
        id: randomUUID(),
        type: 'Filesystem',
        server: '',
        path: `/var/tmp/benchtop-${randomUUID()}`,
      };
      await f.driver.ensurePool(f.host, other);
      await f.driver.removePool(f.host, other);
      await f.driver.removePool(f.host, other);
      await f.driver.ensurePool(f.host, other);
      await f.driver.removePool(f.host, other);
    });

    test('a template is downloaded once and says the same facts again', async () => {
      const facts = await f.driver.ensureTemplate(f.host, f.imageStore, f.template, work());
      expect(facts.virtualSize).toBeGreaterThan(0);
      expect(facts.format).toBe(f.template.format);
      expect(await f.driver.ensureTemplate(f.host, f.imageStore, f.template, work())).toEqual(facts);
    });

    test('a cancelled download is no template', async () => {
      const stop = new AbortController();
      stop.abort();
      const template = { ...f.template, id: randomUUID() };
      const error = await refused(f.driver.ensureTemplate(f.host, f.imageStore, template, work(stop.signal)));
      expect(error.code).toBe('cancelled');
      await f.driver.removeTemplate(f.host, f.imageStore, template.id);
    });

    test('removing what is not there succeeds', async () => {
      const id = randomUUID();
      await f.driver.removeTemplate(f.host, f.imageStore, id);
      await f.driver.removeTemplateFromPool(f.host, f.pool, id);
      await f.driver.removeVolume(f.host, f.pool, id);
      await f.driver.removeGuestNetwork(f.host, id);
      await f.driver.destroyDomain(f.host, id);
      await f.driver.undefineDomain(f.host, id);
    });

    test('a linked clone takes less than its template, and is the same when asked for twice', async () => {
      const template = await readyTemplate();
      const spec = {
        id: randomUUID(),
        size: template.virtualSize + 1024 ** 3,
        templateId: template.id,
        templateFormat: template.format,
      };
      const facts = await f.driver.ensureVolume(f.host, f.pool, spec);
      expect(facts.size).toBe(spec.size);
      expect(facts.physicalSize).toBeLessThan(template.virtualSize);
      expect(await f.driver.ensureVolume(f.host, f.pool, spec)).toEqual(facts);
      const small = { ...spec, id: randomUUID(), size: 1024 ** 2 };
      expect((await refused(f.driver.ensureVolume(f.host, f.pool, small))).code).toBe('parameter');
      await f.driver.removeVolume(f.host, f.pool, spec.id);
      // A template that is gone is noticed, however often it was used before.
      await f.driver.removeTemplateFromPool(f.host, f.pool, template.id);
      const orphan = await refused(f.driver.ensureVolume(f.host, f.pool, { ...spec, id: randomUUID() }));
      expect(orphan.message).toMatch(/template of the volume is not on/);
    });

    test('an empty volume has its size', async () => {
      const spec = { id: randomUUID(), size: 64 * 1024 ** 2 };
      expect((await f.driver.ensureVolume(f.host, f.pool, spec)).size).toBe(spec.size);
      await f.driver.removeVolume(f.host, f.pool, spec.id);
    });

    networkCases({ fixture: () => f, refused });
    foreignCases({ fixture: () => f, withDisk, discard, refused });

    test('a domain is defined, started, cut off and undefined, each twice', async () => {
      const domain = await withDisk();
      await f.driver.ensureDomain(f.host, domain);
      expect(await powerOf(domain.id)).toBe('PowerOff');
      await f.driver.startDomain(f.host, domain.id);
      await f.driver.startDomain(f.host, domain.id);
      expect(await powerOf(domain.id)).toBe('PowerOn');
      expect(await f.driver.domainPower(f.host, domain.id)).toMatchObject({ vmId: domain.id, power: 'PowerOn' });
      expect(await f.driver.domainPower(f.host, randomUUID())).toBeUndefined();
      const mac = domain.nics[0]?.mac ?? '';
      const card = await f.driver.lookAtCard(f.host, { vmId: domain.id, mac, bridge: f.bridge });
      expect(card).toMatchObject({ found: true, linkUp: true, bridgeUp: true, port: { up: true, onBridge: true } });
      expect(card.runningFor).toBeGreaterThanOrEqual(0);
      const stranger = { vmId: domain.id, mac: randomMac(), bridge: f.bridge };
      expect(await f.driver.lookAtCard(f.host, stranger)).toMatchObject({ found: false });
      await f.driver.ensureDomain(f.host, { ...domain, displayName: 'Another name' });
      expect(await powerOf(domain.id)).toBe('PowerOn');
      await f.driver.destroyDomain(f.host, domain.id);
      await f.driver.destroyDomain(f.host, domain.id);
      expect(await powerOf(domain.id)).toBe('PowerOff');
      expect((await refused(f.driver.lookAtCard(f.host, stranger))).code).toBe('conflict');
      await f.driver.undefineDomain(f.host, domain.id);
      await f.driver.undefineDomain(f.host, domain.id);
      expect(await powerOf(domain.id)).toBeUndefined();
      await discard(domain);
    });

    test('a config drive comes with the definition, may be written anew, and goes with it', async () => {
      const drive = (text: string) => [{ path: 'openstack/latest/user_data', content: Buffer.from(text) }];
      const domain = { ...(await withDisk()), configDrive: drive('one') };
      await f.driver.ensureDomain(f.host, domain);
      await f.driver.ensureDomain(f.host, { ...domain, configDrive: drive('another') });
      await f.driver.startDomain(f.host, domain.id);
      expect(await powerOf(domain.id)).toBe('PowerOn');
      await discard(domain);
      await f.driver.undefineDomain(f.host, domain.id);
    });

    uploadCases({ fixture: () => f, work, refused });
    imageCases({ fixture: () => f, work, refused, powerOf, withoutDisk, withDisk, discard });
    scalingCases({ fixture: () => f, refused, powerOf, withDisk, discard });

    test('a running domain keeps its pool on the host', async () => {
      const domain = await withDisk();
      await f.driver.startDomain(f.host, domain.id);
      expect((await refused(f.driver.removePool(f.host, f.pool))).code).toBe('inUse');
      expect(await powerOf(domain.id)).toBe('PowerOn');
      await discard(domain);
    });

    test('a card is plugged into a running domain and taken out again, each twice', async () => {
      const domain = await withDisk();
      const nic = { id: randomUUID(), mac: randomMac(), bridge: f.bridge, deviceId: 1 };
      const both = { ...domain, nics: [...domain.nics, nic] };
      expect((await refused(f.driver.attachNic(f.host, both, nic.id))).code).toBe('conflict');
      await f.driver.startDomain(f.host, domain.id);
      const card = { vmId: domain.id, mac: nic.mac, bridge: f.bridge };
      const seen = async () => (await f.driver.lookAtCard(f.host, card)).found;
      await f.driver.attachNic(f.host, both, nic.id);
      await f.driver.attachNic(f.host, both, nic.id);
      expect(await seen()).toBe(true);
      // A guest lets go once its kernel is up.
      if (f.guestShutsDown) {
        await f.driver.detachNic(f.host, domain.id, nic.mac);
        await f.driver.detachNic(f.host, domain.id, nic.mac);
        expect(await seen()).toBe(false);
      }
      await discard(domain);
    }, 120_000);

    test('a reboot leaves the domain on', async () => {
      const domain = await withDisk();
      await f.driver.startDomain(f.host, domain.id);
      await f.driver.rebootDomain(f.host, domain.id);
      expect(await powerOf(domain.id)).toBe('PowerOn');
      await discard(domain);
    });

    test('a guest that is asked to shut down is off by and by', async ({ skip }) => {
      if (!f.guestShutsDown) skip('the test guest does not react to the power button');
      const domain = await withDisk();
      await f.driver.startDomain(f.host, domain.id);
      await f.driver.shutdownDomain(f.host, domain.id);
      await eventWhere((event) => event.type === 'power' && event.vmId === domain.id && event.power === 'PowerOff');
      expect(await powerOf(domain.id)).toBe('PowerOff');
      await discard(domain);
    });

    test('the agent of a guest runs programs and tells how they ended; a domain that is off has none', async ({
      skip,
    }) => {
      if (!f.guestShutsDown) skip('the test guest does not boot as far as its agent');
      const domain = await withDisk();
      expect((await refused(f.driver.askGuestAgent(f.host, domain.id))).code).toBe('conflict');
      await f.driver.startDomain(f.host, domain.id);
      await expect
        .poll(() => f.driver.askGuestAgent(f.host, domain.id), { timeout: 120_000, interval: 500 })
        .toEqual({ answers: true, runsPrograms: true });
      const run = (...argv: [string, ...string[]]) =>
        f.driver.runInGuest(f.host, domain.id, { argv, timeout: 30_000, signal: new AbortController().signal });
      expect((await run('/bin/true')).exitCode).toBe(0);
      expect((await run('/bin/false')).exitCode).toBe(1);
      await discard(domain);
    }, 180_000);

    test('what others do to a domain is told', async () => {
      const domain = await withDisk();
      await f.outside.startDomain(domain);
      await eventWhere((event) => event.type === 'power' && event.vmId === domain.id && event.power === 'PowerOn');
      expect(await powerOf(domain.id)).toBe('PowerOn');
      await f.outside.destroyDomain(domain);
      const event = await eventWhere(
        (one) => one.type === 'power' && one.vmId === domain.id && one.power === 'PowerOff',
      );
      expect(event.hostId).toBe(f.host.id);
      expect(await powerOf(domain.id)).toBe('PowerOff');
      await discard(domain);
    });

    test('a domain that is not defined cannot be started', async () => {
      await refused(f.driver.startDomain(f.host, randomUUID()));
    });

    test('console and shell targets are plain data, and there is no console of a domain that is off', async () => {
      const domain = await withDisk();
      await refused(f.driver.consoleTarget(f.host, domain.id, 'vnc'));
      await f.driver.startDomain(f.host, domain.id);
      for (const type of ['vnc', 'serial'] as const) {
        const target = await f.driver.consoleTarget(f.host, domain.id, type);
        expect(target).toMatchObject({ driver: f.driver.hypervisor, type, vmId: domain.id });
        expect(structuredClone(target)).toEqual(target);
      }
      const shell = await f.driver.shellTarget(f.host);
      expect(shell).toMatchObject({ driver: f.driver.hypervisor, host: f.host });
      expect(structuredClone(shell)).toEqual(shell);
      await discard(domain);
    });

    test.each(hostileNames)('a display name is only text: %s', async (displayName) => {
      const domain = withoutDisk(displayName);
      await f.driver.ensureDomain(f.host, domain);
      await f.driver.ensureDomain(f.host, domain);
      expect(await powerOf(domain.id)).toBe('PowerOff');
      await discard(domain);
      await f.driver.pingHost(f.host);
    });
  });
}
