import { useSyncExternalStore } from 'react';

/**
 * wouter's own hash hook moves a query to the URL's real search part, so a filtered list could not be opened by its link.
 * Here path and query both live behind the `#`: `#/volumes?state=Ready` works under app:// and http alike.
 */
export interface NavigateOptions {
  replace?: boolean;
  state?: unknown;
}

/** `#/volumes?state=Ready` → `['/volumes', 'state=Ready']`. */
export function splitHash(hash: string): [path: string, search: string] {
  const text = `/${hash.replace(/^#?\/?/, '')}`;
  const mark = text.indexOf('?');
  return mark < 0 ? [text, ''] : [text.slice(0, mark), text.slice(mark + 1)];
}

function subscribe(listener: () => void) {
  addEventListener('hashchange', listener);
  addEventListener('popstate', listener);
  return () => {
    removeEventListener('hashchange', listener);
    removeEventListener('popstate', listener);
  };
}

/** Goes to a path of the application (with query). */
export function navigate(to: string, { replace = false, state = null }: NavigateOptions = {}): void {
  const url = `#/${to.replace(/^#?\/?/, '')}`;
  if (replace) history.replaceState(state, '', url);
  else history.pushState(state, '', url);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export const currentPath = () => splitHash(location.hash)[0];
const currentSearch = () => splitHash(location.hash)[1];

/** wouter's `hook`. */
export function useHashLocation(): [string, typeof navigate] {
  return [useSyncExternalStore(subscribe, currentPath), navigate];
}
useHashLocation.hrefs = (href: string) => `#${href}`;

/** wouter's `searchHook`. */
export function useHashSearch(): string {
  return useSyncExternalStore(subscribe, currentSearch);
}
useHashLocation.searchHook = useHashSearch;
