/** Tags of hosts; groups that say who is to share a host and who is not; groups that only gather instances. */
export const placement = `
ALTER TABLE host ADD COLUMN tags TEXT;
CREATE TABLE affinity_group (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT, type TEXT NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX affinity_group_name ON affinity_group(account_id, name) WHERE removed IS NULL;
CREATE INDEX affinity_group_domain ON affinity_group(domain_id) WHERE removed IS NULL;
CREATE TABLE affinity_group_member (
  affinity_group_id TEXT NOT NULL REFERENCES affinity_group(id), virtual_machine_id TEXT NOT NULL REFERENCES virtual_machine(id),
  PRIMARY KEY (affinity_group_id, virtual_machine_id)) STRICT, WITHOUT ROWID;
CREATE INDEX affinity_group_of ON affinity_group_member(virtual_machine_id, affinity_group_id);
CREATE TABLE instance_group (
  id TEXT PRIMARY KEY, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX instance_group_name ON instance_group(account_id, name) WHERE removed IS NULL;
CREATE INDEX instance_group_domain ON instance_group(domain_id) WHERE removed IS NULL;
ALTER TABLE virtual_machine ADD COLUMN instance_group_id TEXT REFERENCES instance_group(id);
CREATE INDEX virtual_machine_group ON virtual_machine(instance_group_id) WHERE instance_group_id IS NOT NULL AND removed IS NULL;
CREATE INDEX virtual_machine_spread ON virtual_machine(account_id, host_id) WHERE host_id IS NOT NULL AND removed IS NULL;
CREATE VIEW affinity_group_view AS SELECT affinity_group.*, account.name AS account_name, domain.name AS domain_name FROM affinity_group
  LEFT JOIN account ON account.id = affinity_group.account_id LEFT JOIN domain ON domain.id = affinity_group.domain_id;
CREATE VIEW instance_group_view AS SELECT instance_group.*, account.name AS account_name, domain.name AS domain_name FROM instance_group
  LEFT JOIN account ON account.id = instance_group.account_id LEFT JOIN domain ON domain.id = instance_group.domain_id;
`;
