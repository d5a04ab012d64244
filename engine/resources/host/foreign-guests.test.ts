import { afterAll, beforeAll, expect, it } from 'vitest';
import { textOf } from '../../contract/phrase.ts';
import { takeInventory } from '../../testing/inventory.ts';
import { buildCloud, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { obstaclesTo } from './foreign-guests.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

it('guests of others are listed with what is in the way of adopting them, and are left alone', async () => {
  const hostid = (await lab.call('listHosts', {})).host[0]?.id ?? '';
  expect(await lab.call('listForeignGuests', { hostid })).toEqual({ foreignguest: [] });
  await lab.call('injectSimulatorFault', { hostid, name: 'foreign-guests' });
  const before = takeInventory(lab.directory);
  const { foreignguest } = await lab.call('listForeignGuests', { hostid });
  expect(foreignguest.map(({ name, powerstate }) => [name, powerstate])).toEqual([
    ['old-intranet', 'PowerOn'],
    ['print-server', 'PowerOff'],
  ]);
  const said = (index: number) => (foreignguest[index]?.obstacle ?? []).map((phrase) => textOf(phrase)).join(' ');
  expect(said(0)).toContain('old-intranet.qcow2 lies on no primary storage');
  expect(said(0)).toContain('a network of libvirt’s own');
  expect(said(1)).not.toContain('lies on no primary storage');
  expect(foreignguest[1]?.disk[0]?.storagename).toBeDefined();
  // They count for nothing and are no instances.
  expect((await lab.call('listVirtualMachines', { hostid })).count).toBe(0);
  expect(takeInventory(lab.directory)).toEqual(before);
  expect(await lab.refusal('listForeignGuests', { hostid: '11111111-2222-4333-8444-555555555555' })).toMatchObject({
    code: 'parameter',
    field: 'hostid',
  });
});

it('each guest has a reason, also one on known storage and a known bridge', () => {
  const domain = {
    id: 'x',
    name: 'x',
    power: 'PowerOff' as const,
    cpuNumber: 1,
    memory: 1,
    disks: [{ device: 'vda', source: '/p/x.qcow2', file: true, poolId: 'p' }],
    nics: [{ mac: '52:54:00:00:00:01', bridge: 'cloudbr0' }],
  };
  const said = (change: object, bridges = ['cloudbr0']) =>
    obstaclesTo({ ...domain, ...change }, bridges).map((phrase) => textOf(phrase));
  expect(said({})).toHaveLength(1);
  expect(said({}, ['other'])[0]).toContain('cloudbr0, which carries no guest network');
  expect(said({ disks: [] })[0]).toBe('It has no disk.');
  expect(said({ disks: [{ device: 'vdb', source: '/dev/sdb', file: false }] })[0]).toContain(
    'is no file, but /dev/sdb',
  );
});
