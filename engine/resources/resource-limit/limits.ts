import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import {
  type LimitsView,
  noneOfThem,
  type ResourceType,
  resourceTypes,
  unlimited,
} from '../../contract/resource-limit.ts';

// What accounts and domains may have and do have. The database keeps the counts with each row that changes (see the migration of
// resource counts), so that what is used is one row to read, whatever there is.

const gibibyte = 1024 ** 3;
/** Counts that the database has in bytes and that are limited in GiB. */
const inBytes: ReadonlySet<ResourceType> = new Set(['primary_storage', 'secondary_storage']);
const types: readonly ResourceType[] = resourceTypes.map(({ name }) => name);

type Amounts = Partial<Record<ResourceType, number>>;

/** Who has a limit: an account, a project (by its account), or a domain with all below it. */
export interface LimitOwner {
  id: string;
  kind: 'account' | 'project' | 'domain';
  /** Root Admin's accounts and ROOT have no limit unless one was set. */
  free: boolean;
}

interface Used extends LimitOwner {
  name: string;
  used: Record<ResourceType, number>;
}

const settingOf = Object.fromEntries(resourceTypes.map(({ name, setting }) => [name, setting])) as Record<
  ResourceType,
  (typeof resourceTypes)[number]['setting']
>;

/** Limits that were set, of some owners. */
function limitsOf(ctx: Ctx, ids: readonly string[]): Map<string, number> {
  const rows = ctx.store
    .prepare(
      'SELECT owner_id AS owner, type, max FROM resource_limit WHERE owner_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(ids)) as { owner: string; type: string; max: number }[];
  return new Map(rows.map(({ owner, type, max }) => [`${owner} ${type}`, max]));
}

/** The limit of an owner: the one that was set, or the setting's; -1 is none. */
function maximum(ctx: Ctx, limits: ReadonlyMap<string, number>, owner: LimitOwner, type: ResourceType): number {
  const set = limits.get(`${owner.id} ${type}`);
  if (set !== undefined) return set;
  if (owner.free || (owner.kind === 'project' && type === 'project')) return -1;
  return ctx.settings.number(`max.${owner.kind}.${settingOf[type]}`);
}

/** One limit of one owner. */
export const limitOf = (ctx: Ctx, owner: LimitOwner, type: ResourceType): number =>
  maximum(ctx, limitsOf(ctx, [owner.id]), owner, type);

type CountRow = Record<ResourceType, number> & { owner_id: string };

/** What an account's things count for: the account, its domain, and all domains above. */
function chainOf(ctx: Ctx, accountId: string): Used[] {
  const account = ctx.store.tables.accounts.stored(accountId);
  const rows = ctx.store
    .prepare(
      'SELECT resource_count.*, domain.name AS name FROM resource_owner CROSS JOIN resource_count ON resource_count.owner_id = resource_owner.owner_id LEFT JOIN domain ON domain.id = resource_owner.owner_id WHERE account_id = ?',
    )
    .all(accountId) as (CountRow & { name: string | null })[];
  return rows.map(({ owner_id: id, name, ...used }) =>
    id === accountId
      ? { ...accountOwner(account ?? { id, role: 'User' }), name: account?.name ?? '', used }
      : { id, kind: 'domain' as const, free: id === rootDomainId, name: name ?? '', used },
  );
}

/** An account as an owner of limits. */
export const accountOwner = (account: { id: string; role: string; projectId?: string }): LimitOwner => ({
  id: account.id,
  kind: account.projectId === undefined ? 'account' : 'project',
  free: account.role === 'Admin',
});
export const domainOwner = (id: string): LimitOwner => ({ id, kind: 'domain', free: id === rootDomainId });

/** What is limited, in words. */
const words: Readonly<Record<ResourceType, Phrase>> = {
  user_vm: say`instances`,
  public_ip: say`public addresses`,
  volume: say`volumes`,
  snapshot: say`snapshots`,
  template: say`templates and ISOs`,
  project: say`projects`,
  network: say`networks`,
  cpu: say`cores`,
  memory: say`MiB of memory`,
  primary_storage: say`GiB of primary storage`,
  secondary_storage: say`GiB of secondary storage`,
};
const shown = (amount: number): number => Math.round(amount * 100) / 100;

/**
 * Refuses to take more than there may be: of the account (a project's, too), of its domain, and of every domain above.
 *
 * Call it inside the `store.write` that writes the rows, before them: the database counts those rows by itself, so that of a thousand callers
 * at once no two are let in by the same room. Amounts are what is taken in addition: `{ user_vm: 1, cpu: 2, memory: 2048 }` for an instance
 * (memory in MiB, storage in bytes), or only the difference where something grows: `{ cpu: more }` to scale an instance. What shrinks asks
 * for nothing. Root Admin's accounts have no limits, as in CloudStack.
 * Errors: allocation (535), with the limit, what is used and what was asked for.
 */
export function reserve(ctx: Ctx, owner: { accountId: string }, wanted: Amounts): void {
  const asked = types.filter((type) => wanted[type] !== undefined);
  const chain = chainOf(ctx, owner.accountId);
  if (chain.some(({ id, free }) => id === owner.accountId && free)) return;
  const limits = limitsOf(
    ctx,
    chain.map(({ id }) => id),
  );
  for (const type of asked)
    for (const each of chain) {
      const most = maximum(ctx, limits, each, type);
      if (most === -1) continue;
      const unit = inBytes.has(type) ? gibibyte : 1;
      const more = wanted[type] ?? 0;
      if (each.used[type] + more <= most * unit) continue;
      const [used, asks] = [shown(each.used[type] / unit), shown(more / unit)];
      throw fail(
        'allocation',
        each.kind === 'domain'
          ? say`The domain ${each.name} may have ${most} ${words[type]}: ${used} are used, and ${asks} more were asked for.`
          : each.kind === 'project'
            ? say`The project may have ${most} ${words[type]}: ${used} are used, and ${asks} more were asked for.`
            : say`The account ${each.name} may have ${most} ${words[type]}: ${used} are used, and ${asks} more were asked for.`,
        { hint: say`Delete what is not needed, or ask an administrator for a higher limit.` },
      );
    }
}

/** What the rows of one answer show of their limits and of what they use, by their ids. */
export function limitViews(ctx: Ctx, owners: readonly LimitOwner[]): Map<string, LimitsView> {
  const ids = owners.map(({ id }) => id);
  const limits = limitsOf(ctx, ids);
  const rows = ctx.store
    .prepare('SELECT * FROM resource_count WHERE owner_id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(ids)) as CountRow[];
  const counts = new Map(rows.map((row) => [row.owner_id, row]));
  return new Map(
    owners.map((owner) => {
      const view: Record<string, string | number> = { ...noneOfThem };
      for (const { name, field } of resourceTypes) {
        if (owner.kind === 'project' && name === 'project') continue;
        const used = (counts.get(owner.id)?.[name] ?? 0) / (inBytes.has(name) ? gibibyte : 1);
        const most = maximum(ctx, limits, owner, name);
        view[`${field}limit`] = most === -1 ? unlimited : String(most);
        view[`${field}available`] = most === -1 ? unlimited : String(Math.max(0, shown(most - used)));
        view[`${field}total`] = shown(used);
      }
      return [owner.id, view as unknown as LimitsView];
    }),
  );
}

/** What an owner uses of each type, counted from the things themselves, into his row. */
const recounted = `UPDATE resource_count SET
  (user_vm, cpu, memory) = (SELECT count(*), coalesce(sum(cpu_number), 0), coalesce(sum(memory), 0) FROM virtual_machine
    WHERE removed IS NULL AND state NOT IN ('Destroyed', 'Expunging') AND account_id IN (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id)),
  (volume, primary_storage) = (SELECT count(*), coalesce(sum(size), 0) FROM volume
    WHERE removed IS NULL AND state NOT IN ('Destroy', 'Expunging', 'Expunged') AND account_id IN (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id)),
  (template, secondary_storage) = (SELECT count(*), coalesce(sum(physical_size), 0) FROM template
    WHERE removed IS NULL AND account_id IN (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id)),
  project = (SELECT count(*) FROM project_member
    WHERE role = 'Admin' AND account_id IN (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id)),
  network = (SELECT count(*) FROM network JOIN network_offering ON network_offering.id = network_offering_id AND guest_ip_type = 'Isolated'
    WHERE network.removed IS NULL AND account_id IN (SELECT account_id FROM resource_owner WHERE resource_owner.owner_id = resource_count.owner_id))
  WHERE owner_id = ?`;

/** Counts anew what an owner uses, and answers with it. */
export function recount(ctx: Ctx, ownerId: string): Record<ResourceType, number> {
  return ctx.store.write(() => {
    ctx.store.prepare(recounted).run(ownerId);
    const row = ctx.store.prepare('SELECT * FROM resource_count WHERE owner_id = ?').get(ownerId) as CountRow;
    return row;
  });
}

/** A limit as it is set from now on. */
export function setLimit(ctx: Ctx, ownerId: string, type: ResourceType, max: number): void {
  ctx.store.prepare('INSERT OR REPLACE INTO resource_limit VALUES (?, ?, ?)').run(ownerId, type, max);
}
