import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import type { AffinityType } from '../../contract/groups.ts';
import { systemAccountId } from '../../contract/identity.ts';
import { say } from '../../contract/phrase.ts';
import type { AffinityGroupRow } from '../../store/group-rows.ts';
import { isWithin } from '../dedication/held.ts';

/** Who is in which affinity group, for what places instances and shows them. */

interface Named {
  affinitygroupids?: readonly string[] | undefined;
  affinitygroupnames?: readonly string[] | undefined;
}

/** Whether an account's instances may be in a group: its own, and those of what is dedicated to all of its domain, or of one above. */
const isOpen = (ctx: Ctx, group: AffinityGroupRow, owner: { accountId: string; domainId: string }): boolean =>
  group.accountId === owner.accountId ||
  (group.accountId === systemAccountId && isWithin(ctx, owner.domainId, group.domainId));

/** The groups of an account that an input names, each once. Error: parameter at the field that named what is not there. */
export function affinityGroupsOf(
  ctx: Ctx,
  owner: { accountId: string; domainId: string },
  input: Named,
): AffinityGroupRow[] {
  const found = new Map<string, AffinityGroupRow>();
  for (const id of input.affinitygroupids ?? []) {
    const group = ctx.store.need('affinityGroups', id, 'affinitygroupids');
    // In the words for one that does not exist: whose it is is nobody else's business.
    if (!isOpen(ctx, group, owner))
      throw fail('parameter', say`Invalid parameter ${'affinitygroupids'} value=${id}: the entity does not exist.`, {
        field: 'affinitygroupids',
        hint: say`An instance is in groups of its own account.`,
      });
    found.set(group.id, group);
  }
  for (const name of input.affinitygroupnames ?? []) {
    const group = ctx.store
      .where(
        'affinityGroups',
        'removed IS NULL AND account_id IN (?, ?) AND name = ? ORDER BY account_id = ?',
        owner.accountId,
        systemAccountId,
        name,
        systemAccountId,
      )
      .find((each) => isOpen(ctx, each, owner));
    if (group === undefined)
      throw fail('parameter', say`The account of the instance has no affinity group named ${name}.`, {
        field: 'affinitygroupnames',
        hint: say`Create it first.`,
      });
    found.set(group.id, group);
  }
  return [...found.values()];
}

/** Puts an instance into these groups and no others; call inside the commit that it belongs to. */
export function joinGroups(ctx: Ctx, vmId: string, groups: readonly { id: string }[]): void {
  const before = memberships(ctx, vmId);
  ctx.store.prepare('DELETE FROM affinity_group_member WHERE virtual_machine_id = ?').run(vmId);
  for (const { id } of groups)
    ctx.store.prepare('INSERT OR IGNORE INTO affinity_group_member VALUES (?, ?)').run(id, vmId);
  for (const id of new Set([...before, ...groups.map((group) => group.id)]))
    ctx.store.changed({ noun: 'affinitygroup', id, change: 'updated' });
}

/** The ids of the groups that an instance is in. */
export const memberships = (ctx: Ctx, vmId: string): string[] =>
  (
    ctx.store
      .prepare('SELECT affinity_group_id AS id FROM affinity_group_member WHERE virtual_machine_id = ?')
      .all(vmId) as { id: string }[]
  ).map(({ id }) => id);

/** Groups as placement asks about them: on which hosts their members are, `vmId` left out, those on their way counted where they go. */
export function affinityOf(ctx: Ctx, groupIds: readonly string[], vmId: string | undefined) {
  return groupIds.flatMap((id) => {
    const group = ctx.store.get('affinityGroups', id);
    if (group === undefined || group.removed !== undefined) return [];
    const rows = ctx.store
      .prepare(
        `SELECT host, count(*) AS n FROM (
           SELECT host_id AS host FROM virtual_machine JOIN affinity_group_member ON virtual_machine_id = virtual_machine.id
             WHERE affinity_group_id = ? AND virtual_machine.id IS NOT ? AND removed IS NULL AND host_id IS NOT NULL
           UNION ALL
           SELECT destination_host_id FROM virtual_machine JOIN affinity_group_member ON virtual_machine_id = virtual_machine.id
             WHERE affinity_group_id = ? AND virtual_machine.id IS NOT ? AND removed IS NULL AND destination_host_id IS NOT NULL)
         GROUP BY host`,
      )
      .all(id, vmId ?? null, id, vmId ?? null) as { host: string; n: number }[];
    return [{ id, name: group.name, type: group.type, members: new Map(rows.map(({ host, n }) => [host, n])) }];
  });
}

/** The groups of many instances by one query. */
export function affinityViews(
  ctx: Ctx,
  ids: readonly string[],
): Map<string, { id: string; name: string; type: AffinityType }[]> {
  const grouped = new Map<string, { id: string; name: string; type: AffinityType }[]>();
  if (ids.length === 0) return grouped;
  const rows = ctx.store
    .prepare(
      `SELECT virtual_machine_id AS vm, id, name, type FROM affinity_group_member JOIN affinity_group ON id = affinity_group_id
       WHERE virtual_machine_id IN (SELECT value FROM json_each(?)) AND removed IS NULL`,
    )
    .all(JSON.stringify(ids)) as { vm: string; id: string; name: string; type: AffinityType }[];
  // A few rows, sorted here: SQLite would do it by a table of its own.
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { vm, ...group } of rows) grouped.set(vm, [...(grouped.get(vm) ?? []), group]);
  return grouped;
}
