import { cpSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sagas } from './handlers.ts';
import { exerciser } from './jobs/exercise-saga.ts';
import { disagreements, type Inventory, takeInventory } from './testing/inventory.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import { realScenarios } from './testing/real-scenarios.ts';
import type { Scenario } from './testing/scenario.ts';
import { arrange, scenarios, withoutFailedImages } from './testing/scenarios.ts';
import { scratchFolder } from './testing/scratch.ts';

const stepsOf = (kind: string) => sagas.find((saga) => saga.kind === kind)?.steps ?? [];

function expectAsBefore(kind: string, before: Inventory, after: Inventory): void {
  after.store.template = withoutFailedImages(kind, after.store.template ?? []);
  // A whole copy of a template on primary storage is the base of the next deployment and stays.
  if (kind === 'deployVirtualMachine' || kind === 'prepareTemplate')
    for (const side of [before, after]) for (const part of [side.store.templateCopy, side.world.image]) part?.splice(0);
  expect(after).toEqual(before);
}

describe.each(scenarios)('$kind', (scenario: Scenario) => {
  let template: string;
  let before: Inventory;
  let whole: Inventory;
  const cases: string[] = [];
  const fresh = (): string => {
    const directory = scratchFolder('saga');
    cases.push(directory);
    cpSync(template, directory, { recursive: true });
    return directory;
  };

  beforeAll(async () => {
    const lab = await startTestEngine({ keep: true });
    template = lab.directory;
    await arrange(lab, scenario);
    await lab.close();
    before = takeInventory(template);
  });
  afterAll(() => {
    for (const directory of [template, ...cases]) rmSync(directory, { recursive: true, force: true });
  });

  const start = async (instruments: Parameters<typeof startTestEngine>[0]) => {
    const directory = fresh();
    const lab = await startTestEngine({ directory, keep: true, ...instruments });
    return { directory, lab, job: await lab.engine.internals.ctx.jobs.wait(await scenario.act(lab)) };
  };
  const end = async (lab: TestEngine) => await lab.close();

  it('succeeds, and the hosts agree with the store', async () => {
    const { directory, lab, job } = await start({});
    expect(job.error).toBeUndefined();
    expect(job.state).toBe('succeeded');
    await end(lab);
    whole = takeInventory(directory);
    expect(disagreements(directory)).toEqual([]);
  });

  it('comes to the same when every step runs twice', async () => {
    const exercise = exerciser(scenario.kind);
    exercise.twice(true);
    const { directory, lab, job } = await start({ instruments: exercise.instruments });
    expect(job.error).toBeUndefined();
    await end(lab);
    expect(takeInventory(directory)).toEqual(whole);
  });

  const faults = stepsOf(scenario.kind).flatMap((step, index) => [
    { step: step.name, point: 'after-intent' as const, index },
    { step: step.name, point: 'after-effect' as const, index },
  ]);
  it.each(faults)('failing at $step $point leaves nothing behind', async ({ step, point, index }) => {
    const exercise = exerciser(scenario.kind);
    exercise.failAt({ step, point });
    exercise.twice(true);
    const { directory, lab, job } = await start({ instruments: exercise.instruments });
    expect(job.error?.step).toBe(step);
    expect(job.error?.message).toContain(`${point} of ${step}`);
    const forward = stepsOf(scenario.kind)
      .slice(0, index + 1)
      .some((each) => each.irreversible);
    if (forward) {
      expect(job.state).toBe('stuck');
      exercise.failAt(undefined);
      await lab.call('repairAsyncJob', { jobid: job.id });
      await lab.engine.internals.ctx.jobs.wait(job.id);
      await new Promise((resolve) => setImmediate(resolve));
      const repaired = await waitForEnd(lab, job.id);
      expect(repaired).toBe('succeeded');
    } else expect(job.state).toBe('failed');
    await end(lab);
    const after = takeInventory(directory);
    // A guest that has powered off stays off, and the instance is Stopped whatever became of the job.
    const powersOff = scenario.kind === 'stopVirtualMachine' || scenario.kind === 'sealVirtualMachine';
    const off = powersOff && step === 'power-off' && point === 'after-effect';
    if (forward || off) expect(after).toEqual(whole);
    else expectAsBefore(scenario.kind, structuredClone(before), after);
    expect(disagreements(directory)).toEqual([]);
  });
});

async function waitForEnd(lab: TestEngine, jobid: string): Promise<string> {
  for (;;) {
    const job = await lab.call('queryAsyncJobResult', { jobid });
    if (job.jobstatus !== 0) return job.state;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('every job kind has a scenario here or on real hosts', () => {
  // The others log in to bare hosts, where there is nothing to simulate: real-hosts.sagas.lab.test.ts. One is made of other jobs.
  const elsewhere = realScenarios.map((each) => each.kind);
  expect(sagas.map((saga) => saga.kind).sort()).toEqual([...scenarios.map((each) => each.kind), ...elsewhere].sort());
});
