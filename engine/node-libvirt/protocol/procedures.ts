/**
 * The table of all procedures this package knows: those of libvirt 9.0 that managing a cloud needs. Procedures and numbers are
 * only ever appended by libvirt, so the table holds for every newer daemon.
 */
import { agentProcedures } from './agent.ts';
import { blockJobProcedures } from './block-job.ts';
import { connectProcedures } from './connect.ts';
import { deviceProcedures } from './device.ts';
import { domainProcedures } from './domain.ts';
import { eventRegistrationProcedures } from './event-registration.ts';
import { migrationProcedures } from './migration.ts';
import { networkProcedures } from './network.ts';
import { nodeProcedures } from './node.ts';
import { nodeDeviceProcedures } from './node-device.ts';
import { nwfilterProcedures } from './nwfilter.ts';
import type { Procedure } from './procedure.ts';
import { qemuProcedures } from './qemu.ts';
import { secretProcedures } from './secret.ts';
import { snapshotProcedures } from './snapshot.ts';
import { storageProcedures } from './storage.ts';
import { streamProcedures } from './stream.ts';

export const procedures = {
  ...connectProcedures,
  ...nodeProcedures,
  ...domainProcedures,
  ...deviceProcedures,
  ...agentProcedures,
  ...snapshotProcedures,
  ...blockJobProcedures,
  ...migrationProcedures,
  ...streamProcedures,
  ...storageProcedures,
  ...networkProcedures,
  ...nwfilterProcedures,
  ...secretProcedures,
  ...nodeDeviceProcedures,
  ...eventRegistrationProcedures,
  ...qemuProcedures,
};

export type ProcedureName = keyof typeof procedures;
export type StreamProcedureName = keyof typeof streamProcedures;

/** Arguments of a procedure; `{}` where it takes none. */
export type CallArguments<K extends ProcedureName> =
  (typeof procedures)[K] extends Procedure<infer Args, infer _> ? Args : never;

/** The answer to a procedure; `{}` where it has none. */
export type CallResult<K extends ProcedureName> =
  (typeof procedures)[K] extends Procedure<infer _, infer Result> ? Result : never;

const names = new Map<string, ProcedureName>(
  Object.entries(procedures).map(([name, { program, number }]) => [`${program}:${number}`, name as ProcedureName]),
);

/** The name of a procedure by program and number, or undefined if the table lacks it. */
export function procedureName(program: number, number: number): ProcedureName | undefined {
  return names.get(`${program}:${number}`);
}
