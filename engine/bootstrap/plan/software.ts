import { type Phrase, quoted, say } from '../../contract/phrase.ts';
import type { Family } from '../families/family.ts';
import type { Action, HostProbe, PlanStep } from '../types.ts';
import { blocked, changed, okay, warning } from './step.ts';

/** Packages that are not there: also a time service where none is and the clock is the host's own; `bridges` where ifupdown must make a bridge. */
export function missingPackages(probe: HostProbe, family: Family, bridges: boolean): string[] {
  const there = (name: string) =>
    [name, ...(family.alternatives[name] ?? [])].some((other) => probe.packages.installed[other] !== undefined);
  const wanted = [
    ...family.packages,
    ...(probe.time.service === '' && probe.time.capable ? [family.timePackage] : []),
    ...(bridges && probe.network.manager === 'ifupdown' && family.ifupdownBridgePackage !== undefined
      ? [family.ifupdownBridgePackage]
      : []),
    ...(probe.privilege.user === 'root' ? [] : [family.polkitPackage]),
  ];
  return wanted.filter((name) => !there(name));
}

/** Sentence for a package source that does not answer, from what the package manager said. */
export function sourceHint(error: string): Phrase {
  return say`The package source does not answer: ${error}. Look at the host’s network, name server, proxy and clock, or mend its source lists; then look again.`;
}

export function packagesStep(probe: HostProbe, family: Family, bridges: boolean): PlanStep {
  const missing = missingPackages(probe, family, bridges);
  const { packages } = probe;
  const facts = {
    id: 'packages',
    group: 'Software',
    title: 'Packages',
    found:
      missing.length === 0
        ? say`all installed`
        : say`${Object.keys(packages.installed).length} installed, ${missing.length} missing`,
    why: 'QEMU runs guests, libvirt keeps them, dnsmasq and nftables serve networks, the NFS client (with rpcbind) mounts stores.',
  };
  if (missing.length === 0) return okay(facts);
  if (packages.manager !== family.packageManager)
    return blocked(facts, say`${family.packageManager} is not on this host, so nothing can be installed.`);
  if (packages.broken !== undefined)
    return blocked(
      facts,
      say`A package is only half installed (${packages.broken}). Run ${family.packageManager === 'apt' ? 'dpkg --configure -a' : 'dnf history redo last'} there, then look again.`,
    );
  // One source that is down blocks nothing as long as the others have everything.
  const unavailable =
    packages.available === undefined ? missing : missing.filter((name) => !packages.available?.includes(name));
  if (packages.source === 'down' && unavailable.length > 0)
    return blocked(facts, sourceHint(packages.sourceError ?? 'no answer'));
  if (packages.source === 'answers' && family.packageManager === 'dnf' && unavailable.length > 0)
    return blocked(
      facts,
      say`The package sources do not offer ${unavailable.join(', ')}. Switch on the distribution’s own repositories.`,
    );
  return changed(facts, say`installs ${missing.join(', ')}, with what they depend on`, [
    { kind: 'packages', manager: family.packageManager, names: missing },
  ]);
}

/** The set of libvirt's units to use: the one that runs already, else the family's first choice that is there. */
function libvirtUnits(probe: HostProbe, family: Family): Family['libvirtUnits'][number] | undefined {
  const exists = (set: Family['libvirtUnits'][number]) => probe.units[set.active[0]!]?.exists === true;
  const runs = (set: Family['libvirtUnits'][number]) =>
    exists(set) && [...set.active, ...set.enabled].some((unit) => probe.units[unit]?.active === 'active');
  return family.libvirtUnits.find(runs) ?? family.libvirtUnits.find(exists);
}

export function libvirtStep(probe: HostProbe, family: Family): PlanStep {
  const set = libvirtUnits(probe, family);
  const facts = {
    id: 'libvirt',
    group: 'Virtualization',
    title: 'libvirt service',
    found:
      set === undefined
        ? say`not installed`
        : probe.libvirt.daemon === 'none'
          ? say`stopped ${probe.libvirt.version}`
          : say`${probe.libvirt.daemon} daemon ${probe.libvirt.version}`,
    why: 'It is reached by its unix socket through SSH; it never listens on the network.',
  };
  const sets = set === undefined ? family.libvirtUnits : [set];
  const lacks = (unit: string, active: boolean) => {
    const found = probe.units[unit];
    if (set !== undefined && found?.exists !== true) return false;
    const enabled = ['enabled', 'static', 'indirect', 'alias', 'generated'].includes(found?.enabled ?? '');
    return !enabled || (active && found?.active !== 'active');
  };
  const wrong =
    set === undefined || set.active.some((unit) => lacks(unit, true)) || set.enabled.some((unit) => lacks(unit, false));
  if (!wrong)
    return probe.libvirt.answers
      ? okay(facts)
      : blocked(
          facts,
          say`It does not answer although it is switched on. Look at: journalctl -u libvirtd -u virtqemud; then look again.`,
        );
  return changed(facts, say`enabled at boot and started`, [{ kind: 'libvirt', sets: [...sets] }]);
}

/** A login other than root asks polkit, which lets the members of libvirt's group in. */
export function memberStep(probe: HostProbe): PlanStep | undefined {
  const { user } = probe.privilege;
  if (user === 'root') return undefined;
  const member = probe.groups.libvirt?.includes(user) === true;
  const facts = {
    id: 'member',
    group: 'Virtualization',
    title: 'libvirt for this login',
    found: member ? say`${user} is in group libvirt` : say`${user} is not in group libvirt`,
    why: 'Through it this login reaches libvirt’s socket without a password in the way.',
  };
  if (member) return okay(facts);
  return changed(facts, say`${user} joins group libvirt`, [{ kind: 'member', user, group: 'libvirt' }]);
}

export function timeStep(probe: HostProbe, family: Family): PlanStep {
  const { service, synchronized, capable } = probe.time;
  const facts = {
    id: 'time',
    group: 'System',
    title: 'Time synchronization',
    found:
      service === ''
        ? say`no time service`
        : synchronized
          ? say`${service.replace('.service', '')}, synchronized`
          : quoted(service.replace('.service', '')),
    why: 'Wrong clocks break TLS, logs that are compared, and decisions about dead hosts.',
  };
  if (!capable)
    return service === ''
      ? okay({ ...facts, found: say`the clock is the one of the machine around this container` })
      : warning(facts, say`This is a container: its clock is set by the machine around it, not here.`);
  const unit = probe.units[service];
  if (service !== '' && unit?.active === 'active')
    return synchronized
      ? okay(facts)
      : warning(
          facts,
          say`It runs, but the clock is not synchronized yet. Look at: chronyc sources, or timedatectl timesync-status`,
        );
  const actions: Action[] =
    service === ''
      ? [
          {
            kind: 'service',
            anyOf: family.name === 'debian' ? ['chrony.service'] : ['chronyd.service', 'chrony.service'],
          },
        ]
      : [{ kind: 'service', anyOf: [service] }];
  return changed(facts, say`${service === '' ? family.timePackage : service} is enabled and started`, actions);
}
