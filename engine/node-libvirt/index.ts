/** libvirt's remote protocol over any duplex stream. See README.md. */
export type { ConnectionOptions, NodeStatistics } from './connection.ts';
export { DAEMON_SOCKETS, Feature, LibvirtConnection } from './connection.ts';
export type { Explanation, FailureReason } from './errors.ts';
export { ErrorCode, explainFailure, LibvirtError, XdrError } from './errors.ts';
export type { HostOptions, HostState } from './host.ts';
export { DEFAULT_EVENTS, LibvirtHost } from './host.ts';
export type { KeepaliveSettings } from './keepalive.ts';
export type { MigrationPhase, MigrationRequest } from './migrate.ts';
export { migrateDomain } from './migrate.ts';
export type { EventName, LibvirtEvent } from './protocol/events.ts';
export * from './protocol/flags.ts';
export type {
  Checkpoint,
  Domain,
  Network,
  NodeDevice,
  Nwfilter,
  Secret,
  Snapshot,
  StoragePool,
  StorageVolume,
} from './protocol/objects.ts';
export type { CallArguments, CallResult, ProcedureName, StreamProcedureName } from './protocol/procedures.ts';
export type { CallOptions, Submission } from './rpc.ts';
export type { WriteSparseOptions } from './sparse.ts';
export { readSparse, writeSparse } from './sparse.ts';
export type { Hole, LibvirtStream, StreamItem } from './stream.ts';
export { isHole } from './stream.ts';
export type { Timers } from './timers.ts';
export type { ConsoleOptions, Screenshot, VolumeStreamOptions } from './transfers.ts';
export type { TypedParam, TypedParamType, TypedParamValue } from './typed-param.ts';
export type { FieldValues, StatsTree } from './typed-params.ts';
export {
  blockCopyFields,
  blockIoTuneFields,
  interfaceFields,
  migrationFields,
  paramMap,
  schedulerFields,
  statsTree,
  typedParams,
} from './typed-params.ts';
