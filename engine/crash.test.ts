import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { sagas } from './handlers.ts';
import type { CrashPoint } from './jobs/runner.ts';
import { disagreements, type Inventory, takeInventory } from './testing/inventory.ts';
import { startTestEngine } from './testing/lab.ts';
import type { Scenario } from './testing/scenario.ts';
import { arrange, scenarios, withoutFailedImages } from './testing/scenarios.ts';

// The second harness: a real process is really killed at each point of each step; the next start must end the job whole or leave nothing.
const points: CrashPoint[] = ['before-intent', 'after-intent', 'after-effect', 'after-result'];

interface Row {
  kind: string;
  step: string;
  cells: Record<CrashPoint, string>;
}

/** Two at a time: as many as the smallest machine that runs this has cores. */
async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const worker = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  await Promise.all([worker(), worker()]);
}

function crash(
  directory: string,
  kind: string,
  step: string,
  point: CrashPoint,
): Promise<{ signal: string | null; said: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--no-warnings', join(import.meta.dirname, 'testing/crash-child.ts'), directory, kind, step, point],
      {
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    child.on('close', (_code, signal) => resolve({ signal, said }));
  });
}

/** Starts again on the crashed folder, waits until every job has ended, and says what became of it. */
async function recover(directory: string, kind: string): Promise<string> {
  const lab = await startTestEngine({ directory, keep: true });
  const { ctx } = lab.engine.internals;
  const job = ctx.store.first('jobs', 'kind = ? ORDER BY created DESC', kind);
  // Killed before the job's own commit, the call never happened.
  const outcome = job === undefined ? 'not begun' : (await ctx.jobs.wait(job.id)).state;
  await lab.close();
  return outcome;
}

async function tableOf(scenario: Scenario, rows: Row[], problems: string[]): Promise<void> {
  const scratch = mkdtempSync(join(tmpdir(), 'benchtop-crash-'));
  try {
    const template = join(scratch, 'template');
    const arranged = await startTestEngine({ directory: template, keep: true });
    await arrange(arranged, scenario);
    await arranged.close();
    const before = takeInventory(template);
    const undisturbed = join(scratch, 'whole');
    cpSync(template, undisturbed, { recursive: true });
    const lab = await startTestEngine({ directory: undisturbed, keep: true });
    await lab.engine.internals.ctx.jobs.wait(await scenario.act(lab));
    await lab.close();
    const whole = takeInventory(undisturbed);
    const cases = (sagas.find((saga) => saga.kind === scenario.kind)?.steps ?? []).flatMap((step) =>
      points.map((point) => ({ step: step.name, point })),
    );
    await inPairs(cases, async ({ step, point }) => {
      const directory = join(scratch, `${step}-${point}`);
      cpSync(template, directory, { recursive: true });
      const { signal, said } = await crash(directory, scenario.kind, step, point);
      const where = `${scenario.kind} · ${step} · ${point}`;
      if (signal !== 'SIGKILL') problems.push(`${where}: the process was not killed: ${said.slice(-300)}`);
      const outcome = await recover(directory, scenario.kind);
      const expected: Inventory = outcome === 'succeeded' ? whole : before;
      const after = takeInventory(directory);
      after.store.template = withoutFailedImages(scenario.kind, after.store.template ?? []);
      for (const side of ['store', 'world'] as const)
        for (const part of Object.keys(expected[side]))
          if (JSON.stringify(after[side][part]) !== JSON.stringify(expected[side][part]))
            problems.push(
              `${where}: ${outcome}, yet ${side} ${part} is ${JSON.stringify(after[side][part])} instead of ${JSON.stringify(expected[side][part])}`,
            );
      for (const each of disagreements(directory)) problems.push(`${where}: ${outcome}, yet ${each}`);
      let row = rows.find((each) => each.kind === scenario.kind && each.step === step);
      if (row === undefined) {
        row = { kind: scenario.kind, step, cells: {} as Row['cells'] };
        rows.push(row);
      }
      row.cells[point] = outcome;
      rmSync(directory, { recursive: true, force: true });
    });
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

it('a process killed at any point of any step of any job ends whole or leaves nothing', {
  timeout: 1_500_000,
}, async () => {
  const rows: Row[] = [];
  const problems: string[] = [];
  for (const scenario of scenarios) await tableOf(scenario, rows, problems);
  const lines = [
    '| job | step | killed before the intent | after it | after the effect | after the result |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      (row) => `| ${row.kind} | ${row.step} | ${points.map((point) => row.cells[point] ?? '').join(' | ')} |`,
    ),
  ];
  mkdirSync('test-results', { recursive: true });
  writeFileSync('test-results/crash-table.md', `${lines.join('\n')}\n`);
  expect(problems).toEqual([]);
  // No cell is empty, and every job kind that can be simulated has its rows.
  for (const row of rows)
    for (const point of points) expect(row.cells[point], `${row.kind} ${row.step} ${point}`).toBeTruthy();
  expect(new Set(rows.map((row) => row.kind)).size).toBe(scenarios.length);
});
