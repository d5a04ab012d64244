import { listOwned } from '../../access.ts';
import type { Ctx, Handlers } from '../../context.ts';
import { providerServices } from '../../contract/network-provider.ts';
import type { RouterView } from '../../contract/views.ts';
import { pageOf } from '../../store/page.ts';
import type { NetworkRow } from '../../store/rows.ts';
import { ownerViews } from '../account/owner.ts';
import { date } from '../common.ts';

/** What serves guest networks, by one query each for their hosts and zones. */
function routerViews(ctx: Ctx, rows: readonly NetworkRow[]): RouterView[] {
  const among = (ids: (string | undefined)[]) => JSON.stringify([...new Set(ids.filter((id) => id !== undefined))]);
  const inList = 'id IN (SELECT value FROM json_each(?))';
  const hosts = new Map(
    ctx.store.where('hosts', inList, among(rows.map((row) => row.serviceHostId))).map((host) => [host.id, host]),
  );
  const zones = new Map(
    ctx.store.where('zones', inList, among(rows.map((row) => row.zoneId))).map((zone) => [zone.id, zone]),
  );
  const owner = ownerViews(ctx);
  return rows.map((row) => {
    const host = hosts.get(row.serviceHostId ?? '');
    const zone = zones.get(row.zoneId);
    const up = host?.state === 'Up';
    return {
      id: row.id,
      name: row.name,
      state: row.state === 'Implementing' ? 'Starting' : up && row.state === 'Implemented' ? 'Running' : 'Unknown',
      role: 'VIRTUAL_ROUTER',
      arch: 'x86_64',
      created: date(row.created),
      zoneid: row.zoneId,
      zonename: row.zoneName ?? '',
      podid: host?.podId ?? '',
      podname: host?.podName ?? '',
      hostid: host?.id ?? '',
      hostname: host?.name ?? '',
      hypervisor: host?.hypervisor ?? '',
      guestnetworkid: row.id,
      guestnetworkname: row.name,
      guestipaddress: row.serviceIp ?? '',
      guestnetmask: row.netmask,
      gateway: row.gateway,
      dns1: zone?.dns1 ?? '',
      dns2: zone?.dns2,
      networkdomain: row.networkDomain ?? zone?.domain,
      isredundantrouter: false,
      redundantstate: 'UNKNOWN',
      requiresupgrade: false,
      ...owner(row),
    };
  });
}

/** How a router's state is found in SQL; `hosts` of the network's own view are not joined. */
const up = "EXISTS (SELECT 1 FROM host WHERE host.id = service_host_id AND host.state = 'Up')";
const states: Readonly<Record<string, string>> = {
  starting: "state = 'Implementing'",
  running: `state = 'Implemented' AND ${up}`,
  unknown: `(state NOT IN ('Implementing', 'Implemented') OR (state = 'Implemented' AND NOT ${up}))`,
};
const hostIs = (column: string) => `service_host_id IN (SELECT id FROM host WHERE ${column} = ?)`;

/** Of what is not here; it is sorted as it would be. */
const nothing: readonly { name: string }[] = [];

export const routerHandlers = {
  listRouters(ctx, caller, input) {
    const page = listOwned(ctx, caller, 'networks', input, {
      filters: [
        ['service_host_id IS NOT NULL', ''],
        ['id = ?', input.id],
        ['id = ?', input.networkid],
        ['zone_id = ?', input.zoneid],
        [hostIs('pod_id'), input.podid],
        [hostIs('cluster_id'), input.clusterid],
        ['service_host_id = ?', input.hostid],
        ['name = ?', input.name],
        [input.state === undefined ? '1' : (states[input.state.toLowerCase()] ?? '0'), ''],
      ],
      sortable: { name: 'name', zonename: 'zoneName', created: 'created' },
      defaultSort: 'name',
    });
    return { count: page.count, router: routerViews(ctx, page.rows) };
  },

  // There is nothing of the kind here; clients ask all the same.
  listSystemVms: (_ctx, _caller, input) => ({
    count: 0,
    systemvm: pageOf(nothing, input, { sortable: ['name'] }).rows,
  }),
  listSecurityGroups: (_ctx, _caller, input) => ({
    count: 0,
    securitygroup: pageOf(nothing, input, { sortable: ['name'] }).rows,
  }),

  listHypervisors(ctx, _caller, input) {
    const known = ['KVM', 'Simulator'];
    const found =
      input.zoneid === undefined
        ? known
        : (
            ctx.store
              .prepare('SELECT DISTINCT hypervisor FROM cluster WHERE zone_id = ? AND removed IS NULL')
              .all(ctx.store.need('zones', input.zoneid, 'zoneid').id) as { hypervisor: string }[]
          ).map((row) => row.hypervisor);
    const page = pageOf(
      found.sort().map((name) => ({ name })),
      input,
      { keyword: (row) => row.name, sortable: ['name'] },
    );
    return { count: page.count, hypervisor: page.rows };
  },

  listStorageProviders(_ctx, _caller, input) {
    const found = input.type === 'primary' ? ['DefaultPrimary'] : ['NFS', 'Directory', 'Simulator'];
    const type = input.type === 'primary' ? 'DataStoreProvider.PRIMARY' : 'DataStoreProvider.IMAGE';
    const page = pageOf(
      found.map((name) => ({ name, type })),
      input,
      { keyword: (row) => row.name, sortable: ['name'] },
    );
    return { count: page.count, dataStoreProvider: page.rows };
  },

  listNetworkIsolationMethods(_ctx, _caller, input) {
    const page = pageOf([{ name: 'VLAN' }], input, { keyword: (row) => row.name, sortable: ['name'] });
    return { count: page.count, isolationmethod: page.rows };
  },

  listSupportedNetworkServices(_ctx, _caller, input) {
    const providers = Object.entries(providerServices) as [string, readonly string[]][];
    const found = [...new Set(providers.flatMap(([, services]) => services))]
      .map((name) => ({
        name,
        provider: providers.filter(([, services]) => services.includes(name)).map(([provider]) => ({ name: provider })),
      }))
      .filter((each) => input.service === undefined || each.name === input.service)
      .filter((each) => input.provider === undefined || each.provider.some(({ name }) => name === input.provider));
    const page = pageOf(found, input, { keyword: (row) => row.name, sortable: ['name'] });
    return { count: page.count, networkservice: page.rows };
  },
} satisfies Partial<Handlers>;
