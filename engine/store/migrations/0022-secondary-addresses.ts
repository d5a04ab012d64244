/**
 * Further addresses of NICs. Each has its place in the table of addresses under its own id, as a NIC has. They come with the NIC's row, so that a
 * list of instances asks nothing more for them.
 */
export const secondaryAddresses = `
CREATE TABLE nic_secondary_ip (
  id TEXT PRIMARY KEY, nic_id TEXT NOT NULL REFERENCES nic(id), virtual_machine_id TEXT NOT NULL REFERENCES virtual_machine(id),
  network_id TEXT NOT NULL REFERENCES network(id), ip_address TEXT NOT NULL, description TEXT, created INTEGER NOT NULL) STRICT;
CREATE INDEX nic_secondary_ip_nic ON nic_secondary_ip(nic_id);
DROP VIEW nic_view;
CREATE VIEW nic_view AS SELECT nic.*, network.name AS network_name, network.netmask AS netmask, network.gateway AS gateway,
  network_offering.guest_ip_type AS guest_ip_type,
  (SELECT json_group_array(json_object('id', further.id, 'ipAddress', further.ip_address, 'description', further.description))
    FROM nic_secondary_ip AS further WHERE further.nic_id = nic.id) AS further FROM nic LEFT JOIN network ON network.id = nic.network_id
  LEFT JOIN network_offering ON network_offering.id = network.network_offering_id;
`;
