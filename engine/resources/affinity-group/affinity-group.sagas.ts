import type { Ctx } from '../../context.ts';
import type { AffinityType } from '../../contract/groups.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import { affinityGroupViews, refuseTaken } from './affinity-group.ts';

interface CreateInput {
  id: string;
  accountId: string;
  domainId: string;
  name: string;
  description?: string;
  type: AffinityType;
}

const createAffinityGroupSaga = saga<Ctx, CreateInput>('createAffinityGroup')
  .step('row', {
    do: (ctx, so) =>
      ctx.store.write(() => {
        if (ctx.store.get('affinityGroups', so.input.id) !== undefined) return;
        // Another of the same name may have come meanwhile.
        refuseTaken(ctx, so.input.accountId, so.input.name);
        ctx.store.insert('affinityGroups', { ...so.input, created: ctx.clock() });
      }),
    undo(ctx, so) {
      const group = ctx.store.get('affinityGroups', so.input.id);
      if (group !== undefined && group.removed === undefined) ctx.store.remove('affinityGroups', group.id);
    },
  })
  .end({
    result: (ctx, so) => affinityGroupViews(ctx, [ctx.store.need('affinityGroups', so.input.id)])[0] as Json,
  });

const deleteAffinityGroupSaga = saga<Ctx, { id: string }>('deleteAffinityGroup')
  .step('row', {
    do: (ctx, so) =>
      ctx.store.write(() => {
        const group = ctx.store.get('affinityGroups', so.input.id);
        if (group === undefined || group.removed !== undefined) return;
        ctx.store.prepare('DELETE FROM affinity_group_member WHERE affinity_group_id = ?').run(group.id);
        ctx.store.remove('affinityGroups', group.id);
      }),
    irreversible: true,
    undo: { nothing: 'the only step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const affinityGroupSagas = [createAffinityGroupSaga, deleteAffinityGroupSaga];
