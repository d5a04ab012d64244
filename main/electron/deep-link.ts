/** The scheme of links from outside, registered by the packages. */
export const linkScheme = 'benchtop';

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** Nothing but these two forms: no query, no fragment, no user, no port, no escapes. */
const link = new RegExp(`^${linkScheme}://vm/(${uuid})(/console)?/?$`, 'i');

export interface Destination {
  /** The page's path, behind the `#`. */
  path: string;
  /** Whether the page is for a window of its own. */
  ownWindow: boolean;
}

export const pages = {
  console: (instance: string): Destination => ({ path: `/console/${instance}`, ownWindow: true }),
  instance: (instance: string): Destination => ({ path: `/instances/${instance}`, ownWindow: false }),
  job: (job: string): Destination => ({ path: `/jobs/${encodeURIComponent(job)}`, ownWindow: false }),
  jobs: { path: '/jobs', ownWindow: false },
  settings: { path: '/settings', ownWindow: false },
  deploy: { path: '/instances/deploy', ownWindow: false },
} as const;

/**
 * Where a link leads: `benchtop://vm/<id>` to an instance's page, `benchtop://vm/<id>/console` to its console. Anybody can write a
 * link, so one leads to a page that shows something and never does anything; undefined for all other text.
 */
export function destinationOf(text: string): Destination | undefined {
  const found = link.exec(text);
  const id = found?.[1]?.toLowerCase();
  if (id === undefined) return undefined;
  return found?.[2] === undefined ? pages.instance(id) : pages.console(id);
}

/** The last link among a command line's words, as desktops add it to ours or to a second start's. */
export function linkAmong(words: readonly string[]): string | undefined {
  return words.findLast((word) => word.toLowerCase().startsWith(`${linkScheme}:`));
}
