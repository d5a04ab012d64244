import { describe, expect, it } from 'vitest';
import { toggleSelection } from './selection.ts';

const ids = ['a', 'b', 'c', 'd', 'e'];

describe('selecting rows', () => {
  it('toggles one at a time', () => {
    const one = toggleSelection(new Set(), ids, 'b', undefined, false);
    expect([...one]).toEqual(['b']);
    expect([...toggleSelection(one, ids, 'b', 'b', false)]).toEqual([]);
  });

  it('takes in everything between two clicks with shift, upwards too', () => {
    expect([...toggleSelection(new Set(['d']), ids, 'b', 'd', true)].sort()).toEqual(['b', 'c', 'd']);
  });

  it('toggles when the first click is on another page', () => {
    expect([...toggleSelection(new Set(), ids, 'c', 'gone', true)]).toEqual(['c']);
  });
});
