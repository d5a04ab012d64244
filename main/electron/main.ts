import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { app, dialog, ipcMain, protocol, safeStorage, session } from 'electron';
import { defaultDataDirectory } from '../data-directory.ts';
import { type EngineHost, startEngine } from '../engine-host.ts';
import { openKeyStore } from '../key-store.ts';
import { preparePracticeCloud } from '../practice.ts';
import { RendererFiles } from '../renderer-files.ts';
import { answerPageRequest } from './app-protocol.ts';
import { callHandler } from './call-channel.ts';
import { destinationOf, linkAmong, linkScheme } from './deep-link.ts';
import { joinDesktop, setMenu } from './desktop.ts';
import { desktopKeyStore } from './desktop-key-store.ts';
import { developmentUrl, pageOrigin, pageScheme } from './page-origin.ts';
import { startedByInstaller } from './squirrel.ts';
import { confine, restrictPermissions, Windows } from './window.ts';
import { wordsFor } from './words.ts';

const { values: flags } = parseArgs({
  options: {
    'data-dir': { type: 'string' },
    practice: { type: 'boolean' },
    api: { type: 'string' },
    'passphrase-file': { type: 'string' },
  },
  // Chromium's own switches stand among ours, and a link.
  strict: false,
});
const textOf = (flag: unknown): string | undefined => (typeof flag === 'string' ? flag : undefined);
const dataDirectory = path.resolve(textOf(flags['data-dir']) ?? defaultDataDirectory());

// The browser's own files stay apart from the desk's, and two desks are two applications.
const browserFolder = path.join(dataDirectory, 'electron');
app.setPath('userData', browserFolder);
protocol.registerSchemesAsPrivileged([
  { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);
app.on('web-contents-created', (_event, contents) => confine(contents));

const windows = new Windows(path.join(browserFolder, 'window.json'));
/** A link that came before there was an engine whose pages could show it. */
let waitingLink = linkAmong(process.argv.slice(1));
let started = false;

if (!startedByInstaller() && app.requestSingleInstanceLock()) {
  // A second start on the same data folder ends at once and leaves its command line to us.
  app.on('second-instance', (_event, commandLine) => follow(linkAmong(commandLine.slice(1))));
  // macOS hands links over by an event, also before we are ready.
  app.on('open-url', (event, url) => {
    event.preventDefault();
    follow(url);
  });
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(run).catch(stop);
} else {
  app.quit();
}

async function run(): Promise<void> {
  const words = wordsFor(app.getLocale());
  setMenu(windows, words, developmentUrl !== undefined);
  restrictPermissions(session.defaultSession);
  if (developmentUrl === undefined) {
    // On Linux and macOS the package says that these links are ours; on Windows only the application can.
    if (process.platform === 'win32') app.setAsDefaultProtocolClient(linkScheme);
    const files = await RendererFiles.read(path.join(__dirname, '..', 'renderer', 'main_window'));
    protocol.handle(pageScheme, (request) => answerPageRequest(files, request));
  }
  const engine = await startEngine(
    {
      dataDirectory,
      version: app.getVersion(),
      shell: 'electron',
      keyStore: await openKeyStore(dataDirectory, {
        passphraseFile: textOf(flags['passphrase-file']),
        desktop: desktopKeyStore(safeStorage),
      }),
      allowedOrigins: [pageOrigin],
      apiAddress: textOf(flags.api),
    },
    pathToFileURL(path.join(__dirname, 'engine-worker.mjs')),
  );
  closeBeforeQuit(engine);
  if (flags.practice === true) await preparePracticeCloud(engine);
  ipcMain.handle('call', callHandler(engine, pageOrigin));
  joinDesktop(engine, windows, words);
  started = true;
  follow(waitingLink);
}

/** Shows the main window, and what a link asks for if it is one of ours. */
function follow(link: string | undefined): void {
  if (!started) {
    waitingLink = link ?? waitingLink;
    return;
  }
  const destination = link === undefined ? undefined : destinationOf(link);
  // A console has a window of its own, beside the main one.
  if (!destination || destination.ownWindow) windows.showMain();
  if (destination) windows.open(destination);
}

/** Quitting waits until the steps in hand have reached a safe point. */
function closeBeforeQuit(engine: EngineHost): void {
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    engine
      .close()
      .catch((error: unknown) => console.error(error))
      .finally(() => {
        closed = true;
        app.quit();
      });
  });
  void engine.ended.then((reason) => {
    if (reason !== undefined) stop(new Error(reason));
  });
}

function stop(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message);
  dialog.showErrorBox('Benchtop cannot go on', message);
  app.exit(1);
}
