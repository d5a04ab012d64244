import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import { findDomain, memoryHeld, needBridge, needDomain, setState } from './domains.ts';
import { mountedStore, type Seen } from './storage.ts';
import type { World } from './world.ts';

/** Whether a domain of that row is switched on. */
const isOn = (state: string | undefined) => state === 'running' || state === 'paused';

/** A running domain goes from one host to another in one moment of the world: there are never two of it. */
export function migrate(world: World, from: Seen, to: Seen, vmId: string): void {
  if (isOn(findDomain(world, to.row.key, vmId)?.state)) return;
  const domain = needDomain(world, from, vmId);
  const spec = JSON.parse(domain.spec) as DomainSpec;
  if (!isOn(domain.state))
    throw fail('conflict', say`${spec.instanceName} is not running on ${from.target.name}.`, {
      hint: say`Start it where it is to run instead.`,
    });
  if (to.faults.some((fault) => fault.name === 'start-fails'))
    throw fail(
      'resourceUnavailable',
      say`${spec.instanceName} could not be taken over by ${to.target.name}: ${say`internal error: process exited while connecting to monitor`}.`,
      { hint: say`Read the instance's log on the host: /var/log/libvirt/qemu.` },
    );
  for (const disk of spec.disks) mountedStore(world, to, disk.pool);
  for (const nic of spec.nics) needBridge(world, to, nic.bridge);
  if (memoryHeld(world, to.row.key) + spec.memory > to.row.memory_total)
    throw fail('insufficientCapacity', say`${to.target.name} has too little memory left for ${spec.instanceName}.`, {
      hint: say`Stop instances there, or move this one to another host.`,
    });
  world.run('DELETE FROM domain WHERE host_key = ? AND id = ?', to.row.key, vmId);
  world.run(
    `INSERT INTO domain (host_key, id, instance_name, spec, state, reason, memory, cpu_number, started_at, boots)
     SELECT ?, id, instance_name, spec, state, 'migrated', memory, cpu_number, started_at, boots FROM domain
     WHERE host_key = ? AND id = ?`,
    to.row.key,
    from.row.key,
    vmId,
  );
  world.run(
    'INSERT INTO domain_disk (host_key, domain_id, volume_id, pool_id) SELECT ?, domain_id, volume_id, pool_id FROM domain_disk WHERE host_key = ? AND domain_id = ?',
    to.row.key,
    from.row.key,
    vmId,
  );
  // Both hosts tell of it, as libvirt’s do.
  setState(world, needDomain(world, to, vmId), { state: domain.state, reason: 'migrated' });
  setState(world, domain, { state: 'defined', reason: 'migrated' });
  world.run('DELETE FROM domain WHERE host_key = ? AND id = ?', from.row.key, vmId);
}

/** Where a domain is after a move, however that ended; a definition that is off on the other host goes. */
export function settleMigration(world: World, from: Seen, to: Seen, vmId: string): 'source' | 'destination' | 'off' {
  const [here, there] = [findDomain(world, from.row.key, vmId), findDomain(world, to.row.key, vmId)];
  const drop = (seen: Seen) => void world.run('DELETE FROM domain WHERE host_key = ? AND id = ?', seen.row.key, vmId);
  if (isOn(there?.state)) {
    if (isOn(here?.state))
      throw fail('conflict', say`The instance runs on ${from.target.name} and on ${to.target.name}.`, {
        hint: say`Switch off the one that is not wanted on its host, then repair the job.`,
      });
    drop(from);
    return 'destination';
  }
  drop(to);
  return isOn(here?.state) ? 'source' : 'off';
}
