import { afterAll, beforeAll, expect, it } from 'vitest';
import { exerciser } from '../../jobs/exercise-saga.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { eventTypeOf, eventTypes } from './event-types.ts';

let lab: TestEngine;
const failing = exerciser('stopVirtualMachine');
beforeAll(async () => {
  lab = await startTestEngine({ instruments: failing.instruments });
  await buildCloud(lab);
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
});
afterAll(() => lab.close());

const vm = () => idOf(lab, 'listVirtualMachines', 'virtualmachine', 'vm-1');
/** The events of one type, the oldest first: state, level and whether they name the first one. */
async function thread(type: string) {
  const { event } = await lab.call('listEvents', { type, sortby: 'created' });
  const first = event.find((each) => each.state === 'Scheduled');
  return event
    .map(
      (each) => `${each.state} ${each.level} ${each.parentid === undefined ? 'begins' : each.parentid === first?.id}`,
    )
    .sort();
}

it('a job is told as scheduled, started and completed, all by the first one’s id and by whoever asked', async () => {
  await lab.run('rebootVirtualMachine', { id: await vm() });
  expect(await thread('VM.REBOOT')).toEqual(['Completed INFO true', 'Scheduled INFO begins', 'Started INFO true']);
  const { event } = await lab.call('listEvents', { type: 'VM.REBOOT' });
  expect(new Set(event.map((each) => `${each.username} ${each.resourceid} ${each.resourcetype}`))).toEqual(
    new Set([`admin ${await vm()} VirtualMachine`]),
  );
});

it('a job that fails is told at level ERROR with its reason', async () => {
  failing.failAt({ step: 'power-off', point: 'after-intent' });
  await expect(lab.run('stopVirtualMachine', { id: await vm() })).rejects.toThrow();
  failing.failAt(undefined);
  expect(await thread('VM.STOP')).toEqual(['Completed ERROR true', 'Scheduled INFO begins', 'Started INFO true']);
  const { event } = await lab.call('listEvents', { type: 'VM.STOP', level: 'ERROR' });
  expect(event[0]?.description).toMatch(/^Failed: stop instance · vm-1: .*after-intent of power-off/);
  const begun = (await lab.call('listEvents', { type: 'VM.STOP', state: 'Started' })).event[0];
  expect(begun?.description).toBe('Begun: stop instance · vm-1');
});

it('a job without words of its own at its end is told all the same', async () => {
  await lab.run('addTrafficType', {
    physicalnetworkid: await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical'),
    traffictype: 'Storage',
  });
  const { event } = await lab.call('listEvents', { type: 'TRAFFIC.TYPE.CREATE', pagesize: 3 });
  expect(event.map((each) => `${each.state} ${each.parentid !== undefined}`).sort()).toEqual([
    'Completed true',
    'Scheduled false',
    'Started true',
  ]);
});

it('the owner of a thing sees what an administrator did to it', async () => {
  const ada = lab.user('ada');
  lab.engine.internals.ctx.store.update('virtualMachines', await vm(), { accountId: ada.accountId });
  await lab.run('rebootVirtualMachine', { id: await vm() });
  const { event } = await lab.call('listEvents', { type: 'VM.REBOOT' }, ada);
  expect(event.map((each) => each.username)).toEqual(['admin', 'admin', 'admin']);
});

it('types are CloudStack’s', () => {
  expect(eventTypeOf('startVirtualMachine')).toBe('VM.START');
  expect(eventTypeOf('registerTemplate')).toBe('TEMPLATE.CREATE');
  expect(eventTypeOf('deleteStoragePool')).toBe('STORAGE.POOL.DELETE');
  expect(eventTypes(lab.engine.internals.ctx.jobs.kinds())).toContain('CONFIGURATION.VALUE.EDIT');
});
