const commented = ['instance_group', 'ssh_key_pair', 'user_data'];

/**
 * Who deployed an instance (as far as its job is still there) and since when it is in its state; and comments on what instances are given,
 * which go with their thing and to whom it goes.
 */
export const instanceFacts = `
ALTER TABLE virtual_machine ADD COLUMN user_id TEXT;
ALTER TABLE virtual_machine ADD COLUMN state_time INTEGER;
UPDATE virtual_machine SET user_id = (SELECT user_id FROM job WHERE job.resource_id = virtual_machine.id AND job.command LIKE 'deploy%' LIMIT 1);
CREATE INDEX virtual_machine_by_user ON virtual_machine(user_id) WHERE removed IS NULL;
-- What a list of instances says of their disks is read from the index alone.
DROP INDEX volume_vm;
CREATE INDEX volume_vm ON volume(virtual_machine_id, type, device_id, disk_offering_id, pool_id) WHERE removed IS NULL;
${commented
  .map(
    (table) => `
CREATE TRIGGER annotations_of_removed_${table} AFTER UPDATE OF removed ON ${table} WHEN NEW.removed IS NOT NULL BEGIN
  DELETE FROM annotation WHERE entity_id = NEW.id; END;
CREATE TRIGGER annotations_of_deleted_${table} AFTER DELETE ON ${table} BEGIN DELETE FROM annotation WHERE entity_id = OLD.id; END;
CREATE TRIGGER annotations_of_given_${table} AFTER UPDATE OF account_id ON ${table} WHEN NEW.account_id <> OLD.account_id BEGIN
  UPDATE annotation SET account_id = NEW.account_id, domain_id = NEW.domain_id WHERE entity_id = NEW.id; END;`,
  )
  .join('')}
`;
