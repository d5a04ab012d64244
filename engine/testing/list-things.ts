import { rootDomainId } from '../contract/identity.ts';
import { deployInput, idOf, type TestEngine } from './lab.ts';

/** A preparation of a machine that has been looked at, as its job leaves it. */
export function storedPreparation(lab: TestEngine, address: string, row: object = {}): string {
  const { store, ids, clock } = lab.engine.internals.ctx;
  const id = ids();
  store.insert('hostPreparations', {
    id,
    address,
    port: 22,
    username: 'root',
    authentication: 'password',
    state: 'Planned',
    hostKeyFingerprint: `SHA256:${'a'.repeat(43)}`,
    choices: {},
    created: clock(),
    ...row,
  });
  return id;
}

/** Two of each thing that a small cloud has none of, so that every list has something to go on after. */
export async function makeListedThings(lab: TestEngine, of: { projectid: string; virtualmachineid: string }) {
  const podid = await idOf(lab, 'listPods', 'pod', 'pod');
  const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const networkid = await idOf(lab, 'listNetworks', 'network', 'guests');
  const ostypeid = await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)');
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-of-usage'));
  for (const n of [1, 2]) {
    await lab.run('createAffinityGroup', { name: `apart-${n}`, type: 'host anti-affinity' });
    await lab.call('createInstanceGroup', { name: `group-${n}` });
    await lab.run('generateAlert', { type: 12, name: `Disk ${n}`, description: 'It clicks.' });
    await lab.call('addAnnotation', { annotation: `Comment ${n}`, entitytype: 'NETWORK', entityid: networkid });
    await lab.run('createTags', { resourceids: [networkid], resourcetype: 'Network', tags: { [`key-${n}`]: 'value' } });
    await lab.call('injectSimulatorFault', { hostid, name: 'slow' });
    const role = await lab.call('createProjectRole', { projectid: of.projectid, name: `reader-${n}` });
    await lab.call('createProjectRolePermission', {
      projectid: of.projectid,
      projectroleid: role.id,
      rule: 'list*',
      permission: 'allow',
    });
    await lab.run('createStorageNetworkIpRange', {
      podid,
      gateway: '10.9.0.1',
      netmask: '255.255.255.0',
      startip: `10.9.0.${n}0`,
      endip: `10.9.0.${n}9`,
    });
    await lab.call('createVMSchedule', {
      virtualmachineid: of.virtualmachineid,
      action: 'STOP',
      schedule: `0 ${n} * * *`,
      timezone: 'UTC',
    });
    storedPreparation(lab, `192.0.2.${n}`);
  }
  await lab.run('addGuestOsMapping', {
    ostypeid,
    hypervisor: 'Simulator',
    hypervisorversion: 'default',
    osnameforhypervisor: 'Debian GNU/Linux 12 (64-bit)',
  });
  await lab.call('updateHost', { id: hostid, hosttags: 'fast,quiet' });
  await lab.run('createStoragePool', {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    hostid,
    name: 'tagged',
    url: 'file:///srv/tagged',
    tags: 'ssd,quick',
  });
  // Two days later there is something to add up.
  const { ctx } = lab.engine.internals;
  const { clock } = ctx;
  ctx.clock = () => clock() + 2 * 86_400_000;
  await lab.call('generateUsageRecords', {});
  ctx.clock = clock;
}

/** An empty zone that is dedicated to the desk's account, and all that is in it. */
export async function makeDedicatedThings(lab: TestEngine): Promise<void> {
  const dns = { dns1: '192.0.2.53', internaldns1: '192.0.2.53' };
  const { id: zoneid } = await lab.call('createZone', { name: 'dedicated', networktype: 'Basic', ...dns });
  const range = { gateway: '10.8.0.1', netmask: '255.255.255.0', startip: '10.8.0.10', endip: '10.8.0.19' };
  const { id: podid } = await lab.call('createPod', { zoneid, name: 'dedicated', ...range });
  const inside = { zoneid, podid };
  const { id: clusterid } = await lab.call('addCluster', {
    ...inside,
    clustername: 'dedicated',
    hypervisor: 'Simulator',
  });
  const figures = { hypervisor: 'Simulator', cpunumber: 4, memorytotal: 8 * 1024 ** 3 } as const;
  const added = await lab.run('addHost', { ...inside, clusterid, ...figures, url: 'http://sim-dedicated' });
  const mine = { domainid: rootDomainId, account: 'admin' };
  await lab.run('dedicateZone', { zoneid, ...mine });
  await lab.run('dedicatePod', { podid, ...mine });
  await lab.run('dedicateCluster', { clusterid, ...mine });
  await lab.run('dedicateHost', { hostid: added.resourceId ?? '', ...mine });
}
