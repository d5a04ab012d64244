import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { InstanceGroupView } from '../../contract/views.ts';
import type { InstanceGroupRow } from '../../store/group-rows.ts';
import { ownerOf, ownerViews } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent, date } from '../common.ts';
import { groupNamed } from './membership.ts';

function groupViews(ctx: Ctx, rows: readonly InstanceGroupRow[]): InstanceGroupView[] {
  const [owner, annotated] = [ownerViews(ctx, rows), annotatedViews(ctx, rows)];
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    created: date(row.created),
    ...owner(row),
    ...annotated(row),
  }));
}

const oneView = (ctx: Ctx, id: string): InstanceGroupView =>
  groupViews(ctx, [ctx.store.need('instanceGroups', id)])[0] as InstanceGroupView;

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
    return ctx.store.write(() => oneView(ctx, groupNamed(ctx, caller, owner, input.name)));
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
      return oneView(ctx, group.id);
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
    return { count: page.count, instancegroup: groupViews(ctx, page.rows) };
  },
} satisfies Partial<Handlers>;
