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

/** One row per kind of capacity of a zone, from grouped queries: their number does not depend on the number of instances. */
function ofZone(ctx: Ctx, zone: ZoneRow): CapacityView[] {
  const loads = hostLoads(ctx);
  const allocated = allocatedByPool(ctx);
  const sum = { cpuTotal: 0, cpuUsed: 0, memoryTotal: 0, memoryUsed: 0 };
  for (const host of ctx.store.where('hosts', 'removed IS NULL AND zone_id = ?', zone.id)) {
    const capacity = hostCapacity(ctx, host);
    const load = loads.get(host.id);
    sum.cpuTotal += capacity.cpuTotal;
    sum.memoryTotal += capacity.memoryTotal;
    sum.cpuUsed += load?.cpu ?? 0;
    sum.memoryUsed += load?.memory ?? 0;
  }
  const shared = { total: 0, used: 0, allocated: 0, given: 0 };
  const local = { total: 0, used: 0, allocated: 0, given: 0 };
  for (const pool of ctx.store.where('storagePools', "removed IS NULL AND state = 'Up' AND zone_id = ?", zone.id)) {
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
  const pods = ctx.store.where('pods', 'removed IS NULL AND zone_id = ?', zone.id);
  const row = (type: number, used: number, total: number): CapacityView => ({
    type,
    name: names[type] ?? String(type),
    zoneid: zone.id,
    zonename: zone.name,
    capacityused: Math.round(used),
    capacityallocated: Math.round(used),
    capacitytotal: Math.round(total),
    percentused: percent(used, total),
  });
  return [
    row(0, sum.memoryUsed, sum.memoryTotal),
    row(1, sum.cpuUsed, sum.cpuTotal),
    row(2, shared.used, shared.total),
    row(3, shared.allocated, shared.given),
    row(
      5,
      0,
      pods.reduce((count, pod) => count + toNumber(pod.endIp) - toNumber(pod.startIp) + 1, 0),
    ),
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
    row(9, local.allocated, local.total),
  ];
}

export const capacityHandlers = {
  listCapacity(ctx, _caller, input) {
    if (input.fetchlatest === true) ctx.poke('storage-stats');
    const zones = ctx.store.where(
      'zones',
      'removed IS NULL AND (? IS NULL OR id = ?) ORDER BY name',
      input.zoneid ?? null,
      input.zoneid ?? null,
    );
    const rows = zones
      .flatMap((zone) => ofZone(ctx, zone))
      .filter((each) => input.type === undefined || each.type === input.type);
    const page = pageOf(rows, input, {
      keyword: (row) => `${row.name} ${row.zonename}`,
      sortable: ['type', 'name', 'zonename', 'capacityused', 'capacitytotal'],
    });
    return { count: page.count, capacity: page.rows };
  },
} satisfies Partial<Handlers>;
