import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { virtualMachineBadge } from '../contract/states.ts';
import { disagreements } from '../testing/inventory.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { jobRow, letTimeRun, until } from '../testing/wait.ts';
import { clockAhead, control, onTheHost } from './testing/simulated-world.ts';

// Periodic sweeps are off in all of this: what is followed here is followed by events, or by the one round that a test asks for.

let lab: TestEngine;
let vm: string;
let host: string;
const row = () => {
  const found = lab.engine.internals.ctx.store.get('virtualMachines', vm);
  if (found === undefined) throw new Error('The instance is gone');
  return found;
};
const view = async () => {
  const [found] = (await lab.call('listVirtualMachines', { id: vm })).virtualmachine;
  if (found === undefined) throw new Error('The instance is not listed');
  return found;
};
const sweep = () => lab.engine.internals.reconcilers.runOnce('power-sync');
const told = async () =>
  (await lab.call('listEvents', { type: 'VM.STATE.SYNC' })).event.map((each) => each.description);
const domains = () =>
  onTheHost(
    lab,
    (world) => world.prepare('SELECT id, state FROM domain ORDER BY id').all() as { id: string; state: string }[],
  );

beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  vm = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
  host = row().hostId ?? '';
});
afterEach(async () => await lab.close());

describe('what others do to an instance', () => {
  it('power cut with virsh: it is Stopped by the event alone, with a word about it', async () => {
    control(lab).outside.destroyDomain(host, vm);
    await until(lab, () => row().state === 'Stopped');
    expect(await view()).toMatchObject({ state: 'Stopped', powerstate: 'PowerOff', hostid: undefined });
    expect(await told()).toEqual([expect.stringMatching(/^vm-1 is off on sim-[ab]: shut off \(destroyed\)$/)]);
    expect((await lab.call('listAlerts', {})).alert[0]).toMatchObject({ name: 'ALERT.TYPE.SYNC', resourceid: vm });
    // It is an ordinary stopped instance now.
    await lab.run('startVirtualMachine', { id: vm });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it.each([
    ['a guest that shut itself down', 'powerOffGuest', /shut off \(shut down\)/],
    ['a guest that crashed', 'crashDomain', /crashed \(panicked\)/],
  ] as const)('%s', async (_what, happening, sentence) => {
    control(lab).outside[happening](host, vm);
    await until(lab, () => row().state === 'Stopped');
    expect((await told())[0]).toMatch(sentence);
  });

  it('started with virsh: it is Running, on that host', async () => {
    control(lab).outside.destroyDomain(host, vm);
    await until(lab, () => row().state === 'Stopped');
    control(lab).outside.startDomain(host, vm);
    await until(lab, () => row().state === 'Running');
    expect(await view()).toMatchObject({ state: 'Running', powerstate: 'PowerOn', hostid: host });
    expect((await told())[0]).toContain('was started on');
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('rebooted or paused from outside: it is on all the while', async () => {
    control(lab).outside.rebootGuest(host, vm);
    control(lab).outside.pauseDomain(host, vm);
    control(lab).outside.resumeDomain(host, vm);
    await sweep();
    expect(await view()).toMatchObject({ state: 'Running', powerstate: 'PowerOn' });
    expect(await told()).toEqual([]);
  });

  it('taken away: unknown for the grace of two looks, then off', async () => {
    const pass = clockAhead(lab);
    control(lab).outside.undefineDomain(host, vm);
    await until(lab, () => row().powerState === 'PowerReportMissing');
    expect(row().state).toBe('Running');
    expect(virtualMachineBadge(await view())).toMatchObject({ tone: 'warning', word: 'Unknown' });
    pass(119);
    await sweep();
    expect(row().state).toBe('Running');
    pass(2);
    await sweep();
    expect(row().state).toBe('Stopped');
    expect(await told()).toEqual(['vm-1 is gone from its host']);
    await lab.run('startVirtualMachine', { id: vm });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('taken away and back within the grace: nothing has happened', async () => {
    const kept = onTheHost(lab, (world) => world.prepare('SELECT * FROM domain WHERE id = ?').get(vm)) as object;
    control(lab).outside.undefineDomain(host, vm);
    await until(lab, () => row().powerState === 'PowerReportMissing');
    const names = Object.keys(kept);
    onTheHost(lab, (world) =>
      world.prepare(`INSERT INTO domain (${names}) VALUES (${names.map(() => '?')})`).run(...Object.values(kept)),
    );
    await sweep();
    expect(row()).toMatchObject({ state: 'Running', powerState: 'PowerOn' });
    expect(row().missingSince).toBeUndefined();
    expect(await told()).toEqual([]);
  });
});

describe('what we know better', () => {
  it('an instance with a job in hand is the job’s', async () => {
    await lab.call('setSimulatorClock', { mode: 'manual' });
    await lab.call('injectSimulatorFault', { hostid: host, name: 'slow', detail: '1000' });
    const answer = await lab.call('rebootVirtualMachine', { id: vm });
    await until(lab, () => jobRow(lab, answer.jobid).step === 'reboot');
    control(lab).outside.destroyDomain(host, vm);
    await letTimeRun(lab, () => jobRow(lab, answer.jobid).completed !== undefined);
    // The job found the instance off and said so; what it left is followed as soon as it is over.
    expect(jobRow(lab, answer.jobid).state).toBe('failed');
    const round = sweep();
    let over = false;
    void round.then(() => (over = true));
    await letTimeRun(lab, () => over);
    expect(row().state).toBe('Stopped');
  });

  it('a report from before our last observation says nothing', async () => {
    const { store, clock } = lab.engine.internals.ctx;
    store.update('virtualMachines', vm, { powerStateTime: clock() + 60_000 });
    control(lab).outside.destroyDomain(host, vm);
    await sweep();
    expect(row().state).toBe('Running');
    store.update('virtualMachines', vm, { powerStateTime: clock() - 1 });
    await sweep();
    expect(row().state).toBe('Stopped');
  });
});

describe('definitions left on hosts', () => {
  it('go when the instance runs elsewhere', async () => {
    control(lab).outside.destroyDomain(host, vm);
    await until(lab, () => row().state === 'Stopped');
    await lab.call('updateHost', { id: host, allocationstate: 'Disable' });
    await lab.run('startVirtualMachine', { id: vm });
    expect(row().hostId).not.toBe(host);
    expect(domains()).toHaveLength(2);
    await sweep();
    expect(domains()).toEqual([{ id: vm, state: 'running' }]);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('go with an instance that is expunged after it went off by itself', async () => {
    control(lab).outside.powerOffGuest(host, vm);
    await until(lab, () => row().state === 'Stopped');
    await lab.run('destroyVirtualMachine', { id: vm, expunge: true });
    expect(domains()).toEqual([]);
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('go later when their host was away at that time', async () => {
    control(lab).outside.powerOffGuest(host, vm);
    await until(lab, () => row().state === 'Stopped');
    const pass = clockAhead(lab);
    const fault = await lab.call('injectSimulatorFault', { hostid: host, name: 'link-cut' });
    pass(1000);
    await lab.engine.internals.reconcilers.runOnce('host-heartbeat');
    await lab.run('destroyVirtualMachine', { id: vm, expunge: true });
    expect(domains()).toHaveLength(1);
    await lab.call('clearSimulatorFault', { id: fault.id });
    await until(lab, () => lab.engine.internals.ctx.store.get('hosts', host)?.state === 'Up');
    await sweep();
    expect(domains()).toEqual([]);
  });

  it('stay when nobody here ever heard of them', async () => {
    onTheHost(lab, (world) =>
      world
        .prepare(
          "INSERT INTO domain (host_key, id, instance_name, spec, state, reason, memory, cpu_number) VALUES (1, 'not-ours', 'i-9-9-VM', '{}', 'defined', '', 1, 1)",
        )
        .run(),
    );
    await sweep();
    expect(domains().map((each) => each.id)).toContain('not-ours');
  });
});
