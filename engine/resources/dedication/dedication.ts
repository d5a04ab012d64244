import { systemCaller } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { JobAnswer } from '../../contract/command.ts';
import type { CommandName } from '../../contract/contract.ts';
import type { DedicatedKind } from '../../contract/dedication.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { DedicatedResourceRow } from '../../store/dedication-rows.ts';
import type { PageRequest } from '../../store/page.ts';
import { accountOf, domainOf, refuseInactive, shownPath } from '../account/owner.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { holder, isFor } from './held.ts';

/** For whom something is to be. */
export interface Holder {
  domainId: string;
  accountId?: string;
}

interface Place {
  id: string;
  name: string;
  zoneId: string;
  podId?: string;
  clusterId?: string;
}

const tableOf = { zone: 'zones', pod: 'pods', cluster: 'clusters', host: 'hosts' } as const;
const columnOf = { zone: 'zone_id', pod: 'pod_id', cluster: 'cluster_id', host: 'id' } as const;

/** A zone, pod, cluster or host that is there. Error: parameter. */
export function placeOf(ctx: Ctx, kind: DedicatedKind, id: string): Place {
  const row = ctx.store.need(tableOf[kind], id, `${kind}id`) as Place;
  return kind === 'zone' ? { id: row.id, name: row.name, zoneId: row.id } : row;
}

/** Hosts in it. */
const hostsIn = (kind: DedicatedKind) => `SELECT id FROM host WHERE ${columnOf[kind]} = ? AND removed IS NULL`;

/** What is dedicated within it. */
function within(ctx: Ctx, kind: DedicatedKind, id: string): DedicatedResourceRow[] {
  const parts = (['pod', 'cluster', 'host'] as const).filter(
    (part) => kind === 'zone' || (kind === 'pod' && part !== 'pod') || (kind === 'cluster' && part === 'host'),
  );
  return parts.flatMap((part) =>
    ctx.store.where(
      'dedicatedResources',
      `kind = '${part}' AND resource_id IN (SELECT id FROM ${part} WHERE ${columnOf[kind]} = ? AND removed IS NULL)`,
      id,
    ),
  );
}

/** The zone, pod and cluster that it is in, as far as they are dedicated. */
const around = (ctx: Ctx, kind: DedicatedKind, place: Place): DedicatedResourceRow[] =>
  [
    kind === 'zone' ? undefined : place.zoneId,
    kind === 'zone' ? undefined : place.podId,
    kind === 'host' ? place.clusterId : undefined,
  ].flatMap((id) => (id === undefined ? [] : ctx.store.where('dedicatedResources', 'resource_id = ?', id)));

const isBelow = (ctx: Ctx, inner: Holder, outer: Holder): boolean =>
  inner.accountId === undefined && outer.accountId !== undefined
    ? false
    : isFor(ctx, outer, { accountId: inner.accountId ?? '', domainId: inner.domainId });

/** Instances of others on its hosts or on their way there. */
function othersOn(ctx: Ctx, kind: DedicatedKind, id: string, to: Holder): number {
  const owners = ctx.store
    .prepare(
      `SELECT account_id AS accountId, domain_id AS domainId, count(*) AS n FROM (
         SELECT account_id, domain_id FROM virtual_machine WHERE host_id IN (${hostsIn(kind)}) AND removed IS NULL
         UNION ALL
         SELECT account_id, domain_id FROM virtual_machine INDEXED BY virtual_machine_destination
           WHERE destination_host_id IN (${hostsIn(kind)}) AND removed IS NULL)
       GROUP BY account_id, domain_id`,
    )
    .all(id, id) as { accountId: string; domainId: string; n: number }[];
  return owners.filter((owner) => !isFor(ctx, to, owner)).reduce((sum, { n }) => sum + n, 0);
}

/** Refuses what cannot be dedicated to somebody: it is already, it lies in what others have or holds it, or their instances are there. Error: conflict. */
export function refuseDedication(ctx: Ctx, kind: DedicatedKind, place: Place, to: Holder): void {
  const refuse = (said: Phrase, hint: Phrase) => fail('conflict', said, { field: `${kind}id`, hint });
  const own = ctx.store.first('dedicatedResources', 'resource_id = ?', place.id);
  if (own !== undefined)
    throw refuse(say`${place.name} is dedicated to ${holder(own)} already.`, say`Release it first.`);
  const outer = around(ctx, kind, place).find((row) => !isBelow(ctx, to, row));
  if (outer !== undefined)
    throw refuse(
      say`${place.name} is in ${outer.resourceName ?? ''}, which is dedicated to ${holder(outer)}.`,
      say`Release that first, or dedicate this to them.`,
    );
  const inner = within(ctx, kind, place.id).find((row) => !isBelow(ctx, row, to));
  if (inner !== undefined)
    throw refuse(
      say`${inner.resourceName ?? ''} in ${place.name} is dedicated to ${holder(inner)}.`,
      say`Release that first.`,
    );
  const others = othersOn(ctx, kind, place.id, to);
  if (others > 0)
    throw refuse(
      say`${others} instances of others run on ${place.name}.`,
      say`Move or stop them first; what is dedicated runs nothing of others.`,
    );
}

/** Whom an input names. Errors: parameter, account, conflict. */
function holderOf(ctx: Ctx, caller: Caller, input: { domainid: string; account?: string | undefined }): Holder {
  const domain = domainOf(ctx, caller, input.domainid);
  refuseInactive(ctx, domain, 'domainid');
  if (input.account === undefined) return { domainId: domain.id };
  return { domainId: domain.id, accountId: accountOf(ctx, caller, { account: input.account, domainid: domain.id }).id };
}

/** The affinity group of what somebody has; a whole domain's is the engine's own account's. */
export const groupOf = (ctx: Ctx, to: Holder) =>
  ctx.store.first(
    'affinityGroups',
    "removed IS NULL AND type = 'ExplicitDedication' AND account_id = ? AND domain_id = ?",
    to.accountId ?? systemCaller.accountId,
    to.domainId,
  );

/** What every list and every job shows of one. */
export const dedicationView = (row: DedicatedResourceRow) => ({
  id: row.id,
  domainid: row.domainId,
  domain: shownPath(row.domainPath ?? '/'),
  accountid: row.accountId,
  account: row.accountName,
  affinitygroupid: row.affinityGroupId,
  affinitygroupname: row.affinityGroupName ?? '',
});

function dedicate(
  ctx: Ctx,
  caller: Caller,
  command: CommandName,
  kind: DedicatedKind,
  resourceId: string,
  input: { domainid: string; account?: string | undefined },
): JobAnswer {
  const place = placeOf(ctx, kind, resourceId);
  const to = holderOf(ctx, caller, input);
  refuseDedication(ctx, kind, place, to);
  refuseWhileBusy(ctx, place.id, place.name);
  return ctx.store.write(() =>
    startJob(
      ctx,
      caller,
      command,
      { id: ctx.ids(), groupId: ctx.ids(), resourceId, ...to },
      { resourceNoun: kind, resourceId, resourceName: place.name, said: say`Dedicating ${place.name}` },
    ),
  );
}

function release(ctx: Ctx, caller: Caller, command: CommandName, kind: DedicatedKind, resourceId: string): JobAnswer {
  const place = placeOf(ctx, kind, resourceId);
  const row = ctx.store.first('dedicatedResources', 'resource_id = ?', place.id);
  if (row === undefined)
    throw fail('parameter', say`${place.name} is not dedicated.`, {
      field: `${kind}id`,
      hint: say`It is for all already.`,
    });
  refuseWhileBusy(ctx, place.id, place.name);
  return ctx.store.write(() =>
    startJob(
      ctx,
      caller,
      command,
      { id: row.id, resourceId },
      { resourceNoun: kind, resourceId, resourceName: place.name, said: say`Releasing ${place.name}` },
    ),
  );
}

type Filters = PageRequest & {
  domainid?: string | undefined;
  account?: string | undefined;
  affinitygroupid?: string | undefined;
};

function list(ctx: Ctx, kind: DedicatedKind, input: Filters, resourceId: string | undefined) {
  return ctx.store.list('dedicatedResources', input, {
    filters: [
      ['kind = ?', kind],
      ['resource_id = ?', resourceId],
      ['domain_id = ?', input.domainid],
      ['account_name = ? COLLATE NOCASE', input.account],
      ['affinity_group_id = ?', input.affinitygroupid],
    ],
    sortable: { domain: 'domainPath', account: 'accountName' },
    defaultSort: 'created',
  });
}

export const dedicationHandlers = {
  dedicateZone: (ctx, caller, input) => dedicate(ctx, caller, 'dedicateZone', 'zone', input.zoneid, input),
  dedicatePod: (ctx, caller, input) => dedicate(ctx, caller, 'dedicatePod', 'pod', input.podid, input),
  dedicateCluster: (ctx, caller, input) => dedicate(ctx, caller, 'dedicateCluster', 'cluster', input.clusterid, input),
  dedicateHost: (ctx, caller, input) => dedicate(ctx, caller, 'dedicateHost', 'host', input.hostid, input),

  releaseDedicatedZone: (ctx, caller, input) => release(ctx, caller, 'releaseDedicatedZone', 'zone', input.zoneid),
  releaseDedicatedPod: (ctx, caller, input) => release(ctx, caller, 'releaseDedicatedPod', 'pod', input.podid),
  releaseDedicatedCluster: (ctx, caller, input) =>
    release(ctx, caller, 'releaseDedicatedCluster', 'cluster', input.clusterid),
  releaseDedicatedHost: (ctx, caller, input) => release(ctx, caller, 'releaseDedicatedHost', 'host', input.hostid),

  listDedicatedZones(ctx, _caller, input) {
    const page = list(ctx, 'zone', input, input.zoneid);
    return { count: page.count, dedicatedzone: page.rows.map(zoneView) };
  },
  listDedicatedPods(ctx, _caller, input) {
    const page = list(ctx, 'pod', input, input.podid);
    return { count: page.count, dedicatedpod: page.rows.map(podView) };
  },
  listDedicatedClusters(ctx, _caller, input) {
    const page = list(ctx, 'cluster', input, input.clusterid);
    return { count: page.count, dedicatedcluster: page.rows.map(clusterView) };
  },
  listDedicatedHosts(ctx, _caller, input) {
    const page = list(ctx, 'host', input, input.hostid);
    return { count: page.count, dedicatedhost: page.rows.map(hostView) };
  },
} satisfies Partial<Handlers>;

const nameOf = (row: DedicatedResourceRow): string => row.resourceName ?? '';
const zoneView = (row: DedicatedResourceRow) => ({
  ...dedicationView(row),
  zoneid: row.resourceId,
  zonename: nameOf(row),
});
const podView = (row: DedicatedResourceRow) => ({
  ...dedicationView(row),
  podid: row.resourceId,
  podname: nameOf(row),
});
const clusterView = (row: DedicatedResourceRow) => ({
  ...dedicationView(row),
  clusterid: row.resourceId,
  clustername: nameOf(row),
});
const hostView = (row: DedicatedResourceRow) => ({
  ...dedicationView(row),
  hostid: row.resourceId,
  hostname: nameOf(row),
});
/** By what is dedicated. */
export const dedicationViews = { zone: zoneView, pod: podView, cluster: clusterView, host: hostView } as const;
