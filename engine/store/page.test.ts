import { describe, expect, it } from 'vitest';
import { type ErrorData, errorData } from '../contract/errors.ts';
import { type PageRequest, pageOf } from './page.ts';
import type { Store } from './store.ts';
import { addZone, freshStore } from './testing/fresh-store.ts';

const names = [
  'alpha',
  'ALPHABET',
  'a "quoted" name',
  "it's",
  '100% sure',
  'under_score',
  'under-score',
  'back\\slash',
  '😀 smile',
  '云主机一',
  'שלום עולם',
  '../etc/passwd',
  '$(reboot)',
  '<img src=x onerror=alert(1)>',
  'NEAR(a b) OR c* AND NOT d',
];

const sortable = { name: 'name', created: 'created', networktype: 'networkType' };
let store: Store;
const load = async () => {
  store = await freshStore();
  for (const [index, name] of names.entries()) addZone(store, name, { id: `id-${index}`, created: index % 3 });
};
const found = (request: PageRequest) =>
  store.list('zones', request, { sortable, defaultSort: 'name' }).rows.map((row) => row.name);
const refusal = (request: PageRequest): ErrorData => {
  try {
    found(request);
  } catch (error) {
    return errorData(error);
  }
  throw new Error('It was listed');
};

// freshStore() cleans up after each test, so each test loads its own rows; it takes a few milliseconds.
describe('keyword', () => {
  it.each([
    ['alph', ['ALPHABET', 'alpha']],
    ['pha', ['ALPHABET', 'alpha']],
    ['PHAB', ['ALPHABET']],
    ['"quoted"', ['a "quoted" name']],
    ['"', ['a "quoted" name']],
    ["it's", ["it's"]],
    ["'", ["it's"]],
    ['100%', ['100% sure']],
    ['%', ['100% sure']],
    ['_', ['under_score']],
    ['r_s', ['under_score']],
    ['\\', ['back\\slash']],
    ['k\\s', ['back\\slash']],
    ['😀', ['😀 smile']],
    ['😀 ', ['😀 smile']],
    ['😀 s', ['😀 smile']],
    ['云', ['云主机一']],
    ['主机', ['云主机一']],
    ['云主机', ['云主机一']],
    ['שלום', ['שלום עולם']],
    ['../etc', ['../etc/passwd']],
    ['$(re', ['$(reboot)']],
    ['<img', ['<img src=x onerror=alert(1)>']],
    ['OR c*', ['NEAR(a b) OR c* AND NOT d']],
    ['NOT', ['NEAR(a b) OR c* AND NOT d']],
    ['  alpha  ', ['ALPHABET', 'alpha']],
    ['no such thing', []],
    ['alp\u0000ha', []],
  ])('%j finds just what contains it', async (keyword, expected) => {
    await load();
    expect(found({ keyword })).toEqual(expected);
    expect(store.list('zones', { keyword }).count).toBe(expected.length);
  });

  it.each(['', '   ', '\u0000', '\n\t'])('%j filters nothing', async (keyword) => {
    await load();
    expect(store.list('zones', { keyword }).count).toBe(names.length);
  });

  it('follows a rename', async () => {
    await load();
    store.update('zones', 'id-0', { name: 'omega' });
    expect(found({ keyword: 'omega' })).toEqual(['omega']);
    expect(found({ keyword: 'alpha' })).toEqual(['ALPHABET']);
  });

  it('searches the columns of a table that has no index', async () => {
    await load();
    store.insert('jobs', {
      id: 'job',
      kind: 'k',
      command: 'deployVirtualMachine',
      accountId: 'a',
      domainId: 'd',
      userId: 'u',
      state: 'pending',
      input: { name: 'secret word' },
      resourceName: 'web-1',
      cancelRequested: false,
      created: 1,
    });
    for (const keyword of ['web', 'b-', 'Virtual', 'pend'])
      expect(store.list('jobs', { keyword }).count, keyword).toBe(1);
    expect(store.list('jobs', { keyword: 'secret' }).count).toBe(0);
  });
});

describe('pages', () => {
  it('are whole and never overlap, also where the order has ties', async () => {
    await load();
    const seen: string[] = [];
    for (let page = 1; page <= 4; page++) {
      const { rows, count } = store.list('zones', { page, pagesize: 4, sortby: 'created' }, { sortable });
      expect(count).toBe(names.length);
      seen.push(...rows.map((row) => row.id));
    }
    expect(new Set(seen).size).toBe(names.length);
    const down = store.list('zones', { pagesize: -1, sortby: 'created', sortorder: 'desc' }, { sortable });
    expect(down.rows.map((row) => row.id)).toEqual(seen.reverse());
  });

  it.each([{}, { sortby: 'created', sortorder: 'desc' }, { sortby: 'networktype' }, { keyword: 'a' }] as PageRequest[])(
    'that go on after a row leave nothing out and repeat nothing: %j',
    async (request) => {
      await load();
      const options = { sortable, defaultSort: 'name' };
      const all = store.list('zones', { ...request, pagesize: -1 }, options).rows.map((row) => row.id);
      const seen: string[] = [];
      for (;;) {
        const afterid = seen.at(-1);
        const { rows } = store.list(
          'zones',
          { ...request, pagesize: 4, ...(afterid !== undefined && { afterid }) },
          options,
        );
        if (rows.length === 0) break;
        seen.push(...rows.map((row) => row.id));
        // A row that is gone by then is no reason to begin again.
        if (seen.length === 4) store.remove('zones', seen[3] as string);
      }
      expect(seen).toEqual(all);
    },
  );

  it('that go on after a row have those without a value in their place, either way', async () => {
    await load();
    for (const [index, completed] of [undefined, 3, undefined, 1, 3, undefined, 2].entries())
      store.insert('jobs', {
        id: `job-${index}`,
        kind: 'k',
        command: 'c',
        accountId: 'a',
        domainId: 'd',
        userId: 'u',
        state: 'pending',
        input: {},
        cancelRequested: false,
        created: 1,
        ...(completed !== undefined && { completed }),
      });
    const options = { sortable: { completed: 'completed' } };
    for (const sortorder of ['asc', 'desc'] as const) {
      const list = (more: PageRequest) =>
        store.list('jobs', { sortby: 'completed', sortorder, ...more }, options).rows.map((row) => row.id);
      const all = list({ pagesize: -1 });
      expect(all).toHaveLength(7);
      for (const [index, afterid] of all.entries())
        expect(list({ pagesize: -1, afterid })).toEqual(all.slice(index + 1));
    }
  });

  it('past the end are empty, with the true count', async () => {
    await load();
    expect(store.list('zones', { page: 9, pagesize: 10 })).toEqual({ count: names.length, rows: [] });
    expect(store.list('zones', { pagesize: 0 })).toEqual({ count: names.length, rows: [] });
  });

  it('have the size of the setting when none is asked for', async () => {
    await load();
    store.defaultPageSize = () => 2;
    expect(store.list('zones', {})).toMatchObject({ count: names.length, rows: [{}, {}] });
    expect(store.list('zones', { pagesize: -1 }).rows).toHaveLength(names.length);
  });
});

describe('refusals', () => {
  it.each([
    [{ sortby: 'password' }, { field: 'sortby', hint: 'Use one of name, created, networktype.' }],
    [{ sortby: 'name; DROP TABLE zone' }, { field: 'sortby' }],
    [{ sortby: 'constructor' }, { field: 'sortby' }],
    [{ sortby: '__proto__' }, { field: 'sortby' }],
    [{ page: 2 }, { field: 'pagesize' }],
    [{ page: 1, pagesize: -1 }, { field: 'page' }],
    [{ afterid: 'nobody' }, { field: 'afterid' }],
    [{ page: 1, pagesize: 5, afterid: 'id-1' }, { field: 'afterid' }],
  ] as [PageRequest, Partial<ErrorData>][])('%j', async (request, expected) => {
    await load();
    expect(refusal(request)).toMatchObject({ code: 'parameter', ...expected });
    expect(store.count('zones', '1')).toBe(names.length);
  });
});

describe('lists that are no table', () => {
  const rows = [
    { name: 'b', size: 10 },
    { name: 'A', size: 9 },
    { name: 'c', size: 100 },
  ];
  const options = { keyword: (row: { name: string }) => row.name, sortable: ['name', 'size'] as const };
  const list = (request: PageRequest) => pageOf(rows, request, options).rows.map((row) => row.name);

  it('follow the same rules', () => {
    expect(list({})).toEqual(['b', 'A', 'c']);
    expect(list({ sortby: 'name' })).toEqual(['A', 'b', 'c']);
    expect(list({ sortby: 'size', sortorder: 'desc' })).toEqual(['c', 'b', 'A']);
    expect(list({ keyword: 'a' })).toEqual(['A']);
    expect(list({ page: 2, pagesize: 2 })).toEqual(['c']);
    expect(pageOf(rows, { pagesize: 1 }, options)).toMatchObject({ count: 3, rows: [{ name: 'b' }] });
    const named = [{ id: '1' }, { id: '2' }, { id: '3' }];
    expect(pageOf(named, { afterid: '2' }).rows).toEqual([{ id: '3' }]);
    expect(() => pageOf(named, { afterid: '4' })).toThrow(/does not exist/);
    expect(() => list({ sortby: 'weight' })).toThrow(/cannot be sorted by weight/);
    expect(() => list({ page: 2 })).toThrow(/needs pagesize/);
    expect(() => list({ page: 1, pagesize: -1 })).toThrow(/cannot be combined/);
  });
});
