import { afterAll, beforeAll, expect, it } from 'vitest';
import { rootDomainId } from '../../contract/identity.ts';
import { clockAhead } from '../../reconcilers/testing/simulated-world.ts';
import { startTestEngine, type TestEngine } from '../../testing/lab.ts';

let lab: TestEngine;
beforeAll(async () => {
  lab = await startTestEngine();
});
afterAll(() => lab.close());

const day = 86_400_000;
/** An event at noon of a day of 2020. */
function put(type: string, month: number, ofMonth: number, accountId: string, domainId = rootDomainId): string {
  const id = lab.engine.internals.ctx.ids();
  lab.engine.internals.ctx.store.insert('events', {
    id,
    type,
    level: 'INFO',
    state: 'Completed',
    accountId,
    domainId,
    username: 'x',
    created: Date.UTC(2020, month - 1, ofMonth, 12),
    description: `${type} of ${ofMonth}`,
  });
  return id;
}
const found = async (input: object, caller = lab.engine.desktopCaller()) =>
  (await lab.call('listEvents', { sortby: 'created', ...input }, caller)).event.map((each) => each.description);

it('dates are whole days or moments, in each of CloudStack’s forms', async () => {
  const { accountId } = lab.engine.desktopCaller();
  for (const ofMonth of [1, 2, 3]) put('DATES', 1, ofMonth, accountId);
  expect(await found({ type: 'DATES', startdate: '2020-01-02' })).toEqual(['DATES of 2', 'DATES of 3']);
  expect(await found({ type: 'DATES', enddate: '2020-01-02' })).toEqual(['DATES of 1', 'DATES of 2']);
  expect(await found({ type: 'DATES', enddate: '2020-01-02 11:59:59' })).toEqual(['DATES of 1']);
  expect(await found({ type: 'DATES', enddate: '2020-01-02T12:00:00Z' })).toEqual(['DATES of 1', 'DATES of 2']);
  expect(await found({ type: 'DATES', startdate: '2020-01-02T15:00:00+0200' })).toEqual(['DATES of 3']);
  for (const startdate of ['yesterday', '1', '2020-13-01', '2020-01-02 25:00:00'])
    expect(await lab.refusal('listEvents', { startdate })).toMatchObject({ code: 'parameter', field: 'startdate' });
});

it('what is archived is another list, and is found there', async () => {
  const id = put('KEPT', 2, 1, lab.engine.desktopCaller().accountId);
  await lab.call('archiveEvents', { ids: [id] });
  expect(await found({ type: 'KEPT' })).toEqual([]);
  expect(await found({ type: 'KEPT', archived: true })).toEqual(['KEPT of 1']);
});

it('somebody deletes what is his own and nothing else, by ids and by type', async () => {
  const [ada, bob] = [lab.user('ada'), lab.user('bob')];
  const his = put('MINE', 3, 1, ada.accountId);
  put('MINE', 3, 2, ada.accountId);
  const other = put('MINE', 3, 3, bob.accountId);
  expect(await lab.refusal('deleteEvents', { ids: [his, other] }, ada)).toMatchObject({ code: 'account' });
  expect(await lab.refusal('archiveEvents', { ids: [other] }, ada)).toMatchObject({ code: 'account' });
  expect(await found({ type: 'MINE' })).toHaveLength(3);
  expect(await lab.refusal('deleteEvents', {}, ada)).toMatchObject({ code: 'parameter', field: 'ids' });
  await lab.call('deleteEvents', { ids: [his] }, ada);
  expect(await found({ type: 'MINE' })).toEqual(['MINE of 2', 'MINE of 3']);
  await lab.call('deleteEvents', { type: 'MINE' }, ada);
  expect(await found({ type: 'MINE' })).toEqual(['MINE of 3']);
  expect(await found({ keyword: 'MINE of 2' })).toEqual([]);
});

it('an operation that was begun and has not ended is found by its age', async () => {
  const { store, ids, clock } = lab.engine.internals.ctx;
  const begin = (seconds: number) => {
    const id = ids();
    const { accountId } = lab.engine.desktopCaller();
    const common = { type: 'LONG', level: 'INFO', accountId, domainId: rootDomainId, username: 'x' } as const;
    store.insert('events', {
      ...common,
      id,
      state: 'Scheduled',
      created: clock() - seconds * 1000,
      description: `${seconds}`,
    });
    return (state: 'Started' | 'Completed') =>
      store.insert('events', { ...common, id: ids(), state, parentId: id, created: clock(), description: state });
  };
  begin(30);
  begin(300)('Started');
  begin(3000);
  begin(310)('Completed');
  expect(await found({ type: 'LONG', duration: 60 })).toEqual(['3000', '300']);
  expect(await found({ type: 'LONG', duration: 60, entrytime: 1000 })).toEqual(['300']);
  expect(await lab.refusal('listEvents', { duration: 60, entrytime: 60 })).toMatchObject({ field: 'entrytime' });
  const [first] = (await lab.call('listEvents', { type: 'LONG', duration: 60, entrytime: 1000 })).event;
  expect((await found({ startid: first?.id ?? '' })).sort()).toEqual(['300', 'Started']);
});

it('old events and alerts are forgotten by their settings, and 0 keeps them', async () => {
  const { reconcilers, ctx } = lab.engine.internals;
  const pass = clockAhead(lab);
  put('OLD', 4, 1, lab.engine.desktopCaller().accountId);
  await lab.run('generateAlert', { type: 12, name: 'Disk', description: 'It clicks.' });
  pass((3 * day) / 1000);
  const rounds = async () => {
    await reconcilers.runOnce('event-purge');
    await reconcilers.runOnce('alert-purge');
  };
  await lab.call('updateConfiguration', { name: 'event.purge.delay', value: '0' });
  await rounds();
  expect(await found({ type: 'OLD' })).toHaveLength(1);
  expect((await lab.call('listAlerts', { name: 'disk' })).count).toBe(1);
  await lab.call('updateConfiguration', { name: 'event.purge.delay', value: '15' });
  await lab.call('updateConfiguration', { name: 'alert.purge.delay', value: '2' });
  await rounds();
  expect(await found({ type: 'OLD' })).toEqual([]);
  expect((await lab.call('listAlerts', {})).count).toBe(0);
  expect(ctx.settings.number('event.purge.interval')).toBe(86_400);
});

it('alerts are found by number and by name of their type', async () => {
  await lab.run('generateAlert', { type: 18, name: 'Tags are short', description: 'Few are left.' });
  for (const type of ['18', 'ALERT.NETWORK.VLAN'])
    expect((await lab.call('listAlerts', { type })).alert.map(({ name }) => name)).toEqual(['Tags are short']);
  expect((await lab.call('listAlerts', { type: '12' })).count).toBe(0);
  expect(await lab.refusal('generateAlert', { type: 99, name: 'x', description: 'y' })).toMatchObject({
    field: 'type',
  });
});

it('100,000 events and their slices: no list of them takes long', async () => {
  const { store } = lab.engine.internals.ctx;
  const { accountId } = lab.engine.desktopCaller();
  store.write(() =>
    store.sqlite
      .prepare(
        `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
         INSERT INTO event (id, type, level, state, account_id, domain_id, username, created, description)
         SELECT 'many-' || i, 'MANY.' || (i % 7), CASE i % 10 WHEN 0 THEN 'ERROR' ELSE 'INFO' END, 'Completed', ?, ?, 'x', i, 'many' FROM n`,
      )
      .run(accountId, rootDomainId),
  );
  const plan = (where: string) =>
    (
      store.sqlite
        .prepare(`EXPLAIN QUERY PLAN SELECT id FROM event_view WHERE ${where} ORDER BY created DESC, id DESC LIMIT 20`)
        .all() as { detail: string }[]
    )
      .map(({ detail }) => detail)
      .join('\n');
  for (const where of ['archived = 0', "archived = 0 AND type = 'MANY.1'", "archived = 0 AND level = 'ERROR'"]) {
    expect(plan(where)).not.toMatch(/SCAN event(?! USING)|TEMP B-TREE/);
    expect(plan(`${where} AND account_id = 'x'`)).not.toMatch(/SCAN event(?! USING)|TEMP B-TREE/);
  }
  expect((await lab.call('listEvents', { level: 'ERROR', page: 1, pagesize: 20 })).count).toBeGreaterThanOrEqual(
    10_000,
  );
  await lab.call('deleteEvents', { type: 'MANY.3' });
  expect((await lab.call('listEvents', { type: 'MANY.3' })).count).toBe(0);
});
