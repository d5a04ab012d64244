import { checkSubnetRange, overlap, toNumber } from '../../addresses.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { StorageIpRangeView } from '../../contract/views.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { StorageIpRangeRow } from '../../store/provider-rows.ts';
import { refuseWhileBusy, startJob } from '../common.ts';

const rangeView = (row: StorageIpRangeRow): StorageIpRangeView => ({
  id: row.id,
  zoneid: row.zoneId ?? '',
  podid: row.podId,
  gateway: row.gateway,
  netmask: row.netmask,
  startip: row.startIp,
  endip: row.endIp,
});

/** Addresses for storage traffic are nobody else's. Error: parameter, at the field. */
export function refuseStorageOverlap(ctx: Ctx, zoneId: string, range: { start: number; end: number }): void {
  for (const other of ctx.store.where('storageIpRanges', 'zone_id = ? AND removed IS NULL', zoneId))
    if (overlap(range, { start: other.startNumber, end: other.endNumber }))
      throw fail('parameter', say`The range overlaps ${other.startIp}–${other.endIp}, which storage traffic has.`, {
        field: 'startip',
        hint: say`Choose other addresses, or delete that range of storage traffic.`,
      });
}

// Jobs by CloudStack's contract, yet one commit each: nothing outside the store is touched.
const createSaga = saga<Ctx, { id: string }>('createStorageNetworkIpRange')
  .step('row', {
    do: () => null,
    undo(ctx, so) {
      if (ctx.store.get('storageIpRanges', so.input.id)?.removed === undefined)
        ctx.store.remove('storageIpRanges', so.input.id);
    },
  })
  .end({ result: (ctx, so) => rangeView(ctx.store.need('storageIpRanges', so.input.id)) as Json });

const deleteSaga = saga<Ctx, { id: string }>('deleteStorageNetworkIpRange')
  .step('row', {
    do(ctx, so) {
      if (ctx.store.get('storageIpRanges', so.input.id)?.removed === undefined)
        ctx.store.remove('storageIpRanges', so.input.id);
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const storageRangeSagas = [createSaga, deleteSaga];

export const storageRangeHandlers = {
  createStorageNetworkIpRange(ctx, caller, input) {
    const pod = ctx.store.need('pods', input.podid, 'podid');
    const endIp = input.endip ?? input.startip;
    const range = checkSubnetRange({ ...input, endip: endIp });
    refuseStorageOverlap(ctx, pod.zoneId, range);
    for (const other of ctx.store.where('pods', 'zone_id = ? AND removed IS NULL', pod.zoneId))
      if (overlap(range, { start: toNumber(other.startIp), end: toNumber(other.endIp) }))
        throw fail('parameter', say`The range overlaps the pod ${other.name} (${other.startIp}–${other.endIp}).`, {
          field: 'startip',
          hint: say`Reserve addresses that no other pod has.`,
        });
    for (const guest of ctx.store.where('vlanIpRanges', 'zone_id = ? AND removed IS NULL', pod.zoneId))
      if (overlap(range, { start: guest.startNumber, end: guest.endNumber }))
        throw fail('parameter', say`The range overlaps the guest range ${guest.startIp}–${guest.endIp}.`, {
          field: 'startip',
          hint: say`Choose addresses that no other guest range of the zone has.`,
        });
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('storageIpRanges', {
        id,
        podId: pod.id,
        gateway: input.gateway,
        netmask: input.netmask,
        startIp: input.startip,
        endIp,
        startNumber: range.start,
        endNumber: range.end,
        created: ctx.clock(),
      });
      const resource = { resourceNoun: 'storagenetworkiprange', resourceId: id, resourceName: pod.name };
      return startJob(ctx, caller, 'createStorageNetworkIpRange', { id }, resource);
    });
  },

  deleteStorageNetworkIpRange(ctx, caller, input) {
    const row = ctx.store.need('storageIpRanges', input.id);
    refuseWhileBusy(ctx, row.id, row.startIp);
    return ctx.store.write(() => {
      const resource = { resourceNoun: 'storagenetworkiprange', resourceId: row.id, resourceName: row.startIp };
      return startJob(ctx, caller, 'deleteStorageNetworkIpRange', { id: row.id }, resource);
    });
  },

  listStorageNetworkIpRange(ctx, _caller, input) {
    const page = ctx.store.list('storageIpRanges', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['pod_id = ?', input.podid],
      ],
      sortable: { startip: 'startNumber' },
      defaultSort: 'start_number',
    });
    return { count: page.count, storagenetworkiprange: page.rows.map(rangeView) };
  },
} satisfies Partial<Handlers>;
