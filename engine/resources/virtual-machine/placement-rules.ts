import { fixed, inRow, type Phrase, say } from '../../contract/phrase.ts';
import type { AffinityWish, DiskDemand, PlacementHost, PlacementPool, PlacementRequest } from './placement-data.ts';
import { dedicationRules } from './placement-dedication.ts';
import type { Figures, Rule } from './placement-rule.ts';

const gibibyte = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(2)} GiB`;
const share = (part: number, whole: number): string => `${whole === 0 ? 100 : ((part / whole) * 100).toFixed(0)} %`;
const missing = (wanted: readonly string[] | undefined, there: readonly string[]): string[] =>
  (wanted ?? []).filter((tag) => !there.includes(tag));
const isStrict = (type: string): boolean => type === 'host affinity' || type === 'host anti-affinity';
/** Whether a strict group lets its next member onto a host; the others only prefer. */
function agrees(group: AffinityWish, hostId: string): boolean {
  if (group.type === 'host anti-affinity') return !group.members.has(hostId);
  return group.type !== 'host affinity' || group.members.size === 0 || group.members.has(hostId);
}
const cpuOf = (request: PlacementRequest): number => request.cpuNumber * request.cpuSpeed;
const ofWhole = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);

/** The rules before storage, in the order in which CloudStack's planner and allocators ask. */
export const rules: readonly Rule[] = [
  {
    name: 'host',
    settings: [],
    passes: (host, _cluster, request) =>
      (request.hostId === undefined || host.id === request.hostId) && host.id !== request.leaving?.hostId,
    refusal: (host, _cluster, request) =>
      host.id === request.leaving?.hostId ? say`The instance runs there already.` : say`Another host was asked for.`,
  },
  {
    name: 'pod',
    settings: [],
    asked: (request) => request.podId !== undefined,
    passes: (host, _cluster, request) => host.podId === request.podId,
    refusal: () => say`Another pod was asked for.`,
  },
  {
    name: 'cluster',
    settings: [],
    passes: (host, _cluster, request) => request.clusterId === undefined || host.clusterId === request.clusterId,
    refusal: (_host, _cluster, request) =>
      request.leaving === undefined
        ? say`Another cluster was asked for.`
        : say`It is in another cluster (migrate.vm.across.clusters).`,
  },
  {
    name: 'hypervisor',
    settings: [],
    passes: (host, _cluster, request) => host.hypervisor === request.hypervisor,
    refusal: (host, _cluster, request) =>
      say`The template is for ${request.hypervisor}, the host runs ${host.hypervisor}.`,
  },
  {
    name: 'CPU model',
    settings: [],
    asked: (request) => request.leaving !== undefined,
    // Guests see the host’s own processor: on another one, what they found at their start is no longer there.
    passes: (host, _cluster, { leaving }) =>
      leaving === undefined || (host.virtualization === leaving.virtualization && host.cpuModel === leaving.cpuModel),
    refusal: (host, _cluster, { leaving }) =>
      host.virtualization === leaving?.virtualization
        ? say`The host has another processor (${host.cpuModel}): a running guest cannot change it.`
        : say`The host runs guests in another way (${fixed(host.virtualization)}): a running guest cannot change it.`,
  },
  {
    name: 'state',
    settings: [],
    passes: (host) => host.state === 'Up',
    refusal: (host) => say`The host is ${fixed(host.state)}, not Up.`,
  },
  {
    name: 'resource state',
    settings: [],
    passes: (host) => host.resourceState === 'Enabled',
    refusal: (host) => say`The host is ${fixed(host.resourceState)}: it takes no new instances.`,
  },
  {
    name: 'allocation state',
    settings: [],
    passes: (host) => host.zoneEnabled && host.podEnabled && host.clusterEnabled,
    refusal: () => say`Its zone, pod or cluster is disabled.`,
  },
  ...dedicationRules,
  {
    name: 'host tags',
    settings: ['vm.strict.host.tags'],
    asked: (request) => (request.hostTags ?? []).length > 0,
    passes: (host, _cluster, request) => missing(request.hostTags, host.tags).length === 0,
    refusal: (host, _cluster, request) =>
      say`The offering asks for hosts with the tags ${(request.hostTags ?? []).join(', ')}; this one lacks ${missing(request.hostTags, host.tags).join(', ')}.`,
    figures: (host, _cluster, request) => ({
      unit: 'count',
      needed: request.hostTags?.length ?? 0,
      available: (request.hostTags?.length ?? 0) - missing(request.hostTags, host.tags).length,
    }),
  },
  {
    name: 'affinity',
    settings: [],
    asked: (request) => (request.affinity ?? []).some((group) => isStrict(group.type)),
    passes: (host, _cluster, request) => (request.affinity ?? []).every((group) => agrees(group, host.id)),
    refusal: (host, _cluster, request) => {
      const group = (request.affinity ?? []).find((each) => !agrees(each, host.id)) as AffinityWish;
      return group.type === 'host anti-affinity'
        ? say`${group.members.get(host.id) ?? 0} other instances of the anti-affinity group ${group.name} are on it.`
        : say`The other instances of the affinity group ${group.name} are on another host.`;
    },
    figures: (host, _cluster, request) => {
      const group =
        (request.affinity ?? []).find((each) => !agrees(each, host.id)) ??
        (request.affinity ?? []).find((each) => isStrict(each.type));
      // Of an anti-affinity group none may be there.
      return {
        unit: 'count',
        needed:
          group?.type === 'host anti-affinity' ? 0 : [...(group?.members.values() ?? [])].reduce((a, b) => a + b, 0),
        available: group?.members.get(host.id) ?? 0,
      };
    },
  },
  {
    name: 'CPU speed',
    settings: [],
    passes: (host, _cluster, request) => host.cpuSpeed >= request.cpuSpeed,
    refusal: (host, _cluster, request) =>
      say`The offering asks for ${request.cpuSpeed} MHz, a core has ${host.cpuSpeed} MHz.`,
    figures: (host, _cluster, request) => ({ unit: 'MHz', needed: request.cpuSpeed, available: host.cpuSpeed }),
  },
  {
    name: 'CPU cores',
    settings: [],
    passes: (host, _cluster, request) => host.cpuNumber >= request.cpuNumber,
    refusal: (host, _cluster, request) =>
      say`The offering asks for ${request.cpuNumber} cores, the host has ${host.cpuNumber}.`,
    figures: (host, _cluster, request) => ({ unit: 'count', needed: request.cpuNumber, available: host.cpuNumber }),
  },
  {
    name: 'CPU',
    settings: ['cpu.overprovisioning.factor'],
    passes: (host, _cluster, request) => host.cpuUsed + cpuOf(request) <= host.cpuTotal,
    refusal: (host, _cluster, request) =>
      say`${cpuOf(request)} MHz are needed, ${Math.max(0, host.cpuTotal - host.cpuUsed)} of ${host.cpuTotal} MHz are free (cpu.overprovisioning.factor).`,
    figures: (host, _cluster, request) => ({
      unit: 'MHz',
      needed: cpuOf(request),
      available: Math.max(0, host.cpuTotal - host.cpuUsed),
      total: host.cpuTotal,
    }),
  },
  {
    name: 'memory',
    settings: ['mem.overprovisioning.factor', 'host.reserved.mem.mb'],
    passes: (host, _cluster, request) => host.memoryUsed + request.memory <= host.memoryTotal,
    refusal: (host, _cluster, request) =>
      say`${gibibyte(request.memory)} are needed, ${gibibyte(Math.max(0, host.memoryTotal - host.memoryUsed))} of ${gibibyte(host.memoryTotal)} are free (mem.overprovisioning.factor, host.reserved.mem.mb).`,
    figures: (host, _cluster, request) => ({
      unit: 'bytes',
      needed: request.memory,
      available: Math.max(0, host.memoryTotal - host.memoryUsed),
      total: host.memoryTotal,
    }),
  },
  {
    name: 'cluster CPU threshold',
    settings: ['cluster.cpu.allocated.capacity.disablethreshold'],
    passes: (_host, cluster, request) =>
      !request.thresholds || cluster.cpuUsed + cpuOf(request) <= cluster.cpuTotal * cluster.cpuThreshold,
    refusal: (_host, cluster, request) =>
      say`The cluster would have ${share(cluster.cpuUsed + cpuOf(request), cluster.cpuTotal)} of its CPU allocated, above ${share(cluster.cpuThreshold, 1)} (cluster.cpu.allocated.capacity.disablethreshold).`,
    figures: (_host, cluster, request) => ({
      unit: 'share',
      needed: ofWhole(cluster.cpuUsed + cpuOf(request), cluster.cpuTotal),
      available: cluster.cpuThreshold,
    }),
  },
  {
    name: 'cluster memory threshold',
    settings: ['cluster.memory.allocated.capacity.disablethreshold'],
    passes: (_host, cluster, request) =>
      !request.thresholds || cluster.memoryUsed + request.memory <= cluster.memoryTotal * cluster.memoryThreshold,
    refusal: (_host, cluster, request) =>
      say`The cluster would have ${share(cluster.memoryUsed + request.memory, cluster.memoryTotal)} of its memory allocated, above ${share(cluster.memoryThreshold, 1)} (cluster.memory.allocated.capacity.disablethreshold).`,
    figures: (_host, cluster, request) => ({
      unit: 'share',
      needed: ofWhole(cluster.memoryUsed + request.memory, cluster.memoryTotal),
      available: cluster.memoryThreshold,
    }),
  },
  {
    name: 'disc',
    settings: [],
    asked: (request) => request.leaving?.discHostId !== undefined,
    passes: (host, _cluster, { leaving }) => leaving?.discHostId === undefined || leaving.discHostId === host.id,
    refusal: () => say`The ISO in its drive lies on another host’s directory: detach it first.`,
  },
];

/** The rules that a request is asked by. */
export const rulesFor = (request: PlacementRequest): Rule[] =>
  rules.filter((rule) => rule.asked === undefined || rule.asked(request));

/** The last rule: the pools that take the disks, the root disk's first, or why none does, with the setting and the figures of the one with most room. */
export type StorageVerdict =
  | { poolIds: string[]; figures?: Figures; settings: readonly string[] }
  | { refusal: Phrase; figures?: Figures; settings: readonly string[] };

const usedSetting = 'pool.storage.capacity.disablethreshold';
const allocatedSetting = 'pool.storage.allocated.capacity.disablethreshold';

export function choosePools(host: PlacementHost, request: PlacementRequest): StorageVerdict {
  const up = host.pools.filter((pool) => pool.state === 'Up');
  if (request.poolIds !== undefined) {
    const away = request.poolIds.find((id) => !up.some((pool) => pool.id === id));
    if (away === undefined) return { poolIds: [...request.poolIds], settings: [] };
    return {
      refusal: say`The host does not reach the primary storage that holds the instance’s volumes.`,
      settings: [],
    };
  }
  const root = { size: request.disk, storageType: request.storageType, tags: request.storageTags ?? [] };
  /** What the disks before have taken. */
  const taken = new Map<string, number>();
  const poolIds: string[] = [];
  let figures: Figures | undefined;
  for (const demand of [root, ...(request.moreDisks ?? [])]) {
    const pools = up.map((pool) => ({ ...pool, allocated: pool.allocated + (taken.get(pool.id) ?? 0) }));
    const verdict = choosePool(pools, demand, request);
    if ('refusal' in verdict) return verdict;
    poolIds.push(verdict.poolId);
    taken.set(verdict.poolId, (taken.get(verdict.poolId) ?? 0) + demand.size);
    figures ??= verdict.figures;
  }
  return { poolIds, ...(figures !== undefined && { figures }), settings: [] };
}

type PoolVerdict =
  | { poolId: string; figures: Figures }
  | { refusal: Phrase; figures?: Figures; settings: readonly string[] };

/** The pool that takes one disk. */
function choosePool(up: readonly PlacementPool[], demand: DiskDemand, request: PlacementRequest): PoolVerdict {
  const shared = up.filter((pool) => pool.scope !== 'HOST');
  const local = up.filter((pool) => pool.scope === 'HOST');
  const ofKind = demand.storageType === 'local' ? local : shared.length > 0 || !request.localAllowed ? shared : local;
  if (ofKind.length === 0)
    return {
      refusal:
        demand.storageType === 'local'
          ? say`The host has no local primary storage that is Up.`
          : say`The host has no shared primary storage that is Up.`,
      settings: [],
    };
  const wanted = ofKind.filter((pool) => missing(demand.tags, pool.tags).length === 0);
  if (wanted.length === 0)
    return {
      refusal: say`None of its ${ofKind.length} pools has the storage tags ${demand.tags.join(', ')}.`,
      settings: [],
    };
  const room = (pool: PlacementPool): number =>
    Math.max(0, pool.total * pool.overprovisioning * pool.allocatedThreshold - pool.allocated);
  const reasons: Phrase[] = [];
  const settings = new Set<string>();
  for (const pool of [...wanted].sort((a, b) => a.allocated / (a.total || 1) - b.allocated / (b.total || 1))) {
    const ceiling = pool.total * pool.overprovisioning;
    if (pool.used > pool.total * pool.usedThreshold) {
      reasons.push(say`${pool.name} is ${share(pool.used, pool.total)} full (pool.storage.capacity.disablethreshold)`);
      settings.add(usedSetting);
    } else if (pool.allocated + demand.size > ceiling * pool.allocatedThreshold) {
      reasons.push(
        say`${pool.name} would have ${gibibyte(pool.allocated + demand.size)} of ${gibibyte(ceiling)} allocated (pool.storage.allocated.capacity.disablethreshold)`,
      );
      settings.add(allocatedSetting);
      settings.add('storage.overprovisioning.factor');
    } else
      return {
        poolId: pool.id,
        figures: { unit: 'bytes', needed: demand.size, available: room(pool), total: ceiling },
      };
  }
  const best = wanted.reduce((most, pool) => (room(pool) > room(most) ? pool : most));
  return {
    refusal: say`No pool has room: ${inRow(reasons, (left, right) => say`${left}; ${right}`)}.`,
    figures: {
      unit: 'bytes',
      needed: demand.size,
      available: room(best),
      total: best.total * best.overprovisioning,
    },
    settings: [...settings],
  };
}
