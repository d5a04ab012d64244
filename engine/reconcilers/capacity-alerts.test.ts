import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, idOf, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { runningInstance } from '../testing/measured.ts';

// Who is told that a cluster or a zone becomes full, and for how long.

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const round = () => lab.engine.internals.reconcilers.runOnce('capacity-alerts');
const alerts = async () =>
  (await lab.call('listAlerts', {})).alert.map(
    ({ name, type, resourcetype, resolved }) => `${type} ${name} ${resourcetype} ${resolved ? 'closed' : 'open'}`,
  );
const memory = 'cluster.memory.allocated.capacity.notificationthreshold';

it('an alert is raised once, in words, and closed when its reason is gone', async () => {
  await round();
  expect(await alerts()).toEqual([]);
  const id = await runningInstance(lab, 'vm');
  await lab.call('updateConfiguration', { name: memory, value: '0.005' });
  await round();
  await round();
  expect(await alerts()).toEqual(['0 ALERT.MEMORY Cluster open']);
  const [alert] = (await lab.call('listAlerts', {})).alert;
  expect(alert?.description).toBe('cluster has 0.8 % of its memory allocated, above 0.5 %');
  expect(alert?.resourceid).toBe(await idOf(lab, 'listClusters', 'cluster', 'cluster'));
  await lab.run('stopVirtualMachine', { id });
  await round();
  expect(await alerts()).toEqual(['0 ALERT.MEMORY Cluster closed']);
  await lab.run('startVirtualMachine', { id });
  await round();
  expect((await alerts()).sort()).toEqual(['0 ALERT.MEMORY Cluster closed', '0 ALERT.MEMORY Cluster open']);
});

it('a cluster has a threshold of its own, and what somebody else raised stays', async () => {
  const clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
  await lab.run('generateAlert', { type: 0, name: 'Memory', description: 'Buy more.' });
  await lab.call('updateConfiguration', { name: memory, value: '1', clusterid });
  await round();
  expect((await alerts()).filter((each) => each.endsWith('open'))).toEqual(['0 Memory undefined open']);
});

it('storage that a whole zone shares is told of with the zone', async () => {
  const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  await lab.run('createStoragePool', { zoneid, scope: 'ZONE', name: 'wide', url: 'nfs://nfs.test/wide' });
  await lab.call('updateConfiguration', {
    name: 'cluster.storage.allocated.capacity.notificationthreshold',
    value: '0',
  });
  await round();
  expect((await alerts()).filter((each) => each.includes('STORAGE')).sort()).toEqual([
    '3 ALERT.STORAGE.ALLOCATED Cluster open',
    '3 ALERT.STORAGE.ALLOCATED Zone open',
  ]);
});

it('every alert of Benchtop itself has CloudStack’s name for its type', async () => {
  const names = new Map((await lab.call('listAlertTypes', {})).alerttype.map(({ type, name }) => [type, name]));
  const own = (await lab.call('listAlerts', {})).alert.filter(({ name }) => name !== 'Memory');
  expect(own.length).toBeGreaterThan(2);
  for (const { type, name } of own) expect(name).toBe(names.get(type));
});
