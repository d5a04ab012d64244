// What hosts count. Counters only grow while a guest or a host runs and begin anew when it does; two readings make a rate.

/** Of a running domain. What its host could not tell, because the guest's process hangs, is absent. */
export interface DomainStatistics {
  vmId: string;
  /** Virtual processors in use. */
  cpuNumber?: number;
  /** Nanoseconds of processor time so far, of all virtual processors together. */
  cpuTime?: number;
  /** KiB: the most that it may have, what it has, and what the guest says is free. */
  memory?: number;
  memoryTarget?: number;
  memoryFree?: number;
  /** Bytes so far. */
  networkRead?: number;
  networkWrite?: number;
  diskRead?: number;
  diskWrite?: number;
  /** Operations so far. */
  diskReads?: number;
  diskWrites?: number;
  volumes: VolumeStatistics[];
}

/** Of a volume of a running domain. */
export interface VolumeStatistics {
  volumeId: string;
  diskRead?: number;
  diskWrite?: number;
  diskReads?: number;
  diskWrites?: number;
  /** Bytes: as the guest sees it, and what it takes on its storage. */
  size?: number;
  physicalSize?: number;
}

/** Of a host itself. */
export interface HostStatistics {
  /** Share of all cores in use since the last reading, 0–1; absent at the first one. */
  cpuUsed?: number;
  /** Load average of the last minute. */
  loadAverage?: number;
  /** KiB. */
  memory: number;
  memoryFree: number;
  /** Bytes so far, of its physical cards. */
  networkRead?: number;
  networkWrite?: number;
}
