import { fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ErrorData } from '../../contract/errors.ts';
import { textOf } from '../../contract/phrase.ts';
import { simulatorFaultNames } from '../../contract/practice.ts';
import type { Driver, HostEvent } from '../driver.ts';
import { driverContract } from '../driver-contract.ts';
import { createSimulatorConsoleOpener } from './console.ts';
import { createSimulator, type SimulatorControl } from './simulator.ts';
import { aDomain, aHost, anImageStore, aPool, aTemplate, longWork, prepare } from './testing/test-world.ts';

type Simulator = Driver & SimulatorControl;

driverContract('simulator', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'benchtop-world-'));
  const simulator = createSimulator({ worldPath: join(directory, 'world.db'), delayScale: 0 });
  const opener = createSimulatorConsoleOpener();
  const host = aHost(1);
  return {
    driver: simulator,
    opener,
    host,
    pool: aPool,
    imageStore: anImageStore,
    template: aTemplate,
    iso: { ...aTemplate, id: randomUUID(), url: 'http://images.test/debian.iso', format: 'ISO' },
    noIso: 'http://images.test/no-iso.iso',
    bridge: 'cloudbr0',
    network: {
      serviceAddress: '10.20.0.2',
      prefixLength: 24,
      gateway: '10.20.0.1',
      netmask: '255.255.255.0',
      guestAddresses: ['10.20.0.101', '10.20.0.102'],
    },
    guestOs: 'Debian GNU/Linux 12 (64-bit)',
    memory: 1024 ** 3,
    guestShutsDown: true,
    outside: {
      startDomain: async (domain) => simulator.outside.startDomain(host.id, domain.id),
      destroyDomain: async (domain) => simulator.outside.destroyDomain(host.id, domain.id),
    },
    async tearDown() {
      await opener.close();
      simulator.close();
      rmSync(directory, { recursive: true });
    },
  };
});

let directory: string;
let worldPath: string;
let simulator: Simulator;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'benchtop-world-'));
  worldPath = join(directory, 'world.db');
  simulator = createSimulator({ worldPath, delayScale: 0 });
});
afterEach(() => {
  simulator.close();
  rmSync(directory, { recursive: true });
});

const failure = (call: Promise<unknown>): Promise<ErrorData> =>
  call.then(
    () => Promise.reject(new Error('the call succeeded')),
    (error: { data: ErrorData }) => error.data,
  );
const powers = async (host = aHost(1)) =>
  Object.fromEntries((await simulator.listPower(host)).map(({ vmId, power }) => [vmId, power]));

describe('faults', () => {
  const first = aHost(1);
  const second = aHost(2);
  const vm = aDomain(1);

  beforeEach(async () => {
    await prepare(simulator, first, [vm]);
    await simulator.connectHost(second);
    await simulator.startDomain(first, vm.id);
  });

  test('each is listed while it lasts, with its host, and only there', () => {
    for (const name of simulatorFaultNames) simulator.injectFault({ hostId: first.id, name });
    expect(simulator.listFaults(first.id).map((fault) => fault.name)).toEqual([...simulatorFaultNames].sort());
    expect(simulator.listFaults(second.id)).toEqual([]);
    expect(simulator.listFaults()[0]).toMatchObject({ hostId: first.id, hostName: first.name });
    for (const fault of simulator.listFaults()) simulator.clearFault(fault.id);
    expect(simulator.listFaults()).toEqual([]);
  });

  test('the same fault twice is one fault; clearing it twice is fine', () => {
    const fault = simulator.injectFault({ hostId: first.id, name: 'slow' });
    expect(simulator.injectFault({ hostId: first.id, name: 'slow' })).toEqual(fault);
    simulator.clearFault(fault.id);
    simulator.clearFault(fault.id);
    expect(simulator.listFaults()).toEqual([]);
  });

  test('an unknown host is refused', () => {
    expect(() => simulator.injectFault({ hostId: vm.id, name: 'slow' })).toThrow(/No simulated host/);
  });

  test('a power cut switches domains off; the host is gone until it is cleared, and then they are still off', async () => {
    const fault = simulator.injectFault({ hostId: first.id, name: 'power-cut' });
    expect((await failure(simulator.pingHost(first))).code).toBe('hostUnreachable');
    expect(await powers(second)).toEqual({});
    simulator.clearFault(fault.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOff' });
  });

  test('a cut link leaves domains on, and looks from here just like a power cut', async () => {
    const link = simulator.injectFault({ hostId: first.id, name: 'link-cut' });
    const seen = await failure(simulator.pingHost(first));
    simulator.clearFault(link.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOn' });
    simulator.injectFault({ hostId: first.id, name: 'power-cut' });
    expect(await failure(simulator.pingHost(first))).toEqual(seen);
  });

  test('a frozen host keeps callers waiting until the timeout', async () => {
    simulator.setClock({ mode: 'manual' });
    simulator.injectFault({ hostId: first.id, name: 'freeze' });
    const ping = failure(simulator.pingHost(first));
    const other = simulator.pingHost(second);
    simulator.setClock({ advance: 9_999 });
    await other;
    expect(await Promise.race([ping, Promise.resolve('still waiting')])).toBe('still waiting');
    simulator.setClock({ advance: 1 });
    expect(await ping).toMatchObject({ code: 'hostUnreachable', message: 'sim-host-01 does not answer.' });
  });

  test('without libvirtd storage can be worked on, domains cannot, and they go on', async () => {
    const fault = simulator.injectFault({ hostId: first.id, name: 'libvirtd-down' });
    await simulator.ensureVolume(first, aPool, { id: aDomain(9).id, size: 1024 ** 3 });
    expect((await failure(simulator.listPower(first))).message).toContain('libvirt');
    expect((await failure(simulator.destroyDomain(first, vm.id))).code).toBe('resourceUnavailable');
    simulator.clearFault(fault.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOn' });
  });

  test('storage that is gone or full is refused with its own reason; full storage can still be emptied', async () => {
    const volume = { id: aDomain(9).id, size: 1024 ** 3 };
    await simulator.ensureVolume(first, aPool, volume);
    const gone = simulator.injectFault({ hostId: first.id, name: 'storage-gone', detail: aPool.id });
    expect((await failure(simulator.poolStats(first, aPool))).code).toBe('resourceUnavailable');
    simulator.clearFault(gone.id);
    simulator.injectFault({ hostId: first.id, name: 'storage-full' });
    const stats = await simulator.poolStats(first, aPool);
    expect(stats.used).toBe(stats.total);
    const more = { ...volume, id: aDomain(8).id };
    expect((await failure(simulator.ensureVolume(first, aPool, more))).code).toBe('insufficientCapacity');
    await simulator.removeVolume(first, aPool, volume.id);
  });

  test('nothing is started from storage that is gone', async () => {
    await simulator.destroyDomain(first, vm.id);
    const fault = simulator.injectFault({ hostId: first.id, name: 'storage-gone' });
    expect((await failure(simulator.startDomain(first, vm.id))).message).toContain('storage does not answer');
    simulator.clearFault(fault.id);
    await simulator.startDomain(first, vm.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOn' });
  });

  test('a slow host takes its time, and arrives', async () => {
    simulator.setClock({ mode: 'manual' });
    simulator.injectFault({ hostId: first.id, name: 'slow', detail: '700' });
    const power = simulator.listPower(first);
    await simulator.pingHost(second);
    simulator.setClock({ advance: 699 });
    expect(await Promise.race([power, simulator.pingHost(second)])).toHaveProperty('memoryFree');
    simulator.setClock({ advance: 1 });
    expect(await power).toHaveLength(1);
  });

  test('a start that fails leaves the domain off', async () => {
    await simulator.destroyDomain(first, vm.id);
    simulator.injectFault({ hostId: first.id, name: 'start-fails' });
    expect((await failure(simulator.startDomain(first, vm.id))).message).toContain(vm.instanceName);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOff' });
  });

  test('a download that fails says so, and succeeds when it is tried again without the fault', async () => {
    const template = { ...aTemplate, id: aDomain(7).id };
    const fault = simulator.injectFault({ hostId: first.id, name: 'download-fails' });
    const shown: (number | undefined)[] = [];
    const work = { ...longWork('download-7'), progress: (percent: number | undefined) => void shown.push(percent) };
    expect((await failure(simulator.ensureTemplate(first, anImageStore, template, work))).message).toContain(
      'the connection broke',
    );
    expect(shown.at(-1)).toBe(30);
    simulator.clearFault(fault.id);
    await simulator.ensureTemplate(first, anImageStore, template, work);
    expect(shown.at(-1)).toBe(100);
  });

  test('the next operation of a name fails once, before its effect or after it', async () => {
    simulator.injectFault({ hostId: first.id, name: 'fail-next-operation', detail: 'destroyDomain' });
    await simulator.ensureBridge(first, 'cloudbr0');
    await failure(simulator.destroyDomain(first, vm.id));
    expect(await powers()).toEqual({ [vm.id]: 'PowerOn' });
    simulator.injectFault({ hostId: first.id, name: 'fail-next-operation', detail: 'destroyDomain:after' });
    await failure(simulator.destroyDomain(first, vm.id));
    expect(await powers()).toEqual({ [vm.id]: 'PowerOff' });
    await simulator.destroyDomain(first, vm.id);
    expect(simulator.listFaults()).toEqual([]);
  });

  test('connection loss and return are told', async () => {
    const events: HostEvent[] = [];
    simulator.onHostEvent((event) => events.push(event));
    const fault = simulator.injectFault({ hostId: first.id, name: 'power-cut' });
    simulator.clearFault(fault.id);
    await simulator.pingHost(first);
    expect(events.map((event) => `${event.type} ${event.hostId}`)).toEqual([
      `disconnected ${first.id}`,
      `connected ${first.id}`,
    ]);
  });
});

describe('clock', () => {
  test('manual time stands still for guests, but hosts answer', async () => {
    const [host, vm] = [aHost(1), aDomain(1)];
    await prepare(simulator, host, [vm]);
    simulator.setClock({ mode: 'manual' });
    const started = simulator.startDomain(host, vm.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOff' });
    simulator.setClock({ advance: 300 });
    await started;
    await simulator.shutdownDomain(host, vm.id);
    expect(await powers()).toEqual({ [vm.id]: 'PowerOn' });
    const { now } = simulator.setClock({ advance: 500 });
    expect(await powers()).toEqual({ [vm.id]: 'PowerOff' });
    expect(simulator.setClock({})).toEqual({ mode: 'manual', now });
  });

  test('automatic time cannot be advanced by hand', () => {
    expect(() => simulator.setClock({ advance: 1000 })).toThrow(/runs by itself/);
  });

  test('a guest that was asked to shut down is off when the world is opened again', async () => {
    await prepare(simulator, aHost(1), [aDomain(1)]);
    await simulator.startDomain(aHost(1), aDomain(1).id);
    simulator.setClock({ mode: 'manual' });
    await simulator.shutdownDomain(aHost(1), aDomain(1).id);
    simulator.close();
    simulator = createSimulator({ worldPath, delayScale: 0 });
    expect(await powers()).toEqual({ [aDomain(1).id]: 'PowerOn' });
    simulator.setClock({ advance: 500 });
    expect(await powers()).toEqual({ [aDomain(1).id]: 'PowerOff' });
  });
});

describe('hosts and storage', () => {
  test('a machine that was removed and added again under another id still has what it had', async () => {
    await prepare(simulator, aHost(1), [aDomain(1)]);
    const again = { ...aHost(1), id: aDomain(50).id };
    await simulator.connectHost(again);
    expect(await powers(again)).toEqual({ [aDomain(1).id]: 'PowerOff' });
  });

  test('a host has the size it was given', async () => {
    simulator.addHost({ address: 'sim-host-01', cpuNumber: 4, memoryTotal: 8 * 1024 ** 3 });
    expect(await simulator.connectHost(aHost(1))).toMatchObject({ cpuNumber: 4, memoryTotal: 8 * 1024 ** 3 });
  });

  test('more memory than the host has is not given out', async () => {
    simulator.addHost({ address: 'sim-host-01', memoryTotal: 1.5 * 1024 ** 3 });
    await prepare(simulator, aHost(1), [aDomain(1), aDomain(2)]);
    await simulator.startDomain(aHost(1), aDomain(1).id);
    expect((await failure(simulator.startDomain(aHost(1), aDomain(2).id))).code).toBe('insufficientCapacity');
  });

  test('the hosts of a shared pool see the same volumes, and the disk lock keeps a domain from running twice', async () => {
    const vm = aDomain(1);
    await prepare(simulator, aHost(1), [vm]);
    await simulator.connectHost(aHost(2));
    await simulator.ensurePool(aHost(2), aPool);
    await simulator.ensureDomain(aHost(2), vm);
    await simulator.startDomain(aHost(1), vm.id);
    expect(await failure(simulator.startDomain(aHost(2), vm.id))).toMatchObject({ code: 'inUse' });
    expect((await failure(simulator.removeVolume(aHost(2), aPool, vm.disks[0]?.volumeId ?? ''))).code).toBe('inUse');
    await simulator.destroyDomain(aHost(1), vm.id);
    await simulator.startDomain(aHost(2), vm.id);
  });

  test.each([
    ['no-route-1', '/export', 'errno 113'],
    ['refused-1', '/export', 'errno 111'],
    ['nfs-1', '/export/denied', 'access denied by server'],
    ['nfs-1', '/export/illegal-port', 'illegal port'],
  ])('practice names fail as the guides tell: %s%s', async (server, path, words) => {
    await simulator.connectHost(aHost(1));
    const error = await failure(simulator.probePool(aHost(1), { ...aPool, server, path }));
    expect(error.message).toContain(words);
    expect(error.hint).toBeTruthy();
  });
});

describe('world', () => {
  test('one written by a newer version is refused and left as it is', () => {
    const path = join(directory, 'newer.db');
    const newer = new Database(path);
    newer.pragma('user_version = 99');
    newer.close();
    expect(() => createSimulator({ worldPath: path })).toThrow(/newer version/);
    const after = new Database(path, { readonly: true });
    expect(after.pragma('user_version', { simple: true })).toBe(99);
    after.close();
  });

  test('one written by an older version goes on with all that it held', async () => {
    const path = join(directory, 'older.db');
    const world = createSimulator({ worldPath: path });
    await world.connectHost(aHost(1)).then(() => world.close());
    const older = new Database(path);
    older.exec('DROP INDEX reservation_address; DROP INDEX domain_held; DROP TABLE upload');
    for (const column of ['domain DROP is_foreign', 'mount DROP pool']) older.exec(`ALTER TABLE ${column}`);
    older.pragma('user_version = 1');
    older.close();
    const again = createSimulator({ worldPath: path });
    expect((await again.pingHost(aHost(1))).memoryFree).toBeGreaterThan(0);
    again.close();
    const after = new Database(path, { readonly: true });
    expect(after.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'upload'").all()).toHaveLength(1);
    after.close();
  });

  test('a cancelled download stops on the host; one that lost its connection goes on there', async () => {
    const host = aHost(1);
    await prepare(simulator, host, []);
    simulator.setClock({ mode: 'manual' });
    const template = { ...aTemplate, id: aDomain(7).id };
    const stop = new AbortController();
    const log: string[] = [];
    const work = { ...longWork('download-7'), log: (line: string) => void log.push(textOf(line)) };
    const begun = () => new Promise<void>((resolve) => setImmediate(resolve));

    const cancelled = failure(simulator.ensureTemplate(host, anImageStore, template, { ...work, signal: stop.signal }));
    await begun();
    stop.abort();
    expect((await cancelled).code).toBe('cancelled');

    const lost = failure(simulator.ensureTemplate(host, anImageStore, template, work));
    await begun();
    const fault = simulator.injectFault({ hostId: host.id, name: 'link-cut' });
    simulator.setClock({ advance: 2000 });
    expect((await lost).code).toBe('hostUnreachable');
    simulator.clearFault(fault.id);

    await simulator.ensureTemplate(host, anImageStore, template, work);
    expect(log.map((line) => line.includes('attached'))).toEqual([false, false, true]);
  });
});

describe('crash', () => {
  test('what was done before a kill stays done, a half-way download goes on, and nothing is half there', async () => {
    simulator.close();
    const child = fork(new URL('./testing/crash-child.ts', import.meta.url), [worldPath], { execArgv: [] });
    const [message] = (await once(child, 'message')) as [string];
    expect(message).toBe('half-way');
    child.kill('SIGKILL');
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');

    // Read by the test itself, not through the driver.
    const world = new Database(worldPath, { readonly: true });
    expect(world.prepare('SELECT state FROM domain WHERE id = ?').pluck().get(aDomain(1).id)).toBe('running');
    expect(world.prepare('SELECT count(*) FROM image WHERE template_id = ?').pluck().get(aDomain(7).id)).toBe(0);
    expect(world.prepare('SELECT count(*) FROM work').pluck().get()).toBe(1);
    expect(world.pragma('integrity_check', { simple: true })).toBe('ok');
    world.close();

    simulator = createSimulator({ worldPath, delayScale: 0 });
    expect(simulator.setClock({ mode: 'automatic' }).mode).toBe('automatic');
    const log: string[] = [];
    const shown: (number | undefined)[] = [];
    await simulator.ensureTemplate(
      aHost(1),
      anImageStore,
      { ...aTemplate, id: aDomain(7).id },
      {
        ...longWork('download-7'),
        log: (line) => void log.push(textOf(line)),
        progress: (percent) => void shown.push(percent),
      },
    );
    expect(log).toEqual(['download-7 is there already on Host 1; attached to it']);
    // It went on from the half that was there, by itself, while nobody looked.
    expect(shown[0]).toBeGreaterThanOrEqual(50);
    expect(await powers()).toEqual({ [aDomain(1).id]: 'PowerOn' });
  });
});
