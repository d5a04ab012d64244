import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Input } from '../../contract/contract.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

// Filters of the lists of instances, NICs and schedules: each finds what it names, and leaves the rest out.

let lab: TestEngine;
const id: Record<'left' | 'right', string> = { left: '', right: '' };
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  for (const name of ['left', 'right'] as const)
    id[name] = (await lab.run('deployVirtualMachine', await deployInput(lab, name))).resourceId ?? '';
});
afterAll(() => lab.close());

const found = async (filter: Input<'listVirtualMachines'>) =>
  (await lab.call('listVirtualMachines', { sortby: 'name', ...filter })).virtualmachine.map((vm) => vm.name);
const onlyLeft = (filter: Input<'listVirtualMachines'>) => expect(found(filter)).resolves.toEqual(['left']);

describe('instances are found', () => {
  it('by where they run: zone, pod, cluster, storage, hypervisor', async () => {
    const vm = (await lab.call('listVirtualMachines', { id: id.left })).virtualmachine[0];
    const pools = (await lab.call('listStoragePools', {})).storagepool.map((pool) => pool.id);
    for (const filter of [
      { zoneid: vm?.zoneid },
      { podid: await idOf(lab, 'listPods', 'pod', 'pod') },
      { clusterid: vm?.clusterid },
      { storageid: pools[0] },
      { hypervisor: 'Simulator' },
    ])
      expect(await found(filter as Input<'listVirtualMachines'>), JSON.stringify(filter)).toEqual(['left', 'right']);
    expect(await found({ hypervisor: 'KVM' })).toEqual([]);
    // Another zone, pod, cluster and pool have none of them.
    const zone = { networktype: 'Basic', dns1: '192.0.2.53', internaldns1: '192.0.2.53' } as const;
    const zoneid = (await lab.call('createZone', { name: 'empty', ...zone })).id;
    expect(await found({ zoneid })).toEqual([]);
    const range = { gateway: '10.3.0.1', netmask: '255.255.255.0', startip: '10.3.0.10', endip: '10.3.0.19' };
    const podid = (await lab.call('createPod', { zoneid, name: 'empty', ...range })).id;
    expect(await found({ podid })).toEqual([]);
    const cluster = { zoneid, podid, clustername: 'empty', hypervisor: 'Simulator' } as const;
    expect(await found({ clusterid: (await lab.call('addCluster', cluster)).id })).toEqual([]);
    const pool = { zoneid: vm?.zoneid ?? '', scope: 'ZONE', name: 'spare', url: 'nfs://nfs.test/spare' } as const;
    const spare = await lab.run('createStoragePool', { ...pool, hypervisor: 'Simulator' } as never);
    expect(await found({ storageid: spare.resourceId ?? '' })).toEqual([]);
  });

  it('by what they are made of: template, offering, disc, network, user data, affinity', async () => {
    const input = await deployInput(lab, 'x');
    expect(await found({ templateid: input.templateid })).toEqual(['left', 'right']);
    expect(await found({ serviceofferingid: input.serviceofferingid })).toEqual(['left', 'right']);
    const other = await lab.call('createServiceOffering', { name: 'other', cpunumber: 1, cpuspeed: 500, memory: 256 });
    expect(await found({ serviceofferingid: other.id })).toEqual([]);
    const image = { zoneid: input.zoneid, ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)') };
    const iso = await lab.run('registerIso', { ...image, name: 'disc', url: 'http://images.test/d.iso' });
    const isoid = iso.resourceId ?? '';
    await lab.run('attachIso', { id: isoid, virtualmachineid: id.left });
    await onlyLeft({ isoid });
    expect(await found({ templateid: isoid })).toEqual([]);

    const offering = (await lab.call('listNetworkOfferings', {})).networkoffering[0]?.id ?? '';
    const network = await lab.call('createNetwork', {
      zoneid: input.zoneid,
      name: 'second',
      networkofferingid: offering,
      gateway: '10.4.0.1',
      netmask: '255.255.255.0',
      startip: '10.4.0.100',
      endip: '10.4.0.109',
    });
    await lab.run('addNicToVirtualMachine', { virtualmachineid: id.left, networkid: network.id });
    await onlyLeft({ networkid: network.id });

    await lab.run('stopVirtualMachine', { id: id.left });
    const userdata = Buffer.from('#!/bin/sh\n').toString('base64');
    const data = await lab.call('registerUserData', { name: 'first', userdata, params: 'room' });
    await lab.call('resetUserDataForVirtualMachine', { id: id.left, userdataid: data.id });
    await onlyLeft({ userdataid: data.id });
    const group = await lab.run('createAffinityGroup', { name: 'near', type: 'host affinity' });
    await lab.run('updateVMAffinityGroup', { id: id.left, affinitygroupids: [group.resourceId ?? ''] });
    await onlyLeft({ affinitygroupid: group.resourceId ?? '' });
  });

  it('by whether they are started elsewhere when their host dies', async () => {
    expect(await found({ haenable: true })).toEqual([]);
    await lab.call('updateVirtualMachine', { id: id.left, haenable: true });
    await onlyLeft({ haenable: true });
    expect(await found({ haenable: false })).toEqual(['right']);
  });
});

describe('NICs of an instance are found', () => {
  it('by their id and by their network', async () => {
    const ofLeft = { virtualmachineid: id.left };
    const all = (await lab.call('listNics', { ...ofLeft, fordisplay: true })).nic;
    expect(all).toHaveLength(2);
    const second = all[1];
    expect((await lab.call('listNics', { ...ofLeft, nicid: second?.id ?? '' })).nic).toEqual([second]);
    expect((await lab.call('listNics', { ...ofLeft, networkid: second?.networkid ?? '' })).nic).toEqual([second]);
    expect((await lab.call('listNics', { ...ofLeft, afterid: all[0]?.id ?? '' })).nic).toEqual([second]);
    expect(
      (await lab.call('listNics', { virtualmachineid: id.right, networkid: second?.networkid ?? '' })).nic,
    ).toEqual([]);
  });
});

describe('a change of an instance', () => {
  const shown = async () => (await lab.call('listVirtualMachines', { id: id.right })).virtualmachine[0];
  const given = async () =>
    Buffer.from(
      (await lab.call('getVirtualMachineUserData', { virtualmachineid: id.right })).userdata,
      'base64',
    ).toString();

  it('gives it another operating system, and another name that no other has', async () => {
    const ostypeid = await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)');
    const changed = await lab.call('updateVirtualMachine', { id: id.right, ostypeid, name: 'renamed' });
    expect(changed).toMatchObject({ ostypeid, osdisplayname: 'Other (64-bit)', name: 'renamed', displayname: 'right' });
    expect(await found({ name: 'renamed' })).toEqual(['renamed']);
    expect(await found({ keyword: 'renamed' })).toEqual(['renamed']);
    expect(await lab.refusal('updateVirtualMachine', { id: id.right, name: 'left' })).toMatchObject({
      code: 'parameter',
      field: 'name',
    });
    expect(await lab.refusal('updateVirtualMachine', { id: id.right, name: 'no host name' })).toMatchObject({
      field: 'name',
    });
    // DHCP and DNS call it by that name.
    await lab.engine.internals.reconcilers.runOnce('network-state');
    const names = readWorld<{ name: string }>(lab.directory, 'SELECT host_name AS name FROM reservation');
    expect(names.map(({ name }) => name)).toContain('renamed');
    expect(names.map(({ name }) => name)).not.toContain('right');
  });

  it('gives it user data: a text, registered data, or other values alone', async () => {
    const text = Buffer.from('#cloud-config\n').toString('base64');
    await lab.call('updateVirtualMachine', { id: id.right, userdata: text });
    expect(await given()).toBe('#cloud-config\n');
    expect((await shown())?.userdataid).toBeUndefined();
    expect(await lab.refusal('updateVirtualMachine', { id: id.right, userdatadetails: { room: '1' } })).toMatchObject({
      field: 'userdatadetails',
    });
    const { userdata } = await lab.call('listUserData', { name: 'first' });
    const userdataid = userdata[0]?.id ?? '';
    await lab.call('updateVirtualMachine', { id: id.right, userdataid, userdatadetails: { room: '1' } });
    expect(await given()).toBe('#!/bin/sh\n');
    // Other values leave it what it has.
    await lab.call('updateVirtualMachine', { id: id.right, userdatadetails: { room: '2' } });
    expect(await shown()).toMatchObject({ userdataid, userdataname: 'first' });
    expect(await given()).toBe('#!/bin/sh\n');
    expect(await lab.refusal('updateVirtualMachine', { id: id.right, userdatadetails: { seat: '2' } })).toMatchObject({
      field: 'userdatadetails',
    });
  });
});

describe('keys and user data of others', () => {
  it('are given to a stopped instance by saying whose they are', async () => {
    const ada = lab.user('ada');
    const owner = { account: 'ada', domainid: ada.domainId };
    const projectid = (await lab.run('createProject', { name: 'atlas' })).resourceId ?? '';
    await lab.call('createSSHKeyPair', { name: 'hers', ...owner });
    await lab.call('createSSHKeyPair', { name: 'ours', projectid });
    const reset = (more: object) => lab.run('resetSSHKeyForVirtualMachine', { id: id.left, ...more });
    expect(await lab.refusal('resetSSHKeyForVirtualMachine', { id: id.left, keypair: 'hers' })).toMatchObject({
      field: 'keypair',
    });
    expect((await reset({ keypair: 'hers', ...owner })).result).toMatchObject({ keypairs: 'hers' });
    expect((await reset({ keypairs: ['ours'], projectid })).result).toMatchObject({ keypairs: 'ours' });

    const userdata = Buffer.from('#!/bin/bash\n').toString('base64');
    const hers = await lab.call('registerUserData', { name: 'hers', userdata, ...owner });
    const ours = await lab.call('registerUserData', { name: 'ours', userdata, projectid });
    const give = (more: object) => ({ id: id.left, ...more });
    for (const wrong of [
      { userdataid: hers.id, projectid },
      { userdataid: ours.id, ...owner },
    ])
      expect(await lab.refusal('resetUserDataForVirtualMachine', give(wrong))).toMatchObject({ field: 'userdataid' });
    for (const [row, whose] of [
      [hers, owner],
      [ours, { projectid }],
    ] as const)
      expect(await lab.call('resetUserDataForVirtualMachine', give({ userdataid: row.id, ...whose }))).toMatchObject({
        userdataid: row.id,
      });
  });
});

describe('schedules of an instance', () => {
  const of = () => ({ virtualmachineid: id.right });
  const cron = { schedule: '0 8 * * *', timezone: 'Etc/UTC' };
  const schedules = async (filter: object) =>
    (await lab.call('listVMSchedule', { ...of(), ...filter })).vmschedule.map((each) => each.description);

  it('begin and end when they say, and are off where they say so', async () => {
    const year = new Date(lab.engine.internals.ctx.clock()).getUTCFullYear() + 1;
    const span = { startdate: `${year}-03-01 00:00:00`, enddate: `${year}-03-02 12:00:00` };
    const made = await lab.call('createVMSchedule', { ...of(), ...cron, ...span, action: 'STOP', description: 'one' });
    expect(made).toMatchObject({
      startdate: `${year}-03-01T00:00:00+0000`,
      enddate: `${year}-03-02T12:00:00+0000`,
      nextruns: [`${year}-03-01T08:00:00+0000`, `${year}-03-02T08:00:00+0000`],
    });
    const off = await lab.call('createVMSchedule', {
      ...of(),
      ...cron,
      action: 'START',
      description: 'two',
      enabled: false,
    });
    expect(off.nextruns).toEqual([]);
    expect(await schedules({ enabled: true })).toEqual(['one']);
    expect(await schedules({ action: 'START' })).toEqual(['two']);
    expect(await schedules({ id: made.id })).toEqual(['one']);
    const both = await schedules({});
    const all = (await lab.call('listVMSchedule', of())).vmschedule;
    expect(await schedules({ afterid: all[0]?.id })).toEqual(both.slice(1));

    const changed = await lab.call('updateVMSchedule', {
      id: made.id,
      schedule: '30 9 * * *',
      timezone: 'Asia/Shanghai',
      description: 'changed',
      startdate: `${year}-04-01 00:00:00`,
      enddate: `${year}-04-01 23:00:00`,
    });
    expect(changed).toMatchObject({
      description: 'changed',
      timezone: 'Asia/Shanghai',
      enddate: `${year}-04-01T23:00:00+0000`,
      nextruns: [`${year}-04-01T01:30:00+0000`],
    });
    expect(await lab.refusal('updateVMSchedule', { id: made.id, enddate: `${year}-03-01 00:00:00` })).toMatchObject({
      field: 'enddate',
    });
  });

  it('are deleted by their ids, and no others', async () => {
    const third = await lab.call('createVMSchedule', { ...of(), ...cron, action: 'REBOOT', description: 'three' });
    const all = (await lab.call('listVMSchedule', of())).vmschedule;
    const ids = all.filter((each) => each.id !== third.id).map((each) => each.id);
    await lab.call('deleteVMSchedule', { ...of(), ids });
    expect(await schedules({})).toEqual(['three']);
  });
});
