import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from './context.ts';
import { type CommandName, contract } from './contract/contract.ts';
import { errorData } from './contract/errors.ts';
import { rootDomainId } from './contract/identity.ts';
import { buildCloud, classInput, startTestEngine, type TestEngine } from './testing/lab.ts';
import { listInputs } from './testing/list-inputs.ts';
import { type Neighbours, settleNeighbours } from './testing/neighbours.ts';

// Every list of the contract, asked as programs ask: page by page, after a row, in each order, for a word, and for what is whose.

let lab: TestEngine;
let neighbours: Neighbours;
let asked: Readonly<Record<string, Record<string, unknown>>>;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  neighbours = await settleNeighbours(lab);
  await lab.run('deployVirtualMachines', await classInput(lab, 3));
  asked = await listInputs(lab);
});
afterAll(() => lab.close());

const lists = (Object.keys(contract) as CommandName[]).filter((name) => 'row' in contract[name]);
type Row = Record<string, unknown>;

/** The rows of a list, or its refusal; through `call` of the test's engine, which checks each answer by the contract. */
async function rowsOf(name: CommandName, input: object, caller?: Caller): Promise<{ count: number; rows: Row[] }> {
  const given = { ...asked[name], ...input };
  const answer = (await lab.call(name, given as never, caller)) as unknown as Record<string, unknown> & {
    count: number;
  };
  return { count: answer.count, rows: (answer[contract[name].object] as Row[] | undefined) ?? [] };
}
/** What tells a row from others, without what may differ from one reading to the next. */
const idOf = (row: Row): string =>
  String(row.id ?? row.jobid ?? row.name ?? JSON.stringify({ ...row, created: 0, lastpinged: 0, percentused: 0 }));
const idsOf = (rows: readonly Row[]): string[] => rows.map(idOf);
const takes = (name: CommandName, field: string): boolean => field in contract[name].input.entries;

describe.each(lists)('%s', (name) => {
  it('has in its pages what it has as a whole, and goes on after a row', async () => {
    const all = await rowsOf(name, { pagesize: 500 });
    expect(all.rows.length).toBe(Math.min(all.count, 500));
    // A log is read by the numbers of its lines.
    if (name === 'listJobLogs') return;
    const first = await rowsOf(name, { page: 1, pagesize: 2 });
    const second = await rowsOf(name, { page: 2, pagesize: 2 });
    expect([first.count, second.count]).toEqual([all.count, all.count]);
    expect(idsOf([...first.rows, ...second.rows])).toEqual(idsOf(all.rows.slice(0, 4)));
    if (!takes(name, 'afterid')) return;
    const [one] = all.rows;
    // These are listed of one thing at a time, each in tests of its own.
    if (name === 'listUnmanagedInstances' || name === 'listResourceDetails') return;
    expect(one, 'something to go on after').toBeDefined();
    const afterid = one?.id ?? one?.jobid;
    expect(idsOf((await rowsOf(name, { pagesize: 2, afterid })).rows)).toEqual(idsOf(all.rows.slice(1, 3)));
  });

  it('has the same rows in every order that it can be sorted by', async () => {
    const refusal = await lab.refusal(name, { ...asked[name], sortby: 'nothing' });
    const sortable = (/Use one of (.*)\./.exec(refusal.hint ?? '')?.[1] ?? '').split(', ').filter(Boolean);
    const all = idsOf((await rowsOf(name, { pagesize: 500 })).rows).sort();
    for (const sortby of sortable)
      for (const sortorder of ['asc', 'desc']) {
        const sorted = idsOf((await rowsOf(name, { pagesize: 500, sortby, sortorder })).rows);
        expect(sorted.sort(), `${sortby} ${sortorder}`).toEqual(all);
      }
  });

  it('finds no more for a word than without, and nothing for one that nobody has; or says that it has no search', async () => {
    const all = await rowsOf(name, { pagesize: 500 });
    const look = (keyword: string) =>
      rowsOf(name, { pagesize: 500, keyword }).catch((error: unknown) => {
        expect(errorData(error)).toMatchObject({ code: 'parameter', field: 'keyword' });
        return undefined;
      });
    const found = await look('e');
    if (found === undefined) return;
    expect(found.count).toBeLessThanOrEqual(all.count);
    const known = new Set(idsOf(all.rows));
    expect(idsOf(found.rows).filter((id) => !known.has(id))).toEqual([]);
    expect((await look('nobody-has-this-word'))?.count).toBe(0);
  });
});

const owned = lists.filter((name) => takes(name, 'listall') && takes(name, 'account'));

describe.each(owned)('%s, of somebody', (name) => {
  it('is narrowed to an account, a domain and all below it, to one’s own, and to projects', async () => {
    const { alice, fred } = neighbours;
    const whole = await rowsOf(name, { pagesize: 500, listall: true });
    const hers = await rowsOf(name, { pagesize: 500, account: 'alice', domainid: alice.domainId });
    // A shared network is also theirs who use it.
    if (name !== 'listNetworks')
      for (const row of hers.rows) if (row.account !== undefined) expect(row.account).toBe('alice');
    const byDomain = await rowsOf(name, { pagesize: 500, domainid: alice.domainId });
    expect(idsOf(byDomain.rows).sort()).toEqual(idsOf(hers.rows).sort());
    const below = await rowsOf(name, { pagesize: 500, domainid: rootDomainId, isrecursive: true });
    expect(below.count).toBe(whole.count);
    const own = await rowsOf(name, { pagesize: 500, listall: false });
    for (const row of own.rows) if (row.account !== undefined) expect(row.account).toBe('admin');
    if (takes(name, 'fordisplay'))
      expect((await rowsOf(name, { pagesize: 500, fordisplay: true })).count).toBeLessThanOrEqual(whole.count);
    if (takes(name, 'projectid')) {
      const ofProjects = await rowsOf(name, { pagesize: 500, projectid: '-1' });
      for (const row of ofProjects.rows) if (name !== 'listNetworks') expect(row.account).toBeUndefined();
    }
    const his = await lab.engine
      .call(fred, name, { ...asked[name], account: 'alice', domainid: alice.domainId })
      .then(JSON.stringify, (error: unknown) => errorData(error).code);
    expect(his).toMatch(/^(account|parameter|unsupportedCommand|\{"count":0,.*\})$/);
  });
});

it('there are enough of them', () => expect([lists.length > 60, owned.length > 8]).toEqual([true, true]));
