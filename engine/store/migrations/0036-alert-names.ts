/** Alerts of Benchtop itself have CloudStack's names for their types; those about leases are about somebody's instance. */
export const alertNames = `
UPDATE alert SET type = 8 WHERE name = 'VM.LEASE';
UPDATE alert SET name = CASE name WHEN 'HOST' THEN 'ALERT.COMPUTE.HOST' WHEN 'SYNC' THEN 'ALERT.TYPE.SYNC' WHEN 'VM.LEASE' THEN 'ALERT.USERVM'
  ELSE 'ALERT.MANAGEMENT' END
  WHERE (name, type) IN (VALUES ('HOST', 7), ('SYNC', 27), ('VM.LEASE', 8), ('UPDATE', 14));
`;
