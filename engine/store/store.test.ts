import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type ErrorData, errorData } from '../contract/errors.ts';
import { storagePoolStates } from '../contract/states.ts';
import type { Change } from '../contract/transport.ts';
import type { Store } from './store.ts';
import { addPool, addZone, freshStore } from './testing/fresh-store.ts';

const refusal = (work: () => unknown): ErrorData => {
  try {
    work();
  } catch (error) {
    return errorData(error);
  }
  throw new Error('It went through');
};

function heard(store: Store): Change[][] {
  const batches: Change[][] = [];
  store.onChanges((changes) => batches.push(changes));
  return batches;
}

it('moves a state only along its table, and the loser of a race hears who stands where', async () => {
  const store = await freshStore();
  addPool(store, 'pool', addZone(store, 'a'));
  store.transition('storagePools', storagePoolStates, 'pool', 'attach');
  expect(store.get('storagePools', 'pool')?.state).toBe('Attaching');
  store.transition('storagePools', storagePoolStates, 'pool', 'attached', { total: 7 });
  expect(store.get('storagePools', 'pool')).toMatchObject({ state: 'Up', total: 7 });
  const data = refusal(() => store.transition('storagePools', storagePoolStates, 'pool', 'attach'));
  expect(data).toMatchObject({
    code: 'conflict',
    message: 'pool is Up, which does not allow "attach".',
    hint: 'It is possible in: Initial.',
  });
  expect(store.get('storagePools', 'pool')?.state).toBe('Up');
});

it('takes what already is for done, with the other fields', async () => {
  const store = await freshStore();
  addPool(store, 'pool', addZone(store, 'a'));
  store.transition('storagePools', storagePoolStates, 'pool', 'attach');
  store.transition('storagePools', storagePoolStates, 'pool', 'attached');
  store.transition('storagePools', storagePoolStates, 'pool', 'attached', { used: 3 });
  expect(store.get('storagePools', 'pool')).toMatchObject({
    state: 'Up',
    used: 3,
  });
});

it('answers a transition of what is not there in the words of a wrong id', async () => {
  const store = await freshStore();
  expect(refusal(() => store.transition('storagePools', storagePoolStates, 'none', 'attach'))).toMatchObject({
    code: 'parameter',
    field: 'id',
  });
});

it('lets nobody write a state past the table', async () => {
  const store = await freshStore();
  addPool(store, 'pool', addZone(store, 'a'));
  expect(() => store.update('storagePools', 'pool', { state: 'Up' } as never)).toThrow(/transition\(\) only/);
});

it('announces after the outermost commit, in order, and says nothing of what was rolled back', async () => {
  const store = await freshStore();
  const batches = heard(store);
  store.write(() => {
    addZone(store, 'a');
    store.write(() => addZone(store, 'b'));
    expect(batches).toEqual([]);
  });
  expect(batches.flat().map((each) => `${each.noun} ${each.id} ${each.change}`)).toEqual([
    'zone zone-a created',
    'zone zone-b created',
  ]);
  batches.length = 0;
  expect(() =>
    store.write(() => {
      addZone(store, 'c');
      throw new Error('after all not');
    }),
  ).toThrow('after all not');
  expect(batches).toEqual([]);
  expect(store.get('zones', 'zone-c')).toBeUndefined();
  // And the next commit does not drag the lost change along.
  addZone(store, 'd');
  expect(batches.flat().map((each) => each.id)).toEqual(['zone-d']);
});

it('undoes a nested write that failed, also when the outer one goes on', async () => {
  const store = await freshStore();
  const batches = heard(store);
  store.write(() => {
    addZone(store, 'kept');
    expect(() =>
      store.write(() => {
        addZone(store, 'lost');
        store.write(() => addZone(store, 'lost too'));
        addZone(store, 'kept');
      }),
    ).toThrow(/UNIQUE/);
    addZone(store, 'later');
  });
  expect(
    store
      .list('zones', {})
      .rows.map((row) => row.name)
      .sort(),
  ).toEqual(['kept', 'later']);
  expect(batches.flat().map((each) => each.id)).toEqual(['zone-kept', 'zone-later']);
});

it('commits many callers at once and fails only the one that is wrong', async () => {
  const store = await freshStore();
  const batches = heard(store);
  const settled = await Promise.allSettled([
    store.commitSoon(() => addZone(store, 'a')),
    store.commitSoon(() => {
      addZone(store, 'half');
      addZone(store, 'a');
    }),
    store.commitSoon(() => addZone(store, 'b')),
  ]);
  expect(settled.map((each) => each.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(
    store
      .list('zones', {})
      .rows.map((row) => row.name)
      .sort(),
  ).toEqual(['a', 'b']);
  // One transaction, hence one batch; and nothing of what failed in it.
  expect(batches.map((batch) => batch.map((each) => each.id))).toEqual([['zone-a', 'zone-b']]);
});

it('is on disk by the time a group commit resolves, for another connection to see', async () => {
  const store = await freshStore();
  await store.commitSoon(() => addZone(store, 'a'));
  const other = new Database(store.sqlite.name, { readonly: true });
  expect(other.prepare('SELECT name FROM zone').all()).toEqual([{ name: 'a' }]);
  other.close();
});

it('does not let a listener that throws make a commit look failed or silence the others', async () => {
  const store = await freshStore();
  const warned = new Promise<Error>((resolve) => process.once('warning', resolve));
  store.onChanges(() => {
    throw new Error('cannot listen');
  });
  const batches = heard(store);
  addZone(store, 'a');
  expect(store.get('zones', 'zone-a')).toBeDefined();
  expect(batches).toHaveLength(1);
  expect((await warned).message).toBe('cannot listen');
});

it('hears nothing more after unsubscribing', async () => {
  const store = await freshStore();
  const batches: Change[][] = [];
  const stop = store.onChanges((changes) => batches.push(changes));
  stop();
  addZone(store, 'a');
  expect(batches).toEqual([]);
});

it('hides a removed row from lists, keyword and need(), and keeps it for history', async () => {
  const store = await freshStore();
  const id = addZone(store, 'gone');
  store.remove('zones', id);
  expect(store.list('zones', {}).count).toBe(0);
  expect(store.list('zones', { keyword: 'gone' }).count).toBe(0);
  expect(refusal(() => store.need('zones', id, 'zoneid'))).toMatchObject({ code: 'parameter', field: 'zoneid' });
  expect(store.get('zones', id)?.removed).toBe(1000);
});

it('purges rows together with their keyword entries', async () => {
  const store = await freshStore();
  for (const [id, created] of [
    ['old', 1],
    ['new', 9],
  ] as const)
    store.insert('events', {
      id,
      type: 'TEST',
      level: 'INFO',
      state: 'Completed',
      description: `the ${id} event`,
      accountId: 'a',
      domainId: 'd',
      username: 'u',
      created,
    });
  expect(store.purge('events', 'created < ?', 5)).toBe(1);
  expect(store.list('events', { keyword: 'event' }).rows.map((row) => row.id)).toEqual(['new']);
  expect(
    store.sqlite.prepare("SELECT ref FROM search JOIN search_ref ON number = search.rowid WHERE noun = 'event'").all(),
  ).toEqual([{ ref: 'new' }]);
  expect(store.sqlite.prepare("SELECT ref FROM search_ref WHERE noun = 'event'").all()).toEqual([{ ref: 'new' }]);
});

it('finds what the transaction wrote by its last words, and nothing of a part that was taken back', async () => {
  const store = await freshStore();
  const found = (keyword: string) => store.list('zones', { keyword }).count;
  const gone = addZone(store, 'leaving');
  store.write(() => {
    const id = addZone(store, 'first words');
    store.update('zones', id, { name: 'second words' });
    store.remove('zones', gone);
    expect(() =>
      store.write(() => {
        addZone(store, 'taken back');
        throw new Error('no');
      }),
    ).toThrow('no');
  });
  expect(found('first')).toBe(0);
  expect(found('second')).toBe(1);
  expect(found('leaving')).toBe(0);
  expect(found('taken')).toBe(0);
  expect(() =>
    store.write(() => {
      addZone(store, 'never was');
      throw new Error('no');
    }),
  ).toThrow('no');
  addZone(store, 'next');
  expect(found('never')).toBe(0);
  expect(store.sqlite.prepare("SELECT count(*) FROM search_ref WHERE noun = 'zone'").pluck().get()).toBe(2);
});

it('merges the keyword index in steps until none is left, and finds the same as before', async () => {
  const store = await freshStore();
  expect(store.mergeWords()).toBe(false);
  for (let number = 0; number < 300; number += 1) addZone(store, `zone of pupil ${number}`);
  const segments = () => store.sqlite.prepare('SELECT count(DISTINCT segid) FROM search_idx').pluck().get() as number;
  const before = segments();
  for (let step = 0; store.mergeWords(); step += 1) expect(step).toBeLessThan(100);
  expect(segments()).toBeLessThan(before);
  expect(store.list('zones', { keyword: 'pupil 299' }).count).toBe(1);
  expect(store.list('zones', { keyword: 'zone of pupil' }).count).toBe(300);
});

it('counts anew after whatever was written or taken back', async () => {
  const store = await freshStore();
  const count = () => store.list('zones', { pagesize: 1 }).count;
  addZone(store, 'one');
  expect([count(), count()]).toEqual([1, 1]);
  expect(() =>
    store.write(() => {
      addZone(store, 'two');
      expect(count()).toBe(2);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(count()).toBe(1);
  const id = addZone(store, 'three');
  expect(count()).toBe(2);
  store.remove('zones', id);
  expect(count()).toBe(1);
});
