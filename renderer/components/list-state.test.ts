import { describe, expect, it } from 'vitest';
import { decodeListState, encodeListState, initialListState, toggleSort } from './list-state.ts';

describe("a list's state in the URL", () => {
  it('survives the way there and back', () => {
    const state = {
      keyword: 'web & db = 数据',
      page: 3,
      sortBy: 'created',
      sortOrder: 'desc' as const,
      filters: { state: 'Running', zoneid: 'a b' },
    };
    expect(decodeListState(encodeListState(state), ['state', 'zoneid'])).toEqual(state);
  });

  it('leaves the URL clean when nothing is narrowed', () => {
    expect(encodeListState(initialListState)).toBe('');
    expect(decodeListState('', [])).toEqual(initialListState);
  });

  it('takes only the filters that the list has', () => {
    expect(decodeListState('state=Up&owner=me', ['state']).filters).toEqual({ state: 'Up' });
  });

  it.each(['0', '-2', 'x', '1.5', '1e400'])('reads page %s as the first page', (page) => {
    expect(decodeListState(`page=${page}`, []).page).toBe(1);
  });
});

describe('a click on a header', () => {
  it('goes ascending, descending, unsorted', () => {
    const first = toggleSort({ ...initialListState, page: 4 }, 'name');
    expect(first).toMatchObject({ sortBy: 'name', sortOrder: 'asc', page: 1 });
    const second = toggleSort(first, 'name');
    expect(second).toMatchObject({ sortBy: 'name', sortOrder: 'desc' });
    expect(toggleSort(second, 'name').sortBy).toBeUndefined();
    expect(toggleSort(second, 'size')).toMatchObject({ sortBy: 'size', sortOrder: 'asc' });
  });
});
