import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { InstanceGroupView } from '../../contract/views.ts';
import type { InstanceGroupRow } from '../../store/group-rows.ts';
import { type OwnerView, ownerOf, ownerViews } from '../account/owner.ts';
import { addEvent, date } from '../common.ts';
import { groupNamed } from './membership.ts';

const groupView = (row: InstanceGroupRow, owner: OwnerView): InstanceGroupView => ({
  id: row.id,
  name: row.name,
  created: date(row.created),
  ...owner,
});

const oneGroup = (ctx: Ctx, caller: Caller, id: string): InstanceGroupRow => {
  const group = ctx.store.need('instanceGroups', id);
  checkOwner(ctx, caller, group);
  return group;
};

function refuseTaken(ctx: Ctx, accountId: string, name: string): void {
  if (
    ctx.store.first('instanceGroups', 'removed IS NULL AND account_id = ? AND name = ?', accountId, name) !== undefined
  )
    throw fail('parameter', say`There is an instance group named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

export const instanceGroupHandlers = {
  createInstanceGroup(ctx, caller, input) {
    const owner = ownerOf(ctx, caller, input);
    refuseTaken(ctx, owner.accountId, input.name);
    return ctx.store.write(() => {
      const row = ctx.store.need('instanceGroups', groupNamed(ctx, caller, owner, input.name));
      return groupView(row, ownerViews(ctx, [row])(row));
    });
  },

  updateInstanceGroup(ctx, caller, input) {
    const group = oneGroup(ctx, caller, input.id);
    if (input.name !== undefined && input.name !== group.name) refuseTaken(ctx, group.accountId, input.name);
    return ctx.store.write(() => {
      ctx.store.update('instanceGroups', group.id, { name: input.name ?? group.name });
      addEvent(ctx, caller, {
        type: 'VM.GROUP.UPDATE',
        description: say`Changed the instance group ${group.name}`,
        resourceId: group.id,
        resourceType: 'InstanceGroup',
        resourceName: input.name ?? group.name,
      });
      const row = ctx.store.need('instanceGroups', group.id);
      return groupView(row, ownerViews(ctx, [row])(row));
    });
  },

  deleteInstanceGroup(ctx, caller, input) {
    const group = oneGroup(ctx, caller, input.id);
    return ctx.store.write(() => {
      ctx.store
        .prepare('UPDATE virtual_machine SET instance_group_id = NULL WHERE instance_group_id = ?')
        .run(group.id);
      ctx.store.remove('instanceGroups', group.id);
      addEvent(ctx, caller, {
        type: 'VM.GROUP.DELETE',
        description: say`Deleted the instance group ${group.name}`,
        resourceId: group.id,
        resourceType: 'InstanceGroup',
        resourceName: group.name,
      });
      return { success: true };
    });
  },

  listInstanceGroups(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'instanceGroups', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name', created: 'created', account: 'accountName' },
      defaultSort: 'name COLLATE NOCASE',
    });
    const owner = ownerViews(ctx, page.rows);
    return { count: page.count, instancegroup: page.rows.map((row) => groupView(row, owner(row))) };
  },
} satisfies Partial<Handlers>;
