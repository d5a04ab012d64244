import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import type { CommandName } from './contract/contract.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// Lists of owned things, narrowed by who owns them.

let lab: TestEngine;
let sales: string;
let north: string;
let who: Record<'ada' | 'ben' | 'cleo' | 'dora', Caller>;

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  sales = (await lab.call('createDomain', { name: 'sales' })).id;
  north = (await lab.call('createDomain', { name: 'north', parentdomainid: sales })).id;
  who = {
    ada: lab.user('ada', 'User', sales),
    ben: lab.user('ben', 'User', sales),
    cleo: lab.user('cleo', 'User', north),
    dora: lab.user('dora', 'DomainAdmin', sales),
  };
  for (const name of ['ada', 'ben', 'cleo'] as const)
    await lab.run('deployVirtualMachine', await deployInput(lab, `${name}-vm`), who[name]);
  await lab.run('deployVirtualMachine', await deployInput(lab, 'admin-vm'));
});
afterAll(() => lab.close());

async function names(filter: object, caller?: Caller): Promise<string[]> {
  const { virtualmachine } = await lab.call('listVirtualMachines', filter, caller);
  return virtualmachine.map((each) => each.name).sort();
}

describe('a list of what has owners', () => {
  it('holds all within reach, and only one’s own when that is asked for', async () => {
    expect(await names({})).toEqual(['ada-vm', 'admin-vm', 'ben-vm', 'cleo-vm']);
    expect(await names({ listall: true }, who.dora)).toEqual(['ada-vm', 'ben-vm', 'cleo-vm']);
    expect(await names({ listall: true }, who.ada)).toEqual(['ada-vm']);
    expect(await names({ listall: false })).toEqual(['admin-vm']);
    expect(await names({ listall: false }, who.dora)).toEqual([]);
  });

  it('is narrowed to a domain, and with isrecursive to all below it', async () => {
    expect(await names({ domainid: sales })).toEqual(['ada-vm', 'ben-vm']);
    expect(await names({ domainid: sales, isrecursive: true })).toEqual(['ada-vm', 'ben-vm', 'cleo-vm']);
    expect(await names({ domainid: sales, isrecursive: true }, who.ada)).toEqual(['ada-vm']);
  });

  it('is narrowed to an account by its name in a domain, the caller’s own where none is named', async () => {
    expect(await names({ account: 'ADA', domainid: sales })).toEqual(['ada-vm']);
    expect(await names({ account: 'admin' })).toEqual(['admin-vm']);
    expect(await names({ account: 'ben' }, who.dora)).toEqual(['ben-vm']);
    expect(await names({ account: 'ada' }, who.ada)).toEqual(['ada-vm']);
  });

  it('finds nothing hidden, because nothing is', async () => {
    expect(await names({ fordisplay: true }, who.ada)).toEqual(['ada-vm']);
    expect(await names({ fordisplay: false })).toEqual([]);
  });

  it('shows whose each is', async () => {
    const [row] = (await lab.call('listVirtualMachines', { name: 'cleo-vm' })).virtualmachine;
    expect(row).toMatchObject({ account: 'cleo', domain: 'north', domainid: north, domainpath: 'ROOT/sales/north' });
    const [volume] = (await lab.call('listVolumes', { account: 'cleo', domainid: north })).volume;
    expect(volume).toMatchObject({ vmname: 'cleo-vm', account: 'cleo', domainpath: 'ROOT/sales/north' });
  });

  it.each([
    ['listVirtualMachines', {}],
    ['listVolumes', {}],
    ['listEvents', {}],
    ['listAsyncJobs', {}],
    ['listTemplates', { templatefilter: 'self' }],
    ['listIsos', { isofilter: 'self' }],
    ['listNetworks', {}],
  ] as const)('%s refuses an owner that does not exist, or is out of reach', async (name: CommandName, base) => {
    const nobody = '00000000-0000-4000-8000-0000000000ff';
    const refused = (filter: object, caller?: Caller) => lab.refusal(name, { ...base, ...filter }, caller);
    expect(await refused({ domainid: nobody })).toMatchObject({ code: 'parameter', field: 'domainid' });
    expect(await refused({ account: 'nobody' })).toMatchObject({ code: 'parameter', field: 'account' });
    expect(await refused({ account: 'cleo', domainid: north }, who.ada)).toMatchObject({ code: 'account' });
    const root = (await lab.call('listDomains', { level: 0 })).domain[0]?.id;
    expect(await refused({ domainid: root }, who.dora)).toMatchObject({ code: 'account', field: 'domainid' });
    // A user is not told whether there is somebody of that name.
    for (const account of ['ben', 'nobody'])
      expect(await refused({ account }, who.ada)).toMatchObject({ code: 'account', field: 'account' });
  });

  it('of images has those of everybody, unless somebody’s own are asked for', async () => {
    const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
    const ostypeid = await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)');
    const image = { zoneid, ostypeid, format: 'QCOW2', hypervisor: 'Simulator', ispublic: false } as const;
    const url = 'http://images.test/ada.qcow2';
    await lab.run('registerTemplate', { ...image, name: 'ada-image', url }, who.ada);
    const listed = async (filter: object, caller?: Caller) =>
      (await lab.call('listTemplates', { templatefilter: 'all', ...filter }, caller)).template.map(({ name }) => name);
    expect(await listed({ templatefilter: 'executable' }, who.ada)).toEqual(['ada-image', 'template']);
    expect(await listed({ templatefilter: 'self' }, who.ada)).toEqual(['ada-image']);
    expect(await listed({ templatefilter: 'self' })).toEqual(['template']);
    expect(await listed({ account: 'ada', domainid: sales })).toEqual(['ada-image']);
    expect(await listed({ templatefilter: 'executable', account: 'ada' }, who.dora)).toEqual(['ada-image', 'template']);
    expect(await listed({ templatefilter: 'executable' }, who.ben)).toEqual(['template']);
  });
});
