import { systemOwner } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { storagePoolStates } from '../../contract/states.ts';
import type { StoragePoolView } from '../../contract/views.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { StoragePoolRow } from '../../store/rows.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import {
  addEvent,
  date,
  driverOf,
  hostsOfPool,
  hostTarget,
  poolSpec,
  refuseWhileBusy,
  refuseWhileRemoved,
  startJob,
} from '../common.ts';
import { countUsers } from '../resource-users/resource-users.ts';
import { operationsOfPools } from '../statistics/view.ts';
import { parseStorageUrl, refuseTaken } from '../storage-url.ts';
import { tidyTags } from '../tags.ts';

const poolTypes = { nfs: 'NetworkFilesystem', sharedmountpoint: 'SharedMountPoint', file: 'Filesystem' } as const;

/** Bytes promised to volumes of each pool (or of one), of totals that the store keeps. */
export function allocatedByPool(ctx: Ctx, poolId?: string): Map<string, number> {
  const rows = ctx.store
    .prepare('SELECT pool_id AS poolId, size FROM pool_allocation WHERE (? IS NULL OR pool_id = ?)')
    .all(poolId ?? null, poolId ?? null) as { poolId: string; size: number }[];
  return new Map(rows.map((row) => [row.poolId, row.size]));
}

function poolView(
  ctx: Ctx,
  pool: StoragePoolRow,
  allocated: number,
  operations?: number,
  annotated = annotatedViews(ctx, [pool]),
): StoragePoolView {
  return {
    id: pool.id,
    name: pool.name,
    state: pool.state,
    type: pool.type,
    scope: pool.scope,
    path: pool.path,
    ipaddress: pool.server || 'localhost',
    zoneid: pool.zoneId,
    zonename: pool.zoneName ?? '',
    podid: pool.podId,
    clusterid: pool.clusterId,
    clustername: pool.clusterName,
    hostid: pool.hostId,
    disksizetotal: pool.total,
    disksizeused: pool.used,
    disksizeallocated: allocated,
    usediops: operations,
    overprovisionfactor:
      pool.type === 'Filesystem'
        ? '1.0'
        : ctx.settings.text('storage.overprovisioning.factor', { zoneId: pool.zoneId, poolId: pool.id }),
    provider: 'DefaultPrimary',
    managed: false,
    tags: pool.tags,
    podname: pool.podName,
    hypervisor: pool.hypervisor,
    istagarule: false,
    ...annotated(pool),
    created: date(pool.created),
  };
}

/** Pools of the host itself, of its cluster, and of its zone. */
const reachedByHost = `id IN (SELECT pool.id FROM storage_pool AS pool JOIN host ON host.id = ? WHERE pool.zone_id = host.zone_id
  AND (pool.host_id = host.id OR (pool.host_id IS NULL AND (pool.cluster_id IS NULL OR pool.cluster_id = host.cluster_id))))`;

export const storagePoolHandlers = {
  createStoragePool(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    const url = parseStorageUrl(input.url);
    const scope =
      input.scope ?? (input.hostid !== undefined ? 'HOST' : input.clusterid !== undefined ? 'CLUSTER' : 'ZONE');
    const host = input.hostid === undefined ? undefined : ctx.store.need('hosts', input.hostid, 'hostid');
    const cluster =
      input.clusterid === undefined ? undefined : ctx.store.need('clusters', input.clusterid, 'clusterid');
    if (url.scheme === 'file' && host === undefined)
      throw fail('parameter', say`A local directory belongs to one host.`, {
        field: 'hostid',
        hint: say`Choose the host, or use NFS or a shared mount point.`,
      });
    if (scope === 'HOST' && host === undefined)
      throw fail('parameter', say`A pool of host scope needs its host.`, {
        field: 'hostid',
        hint: say`Choose the host.`,
      });
    if (input.podid !== undefined && ctx.store.need('pods', input.podid, 'podid').zoneId !== zone.id)
      throw fail('parameter', say`The pod belongs to another zone.`, { field: 'podid' });
    if (scope === 'CLUSTER' && cluster === undefined && host === undefined)
      throw fail('parameter', say`A pool of cluster scope needs its cluster.`, { field: 'clusterid' });
    if ((cluster !== undefined && cluster.zoneId !== zone.id) || (host !== undefined && host.zoneId !== zone.id))
      throw fail('parameter', say`The cluster or host belongs to another zone.`, { field: 'clusterid' });
    if (
      ctx.store.first('storagePools', 'removed IS NULL AND zone_id = ? AND name = ?', zone.id, input.name) !== undefined
    )
      throw fail('parameter', say`The zone has primary storage named ${input.name} already.`, { field: 'name' });
    if (cluster !== undefined) refuseWhileRemoved(ctx, cluster.id, cluster.name, 'clusterid');
    if (host !== undefined) refuseWhileRemoved(ctx, host.id, host.name, 'hostid');
    refuseTaken(ctx, url, input.url, host?.id);
    return ctx.store.write(() => {
      const id = ctx.ids();
      const clusterId = host?.clusterId ?? (scope === 'CLUSTER' ? cluster?.id : undefined);
      ctx.store.insert('storagePools', {
        id,
        zoneId: zone.id,
        ...((input.podid ?? cluster?.podId ?? host?.podId) !== undefined && {
          podId: input.podid ?? cluster?.podId ?? host?.podId,
        }),
        ...(clusterId !== undefined && { clusterId }),
        ...(host !== undefined && { hostId: host.id }),
        name: input.name,
        type: poolTypes[url.scheme],
        scope: host !== undefined ? 'HOST' : scope,
        server: url.server,
        path: url.path,
        tags: tidyTags(input.tags),
        state: 'Initial',
        total: 0,
        used: 0,
        created: ctx.clock(),
      } as StoragePoolRow);
      ctx.store.transition('storagePools', storagePoolStates, id, 'attach');
      return startJob(
        ctx,
        caller,
        'createStoragePool',
        { id },
        {
          resourceNoun: 'storagepool',
          resourceId: id,
          resourceName: input.name,
          said: say`Adding the primary storage ${input.name}`,
        },
      );
    });
  },

  deleteStoragePool(ctx, caller, input) {
    const pool = ctx.store.need('storagePools', input.id);
    const volumes = countUsers(ctx, 'storagepool', pool.id, 'volume');
    if (volumes > 0)
      throw fail('inUse', say`${pool.name} holds ${volumes} volumes.`, {
        hint: say`Expunge the instances that use them first.`,
      });
    refuseWhileBusy(ctx, pool.id, pool.name);
    return ctx.store.write(() => {
      ctx.store.transition('storagePools', storagePoolStates, pool.id, 'remove');
      return startJob(
        ctx,
        caller,
        'deleteStoragePool',
        { id: pool.id },
        {
          resourceNoun: 'storagepool',
          resourceId: pool.id,
          resourceName: pool.name,
          said: say`Removing the primary storage ${pool.name}`,
        },
      );
    });
  },

  listStoragePools(ctx, caller, input) {
    const page = ctx.store.list('storagePools', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['zone_id = ?', input.zoneid],
        ['cluster_id = ?', input.clusterid],
        ['scope = ?', input.scope],
        ['state = ?', input.state],
        ['state = ?', input.status],
        ['pod_id = ?', input.podid],
        ['server = ?', input.ipaddress === 'localhost' ? '' : input.ipaddress],
        ['path = ?', input.path],
        [reachedByHost, input.hostid],
      ],
      sortable: {
        name: 'name',
        state: 'state',
        type: 'type',
        scope: 'scope',
        disksizetotal: 'total',
        disksizeused: 'used',
        created: 'created',
      },
      defaultSort: 'name',
    });
    const allocated = allocatedByPool(ctx);
    const operations = operationsOfPools(
      ctx,
      page.rows.map((row) => row.id),
    );
    const annotated = annotatedViews(ctx, page.rows, caller);
    return {
      count: page.count,
      storagepool: page.rows.map((row) =>
        poolView(ctx, row, allocated.get(row.id) ?? 0, operations.get(row.id) ?? 0, annotated),
      ),
    };
  },
} satisfies Partial<Handlers>;

const createStoragePoolSaga = saga<Ctx, { id: string }>('createStoragePool')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      const pool = ctx.store.get('storagePools', so.input.id);
      if (pool === undefined || pool.removed !== undefined) return;
      ctx.store.write(() => {
        if (pool.state === 'Attaching') ctx.store.transition('storagePools', storagePoolStates, pool.id, 'failed');
        ctx.store.remove('storagePools', pool.id);
      });
    },
  })
  .step('probe', {
    async do(ctx, so, tools) {
      const pool = ctx.store.need('storagePools', so.input.id);
      const hosts = hostsOfPool(ctx, pool);
      if (hosts.length === 0)
        throw fail('resourceUnavailable', say`There is no host that could try ${pool.name}.`, {
          hint: say`Add a host to the cluster first.`,
        });
      for (const [index, host] of hosts.entries()) {
        if (tools.signal.aborted) throw tools.signal.reason;
        tools.progress((index / hosts.length) * 100, say`Trying ${pool.name} on ${host.name}`);
        const probe = await driverOf(ctx, host).probePool(hostTarget(host), poolSpec(pool));
        for (const check of probe.checks) tools.log(say`${host.name}: ${check.detail}`, 'info', host.id);
      }
    },
    undo: { nothing: 'a probe leaves nothing behind' },
  })
  .step('attach', {
    async do(ctx, so, tools) {
      const pool = ctx.store.need('storagePools', so.input.id);
      let stats = { total: 0, used: 0 };
      for (const host of hostsOfPool(ctx, pool)) {
        tools.progress(undefined, say`Attaching ${pool.name} to ${host.name}`);
        stats = await driverOf(ctx, host).ensurePool(hostTarget(host), poolSpec(pool));
      }
      return { total: stats.total, used: stats.used };
    },
    async undo(ctx, so) {
      const pool = ctx.store.get('storagePools', so.input.id);
      if (pool === undefined) return;
      for (const host of hostsOfPool(ctx, pool)) await driverOf(ctx, host).removePool(hostTarget(host), poolSpec(pool));
    },
  })
  .step('up', {
    do: (ctx, so) => void ctx.store.transition('storagePools', storagePoolStates, so.input.id, 'attached', so.attach),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => poolView(ctx, ctx.store.need('storagePools', so.input.id), 0) as Json,
    ended(ctx, so, outcome, why) {
      const pool = ctx.store.get('storagePools', so.input.id);
      addEvent(ctx, systemOwner, {
        type: 'STORAGE.POOL.CREATE',
        level: outcome === 'succeeded' ? 'INFO' : 'ERROR',
        description:
          outcome === 'succeeded'
            ? say`Added the primary storage ${pool?.name ?? ''}`
            : say`Could not add the primary storage ${pool?.name ?? ''}: ${why ?? ''}`,
        resourceId: so.input.id,
        resourceType: 'StoragePool',
        resourceName: pool?.name ?? '',
      });
    },
  });

const deleteStoragePoolSaga = saga<Ctx, { id: string }>('deleteStoragePool')
  .step('begin', {
    do: () => null,
    undo(ctx, so) {
      const pool = ctx.store.get('storagePools', so.input.id);
      if (pool?.state === 'Removing') ctx.store.transition('storagePools', storagePoolStates, pool.id, 'failed');
    },
  })
  .step('detach', {
    async do(ctx, so, tools) {
      const pool = ctx.store.need('storagePools', so.input.id);
      const copies = ctx.store.sqlite
        .prepare(`SELECT template_id AS templateId FROM template_copy AS copy WHERE pool_id = ? AND NOT EXISTS (
             SELECT 1 FROM kept_template_copy AS kept WHERE kept.template_id = copy.template_id AND kept.pool_id = copy.pool_id)`)
        .all(pool.id) as { templateId: string }[];
      const hosts = hostsOfPool(ctx, pool);
      for (const [index, host] of hosts.entries()) {
        tools.progress((index / hosts.length) * 100, say`Detaching ${pool.name} from ${host.name}`);
        if (index === 0)
          for (const copy of copies)
            await driverOf(ctx, host).removeTemplateFromPool(hostTarget(host), poolSpec(pool), copy.templateId);
        await driverOf(ctx, host).removePool(hostTarget(host), poolSpec(pool));
      }
    },
    async undo(ctx, so) {
      const pool = ctx.store.need('storagePools', so.input.id);
      // The copies are gone from the pool's directory; they are made again on the next deploy.
      ctx.store.write(() => ctx.store.sqlite.prepare('DELETE FROM template_copy WHERE pool_id = ?').run(pool.id));
      for (const host of hostsOfPool(ctx, pool)) await driverOf(ctx, host).ensurePool(hostTarget(host), poolSpec(pool));
    },
  })
  .step('row', {
    do(ctx, so) {
      const pool = ctx.store.get('storagePools', so.input.id);
      if (pool === undefined || pool.removed !== undefined) return;
      ctx.store.write(() => {
        ctx.store.sqlite.prepare('DELETE FROM template_copy WHERE pool_id = ?').run(pool.id);
        ctx.store.transition('storagePools', storagePoolStates, pool.id, 'removed');
        ctx.store.remove('storagePools', pool.id);
      });
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const storagePoolSagas = [createStoragePoolSaga, deleteStoragePoolSaga];
