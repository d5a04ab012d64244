import path from 'node:path';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  dialog,
  type Session,
  screen,
  shell,
  type WebContents,
} from 'electron';
import type { Destination } from './deep-link.ts';
import { isOurPage, pageUrl } from './page-origin.ts';
import { webPreferences } from './web-preferences.ts';
import { minimumSize, placeWindow, readWindowState, writeWindowState } from './window-state.ts';
import { wordsFor } from './words.ts';

const windowOptions: BrowserWindowConstructorOptions = {
  // A console's own window may be small.
  minWidth: 480,
  minHeight: 360,
  title: 'Benchtop',
  icon: path.join(__dirname, '../../assets/icons/icon.png'),
  webPreferences: { ...webPreferences, preload: path.join(__dirname, 'preload.cjs') },
};
/** Room for 1024×768 and the bar, as the pages ask for themselves. */
const consoleSize = { width: 1040, height: 820 } as const;

const addressOf = ({ path: page }: Destination): string => `${pageUrl}#${page}`;

/** The only place that makes a window. */
function openWindow(options: BrowserWindowConstructorOptions, url: string): BrowserWindow {
  const window = new BrowserWindow({ ...windowOptions, ...options, show: false });
  window.once('ready-to-show', () => window.show());
  load(window, url);
  return window;
}

/** A load that another one overtakes ends in an error that means nothing. */
function load(window: BrowserWindow, url: string): void {
  window.loadURL(url).catch((error: unknown) => console.error(`A page was not loaded: ${String(error)}`));
}

/** The windows of this application: one main window, whose place is remembered in `stateFile`, and one for each console that a link asked for. */
export class Windows {
  readonly #stateFile: string;
  #main: BrowserWindow | undefined;

  constructor(stateFile: string) {
    this.#stateFile = stateFile;
  }

  /** Opens the main window, or brings it to the front; with a page of its own, where one is named. */
  showMain(page?: Destination): void {
    const open = this.#main;
    if (open) {
      // Only what stands behind the # differs, so this is a step within the page and not a new start of it.
      if (page) load(open, addressOf(page));
      focus(open);
      return;
    }
    const displays = screen.getAllDisplays();
    const primary = screen.getPrimaryDisplay();
    const areas = [primary, ...displays.filter((display) => display.id !== primary.id)].map(({ workArea }) => workArea);
    const { bounds, maximized } = placeWindow(readWindowState(this.#stateFile), areas);
    const least = { minWidth: minimumSize.width, minHeight: minimumSize.height };
    const window = openWindow({ ...bounds, ...least }, page ? addressOf(page) : pageUrl);
    if (maximized) window.maximize();
    window.on('close', () => {
      writeWindowState(this.#stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    });
    window.once('closed', () => {
      this.#main = undefined;
    });
    this.#main = window;
  }

  /** Shows a page: a console in its own window, everything else in the main one. */
  open(destination: Destination): void {
    if (!destination.ownWindow) {
      this.showMain(destination);
      return;
    }
    const url = addressOf(destination);
    // A window that a page opened for this console has the same address.
    const open = BrowserWindow.getAllWindows().find((window) => window.webContents.getURL().split('?', 1)[0] === url);
    if (open) focus(open);
    else openWindow(consoleSize, url);
  }
}

function focus(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/**
 * Keeps a page where it is: it neither goes elsewhere nor embeds browsers. It may open windows on pages of ours (a console in a
 * window of its own); links to the web go to the desktop's browser.
 */
export function confine(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    if (isOurPage(url)) return { action: 'allow', overrideBrowserWindowOptions: windowOptions };
    if (URL.parse(url)?.protocol === 'https:') void shell.openExternal(url);
    return { action: 'deny' };
  });
  const stay = (event: { preventDefault(): void }, url: string): void => {
    if (!isOurPage(url)) event.preventDefault();
  };
  contents.on('will-navigate', (event) => stay(event, event.url));
  contents.on('will-redirect', (event) => stay(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  // A page that sends a file asks to stay. Unlike a browser, Electron then stays without a word: the question is ours to put.
  contents.on('will-prevent-unload', (event) => {
    const words = wordsFor(app.getLocale());
    const answer = dialog.showMessageBoxSync({
      type: 'question',
      message: words.leaveTitle,
      detail: words.leaveText,
      buttons: [words.stay, words.leave],
      defaultId: 0,
      cancelId: 0,
    });
    if (answer === 1) event.preventDefault();
  });
}

/** What a page may ask the desktop for: to fill the clipboard (copy buttons, consoles) and the screen (consoles). */
const permitted = new Set(['clipboard-sanitized-write', 'fullscreen']);

export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(permitted.has(permission) && isOurPage(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permitted.has(permission) && isOurPage(`${origin.replace(/\/$/, '')}/`),
  );
  session.setDevicePermissionHandler(() => false);
}
