import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { say } from '../../contract/phrase.ts';
import type { VolumeView } from '../../contract/views.ts';
import type { VolumeRow } from '../../store/rows.ts';
import { ownerViews } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { date, filterOfIds, refuseWhileBusy, startJob } from '../common.ts';
import { ratesView } from '../offering/speed.ts';
import { volumeFiguresOf } from '../statistics/view.ts';
import { tagViews } from '../tag/tagged.ts';

const ofInstances = (column: string) =>
  `virtual_machine_id IN (SELECT id FROM virtual_machine WHERE ${column} = ? AND removed IS NULL)`;
const onPools = (column: string) => `pool_id IN (SELECT id FROM storage_pool WHERE ${column} = ?)`;

/** What it may do at most, of the offering that decides: its own, or for a root disk without one that of its instance. */
function sustained(row: VolumeRow) {
  const rates = ratesView(row.diskOfferingId === undefined ? row.serviceOfferingRates : row.diskOfferingRates);
  return {
    diskBytesReadRate: rates.diskBytesReadRate,
    diskBytesWriteRate: rates.diskBytesWriteRate,
    diskIopsReadRate: rates.diskIopsReadRate,
    diskIopsWriteRate: rates.diskIopsWriteRate,
  };
}

/** Volumes in their API shape, as somebody sees them. */
export function volumeViews(ctx: Ctx, rows: readonly VolumeRow[], caller?: Caller): VolumeView[] {
  const owner = ownerViews(ctx, rows);
  const tags = tagViews(ctx, rows);
  const annotated = annotatedViews(ctx, rows, caller);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    type: row.type,
    state: row.state,
    size: row.size,
    physicalsize: row.physicalSize,
    zoneid: row.zoneId,
    zonename: row.zoneName ?? '',
    storageid: row.poolId,
    storage: row.poolName,
    storagetype: row.poolScope === 'HOST' ? ('local' as const) : ('shared' as const),
    virtualmachineid: row.virtualMachineId,
    vmname: row.virtualMachineName,
    vmdisplayname: row.virtualMachineDisplayName,
    vmstate: row.virtualMachineState,
    ...(row.virtualMachineId !== undefined && {
      vmtype: 'User' as const,
      // A volume is made for its instance, and stays with it.
      attached: date(row.created),
    }),
    hypervisor: row.hypervisor,
    podid: row.podId,
    podname: row.podName,
    clusterid: row.clusterId,
    clustername: row.clusterName,
    deviceid: row.deviceId,
    path: row.path,
    templateid: row.templateId,
    templatename: row.templateName,
    templatedisplaytext: row.templateText,
    diskofferingid: row.diskOfferingId,
    diskofferingname: row.diskOfferingName,
    diskofferingdisplaytext: row.diskOfferingText,
    serviceofferingid: row.serviceOfferingId,
    serviceofferingname: row.serviceOfferingName,
    serviceofferingdisplaytext: row.serviceOfferingText,
    ...sustained(row),
    provisioningtype: 'thin',
    deleteprotection: row.deleteProtection ?? false,
    displayvolume: true as const,
    destroyed: row.state === 'Destroy' || row.state === 'Expunging' || row.state === 'Expunged',
    isextractable: row.templateExtractable ?? true,
    ...annotated(row),
    ...owner(row),
    ...tags(row),
    created: date(row.created),
  }));
}

export const volumeHandlers = {
  listVolumes(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'volumes', input, {
      filters: [
        ['id = ?', input.id],
        filterOfIds(input.ids),
        ['disk_offering_id = ?', input.diskofferingid],
        [ofInstances('service_offering_id'), input.serviceofferingid],
        [ofInstances('host_id'), input.hostid],
        [onPools('cluster_id'), input.clusterid],
        [onPools('pod_id'), input.podid],
        ['name = ?', input.name],
        ['virtual_machine_id = ?', input.virtualmachineid],
        ['type = ?', input.type],
        ['zone_id = ?', input.zoneid],
        ['pool_id = ?', input.storageid],
        ['state = ?', input.state],
      ],
      sortable: {
        name: 'name',
        state: 'state',
        size: 'size',
        type: 'type',
        vmname: 'virtualMachineName',
        vmdisplayname: 'virtualMachineDisplayName',
        storage: 'poolName',
        created: 'created',
      },
    });
    const figures = volumeFiguresOf(
      ctx,
      page.rows.map((row) => row.id),
    );
    const views = volumeViews(ctx, page.rows, caller);
    return {
      count: page.count,
      volume: views.map((view) => ({ ...view, ...(view.vmstate === 'Running' && figures(view.id)) })),
    };
  },

  updateVolume(ctx, caller, input) {
    const volume = ctx.store.need('volumes', input.id);
    checkOwner(ctx, caller, volume);
    refuseWhileBusy(ctx, volume.id, volume.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'updateVolume',
        {
          id: volume.id,
          before: { name: volume.name, deleteProtection: volume.deleteProtection ?? false },
          after: {
            name: input.name ?? volume.name,
            deleteProtection: input.deleteprotection ?? volume.deleteProtection ?? false,
          },
        },
        {
          resourceNoun: 'volume',
          resourceId: volume.id,
          resourceName: volume.name,
          said: say`Changing the volume ${volume.name}`,
        },
      ),
    );
  },
} satisfies Partial<Handlers>;
