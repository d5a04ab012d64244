import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Input, Output } from '../../../contract/contract.ts';
import { textOf } from '../../../contract/phrase.ts';
import type { ForeignDomain } from '../../../drivers/looks.ts';
import { syncHost } from '../../../reconcilers/power-sync.ts';
import { disagreements, takeInventory } from '../../../testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../../testing/lab.ts';
import { importInput, madeByHand } from '../../../testing/scenarios-unmanaged.ts';
import { obstaclesTo } from './look.ts';

type Found = Output<'listUnmanagedInstances'>['unmanagedinstance'][number];

/** When a domain was started, as the simulated hosts have it. */
function startOf(lab: TestEngine, id: string): number {
  const world = new Database(join(lab.directory, 'simulator.db'), { readonly: true });
  try {
    return world.prepare('SELECT started_at FROM domain WHERE id = ?').pluck().get(id) as number;
  } finally {
    world.close();
  }
}

describe('what stands in the way', () => {
  const domain: ForeignDomain = {
    id: '6f1c8a52-3b1d-4c57-9a10-0c5d2e7b4a01',
    name: 'x',
    power: 'PowerOff',
    cpuNumber: 1,
    coresPerSocket: 1,
    memory: 1024 ** 3,
    os: '',
    firmware: 'BIOS',
    secureBoot: false,
    machine: 'pc',
    persistent: true,
    beyond: [],
    disks: [{ device: 'vda', bus: 'virtio', source: '/p/x.qcow2', file: true, format: 'qcow2', size: 1, poolId: 'p' }],
    nics: [{ mac: '52:54:00:00:00:01', model: 'virtio', bridge: 'cloudbr0' }],
  };
  const [disk] = domain.disks;
  const [nic] = domain.nics;
  it.each<[string, Partial<ForeignDomain>, string | undefined]>([
    ['nothing', {}, undefined],
    ['no disk', { disks: [] }, 'It has no disk.'],
    [
      'a disk that is a device',
      { disks: [{ ...disk, source: '/dev/sdb', file: false } as never] },
      'is no file, but /dev/sdb',
    ],
    ['a disk elsewhere', { disks: [{ ...disk, poolId: undefined } as never] }, 'lies on no primary storage'],
    ['a disk of a strange format', { disks: [{ ...disk, format: 'vmdk' } as never] }, 'of the format vmdk'],
    [
      'disks on two buses',
      { disks: [disk as never, { ...disk, device: 'sda', bus: 'usb' } as never] },
      'on the bus usb',
    ],
    ['a card elsewhere', { nics: [{ ...nic, bridge: 'br9' } as never] }, 'br9, which carries no guest network'],
    ['a card of libvirt', { nics: [{ ...nic, bridge: '' } as never] }, 'a network of libvirt’s own'],
    ['a card in a VLAN', { nics: [{ ...nic, vlan: 7 } as never] }, 'the VLAN 7'],
    ['a strange card', { nics: [{ ...nic, model: 'ne2k_pci' } as never] }, 'of the model ne2k_pci'],
    ['UEFI', { firmware: 'UEFI' }, 'starts by UEFI'],
    ['a strange machine', { machine: 'microvm' }, 'of the type microvm'],
    ['no definition', { persistent: false }, 'virsh define'],
    ['a strange name', { name: 'a b' }, 'other characters'],
    ['no size', { cpuNumber: 0 }, 'cannot be told'],
    ['a device of the host', { beyond: ['hostdev'] }, 'a device of the host'],
    ['snapshots', { beyond: ['snapshot'] }, 'snapshots'],
  ])('%s', (_what, change, said) => {
    const obstacles = obstaclesTo({ ...domain, ...change }, ['cloudbr0']).map((phrase) => textOf(phrase));
    if (said === undefined) expect(obstacles).toEqual([]);
    else expect(obstacles.join(' ')).toContain(said);
  });
});

describe('on a simulated host', () => {
  let lab: TestEngine;
  let where: { clusterid: string; hostid: string };
  beforeAll(async () => {
    lab = await startTestEngine();
    await buildCloud(lab);
    where = await madeByHand(lab);
  });
  afterAll(() => lab.close());

  const list = async (more: Partial<Input<'listUnmanagedInstances'>> = {}) =>
    await lab.call('listUnmanagedInstances', { clusterid: where.clusterid, ...more });
  const found = async (name: string): Promise<Found | undefined> => (await list({ name })).unmanagedinstance[0];
  const instance = async (displayname: string) =>
    (await lab.call('listVirtualMachines', {})).virtualmachine.find((each) => each.displayname === displayname);
  /** Lets go of whatever was imported, so that each test begins alike. */
  beforeEach(async () => {
    for (const vm of (await lab.call('listVirtualMachines', {})).virtualmachine)
      if (vm.state === 'Running' || vm.state === 'Stopped') await lab.run('unmanageVirtualMachine', { id: vm.id });
  });

  it('they are listed with all that is known of them, by name and by host, and left alone', async () => {
    const before = takeInventory(lab.directory);
    const page = await list();
    expect(page.unmanagedinstance.map(({ name, powerstate }) => [name, powerstate])).toEqual([
      ['file-server', 'PowerOn'],
      ['old-intranet', 'PowerOn'],
      ['print-server', 'PowerOff'],
    ]);
    expect(page.unmanagedinstance[0]).toMatchObject({
      clustername: 'cluster',
      hostname: 'sim-a',
      hypervisor: 'Simulator',
      cpunumber: 1,
      cpucorepersocket: 1,
      memory: 1024,
      boottype: 'BIOS',
      bootmode: 'LEGACY',
      osdisplayname: 'Debian GNU/Linux 12 (64-bit)',
      obstacle: [],
      disk: [
        { id: 'vda', label: 'vda', capacity: 10 * 1024 ** 3, controller: 'virtio', controllerunit: 0, position: 0 },
        { id: 'vdb', capacity: 50 * 1024 ** 3, position: 1, datastoretype: 'NetworkFilesystem' },
      ],
      nic: [{ id: '0', adaptertype: 'virtio', bridge: 'cloudbr0' }],
    });
    expect(page.unmanagedinstance[0]?.disk[0]?.datastorename).not.toBe('');
    expect(page.unmanagedinstance[0]?.disk[0]?.imagepath).toContain('sim-a/file-server.qcow2');
    const old = page.unmanagedinstance[1];
    expect(old?.nic[0]?.vlanid).toBe(20);
    expect(old?.obstacle.map((phrase) => textOf(phrase)).join(' ')).toContain('lies on no primary storage');
    expect((await list({ keyword: 'PRINT' })).unmanagedinstance.map((each) => each.name)).toEqual(['print-server']);
    expect((await list({ page: 2, pagesize: 2 })).unmanagedinstance.map((each) => each.name)).toEqual(['print-server']);
    const afterid = old?.id ?? '';
    expect((await list({ afterid })).unmanagedinstance.map((each) => each.name)).toEqual(['print-server']);
    const other = await idOf(lab, 'listHosts', 'host', 'sim-b');
    expect((await list({ hostid: other })).count).toBe(0);
    // They count for nothing and are no instances.
    expect((await lab.call('listVirtualMachines', { hostid: where.hostid })).count).toBe(0);
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('one is imported while it runs, is stopped and started as any instance, and let go running', async () => {
    const mac = (await found('file-server'))?.nic[0]?.macaddress ?? '';
    const id = (await found('file-server'))?.id ?? '';
    const started = startOf(lab, id);
    expect(started).toBeGreaterThan(0);
    const job = await lab.run('importUnmanagedInstance', {
      ...(await importInput(lab)),
      displayname: 'The file server',
      hostname: 'files',
      nicnetworklist: [{ nic: '0', network: await idOf(lab, 'listNetworks', 'network', 'guests') }],
      nicipaddresslist: [{ nic: '0', ip4address: '10.1.0.107' }],
    });
    expect(job.resourceId).toBe(id);
    const vm = await instance('The file server');
    expect(vm).toMatchObject({
      id,
      name: 'files',
      instancename: 'file-server',
      state: 'Running',
      hostname: 'sim-a',
      templatename: 'Simulator-import',
      osdisplayname: 'Debian GNU/Linux 12 (64-bit)',
      nic: [{ macaddress: mac, ipaddress: '10.1.0.107' }],
    });
    expect(await found('file-server')).toBeUndefined();
    // Nobody switched it off and on.
    expect(startOf(lab, id)).toBe(started);
    const volumes = (await lab.call('listVolumes', { virtualmachineid: id })).volume;
    expect(volumes.map(({ name, type, size, diskofferingname }) => [name, type, size, diskofferingname])).toEqual(
      expect.arrayContaining([
        ['ROOT-files', 'ROOT', 10 * 1024 ** 3, undefined],
        ['DATA-1-files', 'DATADISK', 50 * 1024 ** 3, 'Custom'],
      ]),
    );
    expect(disagreements(lab.directory)).toEqual([]);
    // The placeholder is in no list and nothing is deployed from it.
    const { templateid = '' } = vm ?? {};
    expect((await lab.call('listTemplates', { templatefilter: 'all' })).template.map((each) => each.id)).not.toContain(
      templateid,
    );
    const input = await deployInput(lab, 'from-nothing');
    expect(await lab.refusal('deployVirtualMachine', { ...input, templateid })).toMatchObject({ field: 'templateid' });
    expect(await lab.refusal('restoreVirtualMachine', { virtualmachineid: id })).toMatchObject({
      code: 'resourceUnavailable',
    });
    // Host and store agree on it as on any other.
    const host = lab.engine.internals.ctx.store.need('hosts', where.hostid);
    await syncHost(lab.engine.internals.ctx, host);
    expect((await instance('The file server'))?.state).toBe('Running');
    await lab.run('stopVirtualMachine', { id });
    expect((await instance('The file server'))?.state).toBe('Stopped');
    await lab.run('startVirtualMachine', { id });
    expect((await instance('The file server'))?.state).toBe('Running');
    expect(disagreements(lab.directory)).toEqual([]);

    const before = (await lab.call('listVolumes', {})).count;
    const gone = await lab.run('unmanageVirtualMachine', { id });
    expect(gone.result).toMatchObject({ success: true });
    expect(await instance('The file server')).toBeUndefined();
    expect((await lab.call('listVolumes', {})).count).toBe(before - 2);
    expect(await found('file-server')).toMatchObject({ powerstate: 'PowerOn', obstacle: [] });
    expect(disagreements(lab.directory)).toEqual([]);
    const types = (await lab.call('listEvents', { resourceid: id })).event.map((each) => each.type);
    expect(types).toEqual(expect.arrayContaining(['VM.IMPORT', 'VM.UNMANAGE']));
  });

  it('one that is off is imported as it is, starts with the devices that it had, and comes back when it was let go', async () => {
    const input = { ...(await importInput(lab)), name: 'print-server', datadiskofferinglist: [] };
    await lab.run('importUnmanagedInstance', input);
    const id = (await instance('print-server'))?.id ?? '';
    expect(await instance('print-server')).toMatchObject({
      state: 'Stopped',
      osdisplayname: 'Windows Server 2019 (64-bit)',
    });
    // Let go without ever having been started: its own definition is still there, and is left.
    await lab.run('unmanageVirtualMachine', { id });
    expect((await found('print-server'))?.disk[0]?.label).toBe('hda');
    await lab.run('importUnmanagedInstance', input);
    await lab.run('startVirtualMachine', { id });
    await lab.run('stopVirtualMachine', { id, forced: true });
    expect(await found('print-server')).toBeUndefined();
    // Stopped by us it is defined nowhere; it is defined again where it is to stay, with the disks and the card that it always had.
    const other = await idOf(lab, 'listHosts', 'host', 'sim-b');
    await lab.run('unmanageVirtualMachine', { id, hostid: other });
    expect(await found('print-server')).toMatchObject({
      hostname: 'sim-b',
      powerstate: 'PowerOff',
      disk: [{ controller: 'ide', capacity: 30 * 1024 ** 3 }],
      nic: [{ adaptertype: 'e1000' }],
    });
    await lab.run('importUnmanagedInstance', input);
    expect(await instance('print-server')).toMatchObject({ id, state: 'Stopped' });
    expect(disagreements(lab.directory)).toEqual([]);
  });

  it('an instance that was deployed is let go, and its template can go without its disk', async () => {
    await lab.run('deployVirtualMachine', await deployInput(lab, 'leaver'));
    const vm = await instance('leaver');
    await lab.run('unmanageVirtualMachine', { id: vm?.id ?? '' });
    const left = await found(vm?.instancename ?? '');
    expect(left).toMatchObject({ powerstate: 'PowerOn', obstacle: [] });
    const offering = await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Custom');
    const copies = takeInventory(lab.directory).world.image?.filter((row) => row.includes('base'));
    const templates = (await lab.call('listTemplates', { templatefilter: 'all' })).template;
    const used = templates.find((each) => each.id === vm?.templateid);
    await lab.run('deleteTemplate', { id: used?.id ?? '' });
    expect(takeInventory(lab.directory).world.image?.filter((row) => row.includes('base'))).toEqual(copies);
    await lab.run('importUnmanagedInstance', {
      clusterid: where.clusterid,
      name: vm?.instancename ?? '',
      serviceofferingid: vm?.serviceofferingid ?? '',
      datadiskofferinglist: left?.disk.slice(1).map(({ id }) => ({ disk: id, diskoffering: offering })),
    });
    expect((await lab.call('listVirtualMachines', { id: vm?.id ?? '' })).virtualmachine[0]?.state).toBe('Running');
  });

  it('it belongs to whom it was imported for, and counts for him', async () => {
    const sue = lab.user('sue');
    await lab.run('importUnmanagedInstance', {
      ...(await importInput(lab)),
      account: 'sue',
      domainid: sue.domainId,
      details: { cpuSpeed: '1200' },
      serviceofferingid: (
        await lab.call('createServiceOffering', {
          name: 'any',
          displaytext: 'any',
          customized: true,
          mincpunumber: 1,
          maxcpunumber: 4,
          minmemory: 512,
          maxmemory: 4096,
        })
      ).id,
    });
    const own = (await lab.call('listVirtualMachines', {}, sue)).virtualmachine;
    expect(own).toMatchObject([{ account: 'sue', cpunumber: 1, memory: 1024, cpuspeed: 1200 }]);
    expect((await lab.call('listVolumes', {}, sue)).count).toBe(2);
    await lab.run('unmanageVirtualMachine', { id: own[0]?.id ?? '' });
    await lab.call('updateResourceLimit', { account: 'sue', domainid: sue.domainId, resourcetype: 2, max: 1 });
    const before = takeInventory(lab.directory);
    const refusal = await lab.refusal('importUnmanagedInstance', {
      ...(await importInput(lab)),
      account: 'sue',
      domainid: sue.domainId,
    });
    expect(refusal).toMatchObject({ code: 'allocation' });
    expect(refusal.message).toContain('1 volumes');
    expect(takeInventory(lab.directory)).toEqual(before);
  });

  it('what does not fit is refused at its field, and nothing is changed', async () => {
    const project = await lab.run('createProject', { name: 'apollo', displaytext: 'Apollo' });
    const small = await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'Small Instance');
    const five = await idOf(lab, 'listDiskOfferings', 'diskoffering', 'Small');
    const guests = await idOf(lab, 'listNetworks', 'network', 'guests');
    const iso = await idOf(lab, 'listHosts', 'host', 'sim-b');
    const input = await importInput(lab);
    const before = takeInventory(lab.directory);
    const cases: [object, object][] = [
      [{ name: 'nobody' }, { code: 'parameter', field: 'name' }],
      [{ name: 'old-intranet' }, { code: 'conflict' }],
      [{ hostid: iso }, { code: 'parameter', field: 'name' }],
      [{ serviceofferingid: small }, { code: 'parameter', field: 'serviceofferingid' }],
      [{ datadiskofferinglist: [] }, { code: 'parameter', field: 'datadiskofferinglist' }],
      [
        { datadiskofferinglist: [{ disk: 'vdb', diskoffering: five }] },
        { code: 'parameter', field: 'datadiskofferinglist' },
      ],
      [
        { datadiskofferinglist: [{ disk: 'vdz', diskoffering: five }] },
        { code: 'parameter', field: 'datadiskofferinglist' },
      ],
      [{ nicnetworklist: [{ nic: '7', network: guests }] }, { code: 'parameter', field: 'nicnetworklist' }],
      [{ nicnetworklist: [{ nic: '0', network: small }] }, { code: 'parameter', field: 'nicnetworklist' }],
      [{ nicipaddresslist: [{ nic: '0', ip4address: '192.0.2.9' }] }, { code: 'parameter', field: 'ipaddress' }],
      [{ templateid: small }, { code: 'parameter', field: 'templateid' }],
      [{ details: { memory: '2048' } }, { code: 'parameter', field: 'details' }],
      [{ account: 'nobody' }, { code: 'parameter', field: 'account' }],
      [
        { account: 'admin', projectid: project.resourceId },
        { code: 'parameter', field: 'projectid' },
      ],
    ];
    for (const [change, refusal] of cases)
      expect(
        await lab.refusal('importUnmanagedInstance', { ...input, ...change }),
        JSON.stringify(change),
      ).toMatchObject(refusal);
    expect(takeInventory(lab.directory)).toEqual(before);
    const template = await lab.run('registerTemplate', {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      name: 'base',
      url: 'http://images.test/base.qcow2',
      format: 'QCOW2',
      hypervisor: 'Simulator',
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    });
    await lab.run('importUnmanagedInstance', {
      ...input,
      projectid: project.resourceId,
      templateid: template.resourceId ?? '',
    });
    const vm = await instance('file-server');
    expect(vm).toMatchObject({ project: 'apollo', templatename: 'base' });
    expect(await lab.refusal('unmanageVirtualMachine', { id: vm?.id, hostid: iso })).toMatchObject({ field: 'hostid' });
  });

  it('an instance that is told something by a drive, or has a disc in, is not let go but by force', async () => {
    await lab.call('registerUserData', { name: 'hello', userdata: Buffer.from('hello').toString('base64') });
    const userdataid = (await lab.call('listUserData', {})).userdata[0]?.id ?? '';
    await lab.run('importUnmanagedInstance', await importInput(lab));
    const id = (await instance('file-server'))?.id ?? '';
    await lab.call('updateVirtualMachine', { id, userdataid });
    expect(await lab.refusal('unmanageVirtualMachine', { id })).toMatchObject({ code: 'conflict' });
    await lab.run('unmanageVirtualMachine', { id, forced: true });
    expect(await found('file-server')).toBeDefined();
  });
});
