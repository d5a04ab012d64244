import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { accessMatrix } from './testing/access-matrix.ts';
import { takeInventory } from './testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';
import { role as roleId } from './testing/samples-accounts.ts';

// Who may call what, command by command; and what one tenant can do to another.

let lab: TestEngine;
let callers: Record<'R' | 'r' | 'd' | 'u' | 's' | 'f' | 'p' | 'a', Caller>;
let alice: Caller;
let victim: { project: string; vm: string; template: string; iso: string; volume: string; job: string };
let home: string;

/** A new account by the contract, in a domain and with a role; and who its user is to the engine. */
async function tenant(name: string, domainid: string, roleName: string): Promise<Caller> {
  const made = await lab.call('createAccount', {
    username: name,
    password: 'correct horse',
    firstname: name,
    lastname: 'x',
    email: `${name}@lab.example`,
    domainid,
    roleid: await roleId(lab, roleName),
  });
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
  lab = await startTestEngine();
  await buildCloud(lab);
  home = (await lab.call('createDomain', { name: 'home' })).id;
  const abroad = (await lab.call('createDomain', { name: 'abroad' })).id;
  alice = await tenant('alice', home, 'User');
  callers = {
    R: lab.engine.desktopCaller(),
    r: await tenant('rita', abroad, 'Resource Admin'),
    d: await tenant('dora', abroad, 'Domain Admin'),
    u: await tenant('uwe', home, 'User'),
    s: await tenant('sam', abroad, 'Support'),
    f: await tenant('fred', abroad, 'User'),
    p: await tenant('pam', home, 'User'),
    a: await tenant('ann', home, 'User'),
  };
  // Members of a project that alice is not in; and alice has one that they are not in.
  const joint = await lab.run('createProject', { name: 'joint' }, callers.a);
  await lab.run('addAccountToProject', { projectid: joint.resourceId ?? '', account: 'pam' }, callers.a);
  const hers = await lab.run('createProject', { name: 'alice-project' }, alice);
  const image = {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
    ispublic: false,
  };
  const template = await lab.run(
    'registerTemplate',
    { ...image, name: 'alice-image', url: 'http://images.test/a.qcow2', format: 'QCOW2', hypervisor: 'Simulator' },
    alice,
  );
  const iso = await lab.run('registerIso', { ...image, name: 'alice-disc', url: 'http://images.test/a.iso' }, alice);
  const deployed = await lab.run('deployVirtualMachine', await deployInput(lab, 'alice-vm'), alice);
  const vm = deployed.resourceId ?? '';
  const volume = (await lab.call('listVolumes', { virtualmachineid: vm }, alice)).volume[0]?.id ?? '';
  victim = {
    project: hers.resourceId ?? '',
    vm,
    template: template.resourceId ?? '',
    iso: iso.resourceId ?? '',
    volume,
    job: deployed.id,
  };
  await lab.run('registerUserKeys', { id: alice.userId }, alice);
});
afterAll(() => lab.close());

describe('every command', () => {
  it('has a row in the matrix, and the matrix no row without a command', () => {
    expect(Object.keys(accessMatrix).sort()).toEqual(Object.keys(contract).sort());
  });

  it.each(Object.keys(contract) as CommandName[])(
    '%s is there for those of its row, and for nobody else',
    async (name) => {
      let there = '';
      for (const [letter, caller] of Object.entries(callers)) {
        const refusal = await lab.refusal(name, { nonsense: 1 }, caller);
        if (refusal.code === 'parameter') there += letter;
        else expect(refusal.code).toBe('unsupportedCommand');
      }
      expect(there).toBe(accessMatrix[name]);
    },
  );
});

describe('another tenant', () => {
  /** The most dangerous calls, each aimed at alice. */
  const attacks = (): [CommandName, object][] => [
    ['startVirtualMachine', { id: victim.vm }],
    ['stopVirtualMachine', { id: victim.vm, forced: true }],
    ['rebootVirtualMachine', { id: victim.vm, forced: true }],
    ['destroyVirtualMachine', { id: victim.vm, expunge: true }],
    ['expungeVirtualMachine', { id: victim.vm }],
    ['recoverVirtualMachine', { id: victim.vm }],
    ['restoreVirtualMachine', { virtualmachineid: victim.vm }],
    ['sealVirtualMachine', { id: victim.vm, byhand: true }],
    ['updateVirtualMachine', { id: victim.vm, displayname: 'taken' }],
    ['createConsoleEndpoint', { virtualmachineid: victim.vm }],
    ['getVirtualMachineThumbnail', { virtualmachineid: victim.vm }],
    ['attachIso', { id: victim.iso, virtualmachineid: victim.vm }],
    ['detachIso', { virtualmachineid: victim.vm }],
    ['createTemplate', { name: 'stolen', volumeid: victim.volume }],
    ['updateTemplate', { id: victim.template, name: 'taken' }],
    ['deleteTemplate', { id: victim.template }],
    ['updateIso', { id: victim.iso, name: 'taken' }],
    ['deleteIso', { id: victim.iso }],
    ['cancelAsyncJob', { jobid: victim.job }],
    ['updateUser', { id: alice.userId, password: 'my own words' }],
    ['registerUserKeys', { id: alice.userId }],
    ['getUserKeys', { id: alice.userId }],
    ['lockUser', { id: alice.userId }],
    ['disableUser', { id: alice.userId }],
    ['deleteUser', { id: alice.userId }],
    ['createUser', { ...stranger, account: 'alice', domainid: home }],
    ['createAccount', { ...stranger, domainid: home }],
    ['updateAccount', { id: alice.accountId, newname: 'taken' }],
    ['lockAccount', { account: 'alice', domainid: home }],
    ['disableAccount', { id: alice.accountId, lock: false }],
    ['deleteAccount', { id: alice.accountId }],
    ['createDomain', { name: 'outpost', parentdomainid: home }],
    ['updateDomain', { id: home, name: 'taken' }],
    ['deleteDomain', { id: home, cleanup: true }],
    ['updateProject', { id: victim.project, name: 'taken' }],
    ['suspendProject', { id: victim.project }],
    ['deleteProject', { id: victim.project, cleanup: true }],
    ['addAccountToProject', { projectid: victim.project, account: 'fred' }],
    ['addUserToProject', { projectid: victim.project, username: 'fred' }],
    ['createProjectRole', { projectid: victim.project, name: 'mine' }],
    ['updateResourceLimit', { projectid: victim.project, resourcetype: 0, max: 1 }],
    ['updateResourceLimit', { account: 'alice', domainid: home, resourcetype: 0, max: 1 }],
    ['updateResourceCount', { account: 'alice', domainid: home }],
    ['getResourceUsers', { resourcetype: 'account', id: alice.accountId }],
  ];
  const stranger = {
    username: 'stranger',
    password: 'correct horse',
    firstname: 's',
    lastname: 's',
    email: 's@lab.example',
  };

  it('is refused all that would harm alice, who finds everything as it was', async () => {
    expect(attacks().length).toBeGreaterThanOrEqual(30);
    const before = takeInventory(lab.directory);
    for (const letter of ['r', 'd', 'u', 's', 'f', 'p', 'a'] as const)
      for (const [name, input] of attacks()) {
        const refusal = await lab.refusal(name, input, callers[letter]);
        const there = accessMatrix[name].includes(letter);
        // An account is looked for by its name within the domain, which is refused before.
        const codes = there ? ['account'] : ['unsupportedCommand'];
        if ('upa'.includes(letter) && there && name === 'createUser') codes.push('parameter');
        expect(codes, `${letter} ${name}: ${refusal.message}`).toContain(refusal.code);
        expect(JSON.stringify(refusal), `${letter} ${name}`).not.toMatch(/alice-|Running/);
      }
    expect(takeInventory(lab.directory)).toEqual(before);
    const mine = await lab.call('listVirtualMachines', {}, alice);
    expect(mine.virtualmachine.map((vm) => [vm.displayname, vm.state])).toEqual([['alice-vm', 'Running']]);
    expect((await lab.call('listTemplates', { templatefilter: 'self' }, alice)).template[0]?.name).toBe('alice-image');
    expect((await lab.call('listAccounts', {}, alice)).account).toMatchObject([{ name: 'alice', state: 'enabled' }]);
    expect((await lab.call('getUserKeys', { id: alice.userId }, alice)).apikey).toHaveLength(86);
  });

  it('learns nothing of alice from any list, whatever id the list is asked by', async () => {
    const ids = [...Object.values(victim), alice.accountId, alice.userId, home];
    for (const letter of ['r', 'd', 's', 'f'] as const)
      for (const [name, spec] of Object.entries(contract)) {
        if (!('row' in spec) || !accessMatrix[name as CommandName].includes(letter)) continue;
        const fields = Object.keys(spec.input.entries).filter(
          (field) => /^(job|.*)id$/.test(field) && field !== 'afterid',
        );
        const base = name === 'listTemplates' ? { templatefilter: 'all' } : {};
        for (const [field, id] of [['', ''], ...fields.flatMap((each) => ids.map((id) => [each, id]))] as const) {
          const input = field === '' ? base : { ...base, [field]: id };
          const said = await lab.engine
            .call(callers[letter], name, input)
            .then(JSON.stringify, (error: Error) => error.message);
          expect(said, `${letter} ${name} ${field}`).not.toMatch(/alice/);
        }
      }
  });

  it('of her own domain administers her, and not who may do more', async () => {
    const olga = await tenant('olga', home, 'Domain Admin');
    expect((await lab.call('listVirtualMachines', {}, olga)).virtualmachine[0]?.account).toBe('alice');
    await lab.run('rebootVirtualMachine', { id: victim.vm }, olga);
    expect((await lab.call('updateUser', { id: alice.userId, firstname: 'Alice' }, olga)).firstname).toBe('Alice');
    const session = await lab.call('getSession', {});
    expect(await lab.refusal('registerUserKeys', { id: session.userid }, olga)).toMatchObject({ code: 'account' });
    // Not even where he sees them.
    const top = await tenant('tom', (await lab.call('listDomains', { level: 0 })).domain[0]?.id ?? '', 'Domain Admin');
    expect((await lab.call('listUsers', { id: session.userid }, top)).count).toBe(1);
    for (const [name, input] of [
      ['registerUserKeys', { id: session.userid }],
      ['getUserKeys', { id: session.userid }],
      ['updateUser', { id: session.userid, password: 'my own words' }],
      ['createUser', { ...stranger, account: 'admin' }],
      ['updateAccount', { account: 'admin', newname: 'taken' }],
    ] as const)
      expect(await lab.refusal(name, input, top), name).toMatchObject({ code: 'account' });
    const root = await roleId(lab, 'Root Admin');
    expect(await lab.refusal('createAccount', { ...stranger, roleid: root }, olga)).toMatchObject({
      code: 'account',
      field: 'roleid',
    });
  });
});

describe('a domain’s name', () => {
  it('is no pattern: a_b does not reach into acb', async () => {
    const pattern = (await lab.call('createDomain', { name: 'a_b' })).id;
    const other = (await lab.call('createDomain', { name: 'acb' })).id;
    const below = (await lab.call('createDomain', { name: 'deep', parentdomainid: pattern })).id;
    const keeper = await tenant('keeper', pattern, 'Domain Admin');
    const seen = (await lab.call('listDomains', {}, keeper)).domain.map((each) => each.id);
    expect(seen.sort()).toEqual([below, pattern].sort());
    expect(await lab.refusal('createDomain', { name: 'x', parentdomainid: other }, keeper)).toMatchObject({
      code: 'account',
    });
  });
});
