import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { clockAhead } from './testing/simulated-world.ts';

// What becomes of an instance by itself: its lease ends, its schedule comes. And what nobody may do to one that is protected.

let lab: TestEngine;
let id: string;
let pass: (seconds: number) => void;
const day = 86_400;
beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
  pass = clockAhead(lab);
});
afterEach(() => lab.close());

const round = (name: string) => lab.engine.internals.reconcilers.runOnce(name);
const instance = async () => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
/** Resolves when no job is at work on it. */
const atRest = () => expect.poll(async () => (await instance())?.jobid).toBeUndefined();
const events = async (type: string) =>
  (await lab.call('listEvents', { type, resourceid: id })).event.map((event) => event.description);

describe('a lease', () => {
  const lease = (leaseduration: number, leaseexpiryaction?: 'STOP' | 'DESTROY') =>
    lab.call('updateVirtualMachine', { id, leaseduration, ...(leaseexpiryaction && { leaseexpiryaction }) });
  beforeEach(() => lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'true' }));

  it('is announced, and then stops the instance; who starts it again has it stopped again', async () => {
    await lease(10, 'STOP');
    expect(await instance()).toMatchObject({ leaseexpiryaction: 'STOP' });
    pass(4 * day);
    await round('instance-lease');
    await round('instance-lease');
    expect(await events('VM.LEASE.EXPIRING')).toHaveLength(1);
    expect((await instance())?.leaseduration).toBe(5);
    pass(7 * day);
    await round('instance-lease');
    await atRest();
    expect((await instance())?.state).toBe('Stopped');
    expect(await events('VM.LEASE.EXPIRED')).toEqual(['The lease of vm-1 is over: it is stopped']);
    expect(
      (await lab.call('listAlerts', {})).alert.filter(
        (alert) => alert.name === 'ALERT.USERVM' && alert.resolved === undefined,
      ),
    ).toEqual([]);
    await lab.run('startVirtualMachine', { id });
    await round('instance-lease');
    await atRest();
    expect((await instance())?.state).toBe('Stopped');
  });

  it('destroys where it says so, but not what is protected', async () => {
    await lease(1, 'DESTROY');
    await lab.call('updateVirtualMachine', { id, deleteprotection: true });
    pass(2 * day);
    await round('instance-lease');
    await atRest();
    expect((await instance())?.state).toBe('Stopped');
    await lab.call('updateVirtualMachine', { id, deleteprotection: false });
    await round('instance-lease');
    await atRest();
    expect((await instance())?.state).toBe('Destroyed');
  });

  it('can be prolonged and taken away, and ends nothing while leases are switched off', async () => {
    await lease(1);
    await lease(30);
    pass(2 * day);
    await round('instance-lease');
    expect((await instance())?.state).toBe('Running');
    pass(40 * day);
    await lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'false' });
    await round('instance-lease');
    expect((await instance())?.state).toBe('Running');
    expect(await lab.refusal('updateVirtualMachine', { id, leaseduration: 5 })).toMatchObject({
      field: 'leaseduration',
    });
    await lease(-1);
    expect((await instance())?.leaseexpirydate).toBeUndefined();
    expect((await lab.call('listVirtualMachines', { leased: true })).count).toBe(0);
  });
});

it('what is protected is neither destroyed nor expunged, and the refusal says how to go on', async () => {
  await lab.call('updateVirtualMachine', { id, deleteprotection: true });
  const refusal = await lab.refusal('destroyVirtualMachine', { id, expunge: true });
  expect(refusal).toMatchObject({ code: 'conflict', message: 'vm-1 is protected from being deleted.' });
  expect((await instance())?.state).toBe('Running');
  await lab.call('updateVirtualMachine', { id, deleteprotection: false });
  await lab.run('destroyVirtualMachine', { id });
  await lab.call('updateVirtualMachine', { id, deleteprotection: true });
  expect((await lab.refusal('expungeVirtualMachine', { id })).code).toBe('conflict');
});

describe('a schedule', () => {
  const schedule = (action: 'START' | 'STOP' | 'FORCE_STOP') =>
    lab.call('createVMSchedule', { virtualmachineid: id, action, schedule: '* * * * *', timezone: 'UTC' });
  const stops = async () =>
    (await lab.call('listAsyncJobs', { pagesize: -1 })).asyncjobs.filter((job) => job.cmd === 'stopVirtualMachine')
      .length;

  it('acts once at its time, however often it is looked at', async () => {
    await schedule('FORCE_STOP');
    await round('vm-schedule');
    expect(await stops()).toBe(0);
    pass(60);
    await Promise.all([round('vm-schedule'), round('vm-schedule')]);
    await round('vm-schedule');
    await atRest();
    expect(await stops()).toBe(1);
    expect((await instance())?.state).toBe('Stopped');
    // Off already at the next time: that is said, and nothing is done.
    pass(60);
    await round('vm-schedule');
    expect(await stops()).toBe(1);
    expect((await events('VM.SCHEDULE.EXECUTE'))[0]).toContain('was not possible: vm-1 is Stopped');
  });

  it('that was missed for long is left out, with an event', async () => {
    await schedule('FORCE_STOP');
    pass(day);
    await round('vm-schedule');
    expect(await stops()).toBe(0);
    expect((await events('VM.SCHEDULE.EXECUTE'))[0]).toContain('was missed and is left out');
    pass(60);
    await round('vm-schedule');
    await atRest();
    expect(await stops()).toBe(1);
  });

  it('goes on in the next run of the app, where it was', async () => {
    await schedule('FORCE_STOP');
    const { directory } = lab;
    await lab.engine.close();
    lab = await startTestEngine({ directory });
    pass = clockAhead(lab);
    pass(60);
    await round('vm-schedule');
    await atRest();
    expect(await stops()).toBe(1);
  });

  it.each([
    [{ schedule: '61 * * * *' }, 'schedule'],
    [{ schedule: '0 0 31 2 *' }, 'schedule'],
    [{ timezone: 'Mars/Olympus' }, 'timezone'],
    [{ startdate: 'soon' }, 'startdate'],
    [{ enddate: '2001-01-01' }, 'enddate'],
  ])('is refused with %j', async (more, field) => {
    const input = { virtualmachineid: id, action: 'STOP', schedule: '0 8 * * *', timezone: 'UTC', ...more };
    expect(await lab.refusal('createVMSchedule', input)).toMatchObject({ code: 'parameter', field });
  });
});
