import type { Ctx } from '../../context.ts';
import type { DedicatedKind } from '../../contract/dedication.ts';
import type { DedicatedResourceRow } from '../../store/dedication-rows.ts';
import { shownPath } from '../account/owner.ts';

/** What is dedicated to whom, for what places instances and for what is taken away. */

/** Who has it, in words: an account in its domain, or all of a domain. */
export const holder = (row: Pick<DedicatedResourceRow, 'accountName' | 'domainPath'>): string =>
  row.accountName === undefined
    ? shownPath(row.domainPath ?? '/')
    : `${row.accountName} (${shownPath(row.domainPath ?? '/')})`;

/** Whether an account is one of those to whom something is dedicated. */
export function isFor(
  ctx: Ctx,
  row: Pick<DedicatedResourceRow, 'accountId' | 'domainId'>,
  owner: { accountId: string; domainId: string },
): boolean {
  if (row.accountId !== undefined) return row.accountId === owner.accountId;
  return isWithin(ctx, owner.domainId, row.domainId);
}

/** Whether a domain is another one or below it. */
export function isWithin(ctx: Ctx, domainId: string, topId: string): boolean {
  if (domainId === topId) return true;
  const path = (id: string) => ctx.store.tables.domains.stored(id)?.path;
  const top = path(topId);
  return top !== undefined && path(domainId)?.startsWith(top) === true;
}

interface Held {
  kind: DedicatedKind;
  owner: string;
  groupId: string;
  groupName: string;
  open: boolean;
}

/** What of a host in a zone is dedicated, the smallest first; undefined where nothing is. */
export function dedicationsFor(
  ctx: Ctx,
  zoneId: string,
  accountId: string | undefined,
): ((host: { id: string; clusterId: string; podId: string }) => Held[]) | undefined {
  const rows = ctx.store.where('dedicatedResources', 'TRUE');
  if (rows.length === 0) return undefined;
  const account = accountId === undefined ? undefined : ctx.store.tables.accounts.stored(accountId);
  const held = new Map<string, Held>(
    rows.map((row) => [
      row.resourceId,
      {
        kind: row.kind,
        owner: holder(row),
        groupId: row.affinityGroupId,
        groupName: row.affinityGroupName ?? '',
        open: account !== undefined && isFor(ctx, row, { accountId: account.id, domainId: account.domainId }),
      },
    ]),
  );
  return (host) =>
    [host.id, host.clusterId, host.podId, zoneId].flatMap((id) => {
      const each = held.get(id);
      return each === undefined ? [] : [each];
    });
}

/** Where something is that is dedicated goes its dedication, and with the last one the affinity group. Call inside the commit that takes it away. */
export function releaseHeld(ctx: Ctx, rows: readonly DedicatedResourceRow[]): void {
  for (const row of rows) {
    ctx.store.purge('dedicatedResources', 'id = ?', row.id);
    ctx.store.changed({ noun: `dedicated${row.kind}`, id: row.id, change: 'deleted' });
    const others = ctx.store.count('dedicatedResources', 'affinity_group_id = ?', row.affinityGroupId);
    const group = ctx.store.get('affinityGroups', row.affinityGroupId);
    if (group === undefined || group.removed !== undefined) continue;
    if (others > 0) ctx.store.changed({ noun: 'affinitygroup', id: group.id, change: 'updated' });
    else {
      ctx.store.prepare('DELETE FROM affinity_group_member WHERE affinity_group_id = ?').run(group.id);
      ctx.store.remove('affinityGroups', group.id);
    }
  }
}

/** The same for a zone, pod, cluster or host that is taken away. */
export const releaseWith = (ctx: Ctx, resourceId: string): void =>
  releaseHeld(ctx, ctx.store.where('dedicatedResources', 'resource_id = ?', resourceId));

/** The same for all that a domain, or an account, has. */
export const releaseOf = (ctx: Ctx, column: 'domain_id' | 'account_id', id: string): void =>
  releaseHeld(ctx, ctx.store.where('dedicatedResources', `${column} = ?`, id));
