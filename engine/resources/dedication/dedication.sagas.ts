import { systemCaller } from '../../access.ts';
import type { Ctx } from '../../context.ts';
import type { CommandName } from '../../contract/contract.ts';
import type { DedicatedKind } from '../../contract/dedication.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { shownPath } from '../account/owner.ts';
import { addEvent } from '../common.ts';
import { dedicationViews, groupOf, placeOf, refuseDedication } from './dedication.ts';
import { holder, releaseHeld } from './held.ts';

interface DedicateInput {
  /** Of the dedication, and of its affinity group where there is none yet. */
  id: string;
  groupId: string;
  resourceId: string;
  domainId: string;
  accountId?: string;
}

/** The group that holds whose instances go there, made with the first thing that somebody gets; its name is CloudStack's. */
function ensureGroup(ctx: Ctx, input: DedicateInput): string {
  const there = groupOf(ctx, input);
  if (there !== undefined) return there.id;
  const domain = ctx.store.need('domains', input.domainId);
  const account = input.accountId === undefined ? undefined : ctx.store.need('accounts', input.accountId);
  const base = `DedicatedGrp-${account === undefined ? `domain-${shownPath(domain.path)}` : account.name}`;
  const accountId = account?.id ?? systemCaller.accountId;
  const taken =
    ctx.store.count('affinityGroups', 'removed IS NULL AND account_id = ? AND name = ?', accountId, base) > 0;
  ctx.store.insert('affinityGroups', {
    id: input.groupId,
    accountId,
    domainId: domain.id,
    // Somebody may have a group of that name of his own.
    name: taken ? `${base}-${input.groupId.slice(0, 8)}` : base,
    description: 'dedicated resources group',
    type: 'ExplicitDedication',
    created: ctx.clock(),
  });
  return input.groupId;
}

const dedicateSaga = (command: CommandName, kind: DedicatedKind) =>
  saga<Ctx, DedicateInput>(command)
    .step('row', {
      do: (ctx, so) =>
        ctx.store.write(() => {
          if (ctx.store.get('dedicatedResources', so.input.id) !== undefined) return;
          const { id, resourceId, domainId, accountId } = so.input;
          // In the commit itself: an instance of somebody else may have come meanwhile, and none can from now on.
          refuseDedication(ctx, kind, placeOf(ctx, kind, resourceId), so.input);
          const affinityGroupId = ensureGroup(ctx, so.input);
          ctx.store.insert('dedicatedResources', {
            id,
            kind,
            resourceId,
            domainId,
            ...(accountId !== undefined && { accountId }),
            affinityGroupId,
            created: ctx.clock(),
          });
          ctx.store.changed({ noun: `dedicated${kind}`, id, change: 'created' });
          ctx.store.changed({ noun: 'affinitygroup', id: affinityGroupId, change: 'updated' });
        }),
      undo: (ctx, so) =>
        ctx.store.write(() => releaseHeld(ctx, ctx.store.where('dedicatedResources', 'id = ?', so.input.id))),
    })
    .end({
      result: (ctx, so) => dedicationViews[kind](ctx.store.need('dedicatedResources', so.input.id)) as Json,
      ended(ctx, so, outcome) {
        const row = ctx.store.get('dedicatedResources', so.input.id);
        if (row === undefined || outcome !== 'succeeded') return;
        addEvent(ctx, systemCaller, {
          type: 'DEDICATE.RESOURCE',
          description: say`Dedicated ${row.resourceName ?? ''} to ${holder(row)}`,
          resourceId: row.resourceId,
          resourceType: resourceTypes[kind],
          resourceName: row.resourceName ?? '',
        });
      },
    });

const releaseSaga = (command: CommandName, kind: DedicatedKind) =>
  saga<Ctx, { id: string; resourceId: string }>(command)
    .step('row', {
      do: (ctx, so) =>
        ctx.store.write(() => releaseHeld(ctx, ctx.store.where('dedicatedResources', 'id = ?', so.input.id))),
      irreversible: true,
      undo: { nothing: 'the only step; it is one commit' },
    })
    .end({
      result: () => ({ success: true }),
      ended(ctx, so, outcome) {
        if (outcome !== 'succeeded') return;
        const { id, name } = placeOf(ctx, kind, so.input.resourceId);
        addEvent(ctx, systemCaller, {
          type: 'DEDICATE.RESOURCE.RELEASE',
          description: say`Released ${name}: it is for all again`,
          resourceId: id,
          resourceType: resourceTypes[kind],
          resourceName: name,
        });
      },
    });

const resourceTypes = { zone: 'Zone', pod: 'Pod', cluster: 'Cluster', host: 'Host' } as const;

export const dedicationSagas = [
  dedicateSaga('dedicateZone', 'zone'),
  dedicateSaga('dedicatePod', 'pod'),
  dedicateSaga('dedicateCluster', 'cluster'),
  dedicateSaga('dedicateHost', 'host'),
  releaseSaga('releaseDedicatedZone', 'zone'),
  releaseSaga('releaseDedicatedPod', 'pod'),
  releaseSaga('releaseDedicatedCluster', 'cluster'),
  releaseSaga('releaseDedicatedHost', 'host'),
];
