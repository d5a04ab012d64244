/** Volumes that are protected from being deleted, and offerings that lend their instances for a time. */
export const protection = `
ALTER TABLE volume ADD COLUMN delete_protection INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_offering ADD COLUMN lease_duration INTEGER;
ALTER TABLE service_offering ADD COLUMN lease_expiry_action TEXT;
`;
