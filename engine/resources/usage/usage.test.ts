import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';

// The clock is ours: what ran so long is known to the millisecond.

let lab: TestEngine;
let ada: Caller;
let now = Date.UTC(2030, 0, 10, 12);
const hour = 3_600_000;
const at = (day: number, hours: number, minutes = 0) => {
  now = Date.UTC(2030, 0, day, hours, minutes);
};
const addUp = () => lab.engine.internals.reconcilers.runOnce('usage');
const records = async (input: object, caller: Caller = lab.engine.desktopCaller()) =>
  (await lab.call('listUsageRecords', { startdate: '2030-01-01', enddate: '2030-01-31', ...input }, caller))
    .usagerecord;
const vm = (name: string) => idOf(lab, 'listVirtualMachines', 'virtualmachine', name);

beforeAll(async () => {
  lab = await startTestEngine();
  lab.engine.internals.ctx.clock = () => now;
  await buildCloud(lab);
  ada = lab.user('ada');
  at(10, 22, 30);
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'), ada);
});
afterAll(() => lab.close());

it('an instance that ran 90 minutes over a boundary has an hour before it and half an hour after it', async () => {
  at(10, 23);
  await lab.run('stopVirtualMachine', { id: await vm('vm-1') });
  await lab.run('startVirtualMachine', { id: await vm('vm-1') });
  at(11, 0, 30);
  await lab.run('stopVirtualMachine', { id: await vm('vm-1') });
  at(11, 9);
  await addUp();
  // The day that is not over has no records yet.
  expect((await records({ type: 1 })).map(({ rawusage }) => rawusage)).toEqual(['1.5']);
  at(12, 9);
  await addUp();
  await addUp();
  const ran = await records({ type: 1 });
  expect(ran.map(({ rawusage, startdate, enddate }) => [rawusage, startdate, enddate])).toEqual([
    ['1.5', '2030-01-10T00:00:00+0000', '2030-01-10T23:59:59+0000'],
    ['0.5', '2030-01-11T00:00:00+0000', '2030-01-11T23:59:59+0000'],
  ]);
  expect(ran[0]).toMatchObject({
    account: 'ada',
    usage: '1.5 Hrs',
    name: 'vm-1',
    type: 'Simulator',
    usageid: await vm('vm-1'),
  });
  // It was there whether it ran or not: from half past ten on.
  expect((await records({ type: 2 })).map(({ rawusage }) => rawusage)).toEqual(['1.5', '24']);
  const root = (await records({ type: 6 })).filter(({ name }) => name === 'ROOT-vm-1');
  expect(root.map(({ rawusage }) => rawusage)).toEqual(['1.5', '24']);
  expect((await records({ type: 7, startdate: '2030-01-11' })).map(({ rawusage }) => rawusage)).toEqual(['24']);
});

it('a day can be asked for by itself, and everybody sees his own', async () => {
  expect(await records({ type: 1, startdate: '2030-01-11', enddate: '2030-01-11' })).toHaveLength(1);
  expect(await records({ type: 1, startdate: '2030-01-09', enddate: '2030-01-09' })).toEqual([]);
  expect(await records({ type: 1 }, ada)).toHaveLength(2);
  expect(await records({}, lab.user('bob'))).toEqual([]);
  const { usagetotal } = await lab.call('listUsageTotals', { startdate: '2030-01-01', enddate: '2030-01-31' }, ada);
  expect(usagetotal.map(({ usagetype, rawusage, resources }) => [usagetype, rawusage, resources])).toEqual([
    [1, '2', 1],
    [2, '25.5', 1],
    [6, '51', 2],
  ]);
  expect(await lab.refusal('listUsageRecords', { startdate: '2030-01-02', enddate: '2030-01-01' })).toMatchObject({
    field: 'enddate',
  });
});

it('records outlive what they tell of, and what was destroyed is no longer there', async () => {
  at(12, 12);
  const id = await vm('vm-1');
  await lab.run('destroyVirtualMachine', { id, expunge: true });
  at(14, 0, 30);
  await addUp();
  expect((await records({ usageid: id, type: 2 })).map(({ rawusage }) => rawusage)).toEqual(['1.5', '24', '12']);
});

it('a new owner pays from the moment on', async () => {
  at(14, 6);
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-2')), startvm: false }, ada);
  at(14, 12);
  const { accountId, domainId } = lab.user('eve');
  lab.engine.internals.ctx.store.update('virtualMachines', await vm('vm-2'), { accountId, domainId });
  at(15, 1);
  await addUp();
  expect((await records({ usageid: await vm('vm-2') })).map((each) => [each.account, each.rawusage])).toEqual(
    expect.arrayContaining([
      ['ada', '6'],
      ['eve', '12'],
    ]),
  );
});

it('periods are as long as the setting says, and off is off until somebody asks', async () => {
  await lab.call('updateConfiguration', { name: 'usage.stats.job.aggregation.range', value: '60' });
  await lab.call('updateConfiguration', { name: 'enable.usage.server', value: 'false' });
  at(15, 3, 30);
  await addUp();
  const day = { startdate: '2030-01-15', enddate: '2030-01-15', type: 2 };
  expect(await records(day)).toEqual([]);
  await lab.call('generateUsageRecords', {});
  expect((await records(day)).map(({ rawusage, enddate }) => [rawusage, enddate.slice(11, 19)])).toEqual([
    ['1', '00:59:59'],
    ['1', '01:59:59'],
    ['1', '02:59:59'],
  ]);
  const before = await records({});
  await lab.call('generateUsageRecords', { startdate: '2030-01-10', enddate: '2030-01-15' });
  const bare = (rows: typeof before) => rows.map(({ id, ...row }) => JSON.stringify(row)).sort();
  expect(bare(await records({}))).toEqual(bare(before));
});

it('the next round is at the time of the setting', async () => {
  const { untilNext } = await import('./aggregate.ts');
  const { ctx } = lab.engine.internals;
  await lab.call('updateConfiguration', { name: 'usage.stats.job.aggregation.range', value: '1440' });
  at(16, 0);
  expect(untilNext(ctx)).toBe(hour / 4);
  at(16, 0, 15);
  expect(untilNext(ctx)).toBe(24 * hour);
  await lab.call('updateConfiguration', { name: 'usage.stats.job.exec.time', value: '06:15' });
  expect(untilNext(ctx)).toBe(6 * hour);
  expect(await lab.refusal('updateConfiguration', { name: 'usage.stats.job.exec.time', value: '25:00' })).toMatchObject(
    { field: 'value' },
  );
});
