import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// A running instance moves to another host, or stays where it was: there is never a second one of it, and never none.

let lab: TestEngine;
let id: string;
beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
});
afterEach(async () => {
  expect(disagreements(lab.directory)).toEqual([]);
  await lab.close();
});

const instance = async (of = id) => (await lab.call('listVirtualMachines', { id: of })).virtualmachine[0];
const hostId = (name: string) => idOf(lab, 'listHosts', 'host', name);
const otherThan = (name: string | undefined) => (name === 'sim-a' ? 'sim-b' : 'sim-a');
const fault = (hostid: string, name: 'link-cut' | 'fail-next-operation' | 'start-fails', detail?: string) =>
  lab.call('injectSimulatorFault', { hostid, name, ...(detail !== undefined && { detail }) });
/** Starts a move under a clock that stands still; its job’s id when the memory is on its way. */
async function untilCopying(): Promise<string> {
  const { jobid } = await lab.call('migrateVirtualMachine', { virtualmachineid: id });
  const text = async () => (await lab.call('queryAsyncJobResult', { jobid })).progresstext;
  await expect.poll(text).toBe('Copying the memory');
  return jobid;
}
/** Starts a move to the other host; its job when it has ended. */
async function move(input: { hostid?: string } = {}) {
  const { jobid } = await lab.call('migrateVirtualMachine', { virtualmachineid: id, ...input });
  return await lab.engine.internals.ctx.jobs.wait(jobid);
}

describe('a move', () => {
  it('ends with the instance running elsewhere, its address and its time of start the same', async () => {
    const before = await instance();
    const { result } = await lab.run('migrateVirtualMachine', { virtualmachineid: id });
    const target = otherThan(before?.hostname);
    expect(result).toMatchObject({ state: 'Running', powerstate: 'PowerOn', hostname: target });
    expect(result).toMatchObject({ ipaddress: before?.ipaddress, macaddress: before?.macaddress });
    expect((await lab.call('listEvents', { type: 'VM.MIGRATE', resourceid: id })).event[0]?.description).toBe(
      `Moved vm-1 to ${target}`,
    );
    // What it takes of a host went along.
    const loads = (await lab.call('listHosts', {})).host.map(({ name, virtualmachines }) => [name, virtualmachines]);
    expect(Object.fromEntries(loads)).toEqual({ [target]: 1, [otherThan(target)]: 0 });
    // And back, as often as is wished.
    expect((await lab.run('migrateVirtualMachine', { virtualmachineid: id })).result).toMatchObject({
      hostname: before?.hostname,
    });
  });

  it('that the destination refuses leaves it running where it was', async () => {
    const before = await instance();
    await fault(await hostId(otherThan(before?.hostname)), 'start-fails');
    const job = await move();
    expect(job.state).toBe('failed');
    expect(job.error?.message).toMatch(/could not be taken over by/);
    expect(await instance()).toMatchObject({ state: 'Running', hostname: before?.hostname });
    expect((await instance())?.jobid).toBeUndefined();
  });

  it('whose answer is lost is looked for on both hosts, and is where it came to', async () => {
    const before = await instance();
    await fault(await hostId(before?.hostname ?? ''), 'fail-next-operation', 'migrateDomain:after');
    expect((await move()).state).toBe('failed');
    expect(await instance()).toMatchObject({ state: 'Running', hostname: otherThan(before?.hostname) });
  });

  it('that loses sight of the destination waits for a person, and goes on from what both hosts say', async () => {
    const before = await instance();
    await lab.call('setSimulatorClock', { mode: 'manual' });
    const jobid = await untilCopying();
    const cut = await fault(await hostId(otherThan(before?.hostname)), 'link-cut');
    await lab.call('setSimulatorClock', { advance: 60_000 });
    await expect.poll(async () => (await lab.call('queryAsyncJobResult', { jobid })).state).toBe('stuck');
    expect((await instance())?.state).toBe('Migrating');
    await lab.call('clearSimulatorFault', { id: cut.id });
    await lab.call('repairAsyncJob', { jobid });
    await expect.poll(async () => (await instance())?.state).toBe('Running');
    expect((await instance())?.hostname).toBe(before?.hostname);
  });

  it('can be cancelled while the memory is copied', async () => {
    await lab.call('setSimulatorClock', { mode: 'manual' });
    const before = await instance();
    const jobid = await untilCopying();
    expect((await instance())?.state).toBe('Migrating');
    // Nothing else is done to it meanwhile.
    expect((await lab.refusal('stopVirtualMachine', { id })).code).toBe('conflict');
    await lab.call('cancelAsyncJob', { jobid });
    expect((await lab.engine.internals.ctx.jobs.wait(jobid)).state).toBe('cancelled');
    expect(await instance()).toMatchObject({ state: 'Running', hostname: before?.hostname });
  });
});

describe('where it may move to', () => {
  const found = async () => (await lab.call('findHostsForMigration', { virtualmachineid: id })).host[0];

  it('is the same list that the move is judged by, with the reason of each host that is not suitable', async () => {
    const target = await hostId(otherThan((await instance())?.hostname));
    expect(await found()).toMatchObject({ id: target, suitableformigration: true, requiresStorageMotion: false });
    await lab.call('updateHost', { id: target, allocationstate: 'Disable' });
    expect(await found()).toMatchObject({
      suitableformigration: false,
      reason: expect.stringMatching(/is Disabled|takes no new instances/),
    });
    const refusal = await lab.refusal('migrateVirtualMachine', { virtualmachineid: id, hostid: target });
    expect(refusal).toMatchObject({ code: 'conflict', field: 'hostid' });
    expect(refusal.message).toContain('takes no new instances');
    expect((await move()).state).toBe('failed');
  });

  it('is nowhere for one whose disk lies on its host’s own storage, and says that storage would have to move', async () => {
    const source = await hostId((await instance())?.hostname ?? '');
    await lab.run('createStoragePool', {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      hostid: source,
      scope: 'HOST',
      name: 'local',
      url: 'file:///srv/local',
    });
    const offering = await lab.call('createServiceOffering', {
      name: 'local',
      cpunumber: 1,
      cpuspeed: 500,
      memory: 256,
      storagetype: 'local',
    });
    const input = { ...(await deployInput(lab, 'vm-2')), serviceofferingid: offering.id };
    id = (await lab.run('deployVirtualMachine', input)).resourceId ?? '';
    expect(await found()).toMatchObject({
      suitableformigration: false,
      requiresStorageMotion: true,
      hasenoughcapacity: true,
      reason: expect.stringContaining('does not reach the primary storage'),
    });
  });

  it('is not where two that move at once would not fit together', async () => {
    const second =
      (
        await lab.run('deployVirtualMachine', {
          ...(await deployInput(lab, 'vm-2')),
          hostid: await hostId((await instance())?.hostname ?? ''),
        })
      ).resourceId ?? '';
    const target = await hostId(otherThan((await instance())?.hostname));
    // Room for one of 256 MiB beside the gibibyte that every host keeps for itself.
    const { store } = lab.engine.internals.ctx;
    store.update('hosts', target, { memoryTotal: (1024 + 300) * 1024 ** 2 });
    const jobs = await Promise.all(
      [id, second].map(
        async (virtualmachineid) => (await lab.call('migrateVirtualMachine', { virtualmachineid })).jobid,
      ),
    );
    const ends = await Promise.all(jobs.map((jobid) => lab.engine.internals.ctx.jobs.wait(jobid)));
    expect(ends.map((job) => job.state).sort()).toEqual(['failed', 'succeeded']);
  });

  it('is asked only of instances that run', async () => {
    await lab.run('stopVirtualMachine', { id });
    expect((await lab.refusal('findHostsForMigration', { virtualmachineid: id })).message).toBe(
      'vm-1 is Stopped and cannot be moved.',
    );
  });
});
