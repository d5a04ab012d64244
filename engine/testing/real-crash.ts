import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Lab, LabHost } from '../../e2e/lab/lab.ts';
import type { CommandName } from '../contract/contract.ts';
import { sagas } from '../handlers.ts';
import type { CrashPoint } from '../jobs/runner.ts';
import { takeInventory } from './inventory.ts';
import { startTestEngine, type TestEngine } from './lab.ts';
import { differences, takeHostInventory } from './real-inventory.ts';

export const points: CrashPoint[] = ['before-intent', 'after-intent', 'after-effect', 'after-result'];

export const cellsOf = (kind: string): { step: string; point: CrashPoint }[] =>
  (sagas.find((saga) => saga.kind === kind)?.steps ?? []).flatMap((step) =>
    points.map((point) => ({ step: step.name, point })),
  );

/** What the store and the hosts hold, as lines; two are compared by `differences`. */
export type Looked = string[];

/**
 * One host with a store of its own, on which job after job is killed and taken up again. A killed process is followed by a new engine on the
 * same folder, as a user would start the app again.
 */
export class CrashLane {
  readonly lab: Lab;
  readonly host: LabHost;
  readonly directory: string;
  /** Where its instances' disks are: only one lane uses the lab's NFS server. */
  readonly storage: 'nfs' | 'local';
  readonly rows = new Map<string, string>();
  readonly problems: string[] = [];

  constructor(lab: Lab, host: LabHost, directory: string, storage: 'nfs' | 'local') {
    this.lab = lab;
    this.host = host;
    this.directory = directory;
    this.storage = storage;
  }

  /** The id of the newest live row of a table, read past the product. */
  newest(table: 'host_preparation' | 'virtual_machine'): string {
    const database = new Database(join(this.directory, 'benchtop.db'), { readonly: true });
    try {
      const row = database.prepare(`SELECT id FROM ${table} WHERE removed IS NULL ORDER BY created DESC`).get();
      return (row as { id: string }).id;
    } finally {
      database.close();
    }
  }

  /** Work by the product on this lane's store while no other process has it. */
  async withApp<T>(work: (app: TestEngine) => Promise<T>): Promise<T> {
    const app = await startTestEngine({ directory: this.directory, keep: true });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  }

  async look(): Promise<Looked> {
    const { store } = takeInventory(this.directory);
    const rows = Object.entries(store).flatMap(([noun, all]) => all.map((row) => `store ${noun} ${row}`));
    return [...rows, ...(await takeHostInventory(this.lab, this.host, this.storage === 'nfs'))];
  }

  /** Starts the command in a process of its own, which kills itself at the point, or goes on until `kill` is called. */
  start(command: CommandName, input: unknown, at?: { step: string; point: CrashPoint }): ChildProcess {
    const program = join(import.meta.dirname, 'real-crash-child.ts');
    const argv = ['--no-warnings', program, this.directory, command, JSON.stringify(input)];
    return spawn(process.execPath, [...argv, ...(at === undefined ? [] : [at.step, at.point])], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A hundred processes load the same engine: what was compiled once is kept.
      env: { ...process.env, NODE_COMPILE_CACHE: join(this.directory, '..', 'compiled') },
    });
  }

  /** Resolves when the process is dead. `due` says when it is to be killed from outside; without, it kills itself. */
  async killed(where: string, child: ChildProcess, due?: Promise<unknown>): Promise<void> {
    let said = '';
    child.stderr?.on('data', (chunk) => {
      said += String(chunk);
    });
    const dead = new Promise<string | null>((resolve) => child.on('close', (_code, signal) => resolve(signal)));
    if (due !== undefined) {
      await Promise.race([due, dead]);
      child.kill('SIGKILL');
    }
    if ((await dead) !== 'SIGKILL') this.problems.push(`${where}: the process was not killed: ${said.slice(-400)}`);
  }

  /** The app comes back: the job that was open goes on by itself. Resolves with what became of it. */
  async recover(where: string, kind: string): Promise<string> {
    return await this.withApp(async (app) => {
      const { ctx } = app.engine.internals;
      const job = ctx.store.first('jobs', 'kind = ? ORDER BY created DESC', kind);
      if (job === undefined) return 'not begun';
      const ended = await ctx.jobs.wait(job.id);
      if (ended.state !== 'succeeded')
        this.problems.push(
          `${where}: ${ended.state}: ${ended.error?.step} ${ended.error?.message} ${ended.error?.hint}`,
        );
      return ended.state;
    });
  }

  /** One cell of the table: killed at a point of a step, taken up again, compared with what the outcome promises. */
  async cell(
    kind: CommandName,
    at: { step: string; point: CrashPoint },
    input: unknown,
    expected: { whole: Looked; before: Looked },
  ): Promise<string> {
    const where = `${this.host.os} · ${kind} · ${at.step} · ${at.point}`;
    await this.killed(where, this.start(kind, input, at));
    const outcome = await this.recover(where, kind);
    const found = await this.look();
    for (const line of differences(outcome === 'succeeded' ? expected.whole : expected.before, found))
      this.problems.push(`${where}: ${outcome}, yet ${line}`);
    this.rows.set(`${kind} ${at.step} ${at.point}`, `${outcome} (${this.host.os})`);
    return outcome;
  }

  /** Waits in the host until a shell condition holds; resolves with what the condition's own commands print after it. */
  async until(condition: string, then = ''): Promise<string> {
    const script = `until ${condition}; do sleep 0.02; done; ${then}`;
    return (await this.lab.exec(this.host.name, ['sh', '-c', script], { timeoutMs: 180_000 })).stdout.trim();
  }
}
