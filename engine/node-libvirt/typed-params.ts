/**
 * Typed parameters by name. A sender must use the type that the server expects for a field (a wrong one is error 8), so it comes
 * from a table and is never guessed from the JavaScript value.
 */
import { XdrError } from './errors.ts';
import type { TypedParam, TypedParamType, TypedParamValue } from './typed-param.ts';

type FieldTypes = { readonly [field: string]: TypedParamType };

/** Fields of the migration procedures (libvirt-domain.h, VIR_MIGRATE_PARAM_*). Bandwidth is in MiB/s. */
export const migrationFields = {
  migrate_uri: 'string',
  destination_name: 'string',
  destination_xml: 'string',
  persistent_xml: 'string',
  bandwidth: 'ullong',
  'bandwidth.postcopy': 'ullong',
  graphics_uri: 'string',
  listen_address: 'string',
  migrate_disks: 'string',
  disks_port: 'int',
  disks_uri: 'string',
  compression: 'string',
  'compression.mt.level': 'int',
  'compression.mt.threads': 'int',
  'compression.mt.dthreads': 'int',
  'compression.xbzrle.cache': 'ullong',
  'auto_converge.initial': 'int',
  'auto_converge.increment': 'int',
  'parallel.connections': 'int',
  'tls.destination': 'string',
} as const satisfies FieldTypes;

/** Fields of domainSetBlockIoTune (VIR_DOMAIN_BLOCK_IOTUNE_*): bytes or operations per second; lengths of bursts in seconds. */
export const blockIoTuneFields = {
  total_bytes_sec: 'ullong',
  read_bytes_sec: 'ullong',
  write_bytes_sec: 'ullong',
  total_iops_sec: 'ullong',
  read_iops_sec: 'ullong',
  write_iops_sec: 'ullong',
  total_bytes_sec_max: 'ullong',
  read_bytes_sec_max: 'ullong',
  write_bytes_sec_max: 'ullong',
  total_iops_sec_max: 'ullong',
  read_iops_sec_max: 'ullong',
  write_iops_sec_max: 'ullong',
  total_bytes_sec_max_length: 'ullong',
  read_bytes_sec_max_length: 'ullong',
  write_bytes_sec_max_length: 'ullong',
  total_iops_sec_max_length: 'ullong',
  read_iops_sec_max_length: 'ullong',
  write_iops_sec_max_length: 'ullong',
  size_iops_sec: 'ullong',
  group_name: 'string',
} as const satisfies FieldTypes;

/** Fields of domainSetInterfaceParameters (VIR_DOMAIN_BANDWIDTH_*): KiB/s, bursts in KiB. */
export const interfaceFields = {
  'inbound.average': 'uint',
  'inbound.peak': 'uint',
  'inbound.burst': 'uint',
  'inbound.floor': 'uint',
  'outbound.average': 'uint',
  'outbound.peak': 'uint',
  'outbound.burst': 'uint',
} as const satisfies FieldTypes;

/** Fields of domainSetSchedulerParametersFlags for QEMU (VIR_DOMAIN_SCHEDULER_*): microseconds; -1 as a quota means no cap. */
export const schedulerFields = {
  cpu_shares: 'ullong',
  global_period: 'ullong',
  global_quota: 'llong',
  vcpu_period: 'ullong',
  vcpu_quota: 'llong',
  emulator_period: 'ullong',
  emulator_quota: 'llong',
  iothread_period: 'ullong',
  iothread_quota: 'llong',
} as const satisfies FieldTypes;

/** Fields of domainBlockCopy (VIR_DOMAIN_BLOCK_COPY_*): bytes/s and bytes. */
export const blockCopyFields = {
  bandwidth: 'ullong',
  granularity: 'uint',
  'buf-size': 'ullong',
} as const satisfies FieldTypes;

type ValueOf<T extends TypedParamType> = T extends 'string'
  ? string
  : T extends 'boolean'
    ? boolean
    : T extends 'llong' | 'ullong'
      ? bigint
      : number;

/** Values for some fields of a table; a list gives the field several times, as migrate_disks wants it. */
export type FieldValues<T extends FieldTypes> = { readonly [K in keyof T]?: ValueOf<T[K]> | readonly ValueOf<T[K]>[] };

/** The wire's list for `values`. Absent and undefined fields are left out. Throws `XdrError` at a field the table lacks. */
export function typedParams<T extends FieldTypes>(fields: T, values: FieldValues<T>): TypedParam[] {
  const params: TypedParam[] = [];
  for (const [field, given] of Object.entries(values)) {
    if (given === undefined) continue;
    const type = Object.hasOwn(fields, field) ? fields[field] : undefined;
    if (type === undefined) throw new XdrError(`no typed parameter ${field}`);
    for (const value of Array.isArray(given) ? given : [given]) params.push({ field, type, value } as TypedParam);
  }
  return params;
}

/** Values by field. Where the server repeats a field the last one counts. */
export function paramMap(params: readonly TypedParam[]): Map<string, TypedParamValue> {
  return new Map(params.map(({ field, value }) => [field, value]));
}

/** A statistics record as a tree: `block.0.rd.bytes` is `tree.block[0].rd.bytes`. Objects have no prototype. */
export type StatsTree = { [key: string]: TypedParamValue | StatsTree };

// libvirt's deepest field has five parts. More only comes from a host that means harm.
const DEPTH_LIMIT = 8;

/**
 * Nests a record by the dots of its fields. A field that is both a value and the beginning of others keeps its value; the others
 * stay under the rest of their name, dots included, so that nothing is lost.
 */
export function statsTree(params: readonly TypedParam[]): StatsTree {
  const root: StatsTree = Object.create(null);
  // A value sorts before the fields that begin with its name, so the outcome does not depend on the server's order.
  const sorted = params.toSorted((a, b) => (a.field < b.field ? -1 : 1));
  for (const { field, value } of sorted) {
    const parts = field.split('.', DEPTH_LIMIT + 1);
    if (parts.length > DEPTH_LIMIT) continue;
    let node = root;
    let depth = 0;
    for (; depth < parts.length - 1; depth++) {
      const part = parts[depth] ?? '';
      const next = node[part];
      if (next === undefined) {
        const child: StatsTree = Object.create(null);
        node[part] = child;
        node = child;
      } else if (typeof next === 'object') {
        node = next;
      } else {
        break;
      }
    }
    node[parts.slice(depth).join('.')] = value;
  }
  return root;
}
