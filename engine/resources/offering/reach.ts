import type { Caller, Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { SqlValue } from '../../store/table.ts';

/*
 * For whom and where an offering is. One without domains is for everybody; else it is for its domains and all below them, and those who
 * administer a domain also see the offerings of the domains below theirs.
 */

const above = `domain_ids IS NULL OR EXISTS (SELECT 1 FROM json_each(domain_ids) AS named JOIN domain AS its ON its.id = named.value
  JOIN domain AS mine ON mine.id = ? WHERE substr(mine.path, 1, length(its.path)) = its.path`;

/** What of the offerings a caller sees, for lists. */
export function offeringScope(caller: Caller): { condition: string; values: SqlValue[] } | undefined {
  if (caller.role === 'Admin') return undefined;
  const administers = caller.role !== 'User';
  return {
    condition: `(${above}${administers ? ' OR substr(its.path, 1, length(mine.path)) = mine.path' : ''}))`,
    values: [caller.domainId],
  };
}

/** The condition that an offering is for a domain, with the domain's id as its value. */
export const forDomain = `(${above}))`;
/** The condition that an offering is in a zone, with the zone's id as its value. */
export const inZone = '(zone_ids IS NULL OR ? IN (SELECT value FROM json_each(zone_ids)))';

type Table = 'serviceOfferings' | 'diskOfferings';

/**
 * An offering that an owner's new thing in a zone may have. Errors: parameter for one that is not there for that owner, that is not in the
 * zone, or that is Inactive.
 */
export function usableOffering(
  ctx: Ctx,
  table: 'serviceOfferings',
  id: string,
  use: { accountId: string; domainId: string; zoneId?: string },
  field: string,
): ServiceOfferingRow;
export function usableOffering(
  ctx: Ctx,
  table: 'diskOfferings',
  id: string,
  use: { accountId: string; domainId: string; zoneId?: string },
  field: string,
): DiskOfferingRow;
export function usableOffering(
  ctx: Ctx,
  table: Table,
  id: string,
  use: { accountId: string; domainId: string; zoneId?: string },
  field: string,
): ServiceOfferingRow | DiskOfferingRow {
  const row = ctx.store.need(table, id, field);
  const isRoot = ctx.store.tables.accounts.stored(use.accountId)?.role === 'Admin';
  if (!isRoot && row.domainIds !== undefined) {
    const there = ctx.store.first(table, `id = ? AND ${forDomain}`, id, use.domainId);
    // In the words for one that does not exist: whom it is for is nobody else's business.
    if (there === undefined)
      throw fail('parameter', say`Invalid parameter ${field} value=${id}: the entity does not exist.`, { field });
  }
  if (use.zoneId !== undefined && row.zoneIds !== undefined && !row.zoneIds.includes(use.zoneId))
    throw fail('parameter', say`The offering ${row.name} is not there in this zone.`, { field });
  if (row.state !== 'Active')
    throw fail('parameter', say`The offering ${row.name} is Inactive: it is chosen for nothing new.`, {
      field,
      hint: say`Choose another, or have it activated.`,
    });
  return row;
}

interface Place {
  domainid?: readonly string[] | undefined;
  zoneid?: readonly string[] | undefined;
}

/** Domains and zones that an offering is made for; each has to be there. */
export function placeOf(ctx: Ctx, input: Place): Pick<ServiceOfferingRow, 'domainIds' | 'zoneIds'> {
  for (const id of input.domainid ?? []) ctx.store.need('domains', id, 'domainid');
  for (const id of input.zoneid ?? []) ctx.store.need('zones', id, 'zoneid');
  return {
    ...(input.domainid !== undefined && { domainIds: [...new Set(input.domainid)] }),
    ...(input.zoneid !== undefined && { zoneIds: [...new Set(input.zoneid)] }),
  };
}

const named = (text: string): string[] => text.split(',').map((each) => each.trim().toLowerCase());

/** The same for a change: `public` and `all` take the limit away. */
export function placeChange(
  ctx: Ctx,
  input: { domainid?: string | undefined; zoneid?: string | undefined },
): { domainIds?: string[] | undefined; zoneIds?: string[] | undefined } {
  const [domains, zones] = [input.domainid, input.zoneid];
  const lists = placeOf(ctx, {
    ...(domains !== undefined && domains.toLowerCase() !== 'public' && { domainid: named(domains) }),
    ...(zones !== undefined && zones.toLowerCase() !== 'all' && { zoneid: named(zones) }),
  });
  return {
    ...(domains !== undefined && { domainIds: lists.domainIds }),
    ...(zones !== undefined && { zoneIds: lists.zoneIds }),
  };
}
