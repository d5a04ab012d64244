import { EventEmitter } from 'node:events';
import path from 'node:path';
import { startChromium } from './devtools.ts';
import { BrowserWindow, desktop, handlers, openWindows, WebContents } from './windows.ts';

// The exports of `electron` that main uses, and no more: each one added here would be a guess about Electron.
export { BrowserWindow, WebContents as webContents };

const ready = Promise.withResolvers<void>();
let userData = '';
let leave: (code: number) => void = (code) => process.exit(code);
let quitting = false;

class App extends EventEmitter {
  setPath(_name: string, folder: string): void {
    userData = folder;
  }

  getVersion(): string {
    return '0.0.0';
  }

  getLocale(): string {
    return 'en-US';
  }

  setAsDefaultProtocolClient(): void {}

  /** Always granted: the engine's own lock on the data folder is what counts. */
  requestSingleInstanceLock(): boolean {
    return true;
  }

  whenReady(): Promise<void> {
    return ready.promise;
  }

  /** Electron's order: windows first, then `will-quit`, which may hold things up until quit is called again. */
  quit(): void {
    quitting = true;
    for (const window of openWindows) window.webContents.close();
    if (openWindows.size > 0) return;
    let held = false;
    const preventDefault = (): void => {
      held = true;
    };
    this.emit('will-quit', { preventDefault });
    if (!held) leave(0);
  }

  exit(code: number): void {
    leave(code);
  }
}

export const app = new App();

export const ipcMain = {
  handle: (channel: string, handler: (event: object, ...args: unknown[]) => unknown) => handlers.set(channel, handler),
};

/** Encrypts nothing, and says so as Electron does on a desktop without a key store. */
export const safeStorage = {
  isEncryptionAvailable: (): boolean => true,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptString: (text: string): Buffer => Buffer.from(text),
  decryptString: (encrypted: Buffer): string => encrypted.toString(),
};

const nothing = (): void => {};
export const Menu = { buildFromTemplate: nothing, setApplicationMenu: nothing };
/** No tray, no notifications and one display: what they look like is beyond the stand-in. */
export class Tray {
  setToolTip(): void {}
  setContextMenu(): void {}
  on(): void {}
}
export const Notification = { isSupported: (): boolean => false };
const display = { id: 1, workArea: { x: 0, y: 0, width: 1600, height: 1000 } };
export const screen = { getAllDisplays: () => [display], getPrimaryDisplay: () => display };
export const dialog = { showErrorBox: nothing };
export const shell = { openExternal: nothing };
export const session = {
  defaultSession: {
    setPermissionRequestHandler: nothing,
    setPermissionCheckHandler: nothing,
    setDevicePermissionHandler: nothing,
  },
};
export const protocol = {
  registerSchemesAsPrivileged: nothing,
  handle(): void {
    throw new Error('The stand-in serves no schemes: give it a bundle made for a development server.');
  },
};

desktop.created = (contents) => app.emit('web-contents-created', {}, contents);
desktop.closed = () => {
  if (openWindows.size > 0) return;
  if (quitting) app.quit();
  else app.emit('window-all-closed');
};

async function start(): Promise<void> {
  process.on('SIGTERM', () => app.quit());
  process.on('SIGINT', () => app.quit());
  const { child, devTools } = await startChromium(path.join(userData, 'chromium'));
  let exitCode = 0;
  leave = (code) => {
    exitCode = code;
    if (child.exitCode !== null || child.signalCode !== null) process.exit(code);
    child.kill();
  };
  // Told to end by us, or by whoever told the whole process group: its windows are gone either way.
  child.once('exit', () => {
    leave = (code) => process.exit(code);
    if (openWindows.size === 0) process.exit(exitCode);
    for (const window of openWindows) window.webContents.gone();
  });
  devTools.on('browser', (method, params) => {
    if (method === 'Target.targetDestroyed') WebContents.fromDevToolsTargetId(String(params.targetId))?.gone();
  });
  await devTools.send('Target.setDiscoverTargets', { discover: true });
  desktop.devTools = devTools;
  ready.resolve();
}

// Electron runs the application's entry first, and is ready some time after that.
setImmediate(() => {
  start().catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
});
