import type { Ctx, Handlers } from '../../context.ts';
import type { HostRow } from '../../store/rows.ts';
import { clusterHandlers } from '../cluster/cluster.ts';
import { hostCapacity, hostLoads } from '../host/capacity.ts';
import { hostHandlers } from '../host/host.ts';
import { mebibytes, percentage, usedShares } from '../statistics/view.ts';
import { storagePoolHandlers } from '../storage-pool/storage-pool.ts';
import { virtualMachineHandlers } from '../virtual-machine/virtual-machine.ts';
import { volumeHandlers } from '../volume/volume.ts';
import { zoneHandlers } from '../zone/zone.ts';

const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(2)} GB`;
const gigahertz = (megahertz: number, digits = 2): string => `${(megahertz / 1000).toFixed(digits)} Ghz`;
const ofKibibytes = (kib: number | undefined): string | undefined =>
  kib === undefined ? undefined : mebibytes(kib * 1024);
const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0);

type Scope = { zoneId?: string; clusterId?: string };

/** Which shares are above those of the settings. What is not known is not compared. */
function thresholdsOf(
  ctx: Ctx,
  scope: Scope,
  share: { cpu: number | undefined; memory: number | undefined; cpuAllocated: number; memoryAllocated: number },
) {
  const limit = {
    cpu: ctx.settings.number('cluster.cpu.allocated.capacity.notificationthreshold', scope),
    cpuDisable: ctx.settings.number('cluster.cpu.allocated.capacity.disablethreshold', scope),
    memory: ctx.settings.number('cluster.memory.allocated.capacity.notificationthreshold', scope),
    memoryDisable: ctx.settings.number('cluster.memory.allocated.capacity.disablethreshold', scope),
  };
  const above = (part: number | undefined, most: number) => (part === undefined ? undefined : part > most);
  return {
    cputhreshold: above(share.cpu, limit.cpu),
    cpudisablethreshold: above(share.cpu, limit.cpuDisable),
    cpuallocatedthreshold: share.cpuAllocated > limit.cpu,
    cpuallocateddisablethreshold: share.cpuAllocated > limit.cpuDisable,
    memorythreshold: above(share.memory, limit.memory),
    memorydisablethreshold: above(share.memory, limit.memoryDisable),
    memoryallocatedthreshold: share.memoryAllocated > limit.memory,
    memoryallocateddisablethreshold: share.memoryAllocated > limit.memoryDisable,
  };
}

const part = (some: number, whole: number): number => (whole === 0 ? 0 : some / whole);
const memoryUsed = (host: HostRow): number | undefined =>
  host.memoryFree === undefined ? undefined : Math.max(0, host.memoryTotal - host.memoryFree);

/** Hosts by what they belong to, with what they use: three queries, whatever is asked. */
function sumsOfHosts(ctx: Ctx, by: 'clusterId' | 'zoneId', ids: readonly string[]) {
  const column = by === 'clusterId' ? 'cluster_id' : 'zone_id';
  const hosts = ctx.store.where(
    'hosts',
    `removed IS NULL AND ${column} IN (SELECT value FROM json_each(?))`,
    JSON.stringify(ids),
  );
  const loads = hostLoads(ctx);
  const used = usedShares(
    ctx,
    hosts.map(({ id }) => id),
  );
  /** The highest of some shares over their average, as a percentage. */
  const deviation = (shares: readonly number[]): string | undefined => {
    const average = shares.reduce((total, each) => total + each, 0) / shares.length;
    return shares.length === 0 || average === 0 ? undefined : percentage(Math.max(...shares) / average - 1);
  };
  return (id: string, scope: Scope, state: string) => {
    const own = hosts.filter((host) => host[by] === id);
    const add = (value: (host: HostRow) => number) => own.reduce((total, host) => total + value(host), 0);
    const cpuTotal = add((host) => hostCapacity(ctx, host).cpuTotal);
    const memoryTotal = add((host) => hostCapacity(ctx, host).memoryTotal);
    const cpuAllocated = part(
      add((host) => loads.get(host.id)?.cpu ?? 0),
      cpuTotal,
    );
    const memoryAllocated = part(
      add((host) => loads.get(host.id)?.memory ?? 0),
      memoryTotal,
    );
    const cpus = own.flatMap((host) => used.get(host.id) ?? []);
    const cpu = cpus.length === 0 ? undefined : cpus.reduce((total, each) => total + each, 0) / cpus.length;
    const measured = own.filter((host) => memoryUsed(host) !== undefined);
    const memories = measured.map((host) => part(memoryUsed(host) ?? 0, host.memoryTotal));
    const memory =
      measured.length === 0
        ? undefined
        : part(
            measured.reduce((total, host) => total + (memoryUsed(host) ?? 0), 0),
            measured.reduce((total, host) => total + host.memoryTotal, 0),
          );
    return {
      up: own.filter((host) => host.state === 'Up').length,
      all: own.length,
      figures: {
        state,
        cputotal: gigahertz(cpuTotal),
        cpuused: percentage(cpu),
        cpuallocated: percentage(cpuAllocated),
        cpumaxdeviation: deviation(cpus),
        memorytotal: gigabytes(memoryTotal),
        memoryused: percentage(memory),
        memoryallocated: percentage(memoryAllocated),
        memorymaxdeviation: deviation(memories),
        ...thresholdsOf(ctx, scope, { cpu, memory, cpuAllocated, memoryAllocated }),
      },
    };
  };
}

export const metricsHandlers = {
  listVirtualMachinesMetrics(ctx, caller, input) {
    const page = virtualMachineHandlers.listVirtualMachines(ctx, caller, input);
    return {
      count: page.count,
      virtualmachine: page.virtualmachine.map((vm) => ({
        ...vm,
        cputotal: gigahertz(vm.cpunumber * vm.cpuspeed, 1),
        memorytotal: `${(vm.memory / 1024).toFixed(2)} GiB`,
        networkread: ofKibibytes(vm.networkkbsread),
        networkwrite: ofKibibytes(vm.networkkbswrite),
        diskread: ofKibibytes(vm.diskkbsread),
        diskwrite: ofKibibytes(vm.diskkbswrite),
        diskiopstotal: sum(vm.diskioread, vm.diskiowrite),
      })),
    };
  },

  listHostsMetrics(ctx, caller, input) {
    const page = hostHandlers.listHosts(ctx, caller, input);
    const ids = JSON.stringify(page.host.map(({ id }) => id));
    const instances = new Map(
      ctx.store
        .prepare(
          `SELECT host_id, sum(state = 'Running'), count(*) FROM virtual_machine
           WHERE removed IS NULL AND host_id IN (SELECT value FROM json_each(?)) GROUP BY host_id`,
        )
        .raw()
        .all(ids)
        .map((row) => [(row as unknown[])[0] as string, (row as unknown[]).slice(1).join(' / ')]),
    );
    return {
      count: page.count,
      host: page.host.map((host) => {
        const speed = host.cpunumber * host.cpuspeed;
        const cpu = host.cpuused === undefined ? undefined : Number.parseFloat(host.cpuused) / 100;
        const read = (kib: number | undefined) => (kib === undefined ? undefined : gigabytes(kib * 1024));
        return {
          ...host,
          instances: instances.get(host.id) ?? '0 / 0',
          cputotalghz: gigahertz(speed),
          cpuusedghz: cpu === undefined ? undefined : gigahertz(cpu * speed),
          cpuallocatedghz: gigahertz(host.cpuallocatedvalue),
          memorytotalgb: gigabytes(host.memorytotal),
          memoryusedgb: host.memoryused === undefined ? undefined : gigabytes(host.memoryused),
          memoryallocatedgb: gigabytes(host.memoryallocatedbytes),
          networkread: read(host.networkkbsread),
          networkwrite: read(host.networkkbswrite),
          ...thresholdsOf(
            ctx,
            { zoneId: host.zoneid, clusterId: host.clusterid },
            {
              cpu,
              memory: host.memoryused === undefined ? undefined : part(host.memoryused, host.memorytotal),
              cpuAllocated: part(host.cpuallocatedvalue, Number(host.cpuwithoverprovisioning)),
              memoryAllocated: part(host.memoryallocatedbytes, Number(host.memorywithoverprovisioning)),
            },
          ),
        };
      }),
    };
  },

  listClustersMetrics(ctx, caller, input) {
    const page = clusterHandlers.listClusters(ctx, caller, input);
    const of = sumsOfHosts(
      ctx,
      'clusterId',
      page.cluster.map(({ id }) => id),
    );
    return {
      count: page.count,
      cluster: page.cluster.map((cluster) => {
        const scope = { zoneId: cluster.zoneid, clusterId: cluster.id };
        const { up, all, figures } = of(cluster.id, scope, cluster.allocationstate);
        return { ...cluster, hosts: `${up} / ${all}`, ...figures };
      }),
    };
  },

  listZonesMetrics(ctx, caller, input) {
    const page = zoneHandlers.listZones(ctx, caller, input);
    const ids = page.zone.map(({ id }) => id);
    const of = sumsOfHosts(ctx, 'zoneId', ids);
    const clusters = ctx.store.where(
      'clusters',
      'removed IS NULL AND zone_id IN (SELECT value FROM json_each(?))',
      JSON.stringify(ids),
    );
    return {
      count: page.count,
      zone: page.zone.map((zone) => {
        const own = clusters.filter((cluster) => cluster.zoneId === zone.id);
        const enabled = own.filter((cluster) => cluster.allocationState === 'Enabled');
        const { figures } = of(zone.id, { zoneId: zone.id }, zone.allocationstate);
        return { ...zone, clusters: `${enabled.length} / ${own.length}`, ...figures };
      }),
    };
  },

  listStoragePoolsMetrics(ctx, caller, input) {
    const page = storagePoolHandlers.listStoragePools(ctx, caller, input);
    return {
      count: page.count,
      storagepool: page.storagepool.map((pool) => {
        const factor = Number(pool.overprovisionfactor);
        const given = pool.disksizetotal * factor;
        const ofPool = { zoneId: pool.zoneid, poolId: pool.id };
        const ofCluster = { zoneId: pool.zoneid, ...(pool.clusterid !== undefined && { clusterId: pool.clusterid }) };
        const used = part(pool.disksizeused, pool.disksizetotal);
        const allocated = part(pool.disksizeallocated, given);
        return {
          ...pool,
          disksizetotalgb: `${gigabytes(pool.disksizetotal)} (x${pool.overprovisionfactor})`,
          disksizeusedgb: gigabytes(pool.disksizeused),
          disksizeallocatedgb: gigabytes(pool.disksizeallocated),
          disksizeunallocatedgb: gigabytes(given - pool.disksizeallocated),
          storageusagethreshold:
            used > ctx.settings.number('cluster.storage.capacity.notificationthreshold', ofCluster),
          storageusagedisablethreshold: used > ctx.settings.number('pool.storage.capacity.disablethreshold', ofPool),
          storageallocatedthreshold:
            allocated > ctx.settings.number('cluster.storage.allocated.capacity.notificationthreshold', ofCluster),
          storageallocateddisablethreshold:
            allocated > ctx.settings.number('pool.storage.allocated.capacity.disablethreshold', ofPool),
        };
      }),
    };
  },

  listVolumesMetrics(ctx, caller, input) {
    const page = volumeHandlers.listVolumes(ctx, caller, input);
    return {
      count: page.count,
      volume: page.volume.map((volume) => ({
        ...volume,
        sizegb: `${(volume.size / 1024 ** 3).toFixed(2)} GiB`,
        diskiopstotal: sum(volume.diskioread, volume.diskiowrite),
      })),
    };
  },
} satisfies Partial<Handlers>;
