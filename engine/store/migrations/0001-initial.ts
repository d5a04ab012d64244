/**
 * The first schema. Times are milliseconds since 1970, sizes bytes, addresses text (and a number where ranges are compared).
 * A `removed` time hides a row from lists and keeps it for events and history. Owner columns are here from the start.
 * `<noun>_view` adds the names that a list shows: left joins on primary keys, which SQLite drops from counts.
 */
export const initial = `
CREATE TABLE domain (id TEXT PRIMARY KEY, name TEXT NOT NULL, path TEXT NOT NULL UNIQUE, parent_id TEXT REFERENCES domain(id), created INTEGER NOT NULL) STRICT;
CREATE TABLE account (id TEXT PRIMARY KEY, name TEXT NOT NULL, domain_id TEXT NOT NULL REFERENCES domain(id), role TEXT NOT NULL, created INTEGER NOT NULL) STRICT;
CREATE TABLE user (id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account(id), username TEXT NOT NULL UNIQUE, created INTEGER NOT NULL) STRICT;

CREATE TABLE zone (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, network_type TEXT NOT NULL, allocation_state TEXT NOT NULL,
  dns1 TEXT NOT NULL, dns2 TEXT, internal_dns1 TEXT NOT NULL, internal_dns2 TEXT, domain TEXT,
  local_storage_enabled INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX zone_name ON zone(name) WHERE removed IS NULL;

CREATE TABLE pod (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), name TEXT NOT NULL, gateway TEXT NOT NULL, netmask TEXT NOT NULL,
  start_ip TEXT NOT NULL, end_ip TEXT NOT NULL, allocation_state TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX pod_name ON pod(zone_id, name) WHERE removed IS NULL;

CREATE TABLE cluster (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), pod_id TEXT NOT NULL REFERENCES pod(id), name TEXT NOT NULL,
  hypervisor TEXT NOT NULL, allocation_state TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX cluster_name ON cluster(zone_id, name) WHERE removed IS NULL;

CREATE TABLE physical_network (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), name TEXT NOT NULL, state TEXT NOT NULL, isolation_methods TEXT NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX physical_network_name ON physical_network(zone_id, name) WHERE removed IS NULL;
CREATE TABLE traffic_type (
  id TEXT PRIMARY KEY, physical_network_id TEXT NOT NULL REFERENCES physical_network(id), traffic_type TEXT NOT NULL,
  kvm_network_label TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX traffic_type_once ON traffic_type(physical_network_id, traffic_type) WHERE removed IS NULL;

CREATE TABLE host (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, zone_id TEXT NOT NULL REFERENCES zone(id), pod_id TEXT NOT NULL REFERENCES pod(id),
  cluster_id TEXT NOT NULL REFERENCES cluster(id), hypervisor TEXT NOT NULL, address TEXT NOT NULL, port INTEGER NOT NULL, username TEXT NOT NULL,
  state TEXT NOT NULL, state_reason TEXT, resource_state TEXT NOT NULL, host_key_fingerprint TEXT NOT NULL, virtualization TEXT NOT NULL,
  preparation_id TEXT, hypervisor_version TEXT, libvirt_version TEXT, operating_system TEXT, cpu_number INTEGER NOT NULL, cpu_speed INTEGER NOT NULL,
  cpu_model TEXT, memory_total INTEGER NOT NULL, memory_free INTEGER, last_pinged INTEGER, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX host_address ON host(address, port) WHERE removed IS NULL;
CREATE INDEX host_cluster ON host(cluster_id) WHERE removed IS NULL;

CREATE TABLE host_preparation (
  id TEXT PRIMARY KEY, address TEXT NOT NULL, port INTEGER NOT NULL, username TEXT NOT NULL, authentication TEXT NOT NULL, state TEXT NOT NULL,
  host_key_fingerprint TEXT NOT NULL, hostname TEXT, operating_system TEXT, family TEXT, choices TEXT NOT NULL, probe TEXT, plan TEXT, undo TEXT,
  virtualization TEXT, host_id TEXT, error TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;

CREATE TABLE pinned_host_key (
  id TEXT PRIMARY KEY, address TEXT NOT NULL, port INTEGER NOT NULL, key_type TEXT NOT NULL, fingerprint TEXT NOT NULL, created INTEGER NOT NULL,
  UNIQUE (address, port)) STRICT;

CREATE TABLE network_offering (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_text TEXT NOT NULL, guest_ip_type TEXT NOT NULL, is_default INTEGER NOT NULL,
  services TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;

CREATE TABLE network (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), physical_network_id TEXT NOT NULL REFERENCES physical_network(id),
  network_offering_id TEXT NOT NULL REFERENCES network_offering(id), account_id TEXT NOT NULL, domain_id TEXT NOT NULL,
  name TEXT NOT NULL, display_text TEXT NOT NULL, state TEXT NOT NULL, gateway TEXT NOT NULL, netmask TEXT NOT NULL, network_domain TEXT,
  service_host_id TEXT, service_ip TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX network_name ON network(zone_id, name) WHERE removed IS NULL;

CREATE TABLE vlan_ip_range (
  id TEXT PRIMARY KEY, network_id TEXT NOT NULL REFERENCES network(id), start_ip TEXT NOT NULL, end_ip TEXT NOT NULL,
  start_number INTEGER NOT NULL, end_number INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE INDEX vlan_ip_range_network ON vlan_ip_range(network_id) WHERE removed IS NULL;

-- Only addresses in use have a row: the primary key is what makes two allocations of one address impossible.
CREATE TABLE address (
  network_id TEXT NOT NULL REFERENCES network(id), number INTEGER NOT NULL, address TEXT NOT NULL, purpose TEXT NOT NULL, owner_id TEXT NOT NULL,
  created INTEGER NOT NULL, PRIMARY KEY (network_id, number)) STRICT, WITHOUT ROWID;
CREATE INDEX address_owner ON address(owner_id);

CREATE TABLE storage_pool (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), pod_id TEXT, cluster_id TEXT, host_id TEXT, name TEXT NOT NULL, type TEXT NOT NULL,
  scope TEXT NOT NULL, server TEXT NOT NULL, path TEXT NOT NULL, tags TEXT, state TEXT NOT NULL, total INTEGER NOT NULL, used INTEGER NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX storage_pool_name ON storage_pool(zone_id, name) WHERE removed IS NULL;

CREATE TABLE image_store (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), name TEXT NOT NULL, provider TEXT NOT NULL, server TEXT NOT NULL, path TEXT NOT NULL,
  host_id TEXT, total INTEGER NOT NULL, used INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX image_store_name ON image_store(zone_id, name) WHERE removed IS NULL;

CREATE TABLE os_category (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE os_type (id TEXT PRIMARY KEY, os_category_id TEXT NOT NULL REFERENCES os_category(id), description TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE template (
  id TEXT PRIMARY KEY, zone_id TEXT NOT NULL REFERENCES zone(id), image_store_id TEXT NOT NULL REFERENCES image_store(id), account_id TEXT NOT NULL,
  domain_id TEXT NOT NULL, name TEXT NOT NULL, display_text TEXT NOT NULL, hypervisor TEXT NOT NULL, format TEXT NOT NULL, os_type_id TEXT NOT NULL REFERENCES os_type(id),
  url TEXT NOT NULL, checksum TEXT, state TEXT NOT NULL, status TEXT NOT NULL, percent REAL, size INTEGER NOT NULL, physical_size INTEGER NOT NULL,
  is_public INTEGER NOT NULL, is_featured INTEGER NOT NULL, is_extractable INTEGER NOT NULL, password_enabled INTEGER NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE INDEX template_zone ON template(zone_id) WHERE removed IS NULL;

-- A template's copy on a primary store, the base of linked clones.
CREATE TABLE template_copy (
  template_id TEXT NOT NULL REFERENCES template(id), pool_id TEXT NOT NULL REFERENCES storage_pool(id), created INTEGER NOT NULL,
  PRIMARY KEY (template_id, pool_id)) STRICT, WITHOUT ROWID;

CREATE TABLE service_offering (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, display_text TEXT NOT NULL, cpu_number INTEGER NOT NULL, cpu_speed INTEGER NOT NULL, memory INTEGER NOT NULL,
  storage_type TEXT NOT NULL, offer_ha INTEGER NOT NULL, limit_cpu_use INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE TABLE disk_offering (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, display_text TEXT NOT NULL, disk_size INTEGER NOT NULL, is_customized INTEGER NOT NULL, storage_type TEXT NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;

CREATE TABLE virtual_machine (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, name TEXT NOT NULL, display_name TEXT NOT NULL, instance_name TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL, power_state TEXT NOT NULL, power_state_time INTEGER, zone_id TEXT NOT NULL REFERENCES zone(id), cluster_id TEXT, host_id TEXT, last_host_id TEXT,
  template_id TEXT NOT NULL REFERENCES template(id), service_offering_id TEXT NOT NULL REFERENCES service_offering(id), os_type_id TEXT NOT NULL REFERENCES os_type(id),
  hypervisor TEXT NOT NULL, cpu_number INTEGER NOT NULL, cpu_speed INTEGER NOT NULL, memory INTEGER NOT NULL, ha_enabled INTEGER NOT NULL,
  ip_address TEXT, mac_address TEXT, job_id TEXT, error TEXT, missing_since INTEGER, destroyed INTEGER, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX virtual_machine_name ON virtual_machine(name) WHERE removed IS NULL;
CREATE INDEX virtual_machine_live ON virtual_machine(removed, created DESC);
CREATE INDEX virtual_machine_state ON virtual_machine(state) WHERE removed IS NULL;
CREATE INDEX virtual_machine_host ON virtual_machine(host_id) WHERE removed IS NULL;
CREATE INDEX virtual_machine_zone ON virtual_machine(zone_id) WHERE removed IS NULL;
CREATE INDEX virtual_machine_owner ON virtual_machine(account_id) WHERE removed IS NULL;
CREATE INDEX virtual_machine_sort_name ON virtual_machine(name COLLATE NOCASE) WHERE removed IS NULL;
CREATE TABLE instance_number (only INTEGER PRIMARY KEY CHECK (only = 1), next INTEGER NOT NULL) STRICT;
INSERT INTO instance_number VALUES (1, 1);

CREATE TABLE nic (
  id TEXT PRIMARY KEY, virtual_machine_id TEXT NOT NULL REFERENCES virtual_machine(id), network_id TEXT NOT NULL REFERENCES network(id),
  mac_address TEXT NOT NULL, ip_address TEXT NOT NULL, device_id INTEGER NOT NULL, is_default INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX nic_mac ON nic(mac_address) WHERE removed IS NULL;
CREATE INDEX nic_vm ON nic(virtual_machine_id) WHERE removed IS NULL;
CREATE INDEX nic_network ON nic(network_id) WHERE removed IS NULL;

CREATE TABLE volume (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, zone_id TEXT NOT NULL REFERENCES zone(id), pool_id TEXT, virtual_machine_id TEXT,
  template_id TEXT, disk_offering_id TEXT, name TEXT NOT NULL, type TEXT NOT NULL, state TEXT NOT NULL, size INTEGER NOT NULL, physical_size INTEGER,
  device_id INTEGER, path TEXT, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE INDEX volume_vm ON volume(virtual_machine_id) WHERE removed IS NULL;
CREATE INDEX volume_pool ON volume(pool_id) WHERE removed IS NULL;

CREATE TABLE job (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, command TEXT NOT NULL, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, user_id TEXT NOT NULL, state TEXT NOT NULL, input TEXT NOT NULL,
  resource_noun TEXT, resource_id TEXT, resource_name TEXT, host_id TEXT, result TEXT, error TEXT, cancel_requested INTEGER NOT NULL DEFAULT 0,
  step TEXT, step_index INTEGER, percent REAL, progress_text TEXT, created INTEGER NOT NULL, completed INTEGER) STRICT;
CREATE INDEX job_created ON job(created DESC);
CREATE INDEX job_open ON job(state) WHERE completed IS NULL;
CREATE INDEX job_resource ON job(resource_id);
CREATE TABLE job_step (
  job_id TEXT NOT NULL REFERENCES job(id), position INTEGER NOT NULL, name TEXT NOT NULL, state TEXT NOT NULL, output TEXT, error TEXT,
  started INTEGER NOT NULL, ended INTEGER, PRIMARY KEY (job_id, position)) STRICT, WITHOUT ROWID;
CREATE TABLE job_log (
  number INTEGER PRIMARY KEY, job_id TEXT, host_id TEXT, step TEXT, level TEXT NOT NULL, time INTEGER NOT NULL, text TEXT NOT NULL) STRICT;
CREATE INDEX job_log_job ON job_log(job_id, number);
CREATE INDEX job_log_host ON job_log(host_id, number);

CREATE TABLE event (
  id TEXT PRIMARY KEY, type TEXT NOT NULL, level TEXT NOT NULL, state TEXT NOT NULL, description TEXT NOT NULL, account_id TEXT NOT NULL, domain_id TEXT NOT NULL,
  username TEXT NOT NULL, resource_id TEXT, resource_type TEXT, resource_name TEXT, parent_id TEXT, created INTEGER NOT NULL) STRICT;
CREATE INDEX event_created ON event(created DESC);
CREATE INDEX event_resource ON event(resource_id, created DESC);
CREATE TABLE alert (
  id TEXT PRIMARY KEY, type INTEGER NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, resource_id TEXT, resource_type TEXT,
  resolved INTEGER, created INTEGER NOT NULL) STRICT;
CREATE INDEX alert_created ON alert(created DESC);

CREATE TABLE configuration (
  name TEXT NOT NULL, scope TEXT NOT NULL, scope_id TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, scope, scope_id)) STRICT, WITHOUT ROWID;
CREATE TABLE secret (id TEXT PRIMARY KEY, owner_id TEXT NOT NULL, name TEXT NOT NULL, sealed BLOB NOT NULL, created INTEGER NOT NULL, UNIQUE (owner_id, name)) STRICT;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

-- Keyword search: names, addresses and the like of every noun in one trigram index.
-- search_ref finds a row's entry without scanning the index.
CREATE VIRTUAL TABLE search USING fts5(noun UNINDEXED, ref UNINDEXED, text, tokenize='trigram');
CREATE TABLE search_ref (number INTEGER PRIMARY KEY, noun TEXT NOT NULL, ref TEXT NOT NULL, UNIQUE (noun, ref)) STRICT;

CREATE VIEW zone_view AS SELECT * FROM zone;
CREATE VIEW pod_view AS SELECT pod.*, zone.name AS zone_name FROM pod LEFT JOIN zone ON zone.id = pod.zone_id;
CREATE VIEW cluster_view AS SELECT cluster.*, zone.name AS zone_name, pod.name AS pod_name FROM cluster
  LEFT JOIN zone ON zone.id = cluster.zone_id LEFT JOIN pod ON pod.id = cluster.pod_id;
CREATE VIEW host_view AS SELECT host.*, zone.name AS zone_name, pod.name AS pod_name, cluster.name AS cluster_name FROM host
  LEFT JOIN zone ON zone.id = host.zone_id LEFT JOIN pod ON pod.id = host.pod_id LEFT JOIN cluster ON cluster.id = host.cluster_id;
CREATE VIEW network_view AS SELECT network.*, zone.name AS zone_name, network_offering.name AS network_offering_name,
  network_offering.guest_ip_type AS guest_ip_type, host.name AS service_host_name FROM network
  LEFT JOIN zone ON zone.id = network.zone_id LEFT JOIN network_offering ON network_offering.id = network.network_offering_id
  LEFT JOIN host ON host.id = network.service_host_id;
CREATE VIEW vlan_ip_range_view AS SELECT vlan_ip_range.*, network.zone_id AS zone_id, network.physical_network_id AS physical_network_id,
  network.gateway AS gateway, network.netmask AS netmask FROM vlan_ip_range LEFT JOIN network ON network.id = vlan_ip_range.network_id;
CREATE VIEW storage_pool_view AS SELECT storage_pool.*, zone.name AS zone_name, cluster.name AS cluster_name FROM storage_pool
  LEFT JOIN zone ON zone.id = storage_pool.zone_id LEFT JOIN cluster ON cluster.id = storage_pool.cluster_id;
CREATE VIEW image_store_view AS SELECT image_store.*, zone.name AS zone_name FROM image_store LEFT JOIN zone ON zone.id = image_store.zone_id;
CREATE VIEW template_view AS SELECT template.*, zone.name AS zone_name, os_type.description AS os_type_name, account.name AS account_name,
  domain.name AS domain_name FROM template LEFT JOIN zone ON zone.id = template.zone_id LEFT JOIN os_type ON os_type.id = template.os_type_id
  LEFT JOIN account ON account.id = template.account_id LEFT JOIN domain ON domain.id = template.domain_id;
CREATE VIEW volume_view AS SELECT volume.*, zone.name AS zone_name, storage_pool.name AS pool_name, storage_pool.scope AS pool_scope,
  virtual_machine.display_name AS virtual_machine_name, virtual_machine.state AS virtual_machine_state, template.name AS template_name,
  disk_offering.name AS disk_offering_name, account.name AS account_name, domain.name AS domain_name FROM volume
  LEFT JOIN zone ON zone.id = volume.zone_id LEFT JOIN storage_pool ON storage_pool.id = volume.pool_id
  LEFT JOIN virtual_machine ON virtual_machine.id = volume.virtual_machine_id LEFT JOIN template ON template.id = volume.template_id
  LEFT JOIN disk_offering ON disk_offering.id = volume.disk_offering_id LEFT JOIN account ON account.id = volume.account_id
  LEFT JOIN domain ON domain.id = volume.domain_id;
CREATE VIEW virtual_machine_view AS SELECT virtual_machine.*, zone.name AS zone_name, host.name AS host_name, host.virtualization AS virtualization,
  host.pod_id AS pod_id, template.name AS template_name, service_offering.name AS service_offering_name, os_type.description AS os_type_name,
  account.name AS account_name, domain.name AS domain_name FROM virtual_machine
  LEFT JOIN zone ON zone.id = virtual_machine.zone_id LEFT JOIN host ON host.id = virtual_machine.host_id
  LEFT JOIN template ON template.id = virtual_machine.template_id LEFT JOIN service_offering ON service_offering.id = virtual_machine.service_offering_id
  LEFT JOIN os_type ON os_type.id = virtual_machine.os_type_id LEFT JOIN account ON account.id = virtual_machine.account_id
  LEFT JOIN domain ON domain.id = virtual_machine.domain_id;
CREATE VIEW nic_view AS SELECT nic.*, network.name AS network_name, network.netmask AS netmask, network.gateway AS gateway,
  network_offering.guest_ip_type AS guest_ip_type FROM nic LEFT JOIN network ON network.id = nic.network_id
  LEFT JOIN network_offering ON network_offering.id = network.network_offering_id;
CREATE VIEW os_type_view AS SELECT os_type.*, os_category.name AS os_category_name FROM os_type LEFT JOIN os_category ON os_category.id = os_type.os_category_id;
CREATE VIEW event_view AS SELECT event.*, account.name AS account_name, domain.name AS domain_name FROM event
  LEFT JOIN account ON account.id = event.account_id LEFT JOIN domain ON domain.id = event.domain_id;
`;
