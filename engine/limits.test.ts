import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import { resourceTypes } from './contract/resource-limit.ts';
import { disagreements } from './testing/inventory.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// How much there may be: of an account, of a domain, and of all above; nobody slips through, not even a thousand at once.

let lab: TestEngine;
let home: string;
let ada: Caller;
let dora: Caller;

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  await lab.call('updateConfiguration', { name: 'allow.user.expunge.recover.vm', value: 'true' });
  home = (await lab.call('createDomain', { name: 'home' })).id;
  ada = lab.user('ada', 'User', home);
  dora = lab.user('dora', 'DomainAdmin', home);
});
afterAll(() => lab.close());

const instance = async (name: string) => {
  const { diskofferingid: _none, ...input } = await deployInput(lab, name);
  return input;
};
const number = (name: string) => resourceTypes.find((each) => each.name === name)?.number as 0;
const limit = (name: string, max: number, of: object = { account: 'ada', domainid: home }) =>
  lab.call('updateResourceLimit', { ...of, resourcetype: number(name), max });
const accountOf = async (caller: Caller) => (await lab.call('listAccounts', { id: caller.accountId })).account[0];

describe('a limit', () => {
  it('is told by the account and the domain, with what is left of it', async () => {
    const deployed = await lab.run('deployVirtualMachine', await instance('one'), ada);
    const { cpunumber, memory } = (await lab.call('listVirtualMachines', { id: deployed.resourceId }))
      .virtualmachine[0]!;
    expect(await accountOf(ada)).toMatchObject({
      vmlimit: '20',
      vmtotal: 1,
      vmavailable: '19',
      vmrunning: 1,
      cputotal: cpunumber,
      memorytotal: memory,
      memoryavailable: String(40960 - memory),
      volumetotal: 1,
    });
    expect((await lab.call('listDomains', { id: home })).domain[0]).toMatchObject({ vmlimit: '40', vmtotal: 1 });
    // Root Admin has none.
    const { account } = await lab.call('listAccounts', { name: 'admin' });
    expect(account[0]).toMatchObject({ vmlimit: 'Unlimited', vmavailable: 'Unlimited', projectlimit: 'Unlimited' });
  });

  it.each([
    ['user_vm', 1, 'The account ada may have 1 instances: 1 are used, and 1 more were asked for.'],
    ['volume', 1, 'The account ada may have 1 volumes: 1 are used, and 1 more were asked for.'],
    ['cpu', 1, /The account ada may have 1 cores: \d+ are used/],
    ['memory', 64, /may have 64 MiB of memory/],
    ['primary_storage', 0, /may have 0 GiB of primary storage/],
  ] as const)('of %s keeps the next deployment out, and leaves nothing of it', async (type, max, words) => {
    await limit(type, max);
    const refusal = await lab.refusal('deployVirtualMachine', await instance('two'), ada);
    expect(refusal).toMatchObject({ code: 'allocation', message: expect.stringMatching(words) });
    expect((await lab.call('listVirtualMachines', { name: 'two' })).count).toBe(0);
    await limit(type, -1);
  });

  it('of templates keeps the next image out', async () => {
    await limit('template', 0);
    const image = {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
      name: 'image',
      url: 'http://images.test/a.iso',
    };
    expect(await lab.refusal('registerIso', image, ada)).toMatchObject({ code: 'allocation' });
    await limit('template', -1);
  });

  it('of a domain holds for all accounts in it and below, and for nobody else', async () => {
    const below = (await lab.call('createDomain', { name: 'below', parentdomainid: home })).id;
    const ben = lab.user('ben', 'User', below);
    await limit('user_vm', 1, { domainid: home });
    expect(await lab.refusal('deployVirtualMachine', await instance('ben-vm'), ben)).toMatchObject({
      message: 'The domain home may have 1 instances: 1 are used, and 1 more were asked for.',
    });
    await lab.run('deployVirtualMachine', await instance('admin-vm'));
    // One below may have no more than the one above.
    expect(await lab.refusal('updateResourceLimit', { domainid: below, resourcetype: 0, max: 2 })).toMatchObject({
      code: 'parameter',
      field: 'max',
    });
    await limit('user_vm', -1, { domainid: home });
    await lab.run('deployVirtualMachine', await instance('ben-vm'), ben);
    expect((await lab.call('listDomains', { id: home })).domain[0]?.vmtotal).toBe(2);
  });

  it('counts no destroyed instance, and is looked at again when it is recovered', async () => {
    const id = (await lab.call('listVirtualMachines', { name: 'one' })).virtualmachine[0]?.id ?? '';
    await lab.run('destroyVirtualMachine', { id }, ada);
    expect((await accountOf(ada))?.vmtotal).toBe(0);
    await limit('user_vm', 0);
    expect(await lab.refusal('recoverVirtualMachine', { id }, ada)).toMatchObject({ code: 'allocation' });
    await limit('user_vm', 1);
    await lab.call('recoverVirtualMachine', { id }, ada);
    expect((await accountOf(ada))?.vmtotal).toBe(1);
  });

  it('is set by who administers the account, never by oneself, and ROOT has none', async () => {
    const set = { account: 'ada', domainid: home, resourcetype: 0 as const, max: 5 };
    expect((await lab.call('updateResourceLimit', set, dora)).max).toBe(5);
    for (const [input, caller] of [
      [{ resourcetype: 0, max: 100 }, dora],
      [{ domainid: home, resourcetype: 0, max: 100 }, dora],
      [set, lab.user('rita', 'DomainAdmin', (await lab.call('createDomain', { name: 'abroad' })).id)],
    ] as const)
      expect(await lab.refusal('updateResourceLimit', input, caller)).toMatchObject({ code: 'account' });
    const root = (await lab.call('listDomains', { level: 0 })).domain[0]?.id ?? '';
    for (const input of [{ domainid: root }, { account: 'admin', domainid: root }])
      expect(await lab.refusal('updateResourceLimit', { ...input, resourcetype: 0, max: 1 })).toMatchObject({
        code: 'parameter',
      });
  });

  it('is listed by type, and told to a user of their own account alone', async () => {
    const mine = await lab.call('listResourceLimits', { resourcetypename: 'user_vm' }, ada);
    expect(mine.resourcelimit).toEqual([
      expect.objectContaining({ account: 'ada', domainid: home, resourcetype: '0', max: 5 }),
    ]);
    expect(await lab.refusal('listResourceLimits', { account: 'dora', domainid: home }, ada)).toMatchObject({});
  });

  it.each(
    (['account', 'domain'] as const).flatMap((of) =>
      resourceTypes.map(({ setting, name, field }) => [`max.${of}.${setting}`, of, name, field] as const),
    ),
  )('is the setting %s where none was set', async (setting, of, name, field) => {
    const fresh = (await lab.call('createDomain', { name: setting })).id;
    const bob = lab.user('bob', 'User', fresh);
    for (const [value, shown] of [
      ['7', '7'],
      ['-1', 'Unlimited'],
    ] as const) {
      await lab.call('updateConfiguration', { name: setting, value });
      const input = of === 'domain' ? { domainid: fresh } : { account: 'bob', domainid: fresh };
      const { resourcelimit } = await lab.call('listResourceLimits', { ...input, resourcetypename: name });
      expect(resourcelimit[0]?.max).toBe(Number(value));
      const row = of === 'domain' ? (await lab.call('listDomains', { id: fresh })).domain[0] : await accountOf(bob);
      expect(row?.[`${field}limit`]).toBe(shown);
    }
    await lab.call('updateConfiguration', { name: setting, value: '1000000' });
  });

  it('is counted anew on demand, and then agrees with what is there', async () => {
    const { store } = lab.engine.internals.ctx;
    store.sqlite.prepare('UPDATE resource_count SET user_vm = 99 WHERE owner_id = ?').run(ada.accountId);
    expect((await accountOf(ada))?.vmtotal).toBe(99);
    const counted = await lab.call('updateResourceCount', { account: 'ada', domainid: home, resourcetype: 0 });
    expect(counted.resourcecount).toEqual([expect.objectContaining({ account: 'ada', resourcecount: 1 })]);
    expect((await accountOf(ada))?.vmtotal).toBe(1);
    expect(disagreements(lab.directory)).toEqual([]);
  });
});

it('of 20, a thousand deployments at once, killed in the middle: exactly 20 exist, and the counts are true', async () => {
  const first = await startTestEngine({ keep: true });
  const { directory } = first;
  try {
    await buildCloud(first);
    const network = await idOf(first, 'listNetworks', 'network', 'guests');
    await first.call('createVlanIpRange', { networkid: network, startip: '10.1.0.130', endip: '10.1.0.190' });
    const offering = await first.call('createServiceOffering', {
      name: 'mite',
      cpunumber: 1,
      cpuspeed: 100,
      memory: 32,
    });
    const eve = first.user('eve');
    const { diskofferingid: _none, ...bare } = await deployInput(first, 'vm');
    const wish = { ...bare, serviceofferingid: offering.id };
    await first.close();
    const signal = await new Promise((resolve) => {
      const child = spawn(
        process.execPath,
        [
          '--no-warnings',
          join(import.meta.dirname, 'testing/limit-crash-child.ts'),
          directory,
          JSON.stringify(eve),
          JSON.stringify(wish),
        ],
        { stdio: 'ignore' },
      );
      child.on('close', (_code, by) => resolve(by));
    });
    expect(signal).toBe('SIGKILL');

    const again = await startTestEngine({ directory, keep: true });
    const { ctx } = again.engine.internals;
    const open = ctx.store.where('jobs', 'completed IS NULL');
    // It was the middle: jobs were in hand.
    expect(open.length).toBeGreaterThan(0);
    for (const { id } of open) expect((await ctx.jobs.wait(id)).state).toBe('succeeded');
    expect((await again.call('listVirtualMachines', {}, eve)).count).toBe(20);
    const counts = async () => (await again.call('listAccounts', { id: eve.accountId })).account[0];
    expect(await counts()).toMatchObject({
      vmtotal: 20,
      cputotal: 20,
      memorytotal: 640,
      volumetotal: 20,
      vmavailable: '0',
    });
    expect(disagreements(directory)).toEqual([]);

    // And a thousand more find no room; one that goes makes room for one.
    const tries = await Promise.allSettled(
      Array.from({ length: 1000 }, (_, index) =>
        again.engine.call(eve, 'deployVirtualMachine', { ...wish, name: `late-${index}` }),
      ),
    );
    expect(tries.every((each) => each.status === 'rejected')).toBe(true);
    const victim = (await again.call('listVirtualMachines', { pagesize: 1, page: 1 }, eve)).virtualmachine[0]?.id ?? '';
    await again.run('destroyVirtualMachine', { id: victim, expunge: true });
    await again.run('deployVirtualMachine', { ...wish, name: 'last' }, eve);
    expect((await counts())?.vmtotal).toBe(20);
    expect(disagreements(directory)).toEqual([]);
    await again.close();
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
