import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';
import { storedPreparation } from './testing/list-things.ts';

// What may be said when things of the cloud are made or changed is what they show afterwards.

let lab: TestEngine;
let zoneid: string;
let podid: string;
let clusterid: string;
beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
  podid = await idOf(lab, 'listPods', 'pod', 'pod');
  clusterid = await idOf(lab, 'listClusters', 'cluster', 'cluster');
});
afterAll(() => lab.close());

const nobody = '11111111-2222-4333-8444-555555555555';
const subnet = { gateway: '10.2.0.1', netmask: '255.255.255.0' };

describe('infrastructure', () => {
  it('a zone has the name servers that it was given, and the ones that it was changed to', async () => {
    const made = await lab.call('createZone', {
      name: 'branch',
      networktype: 'Basic',
      dns1: '192.0.2.1',
      dns2: '192.0.2.2',
      internaldns1: '192.0.2.3',
      internaldns2: '192.0.2.4',
    });
    expect(made).toMatchObject({ dns2: '192.0.2.2', internaldns2: '192.0.2.4', localstorageenabled: true });
    const change = {
      name: 'office',
      dns1: '192.0.2.11',
      internaldns1: '192.0.2.13',
      internaldns2: '192.0.2.14',
      domain: 'office.example',
      localstorageenabled: false,
    };
    await lab.call('updateZone', { id: made.id, ...change });
    expect((await lab.call('listZones', { id: made.id })).zone[0]).toMatchObject({ ...change, dns2: '192.0.2.2' });
    const pod = { zoneid: made.id, name: 'attic', ...subnet, startip: '10.2.0.10', endip: '10.2.0.19' };
    const { id } = await lab.call('createPod', pod);
    const moved = { gateway: '10.3.0.1', netmask: '255.255.0.0', startip: '10.3.0.5' };
    await lab.call('updatePod', { id, name: 'cellar', ...moved, endip: '10.3.0.9', allocationstate: 'Disabled' });
    expect((await lab.call('listPods', { id })).pod[0]).toMatchObject({
      name: 'cellar',
      ...moved,
      allocationstate: 'Disabled',
    });
    const cluster = { zoneid: made.id, podid: id, clustername: 'first', hypervisor: 'KVM' } as const;
    const added = await lab.call('addCluster', { ...cluster, allocationstate: 'Disabled' });
    expect(added).toMatchObject({ allocationstate: 'Disabled', arch: 'x86_64' });
    expect(await lab.call('updateCluster', { id: added.id, clustername: 'only' })).toMatchObject({ name: 'only' });
    const physical = await lab.run('createPhysicalNetwork', {
      zoneid: made.id,
      name: 'cable',
      isolationmethods: 'VLAN',
    });
    const networks = await lab.call('listPhysicalNetworks', { id: physical.resourceId });
    expect(networks.physicalnetwork[0]).toMatchObject({ name: 'cable', isolationmethods: 'VLAN' });
  });

  it('a host has the name, tags and comment that it was given; a simulated one the user, too', async () => {
    const host = { zoneid, podid, clusterid, hypervisor: 'Simulator' as const };
    const login = { username: 'operator', password: 'of-no-use-here' };
    const job = await lab.run('addHost', { ...host, url: 'http://sim-c', hosttags: 'fast', ...login });
    expect(job.result).toMatchObject({ username: 'operator', hosttags: 'fast', islocalstorageactive: false });
    const id = job.resourceId ?? '';
    await lab.call('updateHost', { id, name: 'sim-see', annotation: 'New since Monday.' });
    const shown = async () => (await lab.call('listHosts', { id })).host[0];
    expect(await shown()).toMatchObject({ name: 'sim-see', annotation: 'New since Monday.', hasannotations: true });
    const pool = await lab.run('createStoragePool', { zoneid, hostid: id, name: 'own', url: 'file:///srv/own' });
    expect((await shown())?.islocalstorageactive).toBe(true);
    await lab.run('deleteStoragePool', { id: pool.resourceId ?? '' });
    await lab.run('deleteHost', { id });
    expect(await shown()).toBeUndefined();
  });

  it('a prepared machine is added with its login, by its preparation or, as CloudStack’s clients do, by its address', async () => {
    const kvm = await lab.call('addCluster', { zoneid, podid, clustername: 'real', hypervisor: 'KVM' });
    const { secrets } = lab.engine.internals.ctx;
    const address = '127.0.0.1';
    const preparation = storedPreparation(lab, address, {
      state: 'Applied',
      port: 9,
      choices: { packageSource: 'http://mirror.lab.example/debian' },
    });
    secrets.put(preparation, 'authentication', 'password');
    secrets.put(preparation, 'password', 'right');
    const input = { zoneid, podid, clusterid: kvm.id, hypervisor: 'KVM' as const, url: `http://${address}` };
    expect(await lab.refusal('addHost', { ...input, username: 'ada' })).toMatchObject({ field: 'username' });
    const login = { username: 'root', password: 'wrong' };
    expect(await lab.refusal('addHost', { ...input, ...login })).toMatchObject({ field: 'password' });
    // Nobody listens at that port: what is right is let through, and the host does not answer.
    const answer = await lab.call('addHost', { ...input, ...login, password: 'right' });
    const job = await lab.engine.internals.ctx.jobs.wait((answer as unknown as { jobid: string }).jobid);
    expect(job.error?.code).toBe('hostUnreachable');
    expect((await lab.call('listHosts', { clusterid: kvm.id })).count).toBe(0);
    const simulated = { ...input, clusterid, hypervisor: 'Simulator' as const, hostpreparationid: preparation };
    const { result, resourceId } = await lab.run('addHost', simulated);
    expect(result).toMatchObject({
      hostpreparationid: preparation,
      hostkeyfingerprint: `SHA256:${'a'.repeat(43)}`,
      ipaddress: address,
    });
    const [row] = (await lab.call('listHostPreparations', { clusterid })).hostpreparation;
    expect(row).toMatchObject({
      id: preparation,
      hostid: resourceId,
      clusterid,
      packagesource: 'http://mirror.lab.example/debian',
    });
    await lab.run('deleteHost', { id: resourceId ?? '' });
    const of = async () => (await lab.call('listHostPreparations', { id: preparation })).hostpreparation[0];
    expect((await of())?.clusterid).toBeUndefined();
    // It goes to the machine, which does not answer; nothing is forgotten for that.
    const undo = await lab.call('undoHostPreparation', { id: preparation });
    expect((await lab.engine.internals.ctx.jobs.wait(undo.jobid)).error?.code).toBe('hostUnreachable');
    const planned = { steps: [], canApply: true, complete: false };
    const bare = storedPreparation(lab, '127.0.0.2', { port: 9, plan: planned });
    secrets.put(bare, 'authentication', 'password');
    secrets.put(bare, 'password', 'right');
    const apply = await lab.call('applyHostPreparation', { id: bare });
    expect((await lab.engine.internals.ctx.jobs.wait(apply.jobid)).error?.code).toBe('hostUnreachable');
    expect((await lab.call('listHostPreparations', { id: bare })).count).toBe(1);
  });

  it('says of itself where it is reached, and of each job and host that it manages them', async () => {
    const [server] = (await lab.call('listManagementServers', {})).managementserver;
    expect(server).toMatchObject({ serviceip: '127.0.0.1', agentscount: 2 });
    const { address } = await lab.call('getThisComputer', {});
    expect(server?.ipaddress).toBe(address[0] ?? '127.0.0.1');
    const [job] = (await lab.call('listAsyncJobs', {})).asyncjobs;
    const [host] = (await lab.call('listHosts', {})).host;
    const mine = { managementserverid: server?.id, managementservername: server?.name };
    expect([job, host]).toMatchObject([mine, mine]);
    await lab.call('updateRegion', { id: 1, endpoint: 'http://cloud.lab.example:8080/client/' });
    expect((await lab.call('listRegions', {})).region[0]?.endpoint).toBe('http://cloud.lab.example:8080/client/');
  });

  it('says where the port without keys listens, and why it does not', async () => {
    const taken = createServer();
    await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
    const { port } = taken.address() as { port: number };
    const set = (value: string) => lab.call('updateConfiguration', { name: 'integration.api.port', value });
    const server = () => lab.call('getApiServer', {});
    await set(String(port));
    await expect.poll(async () => (await server()).integrationerror).toMatch(/./);
    expect((await server()).integrationerrorphrase).toBeDefined();
    await set('0');
    await new Promise((done) => taken.close(done));
    await set(String(port));
    await expect.poll(async () => (await server()).integrationurl).toContain(String(port));
    await set('0');
    await expect.poll(async () => (await server()).integrationurl).toBeUndefined();
  });

  it('an alert is about the pod or the zone that it names, and the last days’ alone are archived or deleted', async () => {
    const raise = (name: string, about: object) =>
      lab.run('generateAlert', { type: 12, name, description: 'It clicks.', ...about });
    await raise('pod', { podid });
    await raise('zone', { zoneid });
    const about = async (name: string) => (await lab.call('listAlerts', { name })).alert[0];
    expect(await about('pod')).toMatchObject({ resourceid: podid, resourcetype: 'Pod' });
    expect(await about('zone')).toMatchObject({ resourceid: zoneid, resourcetype: 'Zone' });
    const left = async () => (await lab.call('listAlerts', {})).count;
    const before = { type: '12', enddate: '2001-01-01' };
    for (const name of ['archiveAlerts', 'deleteAlerts'] as const) await lab.call(name, before);
    expect(await left()).toBe(2);
    await lab.call('archiveAlerts', { type: '12', startdate: '2999-01-01' });
    expect(await left()).toBe(2);
    await lab.call('deleteAlerts', { ids: [(await about('pod'))?.id ?? ''] });
    expect(await left()).toBe(1);
    await lab.call('archiveAlerts', { type: '12', startdate: '2001-01-01', enddate: '2999-01-01' });
    expect(await left()).toBe(0);
  });

  it('events are archived by their type and time, and deleted from a day on', async () => {
    const count = async (input: object = {}) => (await lab.call('listEvents', { type: 'POD.CREATE', ...input })).count;
    const all = await count();
    expect(all).toBeGreaterThan(0);
    await lab.call('archiveEvents', { type: 'POD.CREATE', startdate: '2001-01-01', enddate: '2001-01-02' });
    expect(await count()).toBe(all);
    await lab.call('archiveEvents', { type: 'POD.CREATE', startdate: '2001-01-01', enddate: '2999-01-01' });
    expect([await count(), await count({ archived: true })]).toEqual([0, all]);
    await lab.call('deleteEvents', { type: 'POD.CREATE', startdate: '2999-01-01' });
    expect(await count({ archived: true })).toBe(all);
    await lab.call('deleteEvents', { type: 'POD.CREATE', startdate: '2001-01-01' });
    expect(await count({ archived: true })).toBe(0);
  });

  it('a guest OS type of one’s own moves to another category', async () => {
    const category = (name: string) => idOf(lab, 'listOsCategories', 'oscategory', name);
    const made = await lab.run('addGuestOs', { oscategoryid: await category('Other'), osdisplayname: 'Appliance' });
    const oscategoryid = await category('Debian');
    const { result } = await lab.run('updateGuestOs', { id: made.resourceId ?? '', oscategoryid });
    expect(result).toMatchObject({ oscategoryid, oscategoryname: 'Debian' });
  });
});

describe('networks', () => {
  it('belong to who was named, on the physical network that was named, and serve by what their zone says', async () => {
    await lab.call('updateZone', { id: zoneid, dns2: '192.0.2.54', domain: 'zone.example' });
    const [physical] = (await lab.call('listPhysicalNetworks', { zoneid })).physicalnetwork;
    const physicalnetworkid = physical?.id ?? '';
    const networkofferingid = await idOf(
      lab,
      'listNetworkOfferings',
      'networkoffering',
      'DefaultSharedNetworkOffering',
    );
    const base = {
      zoneid,
      networkofferingid,
      physicalnetworkid,
      netmask: '255.255.255.0',
      displaytext: 'For the class',
    };
    const student = lab.user('student');
    const theirs = { account: 'student', domainid: student.domainId };
    const hers = await lab.call('createNetwork', {
      ...base,
      ...theirs,
      name: 'hers',
      gateway: '10.5.0.1',
      startip: '10.5.0.10',
      endip: '10.5.0.19',
    });
    expect(hers).toMatchObject({ account: 'student', displaytext: 'For the class', physicalnetworkid });
    expect(hers).toMatchObject({ vlan: 'untagged', networkofferingavailability: 'Optional' });
    const wrong = { name: 'x', gateway: '10.6.0.1', startip: '10.6.0.10', endip: '10.6.0.19' };
    expect(await lab.refusal('createNetwork', { ...base, ...wrong, physicalnetworkid: nobody })).toMatchObject({
      field: 'physicalnetworkid',
    });
    const projectid = (await lab.run('createProject', { name: 'atlas' })).resourceId ?? '';
    const ours = await lab.call('createNetwork', { ...base, ...wrong, name: 'ours', projectid });
    expect(ours).toMatchObject({ project: 'atlas', projectid });
    expect(ours.account).toBeUndefined();
    await lab.run('deployVirtualMachine', {
      ...(await deployInput(lab, 'in-project')),
      projectid,
      networkids: [ours.id],
    });
    const [router] = (await lab.call('listRouters', { networkid: ours.id })).router;
    expect(router).toMatchObject({
      dns2: '192.0.2.54',
      networkdomain: 'zone.example',
      project: 'atlas',
      projectid,
      arch: 'x86_64',
    });
    const range = { networkid: ours.id, startip: '10.6.0.30', endip: '10.6.0.39', vlan: 'untagged' as const };
    const added = await lab.call('createVlanIpRange', { ...range, zoneid, podid, physicalnetworkid });
    expect(added).toMatchObject({ startip: '10.6.0.30', zoneid, physicalnetworkid, forsystemvms: false });
    const more = { ...range, startip: '10.6.0.40', endip: '10.6.0.49' };
    for (const field of ['zoneid', 'podid', 'physicalnetworkid'])
      expect(await lab.refusal('createVlanIpRange', { ...more, [field]: nobody })).toMatchObject({ field });
    // What happens in a project is told with it.
    const [event] = (await lab.call('listEvents', { projectid })).event;
    expect(event).toMatchObject({ project: 'atlas', projectid });
  });
});

describe('settings', () => {
  const setting = {
    StoragePool: 'storageid',
    Zone: 'zoneid',
    Account: 'accountid',
  } as const;
  const placeOf = async (scope: keyof typeof setting) =>
    ({
      StoragePool: await idOf(lab, 'listStoragePools', 'storagepool', 'pool'),
      Zone: zoneid,
      Account: lab.user(`of-${scope}`).accountId,
    })[scope];

  it.each(Object.keys(setting) as (keyof typeof setting)[])(
    'are changed at a scope alone, and taken back there: %s',
    async (scope) => {
      const place = { [setting[scope]]: await placeOf(scope) };
      const listed = (await lab.call('listConfigurations', { ...place, pagesize: 500 })).configuration;
      const one = listed.find((each) => ['number', 'boolean'].includes(each.type) && each.scopes.includes(scope));
      if (one === undefined) throw new Error(`Nothing has the scope ${scope}.`);
      const read = async (where: object) =>
        (await lab.call('listConfigurations', { ...where, name: one.name })).configuration[0];
      const more = Number(one.value) + (one.whole ? 1 : 0.01);
      const other = one.type === 'boolean' ? String(one.value !== 'true') : String(more);
      await lab.call('updateConfiguration', { name: one.name, value: other, ...place });
      expect(await read(place)).toMatchObject({ value: other, overridden: true });
      expect((await read({}))?.value).toBe(one.value);
      await lab.call('resetConfiguration', { name: one.name, ...place });
      expect(await read(place)).toMatchObject({ value: one.value, overridden: false });
    },
  );

  it('of a domain are taken back there', async () => {
    const domainid = (await lab.call('createDomain', { name: 'settled' })).id;
    const name = 'password.policy.minimum.length';
    const value = async () => (await lab.call('listConfigurations', { domainid, name })).configuration[0]?.value;
    const before = await value();
    await lab.call('updateConfiguration', { name, value: '17', domainid });
    expect(await value()).toBe('17');
    await lab.call('resetConfiguration', { name, domainid });
    expect(await value()).toBe(before);
  });

  it('that belong to another are found by it', async () => {
    const all = (await lab.call('listConfigurations', { pagesize: 500 })).configuration;
    const parent = all.find((each) => each.parent !== undefined)?.parent ?? '';
    const children = (await lab.call('listConfigurations', { parent })).configuration;
    expect(children.length).toBeGreaterThan(0);
    expect(children.every((each) => each.parent === parent)).toBe(true);
    expect(children.length).toBeLessThan(all.length);
    // What is made or changed of such a setting says so as well.
    const [child] = children;
    const value = child?.value ?? '';
    expect((await lab.call('updateConfiguration', { name: child?.name ?? '', value })).parent).toBe(parent);
  });
});

it('secrets are unlocked by the passphrase that seals them, and by no other', async () => {
  const key = new Uint8Array(32).fill(3);
  const keyStore = {
    kind: 'passphrase',
    async load(passphrase?: string) {
      if (passphrase !== 'open sesame') throw new Error('wrong passphrase');
      return key;
    },
    save: async () => undefined,
  };
  const own = await startTestEngine({ keyStore });
  expect((await own.call('getSession', {})).unlocked).toBe(false);
  expect(await own.refusal('unlockSecrets', { passphrase: 'open barley' })).toMatchObject({ field: 'passphrase' });
  await own.call('unlockSecrets', { passphrase: 'open sesame' });
  expect((await own.call('getSession', {})).unlocked).toBe(true);
  await own.close();
});

it('usage is told with its project and its tags, of one account, and added up again for one domain', async () => {
  const own = await startTestEngine();
  const { ctx } = own.engine.internals;
  const { clock } = ctx;
  await buildCloud(own);
  const projectid = (await own.run('createProject', { name: 'atlas' })).resourceId ?? '';
  const vm = await own.run('deployVirtualMachine', { ...(await deployInput(own, 'vm-1')), projectid });
  const tags = { resourceids: [vm.resourceId ?? ''], resourcetype: 'UserVm' as const, tags: { course: 'linux' } };
  await own.run('createTags', tags);
  await own.run('deployVirtualMachine', await deployInput(own, 'vm-2'));
  ctx.clock = () => clock() + 2 * 86_400_000;
  await own.call('generateUsageRecords', {});
  const period = { startdate: '2001-01-01', enddate: '2999-01-01' };
  const records = async (input: object) =>
    (await own.call('listUsageRecords', { ...period, type: 2, ...input })).usagerecord;
  const [record] = await records({ projectid, includetags: true });
  expect(record).toMatchObject({
    name: 'vm-1',
    project: 'atlas',
    projectid,
    tags: [{ key: 'course', value: 'linux' }],
  });
  expect((await records({ projectid }))[0]?.tags).toBeUndefined();
  const admin = own.engine.desktopCaller().accountId;
  expect(new Set((await records({ accountid: admin })).map(({ name }) => name))).toEqual(new Set(['vm-2']));
  const totals = (await own.call('listUsageTotals', { ...period, type: 2 })).usagetotal;
  expect(new Set(totals.map((each) => each.usagetype))).toEqual(new Set([2]));
  expect(totals.find((each) => each.projectid === projectid)).toMatchObject({ project: 'atlas' });
  const domainid = (await own.call('createDomain', { name: 'empty' })).id;
  // Records of another domain than the one that is added up again stay as they are.
  ctx.store.prepare('UPDATE usage_record SET raw_usage = 99').run();
  await own.call('generateUsageRecords', { ...period, domainid });
  expect((await records({ projectid }))[0]?.rawusage).toBe('99');
  await own.call('generateUsageRecords', { ...period, domainid: own.engine.desktopCaller().domainId });
  expect((await records({ projectid }))[0]?.rawusage).not.toBe('99');
  await own.close();
});
