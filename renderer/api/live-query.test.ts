import { describe, expect, it } from 'vitest';
import { forgetUnwatched, liveQuery, shareUnchanged } from './live-query.ts';

describe('a list that is read again', () => {
  it('keeps the rows that did not change, so that only the others are drawn again', () => {
    const before = {
      count: 2,
      host: [
        { id: 'a', state: 'Up', nic: [{ ip: '1' }] },
        { id: 'b', state: 'Up', nic: [] },
      ],
    };
    const after = {
      count: 2,
      host: [
        { id: 'a', state: 'Up', nic: [{ ip: '1' }] },
        { id: 'b', state: 'Alert', nic: [] },
      ],
    };
    const shared = shareUnchanged(before, after) as typeof before;
    expect(shared.host[0]).toBe(before.host[0]);
    expect(shared.host[1]).toEqual({ id: 'b', state: 'Alert', nic: [] });
    expect(shared).not.toBe(before);
  });

  it('is the same object when nothing changed', () => {
    const before = { count: 1, host: [{ id: 'a' }] };
    expect(shareUnchanged(before, { count: 1, host: [{ id: 'a' }] })).toBe(before);
  });

  it('notices a field that went away and a row that left', () => {
    expect(shareUnchanged({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
    expect(shareUnchanged([{ id: 'a' }, { id: 'b' }], [{ id: 'b' }])).toEqual([{ id: 'b' }]);
  });
});

it('is remembered while nobody watches it, until a page wants to know what is there now', () => {
  const zones = () => liveQuery('listZones', { pagesize: 7 }, () => 'no');
  const pods = () => liveQuery('listPods', { pagesize: 7 }, () => 'no');
  const [before, other] = [zones(), pods()];
  expect(zones()).toBe(before);
  forgetUnwatched(['listZones']);
  expect(zones()).not.toBe(before);
  expect(pods()).toBe(other);
});
