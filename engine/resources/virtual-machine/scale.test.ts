import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

// Another offering for an instance: what it is then started with, and what its owner may have.

let lab: TestEngine;
let id: string;
let large: string;
let custom: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  large = (await lab.call('createServiceOffering', { name: 'large', cpunumber: 4, cpuspeed: 1000, memory: 2048 })).id;
  custom = (await lab.call('createServiceOffering', { name: 'own size', customized: true, cpuspeed: 500 })).id;
  id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
});
afterAll(() => lab.close());

const instance = async () => (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
const onHost = () =>
  readWorld(lab.directory, 'SELECT cpu_number, memory / 1048576 AS memory FROM domain WHERE id = ?', id);

it('is refused while an instance runs that does not grow', async () => {
  expect(await lab.refusal('scaleVirtualMachine', { id, serviceofferingid: large })).toMatchObject({
    code: 'conflict',
    message: 'vm-1 is Running and cannot be scaled: It is not marked as dynamically scalable.',
    hint: 'Stop the instance first; it can then be given any size.',
  });
  expect(await lab.refusal('changeServiceForVirtualMachine', { id, serviceofferingid: large })).toMatchObject({
    code: 'conflict',
    message: 'vm-1 is Running and cannot be scaled at once.',
  });
});

it('shows at once, and counts from the next start', async () => {
  await lab.run('stopVirtualMachine', { id, forced: true });
  await lab.run('scaleVirtualMachine', { id, serviceofferingid: large });
  expect(await instance()).toMatchObject({ serviceofferingname: 'large', cpunumber: 4, memory: 2048 });
  await lab.run('startVirtualMachine', { id });
  expect(onHost()).toEqual([{ cpu_number: 4, memory: 2048 }]);
  expect((await lab.call('listEvents', { type: 'VM.UPGRADE', resourceid: id })).event[0]?.description).toBe(
    'Scaled vm-1',
  );
});

it('of a custom offering is chosen by details', async () => {
  await lab.run('stopVirtualMachine', { id, forced: true });
  const wish = { id, serviceofferingid: custom };
  expect(await lab.refusal('changeServiceForVirtualMachine', wish)).toMatchObject({ field: 'details' });
  const after = await lab.call('changeServiceForVirtualMachine', {
    ...wish,
    details: { cpuNumber: '3', memory: '768' },
  });
  expect(after).toMatchObject({ serviceofferingname: 'own size', cpunumber: 3, memory: 768 });
});

it('beyond what the owner may have is refused, and a smaller one is not', async () => {
  const alice = lab.user('alice');
  const vm =
    (await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'hers')), startvm: false }, alice))
      .resourceId ?? '';
  const { domainid } = (await lab.call('listVirtualMachines', { id: vm })).virtualmachine[0] ?? {};
  await lab.call('updateResourceLimit', { account: 'alice', domainid: domainid ?? '', resourcetype: 8, max: 2 });
  expect(await lab.refusal('scaleVirtualMachine', { id: vm, serviceofferingid: large }, alice)).toMatchObject({
    code: 'allocation',
  });
  const small = { id: vm, serviceofferingid: custom, details: { cpuNumber: '2', memory: '256' } };
  expect(await lab.call('changeServiceForVirtualMachine', small, alice)).toMatchObject({ cpunumber: 2 });
});
