import { setImmediate as turn } from 'node:timers/promises';
import { type BenchtopError, fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { ConsoleOpener, HostTarget } from '../driver.ts';
import type { UploadSink } from '../upload.ts';
import { createGuestConsole, type GuestConsole } from './console/guest.ts';
import { createPracticeShell, type PracticeShell } from './console/practice-shell.ts';
import { createDoorbell, type Doorbell } from './doorbell.ts';
import { faultsOf, refusal } from './faults.ts';
import { findHost, noRoute } from './hosts.ts';
import type { Seen } from './storage.ts';
import { lostHost, openUpload } from './uploads.ts';
import { openWorld, type World } from './world.ts';

interface OpenWorld {
  world: World;
  doorbell: Doorbell;
  guests: Map<string, GuestConsole>;
  /** Shells on hosts, until they end. */
  shells: Set<{ host: HostTarget; shell: PracticeShell }>;
  /** Files on their way to hosts, until they are there. */
  uploads: Set<{ host: HostTarget; sink: UploadSink }>;
  checking: boolean;
}

/** Why a login on a simulated host gets no answer now. */
function unreachable(world: World, host: HostTarget): BenchtopError | undefined {
  const row = findHost(world, host.address);
  return row === undefined ? noRoute(host) : refusal(faultsOf(world, row.key), host, 'ssh');
}

/** The host as an upload sees it; throws while it cannot be reached. */
function seenHost(world: World, host: HostTarget): Seen {
  const row = findHost(world, host.address);
  if (row === undefined) throw noRoute(host);
  const faults = faultsOf(world, row.key);
  if (refusal(faults, host, 'ssh') !== undefined) throw lostHost(host);
  return { row, target: host, faults };
}

/**
 * Consoles of simulated guests, for the console worker: it opens the world by its path, through a connection of its own. What guests
 * do to themselves (poweroff, reboot) is written to the world, where the engine's side sees it as something from outside.
 */
export function createSimulatorConsoleOpener(): ConsoleOpener {
  const worlds = new Map<string, OpenWorld>();
  let closed = false;

  function worldAt(path: string): OpenWorld {
    const found = worlds.get(path);
    if (found !== undefined) return found;
    const world = openWorld(path);
    const open: OpenWorld = {
      world,
      guests: new Map(),
      shells: new Set(),
      uploads: new Set(),
      checking: false,
      doorbell: createDoorbell(path, () => void check(open)),
    };
    worlds.set(path, open);
    return open;
  }

  /** After the ring of a turn: a guest that printed its last line shall be seen doing so. */
  async function check(open: OpenWorld): Promise<void> {
    if (open.checking) return;
    open.checking = true;
    await turn();
    open.checking = false;
    if (closed) return;
    for (const { host, shell } of open.shells) if (unreachable(open.world, host) !== undefined) shell.lose();
    for (const { host, sink } of open.uploads)
      if (unreachable(open.world, host) !== undefined) sink.stream.destroy(lostHost(host));
    for (const [vmId, guest] of open.guests) {
      if (guest.refresh()) continue;
      open.guests.delete(vmId);
      guest.close();
    }
  }

  return {
    async open(target) {
      if (target.driver !== 'Simulator') throw fail('internal', say`This console belongs to another driver.`);
      if (closed) throw fail('unavailable', say`Consoles are being closed.`);
      const open = worldAt(target.worldPath);
      const kept = open.guests.get(target.vmId);
      // The ring may not have come yet, or ever, when another process changed the world.
      const guest = kept?.refresh()
        ? kept
        : createGuestConsole(open.world, target.vmId, () => {
            open.doorbell.ring();
            void check(open);
          });
      if (guest !== kept) kept?.close();
      if (guest === undefined) {
        open.guests.delete(target.vmId);
        throw fail('conflict', say`The instance is not running, so it has no console.`, { hint: say`Start it first.` });
      }
      open.guests.set(target.vmId, guest);
      return guest.open(target.type);
    },
    async openShell(target, size) {
      if (target.driver !== 'Simulator') throw fail('internal', say`This shell belongs to another driver.`);
      if (closed) throw fail('unavailable', say`Consoles are being closed.`);
      const { host } = target;
      const open = worldAt(target.worldPath);
      const refused = unreachable(open.world, host);
      if (refused !== undefined) throw refused;
      const shell = createPracticeShell(open.world, host, size);
      const entry = { host, shell };
      open.shells.add(entry);
      void shell.ended.then(() => open.shells.delete(entry));
      return shell;
    },
    async openUpload(target) {
      if (target.driver !== 'Simulator') throw fail('internal', say`This upload belongs to another driver.`);
      if (closed) throw fail('unavailable', say`Consoles are being closed.`);
      const { host } = target;
      const open = worldAt(target.worldPath);
      const sink = openUpload(open.world, () => seenHost(open.world, host), target.store, target.upload);
      const entry = { host, sink };
      open.uploads.add(entry);
      sink.stream.once('close', () => open.uploads.delete(entry));
      return sink;
    },
    async close() {
      closed = true;
      for (const open of worlds.values()) {
        for (const { sink } of open.uploads) sink.stream.destroy();
        for (const { shell } of open.shells) shell.lose();
        for (const guest of open.guests.values()) guest.close();
        open.doorbell.close();
        open.world.close();
      }
      worlds.clear();
    },
  };
}
