import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { control } from '../../reconcilers/testing/simulated-world.ts';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { type MeasuredTime, measuring, runningInstance } from '../../testing/measured.ts';

// What instances, hosts and volumes use: asked of their hosts in rounds, shown with them, and kept.

let lab: TestEngine;
let time: MeasuredTime;
let vm: string;
let other: string;
const changes: string[] = [];
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  for (const name of ['vm.disk.stats.retention.enabled'])
    await lab.call('updateConfiguration', { name, value: 'true' });
  vm = await runningInstance(lab, 'vm');
  other = await runningInstance(lab, 'other');
  time = await measuring(lab);
});
afterAll(() => lab.close());

const shown = async (id = vm) => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const history = async (id: string, more: object = {}) =>
  (await lab.call('listVirtualMachinesUsageHistory', { id, ...more })).virtualmachine[0]?.stats ?? [];

describe('an instance that runs', () => {
  it('has no figures before there are two readings to compare', async () => {
    expect((await shown())?.cpuused).toBeUndefined();
    expect(await history(vm)).toEqual([]);
  });

  it('has them after a round, and no list of instances or hosts was told to read again', async () => {
    const stop = lab.engine.subscribe(lab.engine.desktopCaller(), (all) =>
      changes.push(...all.map(({ noun }) => noun)),
    );
    await time.round();
    stop();
    expect(new Set(changes)).toEqual(new Set(['statistic']));
    const row = await shown();
    expect(Number.parseFloat(row?.cpuused ?? '')).toBeGreaterThan(1);
    expect(Number.parseFloat(row?.cpuused ?? '')).toBeLessThan(35);
    expect(row?.memorykbs).toBe(256 * 1024);
    expect(row?.memorytargetkbs).toBe(256 * 1024);
    expect(row?.memoryintfreekbs).toBeLessThan(256 * 1024);
    for (const field of [
      'networkkbsread',
      'networkkbswrite',
      'diskkbsread',
      'diskkbswrite',
      'diskioread',
      'diskiowrite',
    ] as const)
      expect(row?.[field], field).toBeGreaterThan(0);
    expect([row?.receivedbytes, row?.sentbytes].map((bytes) => (bytes ?? 0) > 1024)).toEqual([true, true]);
  });

  it('is told of by the last round, or by all of them', async () => {
    await time.round();
    const last = await shown();
    const [all] = (await lab.call('listVirtualMachines', { id: vm, accumulate: true })).virtualmachine;
    const rounds = await history(vm);
    const sum = rounds.reduce((total, each) => total + (each.diskioread ?? 0), 0);
    expect([last?.diskioread, all?.diskioread]).toEqual([rounds[0]?.diskioread, sum]);
    expect(all?.networkkbsread).toBeGreaterThan(last?.networkkbsread ?? 0);
  });

  it('has a history, the newest round first, between any two moments', async () => {
    const rounds = await history(vm);
    expect(rounds.map(({ seconds }) => Math.round(seconds))).toEqual([60, 60]);
    const [newest, oldest] = rounds;
    expect(Date.parse(newest?.timestamp ?? '')).toBeGreaterThan(Date.parse(oldest?.timestamp ?? ''));
    expect(newest?.diskiopstotal).toBe((newest?.diskioread ?? 0) + (newest?.diskiowrite ?? 0));
    expect(newest?.networkread).toBe(`${((newest?.networkkbsread ?? 0) / 1024).toFixed(2)} MiB`);
    expect(newest?.networkwrite).toMatch(/^\d+\.\d\d MiB$/);
    expect(newest).toMatchObject({ memorykbs: 262_144, memorytargetkbs: 262_144 });
    expect(newest?.memoryintfreekbs).toBeGreaterThan(0);
    const at = newest?.timestamp ?? '';
    expect((await history(vm, { startdate: at })).length).toBe(1);
    expect((await history(vm, { enddate: oldest?.timestamp })).length).toBeLessThan(2);
    expect(
      await lab.refusal('listVirtualMachinesUsageHistory', { startdate: at, enddate: '2000-01-01' }),
    ).toMatchObject({ code: 'parameter', field: 'enddate' });
  });

  it('is found by ids and by name', async () => {
    const found = async (input: object) =>
      (await lab.call('listVirtualMachinesUsageHistory', input)).virtualmachine.map(({ name }) => name).sort();
    expect(await found({})).toEqual(['other', 'vm']);
    expect(await found({ ids: [other] })).toEqual(['other']);
    expect(await found({ name: 'vm' })).toEqual(['vm']);
    expect(await found({ ids: [vm], name: 'other' })).toEqual([]);
  });

  it('has none of them once it is off, and its history stays', async () => {
    await lab.call('setSimulatorClock', { mode: 'automatic' });
    await lab.run('stopVirtualMachine', { id: other, forced: true });
    expect((await shown(other))?.cpuused).toBeUndefined();
    expect((await history(other)).length).toBe(2);
    await lab.call('setSimulatorClock', { mode: 'manual' });
    await time.round();
    expect([(await history(vm)).length, (await history(other)).length]).toEqual([3, 2]);
  });

  it('does not show for long what nobody has asked again', async () => {
    expect((await shown())?.cpuused).toBeDefined();
    await time.pass(301);
    expect((await shown())?.cpuused).toBeUndefined();
  });
});

describe('its volumes and their storage', () => {
  it('have figures and a history', async () => {
    await time.round();
    await time.round();
    const [volume] = (await lab.call('listVolumes', { virtualmachineid: vm })).volume;
    for (const field of ['diskkbsread', 'diskkbswrite', 'diskioread', 'diskiowrite'] as const)
      expect(volume?.[field], field).toBeGreaterThan(0);
    expect(volume?.virtualsize).toBe(volume?.size);
    expect(volume?.utilization).toBe(
      `${(((volume?.physicalsize ?? 0) / (volume?.virtualsize ?? 1)) * 100).toFixed(2)}%`,
    );
    const told = async (input: object) => (await lab.call('listVolumesUsageHistory', input)).volume;
    const [own] = await told({ id: volume?.id });
    expect(own?.stats[0]).toMatchObject({
      diskkbsread: volume?.diskkbsread,
      diskkbswrite: volume?.diskkbswrite,
      diskioread: volume?.diskioread,
      diskiowrite: volume?.diskiowrite,
      diskiopstotal: (volume?.diskioread ?? 0) + (volume?.diskiowrite ?? 0),
    });
    expect((await told({ ids: [volume?.id] })).length).toBe(1);
    expect((await told({ name: volume?.name })).map(({ id }) => id)).toContain(volume?.id);
    expect((await told({ name: 'nobody' })).length).toBe(0);
    const late = own?.stats[0]?.timestamp;
    expect((await told({ id: volume?.id, startdate: late }))[0]?.stats.length).toBe(1);
    expect((await told({ id: volume?.id, enddate: '2000-01-01' }))[0]?.stats).toEqual([]);
    const [pool] = (await lab.call('listStoragePools', {})).storagepool;
    const all = (await lab.call('listVolumes', { storageid: pool?.id })).volume;
    const operations = all.reduce((sum, each) => sum + (each.diskioread ?? 0) + (each.diskiowrite ?? 0), 0);
    expect(all.filter((each) => each.vmstate !== 'Running').map((each) => each.diskioread)).toEqual([
      undefined,
      undefined,
    ]);
    expect(Math.abs((pool?.usediops ?? 0) - operations / 60)).toBeLessThan(1);
  });
});

describe('a host', () => {
  it('has its own figures and history', async () => {
    const [host] = (await lab.call('listHosts', { name: 'sim-a' })).host;
    expect(host?.cpuused).toMatch(/^\d+\.\d\d%$/);
    expect(host?.cpuloadaverage).toBeGreaterThan(0);
    expect([host?.networkkbsread, host?.networkkbswrite].map((each) => (each ?? 0) > 0)).toEqual([true, true]);
    const told = async (input: object) => (await lab.call('listHostsUsageHistory', input)).host;
    const [own] = await told({ id: host?.id });
    expect(own?.stats[0]).toMatchObject({
      cpuused: host?.cpuused,
      cpuloadaverage: host?.cpuloadaverage,
      networkkbsread: host?.networkkbsread,
      networkkbswrite: host?.networkkbswrite,
      memorykbs: 16 * 1024 ** 2,
    });
    expect(own?.stats[0]?.networkread).toMatch(/MiB$/);
    expect(own?.stats[0]?.networkwrite).toMatch(/MiB$/);
    expect(own?.stats[0]?.memoryintfreekbs).toBeGreaterThan(0);
    expect((await told({ name: 'sim-b' })).map(({ name }) => name)).toEqual(['sim-b']);
    expect((await told({ ids: [host?.id] })).map(({ name }) => name)).toEqual(['sim-a']);
    expect((await told({ id: host?.id, startdate: own?.stats[0]?.timestamp }))[0]?.stats.length).toBe(1);
    expect((await told({ id: host?.id, enddate: '2000-01-01' }))[0]?.stats).toEqual([]);
  });

  it('that does not answer holds nobody up, and is asked again when it does', async () => {
    const [running] = (await lab.call('listVirtualMachines', { id: vm })).virtualmachine;
    const busy = running?.hostname === 'sim-a' ? 'sim-b' : 'sim-a';
    await lab.call('updateConfiguration', { name: 'stats.timeout', value: '1' });
    await lab.call('injectSimulatorFault', {
      hostid: await idOf(lab, 'listHosts', 'host', busy),
      name: 'slow',
      detail: '3600000',
    });
    const rounds = async (name: string) =>
      (await lab.call('listHostsUsageHistory', { name })).host[0]?.stats.length ?? 0;
    const before = [await rounds(busy), await rounds(running?.hostname ?? '')];
    await time.round();
    await time.round();
    const after = [await rounds(busy), await rounds(running?.hostname ?? '')];
    expect(after).toEqual([before[0], (before[1] ?? 0) + 2]);
    expect((await history(vm)).length).toBeGreaterThan(4);
  });

  it('is not asked for instances while it has none', async () => {
    const asked: string[] = [];
    const driver = control(lab) as unknown as { domainStatistics(host: { name: string }): Promise<unknown> };
    const real = driver.domainStatistics;
    driver.domainStatistics = (host) => {
      asked.push(host.name);
      return real(host);
    };
    await time.round();
    driver.domainStatistics = real;
    expect(asked).toEqual([(await shown())?.hostname]);
  });
});

it('keeps no figures of what a host says is on it and is not', async () => {
  const { store } = lab.engine.internals.ctx;
  const elsewhere = (await shown())?.hostname === 'sim-a' ? 'sim-b' : 'sim-a';
  store.update('virtualMachines', vm, { hostId: await idOf(lab, 'listHosts', 'host', elsewhere) });
  const before = (await history(vm)).length;
  await time.round();
  expect((await history(vm)).length).toBe(before);
});
