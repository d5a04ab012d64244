/** Where an instance that is Migrating goes: what it takes is set aside there until it has arrived. */
export const moving = `
ALTER TABLE virtual_machine ADD COLUMN destination_host_id TEXT;
CREATE INDEX virtual_machine_destination ON virtual_machine(destination_host_id) WHERE destination_host_id IS NOT NULL;
`;
