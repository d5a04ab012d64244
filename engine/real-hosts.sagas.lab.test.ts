import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, type LabHost, labOrReason } from '../e2e/lab/lab.ts';
import type { Manifest } from '../e2e/lab/manifest.ts';
import { sagas } from './handlers.ts';
import { exerciser } from './jobs/exercise-saga.ts';
import { takeInventory } from './testing/inventory.ts';
import { startTestEngine, type TestEngine } from './testing/lab.ts';
import { manifestDifferences } from './testing/real-inventory.ts';
import { installByHand } from './testing/real-lab.ts';
import { bare, type RealScenario, realScenarios } from './testing/real-scenarios.ts';

/**
 * The first harness on real hosts: each step of each job that prepares a host fails in turn, each step and each undo runs twice. What the
 * host is afterwards is told by the lab's manifest of the whole of it.
 *
 *     e2e/lab/lab up --hosts 2 --os debian,centos
 *     e2e/lab/lab run -- npx vitest run engine/real-hosts.sagas.lab.test.ts
 */
const found = await labOrReason(['debian', 'centos']);
const impossible = typeof found === 'string' ? found : undefined;
const lab = found as Lab;
const skipped = impossible === undefined ? '' : ` (skipped: ${impossible})`;
const minutes = 60_000;

/**
 * A host without the names that are drawn anew each time: a store's id and file system, and the number of the loop device that was free. Where
 * a file's text is known it is compared instead of its digest.
 */
function nameless(manifest: Manifest): Manifest {
  const text = JSON.stringify(manifest, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && 'text' in value ? { ...value, sha256: undefined } : value,
  );
  return JSON.parse(
    text
      .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'an-id')
      .replace(/(srv.benchtop.|benchtop-)[0-9a-f]{8}/g, '$1store')
      .replace(/loop\d+/g, 'loop'),
  ) as Manifest;
}

const stepsOf = (kind: string) => sagas.find((saga) => saga.kind === kind)?.steps ?? [];

describe.skipIf(impossible !== undefined).each(realScenarios)(`$kind${skipped}`, (scenario: RealScenario) => {
  const exercise = exerciser(scenario.kind);
  let app: TestEngine;
  let host: LabHost;
  let before: { store: Record<string, string[]>; host: Manifest };
  let whole: typeof before;

  const look = async () => ({ store: takeInventory(app.directory).store, host: await lab.manifest(host.name) });
  const act = async () => await app.engine.internals.ctx.jobs.wait(await scenario.act(app, host));
  const again = async () => {
    exercise.failAt(undefined);
    exercise.instruments.twice = false;
    await bare(app, host);
    await scenario.arrange(app, host);
  };
  /** A failed look is told beside the preparation; the row itself is there, as it was before or as New. */
  function expectSame(now: typeof before, then: typeof before): void {
    expect(now.store).toEqual(then.store);
    expect(manifestDifferences(nameless(then.host), nameless(now.host))).toEqual([]);
  }

  beforeAll(async () => {
    // The hosts by turns: a look at one system, a change of the other.
    host = lab.hosts.find(
      (each) => each.os === (realScenarios.indexOf(scenario) % 2 === 0 ? 'debian' : 'centos'),
    ) as LabHost;
    app = await startTestEngine({ instruments: exercise.instruments });
    await installByHand(app, lab, host);
    // Once there and back, for what the first start of foreign daemons leaves.
    await app.run('applyHostPreparation', {
      id: (await app.call('listHostPreparations', {})).hostpreparation[0]?.id ?? '',
    });
    await again();
    before = await look();
  }, 4 * minutes);
  afterAll(async () => {
    if (app === undefined) return;
    exercise.failAt(undefined);
    await bare(app, host);
    await app.close();
  }, 2 * minutes);

  it('comes to the same when every step runs twice', { timeout: 3 * minutes }, async () => {
    expect((await act()).error).toBeUndefined();
    whole = await look();
    await again();
    exercise.twice(true);
    expect((await act()).error).toBeUndefined();
    expectSame(await look(), whole);
    await again();
  });

  const faults = stepsOf(scenario.kind).flatMap((step, index) =>
    (['after-intent', 'after-effect'] as const).map((point) => ({ step: step.name, point, index })),
  );
  it.each(faults)(
    'failing at $step $point leaves nothing behind',
    {
      timeout: 3 * minutes,
    },
    async ({ step, point, index }) => {
      exercise.failAt({ step, point });
      exercise.twice(true);
      const job = await act();
      expect(job.error?.step).toBe(step);
      expect(job.error?.message).toContain(`${point} of ${step}`);
      const forward = stepsOf(scenario.kind)
        .slice(0, index + 1)
        .some((each) => each.irreversible);
      if (forward) {
        expect(job.state).toBe('stuck');
        exercise.failAt(undefined);
        await app.call('repairAsyncJob', { jobid: job.id });
        await new Promise((resolve) => setImmediate(resolve));
        expect((await app.engine.internals.ctx.jobs.wait(job.id)).state).toBe('succeeded');
        expectSame(await look(), whole);
      } else {
        expect(job.state).toBe('failed');
        const after = await look();
        // The row of a first look, and of a preparation that was taken back, stays with its reason; all else is as before.
        const told = { createHostPreparation: 'New', applyHostPreparation: 'Failed' }[scenario.kind as string];
        if (told !== undefined) {
          expect(after.store.preparation).toEqual([JSON.stringify({ address: host.address, state: told })]);
          const { preparation, secret } = after.store;
          expectSame(after, {
            ...before,
            store: { ...before.store, preparation: preparation ?? [], secret: secret ?? [] },
          });
        } else expectSame(after, before);
      }
      await again();
    },
  );
});
