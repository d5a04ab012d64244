import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import type { CommandName } from './contract/contract.ts';
import { errorCodes } from './contract/errors.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';
import { person, role as roleId } from './testing/samples-accounts.ts';

// The commands that could do the most harm, by hand: what each stranger is answered when he aims one at alice or at the cloud under her, and
// that she (or the administrator) finds everything as it was after every single try. The matrix says who a command is for; this says what
// happens to whoever it is not for. Codes are CloudStack's: 531 for a thing of somebody else, 432 for a command that the role does not have, 401
// for who has not signed in.

let lab: TestEngine;
let alice: Caller;
/**
 * r resource admin, d domain admin and f user of another domain; u user of alice's domain; s support of another domain; p a member, and no more, of a
 * project that alice administers.
 */
type Stranger = 'r' | 'd' | 'u' | 's' | 'f' | 'p';
let strangers: Record<Stranger, Caller>;
let hers: Record<
  | 'vm'
  | 'template'
  | 'iso'
  | 'volume'
  | 'nic'
  | 'home'
  | 'zone'
  | 'host'
  | 'cluster'
  | 'pool'
  | 'store'
  | 'offering'
  | 'project',
  string
>;

async function tenant(name: string, domainid: string, role: string): Promise<Caller> {
  const made = await lab.call('createAccount', { ...person(name), domainid, roleid: await roleId(lab, role) });
  return {
    accountId: made.id,
    account: made.name,
    userId: made.user[0]?.id ?? '',
    username: name,
    domainId: domainid,
    role: made.roletype,
  };
}

beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  await buildCloud(lab);
  const home = (await lab.call('createDomain', { name: 'home' })).id;
  const abroad = (await lab.call('createDomain', { name: 'abroad' })).id;
  alice = await tenant('alice', home, 'User');
  strangers = {
    r: await tenant('rita', abroad, 'Resource Admin'),
    d: await tenant('dora', abroad, 'Domain Admin'),
    u: await tenant('uwe', home, 'User'),
    s: await tenant('sam', abroad, 'Support'),
    f: await tenant('fred', abroad, 'User'),
    p: await tenant('paula', home, 'User'),
  };
  const image = {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    ispublic: false,
  };
  const qcow = { url: 'http://images.test/a.qcow2', format: 'QCOW2', hypervisor: 'Simulator' } as const;
  const template = await lab.run('registerTemplate', { ...image, ...qcow, name: 'alice-image' }, alice);
  const iso = await lab.run('registerIso', { ...image, name: 'alice-disc', url: 'http://images.test/a.iso' }, alice);
  const vm = (await lab.run('deployVirtualMachine', await deployInput(lab, 'alice-vm'), alice)).resourceId ?? '';
  await lab.call('registerSSHKeyPair', { name: 'alice-pair', publickey: publicKey }, alice);
  await lab.call(
    'registerUserData',
    { name: 'alice-data', userdata: Buffer.from('#!/bin/sh').toString('base64') },
    alice,
  );
  const project =
    (await lab.run('createProject', { name: 'common plan', displaytext: 'Plan' }, alice)).resourceId ?? '';
  await lab.run('addAccountToProject', { projectid: project, account: 'paula' }, alice);
  hers = {
    project,
    vm,
    home,
    template: template.resourceId ?? '',
    iso: iso.resourceId ?? '',
    volume: (await lab.call('listVolumes', { virtualmachineid: vm }, alice)).volume[0]?.id ?? '',
    nic: (await lab.call('listNics', { virtualmachineid: vm }, alice)).nic[0]?.id ?? '',
    zone: image.zoneid,
    host: await idOf(lab, 'listHosts', 'host', 'sim-a'),
    cluster: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
    pool: await idOf(lab, 'listStoragePools', 'storagepool', 'pool'),
    store: await idOf(lab, 'listImageStores', 'imagestore', 'images'),
    offering: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny'),
  };
});
afterAll(() => lab.close());

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJmVn0JGzGY0YYbjJk0XlA1bUG8TpXbM1vwsZDmCq9uO alice@lab.example';
const stranger = {
  username: 'stranger',
  password: 'correct horse',
  firstname: 's',
  lastname: 's',
  email: 's@lab.example',
};

/** What alice owns and who she is, by her own eyes; and the cloud under her, by the administrator's. */
async function everything(): Promise<string> {
  const own = [
    await lab.call('listVirtualMachines', {}, alice),
    await lab.call('listVolumes', {}, alice),
    await lab.call('listNics', { virtualmachineid: hers.vm }, alice),
    await lab.call('listTemplates', { templatefilter: 'self' }, alice),
    await lab.call('listIsos', { isofilter: 'self' }, alice),
    await lab.call('listSSHKeyPairs', {}, alice),
    await lab.call('listUserData', {}, alice),
    await lab.call('listAccounts', {}, alice),
    await lab.call('listUsers', {}, alice),
    await lab.call('listProjects', {}, alice),
    await lab.call('listProjectAccounts', { projectid: hers.project }, alice),
  ];
  const cloud = [
    await lab.call('listDomains', { listall: true }),
    await lab.call('listRoles', {}),
    await lab.call('listZones', {}),
    await lab.call('listClusters', {}),
    await lab.call('listHosts', {}),
    await lab.call('listStoragePools', {}),
    await lab.call('listImageStores', {}),
    await lab.call('listNetworks', {}),
    await lab.call('listServiceOfferings', {}),
    await lab.call('listConfigurations', {}),
    await lab.call('listResourceLimits', { account: 'alice', domainid: hers.home }),
  ];
  // How long ago something was seen is no change of it.
  return JSON.stringify([own, cloud]).replace(/"(powerstateage|lastpinged|powerstatetime)":("[^"]*"|\d+),?/g, '');
}

const table = (): [CommandName, object, Record<Stranger, number>][] => [
  // Her instance. Support may power what it sees, and does not see her.
  ['startVirtualMachine', { id: hers.vm }, { r: 531, d: 531, u: 531, s: 531, f: 531, p: 531 }],
  ['stopVirtualMachine', { id: hers.vm, forced: true }, { r: 531, d: 531, u: 531, s: 531, f: 531, p: 531 }],
  ['rebootVirtualMachine', { id: hers.vm, forced: true }, { r: 531, d: 531, u: 531, s: 531, f: 531, p: 531 }],
  ['createConsoleEndpoint', { virtualmachineid: hers.vm }, { r: 531, d: 531, u: 531, s: 531, f: 531, p: 531 }],
  ['destroyVirtualMachine', { id: hers.vm, expunge: true }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['restoreVirtualMachine', { virtualmachineid: hers.vm }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['updateVirtualMachine', { id: hers.vm, displayname: 'taken' }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['getVirtualMachineUserData', { virtualmachineid: hers.vm }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['resetSSHKeyForVirtualMachine', { id: hers.vm, keypair: 'x' }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['attachIso', { id: hers.iso, virtualmachineid: hers.vm }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  [
    'removeNicFromVirtualMachine',
    { virtualmachineid: hers.vm, nicid: hers.nic },
    { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 },
  ],
  // Moving it is for who has the hosts.
  [
    'migrateVirtualMachine',
    { virtualmachineid: hers.vm, hostid: hers.host },
    { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 },
  ],
  // Her images and disks.
  ['createTemplate', { name: 'stolen', volumeid: hers.volume }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['deleteTemplate', { id: hers.template }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['deleteIso', { id: hers.iso }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  [
    'createTags',
    { resourceids: [hers.vm], resourcetype: 'UserVm', tags: { a: 'b' } },
    { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 },
  ],
  // Herself. Who administers accounts does so within his own domain.
  ['updateUser', { id: alice.userId, password: 'my own words' }, { r: 531, d: 531, u: 531, s: 531, f: 531, p: 531 }],
  ['registerUserKeys', { id: alice.userId }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['getUserKeys', { id: alice.userId }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['disableUser', { id: alice.userId }, { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteUser', { id: alice.userId }, { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 }],
  [
    'createUser',
    { ...stranger, account: 'alice', domainid: hers.home },
    { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 },
  ],
  ['lockAccount', { account: 'alice', domainid: hers.home }, { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteAccount', { id: alice.accountId }, { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteDomain', { id: hers.home, cleanup: true }, { r: 432, d: 531, u: 432, s: 432, f: 432, p: 432 }],
  [
    'updateResourceLimit',
    { account: 'alice', domainid: hers.home, resourcetype: 0, max: 0 },
    { r: 531, d: 531, u: 432, s: 432, f: 432, p: 432 },
  ],
  // Her project: a member uses it, and does not run it.
  ['deleteProject', { id: hers.project, cleanup: true }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  ['suspendProject', { id: hers.project }, { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 }],
  [
    'updateProject',
    { id: hers.project, account: 'paula', swapowner: true },
    { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 },
  ],
  [
    'addAccountToProject',
    { projectid: hers.project, account: 'uwe' },
    { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 },
  ],
  [
    'deleteAccountFromProject',
    { projectid: hers.project, account: 'alice' },
    { r: 531, d: 531, u: 531, s: 432, f: 531, p: 531 },
  ],
  // Rights.
  [
    'createRolePermission',
    { roleid: strangers.f.userId, rule: '*', permission: 'allow' },
    { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 },
  ],
  ['createRole', { name: 'mine', type: 'Admin' }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  // The cloud under her.
  ['updateZone', { id: hers.zone, allocationstate: 'Disabled' }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteZone', { id: hers.zone }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteCluster', { id: hers.cluster }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteHost', { id: hers.host, forced: true }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['createHostShellEndpoint', { hostid: hers.host }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteStoragePool', { id: hers.pool, forced: true }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteImageStore', { id: hers.store }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  ['deleteServiceOffering', { id: hers.offering }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
  [
    'updateConfiguration',
    { name: 'api.address', value: '0.0.0.0' },
    { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 },
  ],
  ['unlockSecrets', { passphrase: 'guess' }, { r: 432, d: 432, u: 432, s: 432, f: 432, p: 432 }],
];

it('every stranger is refused with the code that is written here, and after each try everything is as it was', async () => {
  const before = await everything();
  const wrong: string[] = [];
  for (const [name, input, expected] of table())
    for (const [letter, code] of Object.entries(expected)) {
      const refusal = await lab.refusal(name, input, strangers[letter as keyof typeof strangers]);
      if (errorCodes[refusal.code] !== code)
        wrong.push(`${name} by ${letter}: ${errorCodes[refusal.code]} and not ${code}: ${refusal.message}`);
      // A member knows what the project is called.
      if (
        (letter === 'p' ? /alice|Running/ : /alice|Running|common plan/).test(
          JSON.stringify(refusal).replaceAll('"alice"', ''),
        )
      )
        wrong.push(`${name} by ${letter} says more than he knew: ${refusal.message}`);
      if ((await everything()) !== before) wrong.push(`${name} by ${letter} changed something`);
    }
  expect(wrong).toEqual([]);
  expect(table().length).toBeGreaterThanOrEqual(30);
});

it('who has not signed in is answered 401 to each of them, by GET and by POST', async () => {
  const { url = '' } = await lab.call('getApiServer', {});
  const before = await everything();
  for (const [command, input] of table())
    for (const method of ['GET', 'POST']) {
      const form = new URLSearchParams({ command, response: 'json' });
      for (const [field, value] of Object.entries(input)) form.set(field, String(value));
      const answer =
        method === 'GET'
          ? await fetch(`${url}?${form}`)
          : await fetch(url, {
              method,
              headers: { 'content-type': 'application/x-www-form-urlencoded' },
              body: form.toString(),
            });
      expect([command, method, answer.status]).toEqual([command, method, 401]);
      expect(await answer.text()).not.toMatch(/alice/);
    }
  expect(await everything()).toBe(before);
});
