/** The scheme and host under which a packaged window's page is served, from memory; no port is opened for it. */
export const pageScheme = 'app';
export const packagedOrigin = `${pageScheme}://benchtop`;

/** Set by Forge's Vite plugin at build time: where its development server serves the page; absent in a package. */
declare const MAIN_WINDOW_VITE_DEV_SERVER_URL: string | undefined;

export const developmentUrl =
  typeof MAIN_WINDOW_VITE_DEV_SERVER_URL === 'undefined' ? undefined : MAIN_WINDOW_VITE_DEV_SERVER_URL;

/** The origin of our pages in this run. */
export const pageOrigin = developmentUrl === undefined ? packagedOrigin : new URL(developmentUrl).origin;

export const pageUrl = developmentUrl ?? `${packagedOrigin}/`;

/** True for a URL of ours. URL.origin is `null` for schemes that are not special, so scheme and host are compared. */
export function isOurPage(url: string, origin: string = pageOrigin): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && `${parsed.protocol}//${parsed.host}` === origin;
}
