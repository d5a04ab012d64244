import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say, withSpaces } from '../../contract/phrase.ts';
import type { StoragePoolRow } from '../../store/rows.ts';
import { dedicationsFor } from '../dedication/held.ts';
import { hostCapacity, hostLoads } from '../host/capacity.ts';
import { implicitByHost } from '../offering/implicit.ts';
import { allocatedByPool } from '../storage-pool/storage-pool.ts';
import { type Candidate, type Check, checkAll, type PlacementResult, place } from './placement.ts';
import type {
  PlacementCluster,
  PlacementHost,
  PlacementOrder,
  PlacementPool,
  PlacementRequest,
} from './placement-data.ts';

export type Wish = Omit<PlacementRequest, 'localAllowed' | 'thresholds'> & {
  zoneId: string;
  /** Whose instance it is, and the planner that its offering names. */
  accountId?: string | undefined;
  planner?: string | undefined;
  isStart: boolean;
};

/** What instances on their way to a host will take of it. */
interface Coming {
  hostId: string;
  cpu: number;
  memory: number;
  instances: number;
}

const mebibyte = 1024 ** 2;

/** Instances that are Migrating count where they are until they have arrived; this is the same where they go. The index has those alone. */
export function comingLoads(ctx: Ctx): Map<string, Coming> {
  const rows = ctx.store
    .prepare(
      `SELECT destination_host_id AS hostId, sum(cpu_number * cpu_speed) AS cpu, sum(memory) AS memory, count(*) AS instances FROM virtual_machine
         INDEXED BY virtual_machine_destination WHERE destination_host_id IS NOT NULL AND removed IS NULL GROUP BY destination_host_id`,
    )
    .all() as Coming[];
  return new Map(rows.map((row) => [row.hostId, { ...row, memory: row.memory * mebibyte }]));
}

interface Gathered {
  order: PlacementOrder;
  hosts: PlacementHost[];
  clusters: Map<string, PlacementCluster>;
  request: PlacementRequest;
}

/** What placement needs, in a handful of grouped queries, whatever the number of instances. */
function gather(ctx: Ctx, wish: Wish): Gathered {
  const zone = ctx.store.need('zones', wish.zoneId);
  const loads = hostLoads(ctx);
  const coming = comingLoads(ctx);
  const allocated = allocatedByPool(ctx);
  const pools = ctx.store.where('storagePools', 'removed IS NULL AND zone_id = ?', zone.id);
  const clusters = new Map(
    ctx.store.where('clusters', 'removed IS NULL AND zone_id = ?', zone.id).map((row) => [row.id, row]),
  );
  const pods = new Map(ctx.store.where('pods', 'removed IS NULL AND zone_id = ?', zone.id).map((row) => [row.id, row]));
  const leaving = new Set(
    ctx.store.where('jobs', "kind = 'deleteHost' AND completed IS NULL").map((job) => job.resourceId),
  );
  const order = orderOf(ctx, wish);
  const mine = order.planner === 'FirstFitPlanner' && !order.algorithm.startsWith('user') ? undefined : wish.accountId;
  const ofAccount = mine === undefined ? new Map<string, number>() : instancesByHost(ctx, mine);
  const dedications = dedicationsFor(ctx, zone.id, wish.accountId);
  const implicit = implicitByHost(ctx, wish.accountId);
  const totals = new Map<string, PlacementCluster>();
  const hosts: PlacementHost[] = ctx.store
    .where('hosts', 'removed IS NULL AND zone_id = ? ORDER BY created', zone.id)
    .map((row) => {
      const capacity = hostCapacity(ctx, row);
      const leaves = row.id === wish.leaving?.hostId;
      const load = loads.get(row.id);
      const cpuUsed = (load?.cpu ?? 0) + (coming.get(row.id)?.cpu ?? 0) - (leaves ? wish.cpuNumber * wish.cpuSpeed : 0);
      const memoryUsed = (load?.memory ?? 0) + (coming.get(row.id)?.memory ?? 0) - (leaves ? wish.memory : 0);
      const scope = { zoneId: zone.id, clusterId: row.clusterId };
      const total = totals.get(row.clusterId) ?? {
        id: row.clusterId,
        cpuTotal: 0,
        cpuUsed: 0,
        memoryTotal: 0,
        memoryUsed: 0,
        cpuThreshold: ctx.settings.number('cluster.cpu.allocated.capacity.disablethreshold', scope),
        memoryThreshold: ctx.settings.number('cluster.memory.allocated.capacity.disablethreshold', scope),
      };
      total.cpuTotal += capacity.cpuTotal;
      total.cpuUsed += cpuUsed;
      total.memoryTotal += capacity.memoryTotal;
      total.memoryUsed += memoryUsed;
      totals.set(row.clusterId, total);
      return {
        id: row.id,
        name: row.name,
        state: row.state,
        // Its removal has begun: a new instance would lose the ground under it.
        resourceState: leaving.has(row.id) ? 'being removed' : row.resourceState,
        hypervisor: row.hypervisor,
        zoneEnabled: zone.allocationState === 'Enabled',
        podEnabled: pods.get(row.podId)?.allocationState === 'Enabled',
        podId: row.podId,
        clusterId: row.clusterId,
        clusterName: row.clusterName ?? '',
        clusterEnabled: clusters.get(row.clusterId)?.allocationState === 'Enabled',
        cpuModel: row.cpuModel ?? '',
        virtualization: row.virtualization,
        cpuSpeed: row.cpuSpeed,
        cpuNumber: row.cpuNumber,
        cpuTotal: capacity.cpuTotal,
        cpuUsed,
        memoryTotal: capacity.memoryTotal,
        memoryUsed,
        created: row.created,
        tags: (row.tags ?? '').split(','),
        ofAccount: ofAccount.get(row.id) ?? 0,
        dedications: dedications?.(row) ?? [],
        implicit: {
          ...(implicit?.get(row.id) ?? { strict: 0, own: 0, ownStrict: 0 }),
          all: (load?.instances ?? 0) + (coming.get(row.id)?.instances ?? 0),
        },
        pools: pools
          .filter((pool) => reaches(pool, row))
          .map((pool) => placementPool(ctx, pool, allocated.get(pool.id) ?? 0)),
      };
    });
  const request: PlacementRequest = {
    ...wish,
    localAllowed: zone.localStorageEnabled,
    dedicated: {
      explicitly: dedications !== undefined,
      implicitly: hosts.some((host) => host.implicit.strict > 0),
    },
    thresholds: !wish.isStart || ctx.settings.boolean('cluster.threshold.enabled'),
  };
  return { order, hosts, clusters: totals, request };
}

/** How hosts are put in order: as the offering says, else as the settings do. */
function orderOf(ctx: Ctx, wish: Wish): PlacementOrder {
  const zone = { zoneId: wish.zoneId };
  return {
    planner: (wish.planner ?? ctx.settings.text('vm.deployment.planner')) as PlacementOrder['planner'],
    algorithm: ctx.settings.text('vm.allocation.algorithm') as PlacementOrder['algorithm'],
    capacity: ctx.settings.text('host.capacityType.to.order.clusters') as PlacementOrder['capacity'],
    dispersion: ctx.settings.number('vm.user.dispersion.weight', zone),
  };
}

/** How many instances of an account each host has. */
function instancesByHost(ctx: Ctx, accountId: string): Map<string, number> {
  const rows = ctx.store
    .prepare(
      `SELECT host_id AS id, count(*) AS n FROM virtual_machine
       WHERE account_id = ? AND host_id IS NOT NULL AND removed IS NULL GROUP BY host_id`,
    )
    .all(accountId) as { id: string; n: number }[];
  return new Map(rows.map(({ id, n }) => [id, n]));
}

const placed = ({ hosts, clusters, request, order }: Gathered): PlacementResult =>
  place(hosts, clusters, request, order, Math.random);

export function planPlacement(ctx: Ctx, wish: Wish): PlacementResult {
  return placed(gather(ctx, wish));
}

/** The same with every host against every rule. */
export function explainAll(ctx: Ctx, wish: Wish): PlacementResult & { hosts: (PlacementHost & { checks: Check[] })[] } {
  const gathered = gather(ctx, wish);
  const hosts = gathered.hosts.flatMap((host) => {
    const cluster = gathered.clusters.get(host.clusterId);
    return cluster === undefined ? [] : [{ ...host, checks: checkAll(host, cluster, gathered.request) }];
  });
  return { ...placed(gathered), hosts };
}

/** The best candidate, or the error that names why each host refused. */
export function choose(ctx: Ctx, wish: Wish): Candidate {
  const result = planPlacement(ctx, wish);
  const best = result.candidates[0];
  if (best !== undefined) return best;
  const relevant = result.refusals.filter(
    (each) => each.rule !== 'hypervisor' && each.rule !== 'host' && each.rule !== 'pod' && each.rule !== 'cluster',
  );
  const named = (relevant.length > 0 ? relevant : result.refusals).slice(0, 4);
  const more = result.refusals.length - named.length;
  throw fail(
    'insufficientCapacity',
    say`No host can take the instance. ${withSpaces(named.map((each) => say`${each.hostName}: ${each.said}`))}`,
    {
      hint:
        more > 0
          ? say`${more} more hosts refused too. Free capacity, add a host, or change the setting named in brackets.`
          : say`Free capacity, add a host, or change the setting named in brackets.`,
    },
  );
}

function reaches(pool: StoragePoolRow, host: { id: string; clusterId: string }): boolean {
  if (pool.hostId !== undefined) return pool.hostId === host.id;
  return pool.clusterId === undefined || pool.clusterId === host.clusterId;
}

function placementPool(ctx: Ctx, pool: StoragePoolRow, allocated: number): PlacementPool {
  const scope = { zoneId: pool.zoneId, poolId: pool.id };
  return {
    id: pool.id,
    name: pool.name,
    scope: pool.scope,
    state: pool.state,
    total: pool.total,
    used: pool.used,
    allocated,
    overprovisioning: pool.type === 'Filesystem' ? 1 : ctx.settings.number('storage.overprovisioning.factor', scope),
    usedThreshold: ctx.settings.number('pool.storage.capacity.disablethreshold', scope),
    allocatedThreshold: ctx.settings.number('pool.storage.allocated.capacity.disablethreshold', scope),
    tags: (pool.tags ?? '').split(',').map((tag) => tag.trim()),
  };
}
