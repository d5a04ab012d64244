/**
 * "Has this instance a NIC in that network" is asked by every deployment. With one column each, the two indexes look equally good to SQLite,
 * and it may take the network's, which leads through the NICs of all its instances.
 */
export const nicsOfAnInstance = `
DROP INDEX nic_vm;
CREATE INDEX nic_vm ON nic(virtual_machine_id, network_id) WHERE removed IS NULL;
`;
