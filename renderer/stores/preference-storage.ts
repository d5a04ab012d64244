import type { StateStorage } from 'zustand/middleware';

/**
 * The web shell takes a new port at every start, and local storage belongs to a port. Cookies belong to the host, so a few small
 * choices (language, theme, …) are also kept in one; it is read where local storage has nothing yet. The desktop shell has a
 * fixed origin and needs no cookie.
 */
const cookieName = 'benchtop-preferences';
const keptInCookie = ['theme', 'language', 'navigationCollapsed', 'pageSize', 'unguardedKeyAccepted'] as const;
const yearInSeconds = 365 * 24 * 3600;

/** The part of the stored preferences that goes into the cookie. */
export function cookieValue(stored: string): string {
  const { state, version } = JSON.parse(stored) as { state: Record<string, unknown>; version: number };
  const small = Object.fromEntries(keptInCookie.filter((key) => key in state).map((key) => [key, state[key]]));
  return encodeURIComponent(JSON.stringify({ state: small, version }));
}

/** Finds the preferences in a document's cookies; nothing when they are not there or damaged. */
export function readCookie(cookies: string): string | null {
  const found = cookies.split('; ').find((cookie) => cookie.startsWith(`${cookieName}=`));
  if (found === undefined) return null;
  try {
    const text = decodeURIComponent(found.slice(cookieName.length + 1));
    JSON.parse(text);
    return text;
  } catch {
    return null;
  }
}

const cookiesWork = () => location.protocol === 'http:' || location.protocol === 'https:';

export const preferenceStorage: StateStorage = {
  getItem: (name) => localStorage.getItem(name) ?? (cookiesWork() ? readCookie(document.cookie) : null),
  setItem(name, value) {
    localStorage.setItem(name, value);
    if (!cookiesWork()) return;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is asynchronous, and the first paint needs the theme
    document.cookie = `${cookieName}=${cookieValue(value)}; path=/; max-age=${yearInSeconds}; samesite=strict`;
  },
  removeItem: (name) => localStorage.removeItem(name),
};
