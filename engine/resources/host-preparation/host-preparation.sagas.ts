import { systemOwner } from '../../access.ts';
import {
  applyPlan,
  planHost,
  probeHost,
  settleHost,
  storable,
  undoPlan,
  verifyHost,
} from '../../bootstrap/bootstrap.ts';
import type { HostChoices, HostPlan, HostProbe, PackageSources } from '../../bootstrap/types.ts';
import type { Ctx } from '../../context.ts';
import { commandWords } from '../../contract/command-words.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, type Phrase, quoted, say, textOf } from '../../contract/phrase.ts';
import { hostPreparationStates } from '../../contract/states.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostPreparationRow } from '../../store/rows.ts';
import { addEvent } from '../common.ts';
import { connected, workOn } from './connected.ts';
import { type Choices, pinKey, preparationView } from './host-preparation.ts';
import { withChangesMade } from './plan-history.ts';

interface PreparationInput {
  id: string;
  /** The state before the job. */
  from: string;
}

const failedLook: Readonly<Record<string, string>> = {
  Planned: 'failedPlanned',
  Applied: 'failedApplied',
  Failed: 'failedFailed',
  Undone: 'failedUndone',
};

function packageSourcesOf(ctx: Ctx, row: HostPreparationRow): PackageSources {
  const { proxyUrl, proxyUser, packageSource, unsignedPackages } = row.choices as Choices;
  const proxyPassword = proxyUrl === undefined ? undefined : ctx.secrets.get(row.id, 'proxyPassword');
  return {
    ...(proxyUrl !== undefined && { proxyUrl }),
    ...(proxyUser !== undefined && { proxyUser }),
    ...(proxyPassword !== undefined && { proxyPassword }),
    ...(packageSource !== undefined && { mirror: packageSource }),
    ...(unsignedPackages !== undefined && { unsigned: unsignedPackages }),
  };
}

const choicesOf = (ctx: Ctx, row: HostPreparationRow): HostChoices => {
  const choices = row.choices as Choices;
  const clean: HostChoices = { packageSources: packageSourcesOf(ctx, row) };
  if (choices.bridge !== undefined) clean.bridge = choices.bridge;
  if (choices.nic !== undefined) clean.nic = choices.nic;
  if (choices.fqdn !== undefined) clean.fqdn = choices.fqdn;
  if (choices.acceptEmulation !== undefined) clean.acceptEmulation = choices.acceptEmulation;
  if (choices.closeAgent !== undefined) clean.closeAgent = choices.closeAgent;
  if (choices.peers !== undefined) clean.peers = choices.peers;
  return clean;
};

function savePlan(ctx: Ctx, id: string, probe: HostProbe, plan: HostPlan): void {
  ctx.store.update('hostPreparations', id, {
    ...storable(probe, plan),
    hostname: plan.fqdn || probe.names.hostname,
    operatingSystem: probe.system.prettyName,
    ...(plan.family !== undefined && { family: plan.family }),
    ...(plan.virtualization !== undefined && { virtualization: plan.virtualization }),
  });
}

function again(ctx: Ctx, id: string, from: readonly string[], action: string): void {
  const row = ctx.store.get('hostPreparations', id);
  if (row !== undefined && from.includes(row.state))
    ctx.store.transition('hostPreparations', hostPreparationStates, id, action);
}

/** Looking at a host changes nothing there, so its failure only takes the row's state back. */
const probeSaga = (kind: string) =>
  saga<Ctx, PreparationInput>(kind)
    .step('begin', {
      do: () => null,
      undo(ctx, so) {
        const row = ctx.store.get('hostPreparations', so.input.id);
        if (row?.state !== 'Probing') return;
        ctx.store.transition('hostPreparations', hostPreparationStates, row.id, failedLook[so.input.from] ?? 'failed');
      },
    })
    .step('probe', {
      async do(ctx, so, tools) {
        const row = ctx.store.need('hostPreparations', so.input.id);
        tools.progress(undefined, say`Looking at ${row.address}`);
        const probe = await connected(ctx, row, async (connection) => ({
          value: await probeHost(connection, { packageSources: packageSourcesOf(ctx, row), signal: tools.signal }),
          connection,
        }));
        ctx.store.write(() => {
          pinKey(ctx, row);
          const plan = planHost(probe, choicesOf(ctx, row));
          const changed = so.input.from === 'Applied' ? (row.plan as HostPlan | undefined) : undefined;
          savePlan(ctx, row.id, probe, withChangesMade(plan, changed, false));
        });
      },
      undo: { nothing: 'a probe changes nothing on the host' },
    })
    .step('planned', {
      do(ctx, so) {
        const action = so.input.from === 'Applied' ? 'probedApplied' : 'probed';
        ctx.store.transition('hostPreparations', hostPreparationStates, so.input.id, action);
      },
      // Back to where the first step's undo finds it.
      undo: (ctx, so) => again(ctx, so.input.id, ['Planned', 'Applied'], 'probe'),
    })
    .end({
      result: (ctx, so) => preparationView(ctx, ctx.store.need('hostPreparations', so.input.id)) as Json,
      ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'HOST.PROBE', outcome, why),
    });

const done: Readonly<Record<string, (address: string) => Phrase>> = {
  'HOST.PROBE': (address) => say`Looked at the machine ${address}`,
  'HOST.APPLY': (address) => say`Prepared the machine ${address}`,
  'HOST.UNDO': (address) => say`Returned the machine ${address} to what it was`,
};

function ended(ctx: Ctx, id: string, type: string, outcome: string, why: Phrase | undefined): void {
  const row = ctx.store.get('hostPreparations', id);
  if (row === undefined) return;
  if (outcome !== 'succeeded')
    ctx.store.update('hostPreparations', id, { error: why === undefined ? outcome : textOf(why), errorPhrase: why });
  addEvent(ctx, systemOwner, {
    type,
    level: outcome === 'succeeded' ? 'INFO' : 'ERROR',
    description:
      outcome === 'succeeded'
        ? (done[type]?.(row.address) ?? quoted(row.address))
        : say`${say`${say`Failed: ${commandWords(ctx.jobs.ending?.job.kind ?? type)}`} · ${row.address}`}: ${why ?? ''}`,
    resourceId: id,
    resourceType: 'HostPreparation',
    resourceName: row.address,
  });
}

const applySaga = saga<Ctx, PreparationInput>('applyHostPreparation')
  .step('begin', {
    do: () => null,
    undo(ctx, so) {
      const row = ctx.store.get('hostPreparations', so.input.id);
      if (row?.state !== 'Applying') return;
      const action = so.input.from === 'Applied' ? 'failedApplied' : 'failed';
      ctx.store.transition('hostPreparations', hostPreparationStates, row.id, action);
    },
  })
  .step('apply', {
    async do(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      // What an earlier, broken off run left going there ends first: in the middle of it nothing could be seen or planned rightly.
      await connected(ctx, row, async (connection) => ({
        value: undefined,
        connection: await settleHost(connection, workOn(ctx, row, tools)),
      }));
      await connected(ctx, row, async (connection) => {
        // Planned afresh: between the admin's yes and now (or before a crash and after it) the host may have changed.
        const choices = choicesOf(ctx, row);
        const { packageSources } = choices;
        const probe = await probeHost(connection, {
          ...(packageSources !== undefined && { packageSources }),
          signal: tools.signal,
        });
        const outcome = await applyPlan(connection, probe, planHost(probe, choices), workOn(ctx, row, tools));
        return { value: undefined, connection: outcome.connection };
      });
    },
    // A host that was half prepared is returned to what it was, by the journal that the host itself holds. One that was prepared before and
    // is only repaired keeps all of it: guests may run there.
    async undo(ctx, so, tools) {
      if (so.input.from === 'Applied') return;
      const row = ctx.store.need('hostPreparations', so.input.id);
      await connected(ctx, row, async (connection) => {
        const outcome = await undoPlan(connection, workOn(ctx, row, tools));
        if (!outcome.clean) throw notClean(outcome.items);
        return { value: undefined, connection: outcome.connection };
      });
    },
  })
  .step('verify', {
    async do(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      tools.progress(undefined, say`Verifying`);
      const outcome = await connected(ctx, row, async (connection) => ({
        value: await verifyHost(connection, choicesOf(ctx, row), { signal: tools.signal }),
        connection,
      }));
      savePlan(ctx, row.id, outcome.probe, withChangesMade(outcome.plan, row.plan as HostPlan | undefined, true));
      if (!outcome.verified) {
        const open = outcome.plan.steps.find((step) => step.item.status === 'change' || step.item.status === 'blocked');
        throw fail(
          'internal',
          open === undefined
            ? say`After the preparation something is not as planned.`
            : say`After the preparation something is not as planned: ${fixed(open.item.title)} (${open.item.phrases?.found ?? open.item.found}).`,
          {
            hint: say`See the log of this job.`,
          },
        );
      }
    },
    undo: { nothing: 'verifying changes nothing' },
  })
  .step('applied', {
    do: (ctx, so) => void ctx.store.transition('hostPreparations', hostPreparationStates, so.input.id, 'applied'),
    undo: (ctx, so) => again(ctx, so.input.id, ['Applied'], 'apply'),
  })
  .end({
    result: (ctx, so) => preparationView(ctx, ctx.store.need('hostPreparations', so.input.id)) as Json,
    ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'HOST.APPLY', outcome, why),
  });

function notClean(
  items: readonly {
    title: string;
    found: string;
    hint?: string | undefined;
    status: string;
    phrases?: { found?: Phrase | undefined; hint?: Phrase | undefined } | undefined;
  }[],
): Error {
  const failed = items.find((item) => item.status === 'failed');
  const why =
    failed === undefined ? say`Something is left.` : (failed.phrases?.found ?? quoted(failed.found || failed.title));
  return fail('internal', say`The host could not be returned whole. ${why}`, {
    hint: failed?.phrases?.hint ?? say`See the log of this job, mend the cause and repair the job.`,
  });
}

const undoSaga = saga<Ctx, PreparationInput>('undoHostPreparation')
  .step('undo', {
    async do(ctx, so, tools) {
      const row = ctx.store.need('hostPreparations', so.input.id);
      await connected(ctx, row, async (connection) => {
        const outcome = await undoPlan(connection, workOn(ctx, row, tools));
        if (!outcome.clean) throw notClean(outcome.items);
        return { value: undefined, connection: outcome.connection };
      });
    },
    // What is undone is not prepared again unasked: a failure leaves the job stuck, with a repair that goes on undoing.
    irreversible: true,
    undo: { nothing: 'the job only goes forward' },
  })
  .step('undone', {
    do: (ctx, so) => {
      const row = ctx.store.need('hostPreparations', so.input.id);
      if (row.state === 'Undoing') ctx.store.transition('hostPreparations', hostPreparationStates, row.id, 'undone');
    },
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => preparationView(ctx, ctx.store.need('hostPreparations', so.input.id)) as Json,
    ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'HOST.UNDO', outcome, why),
  });

export const hostPreparationSagas = [
  probeSaga('createHostPreparation'),
  probeSaga('updateHostPreparation'),
  applySaga,
  undoSaga,
];
