import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { adminAccountId, rootDomainId } from '../contract/identity.ts';
import { startTestEngine, type TestEngine } from '../testing/lab.ts';
import { type ApiClient, apiClient } from './testing/client.ts';

// Lists of all rows, slice by slice.

const rows = 20_000;
let lab: TestEngine;
let api: ApiClient;

beforeAll(async () => {
  lab = await startTestEngine({ apiAddress: '127.0.0.1:0' });
  const { store, clock } = lab.engine.internals.ctx;
  store.write(() => {
    for (let each = 0; each < rows; each += 1)
      store.insert('events', {
        id: `event-${each}`,
        type: each % 2 === 0 ? 'EVEN' : 'ODD',
        level: 'INFO',
        state: 'Completed',
        accountId: adminAccountId,
        domainId: rootDomainId,
        username: 'admin',
        // Many of one moment: the order goes on by the id.
        created: clock() - Math.floor(each / 700) * 1000,
        description: `<event> & ${each} ${'long '.repeat(30)}`,
      });
  });
  api = await apiClient(lab);
}, 60_000);
afterAll(() => lab.close());

const idsOf = (body: unknown): string[] => (body as { event: { id: string }[] }).event.map((each) => each.id);

it('has every row once, in the order of the pages, and counts them', async () => {
  const { body } = await api.json('listEvents', { type: 'ODD', pagesize: '-1' });
  const all = body.listeventsresponse as { count: number };
  const paged: string[] = [];
  for (let page = 1; page <= rows / 2 / 500; page += 1)
    paged.push(...idsOf(await lab.call('listEvents', { type: 'ODD', page, pagesize: 500 })));
  expect(all.count).toBe(rows / 2);
  expect(idsOf(all)).toEqual(paged);
});

it('is the same in XML, and sorted by any field', async () => {
  for (const sort of [
    { sortby: 'type', sortorder: 'asc' },
    { sortby: 'level', sortorder: 'desc' },
  ]) {
    const { text } = await api.xml('listEvents', { pagesize: '-1', type: 'EVEN', ...sort });
    const parsed = new XMLParser().parse(text) as { listeventsresponse: { count: number; event: { id: string }[] } };
    const ids = idsOf(parsed.listeventsresponse);
    expect(new Set(ids).size).toBe(rows / 2);
    expect(parsed.listeventsresponse.count).toBe(rows / 2);
  }
});

it('lets other calls have their turn, holds no more than a slice for a slow reader, and tells what it sent', async () => {
  const response = await api.get('listEvents', { response: 'json', pagesize: '-1' });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const chunks = [(await reader.read()).value as Uint8Array];
  // The list is not read on: it waits, and everything else goes on, also a change of what is still to come.
  expect((await api.json('listZones')).status).toBe(200);
  const { store } = lab.engine.internals.ctx;
  const before = store.count('events', '1');
  store.purge('events', 'id = ?', `event-${rows - 1}`);
  for (let next = await reader.read(); !next.done; next = await reader.read()) chunks.push(next.value);
  const { listeventsresponse: all } = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  expect(all.count).toBe(all.event.length);
  expect(all.count).toBe(before - 1);
  expect(idsOf(all)).not.toContain(`event-${rows - 1}`);
});

it('whose reader goes away ends by itself', async () => {
  const response = await api.get('listEvents', { response: 'json', pagesize: '-1' });
  await response.body?.cancel();
  expect((await api.json('listZones')).status).toBe(200);
});

it('of a few rows is an ordinary answer, and a wrong one is refused before anything is sent', async () => {
  expect((await api.json('listEvents', { type: 'NONE', pagesize: '-1' })).body).toEqual({ listeventsresponse: {} });
  expect(await api.json('listEvents', { pagesize: '-1', page: '1' })).toMatchObject({ status: 431 });
  expect(await api.json('listEvents', { pagesize: '-1', sortby: 'secret' })).toMatchObject({ status: 431 });
  const settings = await api.json('listConfigurations', { pagesize: '-1' });
  const { count, configuration } = settings.body.listconfigurationsresponse as { count: number; configuration: [] };
  expect(configuration).toHaveLength(count);
});
