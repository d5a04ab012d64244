import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualMachineBadge } from '../contract/states.ts';
import { disagreements, takeInventory } from '../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { until } from '../testing/wait.ts';
import { scheduleReconcilers } from './reconciler.ts';
import { clockAhead, onTheHost } from './testing/simulated-world.ts';

let lab: TestEngine;
const runOnce = (name: string) => lab.engine.internals.reconcilers.runOnce(name);
const setting = (name: string, value: string) => lab.call('updateConfiguration', { name, value });
const deploy = async (name: string) =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';

beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterEach(async () => await lab.close());

describe('a host that falls silent', () => {
  let vm: string;
  let id: string;
  const host = async () => (await lab.call('listHosts', { id })).host[0];
  const instance = async () => {
    const [found] = (await lab.call('listVirtualMachines', { id: vm })).virtualmachine;
    if (found === undefined) throw new Error('The instance is not listed');
    return found;
  };
  const state = () => lab.engine.internals.ctx.store.get('hosts', id)?.state;
  beforeEach(async () => {
    vm = await deploy('vm-1');
    id = (await instance()).hostid ?? '';
  });

  it.each(['link-cut', 'power-cut', 'freeze', 'libvirtd-down'] as const)(
    '%s: Alert after ping.interval × ping.timeout, its instances unknown with their age, never Down',
    async (name) => {
      const pass = clockAhead(lab);
      await lab.call('injectSimulatorFault', { hostid: id, name });
      // The real clock goes on beside: half a minute on either side, for a busy machine.
      pass(120);
      await runOnce('host-heartbeat');
      expect(await host()).toMatchObject({ state: 'Up', statereason: expect.stringMatching(/\./) });
      expect((await lab.call('listAlerts', {})).count).toBe(0);
      pass(60);
      await runOnce('host-heartbeat');
      expect(await host()).toMatchObject({ state: 'Alert', statereason: expect.stringMatching(/\./) });
      expect((await lab.call('listAlerts', {})).alert).toMatchObject([{ name: 'ALERT.COMPUTE.HOST', resourceid: id }]);
      expect((await lab.call('listEvents', { type: 'HOST.ALERT' })).count).toBe(1);
      const known = await instance();
      expect(known).toMatchObject({ state: 'Running', powerstate: 'PowerUnknown', hostid: id });
      expect(known.powerstateage).toBeGreaterThanOrEqual(151);
      expect(virtualMachineBadge(known)).toMatchObject({ word: 'Unknown', since: expect.any(String) });
      // However long it lasts, and however often it is looked at: silence is not death, and one alert is enough.
      for (let day = 0; day < 3; day++) {
        pass(86_400);
        await runOnce('host-heartbeat');
        await runOnce('power-sync');
      }
      expect((await host())?.state).toBe('Alert');
      expect((await instance()).state).toBe('Running');
      expect((await lab.call('listAlerts', {})).count).toBe(1);
      expect((await lab.call('listEvents', { type: 'HOST.ALERT' })).count).toBe(1);
    },
  );

  it('shorter than that: nothing but a reason, which goes again', async () => {
    const fault = await lab.call('injectSimulatorFault', { hostid: id, name: 'link-cut' });
    await until(lab, () => lab.engine.internals.ctx.store.get('hosts', id)?.stateReason !== undefined);
    await lab.call('clearSimulatorFault', { id: fault.id });
    await until(lab, () => lab.engine.internals.ctx.store.get('hosts', id)?.stateReason === undefined);
    expect(await host()).toMatchObject({ state: 'Up' });
    expect((await lab.call('listAlerts', {})).count).toBe(0);
    expect((await instance()).powerstate).toBe('PowerOn');
  });

  it('follows the settings in how long it is waited for', async () => {
    const pass = clockAhead(lab);
    await setting('ping.interval', '10');
    await setting('ping.timeout', '2');
    await lab.call('injectSimulatorFault', { hostid: id, name: 'link-cut' });
    pass(21);
    await runOnce('host-heartbeat');
    expect(state()).toBe('Alert');
  });

  it('takes no new instance, and says why', async () => {
    const pass = clockAhead(lab);
    await lab.call('injectSimulatorFault', { hostid: id, name: 'link-cut' });
    pass(200);
    await runOnce('host-heartbeat');
    const answer = await lab.call('explainPlacement', {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      serviceofferingid: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny'),
    });
    expect(answer.hostids).toHaveLength(1);
    expect(answer.refusals).toMatchObject([{ hostid: id, rule: 'state', text: 'The host is Alert, not Up.' }]);
    await deploy('vm-2');
    expect(await lab.refusal('deleteHost', { id })).toMatchObject({ code: 'inUse' });
  });

  it('and comes back with everything as it was: true at once, by no more than its answer', async () => {
    const pass = clockAhead(lab);
    const fault = await lab.call('injectSimulatorFault', { hostid: id, name: 'link-cut' });
    pass(200);
    await runOnce('host-heartbeat');
    await lab.call('clearSimulatorFault', { id: fault.id });
    await until(lab, () => state() === 'Up');
    await until(lab, () => lab.engine.internals.ctx.store.get('virtualMachines', vm)?.powerState === 'PowerOn');
    expect(await host()).toMatchObject({ state: 'Up', statereason: undefined });
    expect((await lab.call('listAlerts', {})).alert[0]?.resolved).toEqual(expect.any(String));
    expect((await lab.call('listEvents', { type: 'HOST.RECONNECT' })).count).toBe(1);
    expect(await instance()).toMatchObject({ state: 'Running' });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('and comes back from a power cut: its instances are off, and that is said', async () => {
    const pass = clockAhead(lab);
    const fault = await lab.call('injectSimulatorFault', { hostid: id, name: 'power-cut' });
    pass(200);
    await runOnce('host-heartbeat');
    expect((await instance()).state).toBe('Running');
    await lab.call('clearSimulatorFault', { id: fault.id });
    await until(lab, () => lab.engine.internals.ctx.store.get('virtualMachines', vm)?.state === 'Stopped');
    expect((await lab.call('listEvents', { type: 'VM.STATE.SYNC' })).count).toBe(1);
    await lab.run('startVirtualMachine', { id: vm });
  });
});

describe('clean-up', () => {
  it('expunges what was destroyed longer ago than expunge.delay, and not before', async () => {
    const before = takeInventory(lab.directory);
    const vm = await deploy('vm-1');
    await lab.run('destroyVirtualMachine', { id: vm });
    const pass = clockAhead(lab);
    pass(86_390);
    await runOnce('cleanup');
    expect((await lab.call('listVirtualMachines', { id: vm })).virtualmachine[0]?.state).toBe('Destroyed');
    pass(20);
    await runOnce('cleanup');
    await until(lab, () => lab.engine.internals.ctx.store.get('virtualMachines', vm)?.removed !== undefined);
    const [job] = (await lab.call('listAsyncJobs', { resourceid: vm, keyword: 'expunge' })).asyncjobs;
    await lab.engine.internals.ctx.jobs.wait(job?.jobid ?? '');
    const after = takeInventory(lab.directory);
    for (const side of [before, after]) for (const part of [side.store.templateCopy, side.world.image]) part?.splice(0);
    expect(after).toEqual(before);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('leaves what was recovered', async () => {
    const vm = await deploy('vm-1');
    await lab.run('destroyVirtualMachine', { id: vm });
    await lab.call('recoverVirtualMachine', { id: vm });
    await setting('expunge.delay', '0');
    clockAhead(lab)(86_400 * 30);
    await runOnce('cleanup');
    expect((await lab.call('listVirtualMachines', { id: vm })).virtualmachine[0]?.state).toBe('Stopped');
  });

  it('forgets old events, ended jobs and logs, with their keywords, and no open job', async () => {
    const vm = await deploy('forgettable');
    const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
    await lab.call('injectSimulatorFault', { hostid, name: 'fail-next-operation', detail: 'destroyDomain' });
    const other = await idOf(lab, 'listHosts', 'host', 'sim-b');
    await lab.call('injectSimulatorFault', { hostid: other, name: 'fail-next-operation', detail: 'destroyDomain' });
    const { jobid } = await lab.call('destroyVirtualMachine', { id: vm });
    await lab.engine.internals.ctx.jobs.wait(jobid);
    lab.engine.internals.ctx.log.add({ hostId: hostid, level: 'info', text: 'an old line of a host' });
    lab.engine.internals.ctx.log.flush();
    expect((await lab.call('listEvents', { keyword: 'forgettable' })).count).toBeGreaterThan(0);
    clockAhead(lab)(86_400 * 16);
    await runOnce('cleanup');
    await runOnce('event-purge');
    expect((await lab.call('listEvents', {})).count).toBe(0);
    expect((await lab.call('listEvents', { keyword: 'forgettable' })).count).toBe(0);
    expect((await lab.call('listAsyncJobs', {})).asyncjobs.map((each) => [each.jobid, each.state])).toEqual([
      [jobid, 'stuck'],
    ]);
    expect((await lab.call('listJobLogs', { hostid })).joblog.map((line) => line.text)).not.toContain(
      'an old line of a host',
    );
    const { sqlite } = lab.engine.internals.ctx.store;
    expect(
      sqlite
        .prepare("SELECT count(*) AS n FROM search JOIN search_ref ON number = search.rowid WHERE noun = 'event'")
        .get(),
    ).toEqual({ n: 0 });
  });
});

it('a pool’s figures follow what its hosts see, and stay when nobody can look', async () => {
  await deploy('vm-1');
  const pool = async () => (await lab.call('listStoragePools', {})).storagepool[0];
  await runOnce('storage-stats');
  const first = await pool();
  expect(first?.disksizeused).toBeGreaterThan(0);
  onTheHost(lab, (world) => world.exec('UPDATE volume SET physical_size = physical_size + 1000000'));
  await runOnce('storage-stats');
  expect((await pool())?.disksizeused).toBe((first?.disksizeused ?? 0) + 2_000_000);
  for (const { id: hostid } of (await lab.call('listHosts', {})).host)
    await lab.call('injectSimulatorFault', { hostid, name: 'storage-gone' });
  await runOnce('storage-stats');
  expect((await pool())?.disksizeused).toBe((first?.disksizeused ?? 0) + 2_000_000);
});

describe('rounds', () => {
  it('pokes during a round lead to exactly one more, and a round that fails keeps nobody from the next', async () => {
    let rounds = 0;
    let release: () => void = () => undefined;
    const gate = () => new Promise<void>((resolve) => (release = resolve));
    let held = gate();
    const begun: (() => void)[] = [];
    const nextBegin = () => new Promise<void>((resolve) => begun.push(resolve));
    const each = {
      name: 'counted',
      period: () => 1_000_000,
      async run() {
        rounds++;
        begun.shift()?.();
        await held;
        if (rounds === 1) throw new Error('the first round fails');
      },
    };
    const scheduler = scheduleReconcilers(lab.engine.internals.ctx, [each], { periodic: false });
    const first = nextBegin();
    scheduler.poke('counted');
    await first;
    for (let poke = 0; poke < 5; poke++) scheduler.poke('counted');
    await new Promise((resolve) => setImmediate(resolve));
    const second = nextBegin();
    release();
    held = Promise.resolve();
    await second;
    await scheduler.runOnce('counted');
    await scheduler.stop();
    scheduler.poke('counted');
    await new Promise((resolve) => setImmediate(resolve));
    expect([2, 3]).toContain(rounds);
  });
});
