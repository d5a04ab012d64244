import { type BenchtopError, fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { simulatorFaultNames } from '../../contract/practice.ts';
import type { HostTarget } from '../driver.ts';
import { type HostRow, noRoute } from './hosts.ts';
import type { World } from './world.ts';

export type FaultName = (typeof simulatorFaultNames)[number];

export interface Fault {
  id: string;
  name: FaultName;
  /** The engine's id of the host. */
  hostId: string;
  hostName: string;
  /**
   * `fail-next-operation`: the name of a Driver method such as `startDomain`, with `:after` behind it to fail after the effect
   * (the answer is lost, the work is done). `storage-gone`, `storage-full`: a pool's or image store's id, else all of the host.
   * `slow`: milliseconds added to each operation, else 3000.
   */
  detail?: string;
}

interface FaultRow {
  id: string;
  name: FaultName;
  host_id: string;
  host_name: string;
  detail: string | null;
}

const select =
  'SELECT fault.id, fault.name, host.id AS host_id, host.name AS host_name, detail FROM fault JOIN host ON host.key = host_key';

const toFault = (row: FaultRow): Fault => ({
  id: row.id,
  name: row.name,
  hostId: row.host_id,
  hostName: row.host_name,
  ...(row.detail === null ? {} : { detail: row.detail }),
});

export function listFaults(world: World, hostId?: string): Fault[] {
  const rows =
    hostId === undefined
      ? world.all<FaultRow>(`${select} WHERE host.id IS NOT NULL ORDER BY host.name, fault.name, fault.id`)
      : world.all<FaultRow>(`${select} WHERE host.id = ? ORDER BY fault.name, fault.id`, hostId);
  return rows.map(toFault);
}

export function faultsOf(world: World, hostKey: number): Fault[] {
  return world.all<FaultRow>(`${select} WHERE host_key = ?`, hostKey).map(toFault);
}

/** Idempotent: the same fault with the same detail is one fault, except `fail-next-operation`, of which each fails one operation. */
export function putFault(world: World, host: HostRow, fault: { id: string; name: FaultName; detail?: string }): Fault {
  if (!simulatorFaultNames.includes(fault.name))
    throw fail('parameter', say`There is no fault named ${fault.name}.`, {
      field: 'name',
      hint: say`Use one of ${simulatorFaultNames.join(', ')}.`,
    });
  const same = world.get<{ id: string }>(
    "SELECT id FROM fault WHERE host_key = ? AND name = ? AND detail IS ? AND name <> 'fail-next-operation'",
    host.key,
    fault.name,
    fault.detail ?? null,
  );
  if (same === undefined)
    world.run(
      'INSERT INTO fault (id, host_key, name, detail) VALUES (?, ?, ?, ?)',
      fault.id,
      host.key,
      fault.name,
      fault.detail ?? null,
    );
  const row = world.get<FaultRow>(`${select} WHERE fault.id = ?`, same?.id ?? fault.id) as FaultRow;
  return toFault(row);
}

export function removeFault(world: World, id: string): void {
  world.run('DELETE FROM fault WHERE id = ?', id);
}

/** What an operation needs to get through: a login, or libvirt behind it as well. */
export type Need = 'ssh' | 'libvirt';

/** How long a silent host is waited for, in milliseconds; the connect timeout of SSH connections to real hosts. */
export const silenceTimeout = 10_000;

/**
 * The error with which a host's faults refuse a connection now, or undefined; in the words of SSH connections to real hosts. A host
 * without power and one without a cable look the same from here: that silence is not death is what the practice is about.
 */
export function refusal(faults: Fault[], host: HostTarget, need: Need): BenchtopError | undefined {
  const has = (name: FaultName) => faults.some((fault) => fault.name === name);
  if (has('power-cut') || has('link-cut')) return noRoute(host);
  if (has('freeze'))
    return fail('hostUnreachable', say`${host.address} does not answer.`, {
      hint: say`Check that the host is on, that the address is right and that no firewall drops the connection.`,
    });
  if (need === 'libvirt' && has('libvirtd-down'))
    return fail('resourceUnavailable', say`libvirt does not run on ${host.address}: its socket does not answer.`, {
      hint: say`Prepare the host again, or start libvirtd (or virtqemud.socket) on it. Instances go on running meanwhile.`,
    });
  return undefined;
}

export function isSilent(faults: Fault[]): boolean {
  return (
    faults.some((fault) => fault.name === 'freeze') && !faults.some((fault) => /^(power|link)-cut$/.test(fault.name))
  );
}

export function slowness(faults: Fault[]): number {
  const slow = faults.find((fault) => fault.name === 'slow');
  if (slow === undefined) return 0;
  const milliseconds = Number(slow.detail ?? 3000);
  return Number.isFinite(milliseconds) ? Math.min(Math.max(milliseconds, 0), 3_600_000) : 3000;
}

/** Reads fail only when named: a heartbeat must not use up the fault that was meant for the next real operation. */
const reads: readonly string[] = [
  'pingHost',
  'listPower',
  'poolStats',
  'lookAtLease',
  'lookAtCard',
  'listForeignDomains',
  'hostStatistics',
  'domainStatistics',
  'inspectVolume',
];

/** Finds the `fail-next-operation` that this operation runs into, and says when it strikes. */
export function nextFailure(faults: Fault[], operation: string): { id: string; after: boolean } | undefined {
  for (const fault of faults) {
    if (fault.name !== 'fail-next-operation') continue;
    const [name, when] = (fault.detail ?? '').split(':');
    const after = when === 'after';
    if (name === operation || (name === '' && !reads.includes(operation))) return { id: fault.id, after };
  }
  return undefined;
}

export function nextFailureError(host: HostTarget, operation: string): BenchtopError {
  return fail('resourceUnavailable', say`${operation} failed on ${host.name}: the fault fail-next-operation was set.`, {
    hint: say`The fault is used up now; try again.`,
  });
}

/** The storage fault that concerns a pool or image store, if any. */
export function storageFault(faults: Fault[], specId: string): 'storage-gone' | 'storage-full' | undefined {
  const hits = (name: FaultName) =>
    faults.some((fault) => fault.name === name && (fault.detail === undefined || fault.detail === specId));
  if (hits('storage-gone')) return 'storage-gone';
  return hits('storage-full') ? 'storage-full' : undefined;
}
