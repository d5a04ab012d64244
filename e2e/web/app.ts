import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RunningApp {
  /** With its one-time token: opens exactly one browser session. */
  url: string;
  pid: number;
  dataDirectory: string;
  /** Ends the app as a user would; the data folder stays unless this app made it. */
  stop(): Promise<void>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts the app by the README's scripted form and waits for its line of JSON. */
export async function startApp(
  options: { dataDirectory?: string; practice?: boolean; passphraseFile?: string } = {},
): Promise<RunningApp> {
  const own = options.dataDirectory === undefined;
  const dataDirectory = options.dataDirectory ?? mkdtempSync(join(tmpdir(), 'benchtop-e2e-'));
  const argv = [
    'start',
    '--silent',
    '--',
    '--no-open',
    '--data-dir',
    dataDirectory,
    ...(options.practice ? ['--practice'] : []),
    ...(options.passphraseFile === undefined ? [] : ['--passphrase-file', options.passphraseFile]),
  ];
  const child: ChildProcess = spawn('npm', argv, {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout?.on('data', (chunk) => {
      out += String(chunk);
      if (out.includes('\n')) resolve(out);
    });
    child.on('close', (code) =>
      reject(new Error(`The app ended with ${code} before it was ready: ${said.slice(-2000)}`)),
    );
  });
  const { url, pid } = JSON.parse(line) as { url: string; pid: number };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    try {
      process.kill(pid, signal);
    } catch {
      // It has ended by itself.
    }
    await ended;
  };
  return {
    url,
    pid,
    dataDirectory,
    async stop() {
      await end('SIGTERM');
      if (own) rmSync(dataDirectory, { recursive: true, force: true });
    },
    kill: () => end('SIGKILL'),
  };
}
