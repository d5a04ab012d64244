import type { Caller, Ctx } from '../../context.ts';
import type { NicView, VirtualMachineView } from '../../contract/views.ts';
import type { NicRow, VirtualMachineRow } from '../../store/rows.ts';
import { ownerViews } from '../account/owner.ts';
import { affinityViews } from '../affinity-group/membership.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { date } from '../common.ts';
import { detailViews } from '../resource-detail/settings.ts';
import { instanceFiguresOf } from '../statistics/view.ts';
import { tagViews } from '../tag/tagged.ts';
import { leaseView } from './instance-lease.ts';
import { factsOf } from './view-facts.ts';

export function nicView(row: NicRow): NicView {
  const further = row.further ?? [];
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
    deviceid: String(row.deviceId),
    enabled: true,
    broadcasturi: 'vlan://untagged',
    isolationuri: 'vlan://untagged',
    secondaryip: further.map(({ id, ipAddress, description }) => ({
      id,
      ipaddress: ipAddress,
      description: description ?? undefined,
    })),
    ipaddresses: [row.ipAddress, ...further.map((each) => each.ipAddress)],
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

/** What stands in other tables, of many instances by one query each. */
interface Beside {
  nics: Map<string, NicView[]>;
  keys: Map<string, string>;
  userData: Map<string, string>;
  affinity: Map<string, VirtualMachineView['affinitygroup']>;
  groups: Map<string, string>;
  facts: ReturnType<typeof factsOf>;
  annotated: ReturnType<typeof annotatedViews>;
  owner: ReturnType<typeof ownerViews>;
  tags: ReturnType<typeof tagViews>;
  figures: ReturnType<typeof instanceFiguresOf>;
  details: ReturnType<typeof detailViews>;
  readOnly: string;
}

/** For whom instances are shown, and how. */
interface Shown {
  /** Details that are not everybody’s are for a caller who sees them. */
  caller?: Caller | undefined;
  /** As listVirtualMachines has it. */
  accumulate?: boolean | undefined;
}

function besideOf(ctx: Ctx, rows: readonly VirtualMachineRow[], { caller, accumulate }: Shown): Beside {
  const ids = rows.map((row) => row.id);
  const named = (sql: string, values: readonly string[]) =>
    new Map(
      values.length === 0
        ? []
        : (ctx.store.prepare(sql).raw().all(JSON.stringify(values)) as unknown as [string, string][]),
    );
  return {
    nics: nicsOf(ctx, ids),
    keys: named(
      // In the order of the index, so that nothing is sorted.
      `SELECT id, names FROM (SELECT value AS id, (SELECT group_concat(name, ',') FROM
         (SELECT name FROM instance_key WHERE virtual_machine_id = value ORDER BY position)) AS names FROM json_each(?))
       WHERE names IS NOT NULL`,
      ids,
    ),
    userData: named(
      'SELECT id, name FROM user_data WHERE id IN (SELECT value FROM json_each(?))',
      rows.flatMap((row) => row.userDataId ?? []),
    ),
    affinity: affinityViews(ctx, ids),
    groups: named(
      'SELECT id, name FROM instance_group WHERE id IN (SELECT value FROM json_each(?))',
      rows.flatMap((row) => row.instanceGroupId ?? []),
    ),
    facts: factsOf(ctx, rows),
    annotated: annotatedViews(ctx, rows),
    owner: ownerViews(ctx, rows),
    tags: tagViews(ctx, rows),
    figures: instanceFiguresOf(ctx, ids, accumulate),
    details: detailViews(ctx, rows, caller),
    readOnly: ctx.settings.text('user.vm.readonly.details'),
  };
}

function virtualMachineView(ctx: Ctx, row: VirtualMachineRow, beside: Beside): VirtualMachineView {
  return {
    id: row.id,
    name: row.name,
    displayname: row.displayName,
    instancename: row.instanceName,
    ...beside.owner(row),
    ...beside.tags(row),
    ...beside.details(row),
    readonlydetails: beside.readOnly,
    ...beside.annotated(row),
    ...beside.facts(row),
    userid: row.userId,
    created: date(row.created),
    lastupdated: date(row.stateTime ?? row.created),
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
    guestosid: row.osTypeId,
    osdisplayname: row.osTypeName ?? '',
    cpunumber: row.cpuNumber,
    cpuspeed: row.cpuSpeed,
    memory: row.memory,
    hypervisor: row.hypervisor,
    virtualization: row.virtualization,
    ipaddress: row.ipAddress,
    macaddress: row.macAddress,
    nic: beside.nics.get(row.id) ?? [],
    keypairs: beside.keys.get(row.id),
    userdataid: row.userDataId,
    userdataname: row.userDataId === undefined ? undefined : beside.userData.get(row.userDataId),
    affinitygroup: beside.affinity.get(row.id) ?? [],
    groupid: row.instanceGroupId,
    group: row.instanceGroupId === undefined ? undefined : beside.groups.get(row.instanceGroupId),
    haenable: row.haEnabled,
    isdynamicallyscalable: row.dynamicallyScalable ?? false,
    rootdevicetype: 'ROOT',
    isomaxcount: 1,
    vmtype: 'UserVM',
    arch: 'x86_64',
    displayvm: true,
    jobid: row.jobId,
    error: row.error,
    errorphrase: row.error === undefined ? undefined : row.errorPhrase,
    deleteprotection: row.deleteProtection ?? false,
    ...leaseView(ctx, row),
    ...beside.figures(row),
  };
}

/** Rows of instances in their API shape: a few queries, however many they are. */
export function virtualMachineViews(
  ctx: Ctx,
  rows: readonly VirtualMachineRow[],
  shown: Shown = {},
): VirtualMachineView[] {
  const beside = besideOf(ctx, rows, shown);
  return rows.map((row) => virtualMachineView(ctx, row, beside));
}

export const oneView = (ctx: Ctx, id: string, caller?: Caller): VirtualMachineView =>
  virtualMachineViews(ctx, [ctx.store.need('virtualMachines', id)], { caller })[0] as VirtualMachineView;
