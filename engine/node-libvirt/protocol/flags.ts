/**
 * Flags and numbers of libvirt's public headers that callers pass or compare. Flags combine with `|`, except that a flag of bit 31
 * needs `>>> 0` afterwards.
 */

/** What a change applies to (virDomainModificationImpact); `current` means whichever of the two fits the domain’s state. */
export const Affect = { current: 0, live: 1, config: 2 } as const;

export const DomainState = {
  none: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shuttingDown: 4,
  shutOff: 5,
  crashed: 6,
  suspendedByGuest: 7,
} as const;

/** `event` of a domainLifecycle event. */
export const LifecycleEvent = {
  defined: 0,
  undefined: 1,
  started: 2,
  suspended: 3,
  resumed: 4,
  stopped: 5,
  shutdown: 6,
  suspendedByGuest: 7,
  crashed: 8,
} as const;

/** `detail` of a domainLifecycle event whose `event` is stopped. */
export const StoppedDetail = {
  shutdown: 0,
  destroyed: 1,
  crashed: 2,
  migrated: 3,
  saved: 4,
  failed: 5,
  fromSnapshot: 6,
} as const;

export const DefineFlag = { validate: 1 } as const;
export const StartFlag = {
  paused: 1,
  autodestroy: 2,
  bypassCache: 4,
  forceBoot: 8,
  validate: 16,
  resetNvram: 32,
} as const;
export const ShutdownFlag = { acpi: 1, guestAgent: 2 } as const;
/** `graceful` sends QEMU SIGTERM only and fails if it does not end, where the default goes on to SIGKILL. */
export const DestroyFlag = { graceful: 1, removeLogs: 2 } as const;
export const UndefineFlag = {
  managedSave: 1,
  snapshotsMetadata: 2,
  nvram: 4,
  keepNvram: 8,
  checkpointsMetadata: 16,
  tpm: 32,
  keepTpm: 64,
} as const;
export const DomainXmlFlag = { secure: 1, inactive: 2, updateCpu: 4, migratable: 8 } as const;
export const ListDomainsFlag = {
  active: 1,
  inactive: 2,
  persistent: 4,
  transient: 8,
  running: 16,
  paused: 32,
  shutOff: 64,
  managedSave: 256,
  hasSnapshot: 4096,
} as const;

/** Groups of domain statistics (virDomainStatsTypes); 0 asks for all. */
export const StatsGroup = {
  state: 1,
  cpu: 2,
  balloon: 4,
  vcpu: 8,
  interface: 16,
  block: 32,
  perf: 64,
  iothread: 128,
  memory: 256,
  dirtyRate: 512,
  vm: 1024,
} as const;

/**
 * Flags of connectGetAllDomainStats. Without `noWait` a single QEMU that hangs delays the statistics of every domain of the host
 * by 30 seconds; with it that domain’s record has fewer fields.
 */
export const StatsFlag = { active: 1, inactive: 2, running: 16, noWait: 0x2000_0000, backing: 0x4000_0000 } as const;

/** To be added to the flags of the older getters of typed parameters: this client knows string values. */
export const TYPED_PARAM_STRING_OKAY = 4;

export const DomainMetadata = { description: 0, title: 1, element: 2 } as const;
export const AddressSource = { lease: 0, agent: 1, arp: 2 } as const;
export const SnapshotCreateFlag = {
  redefine: 1,
  current: 2,
  noMetadata: 4,
  halt: 8,
  diskOnly: 16,
  reuseExternal: 32,
  quiesce: 64,
  atomic: 128,
  live: 256,
  validate: 512,
} as const;
export const SnapshotRevertFlag = { running: 1, paused: 2, force: 4, resetNvram: 8 } as const;
export const SnapshotDeleteFlag = { children: 1, metadataOnly: 2, childrenOnly: 4 } as const;
export const BlockJobType = { unknown: 0, pull: 1, copy: 2, commit: 3, activeCommit: 4, backup: 5 } as const;
export const BlockJobStatus = { completed: 0, failed: 1, cancelled: 2, ready: 3 } as const;
export const BlockJobAbortFlag = { async: 1, pivot: 2 } as const;

export const MigrateFlag = {
  live: 1,
  peerToPeer: 2,
  tunnelled: 4,
  persistDestination: 8,
  undefineSource: 16,
  paused: 32,
  nonSharedDisk: 64,
  nonSharedIncremental: 128,
  changeProtection: 256,
  unsafe: 512,
  offline: 1024,
  compressed: 2048,
  abortOnError: 4096,
  autoConverge: 8192,
  postCopy: 0x8000,
  tls: 0x1_0000,
  parallel: 0x2_0000,
} as const;

export const StoragePoolState = { inactive: 0, building: 1, running: 2, degraded: 3, inaccessible: 4 } as const;
export const StoragePoolBuildFlag = { new: 0, repair: 1, resize: 2, noOverwrite: 4, overwrite: 8 } as const;
export const VolumeCreateFlag = { preallocateMetadata: 1, reflink: 2, validate: 4 } as const;
export const VolumeDeleteFlag = { zeroed: 1, withSnapshots: 2 } as const;
export const VolumeResizeFlag = { allocate: 1, delta: 2, shrink: 4 } as const;
/** Upload and download: holes are told, not sent as zeros. libvirt 3.4 and later. */
export const VolumeStreamFlag = { sparse: 1 } as const;
/** `force` throws out whoever has the console; `safe` refuses where two could write to it at once. */
export const ConsoleFlag = { force: 1, safe: 2 } as const;
