import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CommandName, contract } from './contract/contract.ts';
import { errorData } from './contract/errors.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';
import { storedPreparation } from './testing/list-things.ts';

// What lists can be narrowed by: the one value finds something, and with another value nothing of that is found.

let lab: TestEngine;
const at: Record<string, string> = {};
const nobody = '11111111-2222-4333-8444-555555555555';

type Row = Record<string, unknown>;
async function rowsOf(list: CommandName, input: object): Promise<Row[]> {
  const page = (await lab.call(list, input as never)) as unknown as Record<string, Row[]>;
  return page[contract[list].object] ?? [];
}
/** Nothing is there by that id: it is refused, as CloudStack does it, or nothing is found. */
const rowsOrNone = (list: CommandName, input: object): Promise<Row[]> =>
  rowsOf(list, input).catch((error: unknown) => {
    expect(errorData(error).code).toBe('parameter');
    return [];
  });
const keyOf = (row: Row): string => JSON.stringify([row.id ?? row.jobid ?? row.name, row.zoneid]);

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  const id = (list: CommandName, name: string) => idOf(lab, list, contract[list].object, name);
  at.zone = await id('listZones', 'zone');
  at.pod = await id('listPods', 'pod');
  at.cluster = await id('listClusters', 'cluster');
  at.host = await id('listHosts', 'sim-a');
  at.network = await id('listNetworks', 'guests');
  at.physical = await id('listPhysicalNetworks', 'physical');
  at.offering = await id('listNetworkOfferings', 'DefaultSharedNetworkOffering');
  const second = { networktype: 'Basic', dns1: '192.0.2.1', internaldns1: '192.0.2.1' } as const;
  at.zone2 = (await lab.call('createZone', { ...second, name: 'zone-2' })).id;
  const subnet = { gateway: '10.2.0.1', netmask: '255.255.255.0' };
  const pod = { zoneid: at.zone2, name: 'pod-2', ...subnet, startip: '10.2.0.10', endip: '10.2.0.19' };
  at.pod2 = (await lab.call('createPod', pod)).id;
  const cluster = { zoneid: at.zone2, podid: at.pod2, clustername: 'cluster-2', hypervisor: 'KVM' } as const;
  at.cluster2 = (await lab.call('addCluster', { ...cluster, allocationstate: 'Disabled' })).id;
  at.physical2 = (await lab.run('createPhysicalNetwork', { zoneid: at.zone2, name: 'physical-2' })).resourceId ?? '';
  await lab.run('addTrafficType', { physicalnetworkid: at.physical2, traffictype: 'Guest' });
  const guests = { networkofferingid: at.offering, ...subnet, startip: '10.2.0.100', endip: '10.2.0.109' };
  at.network2 = (await lab.call('createNetwork', { ...guests, zoneid: at.zone2, name: 'guests-2' })).id;
  await lab.run('createTags', { resourceids: [at.network], resourcetype: 'Network', tags: { course: 'linux' } });
  await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-1'));
  at.serving = (await lab.call('listRouters', {})).router[0]?.hostid ?? '';
  at.fault = (await lab.call('injectSimulatorFault', { hostid: at.host, name: 'slow' })).id;
  at.preparation = storedPreparation(lab, '192.0.2.7', { hostId: at.host, state: 'Applied' });
  storedPreparation(lab, '192.0.2.8');
  at.storage = (await lab.run('createStorageNetworkIpRange', { podid: at.pod, ...storage, startip: '10.9.0.10' }))
    .resourceId as string;
  for (const [name, own] of [
    ['mine', false],
    ['other', true],
  ] as const) {
    const made = await lab.run('createProject', { name, displaytext: `${name} text` });
    at[name] = made.resourceId ?? '';
    if (own) await lab.run('suspendProject', { id: at[name] });
  }
  await lab.call('createAccount', { ...person, username: 'ada', roleid: await id('listRoles', 'User') });
  at.ada = await id('listAccounts', 'ada');
  await lab.run('disableAccount', { id: at.ada, lock: false });
  at.domain = (await lab.call('createDomain', { name: 'school' })).id;
  at.below = (await lab.call('createDomain', { name: 'class', parentdomainid: at.domain })).id;
  await lab.call('createAccount', { ...person, username: 'eve', domainid: at.below });
  await lab.call('createUser', { ...person, username: 'eve-2', account: 'eve', domainid: at.below });
  await lab.run('disableUser', { id: (await lab.call('listUsers', { username: 'eve-2' })).user[0]?.id ?? '' });
  at.eve = (await lab.call('listAccounts', { name: 'eve', domainid: at.below })).account[0]?.id ?? '';
  at.userRole = await id('listRoles', 'User');
  at.projectRole = (await lab.call('createProjectRole', { projectid: at.mine ?? '', name: 'reader' })).id;
  await lab.call('createProjectRole', { projectid: at.mine ?? '', name: 'writer' });
  await lab.call('createUser', { ...person, username: 'bob', account: 'admin' });
  at.bob = (await lab.call('listUsers', { username: 'bob' })).user[0]?.id ?? '';
  await lab.call('enableAccount', { id: at.ada });
  await lab.run('addAccountToProject', { projectid: at.mine ?? '', account: 'ada', projectroleid: at.projectRole });
  await lab.run('addUserToProject', { projectid: at.mine ?? '', username: 'bob', roletype: 'Regular' });
  await lab.run('disableAccount', { id: at.ada, lock: false });
  await lab.run('generateAlert', { type: 12, name: 'Disk', description: 'It clicks.', podid: at.pod });
  at.alert = (await lab.call('listAlerts', { name: 'Disk' })).alert[0]?.id ?? '';
  at.event = (await lab.call('listEvents', { type: 'POD.CREATE' })).event[0]?.id ?? '';
  at.windows = await id('listOsTypes', 'Windows Server 2022 (64-bit)');
  at.debian = await id('listOsTypes', 'Debian GNU/Linux 12 (64-bit)');
  const mapping = { hypervisor: 'Simulator', hypervisorversion: 'default' } as const;
  await lab.run('addGuestOsMapping', {
    ...mapping,
    ostypeid: at.windows ?? '',
    osnameforhypervisor: 'Other (64-bit)',
  });
  await lab.run('addGuestOsMapping', {
    ...mapping,
    osdisplayname: 'Debian GNU/Linux 12 (64-bit)',
    osnameforhypervisor: 'Windows Server 2022 (64-bit)',
  });
  at.category = await id('listOsCategories', 'Windows');
  at.mapping = (await lab.call('listGuestOsMapping', { ostypeid: at.windows })).guestosmapping[0]?.id ?? '';
  for (const [kind, list, object] of [
    ['router', 'listVirtualRouterElements', 'virtualrouterelement'],
    ['balancer', 'listInternalLoadBalancerElements', 'internalloadbalancerelement'],
    ['ovs', 'listOvsElements', 'ovselement'],
  ] as const) {
    const page = (await lab.call(list, {})) as unknown as Record<string, { id: string }[]>;
    at[kind] = page[object]?.[0]?.id ?? '';
  }
  at.server = (await lab.call('listManagementServers', {})).managementserver[0]?.id ?? '';
  at.serverName = (await lab.call('listManagementServers', {})).managementserver[0]?.name ?? '';
  at.range = (await lab.call('listVlanIpRanges', { networkid: at.network ?? '' })).vlan[0]?.id ?? '';
  await lab.run('configureInternalLoadBalancerElement', { id: at.balancer ?? '', enabled: true });
});
afterAll(() => lab.close());

const storage = { gateway: '10.9.0.1', netmask: '255.255.255.0' };
const person = { password: 'Green-2026-river', email: 'a@lab.example', firstname: 'A', lastname: 'B' };

/** A list, what finds something, what finds nothing of that, and what the list wants besides. */
type Case = readonly [list: CommandName, right: () => object, wrong: () => object, besides?: () => object];
const cases: readonly Case[] = [
  ['listZones', () => ({ id: at.zone }), () => ({ id: at.zone2 })],
  ['listZones', () => ({ allocationstate: 'Enabled' }), () => ({ allocationstate: 'Disabled' })],
  ['listZones', () => ({ networktype: 'Basic' }), () => ({ networktype: 'Advanced' })],
  ['listPods', () => ({ name: 'pod' }), () => ({ name: 'pod-2' })],
  ['listClusters', () => ({ name: 'cluster' }), () => ({ name: 'cluster-2' })],
  ['listClusters', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listClusters', () => ({ podid: at.pod }), () => ({ podid: at.pod2 })],
  ['listClusters', () => ({ allocationstate: 'Disabled' }), () => ({ allocationstate: 'Enabled' })],
  ['listHosts', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listHosts', () => ({ podid: at.pod }), () => ({ podid: at.pod2 })],
  ['listHosts', () => ({ clusterid: at.cluster }), () => ({ clusterid: at.cluster2 })],
  ['listHosts', () => ({ hypervisor: 'Simulator' }), () => ({ hypervisor: 'KVM' })],
  ['listHosts', () => ({ state: 'Up' }), () => ({ state: 'Down' })],
  ['listHosts', () => ({ type: 'Routing' }), () => ({ type: 'SecondaryStorageVM' })],
  ['listHosts', () => ({ version: '0.0.0-test' }), () => ({ version: '1' })],
  ['listHosts', () => ({ managementserverid: at.server }), () => ({ managementserverid: nobody })],
  ['listHosts', () => ({ hahost: false }), () => ({ hahost: true })],
  ['listHostPreparations', () => ({ id: at.preparation }), () => ({ id: nobody })],
  ['listHostPreparations', () => ({ state: 'Applied' }), () => ({ state: 'Planned' })],
  ['listHostPreparations', () => ({ clusterid: at.cluster }), () => ({ clusterid: at.cluster2 })],
  ['listCapacity', () => ({ zoneid: at.zone, type: 0 }), () => ({ zoneid: at.zone2, type: 0 })],
  ['listPhysicalNetworks', () => ({ id: at.physical }), () => ({ id: at.physical2 })],
  ['listNetworks', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listNetworks', () => ({ physicalnetworkid: at.physical }), () => ({ physicalnetworkid: at.physical2 })],
  ['listNetworks', () => ({ tags: { course: 'linux' } }), () => ({ tags: { course: 'go' } })],
  ['listNetworkOfferings', () => ({ id: at.offering }), () => ({ id: nobody })],
  ['listNetworkOfferings', () => ({ name: 'DefaultSharedNetworkOffering' }), () => ({ name: 'Other' })],
  ['listNetworkOfferings', () => ({ guestiptype: 'Shared' }), () => ({ guestiptype: 'Isolated' })],
  ['listVlanIpRanges', () => ({ id: at.range }), () => ({ id: nobody })],
  ['listVlanIpRanges', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listStorageNetworkIpRange', () => ({ id: at.storage }), () => ({ id: nobody })],
  ['listStorageNetworkIpRange', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listRouters', () => ({ id: at.network }), () => ({ id: at.network2 })],
  ['listRouters', () => ({ networkid: at.network }), () => ({ networkid: at.network2 })],
  ['listRouters', () => ({ name: 'guests' }), () => ({ name: 'guests-2' })],
  ['listRouters', () => ({ hostid: at.serving }), () => ({ hostid: nobody })],
  ['listRouters', () => ({ podid: at.pod }), () => ({ podid: at.pod2 })],
  ['listRouters', () => ({ clusterid: at.cluster }), () => ({ clusterid: at.cluster2 })],
  ['listVirtualRouterElements', () => ({ id: at.router }), () => ({ id: at.ovs })],
  ['listInternalLoadBalancerElements', () => ({ id: at.balancer }), () => ({ id: at.ovs })],
  ['listInternalLoadBalancerElements', () => ({ enabled: true }), () => ({ enabled: false })],
  ['listOvsElements', () => ({ id: at.ovs }), () => ({ id: at.router })],
  ['listSupportedNetworkServices', () => ({ provider: 'VirtualRouter' }), () => ({ provider: 'Ovs' })],
  ['listRegions', () => ({ name: 'Local' }), () => ({ name: 'Elsewhere' })],
  ['listManagementServers', () => ({ id: at.server }), () => ({ id: nobody })],
  ['listManagementServers', () => ({ name: at.serverName }), () => ({ name: 'another' })],
  ['listManagementServers', () => ({ version: '0.0.0-test' }), () => ({ version: '1' })],
  ['listSimulatorFaults', () => ({ hostid: at.host }), () => ({ hostid: nobody })],
  ['listAccounts', () => ({ roleid: at.userRole }), () => ({ roleid: nobody })],
  ['listAccounts', () => ({ state: 'disabled' }), () => ({ state: 'enabled' })],
  ['listAccounts', () => ({ accounttype: 0 }), () => ({ accounttype: 1 })],
  ['listAccounts', () => ({ domainid: at.domain, isrecursive: true }), () => ({ domainid: at.domain })],
  ['listUsers', () => ({ accountid: at.eve }), () => ({ accountid: at.ada })],
  ['listUsers', () => ({ accounttype: 0 }), () => ({ accounttype: 1 })],
  ['listUsers', () => ({ state: 'disabled' }), () => ({ state: 'enabled' })],
  ['listUsers', () => ({ usersource: 'native' }), () => ({ usersource: 'ldap' })],
  ['listDomains', () => ({ domainid: at.below }), () => ({ id: at.domain })],
  ['listDomainChildren', () => ({ name: 'class' }), () => ({ name: 'school' }), () => ({ id: at.domain })],
  ['listProjects', () => ({ displaytext: 'mine text' }), () => ({ displaytext: 'other text' })],
  ['listProjects', () => ({ state: 'Suspended' }), () => ({ state: 'Active' })],
  ['listProjectAccounts', () => ({ account: 'ada' }), () => ({ account: 'eve' }), () => ({ projectid: at.mine })],
  ['listProjectAccounts', () => ({ userid: at.bob }), () => ({ userid: nobody }), () => ({ projectid: at.mine })],
  [
    'listProjectAccounts',
    () => ({ projectroleid: at.projectRole }),
    () => ({ projectroleid: nobody }),
    () => ({ projectid: at.mine }),
  ],
  ['listProjectRoles', () => ({ name: 'reader' }), () => ({ name: 'writer' }), () => ({ projectid: at.mine })],
  [
    'listProjectRoles',
    () => ({ projectroleid: at.projectRole }),
    () => ({ name: 'writer' }),
    () => ({ projectid: at.mine }),
  ],
  ['listRoles', () => ({ id: at.userRole }), () => ({ name: 'Root Admin' })],
  ['listRoles', () => ({ type: 'User' }), () => ({ type: 'Admin' })],
  ['listRoles', () => ({ state: 'enabled' }), () => ({ state: 'disabled' })],
  ['listAlerts', () => ({ id: at.alert }), () => ({ id: nobody })],
  ['listEvents', () => ({ id: at.event }), () => ({ id: nobody })],
  ['listEvents', () => ({ resourcetype: 'Pod' }), () => ({ resourcetype: 'Zone' })],
  ['listEvents', () => ({ state: 'Completed' }), () => ({ state: 'Scheduled' })],
  ['listEvents', () => ({ username: 'admin' }), () => ({ username: 'system' })],
  ['listAsyncJobs', () => ({ pending: false }), () => ({ pending: true })],
  ['listAsyncJobs', () => ({ startdate: '2020-01-01' }), () => ({ startdate: '2999-01-01' })],
  ['listAsyncJobs', () => ({ managementserverid: at.server }), () => ({ managementserverid: nobody })],
  ['listGuestOsMapping', () => ({ id: at.mapping }), () => ({ id: nobody })],
  ['listGuestOsMapping', () => ({ ostypeid: at.windows }), () => ({ ostypeid: at.debian })],
  [
    'listGuestOsMapping',
    () => ({ osdisplayname: 'Windows Server 2022 (64-bit)' }),
    () => ({ osdisplayname: 'Debian GNU/Linux 12 (64-bit)' }),
  ],
  [
    'listGuestOsMapping',
    () => ({ osnameforhypervisor: 'Other (64-bit)' }),
    () => ({ osnameforhypervisor: 'Windows Server 2022 (64-bit)' }),
  ],
  ['listOsTypes', () => ({ id: at.windows }), () => ({ id: at.debian })],
  ['listOsTypes', () => ({ ids: [at.windows] }), () => ({ ids: [at.debian] })],
  ['listOsTypes', () => ({ oscategoryid: at.category }), () => ({ id: at.debian })],
  ['listOsCategories', () => ({ id: at.category }), () => ({ name: 'Debian' })],
  ['listOsCategories', () => ({ keyword: 'windo' }), () => ({ keyword: 'debia' })],
  ['listOsCategories', () => ({ isiso: false }), () => ({ isiso: true })],
  ['listOsCategories', () => ({ zoneid: at.zone }), () => ({ zoneid: at.zone2 })],
  ['listConfigurations', () => ({ category: 'Advanced' }), () => ({ category: 'Nothing' })],
  ['listConfigurations', () => ({ subgroup: 'Sign-in' }), () => ({ subgroup: 'Branding' })],
  ['listConfigurations', () => ({ effective: true }), () => ({ effective: false })],
];

describe('is narrowed', () => {
  it.each(cases.map((each, index) => [each[0], Object.keys(each[1]()).join(' and '), index] as const))(
    '%s by %s',
    async (_list, _by, index) => {
      const [list, right, wrong, besides] = cases[index] as Case;
      const also = { pagesize: 500, ...besides?.() };
      const found = await rowsOf(list, { ...also, ...right() });
      expect(found).not.toEqual([]);
      const others = new Set((await rowsOrNone(list, { ...also, ...wrong() })).map(keyOf));
      expect(found.filter((row) => others.has(keyOf(row)))).toEqual([]);
    },
  );
});

it('domains below a domain are listed with all below them, where that is asked for', async () => {
  const names = async (input: object) =>
    (await lab.call('listDomainChildren', input)).domain.map((each) => each.name).sort();
  expect(await names({ isrecursive: false, listall: true })).toEqual(['school']);
  expect(await names({ isrecursive: true, listall: true })).toEqual(['class', 'school']);
});

it('accounts are all that one may see, or one’s own alone', async () => {
  const names = async (listall: boolean) =>
    (await lab.call('listAccounts', { listall })).account.map((each) => each.name).sort();
  expect(await names(true)).toEqual(['ada', 'admin', 'eve']);
  expect(await names(false)).toEqual(['admin']);
});

it('projects are found by who is in them as a user', async () => {
  const names = async (username: string) =>
    (await lab.call('listProjects', { username })).project.map((each) => each.name);
  // As himself, and by his account.
  expect(await names('bob')).toEqual(['mine', 'other']);
  expect(await names('eve-2')).toEqual([]);
  const members = (await lab.call('listProjectAccounts', { projectid: at.mine ?? '', userid: at.bob })).projectaccount;
  expect(members).toMatchObject([{ userid: at.bob, username: 'bob', account: 'admin', role: 'Regular' }]);
});

it('the counts of a zone are its own', async () => {
  const hosts = async (zoneid: string | undefined) => (await lab.call('listInfrastructure', { zoneid })).hosts;
  expect([await hosts(at.zone), await hosts(at.zone2)]).toEqual([2, 0]);
});

it('of a pod alone there are no guest ranges: they belong to networks', async () => {
  expect((await lab.call('listVlanIpRanges', {})).count).toBe(2);
  expect((await lab.call('listVlanIpRanges', { podid: at.pod })).count).toBe(0);
});

it('what is not here is listed empty, whatever it is narrowed by', async () => {
  const systemVm = { hostid: at.host, podid: at.pod, zoneid: at.zone, state: 'Running', systemvmtype: 'consoleproxy' };
  expect(await lab.call('listSystemVms', { ...systemVm, id: nobody, name: 'v-1' })).toEqual({ count: 0, systemvm: [] });
  const group = { id: nobody, securitygroupname: 'default', virtualmachineid: nobody, tags: { a: 'b' } };
  expect(await lab.call('listSecurityGroups', group)).toEqual({ count: 0, securitygroup: [] });
});

it('a log is read page by page, from its beginning or after a line', async () => {
  const jobid = (await lab.call('listAsyncJobs', { resourcetype: 'VirtualMachine' })).asyncjobs[0]?.jobid ?? '';
  const indexes = async (input: object) =>
    (await lab.call('listJobLogs', { jobid, ...input })).joblog.map((line) => line.index);
  const all = await indexes({ sortby: 'index', sortorder: 'asc' });
  expect(all.length).toBeGreaterThan(1);
  expect(await indexes({ sortby: 'index', sortorder: 'desc' })).toEqual(all.toReversed());
  expect(await indexes({ sortby: 'index', page: 2, pagesize: 1 })).toEqual(all.slice(1, 2));
  expect(await indexes({ page: 1, pagesize: 2 })).toEqual(all.slice(-2));
  expect(await indexes({ page: 2, pagesize: 1 })).toEqual(all.slice(-2, -1));
  expect(await indexes({ after: all[0] })).toEqual(all.slice(1));
});

it('used capacity is asked of the stores anew where the latest is wanted', async () => {
  const own = await startTestEngine({ periodic: true });
  await buildCloud(own);
  const used = async (fetchlatest: boolean) =>
    (await own.call('listCapacity', { type: 2, fetchlatest })).capacity[0]?.capacityused ?? 0;
  const { store } = own.engine.internals.ctx;
  store.update('storagePools', store.where('storagePools', 'removed IS NULL')[0]?.id ?? '', { used: 7 });
  expect(await used(false)).toBe(7);
  await used(true);
  await expect.poll(() => used(false)).not.toBe(7);
  await own.close();
});
