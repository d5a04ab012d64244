import type { Caller, Ctx } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import { addEvent } from '../common.ts';

/**
 * The id of an account's instance group by its name, made where it is not there yet, as CloudStack does; call inside the commit of what is put
 * into it.
 */
export function groupNamed(
  ctx: Ctx,
  caller: Caller,
  owner: { accountId: string; domainId: string },
  name: string,
): string {
  const there = ctx.store.first(
    'instanceGroups',
    'removed IS NULL AND account_id = ? AND name = ?',
    owner.accountId,
    name,
  );
  if (there !== undefined) return there.id;
  const group = ctx.store.insert('instanceGroups', {
    id: ctx.ids(),
    accountId: owner.accountId,
    domainId: owner.domainId,
    name,
    created: ctx.clock(),
  });
  addEvent(ctx, caller, {
    type: 'VM.GROUP.CREATE',
    description: say`Created the instance group ${name}`,
    resourceId: group.id,
    resourceType: 'InstanceGroup',
    resourceName: name,
  });
  return group.id;
}
