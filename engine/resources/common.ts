import type { StreamOwner } from '../console/console.ts';
import type { Caller, Ctx } from '../context.ts';
import type { JobAnswer } from '../contract/command.ts';
import { fail } from '../contract/errors.ts';
import { fixed, type Phrase, say, textOf } from '../contract/phrase.ts';
import type { GuestNetworkSpec, HostTarget, ImageStoreSpec, PoolSpec } from '../drivers/driver.ts';
import type { JobStart } from '../jobs/job-start.ts';
import type { ImageStoreRow } from '../store/image-rows.ts';
import type { HostRow, JobRow, StoragePoolRow } from '../store/rows.ts';
import { alertName } from './event/alert-types.ts';

/** CloudStack's date form, always in UTC: `2026-11-21T02:42:19+0000`. */
export function date(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}+0000`;
}

const dateForm = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:?\d\d)?)?$/;

/**
 * A date as clients send it (`2026-11-21`, `2026-11-21 02:42:19`, or our own form) in milliseconds; without a zone it is UTC.
 *
 * @param edge what a day without a time means: its first moment, or its last.
 * Error: parameter.
 */
export function parseDate(
  text: string | undefined,
  field: string,
  edge: 'begin' | 'end' = 'begin',
): number | undefined {
  if (text === undefined) return undefined;
  const [, day, time = edge === 'begin' ? '00:00:00' : '23:59:59.999', zone = 'Z'] = dateForm.exec(text.trim()) ?? [];
  const at = Date.parse(`${day}T${time}${zone.replace(/^(...)(\d\d)$/, '$1:$2')}`);
  if (!Number.isFinite(at))
    throw fail('parameter', say`${field} is no date.`, {
      field,
      hint: say`Use a date such as 2026-11-21T02:42:19+0000.`,
    });
  return at;
}

/** The id that another system has given to what is made, or a fresh one. Error: parameter for one that was ever used. */
export function givenId(
  ctx: Ctx,
  table: 'accounts' | 'users' | 'domains',
  id: string | undefined,
  field: string,
): string {
  if (id === undefined) return ctx.ids();
  const known = id.toLowerCase();
  if (ctx.store.tables[table].stored(known) !== undefined)
    throw fail('parameter', say`The id ${known} has been given before.`, {
      field,
      hint: say`Leave it out for a new one.`,
    });
  return known;
}

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '0.00' : ((part / whole) * 100).toFixed(2);

/** Starts a job on behalf of a caller. Call inside `store.write` together with what marks the resource. */
export function startJob(
  ctx: Ctx,
  caller: Caller,
  kind: string,
  input: object,
  resource: Partial<Pick<JobStart, 'resourceNoun' | 'resourceId' | 'resourceName' | 'hostId' | 'said'>> = {},
): JobAnswer {
  const jobid = ctx.jobs.start({
    kind,
    command: kind,
    accountId: caller.accountId,
    domainId: caller.domainId,
    userId: caller.userId,
    input: { ...input },
    ...resource,
  });
  return resource.resourceId === undefined ? { jobid } : { jobid, id: resource.resourceId };
}

/** Refuses a second job on a resource while one is open. */
export function refuseWhileBusy(ctx: Ctx, resourceId: string, name: string): void {
  const open =
    ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', resourceId) ??
    openJobWith(ctx, 'createTemplate', 'virtualMachineId', resourceId);
  if (open === undefined) return;
  throw fail(
    'conflict',
    open.state === 'stuck'
      ? say`${name} has a job in hand: ${fixed(open.kind)}, which is stuck.`
      : say`${name} has a job in hand: ${fixed(open.kind)}.`,
    {
      hint:
        open.state === 'stuck'
          ? say`Repair that job first; it is in the jobs list.`
          : say`Wait until it has ended, or cancel it.`,
    },
  );
}

/** Refuses to build on what is being taken away: its removal has begun, though its row is still there. */
export function refuseWhileRemoved(ctx: Ctx, resourceId: string, name: string, field: string): void {
  const open = ctx.store.first('jobs', "resource_id = ? AND completed IS NULL AND kind LIKE 'delete%'", resourceId);
  if (open !== undefined)
    throw fail('conflict', say`${name} is being removed.`, {
      field,
      hint: say`Choose another, or wait for the end of that job.`,
    });
}

/** An open job of a kind whose input has that value: what it makes has no row yet that could stand in the way. */
export function openJobWith(ctx: Ctx, kind: string, field: string, value: string): JobRow | undefined {
  return ctx.store.first(
    'jobs',
    'kind = ? AND completed IS NULL AND json_extract(input, ?) = ?',
    kind,
    `$.${field}`,
    value,
  );
}

export interface EventInput {
  type: string;
  level?: 'INFO' | 'WARN' | 'ERROR';
  description: Phrase;
  resourceId?: string;
  resourceType?: string;
  resourceName?: string;
}

/**
 * Writes one of CloudStack's events; call inside the commit that it tells of. What begins a job is told by the job itself (`said` of
 * `startJob`), and what a saga tells at its end is that job's last event, by whoever asked for the job.
 */
export function addEvent(
  ctx: Ctx,
  owner: { accountId: string; domainId: string; username?: string },
  event: EventInput,
): void {
  const { ending } = ctx.jobs;
  const own = ending !== undefined && event.resourceId === ending.job.resourceId;
  if (own) ending.told = true;
  ctx.store.insert('events', {
    id: ctx.ids(),
    level: 'INFO',
    state: 'Completed',
    accountId: owner.accountId,
    domainId: owner.domainId,
    username: own ? usernameOf(ctx, ending.job.userId) : (owner.username ?? 'system'),
    created: ctx.clock(),
    ...event,
    ...(own && ending.job.startEventId !== undefined && { parentId: ending.job.startEventId }),
    description: textOf(event.description),
    phrase: event.description,
  });
}

/** The name of whoever asked for something; what the engine does by itself is done by `system`. */
export const usernameOf = (ctx: Ctx, userId: string): string =>
  ctx.store.tables.users.stored(userId)?.username ?? 'system';

/** Raises an alert, by CloudStack's name for its type, unless the same one is still open. */
export function addAlert(
  ctx: Ctx,
  alert: { type: number; description: Phrase; resourceId?: string; resourceType?: string },
): void {
  const name = alertName(alert.type);
  const open = ctx.store.first(
    'alerts',
    'resolved IS NULL AND name = ? AND resource_id IS ?',
    name,
    alert.resourceId ?? null,
  );
  if (open === undefined)
    ctx.store.insert('alerts', {
      id: ctx.ids(),
      created: ctx.clock(),
      name,
      ...alert,
      description: textOf(alert.description),
      phrase: alert.description,
    });
}

/** What an alert warned of is no longer so. */
export const resolveAlert = (ctx: Ctx, id: string): void => ctx.store.update('alerts', id, { resolved: ctx.clock() });

/** The same for alerts of a type about one thing. */
export function resolveAlerts(ctx: Ctx, type: number, resourceId: string): void {
  const about = 'resolved IS NULL AND name = ? AND resource_id = ?';
  for (const open of ctx.store.where('alerts', about, alertName(type), resourceId)) resolveAlert(ctx, open.id);
}

export function hostTarget(host: HostRow): HostTarget {
  return {
    id: host.id,
    name: host.name,
    address: host.address,
    port: host.port,
    username: host.username,
    hostKeyFingerprint: host.hostKeyFingerprint,
    virtualization: host.virtualization,
  };
}

export function poolSpec(pool: StoragePoolRow): PoolSpec {
  return { id: pool.id, type: pool.type, server: pool.server, path: pool.path };
}

export function imageStoreSpec(store: ImageStoreRow): ImageStoreSpec {
  return { id: store.id, provider: store.provider, server: store.server, path: store.path };
}

export const driverOf = (ctx: Ctx, host: HostRow) => ctx.drivers.get(host.hypervisor);

/** Hosts that can be worked on now, of a zone or cluster. */
export function usableHosts(ctx: Ctx, where: { zoneId?: string; clusterId?: string; hypervisor?: string }): HostRow[] {
  return ctx.store.where(
    'hosts',
    "removed IS NULL AND state = 'Up' AND (? IS NULL OR zone_id = ?) AND (? IS NULL OR cluster_id = ?) AND (? IS NULL OR hypervisor = ?) ORDER BY created",
    where.zoneId ?? null,
    where.zoneId ?? null,
    where.clusterId ?? null,
    where.clusterId ?? null,
    where.hypervisor ?? null,
    where.hypervisor ?? null,
  );
}

/** The hosts that a pool is (to be) attached to. */
export function hostsOfPool(ctx: Ctx, pool: StoragePoolRow): HostRow[] {
  return ctx.store.where(
    'hosts',
    'removed IS NULL AND zone_id = ? AND (? IS NULL OR cluster_id = ?) AND (? IS NULL OR id = ?) ORDER BY created',
    pool.zoneId,
    pool.clusterId ?? null,
    pool.clusterId ?? null,
    pool.hostId ?? null,
    pool.hostId ?? null,
  );
}

/** Any host that can reach an image store, or the one that holds it. Error: resourceUnavailable. */
export function hostOfImageStore(ctx: Ctx, store: ImageStoreRow): HostRow {
  const host =
    store.hostId === undefined ? usableHosts(ctx, { zoneId: store.zoneId })[0] : ctx.store.get('hosts', store.hostId);
  if (host === undefined || host.removed !== undefined || host.state !== 'Up')
    throw fail('resourceUnavailable', say`No host that reaches the image store ${store.name} is Up.`, {
      hint: say`Add a host to the zone, or bring one back Up: see Infrastructure, Hosts.`,
    });
  return host;
}

export type { GuestNetworkSpec };

/** Whose stream it is that a caller opens: it ends with his session, or when he is shut out. */
export const streamOwner = ({ accountId, userId, session }: Caller): StreamOwner => ({ accountId, userId, session });

/** A list's filter by ids, as one JSON value: one prepared statement whatever their number. */
export const filterOfIds = (ids: readonly string[] | undefined): [condition: string, value: string | undefined] => [
  'id IN (SELECT value FROM json_each(?))',
  ids === undefined ? undefined : JSON.stringify(ids),
];

/** The same of at most so many ids. Error: parameter. */
export function filterOfFewIds(ids: readonly string[] | undefined): [condition: string, value: string | undefined] {
  if (ids !== undefined && ids.length > 500)
    throw fail('parameter', say`At most 500 ids are looked up at once.`, { field: 'ids' });
  return filterOfIds(ids);
}
