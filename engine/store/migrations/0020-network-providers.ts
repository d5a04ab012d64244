/**
 * Who provides a physical network's services, as CloudStack's set-up wants to find and enable it, and addresses that are set aside for storage
 * traffic. Physical networks that are there get what new ones get: their DHCP and DNS are on.
 */
export const networkProviders = `
CREATE TABLE network_service_provider (
  id TEXT PRIMARY KEY, physical_network_id TEXT NOT NULL REFERENCES physical_network(id), name TEXT NOT NULL, state TEXT NOT NULL, services TEXT,
  element_id TEXT NOT NULL UNIQUE, element_enabled INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX network_service_provider_once ON network_service_provider(physical_network_id, name) WHERE removed IS NULL;
INSERT INTO network_service_provider
  SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    physical_network.id, provider.name, provider.state, NULL,
    lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
    provider.state = 'Enabled', physical_network.created, NULL
  FROM physical_network JOIN (SELECT 'VirtualRouter' AS name, 'Enabled' AS state UNION ALL SELECT 'ConfigDrive', 'Disabled'
    UNION ALL SELECT 'SecurityGroupProvider', 'Disabled' UNION ALL SELECT 'VpcVirtualRouter', 'Disabled' UNION ALL SELECT 'InternalLbVm', 'Disabled'
    UNION ALL SELECT 'Ovs', 'Disabled') AS provider WHERE physical_network.removed IS NULL;

CREATE TABLE storage_ip_range (
  id TEXT PRIMARY KEY, pod_id TEXT NOT NULL REFERENCES pod(id), gateway TEXT NOT NULL, netmask TEXT NOT NULL, start_ip TEXT NOT NULL, end_ip TEXT NOT NULL,
  start_number INTEGER NOT NULL, end_number INTEGER NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE INDEX storage_ip_range_pod ON storage_ip_range(pod_id) WHERE removed IS NULL;
CREATE VIEW storage_ip_range_view AS SELECT storage_ip_range.*, pod.zone_id AS zone_id FROM storage_ip_range LEFT JOIN pod ON pod.id = storage_ip_range.pod_id;
`;
