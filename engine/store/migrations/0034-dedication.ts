/** What is for one domain or account alone; where instances lie that want a host for themselves. */
export const dedication = `
CREATE TABLE dedicated_resource (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, resource_id TEXT NOT NULL UNIQUE, domain_id TEXT NOT NULL REFERENCES domain(id),
  account_id TEXT REFERENCES account(id), affinity_group_id TEXT NOT NULL REFERENCES affinity_group(id), created INTEGER NOT NULL) STRICT;
CREATE INDEX dedicated_resource_kind ON dedicated_resource(kind, created);
CREATE INDEX dedicated_resource_group ON dedicated_resource(affinity_group_id);
CREATE VIEW dedicated_resource_view AS SELECT dedicated_resource.*,
  coalesce(zone.name, pod.name, cluster.name, host.name) AS resource_name, account.name AS account_name, domain.path AS domain_path,
  affinity_group.name AS affinity_group_name FROM dedicated_resource
  LEFT JOIN zone ON zone.id = resource_id LEFT JOIN pod ON pod.id = resource_id LEFT JOIN cluster ON cluster.id = resource_id
  LEFT JOIN host ON host.id = resource_id LEFT JOIN account ON account.id = dedicated_resource.account_id
  LEFT JOIN domain ON domain.id = dedicated_resource.domain_id LEFT JOIN affinity_group ON affinity_group.id = affinity_group_id;
-- A group of a whole domain is the engine's own account's: two domains may be of one name.
DROP INDEX affinity_group_name;
CREATE UNIQUE INDEX affinity_group_name ON affinity_group(account_id, name, domain_id) WHERE removed IS NULL;
CREATE INDEX virtual_machine_offering ON virtual_machine(service_offering_id) WHERE host_id IS NOT NULL AND removed IS NULL;
`;
