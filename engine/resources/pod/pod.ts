import { checkSubnetRange, cidrOf, overlap, toNumber } from '../../addresses.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { PodView } from '../../contract/views.ts';
import type { PodRow } from '../../store/rows.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { shownCapacity } from '../capacity/capacity.ts';
import { addEvent } from '../common.ts';
import { releaseWith } from '../dedication/held.ts';
import { refuseStorageOverlap } from '../network/storage-range.ts';
import { countUsers } from '../resource-users/resource-users.ts';

function podView(pod: PodRow): PodView {
  return {
    id: pod.id,
    name: pod.name,
    zoneid: pod.zoneId,
    zonename: pod.zoneName ?? '',
    gateway: pod.gateway,
    netmask: pod.netmask,
    startip: pod.startIp,
    endip: pod.endIp,
    ipranges: [
      { gateway: pod.gateway, cidr: cidrOf(pod.gateway, pod.netmask), startip: pod.startIp, endip: pod.endIp },
    ],
    allocationstate: pod.allocationState,
  };
}

/** A pod's reserved range is unique in its zone and apart from every guest range: two owners of one address break both. */
function checkRange(
  ctx: Ctx,
  zoneId: string,
  input: { gateway: string; netmask: string; startip: string; endip: string },
  exceptId?: string,
): void {
  const range = checkSubnetRange(input);
  for (const other of ctx.store.where('pods', 'zone_id = ? AND removed IS NULL', zoneId)) {
    if (other.id === exceptId) continue;
    if (overlap(range, { start: toNumber(other.startIp), end: toNumber(other.endIp) }))
      throw fail('parameter', say`The range overlaps the pod ${other.name} (${other.startIp}–${other.endIp}).`, {
        field: 'startip',
        hint: say`Reserve addresses that no other pod has.`,
      });
  }
  refuseStorageOverlap(ctx, zoneId, range);
  for (const guest of ctx.store.where('vlanIpRanges', 'zone_id = ? AND removed IS NULL', zoneId))
    if (overlap(range, { start: guest.startNumber, end: guest.endNumber }))
      throw fail('parameter', say`The range overlaps the guest range ${guest.startIp}–${guest.endIp}.`, {
        field: 'startip',
        hint: say`Keep the pod’s reserved range and guest ranges apart.`,
      });
}

function refuseDuplicate(ctx: Ctx, zoneId: string, name: string, exceptId?: string): void {
  const other = ctx.store.first('pods', 'removed IS NULL AND zone_id = ? AND name = ?', zoneId, name);
  if (other !== undefined && other.id !== exceptId)
    throw fail('parameter', say`The zone has a pod named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

export const podHandlers = {
  createPod(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    refuseDuplicate(ctx, zone.id, input.name);
    checkRange(ctx, zone.id, input);
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('pods', {
        id,
        zoneId: zone.id,
        name: input.name,
        gateway: input.gateway,
        netmask: input.netmask,
        startIp: input.startip,
        endIp: input.endip,
        allocationState: input.allocationstate ?? 'Enabled',
        created: ctx.clock(),
      });
      addEvent(ctx, caller, {
        type: 'POD.CREATE',
        description: say`Created the pod ${input.name}`,
        resourceId: id,
        resourceType: 'Pod',
        resourceName: input.name,
      });
      return podView(ctx.store.need('pods', id));
    });
  },

  updatePod(ctx, caller, input) {
    const pod = ctx.store.need('pods', input.id);
    if (input.name !== undefined) refuseDuplicate(ctx, pod.zoneId, input.name, pod.id);
    const next = {
      gateway: input.gateway ?? pod.gateway,
      netmask: input.netmask ?? pod.netmask,
      startip: input.startip ?? pod.startIp,
      endip: input.endip ?? pod.endIp,
    };
    checkRange(ctx, pod.zoneId, next, pod.id);
    return ctx.store.write(() => {
      ctx.store.update('pods', pod.id, {
        name: input.name ?? pod.name,
        gateway: next.gateway,
        netmask: next.netmask,
        startIp: next.startip,
        endIp: next.endip,
        allocationState: input.allocationstate ?? pod.allocationState,
      });
      addEvent(ctx, caller, {
        type: 'POD.EDIT',
        description: say`Changed the pod ${pod.name}`,
        resourceId: pod.id,
        resourceType: 'Pod',
        resourceName: pod.name,
      });
      return podView(ctx.store.need('pods', pod.id));
    });
  },

  deletePod(ctx, caller, input) {
    const pod = ctx.store.need('pods', input.id);
    const clusters = countUsers(ctx, 'pod', pod.id, 'cluster');
    if (clusters > 0)
      throw fail('inUse', say`The pod ${pod.name} still has ${clusters} clusters.`, { hint: say`Delete those first.` });
    return ctx.store.write(() => {
      releaseWith(ctx, pod.id);
      ctx.store.remove('pods', pod.id);
      addEvent(ctx, caller, {
        type: 'POD.DELETE',
        description: say`Deleted the pod ${pod.name}`,
        resourceId: pod.id,
        resourceType: 'Pod',
        resourceName: pod.name,
      });
      return { success: true };
    });
  },

  listPods(ctx, _caller, input) {
    const page = ctx.store.list('pods', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['name = ?', input.name],
        ['allocation_state = ?', input.allocationstate],
      ],
      sortable: { name: 'name', zonename: 'zoneName', gateway: 'gateway', created: 'created' },
      defaultSort: 'name',
    });
    const annotated = annotatedViews(ctx, page.rows);
    return {
      count: page.count,
      pod: page.rows.map((row) => ({
        ...podView(row),
        ...annotated(row),
        ...shownCapacity(ctx, row, input.showcapacities),
      })),
    };
  },
} satisfies Partial<Handlers>;
