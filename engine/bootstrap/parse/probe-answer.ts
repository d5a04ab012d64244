import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { trialWord } from '../boot-sector.ts';
import { timeServices } from '../families/family.ts';
import { markerPath } from '../paths.ts';
import type { HostProbe } from '../types.ts';
import { findLeftovers } from './leftovers.ts';
import { parseBridgeFilter, parseFirewall, parseNetwork, parseNics, parseRouting } from './network.ts';
import { assignments, first, inert, lines, type Sections, splitSections, whole } from './sections.ts';
import { parseLibvirt, parseNames, parsePackages, parseSystem, parseUnits, probedFiles } from './system.ts';

/**
 * Makes facts of a probe's raw answer. The host may say anything: everything is bounded and checked for shape, and what does not fit is
 * left out. Throws hostUnreachable only when the answer is no answer (cut off, or the script did not run).
 */
export function parseProbe(answer: string, nonce: string, sshAddress: string): HostProbe {
  const sections = splitSections(answer, nonce);
  if (!sections.has('end') || !sections.has('os'))
    throw fail('hostUnreachable', say`The host's answer to the probe is incomplete`, {
      hint: say`Look whether its shell works: log in by hand and run: sh -c id`,
    });
  const units = parseUnits(sections.get('units'));
  const files = probedFiles(sections);
  const libvirt = parseLibvirt(sections, units);
  const user = lines(sections.get('user'));
  const { gateway, dns } = parseRouting(sections);
  const selinux = first(sections.get('selinux')).toLowerCase();
  const probe: HostProbe = {
    system: parseSystem(sections),
    privilege: {
      user: inert(user[1] ?? '', 64),
      root: user[0]?.trim() === '0',
      requiretty: lines(sections.get('requiretty'), 20).flatMap((line) => {
        const match = /^(\/etc\/sudoers\S{0,200}) (.*)$/.exec(line);
        return match === null ? [] : [{ file: match[1]!, line: inert(match[2]!, 100) }];
      }),
    },
    names: parseNames(sections),
    nics: parseNics(sections, sshAddress),
    sshAddress,
    gateway,
    dns,
    network: parseNetwork(sections, units),
    firewall: parseFirewall(sections, units),
    bridgeFilter: parseBridgeFilter(sections),
    selinux: selinux === 'enforcing' || selinux === 'permissive' || selinux === 'disabled' ? selinux : 'absent',
    packages: parsePackages(sections),
    units,
    files: Object.fromEntries(
      Object.entries(files).filter(([path]) => !/^\/(etc|run|usr\/lib)\/(network|netplan|systemd)\//.test(path)),
    ),
    groups: parseGroups(sections),
    libvirt,
    qemu: parseQemu(sections),
    virtualization: parseVirtualization(sections),
    time: parseTime(sections, units),
    leftovers: findLeftovers(sections, files, units, libvirt),
    hardware: {
      cpus: whole(lines(sections.get('hardware'))[0], 1),
      cpuModel: inert(/^model name\s*:\s*(.*)$/m.exec(sections.get('hardware') ?? '')?.[1] ?? '', 100),
      memory: whole(/^MemTotal:\s*(\d+) kB/m.exec(sections.get('hardware') ?? '')?.[1]) * 1024,
      diskFree: whole(first(sections.get('disk'))),
      diskFolder: /^\/[\w/.-]{1,60}$/.exec(lines(sections.get('disk'), 5)[1] ?? '')?.[0] ?? '/var/lib',
    },
    directories: Object.fromEntries(
      lines(sections.get('directories')).flatMap((line) => {
        const match = /^([0-7]{3,4}) (\/\S+)$/.exec(line);
        return match === null ? [] : [[match[2]!, match[1]!] as const];
      }),
    ),
  };
  const marker = files[markerPath]?.content;
  if (marker !== undefined) probe.marker = marker.slice(0, 4096);
  return probe;
}

function parseGroups(sections: Sections): Record<string, string[]> {
  return Object.fromEntries(
    lines(sections.get('groups'), 50).flatMap((line) => {
      const match = /^([\w.-]{1,64}):[^:]*:\d+:(.*)$/.exec(line);
      return match === null ? [] : [[match[1]!, match[2]!.split(',').filter(Boolean).slice(0, 500)] as const];
    }),
  );
}

function parseQemu(sections: Sections): HostProbe['qemu'] {
  const said = lines(sections.get('qemu'));
  return {
    path: /^\/usr\/[\w./-]{1,60}$/.exec(said[0] ?? '')?.[0] ?? '',
    version: /version (\d+(?:\.\d+){1,3})/.exec(said[1] ?? '')?.[1] ?? '',
    processes: whole(first(sections.get('processes'))),
  };
}

function parseVirtualization(sections: Sections): HostProbe['virtualization'] {
  const said = first(sections.get('flag'));
  const flag: HostProbe['virtualization']['flag'] = said === 'vmx' || said === 'svm' ? said : '';
  const trial = lines(sections.get('trial'), 20);
  const base = {
    flag,
    modules: lines(sections.get('modules'), 5).map((line) => inert(line, 20)),
    device: first(sections.get('device')) === 'present',
    inside: first(sections.get('inside'), 40) || 'none',
  };
  const status = /^status (\d{1,3})$/.exec(trial[0] ?? '')?.[1];
  if (status === undefined) return { ...base, trial: 'untried', detail: '' };
  // Both: the guest spoke, and QEMU ended because the guest reset itself. Where virtualisation half works only the first happens.
  if (status === '0' && trial[1] === trialWord) return { ...base, trial: 'ran', detail: '' };
  const words = trial.slice(trial[1] === trialWord || !/\s/.test(trial[1] ?? '') ? 2 : 1).join(' ');
  const detail = inert(words, 300) || (status === '124' ? 'the trial guest hung' : `QEMU ended with status ${status}`);
  return { ...base, trial: 'failed', detail };
}

function parseTime(sections: Sections, units: HostProbe['units']): HostProbe['time'] {
  const known = timeServices.filter((unit) => units[unit]?.exists && units[unit].enabled !== 'masked');
  return {
    synchronized: assignments(sections.get('time')).NTPSynchronized === 'yes',
    service: known.find((unit) => units[unit]?.active === 'active') ?? known[0] ?? '',
    // A container has its machine's clock and cannot set it.
    capable: ['', 'none'].includes(first(sections.get('container'), 40)),
  };
}
