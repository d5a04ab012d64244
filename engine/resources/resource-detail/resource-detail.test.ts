import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../context.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

// Details: what an instance's hardware is, by an allow list, for whom; and notes on other resources.

let lab: TestEngine;
let alice: Caller;
let bob: Caller;
let template: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  [alice, bob] = [lab.user('alice'), lab.user('bob')];
  template = await idOf(lab, 'listTemplates', 'template', 'template');
});
afterAll(() => lab.close());
afterEach(async () => {
  for (const vm of (await lab.call('listVirtualMachines', {})).virtualmachine)
    await lab.run('destroyVirtualMachine', { id: vm.id, expunge: true });
});

let count = 0;
async function deploy(more: object = {}, caller?: Caller): Promise<string> {
  count += 1;
  const input = { ...(await deployInput(lab, `vm-${count}`)), startvm: false, ...more };
  return (await lab.run('deployVirtualMachine', input, caller)).resourceId ?? '';
}
const instance = async (id: string, caller?: Caller) =>
  (await lab.call('listVirtualMachines', { id }, caller)).virtualmachine[0];
const detailsOf = async (id: string, caller?: Caller) => (await instance(id, caller))?.details;
/** What its host was told of its hardware. */
function onHost(id: string): unknown {
  const [row] = readWorld(lab.directory, 'SELECT spec FROM domain WHERE id = ?', id) as { spec: string }[];
  return (JSON.parse(row?.spec ?? '{}') as { settings?: object }).settings;
}

describe('the hardware of an instance', () => {
  it('is chosen at its deployment, and reaches its host', async () => {
    const id = await deploy({ startvm: true, details: { nicadapter: 'E1000', 'video.hardware': 'qxl' } });
    expect(await detailsOf(id)).toEqual({ nicAdapter: 'e1000', 'video.hardware': 'qxl' });
    expect(onHost(id)).toEqual({ nicAdapter: 'e1000', 'video.hardware': 'qxl' });
  });

  it('is also told by the parameters that clients have for it', async () => {
    const id = await deploy({
      startvm: true,
      boottype: 'UEFI',
      bootmode: 'Secure',
      keyboard: 'de',
      iodriverpolicy: 'threads',
      iothreadsenabled: true,
      nicmultiqueuenumber: 2,
      nicpackedvirtqueuesenabled: true,
    });
    expect(onHost(id)).toEqual({
      UEFI: 'SECURE',
      keyboard: 'de',
      'io.policy': 'threads',
      iothreads: 'enabled',
      'nic.multiqueue.number': '2',
      'nic.packed.virtqueues.enabled': 'true',
    });
    const plain = await deployInput(lab, 'secure');
    expect(await lab.refusal('deployVirtualMachine', { ...plain, bootmode: 'SECURE' })).toMatchObject({
      field: 'bootmode',
    });
  });

  it('changes while it is stopped, and not while it runs', async () => {
    const id = await deploy({ details: { keyboard: 'fr' } });
    await lab.call('updateVirtualMachine', { id, details: { nicAdapter: 'rtl8139' } });
    expect(await detailsOf(id)).toEqual({ nicAdapter: 'rtl8139' });
    await lab.run('startVirtualMachine', { id });
    expect(onHost(id)).toEqual({ nicAdapter: 'rtl8139' });
    expect(await lab.refusal('updateVirtualMachine', { id, details: { nicAdapter: 'e1000' } })).toMatchObject({
      code: 'conflict',
      hint: 'Stop it first.',
    });
    // Nothing changes where everything stays: clients send all that they show.
    await lab.call('updateVirtualMachine', { id, details: { nicAdapter: 'rtl8139' }, displayname: 'renamed' });
    await lab.run('stopVirtualMachine', { id, forced: true });
    await lab.call('updateVirtualMachine', { id, cleanupdetails: true });
    expect(await detailsOf(id)).toEqual({});
  });

  it.each([
    [{ extraconfig: '<devices/>' }, 'details has no extraconfig.'],
    [{ nicAdapter: "e1000'/><x" }, "nicAdapter cannot be e1000'/><x."],
    [{ 'guest.cpu.mode': 'custom' }, 'guest.cpu.mode custom and a guest.cpu.model go together.'],
    [{ UEFI: 'SECURE', 'kvm.guest.os.machine.type': 'pc' }, 'Secure boot needs the machine type q35.'],
    [{ UEFI: 'LEGACY', rootDiskController: 'ide' }, 'A guest with the machine type q35 or with UEFI has no IDE.'],
  ])('is not %j', async (details, message) => {
    const id = await deploy();
    expect(await lab.refusal('updateVirtualMachine', { id, details })).toMatchObject({ message, field: 'details' });
    expect(await detailsOf(id)).toEqual({});
  });

  it('comes from its template, where nothing else is asked for, and goes into templates made of it', async () => {
    await lab.call('updateTemplate', { id: template, details: { keyboard: 'it', nicAdapter: 'e1000' } });
    const id = await deploy({ details: { nicAdapter: 'virtio' } });
    expect(await detailsOf(id)).toEqual({ keyboard: 'it', nicAdapter: 'virtio' });
    const [volume] = (await lab.call('listVolumes', { virtualmachineid: id })).volume;
    await lab.run('createTemplate', { volumeid: volume?.id ?? '', name: 'copied' });
    const copied = await lab.call('listTemplates', { templatefilter: 'all', name: 'copied' });
    expect(copied.template[0]?.details).toEqual({ keyboard: 'it', nicAdapter: 'virtio' });
    await lab.call('updateTemplate', { id: template, cleanupdetails: true });
    expect(await detailsOf(id)).toEqual({ keyboard: 'it', nicAdapter: 'virtio' });
    expect(await detailsOf(await deploy())).toEqual({});
  });

  it('of a registered template is checked at its registration', async () => {
    const { ostypeid = '', zoneid = '' } =
      (await lab.call('listTemplates', { templatefilter: 'all', id: template })).template[0] ?? {};
    const made = {
      ...{ name: 'uefi', url: 'http://192.0.2.1/uefi.qcow2', ostypeid, zoneid },
      format: 'QCOW2',
      hypervisor: 'Simulator',
    } as const;
    expect(await lab.refusal('registerTemplate', { ...made, details: { UEFI: 'maybe' } })).toMatchObject({
      field: 'details',
    });
    await lab.run('registerTemplate', { ...made, details: { UEFI: 'LEGACY' } });
    expect((await lab.call('listTemplates', { templatefilter: 'all', name: 'uefi' })).template[0]?.details).toEqual({
      UEFI: 'LEGACY',
    });
  });
});

describe('what an administrator keeps', () => {
  it('is neither shown to users nor changed by them, and stays', async () => {
    const id = await deploy({ details: { keyboard: 'fr' } }, alice);
    await lab.call('updateVirtualMachine', { id, details: { keyboard: 'fr', 'guest.cpu.mode': 'host-model' } });
    expect(await detailsOf(id, alice)).toEqual({ keyboard: 'fr' });
    expect(
      await lab.refusal('updateVirtualMachine', { id, details: { 'guest.cpu.mode': 'host-passthrough' } }, alice),
    ).toMatchObject({ code: 'account', field: 'details' });
    await lab.call('updateVirtualMachine', { id, details: { keyboard: 'uk' } }, alice);
    expect(await detailsOf(id)).toEqual({ keyboard: 'uk', 'guest.cpu.mode': 'host-model' });
    const listed = await lab.call('listResourceDetails', { resourcetype: 'UserVm', resourceid: id }, alice);
    expect(listed.resourcedetail.map(({ key }) => key)).toEqual(['keyboard']);
    expect(
      (await lab.call('listDetailOptions', { resourcetype: 'uservm', resourceid: id }, alice)).details,
    ).not.toHaveProperty('guest.cpu.mode');
    expect((await lab.call('listDetailOptions', { resourcetype: 'Template' })).details).toHaveProperty(
      'guest.cpu.mode',
    );
  });

  it('can be read only: it is shown, told, and not changed', async () => {
    const id = await deploy({}, alice);
    await lab.call('updateVirtualMachine', { id, details: { rootDiskController: 'scsi' } });
    expect(await instance(id, alice)).toMatchObject({
      details: { rootDiskController: 'scsi' },
      readonlydetails: 'dataDiskController, rootDiskController',
    });
    expect(
      await lab.refusal('updateVirtualMachine', { id, details: { rootDiskController: 'virtio' } }, alice),
    ).toMatchObject({ code: 'account' });
    expect(
      await lab.refusal(
        'removeResourceDetail',
        { resourceid: id, resourcetype: 'UserVm', key: 'rootDiskController' },
        alice,
      ),
    ).toMatchObject({ code: 'account', field: 'key' });
    await lab.call('updateVirtualMachine', { id, cleanupdetails: true }, alice);
    expect(await detailsOf(id)).toEqual({ rootDiskController: 'scsi' });
  });
});

describe('details of resources', () => {
  const zone = () => idOf(lab, 'listZones', 'zone', 'zone');

  it('are given, found, hidden and taken off', async () => {
    const of = { resourceid: await zone(), resourcetype: 'Zone' };
    await lab.run('addResourceDetail', { ...of, details: { rack: 'A1', room: 'cellar' } });
    await lab.run('addResourceDetail', { ...of, details: { rack: 'B2' }, fordisplay: false });
    const list = async (more: object = {}) =>
      (await lab.call('listResourceDetails', { resourcetype: 'Zone', ...more })).resourcedetail.map(
        ({ key, value }) => `${key}=${value}`,
      );
    expect((await list({ resourceid: of.resourceid })).sort()).toEqual(['rack=B2', 'room=cellar']);
    expect(await list({ key: 'room' })).toEqual(['room=cellar']);
    expect(await list({ value: 'B2' })).toEqual(['rack=B2']);
    expect(await list({ fordisplay: true })).toEqual(['room=cellar']);
    expect(await list({ keyword: 'cell' })).toEqual(['room=cellar']);
    const sorted = { ...of, sortby: 'key' };
    const [rack] = (await lab.call('listResourceDetails', sorted)).resourcedetail;
    expect(await list({ ...sorted, afterid: rack?.id })).toEqual(['room=cellar']);
    await lab.run('removeResourceDetail', { ...of, key: 'rack' });
    expect(await list()).toEqual(['room=cellar']);
    expect(await lab.refusal('removeResourceDetail', { ...of, key: 'rack' })).toMatchObject({ field: 'key' });
    await lab.run('removeResourceDetail', of);
    expect(await list()).toEqual([]);
  });

  it('belong to whose the resource is, and die with it', async () => {
    const id = await deploy({}, alice);
    const of = { resourceid: id, resourcetype: 'UserVm' };
    await lab.run('addResourceDetail', { ...of, details: { keyboard: 'de' } }, alice);
    for (const [name, more] of [
      ['addResourceDetail', { details: { keyboard: 'uk' } }],
      ['removeResourceDetail', {}],
    ] as const)
      expect(await lab.refusal(name, { ...of, ...more }, bob)).toMatchObject({ code: 'account' });
    expect((await lab.call('listResourceDetails', of, bob)).count).toBe(0);
    const owned = { resourcetype: 'UserVm', account: 'alice', domainid: alice.domainId };
    expect((await lab.call('listResourceDetails', owned)).resourcedetail).toMatchObject([
      { resourceid: id, account: 'alice', fordisplay: true },
    ]);
    expect(
      await lab.refusal('addResourceDetail', { ...of, details: { keyboard: 'uk' }, fordisplay: false }, alice),
    ).toMatchObject({ field: 'fordisplay' });
    expect(
      await lab.refusal(
        'addResourceDetail',
        { resourceid: await zone(), resourcetype: 'Zone', details: { a: 'b' } },
        bob,
      ),
    ).toMatchObject({ code: 'account' });
    await lab.run('destroyVirtualMachine', { id, expunge: true });
    expect((await lab.call('listResourceDetails', of)).count).toBe(0);
  });

  it('of what a project has are the project’s', async () => {
    const projectid = (await lab.run('createProject', { name: 'atlas' })).resourceId ?? '';
    const id = await deploy({ projectid });
    await lab.run('addResourceDetail', { resourceid: id, resourcetype: 'UserVm', details: { keyboard: 'de' } });
    expect((await lab.call('listResourceDetails', { resourcetype: 'UserVm', projectid })).resourcedetail).toMatchObject(
      [{ resourceid: id, key: 'keyboard', project: 'atlas', projectid }],
    );
    await lab.run('destroyVirtualMachine', { id, expunge: true });
    await lab.run('deleteProject', { id: projectid });
  });

  it('are refused for what has none, and empty', async () => {
    const of = { resourceid: 'x', resourcetype: 'Cheese', details: { a: 'b' } };
    expect(await lab.refusal('addResourceDetail', of)).toMatchObject({ field: 'resourcetype' });
    expect(
      await lab.refusal('addResourceDetail', { ...of, resourceid: await zone(), resourcetype: 'Zone', details: {} }),
    ).toMatchObject({ field: 'details' });
    expect(await lab.refusal('listDetailOptions', { resourcetype: 'Zone' })).toMatchObject({ field: 'resourcetype' });
  });
});
