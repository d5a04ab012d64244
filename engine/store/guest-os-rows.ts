/** By which name's rules a guest OS type is run on a hypervisor. */
export interface GuestOsMappingRow {
  id: string;
  osTypeId: string;
  hypervisor: string;
  osName: string;
  created: number;
  removed?: number;
  // From the view.
  osTypeName?: string;
}
