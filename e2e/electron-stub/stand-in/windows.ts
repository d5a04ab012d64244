import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { DevTools, Params } from './devtools.ts';
import { pageWorld, preloadWorld } from './page-worlds.ts';

const preloadWorldName = 'Electron Isolated Context';

/** What main registered with ipcMain.handle. */
export const handlers = new Map<string, (event: object, ...args: unknown[]) => unknown>();
export const openWindows = new Set<BrowserWindow>();
/** `devTools` is there when the application is ready; the others tell it about windows. */
export const desktop: { devTools?: DevTools; created?: (contents: WebContents) => void; closed?: () => void } = {};

interface WindowOptions {
  width: number;
  height: number;
  webPreferences: { preload: string };
}

export class WebContents extends EventEmitter {
  readonly id = openWindows.size + 1;
  readonly window: BrowserWindow;
  readonly #devTools: DevTools;
  readonly #opened: Promise<void>;
  readonly #mainFrame = { url: '', parent: null };
  targetId = '';
  #sessionId = '';
  #preloadContext: number | undefined;
  #destroyed = false;

  constructor(window: BrowserWindow, options: WindowOptions) {
    super();
    if (!desktop.devTools) throw new Error('Cannot create BrowserWindow before app is ready');
    this.window = window;
    this.#devTools = desktop.devTools;
    this.#opened = this.#open(options);
  }

  static fromDevToolsTargetId(targetId: string): WebContents | undefined {
    return [...openWindows].find((window) => window.webContents.targetId === targetId)?.webContents;
  }

  async #open({ width, height, webPreferences }: WindowOptions): Promise<void> {
    const target = { url: 'about:blank', newWindow: true, width, height };
    this.targetId = String((await this.#devTools.send('Target.createTarget', target)).targetId);
    const attach = { targetId: this.targetId, flatten: true };
    this.#sessionId = String((await this.#devTools.send('Target.attachToTarget', attach)).sessionId);
    this.#devTools.on(this.#sessionId, (method, params) => this.#happened(method, params));
    await this.#page('Page.enable');
    await this.#page('Runtime.enable');
    await this.#page('Runtime.addBinding', { name: 'standInSend', executionContextName: preloadWorldName });
    await this.#page('Page.addScriptToEvaluateOnNewDocument', { source: `(${pageWorld})()` });
    const preload = readFileSync(webPreferences.preload, 'utf8');
    const source = `(${preloadWorld})(function (require, exports) {${preload}\n})`;
    await this.#page('Page.addScriptToEvaluateOnNewDocument', { worldName: preloadWorldName, source });
  }

  #page(method: string, params: Params = {}): Promise<Params> {
    return this.#devTools.send(method, params, this.#sessionId);
  }

  #happened(method: string, params: Params): void {
    if (method === 'Runtime.executionContextCreated') {
      const context = params.context as { id: number; name: string; auxData?: { frameId?: string } };
      // The target's id is its main frame's id.
      const inMainFrame = context.auxData?.frameId === this.targetId;
      if (context.name === preloadWorldName && inMainFrame) this.#preloadContext = context.id;
    } else if (method === 'Page.frameNavigated') {
      const frame = params.frame as { url: string; urlFragment?: string; parentId?: string };
      if (frame.parentId === undefined) this.#mainFrame.url = `${frame.url}${frame.urlFragment ?? ''}`;
    } else if (method === 'Page.navigatedWithinDocument') {
      if (params.frameId === this.targetId) this.#mainFrame.url = String(params.url);
    } else if (method === 'Page.loadEventFired') this.window.emit('ready-to-show');
    else if (method === 'Runtime.bindingCalled') void this.#invoked(String(params.payload));
  }

  async #invoked(payload: string): Promise<void> {
    const { id, channel, args } = JSON.parse(payload);
    let outcome: { value?: unknown; error?: string };
    try {
      const handler = handlers.get(channel);
      if (!handler) throw new Error(`No handler registered for '${channel}'`);
      outcome = { value: await handler({ sender: this, senderFrame: this.#mainFrame }, ...args) };
    } catch (error) {
      outcome = { error: `Error invoking remote method '${channel}': ${error}` };
    }
    this.#inPreload('settle', id, outcome);
  }

  #inPreload(method: string, ...args: unknown[]): void {
    const text = args.map((value) => JSON.stringify(value)).join(', ');
    const expression = `globalThis.standIn?.${method}(${text})`;
    // A page that is just being replaced has no such world: its messages are lost, as they are in Electron.
    this.#page('Runtime.evaluate', { contextId: this.#preloadContext, expression }).catch(() => {});
  }

  send(channel: string, ...args: unknown[]): void {
    this.#inPreload('deliver', channel, args);
  }

  async loadURL(url: string): Promise<void> {
    await this.#opened;
    await this.#page('Page.navigate', { url });
  }

  getURL(): string {
    return this.#mainFrame.url;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Not enforced: a page's attempts to leave are beyond the stand-in. */
  setWindowOpenHandler(): void {}

  close(): void {
    void this.#devTools.send('Target.closeTarget', { targetId: this.targetId });
  }

  gone(): void {
    this.#destroyed = true;
    openWindows.delete(this.window);
    this.window.emit('closed');
    this.emit('destroyed');
    desktop.closed?.();
  }
}

export class BrowserWindow extends EventEmitter {
  readonly webContents: WebContents;

  constructor(options: WindowOptions) {
    super();
    this.webContents = new WebContents(this, options);
    openWindows.add(this);
    desktop.created?.(this.webContents);
  }

  static fromWebContents(contents: WebContents | undefined): BrowserWindow | null {
    return contents?.window ?? null;
  }

  static getAllWindows(): BrowserWindow[] {
    return [...openWindows];
  }

  /** Windows here have no focus that could be asked for. */
  static getFocusedWindow(): BrowserWindow | null {
    return null;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {}
  focus(): void {}

  isMinimized(): boolean {
    return false;
  }
}
