import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { decodeListState, encodeListState, initialListState, type ListState } from './list-state.ts';

/** A list's state: in the URL for a page's own list, in memory for a list inside a tab. */
export function useListState(
  filterNames: readonly string[],
  inUrl: boolean,
): [ListState, (change: Partial<ListState>) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const [local, setLocal] = useState(initialListState);
  const state = inUrl ? decodeListState(search, filterNames) : local;
  const change = (part: Partial<ListState>) => {
    // Whatever narrows or reorders the list begins at its first page again.
    const next = { ...state, page: 1, ...part };
    if (!inUrl) {
      setLocal(next);
      return;
    }
    const query = encodeListState(next);
    navigate(query === '' ? path : `${path}?${query}`, { replace: true });
  };
  return [state, change];
}
