/** What an instance that was found on a host goes on with; see `Hardware` of the drivers. */
export interface AdoptedInstance {
  hardware?: {
    machine: 'pc' | 'q35';
    diskBus: 'virtio' | 'scsi' | 'ide' | 'sata';
    nicModel: 'virtio' | 'e1000' | 'e1000e' | 'rtl8139';
  };
}

/** A disk that Benchtop did not make: its file's name on the pool, and what it is. */
export interface AdoptedVolume {
  file?: string;
  format?: 'qcow2' | 'raw';
}
