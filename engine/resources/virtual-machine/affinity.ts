import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { affinityGroupsOf, joinGroups, memberships } from '../affinity-group/membership.ts';
import { ownInstance, startOn } from './begin.ts';
import { ended } from './steps.ts';
import { oneView } from './view.ts';

interface ChangeInput {
  id: string;
  groups: string[];
  before: string[];
}

const change = (ctx: Ctx, id: string, groups: readonly string[]) =>
  ctx.store.write(() => {
    // One that was deleted meanwhile is no group any more.
    const there = groups.filter((group) => {
      const row = ctx.store.get('affinityGroups', group);
      return row !== undefined && row.removed === undefined;
    });
    joinGroups(
      ctx,
      id,
      there.map((group) => ({ id: group })),
    );
    ctx.store.changed({ noun: 'virtualmachine', id, change: 'updated' });
  });

/** Other groups for a stopped instance: its next start is placed by them. */
export const updateVMAffinityGroupSaga = saga<Ctx, ChangeInput>('updateVMAffinityGroup')
  .step('groups', {
    do: (ctx, so) => change(ctx, so.input.id, so.input.groups),
    undo: (ctx, so) => change(ctx, so.input.id, so.input.before),
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'AG.ASSIGN', (name) => say`Changed the affinity groups of ${name}`, outcome, why),
  });

export const vmAffinityHandlers = {
  updateVMAffinityGroup(ctx, caller, input) {
    const vm = ownInstance(ctx, caller, input.id);
    if (vm.state !== 'Stopped')
      throw fail(
        'conflict',
        say`${vm.displayName} is ${fixed(vm.state)}: its affinity groups change while it is Stopped.`,
        {
          hint: say`Stop it first: where it runs was chosen by the groups that it has.`,
        },
      );
    if (input.affinitygroupids === undefined && input.affinitygroupnames === undefined)
      throw fail('parameter', say`Name the affinity groups, by affinitygroupids or affinitygroupnames.`, {
        field: 'affinitygroupids',
        hint: say`An empty list takes it out of all.`,
      });
    const groups = affinityGroupsOf(ctx, vm, input).map((group) => group.id);
    return startOn(ctx, caller, vm.id, 'updateVMAffinityGroup', undefined, { groups, before: memberships(ctx, vm.id) });
  },
} satisfies Partial<Handlers>;
