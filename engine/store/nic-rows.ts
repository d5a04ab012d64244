/** A further address of a NIC, which the guest gives itself. */
export interface NicSecondaryIpRow {
  id: string;
  nicId: string;
  virtualMachineId: string;
  networkId: string;
  ipAddress: string;
  description?: string;
  created: number;
}
