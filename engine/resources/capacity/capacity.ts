import { toNumber } from '../../addresses.ts';
import type { Ctx, Handlers } from '../../context.ts';
import type { CapacityView } from '../../contract/views.ts';
import { pageOf } from '../../store/page.ts';
import type { ZoneRow } from '../../store/rows.ts';
import { percent } from '../common.ts';
import { hostCapacity, hostLoads } from '../host/capacity.ts';
import { allocatedByPool } from '../storage-pool/storage-pool.ts';

const names: Record<number, string> = {
  0: 'MEMORY',
  1: 'CPU',
  2: 'STORAGE',
  3: 'STORAGE_ALLOCATED',
  5: 'PRIVATE_IP',
  6: 'SECONDARY_STORAGE',
  8: 'DIRECT_ATTACHED_PUBLIC_IP',
  9: 'LOCAL_STORAGE',
};

/** A part of a zone. */
export interface CapacityPart {
  pod?: { id: string; name: string } | undefined;
  cluster?: { id: string; name: string } | undefined;
}

/**
 * One row per kind of capacity of a zone or a part of it, from grouped queries: their number does not depend on the number of instances.
 * Secondary storage and guests' addresses are a zone's alone.
 */
export function capacityOf(ctx: Ctx, zone: ZoneRow, part: CapacityPart = {}): CapacityView[] {
  const within =
    part.cluster !== undefined ? ' AND cluster_id = ?' : part.pod !== undefined ? ' AND pod_id = ?' : ' AND ? IS NULL';
  const where = part.cluster?.id ?? part.pod?.id ?? null;
  const loads = hostLoads(ctx);
  const allocated = allocatedByPool(ctx);
  const sum = { cpuTotal: 0, cpuUsed: 0, memoryTotal: 0, memoryUsed: 0 };
  for (const host of ctx.store.where('hosts', `removed IS NULL AND zone_id = ?${within}`, zone.id, where)) {
    const capacity = hostCapacity(ctx, host);
    const load = loads.get(host.id);
    sum.cpuTotal += capacity.cpuTotal;
    sum.memoryTotal += capacity.memoryTotal;
    sum.cpuUsed += load?.cpu ?? 0;
    sum.memoryUsed += load?.memory ?? 0;
  }
  const shared = { total: 0, used: 0, allocated: 0, given: 0 };
  const local = { total: 0, used: 0, allocated: 0, given: 0 };
  for (const pool of ctx.store.where(
    'storagePools',
    `removed IS NULL AND state = 'Up' AND zone_id = ?${within}`,
    zone.id,
    where,
  )) {
    const target = pool.scope === 'HOST' ? local : shared;
    target.total += pool.total;
    target.given +=
      pool.total * ctx.settings.number('storage.overprovisioning.factor', { zoneId: zone.id, poolId: pool.id });
    target.used += pool.used;
    target.allocated += allocated.get(pool.id) ?? 0;
  }
  const stores = ctx.store.where('imageStores', 'removed IS NULL AND zone_id = ?', zone.id);
  const ranges = ctx.store.where('vlanIpRanges', 'removed IS NULL AND zone_id = ?', zone.id);
  const guest = ctx.store.sqlite
    .prepare(
      'SELECT count(*) AS n FROM address JOIN network ON network.id = address.network_id WHERE network.zone_id = ? AND network.removed IS NULL',
    )
    .get(zone.id) as { n: number };
  const inPod = 'removed IS NULL AND zone_id = ? AND (? IS NULL OR id = ?)';
  const podId = part.pod?.id ?? null;
  const pods = ctx.store.where('pods', inPod, zone.id, podId, podId);
  const row = (type: number, used: number, total: number): CapacityView => ({
    type,
    name: names[type] ?? String(type),
    zoneid: zone.id,
    zonename: zone.name,
    podid: part.pod?.id,
    podname: part.pod?.name,
    clusterid: part.cluster?.id,
    clustername: part.cluster?.name,
    capacityused: Math.round(used),
    capacityallocated: Math.round(used),
    capacitytotal: Math.round(total),
    percentused: percent(used, total),
  });
  const hosts = [
    row(0, sum.memoryUsed, sum.memoryTotal),
    row(1, sum.cpuUsed, sum.cpuTotal),
    row(2, shared.used, shared.total),
    row(3, shared.allocated, shared.given),
  ];
  const ofHosts = row(9, local.allocated, local.total);
  if (part.cluster !== undefined) return [...hosts, ofHosts];
  const addresses = pods.reduce((count, pod) => count + toNumber(pod.endIp) - toNumber(pod.startIp) + 1, 0);
  if (part.pod !== undefined) return [...hosts, row(5, 0, addresses), ofHosts];
  return [
    ...hosts,
    row(5, 0, addresses),
    row(
      6,
      stores.reduce((total, store) => total + store.used, 0),
      stores.reduce((total, store) => total + store.total, 0),
    ),
    row(
      8,
      guest.n,
      ranges.reduce((count, range) => count + range.endNumber - range.startNumber + 1, 0),
    ),
    ofHosts,
  ];
}

/** The capacity of a pod or cluster, where a list was asked for it. */
export function shownCapacity(
  ctx: Ctx,
  row: { id: string; name: string; zoneId: string; podId?: string; podName?: string },
  asked: boolean | undefined,
): { capacity?: CapacityView[] } {
  const zone = asked === true ? ctx.store.tables.zones.stored(row.zoneId) : undefined;
  if (zone === undefined) return {};
  const pod = row.podId === undefined ? row : { id: row.podId, name: row.podName ?? '' };
  return { capacity: capacityOf(ctx, zone, { pod, cluster: row.podId === undefined ? undefined : row }) };
}

export const capacityHandlers = {
  listCapacity(ctx, _caller, input) {
    if (input.fetchlatest === true) ctx.poke('storage-stats');
    const pod = input.podid === undefined ? undefined : ctx.store.need('pods', input.podid, 'podid');
    const cluster =
      input.clusterid === undefined ? undefined : ctx.store.need('clusters', input.clusterid, 'clusterid');
    const zoneId = input.zoneid ?? cluster?.zoneId ?? pod?.zoneId ?? null;
    const zones = ctx.store.where('zones', 'removed IS NULL AND (? IS NULL OR id = ?) ORDER BY name', zoneId, zoneId);
    const rows = zones
      .flatMap((zone) => capacityOf(ctx, zone, { pod, cluster }))
      .filter((each) => input.type === undefined || each.type === input.type);
    const page = pageOf(rows, input, {
      keyword: (row) => `${row.name} ${row.zonename}`,
      sortable: ['type', 'name', 'zonename', 'capacityused', 'capacitytotal'],
    });
    return { count: page.count, capacity: page.rows };
  },
} satisfies Partial<Handlers>;
