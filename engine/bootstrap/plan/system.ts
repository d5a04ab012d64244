import { type Phrase, quoted, say, withSemicolons } from '../../contract/phrase.ts';
import type { Family } from '../families/family.ts';
import type { HostChoices, HostProbe, PlanStep } from '../types.ts';
import { blocked, okay, warning } from './step.ts';

/** `9`, `22.04` and so on as comparable numbers; missing parts are 0. */
function release(text: string): [number, number] {
  const [major, minor] = text.split('.');
  return [Number(major) || 0, Number(minor) || 0];
}
function before(left: string, right: string): boolean {
  const [a, b] = [release(left), release(right)];
  return a[0] !== b[0] ? a[0] < b[0] : a[1] < b[1];
}

const supported = say`CentOS Stream, Rocky Linux, AlmaLinux or RHEL 9 or 10, Debian 12 or later, Ubuntu 22.04 or later`;

export function systemStep(probe: HostProbe, family: Family | undefined): PlanStep {
  const { system } = probe;
  const facts = {
    id: 'system',
    group: 'System',
    title: 'Operating system',
    found: say`${system.prettyName}, kernel ${system.kernel}`,
    why: 'Package names, units and network configuration are known for these releases.',
  };
  const known = family?.releases[system.id];
  if (known === undefined) return blocked(facts, say`${system.prettyName} is not supported. Install ${supported}.`);
  if (system.versionId === '' && system.id === 'debian')
    return warning(facts, say`This is a testing release of Debian; it is treated like the newest one.`);
  if (before(system.versionId, known.oldest))
    return blocked(
      facts,
      say`${system.prettyName} is too old: ${known.name} ${known.oldest} or later is needed, because older releases get no packages any more. Install ${supported}.`,
    );
  if (known.newest !== undefined && before(`${Number(known.newest) + 1}`, system.versionId))
    return warning(facts, say`${system.prettyName} is newer than what Benchtop was tested with.`);
  if (system.systemd === 0)
    return blocked(facts, say`systemd does not run this host. Benchtop needs it as the init system.`);
  return okay(facts);
}

export function architectureStep(probe: HostProbe): PlanStep {
  const { architecture } = probe.system;
  const facts = {
    id: 'architecture',
    group: 'System',
    title: '64-bit',
    found: architecture === '' ? say`unknown` : quoted(architecture),
    why: 'Guests are 64-bit x86 machines.',
  };
  return architecture === 'x86_64' ? okay(facts) : blocked(facts, say`Only 64-bit x86 hosts (x86_64) can be added.`);
}

export function privilegeStep(probe: HostProbe): PlanStep {
  const { user, root, reason } = probe.privilege;
  const facts = {
    id: 'privilege',
    group: 'System',
    title: 'Root or sudo',
    found: root
      ? user === 'root'
        ? say`logged in as root`
        : say`${user} may become root by sudo`
      : say`${user} is not root`,
    why: 'Packages, bridges and services can only be changed by root.',
  };
  if (root) return okay(facts);
  return blocked(
    { ...facts, found: reason ?? facts.found },
    say`Log in as root, or let ${user} run everything by sudo: ${user} ALL=(ALL) ALL in a file of /etc/sudoers.d.`,
  );
}

/** Ten questions, 3: sudo that wants a terminal; nothing of it concerns a login as root. */
export function requirettyStep(probe: HostProbe): PlanStep | undefined {
  const { user, requiretty } = probe.privilege;
  if (user === 'root') return undefined;
  const [first] = requiretty;
  const facts = {
    id: 'requiretty',
    group: 'System',
    title: 'sudo without a terminal',
    found:
      first === undefined
        ? say`sudo asks for no terminal`
        : say`sudo asks for a terminal: ${`${first.file}: ${first.line}`}`,
    why: 'Where sudoers says requiretty, sudo refuses programs that log in by themselves.',
  };
  if (first === undefined) return okay(facts);
  return warning(
    facts,
    say`Benchtop gives each of its commands a terminal, so it works. To do without: take requiretty out of ${first.file}, or add this line to a file of /etc/sudoers.d: Defaults:${user} !requiretty`,
  );
}

export function hardwareStep(probe: HostProbe): PlanStep {
  const { cpus, memory, diskFree, diskFolder, cpuModel } = probe.hardware;
  const gib = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GiB`;
  const facts = {
    id: 'hardware',
    group: 'System',
    title: 'Processor, memory, disk',
    found:
      cpuModel === ''
        ? say`${cpus} CPUs, ${gib(memory)} memory, ${gib(diskFree)} free under ${diskFolder}`
        : say`${cpus} CPUs (${cpuModel}), ${gib(memory)} memory, ${gib(diskFree)} free under ${diskFolder}`,
    why: 'Below 1 GiB of memory or 5 GiB of disk no guest fits beside the host itself.',
  };
  if (memory < 0.7 * 2 ** 30)
    return warning(facts, say`There is hardly memory for a guest. Small test guests of 128 MiB still run.`);
  if (diskFree < 5 * 2 ** 30)
    return warning(
      facts,
      say`There is little room for disks of guests. Use a shared store, free some space under ${diskFolder}, or add a disk.`,
    );
  return okay(facts);
}

/** Ten questions, 1 and 8: flags, modules and a real trial; the device node alone proves nothing. */
export function virtualizationStep(
  probe: HostProbe,
  choices: HostChoices,
): { step: PlanStep; virtualization: 'kvm' | 'qemu' | undefined } {
  const { flag, modules, device, trial, detail, inside } = probe.virtualization;
  const nested = inside !== 'none';
  const facts = {
    id: 'virtualization',
    group: 'Virtualization',
    title: 'Hardware virtualization',
    found: '' as Phrase | string,
    why: 'Guests run many times faster by hardware. Only a guest that really booted proves that it works; the mere device does not.',
  };
  const where = (said: Phrase): Phrase => (nested ? say`${said} (this host is itself a guest: ${inside})` : said);
  if (trial === 'ran')
    return {
      step: okay({ ...facts, found: where(say`${flag || say`present`}; a trial guest booted`) }),
      virtualization: 'kvm',
    };
  const around = probe.time.capable ? say`for this machine in ${inside}` : say`for the machine around this container`;
  const cure = nested
    ? say`Switch on nested virtualization ${around}, then look again; nothing needs to be installed again.`
    : say`Switch on virtualization (Intel VT-x, AMD-V or SVM) in the BIOS, then look again; nothing needs to be installed again.`;
  const seen =
    trial === 'failed'
      ? say`${flag === '' ? say`no vmx or svm flag` : flag}; the trial guest did not boot: ${detail}`
      : flag === ''
        ? say`the CPU shows neither vmx nor svm`
        : say`${flag}; ${modules.length === 0 ? say`no kvm module` : modules.join(', ')}; ${device ? say`/dev/kvm is there` : say`/dev/kvm is missing`}`;
  const found = where(seen);
  if (trial === 'untried' && flag !== '' && device)
    return {
      step: warning(
        { ...facts, found: say`${found}; not tried yet` },
        say`A trial guest is booted once QEMU is installed.`,
      ),
      virtualization: 'kvm',
    };
  if (choices.acceptEmulation === true)
    return {
      step: warning(
        { ...facts, found },
        say`Guests will be emulated in software on this host, slowly, as was accepted. ${cure}`,
      ),
      virtualization: 'qemu',
    };
  return {
    step: blocked({ ...facts, found }, say`${cure} Or accept software emulation for this host: it works, slowly.`),
    virtualization: undefined,
  };
}

/** Ten questions, 1: guests that someone else runs here. */
export function domainsStep(probe: HostProbe): PlanStep {
  const strangers = probe.libvirt.domains.filter((domain) => !domain.ours);
  const running = strangers.filter((domain) => domain.running);
  const stray = Math.max(0, probe.qemu.processes - probe.libvirt.domains.filter((domain) => domain.running).length);
  const names = strangers
    .slice(0, 5)
    .map((domain) => domain.name)
    .join(', ');
  const found = [
    ...(strangers.length > 0 ? [say`${strangers.length} defined, ${running.length} running: ${names}`] : []),
    ...(stray > 0 && !probe.libvirt.answers ? [say`${stray} QEMU processes outside libvirt`] : []),
  ];
  const facts = {
    id: 'domains',
    group: 'Virtualization',
    title: 'Unknown virtual machines',
    found: found.length === 0 ? say`none` : withSemicolons(found),
    why: 'Their memory and processors are not counted by Benchtop, and both would promise the same resources.',
  };
  if (found.length === 0) return okay(facts);
  return warning(facts, say`They are left alone. Move them away, or let this host be only lightly used by Benchtop.`);
}

/** Ten questions, 1: a host whose address moves is a host that is lost. */
export function addressStep(probe: HostProbe): PlanStep {
  const carrier = probe.nics.find((nic) => nic.carriesSsh) ?? probe.nics.find((nic) => nic.defaultRoute);
  const facts = {
    id: 'address',
    group: 'Network',
    title: 'Static address',
    why: 'Benchtop and the other hosts find this host by its address, also after it was off for a week.',
  };
  if (carrier === undefined || carrier.addresses.length === 0)
    return warning({ ...facts, found: say`no address` }, say`Give this host a static address, then look again.`);
  const address = carrier.addresses.join(', ');
  if (!carrier.dynamic) return okay({ ...facts, found: say`${address} on ${carrier.name}` });
  return warning(
    { ...facts, found: say`${address} on ${carrier.name}, given by DHCP` },
    say`Reserve this address for the MAC ${carrier.mac} in the DHCP server, or make it static: a host that moves is lost.`,
  );
}

export function selinuxStep(probe: HostProbe): PlanStep {
  return okay({
    id: 'selinux',
    group: 'Security',
    title: 'SELinux',
    found: probe.selinux === 'absent' ? say`not installed` : quoted(probe.selinux),
    why: 'It stays as it is: guests are confined by it, and nothing of Benchtop needs it off.',
  });
}
