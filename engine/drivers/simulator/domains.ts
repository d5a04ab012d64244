import { createHash } from 'node:crypto';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { CdromSpec, DomainPower, DomainSpec, GuestNetworkSpec, Reservation } from '../driver.ts';
import { holdsDrive, ignoresShutdown } from './practice-names.ts';
import { mountedStore, type Seen, templateOn } from './storage.ts';
import type { World } from './world.ts';

/** The simulator's own domain states; apart from the engine's, as libvirt's are. */
export type DomainState = 'defined' | 'running' | 'paused' | 'crashed';

export interface DomainRow {
  host_key: number;
  id: string;
  instance_name: string;
  spec: string;
  state: DomainState;
  reason: string;
  memory: number;
  cpu_number: number;
  started_at: number | null;
  boots: number;
  due_at: number | null;
  /** 1: the engine did not make it, or has let go of it. */
  is_foreign: number;
}

/** Under which name the world has a disk: that of its file, if the engine did not make it. */
export const fileOf = (disk: DomainSpec['disks'][number]): string => disk.file ?? disk.volumeId;

const isOn = (state: DomainState) => state === 'running' || state === 'paused';
/** As libvirt tells a state and its reason. */
const words: Readonly<Record<DomainState, string>> = {
  defined: 'shut off',
  running: 'running',
  paused: 'paused',
  crashed: 'crashed',
};
const reasonText = (state: DomainState, reason: string) =>
  reason === '' ? words[state] : `${words[state]} (${reason})`;
const powerOf = (state: DomainState): DomainPower['power'] => (isOn(state) ? 'PowerOn' : 'PowerOff');

export function findDomain(world: World, hostKey: number, vmId: string): DomainRow | undefined {
  return world.get<DomainRow>('SELECT * FROM domain WHERE host_key = ? AND id = ?', hostKey, vmId);
}

/** The domain of a VM that is switched on, on whichever host. */
export function runningDomain(world: World, vmId: string): DomainRow | undefined {
  return world.get<DomainRow>("SELECT * FROM domain WHERE id = ? AND state IN ('running', 'paused')", vmId);
}

export function needDomain(world: World, seen: Seen, vmId: string): DomainRow {
  const row = findDomain(world, seen.row.key, vmId);
  if (row !== undefined) return row;
  throw fail('resourceUnavailable', say`The instance is not defined on ${seen.target.name}.`, {
    hint: say`Start it again; it is defined anew then.`,
  });
}

/** The only writer of a domain's state. A host that lost its power tells nobody, hence `silently`. */
export function setState(
  world: World,
  domain: DomainRow,
  change: { state: DomainState; reason: string; startedAt?: number; silently?: boolean },
): void {
  const started = change.startedAt ?? (isOn(change.state) ? domain.started_at : null);
  world.run(
    'UPDATE domain SET state = ?, reason = ?, started_at = ?, boots = ?, due_at = NULL WHERE host_key = ? AND id = ?',
    change.state,
    change.reason,
    started,
    domain.boots + (change.startedAt === undefined ? 0 : 1),
    domain.host_key,
    domain.id,
  );
  if (change.silently) return;
  world.run(
    'INSERT INTO event (host_key, vm_id, power, reason) VALUES (?, ?, ?, ?)',
    domain.host_key,
    domain.id,
    powerOf(change.state),
    reasonText(change.state, change.reason),
  );
  // Nobody reads further back than the last moments; a thousand rows are plenty.
  world.run('DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - 1000');
}

/** As much of a spec as the world keeps: of a config drive its files' names and digests, because what is on it is secret. */
function keptSpec({ configDrive, ...spec }: DomainSpec): object {
  if (configDrive === undefined) return spec;
  const digest = (content: Buffer) => createHash('sha256').update(content).digest('hex');
  return { ...spec, configDrive: configDrive.map(({ path, content }) => ({ path, sha256: digest(content) })) };
}

export function putDomain(world: World, seen: Seen, spec: DomainSpec): void {
  needIso(world, seen, spec.cdrom);
  const found = findDomain(world, seen.row.key, spec.id);
  const namesake = world.get<{ id: string }>(
    'SELECT id FROM domain WHERE host_key = ? AND instance_name = ? AND id <> ?',
    seen.row.key,
    spec.instanceName,
    spec.id,
  );
  if (namesake !== undefined)
    throw fail('inUse', say`Another virtual machine named ${spec.instanceName} is on ${seen.target.name} already.`, {
      hint: say`It was not made by this Benchtop, or by an earlier one. Rename or remove it on the host.`,
    });
  world.run(
    `INSERT INTO domain (host_key, id, instance_name, spec, state, reason, memory, cpu_number)
     VALUES (?, ?, ?, ?, 'defined', '', ?, ?)
     ON CONFLICT (host_key, id) DO UPDATE SET instance_name = excluded.instance_name, spec = excluded.spec, is_foreign = 0,
       memory = iif(state IN ('running', 'paused'), memory, excluded.memory),
       cpu_number = iif(state IN ('running', 'paused'), cpu_number, excluded.cpu_number)`,
    seen.row.key,
    spec.id,
    spec.instanceName,
    JSON.stringify(keptSpec(spec)),
    spec.memory,
    spec.cpuNumber,
  );
  // What a running domain uses stays as it was started, as with libvirt's live and persistent definitions.
  if (found !== undefined && isOn(found.state)) return;
  world.run('DELETE FROM domain_disk WHERE host_key = ? AND domain_id = ?', seen.row.key, spec.id);
  for (const disk of spec.disks)
    world.run(
      'INSERT OR IGNORE INTO domain_disk (host_key, domain_id, volume_id, pool_id) VALUES (?, ?, ?, ?)',
      seen.row.key,
      spec.id,
      fileOf(disk),
      disk.pool.id,
    );
}

/** Throws when the ISO is not on the storage that the host has mounted. */
function needIso(world: World, seen: Seen, cdrom: CdromSpec | undefined): void {
  if (cdrom === undefined || templateOn(world, seen, cdrom.store, cdrom.isoId) !== undefined) return;
  throw fail(
    'resourceUnavailable',
    say`The ISO is not on the secondary storage that ${seen.target.name} has mounted.`,
    {
      hint: say`Detach it, or delete it and register it again. If the storage is away, reconnect the host.`,
    },
  );
}

export function changeCdrom(
  world: World,
  seen: Seen,
  vmId: string,
  cdrom: CdromSpec | undefined,
  forced: boolean,
): void {
  const domain = needDomain(world, seen, vmId);
  needIso(world, seen, cdrom);
  const { cdrom: _before, ...spec } = JSON.parse(domain.spec) as DomainSpec;
  if (isOn(domain.state) && !forced && holdsDrive(spec.displayName))
    throw fail('conflict', say`The guest holds the CD drive: its tray is locked.`, {
      hint: say`Unmount or eject the disc in the guest, or do it forced.`,
    });
  world.run(
    'UPDATE domain SET spec = ? WHERE host_key = ? AND id = ?',
    JSON.stringify({ ...spec, ...(cdrom !== undefined && { cdrom }) }),
    domain.host_key,
    domain.id,
  );
}

/** Memory that running domains of a host hold, in bytes. */
export function memoryHeld(world: World, hostKey: number): number {
  const row = world.get<{ held: number }>(
    "SELECT coalesce(sum(memory), 0) AS held FROM domain WHERE host_key = ? AND state IN ('running', 'paused')",
    hostKey,
  );
  return (row as { held: number }).held;
}

export function start(world: World, seen: Seen, vmId: string, now: number): void {
  const domain = needDomain(world, seen, vmId);
  if (domain.state === 'running') return;
  if (domain.state === 'paused') {
    setState(world, domain, { state: 'running', reason: 'unpaused' });
    return;
  }
  const spec = JSON.parse(domain.spec) as DomainSpec;
  const refuse = (why: Phrase, hint: Phrase) =>
    fail('resourceUnavailable', say`${spec.instanceName} could not be started on ${seen.target.name}: ${why}.`, {
      hint,
    });
  if (seen.faults.some((fault) => fault.name === 'start-fails'))
    throw refuse(
      say`internal error: process exited while connecting to monitor`,
      say`Read the instance's log on the host: /var/log/libvirt/qemu.`,
    );
  if (seen.faults.some((fault) => fault.name === 'storage-gone'))
    throw refuse(say`its storage does not answer`, say`Check the storage server and the network to it.`);
  for (const disk of spec.disks) {
    const store = mountedStore(world, seen, disk.pool);
    if (world.get('SELECT 1 FROM volume WHERE store_key = ? AND id = ?', store, fileOf(disk)) === undefined)
      throw refuse(say`its disk ${fileOf(disk)} is not there`, say`Check the storage pool.`);
    const holder = world.get<{ name: string }>(
      `SELECT host.name FROM domain_disk JOIN domain ON domain.host_key = domain_disk.host_key AND domain.id = domain_id
       JOIN host ON host.key = domain.host_key
       WHERE volume_id = ? AND domain_disk.host_key <> ? AND state IN ('running', 'paused') LIMIT 1`,
      fileOf(disk),
      seen.row.key,
    );
    // The disk lock: an instance never runs twice.
    if (holder !== undefined)
      throw fail('inUse', say`The disk of ${spec.instanceName} is locked: it runs on ${holder.name}.`, {
        hint: say`Make sure that it is off on ${holder.name} before it is started elsewhere.`,
      });
  }
  for (const nic of spec.nics) needBridge(world, seen, nic.bridge);
  if (memoryHeld(world, seen.row.key) + spec.memory > seen.row.memory_total)
    throw fail('insufficientCapacity', say`${seen.target.name} has too little memory left for ${spec.instanceName}.`, {
      hint: say`Stop instances there, or start this one on another host.`,
    });
  setState(world, domain, { state: 'running', reason: 'booted', startedAt: now });
}

/** Presses the power button; the guest is off at `due`. */
export function pressPower(world: World, seen: Seen, vmId: string, due: number): void {
  const domain = needDomain(world, seen, vmId);
  if (!isOn(domain.state) || domain.due_at !== null) return;
  // A paused guest does not run the code that would react.
  if (domain.state === 'paused' || ignoresShutdown((JSON.parse(domain.spec) as DomainSpec).displayName)) return;
  world.run('UPDATE domain SET due_at = ? WHERE host_key = ? AND id = ?', due, domain.host_key, domain.id);
}

export function cutPower(world: World, hostKey: number, vmId: string, reason = 'destroyed'): void {
  const domain = findDomain(world, hostKey, vmId);
  if (domain !== undefined && isOn(domain.state)) setState(world, domain, { state: 'defined', reason });
}

export function reboot(world: World, seen: Seen, vmId: string, now: number): void {
  const domain = needDomain(world, seen, vmId);
  if (!isOn(domain.state))
    throw fail('conflict', say`${domain.instance_name} is not running on ${seen.target.name}.`, {
      hint: say`Start it instead.`,
    });
  setState(world, domain, { state: 'running', reason: 'rebooted', startedAt: now });
}

/** Removal of what is not there succeeds; a running domain would live on without a definition, so that is refused. */
export function undefine(world: World, seen: Seen, vmId: string): void {
  const domain = findDomain(world, seen.row.key, vmId);
  if (domain === undefined) return;
  if (isOn(domain.state))
    throw fail('conflict', say`${domain.instance_name} is running on ${seen.target.name}.`, {
      hint: say`Stop it first.`,
    });
  world.run('DELETE FROM domain WHERE host_key = ? AND id = ?', seen.row.key, vmId);
}

type Power = Pick<DomainRow, 'id' | 'state' | 'reason'>;
const powerOfRow = ({ id, state, reason }: Power): DomainPower => ({
  vmId: id,
  power: powerOf(state),
  reason: reasonText(state, reason),
});

export function powerOfHost(world: World, hostKey: number): DomainPower[] {
  return world
    .all<Power>('SELECT id, state, reason FROM domain WHERE host_key = ? AND is_foreign = 0 ORDER BY id', hostKey)
    .map(powerOfRow);
}

export function powerOfDomain(world: World, hostKey: number, vmId: string): DomainPower | undefined {
  const row = world.get<Power>(
    'SELECT id, state, reason FROM domain WHERE host_key = ? AND id = ? AND is_foreign = 0',
    hostKey,
    vmId,
  );
  return row === undefined ? undefined : powerOfRow(row);
}

/** When the next guest will be off by itself, in world time. */
export function nextDue(world: World): number | undefined {
  return (
    world.get<{ due: number | null }>('SELECT min(due_at) AS due FROM domain WHERE due_at IS NOT NULL')?.due ??
    undefined
  );
}

/** Lets happen what was due by now, also what became due while nobody looked. */
export function settle(world: World, now: number): void {
  const due = () => world.all<DomainRow>('SELECT * FROM domain WHERE due_at <= ?', now);
  if (due().length === 0) return;
  world.write(() => {
    for (const domain of due()) setState(world, domain, { state: 'defined', reason: 'shut down' });
  });
}

/** A host without power: everything on it is off, long work is dead, and nobody is told. */
export function losePower(world: World, hostKey: number): void {
  const running = world.all<DomainRow>(
    "SELECT * FROM domain WHERE host_key = ? AND state IN ('running', 'paused')",
    hostKey,
  );
  for (const domain of running) setState(world, domain, { state: 'defined', reason: '', silently: true });
  world.run('DELETE FROM work WHERE host_key = ?', hostKey);
}

export function needBridge(world: World, seen: Seen, bridge: string): void {
  if (world.get('SELECT 1 FROM bridge WHERE host_key = ? AND name = ?', seen.row.key, bridge) !== undefined) return;
  throw fail('resourceUnavailable', say`${seen.target.name} has no bridge named ${bridge}.`, {
    hint: say`Prepare the host again with this bridge, or change the traffic label of the zone's physical network.`,
  });
}

export function putGuestNetwork(world: World, seen: Seen, network: GuestNetworkSpec): void {
  needBridge(world, seen, network.bridge);
  const { reservations, ...rest } = network;
  world.run(
    'INSERT INTO guest_network (host_key, id, spec) VALUES (?, ?, ?) ON CONFLICT (host_key, id) DO UPDATE SET spec = excluded.spec',
    seen.row.key,
    network.id,
    JSON.stringify(rest),
  );
  // What is as it should be is left alone: a network has thousands of them.
  const wanted = new Set(reservations.map(lineOf));
  const there = world.all<Reservation>(
    'SELECT vm_id AS vmId, mac, address, host_name AS hostName FROM reservation WHERE host_key = ? AND network_id = ?',
    seen.row.key,
    network.id,
  );
  for (const one of there) if (!wanted.has(lineOf(one))) dropReservation(world, seen, network.id, one);
  const kept = new Set(there.map(lineOf));
  for (const one of reservations) if (!kept.has(lineOf(one))) insertReservation(world, seen, network.id, one);
}

const lineOf = (one: Reservation) => `${one.vmId} ${one.mac} ${one.address} ${one.hostName}`;

function insertReservation(world: World, seen: Seen, networkId: string, one: Reservation): void {
  world.run(
    'INSERT OR REPLACE INTO reservation (host_key, network_id, vm_id, mac, address, host_name) VALUES (?, ?, ?, ?, ?, ?)',
    seen.row.key,
    networkId,
    one.vmId,
    one.mac,
    one.address,
    one.hostName,
  );
}

/** False where the host does not serve the network. */
export function putReservations(world: World, seen: Seen, networkId: string, cards: readonly Reservation[]): boolean {
  const served = world.get('SELECT 1 FROM guest_network WHERE host_key = ? AND id = ?', seen.row.key, networkId);
  if (served === undefined) return false;
  for (const card of cards) {
    const before = world.all<Reservation>(
      'SELECT vm_id AS vmId, mac, address FROM reservation WHERE host_key = ? AND network_id = ? AND address = ?',
      seen.row.key,
      networkId,
      card.address,
    );
    for (const other of before) if (other.mac !== card.mac) dropReservation(world, seen, networkId, other);
    insertReservation(world, seen, networkId, card);
  }
  return true;
}

export function dropReservation(world: World, seen: Seen, networkId: string, one: Reservation): void {
  world.run(
    'DELETE FROM reservation WHERE host_key = ? AND network_id = ? AND vm_id = ? AND mac = ?',
    seen.row.key,
    networkId,
    one.vmId,
    one.mac,
  );
}

export function removeGuestNetwork(world: World, seen: Seen, networkId: string): void {
  world.run('DELETE FROM guest_network WHERE host_key = ? AND id = ?', seen.row.key, networkId);
}
