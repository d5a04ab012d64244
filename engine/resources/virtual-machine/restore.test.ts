import { afterAll, beforeAll, expect, it } from 'vitest';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

let lab: TestEngine;
let id: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
});
afterAll(() => lab.close());

const vm = async () => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const volumes = async () =>
  (await lab.call('listVolumes', { virtualmachineid: id })).volume.sort((a) => (a.type === 'ROOT' ? -1 : 1));
const filesOnHosts = () =>
  readWorld<{ id: string }>(lab.directory, 'SELECT id FROM volume ORDER BY id').map((row) => row.id);

it('a running instance runs again, on a fresh root disk, with its data disk, address and host', async () => {
  const before = await vm();
  const [root, data] = await volumes();
  await lab.run('restoreVirtualMachine', { virtualmachineid: id });
  const [freshRoot, sameData] = await volumes();
  expect(freshRoot).toMatchObject({ type: 'ROOT', name: root?.name, size: root?.size, state: 'Ready' });
  expect(freshRoot?.id).not.toBe(root?.id);
  expect(sameData?.id).toBe(data?.id);
  expect(filesOnHosts()).toEqual([freshRoot?.id, data?.id].sort());
  expect(await vm()).toMatchObject({
    state: 'Running',
    powerstate: 'PowerOn',
    ipaddress: before?.ipaddress,
    hostid: before?.hostid,
  });
  expect(readWorld<{ boots: number }>(lab.directory, 'SELECT boots FROM domain WHERE id = ?', id)).toEqual([
    { boots: 2 },
  ]);
  expect(disagreements(lab.directory)).toEqual([]);
});

it('a stopped one stays stopped', async () => {
  await lab.run('stopVirtualMachine', { id });
  const [root] = await volumes();
  await lab.run('restoreVirtualMachine', { virtualmachineid: id });
  expect((await volumes())[0]?.id).not.toBe(root?.id);
  expect(await vm()).toMatchObject({ state: 'Stopped', powerstate: 'PowerOff' });
  expect(disagreements(lab.directory)).toEqual([]);
});

it('one without a template to go back to says so', async () => {
  const iso = await lab.run('registerIso', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name: 'installer',
    url: 'http://images.test/debian.iso',
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
  });
  const installed = await lab.run('deployVirtualMachine', {
    ...(await deployInput(lab, 'installed')),
    templateid: iso.resourceId ?? '',
  });
  const refusal = await lab.refusal('restoreVirtualMachine', { virtualmachineid: installed.resourceId });
  expect(refusal.message).toMatch(/installed from an ISO/);
  await lab.run('destroyVirtualMachine', { id });
  expect((await lab.refusal('restoreVirtualMachine', { virtualmachineid: id })).message).toMatch(
    /Destroyed and cannot/,
  );
});

it('keeps its old disk when the new one cannot be made', async () => {
  await lab.call('recoverVirtualMachine', { id });
  const [root] = await volumes();
  for (const host of (await lab.call('listHosts', {})).host)
    await lab.call('injectSimulatorFault', { hostid: host.id, name: 'storage-full' });
  await expect(lab.run('restoreVirtualMachine', { virtualmachineid: id })).rejects.toThrow(/No space is left/);
  for (const fault of (await lab.call('listSimulatorFaults', {})).simulatorfault)
    await lab.call('clearSimulatorFault', { id: fault.id });
  expect((await volumes())[0]?.id).toBe(root?.id);
  await lab.run('startVirtualMachine', { id });
  expect(disagreements(lab.directory)).toEqual([]);
});
