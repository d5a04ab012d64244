import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ClusterView } from '../../contract/views.ts';
import type { ClusterRow } from '../../store/rows.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { shownCapacity } from '../capacity/capacity.ts';
import { addEvent } from '../common.ts';
import { releaseWith } from '../dedication/held.ts';
import { countUsers } from '../resource-users/resource-users.ts';

function clusterView(ctx: Ctx, cluster: ClusterRow): ClusterView {
  const scope = { zoneId: cluster.zoneId, clusterId: cluster.id };
  return {
    id: cluster.id,
    name: cluster.name,
    zoneid: cluster.zoneId,
    zonename: cluster.zoneName ?? '',
    podid: cluster.podId,
    podname: cluster.podName ?? '',
    hypervisortype: cluster.hypervisor,
    clustertype: 'CloudManaged',
    allocationstate: cluster.allocationState,
    managedstate: 'Managed',
    arch: 'x86_64',
    cpuovercommitratio: ctx.settings.text('cpu.overprovisioning.factor', scope),
    memoryovercommitratio: ctx.settings.text('mem.overprovisioning.factor', scope),
  };
}

/** A condition on what is the same of all clusters. */
const is = (asked: string | undefined, always: string): string => (asked === undefined || asked === always ? '1' : '0');

function refuseDuplicate(ctx: Ctx, zoneId: string, name: string, exceptId?: string): void {
  const other = ctx.store.first('clusters', 'removed IS NULL AND zone_id = ? AND name = ?', zoneId, name);
  if (other !== undefined && other.id !== exceptId)
    throw fail('parameter', say`The zone has a cluster named ${name} already.`, {
      field: 'clustername',
      hint: say`Choose another name.`,
    });
}

export const clusterHandlers = {
  addCluster(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    const pod = ctx.store.need('pods', input.podid, 'podid');
    if (pod.zoneId !== zone.id) throw fail('parameter', say`The pod belongs to another zone.`, { field: 'podid' });
    refuseDuplicate(ctx, zone.id, input.clustername);
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('clusters', {
        id,
        zoneId: zone.id,
        podId: pod.id,
        name: input.clustername,
        hypervisor: input.hypervisor,
        allocationState: input.allocationstate ?? 'Enabled',
        created: ctx.clock(),
      });
      addEvent(ctx, caller, {
        type: 'CLUSTER.CREATE',
        description: say`Added the cluster ${input.clustername}`,
        resourceId: id,
        resourceType: 'Cluster',
        resourceName: input.clustername,
      });
      return clusterView(ctx, ctx.store.need('clusters', id));
    });
  },

  updateCluster(ctx, caller, input) {
    const cluster = ctx.store.need('clusters', input.id);
    if (input.clustername !== undefined) refuseDuplicate(ctx, cluster.zoneId, input.clustername, cluster.id);
    return ctx.store.write(() => {
      ctx.store.update('clusters', cluster.id, {
        name: input.clustername ?? cluster.name,
        allocationState: input.allocationstate ?? cluster.allocationState,
      });
      addEvent(ctx, caller, {
        type: 'CLUSTER.EDIT',
        description: say`Changed the cluster ${cluster.name}`,
        resourceId: cluster.id,
        resourceType: 'Cluster',
        resourceName: cluster.name,
      });
      return clusterView(ctx, ctx.store.need('clusters', cluster.id));
    });
  },

  deleteCluster(ctx, caller, input) {
    const cluster = ctx.store.need('clusters', input.id);
    const hosts = countUsers(ctx, 'cluster', cluster.id, 'host');
    const pools = countUsers(ctx, 'cluster', cluster.id, 'storagepool');
    if (hosts + pools > 0)
      throw fail('inUse', say`The cluster ${cluster.name} still has ${hosts} hosts and ${pools} pools.`, {
        hint: say`Remove those first.`,
      });
    return ctx.store.write(() => {
      releaseWith(ctx, cluster.id);
      ctx.store.remove('clusters', cluster.id);
      addEvent(ctx, caller, {
        type: 'CLUSTER.DELETE',
        description: say`Deleted the cluster ${cluster.name}`,
        resourceId: cluster.id,
        resourceType: 'Cluster',
        resourceName: cluster.name,
      });
      return { success: true };
    });
  },

  listClusters(ctx, _caller, input) {
    const page = ctx.store.list('clusters', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['pod_id = ?', input.podid],
        ['name = ?', input.name],
        ['hypervisor = ?', input.hypervisor],
        [is(input.clustertype, 'CloudManaged'), 1],
        [is(input.managedstate, 'Managed'), 1],
        ['allocation_state = ?', input.allocationstate],
      ],
      sortable: {
        name: 'name',
        zonename: 'zoneName',
        podname: 'podName',
        hypervisortype: 'hypervisor',
        created: 'created',
      },
      defaultSort: 'name',
    });
    const annotated = annotatedViews(ctx, page.rows);
    return {
      count: page.count,
      cluster: page.rows.map((row) => ({
        ...clusterView(ctx, row),
        ...annotated(row),
        ...shownCapacity(ctx, row, input.showcapacities),
      })),
    };
  },
} satisfies Partial<Handlers>;
