import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { disagreements } from '../../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { secondNetwork } from '../../testing/scenarios-nics.ts';

// NICs come and go while an instance runs and while it is stopped; their addresses are taken and given back with them.

let lab: TestEngine;
let id: string;
let storage: string;
beforeEach(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  id = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'))).resourceId ?? '';
  storage = await secondNetwork(lab);
});
afterEach(async () => {
  expect(disagreements(lab.directory)).toEqual([]);
  await lab.close();
});

const nics = async () => (await lab.call('listNics', { virtualmachineid: id })).nic;
const nicIn = async (network: string) => {
  const found = (await nics()).find((nic) => nic.networkname === network);
  if (found === undefined) throw new Error(`no NIC in ${network}`);
  return found;
};
const used = async (name: string) =>
  (await lab.call('listNetworks', { id: await idOf(lab, 'listNetworks', 'network', name) })).network[0]?.ipused;
const add = (more: { ipaddress?: string; macaddress?: string } = {}) =>
  lab.run('addNicToVirtualMachine', { virtualmachineid: id, networkid: storage, ...more });

describe('a second NIC', () => {
  it('is there while the instance runs, and after its next start', async () => {
    await add({ ipaddress: '10.2.0.104', macaddress: '1E:00:00:AA:BB:CC' });
    expect(await nicIn('storage')).toMatchObject({
      ipaddress: '10.2.0.104',
      macaddress: '1e:00:00:aa:bb:cc',
      isdefault: false,
    });
    await lab.run('stopVirtualMachine', { id });
    await lab.run('startVirtualMachine', { id });
    expect(await nics()).toHaveLength(2);
  });

  it('can be given to a stopped one, and taken again', async () => {
    await lab.run('stopVirtualMachine', { id });
    await add();
    const nic = await nicIn('storage');
    await lab.run('removeNicFromVirtualMachine', { virtualmachineid: id, nicid: nic.id });
    expect(await nics()).toHaveLength(1);
    // With its last NIC a network’s service goes, too.
    expect(await used('storage')).toBe(0);
  });

  it.each([
    [
      'in a network that it has a NIC in already',
      async () => ({ networkid: await idOf(lab, 'listNetworks', 'network', 'guests') }),
      'networkid',
    ],
    ['with an address outside the network', async () => ({ ipaddress: '10.9.0.1' }), 'ipaddress'],
    ['with the MAC address of another', async () => ({ macaddress: (await nicIn('guests')).macaddress }), 'macaddress'],
    ['with the MAC address of a group', async () => ({ macaddress: '01:00:5e:00:00:01' }), 'macaddress'],
  ])('is refused %s', async (_what, more, field) => {
    const input = { virtualmachineid: id, networkid: storage, ...(await more()) };
    expect(await lab.refusal('addNicToVirtualMachine', input)).toMatchObject({ code: 'parameter', field });
    expect(await nics()).toHaveLength(1);
  });

  it('stays with a guest that does not let it go, and its address with it', async () => {
    await lab.run('stopVirtualMachine', { id });
    // Practice guests of such names let nothing go.
    await lab.call('updateVirtualMachine', { id, displayname: 'mounted-1' });
    await add();
    await lab.run('startVirtualMachine', { id });
    const nic = await nicIn('storage');
    const { jobid } = await lab.call('removeNicFromVirtualMachine', { virtualmachineid: id, nicid: nic.id });
    const job = await lab.engine.internals.ctx.jobs.wait(jobid);
    expect(job).toMatchObject({ state: 'failed', error: { code: 'conflict' } });
    expect(job.error?.message).toContain('does not let go of the card');
    expect((await nicIn('storage')).ipaddress).toBe(nic.ipaddress);
  });
});

describe('the default NIC', () => {
  it('is the one that the instance’s address is of, and cannot be taken out', async () => {
    await add({ ipaddress: '10.2.0.104' });
    const [first, second] = [await nicIn('guests'), await nicIn('storage')];
    const refusal = await lab.refusal('removeNicFromVirtualMachine', { virtualmachineid: id, nicid: first.id });
    expect(refusal).toMatchObject({ code: 'conflict', field: 'nicid' });
    await lab.run('updateDefaultNicForVirtualMachine', { virtualmachineid: id, nicid: second.id });
    const after = (await lab.call('listVirtualMachines', { id })).virtualmachine[0];
    expect(after).toMatchObject({ ipaddress: '10.2.0.104', macaddress: second.macaddress });
    await lab.run('removeNicFromVirtualMachine', { virtualmachineid: id, nicid: first.id });
    expect((await nics()).map((nic) => nic.isdefault)).toEqual([true]);
  });
});

describe('addresses', () => {
  it('can be changed to one that is wished for, or to any other', async () => {
    const nic = await nicIn('guests');
    await lab.run('updateVmNicIp', { nicid: nic.id, ipaddress: '10.1.0.108' });
    expect((await nicIn('guests')).ipaddress).toBe('10.1.0.108');
    expect(await lab.refusal('updateVmNicIp', { nicid: nic.id, ipaddress: '10.1.0.1' })).toMatchObject({
      field: 'ipaddress',
    });
    await lab.run('updateVmNicIp', { nicid: nic.id });
    expect((await nicIn('guests')).ipaddress).not.toBe('10.1.0.108');
  });

  it('more than one belong to a NIC until they are given back, or it goes', async () => {
    const nic = await nicIn('guests');
    const before = (await used('guests')) ?? 0;
    await lab.run('addIpToNic', { nicid: nic.id, description: 'web' });
    const { result } = await lab.run('addIpToNic', { nicid: nic.id, ipaddress: '10.1.0.107' });
    expect(await used('guests')).toBe(before + 2);
    expect((await nicIn('guests')).ipaddresses).toHaveLength(3);
    // Nobody else is given it.
    const input = { ...(await deployInput(lab, 'vm-2')), ipaddress: '10.1.0.107' };
    expect(await lab.refusal('deployVirtualMachine', input)).toMatchObject({ field: 'ipaddress' });
    await lab.run('removeIpFromNic', { id: (result as { id: string }).id });
    expect(await used('guests')).toBe(before + 1);
    await lab.run('destroyVirtualMachine', { id, expunge: true });
    expect(await used('guests')).toBe(0);
  });
});

describe('a deployment', () => {
  it('has a NIC in each network that it names, with the addresses that are wished for', async () => {
    const guests = await idOf(lab, 'listNetworks', 'network', 'guests');
    const iptonetworklist = [
      { networkid: storage, ip: '10.2.0.103', mac: '1e:00:00:00:00:99' },
      { networkid: guests, ip: '10.1.0.103' },
    ];
    const input = { ...(await deployInput(lab, 'vm-2')), iptonetworklist };
    expect(await lab.refusal('deployVirtualMachine', { ...input, networkids: [guests] })).toMatchObject({
      field: 'iptonetworklist',
    });
    id = (await lab.run('deployVirtualMachine', input)).resourceId ?? '';
    expect(await nics()).toMatchObject([
      {
        networkname: 'storage',
        ipaddress: '10.2.0.103',
        macaddress: '1e:00:00:00:00:99',
        isdefault: true,
        deviceid: '0',
      },
      { networkname: 'guests', ipaddress: '10.1.0.103', isdefault: false, deviceid: '1' },
    ]);
  });
});
