import { afterAll, beforeAll, expect, it } from 'vitest';
import { deletedBy, namedUsers, type UsedNoun } from '../../contract/resource-users.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { cluster, disc, host, network, offering, osType, physical, pod, template, zone } from '../../testing/sample.ts';
import { person } from '../../testing/samples-accounts.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  // On the host that is asked about: placement draws among hosts, and could leave this one out.
  const hostid = await host(lab);
  for (let number = 1; number <= namedUsers + 1; number++)
    await lab.run('deployVirtualMachine', { ...(await deployInput(lab, `vm-${number}`)), hostid });
  await lab.run('registerIso', {
    zoneid: await zone(lab),
    name: 'disc',
    url: 'http://images.test/disc.iso',
    ostypeid: await osType(lab),
  });
  await lab.run('attachIso', {
    id: await disc(lab),
    virtualmachineid: await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'vm-1'),
  });
});
afterAll(() => lab.close());

const things: Record<UsedNoun, () => Promise<string>> = {
  zone: () => zone(lab),
  pod: () => pod(lab),
  cluster: () => cluster(lab),
  host: () => host(lab),
  physicalnetwork: () => physical(lab),
  network: () => network(lab),
  storagepool: () => idOf(lab, 'listStoragePools', 'storagepool', 'pool'),
  imagestore: () => idOf(lab, 'listImageStores', 'imagestore', 'images'),
  template: () => template(lab),
  iso: () => disc(lab),
  serviceoffering: () => offering(lab, 'tiny'),
  diskoffering: () => idOf(lab, 'listDiskOfferings', 'diskoffering', 'Small'),
  account: async () => (await lab.call('createAccount', person('ada'))).id,
  async domain() {
    const { id } = await lab.call('createDomain', { name: 'sales' });
    await lab.call('createDomain', { name: 'north', parentdomainid: id });
    return id;
  },
};

it('counts all users, names the first by name, and says what does not stand in the way', async () => {
  const asked = { resourcetype: 'serviceoffering', id: await things.serviceoffering() } as const;
  expect(await lab.call('getResourceUsers', asked)).toMatchObject({
    blocked: false,
    users: [
      {
        resourcetype: 'virtualmachine',
        count: namedUsers + 1,
        blocks: false,
        resource: ['vm-1', 'vm-2', 'vm-3', 'vm-4', 'vm-5'].map((name) => ({ name })),
      },
    ],
  });
  const { users } = await lab.call('getResourceUsers', { resourcetype: 'zone', id: await things.zone() });
  expect(users.map((group) => [group.resourcetype, group.count])).toEqual([
    ['virtualmachine', namedUsers + 1],
    ['pod', 1],
    ['network', 1],
    ['physicalnetwork', 1],
    ['storagepool', 1],
    ['imagestore', 1],
  ]);
});

it.each(Object.keys(deletedBy) as UsedNoun[])('what it says of a %s is what the deletion does', async (noun) => {
  const id = await things[noun]();
  const { blocked } = await lab.call('getResourceUsers', { resourcetype: noun, id });
  if (blocked) expect(await lab.refusal(deletedBy[noun], { id })).toMatchObject({ code: 'inUse' });
  else await lab.call(deletedBy[noun], { id });
  // Offerings are copied into what is made with them, and an account's own goes with it; everything else here is in use.
  expect(blocked).toBe(!noun.endsWith('offering') && noun !== 'account');
});

it('a host whose instances have gone, and a network without them, stand free', async () => {
  const page = await lab.call('listVirtualMachines', { pagesize: -1 });
  for (const { id } of page.virtualmachine) await lab.run('destroyVirtualMachine', { id, expunge: true });
  for (const noun of ['host', 'network', 'storagepool', 'template', 'iso'] as const)
    expect(await lab.call('getResourceUsers', { resourcetype: noun, id: await things[noun]() }), noun).toMatchObject({
      blocked: false,
      users: [],
    });
});

it('tells of a domain’s projects as projects, not as the accounts that own their things', async () => {
  const { id } = await lab.call('createDomain', { name: 'course' });
  await lab.call('createAccount', { ...person('greta'), domainid: id });
  await lab.run('createProject', { name: 'Atlas', account: 'greta', domainid: id });
  const { users } = await lab.call('getResourceUsers', { resourcetype: 'domain', id });
  expect(users.map(({ resourcetype, resource }) => [resourcetype, resource.map(({ name }) => name)])).toEqual([
    ['account', ['greta']],
    ['project', ['Atlas']],
  ]);
});
