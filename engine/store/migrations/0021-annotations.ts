const owned = ['virtual_machine', 'volume', 'template', 'network'];
const others = [
  'service_offering',
  'disk_offering',
  'network_offering',
  'zone',
  'pod',
  'cluster',
  'host',
  'domain',
  'storage_pool',
  'image_store',
];

/** Comments. They go with their thing, and to whom it goes. */
export const annotations = `
CREATE TABLE annotation (
  id TEXT PRIMARY KEY, text TEXT NOT NULL, entity_type TEXT NOT NULL, entity_id TEXT NOT NULL, user_id TEXT NOT NULL, username TEXT NOT NULL,
  admins_only INTEGER NOT NULL, account_id TEXT NOT NULL, domain_id TEXT NOT NULL, created INTEGER NOT NULL, removed INTEGER
) STRICT;
CREATE INDEX annotation_of ON annotation(entity_id, created, id) WHERE removed IS NULL;
CREATE INDEX annotation_by_created ON annotation(created, id) WHERE removed IS NULL;
CREATE INDEX annotation_by_account ON annotation(account_id, created, id) WHERE removed IS NULL;
${[...owned, ...others]
  .map(
    (table) => `
CREATE TRIGGER annotations_of_removed_${table} AFTER UPDATE OF removed ON ${table} WHEN NEW.removed IS NOT NULL BEGIN
  DELETE FROM annotation WHERE entity_id = NEW.id; END;
CREATE TRIGGER annotations_of_deleted_${table} AFTER DELETE ON ${table} BEGIN DELETE FROM annotation WHERE entity_id = OLD.id; END;`,
  )
  .join('')}
${owned
  .map(
    (table) => `
CREATE TRIGGER annotations_of_given_${table} AFTER UPDATE OF account_id ON ${table} WHEN NEW.account_id <> OLD.account_id BEGIN
  UPDATE annotation SET account_id = NEW.account_id, domain_id = NEW.domain_id WHERE entity_id = NEW.id; END;`,
  )
  .join('')}
`;
