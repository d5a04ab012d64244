/** Guest OS types of one's own, and by which name's rules a type is run on a hypervisor. */
export const guestOs = `
ALTER TABLE os_type ADD COLUMN user_defined INTEGER NOT NULL DEFAULT 0;
ALTER TABLE os_type ADD COLUMN removed INTEGER;
CREATE TABLE guest_os_mapping (
  id TEXT PRIMARY KEY, os_type_id TEXT NOT NULL REFERENCES os_type(id), hypervisor TEXT NOT NULL, os_name TEXT NOT NULL,
  created INTEGER NOT NULL, removed INTEGER) STRICT;
CREATE UNIQUE INDEX guest_os_mapping_one ON guest_os_mapping(os_type_id, hypervisor) WHERE removed IS NULL;
CREATE VIEW guest_os_mapping_view AS SELECT guest_os_mapping.*, os_type.description AS os_type_name FROM guest_os_mapping
  JOIN os_type ON os_type.id = guest_os_mapping.os_type_id;
`;
