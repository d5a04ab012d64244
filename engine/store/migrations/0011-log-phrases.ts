/**
 * What the engine says in a log, as data beside the English text; lines that a host printed have none. And of an instance: the format of
 * what it was made from, since an ISO is in the same table as templates and is no template to people.
 */
export const logPhrases = `
ALTER TABLE job_log ADD COLUMN phrase TEXT;
DROP VIEW virtual_machine_view;
CREATE VIEW virtual_machine_view AS SELECT virtual_machine.*, zone.name AS zone_name, host.name AS host_name, host.virtualization AS virtualization,
  host.pod_id AS pod_id, template.name AS template_name, template.format AS template_format, iso.name AS iso_name,
  service_offering.name AS service_offering_name, os_type.description AS os_type_name, account.name AS account_name,
  domain.name AS domain_name FROM virtual_machine
  LEFT JOIN zone ON zone.id = virtual_machine.zone_id LEFT JOIN host ON host.id = virtual_machine.host_id
  LEFT JOIN template ON template.id = virtual_machine.template_id LEFT JOIN template AS iso ON iso.id = virtual_machine.iso_id
  LEFT JOIN service_offering ON service_offering.id = virtual_machine.service_offering_id
  LEFT JOIN os_type ON os_type.id = virtual_machine.os_type_id LEFT JOIN account ON account.id = virtual_machine.account_id
  LEFT JOIN domain ON domain.id = virtual_machine.domain_id;
`;
