import { join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * What the store says and what the simulated hosts really hold, read by SQL of the tests' own: neither the product's store nor its
 * driver takes part in the looking.
 */
export interface Inventory {
  store: Record<string, string[]>;
  world: Record<string, string[]>;
}

type Rows = Record<string, unknown>[];

/** Live rows of the store with their lasting fields; ids are replaced by names so that two runs can be compared. */
const storeQueries: Record<string, string> = {
  zone: 'SELECT name, allocation_state FROM zone WHERE removed IS NULL',
  pod: 'SELECT name, start_ip, end_ip FROM pod WHERE removed IS NULL',
  cluster: 'SELECT name FROM cluster WHERE removed IS NULL',
  host: 'SELECT name, state, resource_state FROM host WHERE removed IS NULL',
  physicalNetwork: 'SELECT name, state FROM physical_network WHERE removed IS NULL',
  trafficType: 'SELECT traffic_type, kvm_network_label FROM traffic_type WHERE removed IS NULL',
  networkProvider:
    'SELECT physical_network.name AS network, network_service_provider.name, network_service_provider.state, services, element_enabled FROM network_service_provider JOIN physical_network ON physical_network.id = physical_network_id WHERE network_service_provider.removed IS NULL',
  storageRange: 'SELECT start_ip, end_ip FROM storage_ip_range WHERE removed IS NULL',
  network: 'SELECT name, state, service_ip IS NOT NULL AS served FROM network WHERE removed IS NULL',
  range: 'SELECT start_ip, end_ip FROM vlan_ip_range WHERE removed IS NULL',
  address: 'SELECT address, purpose FROM address',
  pool: 'SELECT name, state FROM storage_pool WHERE removed IS NULL',
  imageStore: 'SELECT name FROM image_store WHERE removed IS NULL',
  template: 'SELECT name, state FROM template WHERE removed IS NULL',
  templateCopy:
    'SELECT template.name AS template, storage_pool.name AS pool FROM template_copy JOIN template ON template.id = template_id JOIN storage_pool ON storage_pool.id = pool_id',
  virtualMachine:
    'SELECT name, state, power_state, host_id IS NOT NULL AS placed, job_id IS NOT NULL AS busy, iso_id IS NOT NULL AS disc FROM virtual_machine WHERE removed IS NULL',
  nic: 'SELECT ip_address, device_id, is_default FROM nic WHERE removed IS NULL',
  furtherAddress: 'SELECT ip_address FROM nic_secondary_ip',
  volume: 'SELECT name, type, state, pool_id IS NOT NULL AS placed FROM volume WHERE removed IS NULL',
  preparation: 'SELECT address, state FROM host_preparation WHERE removed IS NULL',
  secret: 'SELECT name FROM secret',
  detail: 'SELECT resource_type, key, value FROM resource_detail',
  domain: 'SELECT path, state FROM domain WHERE removed IS NULL',
  account: 'SELECT name, role, role_id, state FROM account WHERE removed IS NULL AND project_id IS NULL',
  projectAccount: 'SELECT count(*) AS accounts FROM account WHERE removed IS NULL AND project_id IS NOT NULL',
  user: 'SELECT username, state, has_password, api_key IS NOT NULL AS keys FROM user WHERE removed IS NULL',
  project: 'SELECT name, display_text, state FROM project WHERE removed IS NULL',
  projectMember:
    'SELECT project.name, account.name AS account, user_id IS NOT NULL AS one, project_member.role FROM project_member JOIN project ON project.id = project_member.project_id JOIN account ON account.id = project_member.account_id',
  role: 'SELECT name, type, description FROM role WHERE removed IS NULL',
  rule: 'SELECT role.name, rule, permission, sort_order FROM role_permission JOIN role ON role.id = role_id WHERE role.removed IS NULL',
};

const worldQueries: Record<string, string> = {
  mount:
    'SELECT host.address, store.server, store.path FROM mount JOIN host ON host.key = mount.host_key JOIN store ON store.key = store_key',
  upload: 'SELECT store.path, received FROM upload JOIN store ON store.key = store_key',
  image: 'SELECT store.path, role FROM image JOIN store ON store.key = store_key',
  volume: 'SELECT store.path, size, template_id IS NOT NULL AS clone FROM volume JOIN store ON store.key = store_key',
  network: 'SELECT count(*) AS networks FROM guest_network',
  reservation: 'SELECT address, host_name FROM reservation',
  domain:
    "SELECT state, memory, cpu_number, is_foreign, spec ->> '$.cdrom' IS NOT NULL AS disc, json_array_length(spec, '$.nics') AS cards FROM domain",
  disk: 'SELECT count(*) AS disks FROM domain_disk',
};

function read(file: string, queries: Record<string, string>): Record<string, string[]> {
  const database = new Database(file, { readonly: true });
  try {
    return Object.fromEntries(
      Object.entries(queries).map(([name, sql]) => [
        name,
        (database.prepare(sql).all() as Rows).map((row) => JSON.stringify(row)).sort(),
      ]),
    );
  } finally {
    database.close();
  }
}

export function takeInventory(directory: string): Inventory {
  return {
    store: read(join(directory, 'benchtop.db'), storeQueries),
    world: read(join(directory, 'simulator.db'), worldQueries),
  };
}

/** What is on the hosts without a row that wants it, and what a row wants that is not there; empty when all agrees. */
export function disagreements(directory: string): string[] {
  const database = new Database(join(directory, 'benchtop.db'), { readonly: true });
  database.prepare('ATTACH ? AS world').run(join(directory, 'simulator.db'));
  const checks: Record<string, string> = {
    'domain without an instance that runs':
      "SELECT id FROM world.domain WHERE is_foreign = 0 AND state = 'running' AND id NOT IN (SELECT id FROM main.virtual_machine WHERE removed IS NULL AND state = 'Running')",
    'definition of an instance that is not on that host':
      'SELECT id FROM world.domain WHERE is_foreign = 0 AND id NOT IN (SELECT id FROM main.virtual_machine WHERE removed IS NULL AND (host_id IS NOT NULL OR hardware IS NOT NULL))',
    'instance that runs in two places':
      "SELECT id FROM world.domain WHERE state IN ('running', 'paused') GROUP BY id HAVING count(*) > 1",
    'instance that runs on another host than its row says':
      "SELECT domain.id FROM world.domain JOIN world.host ON key = host_key JOIN main.virtual_machine AS vm ON vm.id = domain.id WHERE domain.state IN ('running', 'paused') AND vm.removed IS NULL AND vm.host_id IS NOT host.id",
    'place set aside for an instance that is not on its way':
      "SELECT id FROM main.virtual_machine WHERE removed IS NULL AND destination_host_id IS NOT NULL AND state <> 'Migrating'",
    'running instance without a domain':
      "SELECT name AS id FROM main.virtual_machine WHERE removed IS NULL AND state = 'Running' AND id NOT IN (SELECT id FROM world.domain WHERE state = 'running')",
    'volume file without a row':
      "SELECT id FROM world.volume WHERE id NOT IN (SELECT coalesce(file, id) FROM main.volume WHERE removed IS NULL AND state = 'Ready') AND id NOT IN (SELECT volume_id FROM world.domain_disk JOIN world.domain ON domain.id = domain_id WHERE is_foreign = 1)",
    'ready volume without a file':
      "SELECT id FROM main.volume WHERE removed IS NULL AND state = 'Ready' AND coalesce(file, id) NOT IN (SELECT id FROM world.volume)",
    'reservation without a NIC':
      'SELECT address AS id FROM world.reservation WHERE mac NOT IN (SELECT mac_address FROM main.nic WHERE removed IS NULL)',
    'NIC without a reservation':
      'SELECT ip_address AS id FROM main.nic WHERE removed IS NULL AND mac_address NOT IN (SELECT mac FROM world.reservation)',
    'address without an owner':
      "SELECT address AS id FROM main.address WHERE owner_id NOT IN (SELECT id FROM main.nic WHERE removed IS NULL) AND owner_id NOT IN (SELECT id FROM main.nic_secondary_ip) AND owner_id NOT IN (SELECT id FROM main.network WHERE removed IS NULL AND state = 'Implemented')",
    'network service without a network':
      "SELECT id FROM world.guest_network WHERE id NOT IN (SELECT id FROM main.network WHERE removed IS NULL AND state = 'Implemented')",
    'image without a template':
      'SELECT template_id AS id FROM world.image WHERE template_id NOT IN (SELECT id FROM main.template WHERE removed IS NULL)',
    'sent bytes that nothing waits for':
      "SELECT template_id AS id FROM world.upload WHERE template_id NOT IN (SELECT id FROM main.template WHERE removed IS NULL AND state IN ('NotUploaded', 'UploadInProgress'))",
    'mount without a pool or image store':
      "SELECT spec_id AS id FROM world.mount WHERE spec_id NOT IN (SELECT id FROM main.storage_pool WHERE removed IS NULL AND state = 'Up') AND spec_id NOT IN (SELECT id FROM main.image_store WHERE removed IS NULL)",
    'store that a host needs and has not mounted': `SELECT host.name || ' ' || store.name AS id FROM main.host AS host JOIN (
          SELECT id, name, zone_id, cluster_id, host_id FROM main.storage_pool WHERE removed IS NULL AND state = 'Up'
          UNION ALL SELECT id, name, zone_id, NULL, host_id FROM main.image_store WHERE removed IS NULL) AS store
          ON store.zone_id = host.zone_id AND coalesce(store.cluster_id, host.cluster_id) = host.cluster_id
             AND coalesce(store.host_id, host.id) = host.id
        WHERE host.removed IS NULL AND host.state = 'Up' AND NOT EXISTS (
          SELECT 1 FROM world.mount JOIN world.host AS there ON there.key = host_key WHERE there.id = host.id AND spec_id = store.id)`,
    'mount on a host that was removed':
      'SELECT name AS id FROM world.mount JOIN world.host ON key = host_key WHERE id IS NULL OR id NOT IN (SELECT id FROM main.host WHERE removed IS NULL)',
    'state left in between':
      "SELECT name AS id FROM main.virtual_machine WHERE removed IS NULL AND state IN ('Starting', 'Stopping', 'Expunging', 'Migrating')",
    'host load that is not the sum of its instances': `SELECT host.name AS id FROM main.host LEFT JOIN main.host_load ON host_id = host.id
        WHERE (coalesce(cpu, 0), coalesce(memory, 0), coalesce(instances, 0)) IS NOT (
          SELECT coalesce(sum(cpu_number * cpu_speed), 0), coalesce(sum(memory), 0), count(*) FROM main.virtual_machine AS vm
           WHERE vm.removed IS NULL AND vm.host_id = host.id AND vm.state IN ('Starting', 'Running', 'Stopping', 'Migrating'))`,
    'pool allocation that is not the sum of its volumes': `SELECT pool.name AS id FROM main.storage_pool AS pool LEFT JOIN main.pool_allocation ON pool_id = pool.id
        WHERE coalesce(size, 0) <> (SELECT coalesce(sum(volume.size), 0) FROM main.volume WHERE volume.removed IS NULL AND volume.pool_id = pool.id)`,
    'resource count that is not the sum of what is owned': `SELECT owner_id || '' AS id FROM main.resource_count AS counted
        WHERE (user_vm, cpu, memory) IS NOT (SELECT count(*), coalesce(sum(cpu_number), 0), coalesce(sum(memory), 0) FROM main.virtual_machine
            WHERE removed IS NULL AND state NOT IN ('Destroyed', 'Expunging') AND account_id IN (SELECT account_id FROM main.resource_owner AS own WHERE own.owner_id = counted.owner_id))
          OR (volume, primary_storage) IS NOT (SELECT count(*), coalesce(sum(size), 0) FROM main.volume
            WHERE removed IS NULL AND state NOT IN ('Destroy', 'Expunging', 'Expunged') AND account_id IN (SELECT account_id FROM main.resource_owner AS own WHERE own.owner_id = counted.owner_id))
          OR project IS NOT (SELECT count(*) FROM main.project_member WHERE role = 'Admin' AND account_id IN (SELECT account_id FROM main.resource_owner AS own WHERE own.owner_id = counted.owner_id))
          OR (template, secondary_storage) IS NOT (SELECT count(*), coalesce(sum(physical_size), 0) FROM main.template
            WHERE removed IS NULL AND account_id IN (SELECT account_id FROM main.resource_owner AS own WHERE own.owner_id = counted.owner_id))`,
    'free address below where the search for one begins': `SELECT start_ip AS id FROM main.vlan_ip_range AS range
        WHERE removed IS NULL AND free_from - start_number > (SELECT count(*) FROM main.address
          WHERE network_id = range.network_id AND number >= range.start_number AND number < range.free_from)`,
    'job left open': 'SELECT kind AS id FROM main.job WHERE completed IS NULL',
  };
  try {
    return Object.entries(checks).flatMap(([what, sql]) =>
      (database.prepare(sql).all() as { id: string }[]).map((row) => `${what}: ${row.id}`),
    );
  } finally {
    database.close();
  }
}
