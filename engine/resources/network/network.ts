import { isIPv4 } from 'node:net';
import { listOwned } from '../../access.ts';
import { checkSubnetRange, cidrOf, overlap, prefixLength, toNumber } from '../../addresses.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { networkStates } from '../../contract/states.ts';
import type { NetworkView, VlanIpRangeView } from '../../contract/views.ts';
import type { GuestNetworkSpec, Reservation } from '../../drivers/driver.ts';
import { saga } from '../../jobs/saga.ts';
import type { NetworkRow, NicRow, VlanIpRangeRow } from '../../store/rows.ts';
import { ownerOf } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent, driverOf, hostTarget, refuseWhileBusy, refuseWhileRemoved, startJob } from '../common.ts';
import { releaseAddresses } from './allocation.ts';
import { bridgeOf } from './physical-network.ts';
import { needServices } from './provider-rows.ts';
import { refuseStorageOverlap } from './storage-range.ts';
import { networkViews } from './view.ts';

function rangeView(row: VlanIpRangeRow): VlanIpRangeView {
  return {
    id: row.id,
    zoneid: row.zoneId ?? '',
    networkid: row.networkId,
    physicalnetworkid: row.physicalNetworkId ?? '',
    gateway: row.gateway ?? '',
    netmask: row.netmask ?? '',
    cidr: row.gateway === undefined || row.netmask === undefined ? '' : cidrOf(row.gateway, row.netmask),
    startip: row.startIp,
    endip: row.endIp,
    vlan: 'untagged',
    forvirtualnetwork: false,
    forsystemvms: false,
  };
}

/** Refuses a range of another subnet than its network's. Error: parameter. */
function refuseOtherSubnet(
  network: NetworkRow,
  input: { gateway?: string | undefined; netmask?: string | undefined },
): void {
  for (const field of ['gateway', 'netmask'] as const)
    if (input[field] !== undefined && input[field] !== network[field])
      throw fail(
        'parameter',
        say`The ${field} of the network ${network.name} is ${network[field]}, not ${input[field]}.`,
        { field, hint: say`Leave it out, or create another network for another subnet.` },
      );
}

/** Guest ranges are disjoint in a zone, apart from every pod's reserved range, and without the addresses of hosts. */
function refuseOverlap(ctx: Ctx, zoneId: string, range: { start: number; end: number }, exceptId?: string): void {
  for (const other of ctx.store.where('vlanIpRanges', 'zone_id = ? AND removed IS NULL', zoneId))
    if (other.id !== exceptId && overlap(range, { start: other.startNumber, end: other.endNumber }))
      throw fail('parameter', say`The range overlaps the guest range ${other.startIp}–${other.endIp}.`, {
        field: 'startip',
        hint: say`Choose addresses that no other guest range of the zone has.`,
      });
  for (const pod of ctx.store.where('pods', 'zone_id = ? AND removed IS NULL', zoneId))
    if (overlap(range, { start: toNumber(pod.startIp), end: toNumber(pod.endIp) }))
      throw fail(
        'parameter',
        say`The range overlaps the reserved range of the pod ${pod.name} (${pod.startIp}–${pod.endIp}).`,
        {
          field: 'startip',
          hint: say`Keep guest ranges and reserved ranges apart.`,
        },
      );
  refuseStorageOverlap(ctx, zoneId, range);
  for (const host of ctx.store.where('hosts', 'zone_id = ? AND removed IS NULL', zoneId))
    if (isIPv4(host.address) && overlap(range, { start: toNumber(host.address), end: toNumber(host.address) }))
      throw fail('parameter', say`The range contains the address of the host ${host.name} (${host.address}).`, {
        field: 'startip',
        hint: say`Choose addresses that nothing else in the network has: an instance would be given it.`,
      });
}

/** What DHCP and DNS know of one NIC. */
export function reservationOf(ctx: Ctx, nic: NicRow): Reservation {
  const { name } = ctx.store.tables.virtualMachines.stored(nic.virtualMachineId) ?? { name: '' };
  return {
    vmId: nic.virtualMachineId,
    mac: nic.macAddress,
    address: nic.ipAddress,
    hostName: name,
    ...(!nic.isDefault && { secondary: true }),
  };
}

/** What DHCP and DNS of a network must answer now: pure data from the store's rows. */
export function guestNetworkSpec(ctx: Ctx, network: NetworkRow): GuestNetworkSpec {
  const zone = ctx.store.need('zones', network.zoneId);
  const rows = ctx.store.sqlite
    .prepare(
      `SELECT nic.virtual_machine_id AS vmId, nic.mac_address AS mac, nic.ip_address AS address, virtual_machine.name AS hostName, nic.is_default AS isDefault
         FROM nic JOIN virtual_machine ON virtual_machine.id = nic.virtual_machine_id
        WHERE nic.network_id = ? AND nic.removed IS NULL ORDER BY nic.ip_address`,
    )
    .all(network.id) as (Reservation & { isDefault: number })[];
  const reservations = rows.map(({ isDefault, ...card }) => ({ ...card, ...(isDefault === 0 && { secondary: true }) }));
  return {
    id: network.id,
    bridge: bridgeOf(ctx, network.physicalNetworkId),
    serviceAddress: network.serviceIp ?? '',
    prefixLength: prefixLength(network.netmask),
    gateway: network.gateway,
    netmask: network.netmask,
    dns: [zone.dns1, zone.dns2].filter((address): address is string => address !== undefined),
    domain: network.networkDomain ?? zone.domain ?? 'cloud.internal',
    reservations,
  };
}

export const deleteNetworkSaga = saga<Ctx, { id: string }>('deleteNetwork')
  .step('service', {
    async do(ctx, so) {
      const network = ctx.store.get('networks', so.input.id);
      const host = network?.serviceHostId === undefined ? undefined : ctx.store.get('hosts', network.serviceHostId);
      if (network !== undefined && host !== undefined && host.removed === undefined)
        await driverOf(ctx, host).removeGuestNetwork(hostTarget(host), network.id);
    },
    async undo(ctx, so) {
      const network = ctx.store.get('networks', so.input.id);
      const host = network?.serviceHostId === undefined ? undefined : ctx.store.get('hosts', network.serviceHostId);
      if (network?.state === 'Implemented' && host !== undefined)
        await driverOf(ctx, host).ensureGuestNetwork(hostTarget(host), guestNetworkSpec(ctx, network));
    },
  })
  .step('row', {
    do(ctx, so) {
      const network = ctx.store.get('networks', so.input.id);
      if (network === undefined || network.removed !== undefined) return;
      ctx.store.write(() => {
        releaseAddresses(ctx, network.id);
        for (const range of ctx.store.where('vlanIpRanges', 'network_id = ? AND removed IS NULL', network.id))
          ctx.store.remove('vlanIpRanges', range.id);
        ctx.store.transition('networks', networkStates, network.id, 'destroy');
        ctx.store.remove('networks', network.id);
      });
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: () => ({ success: true }) });

export const networkHandlers = {
  createNetwork(ctx, caller, input) {
    const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
    const offering = ctx.store.need('networkOfferings', input.networkofferingid, 'networkofferingid');
    const physical =
      input.physicalnetworkid === undefined
        ? ctx.store.first('physicalNetworks', 'zone_id = ? AND removed IS NULL ORDER BY created', zone.id)
        : ctx.store.need('physicalNetworks', input.physicalnetworkid, 'physicalnetworkid');
    if (physical === undefined || physical.zoneId !== zone.id)
      throw fail('parameter', say`The zone has no such physical network.`, {
        field: 'physicalnetworkid',
        hint: say`Create a physical network with guest traffic first.`,
      });
    refuseWhileRemoved(ctx, physical.id, physical.name, 'physicalnetworkid');
    if (offering.guestIpType !== 'Shared')
      throw fail('parameter', say`Isolated networks are not available yet.`, {
        field: 'networkofferingid',
        hint: say`Choose a shared network offering.`,
      });
    needServices(ctx, { name: input.name, physicalNetworkId: physical.id }, offering.services, 'networkofferingid');
    const range = checkSubnetRange(input);
    refuseOverlap(ctx, zone.id, range);
    if (range.end - range.start < 1)
      throw fail('parameter', say`The range needs at least two addresses: one is for DHCP and DNS.`, {
        field: 'endip',
      });
    if (ctx.store.first('networks', 'removed IS NULL AND zone_id = ? AND name = ?', zone.id, input.name) !== undefined)
      throw fail('parameter', say`The zone has a network named ${input.name} already.`, { field: 'name' });
    const owner = ownerOf(ctx, caller, input);
    return ctx.store.write(() => {
      const id = ctx.ids();
      ctx.store.insert('networks', {
        id,
        zoneId: zone.id,
        physicalNetworkId: physical.id,
        networkOfferingId: offering.id,
        ...owner,
        name: input.name,
        displayText: input.displaytext ?? input.name,
        state: 'Allocated',
        gateway: input.gateway,
        netmask: input.netmask,
        ...(input.networkdomain !== undefined && { networkDomain: input.networkdomain }),
        created: ctx.clock(),
      });
      insertRange(ctx, id, input.startip, input.endip);
      addEvent(ctx, caller, {
        type: 'NETWORK.CREATE',
        description: say`Created the network ${input.name}`,
        resourceId: id,
        resourceType: 'Network',
        resourceName: input.name,
      });
      return networkViews(ctx, [ctx.store.need('networks', id)])[0] as NetworkView;
    });
  },

  deleteNetwork(ctx, caller, input) {
    const network = ctx.store.need('networks', input.id);
    const nics = ctx.store.count('nics', 'network_id = ? AND removed IS NULL', network.id);
    if (nics > 0)
      throw fail('inUse', say`The network ${network.name} has ${nics} NICs of instances.`, {
        hint: say`Expunge those instances first.`,
      });
    refuseWhileBusy(ctx, network.id, network.name);
    return ctx.store.write(() => {
      return startJob(
        ctx,
        caller,
        'deleteNetwork',
        { id: network.id },
        {
          resourceNoun: 'network',
          resourceId: network.id,
          resourceName: network.name,
          said: say`Deleting the network ${network.name}`,
        },
      );
    });
  },

  listNetworks(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'networks', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['guest_ip_type = ?', input.type],
        ['physical_network_id = ?', input.physicalnetworkid],
        ['name = ?', input.name],
        ['network_offering_id = ?', input.networkofferingid],
      ],
      // A shared network is there for everybody.
      everybody: "guest_ip_type = 'Shared'",
      sortable: { name: 'name', zonename: 'zoneName', state: 'state', created: 'created' },
      defaultSort: 'name',
    });
    const annotated = annotatedViews(ctx, page.rows);
    return {
      count: page.count,
      network: networkViews(ctx, page.rows).map((view) => ({ ...view, ...annotated(view) })),
    };
  },

  createVlanIpRange(ctx, caller, input) {
    const network = ctx.store.need('networks', input.networkid, 'networkid');
    refuseWhileRemoved(ctx, network.id, network.name, 'networkid');
    if (input.zoneid !== undefined && input.zoneid !== network.zoneId)
      throw fail('parameter', say`The network ${network.name} belongs to another zone.`, { field: 'zoneid' });
    const pod = input.podid === undefined ? undefined : ctx.store.need('pods', input.podid, 'podid');
    if (pod !== undefined && pod.zoneId !== network.zoneId)
      throw fail('parameter', say`The pod belongs to another zone.`, { field: 'podid' });
    if (input.physicalnetworkid !== undefined && input.physicalnetworkid !== network.physicalNetworkId)
      throw fail('parameter', say`The network ${network.name} belongs to another physical network.`, {
        field: 'physicalnetworkid',
      });
    refuseOtherSubnet(network, input);
    const range = checkSubnetRange({
      gateway: network.gateway,
      netmask: network.netmask,
      startip: input.startip,
      endip: input.endip,
    });
    refuseOverlap(ctx, network.zoneId, range);
    return ctx.store.write(() => {
      const row = insertRange(ctx, network.id, input.startip, input.endip);
      addEvent(ctx, caller, {
        type: 'VLAN.IP.RANGE.CREATE',
        description: say`Added ${input.startip}–${input.endip} to the network ${network.name}`,
        resourceId: row.id,
        resourceType: 'Vlan',
        resourceName: network.name,
      });
      return rangeView(ctx.store.need('vlanIpRanges', row.id));
    });
  },

  updateVlanIpRange(ctx, caller, input) {
    const row = ctx.store.need('vlanIpRanges', input.id);
    const network = ctx.store.need('networks', row.networkId);
    refuseWhileRemoved(ctx, network.id, network.name, 'id');
    refuseOtherSubnet(network, input);
    const next = { startip: input.startip ?? row.startIp, endip: input.endip ?? row.endIp };
    const range = checkSubnetRange({ gateway: network.gateway, netmask: network.netmask, ...next });
    refuseOverlap(ctx, network.zoneId, range, row.id);
    return ctx.store.write(() => {
      // In the commit: an instance may have been given one of them meanwhile.
      const outside = ctx.store
        .prepare(
          'SELECT count(*) AS n FROM address WHERE network_id = ? AND number BETWEEN ? AND ? AND number NOT BETWEEN ? AND ?',
        )
        .get(network.id, row.startNumber, row.endNumber, range.start, range.end) as { n: number };
      if (outside.n > 0)
        throw fail('inUse', say`${outside.n} addresses that are in use would be outside of the range.`, {
          field: input.startip === undefined ? 'endip' : 'startip',
          hint: say`Expunge the instances that have them first.`,
        });
      ctx.store.update('vlanIpRanges', row.id, {
        startIp: next.startip,
        endIp: next.endip,
        startNumber: range.start,
        endNumber: range.end,
      });
      addEvent(ctx, caller, {
        type: 'VLAN.IP.RANGE.UPDATE',
        description: say`The range ${row.startIp}–${row.endIp} of the network ${network.name} is ${next.startip}–${next.endip} now`,
        resourceId: row.id,
        resourceType: 'Vlan',
        resourceName: network.name,
      });
      return rangeView(ctx.store.need('vlanIpRanges', row.id));
    });
  },

  deleteVlanIpRange(ctx, caller, input) {
    const range = ctx.store.need('vlanIpRanges', input.id);
    const used = ctx.store.sqlite
      .prepare('SELECT count(*) AS n FROM address WHERE network_id = ? AND number BETWEEN ? AND ?')
      .get(range.networkId, range.startNumber, range.endNumber) as { n: number };
    if (used.n > 0)
      throw fail('inUse', say`${used.n} addresses of the range ${range.startIp}–${range.endIp} are in use.`, {
        hint: say`Expunge the instances that have them first.`,
      });
    return ctx.store.write(() => {
      ctx.store.remove('vlanIpRanges', range.id);
      addEvent(ctx, caller, {
        type: 'VLAN.IP.RANGE.DELETE',
        description: say`Removed the range ${range.startIp}–${range.endIp}`,
        resourceId: range.id,
        resourceType: 'Vlan',
      });
      return { success: true };
    });
  },

  listVlanIpRanges(ctx, _caller, input) {
    const page = ctx.store.list('vlanIpRanges', input, {
      filters: [
        ['id = ?', input.id],
        ['zone_id = ?', input.zoneid],
        ['network_id = ?', input.networkid],
        ['physical_network_id = ?', input.physicalnetworkid],
        // Guest ranges belong to networks; a pod has none of its own.
        ['? IS NULL', input.podid],
      ],
      sortable: { startip: 'startNumber', endip: 'endNumber' },
      defaultSort: 'start_number',
    });
    return { count: page.count, vlan: page.rows.map(rangeView) };
  },
} satisfies Partial<Handlers>;

function insertRange(ctx: Ctx, networkId: string, startIp: string, endIp: string): VlanIpRangeRow {
  return ctx.store.insert('vlanIpRanges', {
    id: ctx.ids(),
    networkId,
    startIp,
    endIp,
    startNumber: toNumber(startIp),
    endNumber: toNumber(endIp),
    created: ctx.clock(),
  });
}
