import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import packageFile from '../../package.json' with { type: 'json' };
import { type ApiLine, apiOf } from '../api-keys.ts';
import { defaultDataDirectory } from '../data-directory.ts';
import { type EngineHost, startEngine } from '../engine-host.ts';
import { openKeyStore } from '../key-store.ts';
import { preparePracticeCloud } from '../practice.ts';
import { RendererFiles } from '../renderer-files.ts';
import { WebShell } from './web-shell.ts';

export interface WebShellOptions {
  dataDirectory?: string | undefined;
  /** Its first line unlocks the data key. */
  passphraseFile?: string | undefined;
  /** Where the HTTP API listens in this run. */
  apiAddress?: string | undefined;
  /** Make the practice cloud on a desk that has not decided yet. */
  practice?: boolean;
}

export interface RunningWebShell {
  dataDirectory: string;
  /** An address that opens one window once. */
  newAddress(): string;
  /** Where the HTTP API is, if it is on; with keys, also the administrator's, which are made if there are none. */
  api(keys: boolean): Promise<ApiLine>;
  /** Serves what is built from now on too; an open page shows it when it is reloaded. */
  followBuild(): void;
  /** Settles with a sentence when the engine stopped by itself. */
  ended: Promise<string | undefined>;
  /** Ends connections, then the engine. */
  close(): Promise<void>;
}

const renderer = fileURLToPath(new URL('../../dist/renderer', import.meta.url));
/** A build writes many files; they are read when it has been quiet for so long. */
const buildQuietMs = 300;

/** Starts the engine and serves the built renderer. Rejects with a sentence for the user; nothing stays open then. */
export async function startWebShell(options: WebShellOptions): Promise<RunningWebShell> {
  const dataDirectory = path.resolve(options.dataDirectory ?? defaultDataDirectory());
  const keyStore = await openKeyStore(dataDirectory, { passphraseFile: options.passphraseFile });
  const shell = await WebShell.listen(await RendererFiles.read(renderer));
  let engine: EngineHost | undefined;
  try {
    engine = await startEngine(
      {
        dataDirectory,
        version: packageFile.version,
        shell: 'web',
        keyStore,
        allowedOrigins: [shell.origin],
        apiAddress: options.apiAddress,
      },
      new URL('../engine-worker.ts', import.meta.url),
    );
    if (options.practice) await preparePracticeCloud(engine);
  } catch (error) {
    await shell.close();
    await engine?.close();
    throw error;
  }
  const running = engine;
  shell.attach(running);
  let watcher: FSWatcher | undefined;
  return {
    dataDirectory,
    newAddress: () => shell.newAddress(),
    api: (keys) => apiOf(running, keys),
    followBuild() {
      watcher = followBuild(shell);
    },
    ended: running.ended,
    async close() {
      watcher?.close();
      await shell.close();
      await running.close();
    },
  };
}

function followBuild(shell: WebShell): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  return watch(renderer, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      // A build that is half done has no index.html; its end is heard as well.
      RendererFiles.read(renderer).then(
        (files) => shell.serve(files),
        () => {},
      );
    }, buildQuietMs);
  });
}
