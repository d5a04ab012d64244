import type { Duplex } from 'node:stream';
import type { ConsoleType, DomainSpec } from '../../driver.ts';
import { worldTime } from '../clock.ts';
import { type DomainRow, runningDomain, setState } from '../domains.ts';
import type { World } from '../world.ts';
import { createKeyboard } from './keyboard.ts';
import { createRfbServer } from './rfb-server.ts';
import { createSerialLine } from './serial-line.ts';
import { createShell, type Machine } from './shell.ts';
import { createTextScreen } from './text-screen.ts';

/** A running guest's screen and serial line, shared by all its viewers and kept in memory while it runs. */
export interface GuestConsole {
  open(type: ConsoleType): Duplex;
  /** Looks at the domain again: a restarted guest boots anew, one that is off lets its viewers go. False when it is off. */
  refresh(): boolean;
  close(): void;
}

/** Undefined when the VM does not run anywhere. `changed` is called after the guest changed the world by itself. */
export function createGuestConsole(world: World, vmId: string, changed: () => void): GuestConsole | undefined {
  const first = runningDomain(world, vmId);
  if (first === undefined) return undefined;
  let domain: DomainRow = first;
  const viewers = new Set<Duplex>();

  /** A guest acts on itself through the domain as it is now, not as it was when the console was opened. */
  const act = (work: (now: DomainRow) => void) => {
    world.write(() => {
      const current = runningDomain(world, vmId);
      if (current?.state === 'running') work(current);
    });
    changed();
  };

  const machine: Omit<Machine, 'files' | 'loadKeys'> = {
    facts() {
      const spec = JSON.parse(domain.spec) as DomainSpec;
      const named = world.get<{ host_name: string }>('SELECT host_name FROM reservation WHERE vm_id = ? LIMIT 1', vmId);
      return {
        hostName: named?.host_name ?? spec.instanceName,
        instanceName: spec.instanceName,
        guestOs: spec.guestOs,
        cpuNumber: spec.cpuNumber,
        memory: spec.memory,
      };
    },
    uptime: () => worldTime(world).now - (domain.started_at ?? 0),
    addresses: () =>
      world.all<{ mac: string; address: string }>(
        'SELECT mac, min(address) AS address FROM reservation WHERE vm_id = ? GROUP BY mac ORDER BY mac',
        vmId,
      ),
    runs: () => runningDomain(world, vmId)?.state === 'running',
    reboot: () =>
      act((now) => setState(world, now, { state: 'running', reason: 'rebooted', startedAt: worldTime(world).now })),
    powerOff: () => act((now) => setState(world, now, { state: 'defined', reason: 'shut down' })),
  };

  const screen = createTextScreen();
  const serial = createSerialLine();
  const keyboard = createKeyboard();
  const files = new Map<string, string>();
  const shells = [
    createShell(screen, { ...machine, files, loadKeys: keyboard.load }, 'tty1'),
    // A serial line has no keyboard, but as in Linux it may load the screen's.
    createShell(serial, { ...machine, files, loadKeys: keyboard.load }, 'ttyS0'),
  ] as const;
  const boot = () => {
    const { mode, now } = worldTime(world);
    files.clear();
    keyboard.load('us');
    // Manual time stands still; a guest that waited for it could never be used.
    for (const shell of shells)
      shell.boot(mode === 'manual' ? Number.POSITIVE_INFINITY : now - (domain.started_at ?? 0));
  };
  boot();

  return {
    open(type) {
      const keys = keyboard.reader();
      const viewer =
        type === 'serial'
          ? serial.open((key) => shells[1].key(key))
          : createRfbServer({
              screen,
              name: (JSON.parse(domain.spec) as DomainSpec).instanceName,
              onKey(keysym, down, scanCode) {
                const key = scanCode === undefined ? keys.keysym(keysym, down) : keys.scanCode(scanCode, keysym, down);
                if (key !== undefined) shells[0].key(key);
              },
            });
      viewers.add(viewer);
      viewer.once('close', () => viewers.delete(viewer));
      return viewer;
    },
    refresh() {
      const current = runningDomain(world, vmId);
      if (current === undefined) return false;
      const restarted = current.boots !== domain.boots || current.host_key !== domain.host_key;
      domain = current;
      if (restarted) boot();
      return true;
    },
    close() {
      for (const shell of shells) shell.stop();
      // What was printed last still reaches the viewers; then the line ends, as QEMU's does.
      for (const viewer of viewers) viewer.end();
    },
  };
}
