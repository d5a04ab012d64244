import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import type { CardFacts, LeaseFacts, LeaseQuestion } from '../looks.ts';
import { needDomain, runningDomain } from './domains.ts';
import { dhcpTrouble } from './practice-names.ts';
import type { Seen } from './storage.ts';
import type { World } from './world.ts';

/**
 * A guest asks as soon as it runs, and has its address as long as the service on the network's host runs; the service's fault takes its
 * leases with it.
 */
export function lookAtLease(world: World, seen: Seen, question: LeaseQuestion, now: number): LeaseFacts {
  const served =
    world.get('SELECT 1 FROM guest_network WHERE host_key = ? AND id = ?', seen.row.key, question.networkId) !==
    undefined;
  const running = served && !seen.faults.some((fault) => fault.name === 'dhcp-down');
  const reservation = world.get<{ vm_id: string; address: string }>(
    'SELECT vm_id, address FROM reservation WHERE host_key = ? AND network_id = ? AND mac = ?',
    seen.row.key,
    question.networkId,
    question.mac,
  );
  const domain = reservation === undefined ? undefined : runningDomain(world, reservation.vm_id);
  const asks = domain !== undefined && dhcpTrouble((JSON.parse(domain.spec) as DomainSpec).displayName) === undefined;
  return {
    unit: `benchtop-dnsmasq-${question.networkId.slice(0, 8)}.service`,
    running,
    connected: running,
    reserved: reservation?.address === question.address,
    requests: running && asks ? 2 : 0,
    ...(running &&
      asks &&
      reservation !== undefined && {
        lease: { address: reservation.address, age: Math.max(0, now - (domain.started_at ?? now)) },
      }),
  };
}

export function lookAtCard(world: World, seen: Seen, wanted: { vmId: string; mac: string }, now: number): CardFacts {
  const domain = needDomain(world, seen, wanted.vmId);
  if (domain.started_at === null)
    throw fail('conflict', say`The instance does not run on ${seen.target.name}.`, { hint: say`Start it first.` });
  const spec = JSON.parse(domain.spec) as DomainSpec;
  const runningFor = Math.max(0, now - domain.started_at);
  const mute = dhcpTrouble(spec.displayName) === 'mute';
  return {
    runningFor,
    found: spec.nics.some((nic) => nic.mac === wanted.mac),
    linkUp: true,
    bridgeUp: true,
    port: { name: 'vnet0', up: true, onBridge: true, sent: mute ? 0 : 12 + Math.floor(runningFor / 10_000) },
  };
}
