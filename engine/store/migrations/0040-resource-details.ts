const owned = ['virtual_machine', 'volume', 'template', 'network'];

/** Details: one value of a key for each resource. They go with their resource, and to whom it goes. */
export const resourceDetails = `
CREATE TABLE resource_detail (
  id TEXT PRIMARY KEY, resource_type TEXT NOT NULL, resource_id TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
  display INTEGER NOT NULL DEFAULT 1, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, created INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX resource_detail_of ON resource_detail(resource_id, key);
CREATE INDEX resource_detail_found ON resource_detail(resource_type, key, value, resource_id);
CREATE INDEX resource_detail_by_created ON resource_detail(created, id);
CREATE INDEX resource_detail_by_account ON resource_detail(account_id, created, id);
${[...owned, 'zone']
  .map(
    (table) => `
CREATE TRIGGER details_of_removed_${table} AFTER UPDATE OF removed ON ${table} WHEN NEW.removed IS NOT NULL BEGIN
  DELETE FROM resource_detail WHERE resource_id = NEW.id; END;
CREATE TRIGGER details_of_deleted_${table} AFTER DELETE ON ${table} BEGIN DELETE FROM resource_detail WHERE resource_id = OLD.id; END;`,
  )
  .join('')}
${owned
  .map(
    (table) => `
CREATE TRIGGER details_of_given_${table} AFTER UPDATE OF account_id ON ${table} WHEN NEW.account_id <> OLD.account_id BEGIN
  UPDATE resource_detail SET account_id = NEW.account_id, domain_id = NEW.domain_id WHERE resource_id = NEW.id; END;`,
  )
  .join('')}
`;
