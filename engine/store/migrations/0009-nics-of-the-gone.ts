/** Who expunges an instance asks for its NICs that are gone already, too: the index leads to all of an instance's, live or not. */
export const nicsOfTheGone = `
DROP INDEX nic_vm;
CREATE INDEX nic_vm ON nic(virtual_machine_id, network_id, removed);
`;
