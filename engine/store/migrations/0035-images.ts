/** What images are made of and can be given; and what lists of volumes and primary storage tell of their surroundings. */
export const images = `
ALTER TABLE template ADD COLUMN ssh_key_enabled INTEGER NOT NULL DEFAULT 0;
ALTER TABLE template ADD COLUMN source_template_id TEXT;

DROP VIEW storage_pool_view;
CREATE VIEW storage_pool_view AS SELECT storage_pool.*, zone.name AS zone_name, cluster.name AS cluster_name, pod.name AS pod_name,
  cluster.hypervisor AS hypervisor FROM storage_pool
  LEFT JOIN zone ON zone.id = storage_pool.zone_id LEFT JOIN cluster ON cluster.id = storage_pool.cluster_id
  LEFT JOIN pod ON pod.id = storage_pool.pod_id;

DROP VIEW volume_view;
CREATE VIEW volume_view AS SELECT volume.*, zone.name AS zone_name, storage_pool.name AS pool_name, storage_pool.scope AS pool_scope,
  storage_pool.pod_id AS pod_id, pod.name AS pod_name, storage_pool.cluster_id AS cluster_id, cluster.name AS cluster_name,
  virtual_machine.name AS virtual_machine_name, virtual_machine.display_name AS virtual_machine_display_name,
  virtual_machine.state AS virtual_machine_state, virtual_machine.hypervisor AS hypervisor,
  template.name AS template_name, template.display_text AS template_text, template.is_extractable AS template_extractable,
  disk_offering.name AS disk_offering_name, disk_offering.display_text AS disk_offering_text, disk_offering.rates AS disk_offering_rates,
  service_offering.id AS service_offering_id, service_offering.name AS service_offering_name,
  service_offering.display_text AS service_offering_text, service_offering.rates AS service_offering_rates,
  account.name AS account_name, domain.name AS domain_name FROM volume
  LEFT JOIN zone ON zone.id = volume.zone_id LEFT JOIN storage_pool ON storage_pool.id = volume.pool_id
  LEFT JOIN pod ON pod.id = storage_pool.pod_id LEFT JOIN cluster ON cluster.id = storage_pool.cluster_id
  LEFT JOIN virtual_machine ON virtual_machine.id = volume.virtual_machine_id LEFT JOIN template ON template.id = volume.template_id
  LEFT JOIN disk_offering ON disk_offering.id = volume.disk_offering_id
  LEFT JOIN service_offering ON volume.type = 'ROOT' AND service_offering.id = virtual_machine.service_offering_id
  LEFT JOIN account ON account.id = volume.account_id LEFT JOIN domain ON domain.id = volume.domain_id;
`;
