import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import { findDomain, memoryHeld } from './domains.ts';
import type { Seen } from './storage.ts';
import type { World } from './world.ts';

const mebibyte = 1024 ** 2;

/** Another size for a domain that runs, within the maximum of its description. One that is off or gone is left alone. */
export function scale(world: World, seen: Seen, { id, cpuNumber, memory }: DomainSpec): void {
  const row = findDomain(world, seen.row.key, id);
  if (row === undefined || (row.state !== 'running' && row.state !== 'paused')) return;
  const spec = JSON.parse(row.spec) as DomainSpec;
  const most = spec.maximum ?? { cpuNumber: row.cpu_number, memory: row.memory };
  if (cpuNumber > most.cpuNumber || memory > most.memory)
    throw fail(
      'conflict',
      say`The instance was started with room for ${most.cpuNumber} cores and ${Math.floor(most.memory / mebibyte)} MiB of memory at most.`,
      { hint: say`Stop it, scale it, and start it again.` },
    );
  if (memoryHeld(world, seen.row.key) + memory - row.memory > seen.row.memory_total)
    throw fail('insufficientCapacity', say`${seen.target.name} has too little memory left for ${row.instance_name}.`, {
      hint: say`Stop instances there, or move this one to another host first.`,
    });
  world.run(
    'UPDATE domain SET cpu_number = ?, memory = ?, spec = ? WHERE host_key = ? AND id = ?',
    cpuNumber,
    memory,
    JSON.stringify({ ...spec, cpuNumber, memory }),
    row.host_key,
    id,
  );
}
