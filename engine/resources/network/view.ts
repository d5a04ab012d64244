import { cidrOf } from '../../addresses.ts';
import type { Ctx } from '../../context.ts';
import type { NetworkView } from '../../contract/views.ts';
import type { NetworkRow, VlanIpRangeRow } from '../../store/rows.ts';
import { type OwnerView, ownerViews } from '../account/owner.ts';
import { date } from '../common.ts';
import { tagViews } from '../tag/tagged.ts';

/** What several networks are shown with, by one query each. */
export function networkViews(ctx: Ctx, rows: readonly NetworkRow[]): NetworkView[] {
  const ids = JSON.stringify(rows.map((row) => row.id));
  const of = 'network_id IN (SELECT value FROM json_each(?))';
  const ranges = Map.groupBy(
    ctx.store.where('vlanIpRanges', `${of} AND removed IS NULL ORDER BY start_number`, ids),
    (range) => range.networkId,
  );
  const used = new Map(
    (
      ctx.store.sqlite
        .prepare(`SELECT network_id AS id, count(*) AS n FROM address WHERE ${of} GROUP BY network_id`)
        .all(ids) as { id: string; n: number }[]
    ).map(({ id, n }) => [id, n]),
  );
  const zoneIds = JSON.stringify([...new Set(rows.map((row) => row.zoneId))]);
  const zones = new Map(
    ctx.store.where('zones', 'id IN (SELECT value FROM json_each(?))', zoneIds).map((zone) => [zone.id, zone]),
  );
  const offeringIds = JSON.stringify([...new Set(rows.map((row) => row.networkOfferingId))]);
  const offerings = new Map(
    ctx.store
      .where('networkOfferings', 'id IN (SELECT value FROM json_each(?))', offeringIds)
      .map((offering) => [offering.id, offering]),
  );
  const owner = ownerViews(ctx, rows);
  const tags = tagViews(ctx, rows);
  return rows.map((row) => ({
    ...networkView(row, ranges.get(row.id) ?? [], used.get(row.id) ?? 0, zones.get(row.zoneId)?.dns1 ?? ''),
    dns2: row.serviceIp === undefined ? zones.get(row.zoneId)?.dns2 : undefined,
    service: (offerings.get(row.networkOfferingId)?.services ?? []).map((name) => ({ name })),
    networkofferingdisplaytext: offerings.get(row.networkOfferingId)?.displayText ?? '',
    ...owner(row),
    ...tags(row),
  }));
}

function networkView(
  row: NetworkRow,
  ranges: readonly VlanIpRangeRow[],
  addressesUsed: number,
  zoneDns: string,
): Omit<NetworkView, keyof OwnerView | 'service' | 'networkofferingdisplaytext'> {
  return {
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    zoneid: row.zoneId,
    zonename: row.zoneName ?? '',
    physicalnetworkid: row.physicalNetworkId,
    type: row.guestIpType ?? 'Shared',
    state: row.state,
    traffictype: 'Guest',
    gateway: row.gateway,
    netmask: row.netmask,
    cidr: cidrOf(row.gateway, row.netmask),
    startip: ranges[0]?.startIp ?? '',
    endip: ranges.at(-1)?.endIp ?? '',
    dns1: row.serviceIp ?? zoneDns,
    networkdomain: row.networkDomain,
    networkofferingid: row.networkOfferingId,
    networkofferingname: row.networkOfferingName ?? '',
    created: date(row.created),
    // A shared network is there for everybody.
    acltype: row.guestIpType === 'Isolated' ? 'Account' : 'Domain',
    subdomainaccess: row.guestIpType !== 'Isolated',
    canusefordeploy: true,
    displaynetwork: true,
    broadcastdomaintype: 'Native',
    internetprotocol: 'IPv4',
    ispersistent: false,
    issystem: false,
    redundantrouter: false,
    restartrequired: false,
    specifyipranges: true,
    specifyvlan: false,
    strechedl2subnet: false,
    related: row.id,
    vlan: 'untagged',
    broadcasturi: 'vlan://untagged',
    networkofferingavailability: 'Optional',
    networkofferingconservemode: true,
    supportsvmautoscaling: false,
    servicehostid: row.serviceHostId,
    servicehostname: row.serviceHostName,
    serviceip: row.serviceIp,
    ipused: addressesUsed,
    iptotal: ranges.reduce((sum, range) => sum + range.endNumber - range.startNumber + 1, 0),
  };
}
