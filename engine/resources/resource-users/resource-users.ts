import { inSubtree, seesDomain } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { namedUsers, type UsedNoun } from '../../contract/resource-users.ts';
import type { TableName } from '../../store/tables.ts';

/** One way in which a resource is used. The condition has the resource's id as its only value. */
interface Use {
  /** The users' noun, as in events and jobs. */
  noun: string;
  table: TableName;
  condition: string;
  blocks: boolean;
}

const use = (noun: string, table: TableName, condition: string, blocks = true): Use => ({
  noun,
  table,
  condition: `removed IS NULL AND ${condition}`,
  blocks,
});

/** The one table of what uses what. Deletions are refused by it, and it is what a person is shown before. */
const uses: Record<UsedNoun, readonly Use[]> = {
  zone: [
    use('virtualmachine', 'virtualMachines', 'zone_id = ?'),
    use('pod', 'pods', 'zone_id = ?'),
    use('network', 'networks', 'zone_id = ?'),
    use('physicalnetwork', 'physicalNetworks', 'zone_id = ?'),
    use('storagepool', 'storagePools', 'zone_id = ?'),
    use('imagestore', 'imageStores', 'zone_id = ?'),
  ],
  pod: [use('cluster', 'clusters', 'pod_id = ?')],
  cluster: [use('host', 'hosts', 'cluster_id = ?'), use('storagepool', 'storagePools', 'cluster_id = ?')],
  host: [
    use('virtualmachine', 'virtualMachines', "host_id = ? AND (state <> 'Stopped' OR job_id IS NOT NULL)"),
    use('volume', 'volumes', 'pool_id IN (SELECT id FROM storage_pool WHERE host_id = ? AND removed IS NULL)'),
    use('storagepool', 'storagePools', 'host_id = ?'),
    use('imagestore', 'imageStores', 'host_id = ?'),
    // It answers DHCP and DNS there, instances need that, and no other host could.
    use(
      'network',
      'networks',
      `service_host_id = ? AND EXISTS (SELECT 1 FROM nic WHERE nic.network_id = network_view.id AND nic.removed IS NULL)
       AND NOT EXISTS (SELECT 1 FROM host AS other WHERE other.zone_id = network_view.zone_id AND other.id <> network_view.service_host_id
         AND other.state = 'Up' AND other.removed IS NULL)`,
    ),
  ],
  physicalnetwork: [use('network', 'networks', 'physical_network_id = ?')],
  network: [
    use(
      'virtualmachine',
      'virtualMachines',
      'id IN (SELECT virtual_machine_id FROM nic WHERE network_id = ? AND removed IS NULL)',
    ),
  ],
  storagepool: [use('volume', 'volumes', 'pool_id = ?')],
  imagestore: [
    use('template', 'templates', "image_store_id = ? AND format <> 'ISO'"),
    use('iso', 'isos', "image_store_id = ? AND format = 'ISO'"),
  ],
  // The disks of its instances are linked clones: they lie on the template's own file.
  template: [use('volume', 'volumes', 'template_id = ?')],
  iso: [use('virtualmachine', 'virtualMachines', 'iso_id = ?')],
  serviceoffering: [use('virtualmachine', 'virtualMachines', 'service_offering_id = ?', false)],
  diskoffering: [use('volume', 'volumes', 'disk_offering_id = ?', false)],
  // What an account owns is deleted with it; networks are not, nor the template under somebody else's disk.
  account: [
    use('network', 'networks', 'account_id = ?'),
    use(
      'volume',
      'volumes',
      `template_id IN (SELECT template.id FROM template WHERE template.account_id = ? AND template.removed IS NULL
        AND template.account_id <> volume_view.account_id)`,
    ),
    use('virtualmachine', 'virtualMachines', 'account_id = ?', false),
    use('template', 'templates', "account_id = ? AND format <> 'ISO'", false),
    use('iso', 'isos', "account_id = ? AND format = 'ISO'", false),
    use('user', 'users', 'account_id = ?', false),
  ],
  domain: [
    use('account', 'accounts', `project_id IS NULL AND ${inSubtree('domain_id')}`),
    use('project', 'projects', inSubtree('domain_id')),
    use(
      'domain',
      'domains',
      'id IN (SELECT below.id FROM domain AS below JOIN domain AS top ON substr(below.path, 1, length(top.path)) = top.path AND below.id <> top.id WHERE top.id = ?)',
    ),
  ],
};

const tableOf = {
  zone: 'zones',
  pod: 'pods',
  cluster: 'clusters',
  host: 'hosts',
  physicalnetwork: 'physicalNetworks',
  network: 'networks',
  storagepool: 'storagePools',
  imagestore: 'imageStores',
  template: 'templates',
  iso: 'isos',
  serviceoffering: 'serviceOfferings',
  diskoffering: 'diskOfferings',
  account: 'accounts',
  domain: 'domains',
} as const satisfies Record<UsedNoun, TableName>;

/** How many things of a kind keep a resource from being deleted. */
export function countUsers(ctx: Ctx, noun: UsedNoun, id: string, user: string): number {
  return uses[noun]
    .filter((each) => each.noun === user && each.blocks)
    .reduce((sum, each) => sum + ctx.store.count(each.table, each.condition, id), 0);
}

function nameOf(row: object): string {
  const { displayName, name, username } = row as { displayName?: string; name?: string; username?: string };
  return displayName ?? name ?? username ?? '';
}

/** Who administers a domain is told of its accounts and domains, and of nothing else. Error: account. */
function checkSeen(ctx: Ctx, caller: Caller, noun: UsedNoun, thing: { id: string; domainId?: string }): void {
  if (caller.role === 'Admin') return;
  const domainId = noun === 'domain' ? thing.id : noun === 'account' ? thing.domainId : undefined;
  if (domainId !== undefined && seesDomain(ctx, caller, domainId)) return;
  throw fail('account', say`${caller.username} may not use the resource ${thing.id}.`);
}

export const resourceUsersHandlers = {
  getResourceUsers(ctx, caller, input) {
    const thing = ctx.store.need(tableOf[input.resourcetype], input.id);
    checkSeen(ctx, caller, input.resourcetype, thing);
    const users = uses[input.resourcetype]
      .map(({ noun, table, condition, blocks }) => ({
        resourcetype: noun,
        count: ctx.store.count(table, condition, input.id),
        blocks,
        resource: ctx.store
          .where(
            table,
            `${condition} ORDER BY ${table === 'users' ? 'username' : 'name'} LIMIT ${namedUsers}`,
            input.id,
          )
          .map((row) => ({ id: (row as { id: string }).id, name: nameOf(row) })),
      }))
      .filter((group) => group.count > 0);
    return {
      id: input.id,
      resourcetype: input.resourcetype,
      blocked: users.some((group) => group.blocks),
      users,
    };
  },
} satisfies Partial<Handlers>;
