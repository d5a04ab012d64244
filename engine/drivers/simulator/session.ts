import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { HostEvent, HostTarget } from '../driver.ts';
import { createClock, type WorldClock } from './clock.ts';
import { nextDue, settle } from './domains.ts';
import { createDoorbell } from './doorbell.ts';
import {
  faultsOf,
  isSilent,
  type Need,
  nextFailure,
  nextFailureError,
  refusal,
  removeFault,
  silenceTimeout,
  slowness,
} from './faults.ts';
import { findHost, type HostRow, noRoute } from './hosts.ts';
import type { Seen } from './storage.ts';
import { openWorld, type World } from './world.ts';

export interface OperationPlan<T> {
  need: Need;
  /** How long it takes on the wire, in milliseconds; and beyond that, how long the host or guest is at work with it. */
  takes: number;
  work?: number;
  /** Ends that work early, with nothing done. */
  signal?: AbortSignal;
  /** Told when it begins. */
  begun?(): void;
  /** One transaction: the whole effect. */
  effect(seen: Seen): T;
}

/** The driver's side of the world: connections to simulated hosts, what operations run into on their way, and pushed events. */
export interface Session {
  world: World;
  clock: WorldClock;
  operate<T>(operation: string, target: HostTarget, plan: OperationPlan<T>): Promise<T>;
  /** The host as it is now; throws when it cannot be reached. Without waiting, for use inside longer work. */
  look(target: HostTarget, need: Need): Seen;
  /** Commits a change and tells listeners and the console worker. */
  commit<T>(work: () => T): T;
  /** Tells the console worker that something changed which is no event of a guest. */
  ring(): void;
  emit(event: HostEvent): void;
  isConnected(hostId: string): boolean;
  connected(hostId: string): void;
  disconnected(hostId: string, reason?: string): void;
  onHostEvent(listener: (event: HostEvent) => void): () => void;
  close(): void;
}

export function openSession(worldPath: string, delayScale?: number): Session {
  const world = openWorld(worldPath);
  const clock = createClock(world, delayScale);
  const listeners = new Set<(event: HostEvent) => void>();
  const connections = new Set<string>();
  const closing = new AbortController();
  const lastEvent = () => world.get<{ seq: number | null }>('SELECT max(seq) AS seq FROM event')?.seq ?? 0;
  let told = lastEvent();
  let alarm: { due: number; abort: AbortController } | undefined;
  let closed = false;

  const doorbell = createDoorbell(worldPath, () => {
    if (!closed) tell();
  });

  function emit(event: HostEvent): void {
    for (const listener of listeners) listener(event);
  }

  /** Pushes what happened since the last time to whoever listens, for the hosts that this session has a connection to. */
  function tell(): void {
    const rows = world.all<{
      seq: number;
      id: string | null;
      vm_id: string;
      power: 'PowerOn' | 'PowerOff';
      reason: string;
    }>(
      'SELECT seq, host.id, vm_id, power, reason FROM event JOIN host ON host.key = host_key WHERE seq > ? ORDER BY seq',
      told,
    );
    for (const row of rows) {
      told = row.seq;
      if (row.id !== null && connections.has(row.id))
        emit({ type: 'power', hostId: row.id, vmId: row.vm_id, power: row.power, reason: row.reason });
    }
    setAlarm();
  }

  function commit<T>(work: () => T): T {
    const before = lastEvent();
    const result = world.write(work);
    if (lastEvent() !== before) doorbell.ring();
    tell();
    return result;
  }

  /** Guests that were asked to shut down do so without being asked again. */
  function setAlarm(): void {
    const due = nextDue(world);
    if (due === alarm?.due || closed) return;
    alarm?.abort.abort();
    alarm = undefined;
    if (due === undefined) return;
    const abort = new AbortController();
    alarm = { due, abort };
    clock.until(due, abort.signal).then(
      () => {
        if (closed || abort.signal.aborted) return;
        alarm = undefined;
        commit(() => settle(world, clock.now()));
      },
      () => undefined,
    );
  }

  function find(target: HostTarget): HostRow {
    const row = findHost(world, target.address);
    if (row !== undefined) return row;
    // The practice world has lost the machine, or it was taken off the rack.
    throw noRoute(target);
  }

  function look(target: HostTarget, need: Need): Seen {
    const row = find(target);
    const faults = faultsOf(world, row.key);
    const refused = refusal(faults, target, need);
    if (refused !== undefined) {
      session.disconnected(target.id, refused.data.message);
      throw refused;
    }
    return { row, target, faults };
  }

  async function operate<T>(operation: string, target: HostTarget, plan: OperationPlan<T>): Promise<T> {
    if (closed) throw fail('unavailable', say`The simulator is closed.`);
    const row = find(target);
    const faults = faultsOf(world, row.key);
    if (isSilent(faults)) await clock.sleep(silenceTimeout, closing.signal);
    const failure = nextFailure(faults, operation);
    if (refusal(faults, target, plan.need) === undefined) {
      if (failure !== undefined && !failure.after) {
        commit(() => removeFault(world, failure.id));
        throw nextFailureError(target, operation);
      }
      await clock.roundTrip(plan.takes, closing.signal);
      plan.begun?.();
      await clock.sleep(
        (plan.work ?? 0) + slowness(faults),
        plan.signal === undefined ? closing.signal : AbortSignal.any([closing.signal, plan.signal]),
      );
    }
    // The host may have died, or come back, while the operation was on its way.
    const seen = look(target, plan.need);
    // Events come over libvirt; a login alone brings none.
    if (plan.need === 'libvirt') session.connected(target.id);
    settle(world, clock.now());
    const result = commit(() => {
      if (failure !== undefined) removeFault(world, failure.id);
      return plan.effect(seen);
    });
    if (failure?.after) throw nextFailureError(target, operation);
    return result;
  }

  const session: Session = {
    world,
    clock,
    operate,
    look,
    commit,
    ring: () => doorbell.ring(),
    emit,
    isConnected: (hostId) => connections.has(hostId),
    connected(hostId) {
      if (connections.has(hostId)) return;
      connections.add(hostId);
      emit({ type: 'connected', hostId });
    },
    disconnected(hostId, reason) {
      if (connections.delete(hostId) && reason !== undefined) emit({ type: 'disconnected', hostId, reason });
    },
    onHostEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      if (closed) return;
      closed = true;
      alarm?.abort.abort();
      closing.abort();
      clock.close();
      doorbell.close();
      listeners.clear();
      world.close();
    },
  };
  setAlarm();
  return session;
}
