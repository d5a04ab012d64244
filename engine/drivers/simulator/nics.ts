import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import { findDomain, needBridge, needDomain } from './domains.ts';
import { holdsDrive } from './practice-names.ts';
import type { Seen } from './storage.ts';
import type { World } from './world.ts';

/** Keeps a domain's description with these cards. */
function putCards(world: World, hostKey: number, spec: DomainSpec, nics: DomainSpec['nics']): void {
  world.run(
    'UPDATE domain SET spec = ? WHERE host_key = ? AND id = ?',
    JSON.stringify({ ...spec, nics }),
    hostKey,
    spec.id,
  );
}

export function attach(world: World, seen: Seen, domain: DomainSpec, nicId: string): void {
  const row = needDomain(world, seen, domain.id);
  const nic = domain.nics.find((one) => one.id === nicId);
  if (nic === undefined || (row.state !== 'running' && row.state !== 'paused'))
    throw fail('conflict', say`The instance is not running on ${seen.target.name}.`, {
      hint: say`Stop and start it; it has the card then.`,
    });
  needBridge(world, seen, nic.bridge);
  const spec = JSON.parse(row.spec) as DomainSpec;
  if (spec.nics.some((one) => one.mac === nic.mac)) return;
  putCards(world, seen.row.key, spec, [...spec.nics, nic]);
}

/** A guest that holds its drive holds its cards, too. */
export function detach(world: World, hostKey: number, vmId: string, mac: string): void {
  const row = findDomain(world, hostKey, vmId);
  if (row === undefined) return;
  const spec = JSON.parse(row.spec) as DomainSpec;
  if (!spec.nics.some((one) => one.mac === mac)) return;
  if (row.state === 'running' && holdsDrive(spec.displayName))
    throw fail('conflict', say`The guest does not let go of the card ${mac}.`, {
      hint: say`Shut the card down in the guest, or stop the instance, and try again.`,
    });
  putCards(
    world,
    hostKey,
    spec,
    spec.nics.filter((one) => one.mac !== mac),
  );
}
