import { say } from '../contract/phrase.ts';
import { families } from './families/families.ts';
import { familyNameOf } from './families/family.ts';
import { benchtopDirectory, markerPath } from './paths.ts';
import { bridging } from './plan/bridge.ts';
import { chooseFqdn, namesStep } from './plan/names.ts';
import { packageProxyStep, packageSourceStep } from './plan/package-sources.ts';
import { bridgeFilterStep, firewallStep, leftoversStep } from './plan/security.ts';
import { libvirtStep, memberStep, packagesStep, timeStep } from './plan/software.ts';
import { blocked, changed, okay } from './plan/step.ts';
import {
  addressStep,
  architectureStep,
  domainsStep,
  hardwareStep,
  privilegeStep,
  requirettyStep,
  selinuxStep,
  systemStep,
  virtualizationStep,
} from './plan/system.ts';
import type { HostChoices, HostPlan, HostProbe, PlanStep } from './types.ts';

/** See `planHost`. The order of the steps is the order of the changes: what can fail without harm first, the network last. */
export function plan(probe: HostProbe, choices: HostChoices): HostPlan {
  const familyName = familyNameOf(probe.system);
  const family = familyName === undefined ? undefined : families[familyName];
  const system = systemStep(probe, family);
  const { step: virtualizationCheck, virtualization } = virtualizationStep(probe, choices);
  const { bridge, nic, step: bridgeStep } = bridging(probe, choices);
  const fqdn = chooseFqdn(probe, choices);
  const requiretty = requirettyStep(probe);
  const steps: PlanStep[] = [
    system,
    architectureStep(probe),
    privilegeStep(probe),
    ...(requiretty === undefined ? [] : [requiretty]),
    hardwareStep(probe),
    virtualizationCheck,
  ];

  // What would be changed on a system that nothing is known about is no more than a guess; the sentence above it is the answer.
  if (family !== undefined && system.item.status !== 'blocked') {
    const holder = probe.nics.find((entry) => entry.name === bridge) ?? probe.nics.find((entry) => entry.name === nic);
    const address = holder?.addresses.find((entry) => !entry.includes(':'))?.split('/')[0] ?? probe.sshAddress;
    const member = memberStep(probe);
    const sources = choices.packageSources ?? {};
    const proxy = packageProxyStep(probe, family, sources);
    const source = packageSourceStep(probe, family, sources);
    steps.push(
      domainsStep(probe),
      // The files that packages are fetched by come before the packages.
      ...(proxy === undefined ? [] : [proxy]),
      ...(source === undefined ? [] : [source]),
      packagesStep(probe, family, bridgeStep.item.status === 'change'),
      directoriesStep(probe),
      libvirtStep(probe, family),
      ...(member === undefined ? [] : [member]),
      leftoversStep(probe, choices, family),
      selinuxStep(probe),
      timeStep(probe, family),
      namesStep(probe, fqdn, address),
      addressStep(probe),
      bridgeStep,
      bridgeFilterStep(probe),
      firewallStep(probe, choices, nic, bridge),
      markerStep(probe, bridge, nic),
    );
  }
  const canApply = steps.every(({ item }) => item.status !== 'blocked');
  return {
    ...(familyName === undefined ? {} : { family: familyName }),
    bridge,
    nic,
    fqdn,
    ...(virtualization === undefined ? {} : { virtualization }),
    steps,
    canApply,
    complete: canApply && steps.every(({ item }) => item.status !== 'change'),
  };
}

function directoriesStep(probe: HostProbe): PlanStep {
  const mode = probe.directories[benchtopDirectory];
  const facts = {
    id: 'directories',
    group: 'Benchtop',
    title: 'Directory of Benchtop',
    found: mode === undefined ? say`no ${benchtopDirectory}` : say`${benchtopDirectory}, mode ${mode}`,
    why: 'The journal that an undo reads, and the disks of guests on this host, are kept there.',
  };
  // Through, for QEMU's user, but not readable: names in it are nobody's business.
  if (mode === '711') return okay(facts);
  return changed(facts, say`${benchtopDirectory} with mode 711`, [
    { kind: 'directory', path: benchtopDirectory, mode: 0o711 },
  ]);
}

function markerStep(probe: HostProbe, bridge: string, nic: string): PlanStep {
  const path = markerPath;
  const after = `${JSON.stringify({ version: 1, bridge, nic }, null, 2)}\n`;
  const facts = {
    id: 'marker',
    group: 'Benchtop',
    title: 'Marked as prepared',
    found: probe.marker === undefined ? say`not prepared before` : say`prepared by Benchtop before`,
    why: 'So that this host is recognised the next time, and by another Benchtop.',
  };
  if (probe.marker === after) return okay(facts);
  const before = probe.files[path]?.content;
  if (probe.files[path]?.exists === true && before === undefined)
    return blocked(facts, say`${path} is not text of a reasonable size. Remove it.`);
  return changed(facts, say`writes ${path}`, [
    { kind: 'file', path, ...(before === undefined ? {} : { before }), after, mode: 0o644 },
  ]);
}
