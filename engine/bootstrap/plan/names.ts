import { type Phrase, say, withSemicolons } from '../../contract/phrase.ts';
import type { HostChoices, HostProbe, PlanStep } from '../types.ts';
import { hostsWith } from './hosts-file.ts';
import { blocked, changed, okay, warning } from './step.ts';

const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

function isFqdn(name: string): boolean {
  const labels = name.split('.');
  return name.length <= 190 && labels.length >= 2 && labels.every((part) => label.test(part));
}

/** A host without a domain gets one in `internal`, the top level that ICANN keeps free for private names. */
export function chooseFqdn(probe: HostProbe, choices: HostChoices): string {
  const { hostname, fqdn } = probe.names;
  const wanted = [choices.fqdn ?? '', fqdn, hostname].map((name) => name.toLowerCase()).find(isFqdn);
  if (choices.fqdn !== undefined && choices.fqdn !== '') return choices.fqdn.toLowerCase();
  if (wanted !== undefined && !wanted.startsWith('localhost')) return wanted;
  const short = hostname.split('.')[0]!.toLowerCase();
  return label.test(short) && short !== 'localhost' ? `${short}.internal` : '';
}

/** Ten questions, 2: the full name right, with and without a name server, and the same in hostname and hosts file. */
export function namesStep(probe: HostProbe, fqdn: string, address: string): PlanStep {
  const { hostname, offline, online } = probe.names;
  const inFile = offline.length === 0 ? say`not in /etc/hosts` : say`/etc/hosts gives ${offline.join(', ')}`;
  const facts = {
    id: 'names',
    group: 'System',
    title: 'Full host name',
    found: say`hostname ${hostname}, full name ${probe.names.fqdn || say`none`}, ${online.length === 0 ? inFile : say`${inFile}, the name server gives ${online.join(', ')}`}`,
    why: 'Hosts find each other by it, also while no name server answers; libvirt names a migration’s target by it.',
  };
  if (!isFqdn(fqdn))
    return blocked(
      facts,
      fqdn === ''
        ? say`Choose a full name for this host, such as host1.lab.internal.`
        : say`“${fqdn}” is no full host name: letters, digits and hyphens, with a domain, such as host1.lab.internal.`,
    );
  const short = fqdn.split('.')[0]!;
  // CentOS keeps the full name as the hostname, Debian the short one; both are right.
  const hostnameFits = hostname === fqdn || hostname === short;
  const hosts = probe.files['/etc/hosts'];
  if (hosts?.exists === true && hosts.content === undefined)
    return warning(
      facts,
      say`/etc/hosts is too large or not text, so it is left alone. Add the line for this host by hand.`,
    );
  const after = hostsWith(hosts?.content ?? '127.0.0.1\tlocalhost\n', address, fqdn, short);
  // Right already when the name is known to mean this address; how the lines are written is the admin's affair.
  const fits = probe.names.fqdn === fqdn && offline.includes(address) && offline.every((found) => found === address);
  if (fits && hostnameFits)
    // A name server that does not know the name is no fault: the hosts file does, offline and online.
    return online.every((found) => found === address || found.includes(':'))
      ? okay(facts)
      : warning(
          facts,
          say`The name server gives ${online.join(', ')} for ${fqdn}, which is not ${address}. Mend it there.`,
        );
  if (address === '')
    return warning(facts, say`The host has no address yet on the chosen card, so /etc/hosts is left alone.`);
  const changes: Phrase[] = [];
  const actions: PlanStep['actions'] = [];
  if (!hostnameFits) {
    changes.push(say`hostname becomes ${short}`);
    actions.push({ kind: 'hostname', before: hostname, name: short });
  }
  if (!fits && after !== hosts?.content) {
    changes.push(say`/etc/hosts gets the line ${address} ${fqdn} ${short}`);
    const before = hosts?.content;
    actions.push({ kind: 'file', path: '/etc/hosts', ...(before === undefined ? {} : { before }), after, mode: 0o644 });
  }
  if (actions.length === 0)
    return warning(
      facts,
      say`The resolver does not answer ${fqdn} for this host. Look at “hosts:” in /etc/nsswitch.conf.`,
    );
  return changed(facts, withSemicolons(changes), actions);
}
