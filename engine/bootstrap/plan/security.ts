import { say, withSemicolons } from '../../contract/phrase.ts';
import type { Family } from '../families/family.ts';
import { insecureSettings } from '../parse/leftovers.ts';
import type { Action, HostChoices, HostProbe, PlanStep } from '../types.ts';
import { blocked, changed, okay, warning } from './step.ts';

/** Ports that QEMU takes incoming migrations on; libvirt's default range. */
export const migrationPorts = '49152-49215';

const cloudstackAgent = 'cloudstack-agent.service';

/** Puts a comment sign before each line that matches; all else stays byte for byte. */
export function withoutSettings(content: string, patterns: readonly RegExp[]): string {
  return content
    .split('\n')
    .map((line) => (patterns.some((pattern) => pattern.test(line)) ? `#${line}` : line))
    .join('\n');
}

/** A host prepared for CloudStack before: what its guide opened is closed again; its agent must go first. */
export function leftoversStep(probe: HostProbe, choices: HostChoices, family: Family): PlanStep {
  const { leftovers } = probe;
  const facts = {
    id: 'leftovers',
    group: 'Security',
    title: 'Traces of CloudStack’s agent',
    found:
      leftovers.length === 0
        ? say`none`
        : leftovers
            .map((leftover) => leftover.found)
            .join('; ')
            .slice(0, 600),
    why: 'Its guide lets anyone on the network command libvirt without a password and see every console.',
  };
  if (leftovers.length === 0) return okay(facts);
  // Two managers of one host would start the same disks twice: only a person can say that the other is gone.
  if (leftovers.some((leftover) => leftover.id === 'agent_running') && choices.closeAgent !== true)
    return blocked(
      facts,
      say`A CloudStack server may still manage this host. Remove it there first; then choose to close the agent here, or run: systemctl disable --now cloudstack-agent`,
    );
  const actions: Action[] = [];
  const agent = probe.units[cloudstackAgent];
  const closesAgent = agent?.active === 'active' || agent?.enabled === 'enabled';
  if (closesAgent) actions.push({ kind: 'closed', units: [cloudstackAgent] });
  const found = new Set(leftovers.map((leftover) => leftover.id));
  const files = new Set(insecureSettings.filter((setting) => found.has(setting.id)).map((setting) => setting.file));
  for (const path of files) {
    const before = probe.files[path]?.content;
    if (before === undefined) continue;
    const patterns = insecureSettings.filter((setting) => setting.file === path).map((setting) => setting.pattern);
    actions.push({ kind: 'file', path, before, after: withoutSettings(before, patterns), mode: 0o600, keepMode: true });
  }
  const sockets = family.libvirtListeners.filter((unit) => {
    const state = probe.units[unit];
    return state?.active === 'active' || state?.enabled === 'enabled';
  });
  if (sockets.length > 0) actions.push({ kind: 'closed', units: sockets });
  if (actions.length === 0)
    return warning(
      facts,
      say`Nothing of it is open now. Remove the package cloudstack-agent when it is no longer needed.`,
    );
  const places = [...files, ...sockets].join(', ');
  if (places !== '')
    actions.push({ kind: 'restart', units: ['libvirtd.service', 'virtqemud.service', 'virtproxyd.service'] });
  const changes = [
    ...(closesAgent ? [say`cloudstack-agent is stopped and disabled`] : []),
    ...(places === '' ? [] : [say`closed in ${places}; libvirt is restarted, guests run on`]),
  ];
  return changed(facts, withSemicolons(changes), actions);
}

export function firewallStep(probe: HostProbe, choices: HostChoices, nic: string, bridge: string): PlanStep {
  const { firewall } = probe;
  const own = new Set(probe.nics.flatMap((entry) => entry.addresses.map((address) => address.split('/')[0])));
  const peers = [...new Set(choices.peers ?? [])]
    .filter((peer) => /^[0-9a-fA-F.:]{2,45}$/.test(peer) && !own.has(peer))
    .sort();
  const missing = peers.filter((peer) => !firewall.openedFor.includes(peer));
  const facts = {
    id: 'firewall',
    group: 'Security',
    title: 'Firewall',
    found: firewall.active
      ? firewall.zone === ''
        ? say`${firewall.tool}, ${firewall.openedFor.length} peers let in`
        : say`${firewall.tool}, zone ${firewall.zone}, ${firewall.openedFor.length} peers let in`
      : say`none in use`,
    why: 'Only the other hosts of the zone may reach the ports of migrations; nothing else is opened.',
  };
  if (firewall.active && (firewall.tool === 'firewalld' || firewall.tool === 'ufw')) {
    if (missing.length === 0) return okay(facts);
    const zone = firewall.zones[bridge] ?? firewall.zones[nic] ?? firewall.zone;
    return changed(facts, say`ports ${migrationPorts} are opened for ${missing.join(', ')}`, [
      { kind: 'firewall', tool: firewall.tool, zone, peers: missing, ports: migrationPorts },
    ]);
  }
  if (firewall.restrictive && peers.length > 0)
    return warning(
      facts,
      say`Its rules drop what no rule lets in, and no known tool manages them. Let ${peers.join(', ')} reach TCP ports ${migrationPorts}.`,
    );
  return okay(facts);
}

const bridgeSettings = ['arptables', 'ip6tables', 'iptables'].map((name) => `net.bridge.bridge-nf-call-${name}`);
const bridgeSysctlPath = '/etc/sysctl.d/70-benchtop-bridge.conf';
const bridgeRulePath = '/etc/udev/rules.d/70-benchtop-bridge.rules';
const bridgeSysctls = `# Guests' packets cross the bridge without passing this host's own firewall.\n${bridgeSettings
  .map((name) => `${name} = 0\n`)
  .join('')}`;
// The settings are there only once the module is, which may be long after the boot.
const bridgeRule = `ACTION=="add", SUBSYSTEM=="module", KERNEL=="br_netfilter", RUN+="/usr/sbin/sysctl -p ${bridgeSysctlPath}"\n`;
/** Written by the step below; the probe reads them beforehand. */
export const bridgeFilterFiles = [bridgeSysctlPath, bridgeRulePath];

/** br_netfilter hands what crosses a bridge to the host's firewall; one that forwards nothing then eats guests' DHCP. */
export function bridgeFilterStep(probe: HostProbe): PlanStep {
  const { calls, rejects } = probe.bridgeFilter;
  const called = calls.join(', ');
  const facts = {
    id: 'bridgefilter',
    group: 'Network',
    title: 'Firewall on bridged packets',
    found:
      calls.length === 0
        ? say`br_netfilter is not active`
        : rejects === ''
          ? say`br_netfilter is active (${called}); the FORWARD chain turns nothing away`
          : say`br_netfilter is active (${called}), and the FORWARD chain turns packets away: ${rejects}`,
    why: 'Where br_netfilter is active, a FORWARD chain that rejects also stops guests on the bridge: they get no address.',
  };
  if (calls.length === 0 || rejects === '') return okay(facts);
  const file = (path: string, after: string): Action => {
    const before = probe.files[path]?.content;
    return { kind: 'file', path, ...(before === undefined ? {} : { before }), after, mode: 0o644 };
  };
  return changed(
    facts,
    say`bridge-nf-call-arptables, -ip6tables and -iptables of net.bridge become 0, now and after a reboot (${bridgeFilterFiles.join(', ')})`,
    [
      file(bridgeSysctlPath, bridgeSysctls),
      file(bridgeRulePath, bridgeRule),
      ...bridgeSettings.map((name): Action => ({ kind: 'sysctl', name, value: '0' })),
    ],
    say`Kubernetes and Docker want it on. If one of them runs here, leave this host to it, or let the bridge through yourself: iptables -I FORWARD -m physdev --physdev-is-bridged -j ACCEPT; then look again.`,
  );
}
