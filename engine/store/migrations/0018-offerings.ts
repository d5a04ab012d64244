/**
 * What offerings say beside their sizes: for whom and where they are, limits of what an instance may choose, on which hosts and pools they
 * are placed, and how fast disks may be. Lists of ids are JSON: an offering has a handful of them and is read whole.
 */
const both = (table: string): string => `
ALTER TABLE ${table} ADD COLUMN state TEXT NOT NULL DEFAULT 'Active';
ALTER TABLE ${table} ADD COLUMN storage_tags TEXT;
ALTER TABLE ${table} ADD COLUMN domain_ids TEXT;
ALTER TABLE ${table} ADD COLUMN zone_ids TEXT;
ALTER TABLE ${table} ADD COLUMN details TEXT;
ALTER TABLE ${table} ADD COLUMN rates TEXT;
ALTER TABLE ${table} ADD COLUMN cache_mode TEXT;
ALTER TABLE ${table} ADD COLUMN sort_key INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ${table} ADD COLUMN disk_size_strictness INTEGER NOT NULL DEFAULT 0;`;

const names = (table: string): string => `
  (SELECT group_concat(domain.name, ',') FROM json_each(${table}.domain_ids) AS named JOIN domain ON domain.id = named.value) AS domain_names,
  (SELECT group_concat(zone.name, ',') FROM json_each(${table}.zone_ids) AS named JOIN zone ON zone.id = named.value) AS zone_names`;

export const offerings = `
${both('service_offering')}
ALTER TABLE service_offering ADD COLUMN is_customized INTEGER NOT NULL DEFAULT 0;
ALTER TABLE service_offering ADD COLUMN limits TEXT;
ALTER TABLE service_offering ADD COLUMN host_tags TEXT;
ALTER TABLE service_offering ADD COLUMN deployment_planner TEXT;
ALTER TABLE service_offering ADD COLUMN root_disk_size INTEGER;
ALTER TABLE service_offering ADD COLUMN disk_offering_id TEXT REFERENCES disk_offering(id);
ALTER TABLE service_offering ADD COLUMN dynamic_scaling_enabled INTEGER NOT NULL DEFAULT 1;
${both('disk_offering')}
ALTER TABLE disk_offering ADD COLUMN display_offering INTEGER NOT NULL DEFAULT 1;
CREATE VIEW service_offering_view AS SELECT service_offering.*, disk_offering.name AS disk_offering_name,
  disk_offering.display_text AS disk_offering_text,${names('service_offering')}
  FROM service_offering LEFT JOIN disk_offering ON disk_offering.id = service_offering.disk_offering_id;
CREATE VIEW disk_offering_view AS SELECT disk_offering.*,${names('disk_offering')} FROM disk_offering;
`;
