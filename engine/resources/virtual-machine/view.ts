import type { Ctx } from '../../context.ts';
import type { NicView, VirtualMachineView } from '../../contract/views.ts';
import type { NicRow, VirtualMachineRow } from '../../store/rows.ts';
import { type OwnerView, ownerViews } from '../account/owner.ts';
import { date } from '../common.ts';

export function nicView(row: NicRow): NicView {
  return {
    id: row.id,
    networkid: row.networkId,
    networkname: row.networkName ?? '',
    macaddress: row.macAddress,
    ipaddress: row.ipAddress,
    netmask: row.netmask ?? '',
    gateway: row.gateway ?? '',
    isdefault: row.isDefault,
    traffictype: 'Guest',
    type: row.guestIpType ?? 'Shared',
    virtualmachineid: row.virtualMachineId,
  };
}

/** The NICs of many instances by one query, grouped. */
export function nicsOf(ctx: Ctx, ids: readonly string[]): Map<string, NicView[]> {
  const grouped = new Map<string, NicView[]>();
  if (ids.length === 0) return grouped;
  for (const row of ctx.store.where(
    'nics',
    'removed IS NULL AND virtual_machine_id IN (SELECT value FROM json_each(?)) ORDER BY device_id',
    JSON.stringify(ids),
  )) {
    const nics = grouped.get(row.virtualMachineId) ?? [];
    nics.push(nicView(row));
    grouped.set(row.virtualMachineId, nics);
  }
  return grouped;
}

export function virtualMachineView(
  ctx: Ctx,
  row: VirtualMachineRow,
  nics: NicView[],
  owner: OwnerView,
): VirtualMachineView {
  return {
    id: row.id,
    name: row.name,
    displayname: row.displayName,
    instancename: row.instanceName,
    ...owner,
    created: date(row.created),
    state: row.state,
    powerstate: row.powerState,
    powerstatetime: row.powerStateTime === undefined ? undefined : date(row.powerStateTime),
    powerstateage:
      row.powerStateTime === undefined ? undefined : Math.max(0, Math.floor((ctx.clock() - row.powerStateTime) / 1000)),
    zoneid: row.zoneId,
    zonename: row.zoneName ?? '',
    hostid: row.hostId,
    hostname: row.hostName,
    clusterid: row.clusterId,
    templateid: row.templateId,
    templatename: row.templateName,
    templateformat: row.templateFormat,
    isoid: row.isoId,
    isoname: row.isoName,
    bootorder: row.bootOrder ?? 'disk',
    serviceofferingid: row.serviceOfferingId,
    serviceofferingname: row.serviceOfferingName ?? '',
    ostypeid: row.osTypeId,
    osdisplayname: row.osTypeName ?? '',
    cpunumber: row.cpuNumber,
    cpuspeed: row.cpuSpeed,
    memory: row.memory,
    hypervisor: row.hypervisor,
    virtualization: row.virtualization,
    ipaddress: row.ipAddress,
    macaddress: row.macAddress,
    nic: nics,
    haenable: row.haEnabled,
    isdynamicallyscalable: false,
    rootdevicetype: 'ROOT',
    jobid: row.jobId,
    error: row.error,
    errorphrase: row.error === undefined ? undefined : row.errorPhrase,
  };
}

export function oneView(ctx: Ctx, id: string): VirtualMachineView {
  const row = ctx.store.need('virtualMachines', id);
  return virtualMachineView(ctx, row, nicsOf(ctx, [id]).get(id) ?? [], ownerViews(ctx)(row));
}
