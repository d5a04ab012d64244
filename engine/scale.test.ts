import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Ctx } from './context.ts';
import type { CommandName, Input, Output } from './contract/contract.ts';
import { dispatch } from './dispatcher.ts';
import { handlers } from './handlers.ts';
import { Settings } from './settings.ts';
import { Store } from './store/store.ts';
import type { TableName } from './store/tables.ts';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from './testing/lab.ts';

// 2,000 instances: enough for a plan that sorts everything, or a query per row, to show: by SQLite's own plans and by counting the
// statements that a call runs, never by time.

const instances = 2000;
const hosts = 60;
let lab: TestEngine;
/** The same store by a connection that tells every statement it runs, values filled in. */
let ctx: Ctx;
let told: string[] = [];

/** A copy of a row of a table without the columns that only its view has. */
function copy(lab: TestEngine, table: TableName, id: string, more: object): void {
  const { store, ids } = lab.engine.internals.ctx;
  const { declaration } = store.tables[table];
  const columns = store.sqlite.pragma(`table_info(${declaration.table})`) as { name: string }[];
  const fields = new Set(
    columns.map(({ name }) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())),
  );
  const row = Object.entries(store.get(table, id) as object).filter(([field]) => fields.has(field));
  store.insert(table, { ...Object.fromEntries(row), id: ids(), ...more } as never);
}

beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  const { resourceId: model = '' } = await lab.run('deployVirtualMachine', await deployInput(lab, 'model'));
  const { store, ids } = lab.engine.internals.ctx;
  const nic = store.first('nics', 'virtual_machine_id = ?', model)?.id ?? '';
  const volume = store.first('volumes', 'virtual_machine_id = ?', model)?.id ?? '';
  const host = await idOf(lab, 'listHosts', 'host', 'sim-a');
  const network = store.first('networks', 'removed IS NULL')?.id ?? '';
  const hex = (value: number) => value.toString(16).padStart(2, '0');
  store.write(() => {
    for (let index = 0; index < hosts; index++)
      copy(lab, 'hosts', host, { name: `rack-${index}`, address: `10.0.0.${index}` });
    for (let index = 0; index < 40; index++) copy(lab, 'networks', network, { name: `room-${index}` });
    for (let index = 0; index < instances; index++) {
      const id = ids();
      // A class deployed at once: many instances of one moment.
      const created = 1_000_000 + Math.floor(index / 500);
      const displayName = index === 1234 ? '云主机 needle' : `Lesson ${index}`;
      const instanceName = `i-2-${index + 1000}-VM`;
      const macAddress = `1e:01:00:00:${hex(index >> 8)}:${hex(index & 255)}`;
      const place = { macAddress, ipAddress: `10.9.${index >> 8}.${index & 255}` };
      copy(lab, 'virtualMachines', model, {
        id,
        name: `student-${index}`,
        displayName,
        instanceName,
        created,
        ...place,
      });
      copy(lab, 'nics', nic, { virtualMachineId: id, ...place });
      copy(lab, 'volumes', volume, { virtualMachineId: id, name: `ROOT-${index}`, created });
    }
  });
  const sqlite = new Database(join(lab.directory, 'benchtop.db'), {
    readonly: true,
    verbose: (statement) => told.push(String(statement)),
  });
  const traced = new Store({ sqlite, lock: new Database(':memory:') }, Date.now);
  ctx = { ...lab.engine.internals.ctx, store: traced, settings: new Settings(traced) };
});
afterAll(async () => {
  ctx.store.close();
  await lab.close();
});

/** What every call asks of its caller, by keys; counted apart from what the command itself costs. */
const ofCaller = /^SELECT .* FROM ((account|user|role_permission) WHERE (id|role_id) = |project WHERE id IN )/;

/** Calls a command and says which statements it ran. */
async function traced<K extends CommandName>(
  name: K,
  input: Input<K>,
): Promise<{ answer: Output<K>; ran: string[]; caller: string[] }> {
  told = [];
  const answer = (await dispatch(ctx, handlers, lab.engine.desktopCaller(), name, input)) as Output<K>;
  const ran = told.filter((statement) => !/^PRAGMA/.test(statement));
  return {
    answer,
    ran: ran.filter((statement) => !ofCaller.test(statement)),
    caller: ran.filter((statement) => ofCaller.test(statement)),
  };
}

function plansOf(ran: string[]): string[] {
  const select = ran.filter((statement) => statement.startsWith('SELECT'));
  return select.flatMap((statement) =>
    (ctx.store.sqlite.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { detail: string }[]).map(
      (step) => step.detail,
    ),
  );
}

test('whether an instance has a NIC in a network is looked up by the instance, not among all of the network', async () => {
  const { instance, network } = ctx.store.sqlite
    .prepare('SELECT virtual_machine_id AS instance, network_id AS network FROM nic LIMIT 1')
    .get() as { instance: string; network: string };
  told = [];
  ctx.store.first('nics', 'removed IS NULL AND virtual_machine_id = ? AND network_id = ?', instance, network);
  expect(plansOf(told).join()).toContain('nic_vm (virtual_machine_id=? AND network_id=?');
  // An expunge asks for those that are gone, too.
  told = [];
  ctx.store.where('nics', 'virtual_machine_id = ?', 'vm');
  expect(plansOf(told).join()).toContain('nic_vm (virtual_machine_id=?)');
});

describe('listVirtualMachines', () => {
  it.each([
    {},
    { page: 3, pagesize: 100 },
    { sortby: 'name', pagesize: 100 },
    { sortby: 'name', sortorder: 'desc', pagesize: 100 },
    { sortby: 'displayname', pagesize: 100 },
    { sortby: 'created', sortorder: 'asc', pagesize: 100 },
    { keyword: 'needle' },
    { keyword: 'student-19', pagesize: 50 },
  ] as const)('%j reads in the order of an index: nothing is sorted', async (input) => {
    const { answer, ran } = await traced('listVirtualMachines', input);
    expect(answer.virtualmachine.length).toBeGreaterThan(0);
    const plans = plansOf(ran);
    expect(plans.some((step) => step.includes('SEARCH virtual_machine USING'))).toBe(true);
    // The NICs of a page, grouped by instance, are the only rows that are sorted.
    const list = plansOf(ran.filter((statement) => !statement.includes('nic_view')));
    // What a keyword finds is looked up by id, and only that is sorted.
    if (!('keyword' in input)) expect(list.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    expect(plans.filter((step) => /^SCAN (virtual_machine|nic|volume|host)\b(?! USING)/.test(step))).toEqual([]);
  });

  it('counts without the joins that only names need', async () => {
    const { ran } = await traced('listVirtualMachines', { pagesize: 1 });
    const [counting] = ran.filter((statement) => statement.includes('count(*)'));
    expect(plansOf([counting ?? '']).filter((step) => step.includes('LEFT-JOIN'))).toEqual([]);
  });

  it('looks for a keyword in the index, and for one or two characters row by row', async () => {
    const { ran } = await traced('listVirtualMachines', { keyword: 'needle' });
    expect(plansOf(ran).some((step) => /SCAN search VIRTUAL TABLE INDEX \d+:.*M/.test(step))).toBe(true);
    const short = plansOf((await traced('listVirtualMachines', { keyword: '云' })).ran);
    expect(short.filter((step) => step.includes('virtual_machine_words'))).not.toEqual([]);
    expect(short.filter((step) => /^SCAN (virtual_machine|nic)\b/.test(step))).toEqual([]);
    for (const keyword of [
      'needle',
      '云',
      '主机',
      '10.9.4.210',
      'i-2-2234',
      '1e:01:00:00:04:d2',
      'Lesson 1234',
      'student-1234',
    ]) {
      const { answer } = await traced('listVirtualMachines', { keyword });
      const wanted = keyword === 'Lesson 1234' ? 0 : 1;
      expect(answer.count, keyword).toBe(wanted);
    }
  });

  it.each(['state', 'ipaddress', 'memory', 'cpunumber', 'hostname', 'templatename', 'zonename'])(
    'sorted by %s, names are joined for the rows of the page alone',
    async (sortby) => {
      const { answer, ran } = await traced('listVirtualMachines', { sortby, pagesize: 50 });
      expect(answer.virtualmachine).toHaveLength(50);
      const keys = answer.virtualmachine.map((vm) => String(vm[sortby as keyof typeof vm] ?? '').toLowerCase());
      if (sortby !== 'memory' && sortby !== 'cpunumber') expect(keys).toEqual([...keys].sort());
      const paged = plansOf(ran.filter((statement) => statement.includes('page_id')));
      // The steps of the inner select come first: all that is joined there is what is sorted by.
      const outer = paged.findIndex((step) => /^SCAN \(?(page|subquery)/i.test(step));
      const inner = paged.slice(0, outer === -1 ? paged.length : outer);
      expect(inner.filter((step) => step.includes('LEFT-JOIN')).length).toBeLessThanOrEqual(1);
    },
  );

  it.each(['10.9.4.210', '1E-01-00-00-04-D2', 'admin', 'i-2-2234'])('finds instances by %s', async (keyword) => {
    const { answer } = await traced('listVirtualMachines', { keyword, pagesize: 10 });
    expect(answer.count).toBe(keyword === 'admin' ? instances + 1 : 1);
  });

  it('gives every row its NICs, also when all are asked for', async () => {
    const { answer } = await traced('listVirtualMachines', { pagesize: -1 });
    expect(answer.virtualmachine).toHaveLength(instances + 1);
    expect(answer.virtualmachine.filter((vm) => vm.nic.length !== 1)).toEqual([]);
  });
});

describe('a list runs the same few statements however many rows it has', () => {
  it.each([
    ['listVirtualMachines', 16],
    ['listVolumes', 6],
    ['listHosts', 7],
    ['listEvents', 3],
    ['listAsyncJobs', 3],
    ['listStoragePools', 5],
    ['listNetworks', 9],
    ['listZones', 4],
    ['listServiceOfferings', 3],
  ] as const)('%s: at most %i', async (name, most) => {
    await traced(name, { pagesize: 1 });
    const few = await traced(name, { pagesize: 1 });
    const many = await traced(name, { pagesize: 500 });
    expect(many.ran.length, many.ran.join('\n')).toBeLessThanOrEqual(most);
    expect(many.ran.length - few.ran.length).toBeLessThanOrEqual(0);
  });

  it('who calls is looked up by a few keys', async () => {
    const { caller } = await traced('listZones', {});
    expect(caller.length, caller.join('\n')).toBeLessThanOrEqual(5);
    expect(plansOf(caller).filter((step) => step.startsWith('SCAN') && step !== 'SCAN CONSTANT ROW')).toEqual([]);
  });

  it('a host’s row costs no statement of its own', async () => {
    const { answer, ran } = await traced('listHosts', {});
    expect(answer.host.length).toBe(hosts + 2);
    expect(ran.length).toBeLessThanOrEqual(7);
  });

  it('placement and capacity read grouped figures, not instances', async () => {
    const zoneid = await idOf(lab, 'listZones', 'zone', 'zone');
    const serviceofferingid = await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'tiny');
    const placement = await traced('explainPlacement', { zoneid, serviceofferingid });
    expect(placement.answer.hostids.length + placement.answer.refusals.length).toBe(hosts + 2);
    expect(placement.ran.length).toBeLessThan(20);
    expect((await traced('listCapacity', {})).ran.length).toBeLessThan(20);
  });
});

it('pages through all instances of a moment, each once', async () => {
  const seen: string[] = [];
  for (let page = 1; page <= 9; page++) {
    const { answer } = await traced('listVirtualMachines', { page, pagesize: 250 });
    seen.push(...answer.virtualmachine.map((vm) => vm.id));
  }
  expect(seen).toHaveLength(instances + 1);
  expect(new Set(seen).size).toBe(instances + 1);
});
