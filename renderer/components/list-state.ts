/** What a list is narrowed and ordered by. It lives in the URL, so that a link opens the same list. */
export interface ListState {
  keyword: string;
  /** From 1. */
  page: number;
  sortBy: string | undefined;
  sortOrder: 'asc' | 'desc';
  /** Parameter name → value, only those that are set. */
  filters: Record<string, string>;
}

export const initialListState: ListState = {
  keyword: '',
  page: 1,
  sortBy: undefined,
  sortOrder: 'asc',
  filters: {},
};

/** Names of the URL's own parameters; no filter may be called like one. */
const own = ['q', 'page', 'sort', 'order', 'tab'] as const;

/** Reads the state from a query string; only the named filters are taken, nonsense is dropped. */
export function decodeListState(search: string, filterNames: readonly string[]): ListState {
  const query = new URLSearchParams(search);
  const page = Number(query.get('page') ?? '1');
  const filters: Record<string, string> = {};
  for (const name of filterNames) {
    const value = query.get(name);
    if (value !== null && value !== '') filters[name] = value;
  }
  return {
    keyword: (query.get('q') ?? '').slice(0, 255),
    page: Number.isSafeInteger(page) && page > 0 ? page : 1,
    sortBy: query.get('sort') || undefined,
    sortOrder: query.get('order') === 'desc' ? 'desc' : 'asc',
    filters,
  };
}

/** Writes the state as a query string, without what is at its default, in a fixed order. */
export function encodeListState(state: ListState): string {
  const query = new URLSearchParams();
  if (state.keyword !== '') query.set('q', state.keyword);
  for (const name of Object.keys(state.filters).sort()) {
    const value = state.filters[name];
    if (value !== undefined && value !== '' && !(own as readonly string[]).includes(name)) query.set(name, value);
  }
  if (state.sortBy !== undefined) {
    query.set('sort', state.sortBy);
    if (state.sortOrder === 'desc') query.set('order', 'desc');
  }
  if (state.page > 1) query.set('page', String(state.page));
  return query.toString();
}

/** What a click on a column's header does: ascending, descending, the list's own order. */
export function toggleSort(state: ListState, column: string): ListState {
  if (state.sortBy !== column) return { ...state, sortBy: column, sortOrder: 'asc', page: 1 };
  if (state.sortOrder === 'asc') return { ...state, sortOrder: 'desc', page: 1 };
  return { ...state, sortBy: undefined, sortOrder: 'asc', page: 1 };
}
