import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, deployInput, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { secondNetwork } from '../../testing/scenarios-nics.ts';

let lab: TestEngine;
let ann: Caller;
let bob: Caller;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  ann = lab.user('ann');
  bob = lab.user('bob');
});
afterAll(() => lab.close());

const namesOf = async (who: Caller) =>
  (await lab.call('listVirtualMachines', { listall: false }, who)).virtualmachine.map((vm) => vm.displayname);
const volumesOf = async (who: Caller) => (await lab.call('listVolumes', { listall: false }, who)).count;
const counted = async (who: Caller) => {
  const [account] = (await lab.call('listAccounts', { id: who.accountId })).account;
  return [account?.vmtotal, account?.cputotal, account?.volumetotal];
};
const deployedFor = async (name: string, who: Caller) =>
  (await lab.run('deployVirtualMachine', await deployInput(lab, name), who)).resourceId ?? '';

it('an instance goes to another account with its volumes, tags and counts, and its former owner has nothing of it', async () => {
  const id = await deployedFor('gift', ann);
  await lab.run('createTags', { resourcetype: 'UserVm', resourceids: [id], tags: { team: 'red' } }, ann);
  await lab.call('createInstanceGroup', { name: 'ours' }, ann);
  await lab.call('updateVirtualMachine', { id, group: 'ours' }, ann);
  const had = await counted(ann);
  expect(
    await lab.refusal('assignVirtualMachine', { virtualmachineid: id, account: 'bob', domainid: bob.domainId }),
  ).toMatchObject({ code: 'conflict' });
  await lab.run('stopVirtualMachine', { id, forced: true }, ann);
  const volumes = await volumesOf(ann);
  const mac = (await lab.call('listNics', { virtualmachineid: id }, ann)).nic[0]?.macaddress;
  const given = await lab.call('assignVirtualMachine', {
    virtualmachineid: id,
    account: 'bob',
    domainid: bob.domainId,
  });
  expect(given).toMatchObject({ id, account: 'bob', state: 'Stopped', tags: [{ key: 'team', account: 'bob' }] });
  expect(given.groupid).toBeUndefined();
  expect(given.nic[0]?.macaddress).toBe(mac);
  expect([await namesOf(ann), await namesOf(bob)]).toEqual([[], ['gift']]);
  expect([await volumesOf(ann), await volumesOf(bob)]).toEqual([0, volumes]);
  expect([await counted(ann), await counted(bob)]).toEqual([[0, 0, 0], had]);
  expect(await lab.refusal('startVirtualMachine', { id }, ann)).toMatchObject({ code: 'account' });
  await lab.run('startVirtualMachine', { id }, bob);
  const told = (await lab.call('listEvents', { type: 'VM.MOVE' })).event.map((event) => event.account);
  expect(told.sort()).toEqual(['ann', 'bob']);
  expect(disagreements(lab.directory)).toEqual([]);
});

it('other networks replace those that it has, and a project may be given it', async () => {
  const storage = await secondNetwork(lab);
  const project = await lab.run('createProject', { name: 'apollo' });
  const id = await deployedFor('parcel', ann);
  await lab.run('stopVirtualMachine', { id, forced: true }, ann);
  const given = await lab.call('assignVirtualMachine', {
    virtualmachineid: id,
    projectid: project.resourceId,
    networkids: [storage],
  });
  expect(given).toMatchObject({ project: 'apollo', nic: [{ networkname: 'storage', isdefault: true, deviceid: '0' }] });
  expect(given.ipaddress).toBe(given.nic[0]?.ipaddress);
  expect(await namesOf(ann)).toEqual([]);
  await lab.run('startVirtualMachine', { id });
  expect(disagreements(lab.directory)).toEqual([]);
});

it('what its new owner may not have is refused, and nothing is moved', async () => {
  const id = await deployedFor('kept', ann);
  await lab.run('stopVirtualMachine', { id, forced: true }, ann);
  const to = (more: object) => lab.refusal('assignVirtualMachine', { virtualmachineid: id, ...more });
  const bobs = { account: 'bob', domainid: bob.domainId };
  expect(await to({})).toMatchObject({ code: 'parameter', field: 'account' });
  expect(await to({ account: 'ann', domainid: ann.domainId })).toMatchObject({ code: 'parameter', field: 'account' });
  expect(await to({ account: 'nobody' })).toMatchObject({ code: 'parameter', field: 'account' });
  expect(await to({ ...bobs, networkids: [id] })).toMatchObject({ code: 'parameter', field: 'networkids' });
  await lab.call('updateResourceLimit', { ...bobs, resourcetype: 2, max: 1 });
  expect(await to(bobs)).toMatchObject({ code: 'allocation' });
  expect(await lab.refusal('assignVirtualMachine', { virtualmachineid: id, ...bobs }, ann)).toMatchObject({
    code: 'unsupportedCommand',
  });
  expect(await namesOf(ann)).toEqual(['kept']);
  expect(disagreements(lab.directory)).toEqual([]);
});

it('accounts of one domain give each other what fills the domain’s limit', async () => {
  const domain = await lab.call('createDomain', { name: 'school' });
  const [eve, fay] = [lab.user('eve', 'User', domain.id), lab.user('fay', 'User', domain.id)];
  const id = await deployedFor('only', eve);
  await lab.run('stopVirtualMachine', { id, forced: true }, eve);
  await lab.call('updateResourceLimit', { domainid: domain.id, resourcetype: 0, max: 1 });
  const head = lab.user('head', 'DomainAdmin', domain.id);
  await lab.call('assignVirtualMachine', { virtualmachineid: id, account: 'fay', domainid: domain.id }, head);
  expect([await namesOf(eve), await namesOf(fay)]).toEqual([[], ['only']]);
});
