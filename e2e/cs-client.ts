import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

// Debian's python3-cs against the running application: for stories of clients that are not ours.

export const python = '/usr/bin/python3';
export const root = path.join(import.meta.dirname, '..');
/** Whether Debian's Python has a module. */
export const has = (module: string): boolean => spawnSync(python, ['-c', `import ${module}`]).status === 0;

export type Row = { id: string; name: string; state: string };
export type Page<N extends string, R = Row> = { count?: number } & { [K in N]?: R[] };
export type Method = 'get' | 'post';
export interface Keys {
  api: string;
  apikey: string;
  secretkey: string;
}

/** The application with its API on, on a data folder of its own. */
export interface Application {
  pid: number | undefined;
  /** The line that it said. */
  line: string;
  keys: Keys;
  stop(): Promise<void>;
}

export async function startApplication(...options: string[]): Promise<Application> {
  const data = await mkdtemp(path.join(os.tmpdir(), 'benchtop-api-'));
  const given = ['--no-open', '--data-dir', data, '--api', '127.0.0.1:0', '--print-keys', ...options];
  const app = spawn(process.execPath, ['scripts/start.mjs', ...given], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: app.stdout as NodeJS.ReadableStream }), 'line')) as [string];
  return {
    pid: app.pid,
    line,
    keys: JSON.parse(line) as Keys,
    async stop() {
      if (app.exitCode === null && app.kill('SIGTERM')) await once(app, 'exit');
      await rm(data, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

export interface Outcome<T> {
  value?: T;
  error?: { errorcode: number; errortext: string; uuidList: unknown[] };
  status?: number;
}

/** Calls one after another by an unmodified client in a process of its own. */
export class CsClient {
  readonly #process: ChildProcess;
  readonly #outcomes: AsyncIterator<string>;

  constructor(keys: Keys) {
    this.#process = spawn(python, ['e2e/api-client.py', JSON.stringify(keys)], {
      cwd: root,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#outcomes = createInterface({ input: this.#process.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** What the client makes of a call: a value, or the error that it raises. */
  async ask<T>(method: Method, command: string, given: Record<string, unknown> = {}): Promise<Outcome<T>> {
    this.#process.stdin?.write(`${JSON.stringify({ method, command, arguments: given })}\n`);
    const outcome = await this.#outcomes.next();
    if (outcome.done) throw new Error(`The client ended at ${command}`);
    return JSON.parse(outcome.value) as Outcome<T>;
  }

  /** The value of a call that is to succeed. */
  async value<T>(method: Method, command: string, given: Record<string, unknown> = {}): Promise<T> {
    const outcome = await this.ask<T>(method, command, given);
    if (outcome.error !== undefined) throw new Error(`${command}: ${JSON.stringify(outcome)}`);
    return outcome.value as T;
  }

  /** A job's result, which the client itself waits for. */
  run<T>(method: Method, command: string, given: Record<string, unknown>): Promise<T> {
    return this.value<T>(method, command, { ...given, fetch_result: true });
  }

  close(): void {
    this.#process.kill();
  }
}

/** Waits for the practice cloud, which is made by a job, the first that there is. */
export async function practiceMade(client: CsClient): Promise<void> {
  for (;;) {
    const jobs = await client.value<{ asyncjobs?: { jobstatus: number }[] }>('get', 'listAsyncJobs', {
      keyword: 'chooseMode',
    });
    const status = jobs.asyncjobs?.[0]?.jobstatus ?? 0;
    if (status === 1) return;
    if (status > 1) throw new Error('The practice cloud was not made');
    await pause(100);
  }
}
