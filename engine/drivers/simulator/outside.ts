import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import * as domains from './domains.ts';
import { hostById } from './hosts.ts';
import type { Session } from './session.ts';

/**
 * What happens to domains without the engine having asked: someone uses virsh on the host, a guest shuts itself down, QEMU crashes.
 * Every call throws `parameter` when the host or the domain is not there, and does nothing when it is so already.
 */
export interface Outside {
  startDomain(hostId: string, vmId: string): void;
  destroyDomain(hostId: string, vmId: string): void;
  /** The guest shut itself down. */
  powerOffGuest(hostId: string, vmId: string): void;
  rebootGuest(hostId: string, vmId: string): void;
  crashDomain(hostId: string, vmId: string): void;
  pauseDomain(hostId: string, vmId: string): void;
  resumeDomain(hostId: string, vmId: string): void;
  /** Takes even a running domain away. */
  undefineDomain(hostId: string, vmId: string): void;
}

export function createOutside(session: Session): Outside {
  const { world, clock } = session;

  /** Sets a state where the domain is in one of the states that lead there. */
  const change =
    (from: domains.DomainState[], to: domains.DomainState, reason: string, boots = false) =>
    (hostId: string, vmId: string): void => {
      const host = hostById(world, hostId);
      session.commit(() => {
        domains.settle(world, clock.now());
        const domain = domains.findDomain(world, host.key, vmId);
        if (domain === undefined)
          throw fail('parameter', say`The host has no such domain.`, { field: 'virtualmachineid' });
        if (!from.includes(domain.state)) return;
        domains.setState(world, domain, { state: to, reason, ...(boots ? { startedAt: clock.now() } : {}) });
      });
    };

  return {
    startDomain: change(['defined', 'crashed'], 'running', 'booted', true),
    destroyDomain: change(['running', 'paused'], 'defined', 'destroyed'),
    powerOffGuest: change(['running'], 'defined', 'shut down'),
    rebootGuest: change(['running'], 'running', 'rebooted', true),
    crashDomain: change(['running', 'paused'], 'crashed', 'panicked'),
    pauseDomain: change(['running'], 'paused', 'by user'),
    resumeDomain: change(['paused'], 'running', 'unpaused'),
    undefineDomain(hostId, vmId) {
      const host = hostById(world, hostId);
      session.commit(() => {
        domains.cutPower(world, host.key, vmId);
        world.run('DELETE FROM domain WHERE host_key = ? AND id = ?', host.key, vmId);
      });
    },
  };
}
