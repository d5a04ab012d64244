import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
});
afterAll(() => lab.close());

const category = () => idOf(lab, 'listOsCategories', 'oscategory', 'Other');
const add = async (osdisplayname: string) =>
  (await lab.run('addGuestOs', { oscategoryid: await category(), osdisplayname })).resourceId ?? '';
/** As what the host runs the instance. */
const runAs = (): string =>
  readWorld<{ spec: string }>(lab.directory, 'SELECT spec FROM domain').map(
    ({ spec }) => (JSON.parse(spec) as { guestOs: string }).guestOs,
  )[0] ?? '';

it('an instance is run by the rules of the name that its type is mapped to, from its next start', async () => {
  const ostypeid = await add('Appliance');
  const { id = '' } = (await lab.call('listTemplates', { templatefilter: 'all' })).template[0] ?? {};
  await lab.call('updateTemplate', { id, ostypeid });
  const vm = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm'))).resourceId ?? '';
  expect(runAs()).toBe('Appliance');
  await lab.run('addGuestOsMapping', {
    ostypeid,
    hypervisor: 'Simulator',
    hypervisorversion: 'default',
    osnameforhypervisor: 'Windows Server 2022 (64-bit)',
  });
  expect(runAs()).toBe('Appliance');
  await lab.run('stopVirtualMachine', { id: vm });
  await lab.run('startVirtualMachine', { id: vm });
  expect(runAs()).toBe('Windows Server 2022 (64-bit)');
  expect((await lab.call('listVirtualMachines', { id: vm })).virtualmachine[0]?.osdisplayname).toBe('Appliance');
  expect(await lab.refusal('removeGuestOs', { id: ostypeid })).toMatchObject({ code: 'inUse' });
});

it('types that came with Benchtop stay; a name is there once, and free again when its type is gone', async () => {
  const debian = await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)');
  expect(await lab.refusal('updateGuestOs', { id: debian, osdisplayname: 'x' })).toMatchObject({ code: 'conflict' });
  expect(await lab.refusal('removeGuestOs', { id: debian })).toMatchObject({ code: 'conflict' });
  const id = await add('Probe');
  const again = { oscategoryid: await category(), osdisplayname: 'probe' };
  expect(await lab.refusal('addGuestOs', again)).toMatchObject({ field: 'osdisplayname' });
  await lab.run('removeGuestOs', { id });
  expect((await lab.call('listOsTypes', { description: 'Probe' })).count).toBe(0);
  expect(await lab.refusal('removeGuestOs', { id })).toMatchObject({ field: 'id' });
  await add('probe');
});
