import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, classInput, deployInput, startTestEngine, type TestEngine } from '../testing/lab.ts';
import { clockAhead } from './testing/simulated-world.ts';

// Volumes that are protected from being deleted, and offerings that lend their instances for a time.

let lab: TestEngine;
let pass: (seconds: number) => void;
const day = 86_400;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  pass = clockAhead(lab);
});
afterAll(() => lab.close());

const instance = async (id: string) => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const disk = async (virtualmachineid: string, type: string) => {
  const { volume } = await lab.call('listVolumes', { virtualmachineid, type });
  if (volume[0] === undefined) throw new Error(`${virtualmachineid} has no ${type}`);
  return volume[0];
};

it('a protected volume is not deleted by anybody: not with its instance, not by a reset, not by itself later', async () => {
  const { resourceId: id = '' } = await lab.run('deployVirtualMachine', await deployInput(lab, 'kept'));
  const data = await disk(id, 'DATADISK');
  expect(data.deleteprotection).toBe(false);
  expect(await lab.refusal('updateVolume', { id: data.id, deleteprotection: true }, lab.user('mallory'))).toMatchObject(
    {
      code: 'account',
    },
  );
  const changed = await lab.run('updateVolume', { id: data.id, name: 'the thesis', deleteprotection: true });
  expect(changed.result).toMatchObject({ name: 'the thesis', deleteprotection: true });
  const refused = { code: 'conflict', message: 'The volume the thesis is protected from being deleted.' };
  expect(await lab.refusal('destroyVirtualMachine', { id, expunge: true })).toMatchObject(refused);
  expect(await lab.refusal('destroyVirtualMachine', { id })).toMatchObject(refused);

  // Also one of a project, whose things its members share.
  await lab.run('createProject', { name: 'atlas' });
  const projectid = (await lab.call('listProjects', { name: 'atlas' })).project[0]?.id ?? '';
  const shared = await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'shared')), projectid });
  const common = await lab.run('updateVolume', {
    id: (await disk(shared.resourceId ?? '', 'ROOT')).id,
    name: 'common',
  });
  expect(common.result).toMatchObject({ name: 'common', project: 'atlas', projectid });

  // A reset deletes the root disk alone.
  await lab.run('stopVirtualMachine', { id });
  await lab.run('restoreVirtualMachine', { virtualmachineid: id });
  const root = await disk(id, 'ROOT');
  await lab.run('updateVolume', { id: root.id, deleteprotection: true });
  expect((await lab.refusal('restoreVirtualMachine', { virtualmachineid: id })).code).toBe('conflict');
  await lab.run('updateVolume', { id: root.id, deleteprotection: false });

  // One that was protected while its instance waited for its end.
  await lab.run('updateVolume', { id: data.id, deleteprotection: false });
  await lab.run('destroyVirtualMachine', { id });
  await lab.run('updateVolume', { id: data.id, deleteprotection: true });
  pass(30 * day);
  await lab.engine.internals.reconcilers.runOnce('cleanup');
  expect((await instance(id))?.state).toBe('Destroyed');
  expect(await lab.refusal('expungeVirtualMachine', { id })).toMatchObject(refused);
  expect((await disk(id, 'DATADISK')).name).toBe('the thesis');
  await lab.run('updateVolume', { id: data.id, deleteprotection: false });
  await lab.run('expungeVirtualMachine', { id });
  expect(await instance(id)).toBeUndefined();
});

it('an offering’s lease is its instances’ own, unless their deployment says otherwise', async () => {
  const lent = {
    name: 'lent',
    cpunumber: 1,
    cpuspeed: 500,
    memory: 256,
    leaseduration: 3,
    leaseexpiryaction: 'DESTROY',
  } as const;
  expect(await lab.refusal('createServiceOffering', lent)).toMatchObject({
    field: 'leaseduration',
    message: 'Leases of instances are switched off.',
  });
  await lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'true' });
  expect(await lab.refusal('createServiceOffering', { ...lent, leaseduration: undefined })).toMatchObject({
    field: 'leaseexpiryaction',
  });
  const offering = await lab.call('createServiceOffering', lent);
  expect(offering).toMatchObject({ leaseduration: 3, leaseexpiryaction: 'DESTROY' });
  const listed = (await lab.call('listServiceOfferings', { id: offering.id })).serviceoffering[0];
  expect(listed).toMatchObject({ leaseduration: 3, leaseexpiryaction: 'DESTROY' });

  const renamed = await lab.call('updateServiceOffering', { id: offering.id, displaytext: 'for a class' });
  expect(renamed).toMatchObject({ leaseduration: 3, leaseexpiryaction: 'DESTROY' });

  // What an instance shows are whole days that are left.
  const deploy = async (name: string, more: object = {}) => {
    const input = { ...(await deployInput(lab, name)), serviceofferingid: offering.id, startvm: false, ...more };
    return instance((await lab.run('deployVirtualMachine', input)).resourceId ?? '');
  };
  expect(await deploy('inherits')).toMatchObject({ leaseduration: 2, leaseexpiryaction: 'DESTROY' });
  expect(await deploy('longer', { leaseduration: 9 })).toMatchObject({
    leaseduration: 8,
    leaseexpiryaction: 'DESTROY',
  });
  expect(await deploy('gentler', { leaseexpiryaction: 'STOP' })).toMatchObject({
    leaseduration: 2,
    leaseexpiryaction: 'STOP',
  });
  expect((await deploy('for-good', { leaseduration: -1 }))?.leaseexpirydate).toBeUndefined();
  const many = { ...(await classInput(lab, 1)), leaseduration: 2, leaseexpiryaction: 'DESTROY' } as const;
  await lab.run('deployVirtualMachines', many);
  const [first] = (await lab.call('listVirtualMachines', { name: 'class-1' })).virtualmachine;
  expect(first).toMatchObject({ leaseduration: 1, leaseexpiryaction: 'DESTROY' });
  await lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'false' });
  expect((await deploy('while-off'))?.leaseexpirydate).toBeUndefined();

  // It ends by itself, except what has a protected volume: that is stopped.
  await lab.call('updateConfiguration', { name: 'instance.lease.enabled', value: 'true' });
  const running = await deploy('running', { startvm: true });
  await lab.run('updateVolume', { id: (await disk(running?.id ?? '', 'ROOT')).id, deleteprotection: true });
  pass(4 * day);
  await lab.engine.internals.reconcilers.runOnce('instance-lease');
  await expect.poll(async () => (await instance(running?.id ?? ''))?.state).toBe('Stopped');
});
