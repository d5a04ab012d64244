import { type BenchtopError, fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { HostFacts, HostTarget } from '../driver.ts';
import type { World } from './world.ts';

export interface HostRow {
  key: number;
  /** The engine's id of the host; null when no cluster holds it. */
  id: string | null;
  name: string;
  address: string;
  cpu_number: number;
  cpu_speed: number;
  memory_total: number;
}

/** A simulated machine to be put on the rack. Sizes in bytes; the engine binds its id to the machine when it connects. */
export interface SimulatedHost {
  address: string;
  id?: string;
  name?: string;
  /** Default 16. */
  cpuNumber?: number;
  /** MHz, default 2600. */
  cpuSpeed?: number;
  /** Default 64 GiB. */
  memoryTotal?: number;
  /** Default cloudbr0 and cloudbr1. */
  bridges?: string[];
}

const columns = 'key, id, name, address, cpu_number, cpu_speed, memory_total';

export function findHost(world: World, address: string): HostRow | undefined {
  return world.get<HostRow>(`SELECT ${columns} FROM host WHERE address = ?`, address);
}

/** Throws `parameter` when no simulated host has the engine's id. */
export function hostById(world: World, id: string): HostRow {
  const row = world.get<HostRow>(`SELECT ${columns} FROM host WHERE id = ?`, id);
  if (row !== undefined) return row;
  throw fail('parameter', say`No simulated host has this id.`, {
    field: 'hostid',
    hint: say`Faults are for hosts of clusters whose hypervisor is Simulator.`,
  });
}

/** Puts a machine on the rack, or gives the one at that address another size; what it holds stays. Idempotent. */
export function putHost(world: World, host: SimulatedHost): HostRow {
  if (host.address === '') throw fail('parameter', say`A simulated host needs an address.`, { field: 'url' });
  return world.write(() => {
    const found = findHost(world, host.address);
    const size = {
      cpuNumber: host.cpuNumber ?? found?.cpu_number ?? 16,
      cpuSpeed: host.cpuSpeed ?? found?.cpu_speed ?? 2600,
      memoryTotal: host.memoryTotal ?? found?.memory_total ?? 64 * 1024 ** 3,
    };
    if (found === undefined) {
      world.run(
        'INSERT INTO host (name, address, cpu_number, cpu_speed, memory_total) VALUES (?, ?, ?, ?, ?)',
        host.name ?? host.address,
        host.address,
        size.cpuNumber,
        size.cpuSpeed,
        size.memoryTotal,
      );
    } else {
      world.run(
        'UPDATE host SET cpu_number = ?, cpu_speed = ?, memory_total = ? WHERE key = ?',
        size.cpuNumber,
        size.cpuSpeed,
        size.memoryTotal,
        found.key,
      );
    }
    const row = findHost(world, host.address) as HostRow;
    const bridges = host.bridges ?? (found === undefined ? ['cloudbr0', 'cloudbr1'] : []);
    for (const bridge of bridges)
      world.run('INSERT OR IGNORE INTO bridge (host_key, name) VALUES (?, ?)', row.key, bridge);
    return host.id === undefined ? row : bindHost(world, row, host.id, host.name ?? row.name);
  });
}

/** Remembers under which id the engine knows the machine now: a host that was removed and added again is the same machine. */
export function bindHost(world: World, row: HostRow, id: string, name: string): HostRow {
  if (row.id === id && row.name === name) return row;
  return world.write(() => {
    world.run('UPDATE host SET id = NULL WHERE id = ? AND key <> ?', id, row.key);
    world.run('UPDATE host SET id = ?, name = ? WHERE key = ?', id, name, row.key);
    return { ...row, id, name };
  });
}

export function hostFacts(row: HostRow): HostFacts {
  return {
    hostname: row.address,
    operatingSystem: 'CentOS Stream 9 (simulated)',
    kernel: '5.14.0-simulated.el9.x86_64',
    hypervisorVersion: '9.1.0 (simulated)',
    libvirtVersion: '10.10.0 (simulated)',
    cpuNumber: row.cpu_number,
    cpuSpeed: row.cpu_speed,
    cpuModel: 'Simulated x86-64 processor',
    memoryTotal: row.memory_total,
    virtualization: 'simulated',
  };
}

/** The sentence of `ssh` for an address where nothing answers the call for its link-layer address. */
export function noRoute(host: HostTarget): BenchtopError {
  return fail('hostUnreachable', say`There is no route to ${host.address}.`, {
    hint: say`Check this computer's network and the host's address, that the host is on and that its cable is plugged in.`,
  });
}
