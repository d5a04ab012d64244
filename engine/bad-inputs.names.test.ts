import { describe, expect, it } from 'vitest';
import { badInputs } from './testing/bad-inputs.ts';
import { deployInput, idOf } from './testing/lab.ts';

// What people really get wrong in the forms: each has a sentence of its own, a field, mostly a hint, and changes nothing.

const world = badInputs();

describe('names', () => {
  const hostile = [
    '$(reboot)',
    '`reboot`',
    'it\'s "quoted"; rm -rf / #',
    '../../etc/passwd',
    '<img src=x onerror=alert(1)>',
    '{{constructor.constructor("alert(1)")()}}',
    '😀🖥️ 云主机',
    'שרת‏ ‎مرحبا',
    '\u202egnp.exe',
    'null',
    '%s%n%00',
    "Robert'); DROP TABLE zone;--",
    'x'.repeat(255),
  ];
  it.each(hostile)('%j is stored and found as it is', async (name) => {
    const zone = await world.lab.call('createZone', {
      name,
      networktype: 'Basic',
      dns1: '192.0.2.1',
      internaldns1: '192.0.2.1',
    });
    expect(zone.name).toBe(name);
    const [word = name] = [name.slice(0, 200)];
    const page = await world.lab.call('listZones', { keyword: word });
    expect(page.zone.map((each) => each.name)).toContain(name);
    await world.refused(
      'createZone',
      { name, networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' },
      'name',
      /exists already/,
      /another name/,
    );
    const events = await world.lab.call('listEvents', { resourceid: zone.id });
    expect(events.event[0]?.description).toBe(`Created the zone ${name}`);
    await world.lab.call('deleteZone', { id: zone.id });
  });

  it('of an instance reach the host only as text beside a generated name', async () => {
    for (const displayname of hostile) {
      const job = await world.lab.run('deployVirtualMachine', {
        ...(await deployInput(world.lab, 'vm-hostile')),
        displayname,
      });
      const vm = (await world.lab.call('listVirtualMachines', { id: job.resourceId ?? '' })).virtualmachine[0];
      expect(vm?.displayname).toBe(displayname);
      expect(vm?.instancename).toMatch(/^i-2-\d+-VM$/);
      for (const volume of (await world.lab.call('listVolumes', { virtualmachineid: vm?.id ?? '' })).volume)
        expect(volume.path).toMatch(/^\/[a-z0-9/-]+$/);
      await world.lab.run('destroyVirtualMachine', { id: vm?.id ?? '', expunge: true });
    }
  });

  it.each([
    '',
    '   ',
    '\t',
    'line\nbreak',
    'nul\u0000',
    'esc\u001b[2J',
    'bell\u0007',
    'next\u0085line',
    'sep\u2028arator',
    'x'.repeat(256),
  ])('%j is refused', async (name) => {
    const zone = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' };
    await world.refused('createZone', { name, ...zone }, 'name', /must not|at most 255/);
    await world.refused('updateHost', { id: world.ids.host, name }, 'name', /must not|at most 255/);
    await world.refused(
      'updateCluster',
      { id: world.ids.cluster, clustername: name },
      'clustername',
      /must not|at most 255/,
    );
  });

  it.each(['1st', 'under_score', 'dot.ted', '-edge', 'edge-', 'ümlaut', '$(reboot)', 'a b', 'x'.repeat(64)])(
    'a guest cannot be called %j',
    async (name) => {
      await world.refused(
        'deployVirtualMachine',
        { ...(await deployInput(world.lab, 'x')), name },
        'name',
        /letters, digits and hyphens|63/,
      );
    },
  );

  it('that are there already', async () => {
    const again = /already/;
    const subnet = { gateway: '10.7.0.1', netmask: '255.255.255.0', startip: '10.7.0.10', endip: '10.7.0.20' };
    await world.refused('createPod', { zoneid: world.ids.zone, name: 'pod', ...subnet }, 'name', again, /another name/);
    const cluster = { zoneid: world.ids.zone, podid: world.ids.pod, clustername: 'cluster', hypervisor: 'KVM' };
    await world.refused('addCluster', cluster, 'clustername', again, /another name/);
    await world.refused('createPhysicalNetwork', { zoneid: world.ids.zone, name: 'physical' }, 'name', again);
    await world.refused(
      'addTrafficType',
      { physicalnetworkid: world.ids.physical, traffictype: 'Guest' },
      'traffictype',
      again,
    );
    await world.refused(
      'createNetwork',
      { zoneid: world.ids.zone, name: 'guests', networkofferingid: world.ids.offering, ...subnet },
      'name',
      again,
    );
    const pool = { zoneid: world.ids.zone, clusterid: world.ids.cluster, name: 'pool', url: 'nfs://nfs.test/other' };
    await world.refused('createStoragePool', pool, 'name', again);
    await world.refused(
      'addImageStore',
      { zoneid: world.ids.zone, name: 'images', provider: 'NFS', url: 'nfs://nfs.test/other' },
      'name',
      again,
    );
    const host = {
      zoneid: world.ids.zone,
      podid: world.ids.pod,
      clusterid: world.ids.cluster,
      hypervisor: 'Simulator',
    };
    await world.refused('addHost', { ...host, url: 'http://sim-a' }, 'url', again, /Remove it there first/);
    await world.lab.run('deployVirtualMachine', await deployInput(world.lab, 'vm-1'));
    await world.refused('deployVirtualMachine', await deployInput(world.lab, 'vm-1'), 'name', again, /another name/);
  });
});

describe('what is in use is not deleted', () => {
  it('and says by how much', async () => {
    await world.lab.run('deployVirtualMachine', await deployInput(world.lab, 'user'));
    const hint = /first/;
    await world.refused(
      'deleteZone',
      { id: world.ids.zone },
      undefined,
      /still has \d+ instances, 1 pods, 1 guest networks/,
      hint,
    );
    await world.refused('deletePod', { id: world.ids.pod }, undefined, /still has 1 clusters/, hint);
    await world.refused('deleteCluster', { id: world.ids.cluster }, undefined, /still has 2 hosts and 1 pools/, hint);
    await world.refused('deleteNetwork', { id: world.ids.network }, undefined, /has \d+ NICs of instances/, hint);
    await world.refused(
      'deletePhysicalNetwork',
      { id: world.ids.physical },
      undefined,
      /carries 1 guest networks/,
      hint,
    );
    const pool = await idOf(world.lab, 'listStoragePools', 'storagepool', 'pool');
    await world.refused('deleteStoragePool', { id: pool }, undefined, /pool holds \d+ volumes/, hint);
    await world.refused(
      'deleteImageStore',
      { id: await idOf(world.lab, 'listImageStores', 'imagestore', 'images') },
      undefined,
      /holds 1 templates or ISOs/,
      hint,
    );
    const template = await idOf(world.lab, 'listTemplates', 'template', 'template');
    await world.refused('deleteTemplate', { id: template }, undefined, /volumes are linked clones of template/, hint);
    const [range] = (await world.lab.call('listVlanIpRanges', { networkid: world.ids.network })).vlan;
    await world.refused(
      'deleteVlanIpRange',
      { id: range?.id },
      undefined,
      /addresses of the range .* are in use/,
      hint,
    );
    const vm = (await world.lab.call('listVirtualMachines', { name: 'user' })).virtualmachine[0];
    await world.refused('deleteHost', { id: vm?.hostid }, undefined, /\d+ instances run on sim-/, hint);
    await world.refused(
      'startVirtualMachine',
      { id: vm?.id },
      undefined,
      /user is Running and cannot be started/,
      /It must be Stopped/,
    );
    await world.refused('expungeVirtualMachine', { id: vm?.id }, undefined, /cannot be expunged/, /Destroyed/);
    await world.refused('recoverVirtualMachine', { id: vm?.id }, undefined, /cannot be recovered/, /Destroyed/);
  });
});
