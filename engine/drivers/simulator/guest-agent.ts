import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DomainSpec } from '../driver.ts';
import type { GuestAgentFacts, GuestCommand, GuestResult } from '../looks.ts';
import type { DomainRow } from './domains.ts';
import { agentTrouble } from './practice-names.ts';

/** The agent of a simulated guest: there in every one that runs, unless its name says otherwise. */

function trouble(domain: DomainRow): ReturnType<typeof agentTrouble> {
  if (domain.started_at === null)
    throw fail('conflict', say`${domain.instance_name} is not running.`, { hint: say`Start it first.` });
  return agentTrouble((JSON.parse(domain.spec) as DomainSpec).displayName);
}

export function facts(domain: DomainRow): GuestAgentFacts {
  const there = trouble(domain) !== 'none';
  return { answers: there, runsPrograms: there };
}

/** A simulated guest has no programs: each ends as it would in a guest that is well, or whose disk is read-only. */
export function run(domain: DomainRow, command: GuestCommand): GuestResult {
  const ill = trouble(domain);
  if (ill === 'none')
    throw fail('resourceUnavailable', say`The guest agent does not answer.`, {
      hint: say`Check that qemu-guest-agent runs in the guest, or do the steps by hand.`,
    });
  if (command.argv[0] === '/bin/false') return { exitCode: 1, output: '' };
  if (ill === 'read-only' && command.argv.length > 1) return { exitCode: 1, output: 'Read-only file system' };
  return { exitCode: 0, output: '' };
}

/** Whether a simulated guest hears of a password; it keeps none. */
export function hearPassword(domain: DomainRow): void {
  if (trouble(domain) === 'none')
    throw fail('resourceUnavailable', say`The guest agent does not answer.`, {
      hint: say`Stop the instance: then it is told at its next start.`,
    });
}
