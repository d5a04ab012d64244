import { type Phrase, say, withSpaces } from '../../contract/phrase.ts';
import type { BridgeAction, HostChoices, HostProbe, PlanStep, ProbedNic } from '../types.ts';
import { type BridgeFiles, ifupdownFiles } from './ifupdown.ts';
import { networkManagerFiles } from './network-manager.ts';
import { networkdFiles } from './networkd.ts';
import { blocked, changed, okay, warning } from './step.ts';

/** CloudStack's own default for the bridge of guests. */
const defaultBridge = 'cloudbr0';
const bridgeName = /^[a-zA-Z][a-zA-Z0-9_.-]{0,14}$/;

export interface Bridging {
  bridge: string;
  nic: string;
  step: PlanStep;
}

/** The card that carries the host's traffic, unless the admin chose one. */
function chooseNic(probe: HostProbe, choices: HostChoices): ProbedNic | undefined {
  if (choices.nic !== undefined && choices.nic !== '') return probe.nics.find((nic) => nic.name === choices.nic);
  const leading =
    probe.nics.find((nic) => nic.defaultRoute) ??
    probe.nics.find((nic) => nic.carriesSsh) ??
    probe.nics.find((nic) => nic.usable && nic.up);
  // The addresses are on a bridge already: its card is meant.
  if (leading?.kind === 'bridge')
    return (
      probe.nics.find((nic) => nic.master === leading.name && nic.usable && nic.kind !== 'veth') ??
      portOf(probe, leading.name)
    );
  return leading;
}

function portOf(probe: HostProbe, bridge: string): ProbedNic | undefined {
  return probe.nics.find((nic) => nic.master === bridge && nic.usable);
}

/** The bridge of guests on the chosen card: as it is, or what makes it. The address, gateway and DNS move from the card to the bridge. */
export function bridging(probe: HostProbe, choices: HostChoices): Bridging {
  const nic = chooseNic(probe, choices);
  const asked = choices.bridge === '' ? undefined : choices.bridge;
  const bridge = asked ?? (nic?.master !== undefined && isBridge(probe, nic.master) ? nic.master : defaultBridge);
  const cards = probe.nics.filter((candidate) => candidate.usable).map((candidate) => candidate.name);
  const facts = {
    id: 'bridge',
    group: 'Network',
    title: 'Bridge for guests',
    found: describe(probe, nic, bridge),
    why: 'Guests are plugged into it beside the host; it has the card’s own address and MAC, so nothing changes for the network around.',
  };
  const answer = (step: PlanStep): Bridging => ({ bridge, nic: nic?.name ?? choices.nic ?? '', step });
  if (!bridgeName.test(bridge))
    return answer(blocked(facts, say`Choose a bridge name such as cloudbr0: letters and digits, at most 15.`));
  if (nic === undefined)
    return answer(
      blocked(
        facts,
        choices.nic === undefined
          ? say`No network card was found.`
          : say`There is no card ${choices.nic}. There are: ${cards.join(', ') || say`none`}.`,
      ),
    );
  const existing = probe.nics.find((candidate) => candidate.name === bridge);
  if (existing !== undefined) return answer(existingStep(probe, facts, existing, nic));
  if (nic.master !== undefined)
    return answer(
      blocked(
        facts,
        `${nic.name} is a part of ${nic.master} already. Choose ${isBridge(probe, nic.master) ? say`the bridge ${nic.master}` : say`${nic.master} as the card`}.`,
      ),
    );
  if (!nic.usable || /^wl/.test(nic.name))
    return answer(
      blocked(
        facts,
        say`${nic.name} (${/^wl/.test(nic.name) ? say`wireless` : nic.kind}) cannot be put under a bridge. Choose one of: ${cards.filter((name) => !/^wl/.test(name)).join(', ') || say`none there`}.`,
      ),
    );
  return answer(newBridgeStep(probe, facts, nic, bridge));
}

function isBridge(probe: HostProbe, name: string): boolean {
  return probe.nics.some((nic) => nic.name === name && nic.kind === 'bridge');
}

function describe(probe: HostProbe, nic: ProbedNic | undefined, bridge: string): Phrase {
  if (nic === undefined) return say`no card`;
  const there = probe.nics.find((candidate) => candidate.name === bridge);
  const address = (of: ProbedNic): Phrase | string =>
    of.addresses.length === 0 ? say`no address` : of.addresses.join(', ');
  const carriesSsh = [nic, there].some((candidate) => candidate?.carriesSsh === true);
  const ssh = (said: Phrase): Phrase => (carriesSsh ? say`${said}, carries this session` : said);
  if (there !== undefined) return ssh(say`${bridge} on ${nic.name}, ${address(there)}`);
  return say`${ssh(say`${nic.name}, ${address(nic)}`)}; by ${probe.network.manager}`;
}

function existingStep(
  probe: HostProbe,
  facts: PlanStep['item'] | Parameters<typeof okay>[0],
  existing: ProbedNic,
  nic: ProbedNic,
): PlanStep {
  const bridge = existing.name;
  if (existing.kind !== 'bridge') return blocked(facts, say`${bridge} exists and is no bridge. Choose another name.`);
  if (nic.master !== bridge) {
    const port = portOf(probe, bridge);
    return blocked(
      facts,
      port === undefined
        ? say`${bridge} exists without a card; it is someone else’s. Choose another name.`
        : say`${bridge} exists with ${port.name}, not ${nic.name}. Choose that card, or another name for the bridge.`,
    );
  }
  if (!isPersistent(probe, bridge))
    return warning(
      facts,
      say`${bridge} is in no configuration file that Benchtop knows, so it may be gone after a reboot.`,
    );
  return okay(facts);
}

function isPersistent(probe: HostProbe, bridge: string): boolean {
  const { manager, files, connections } = probe.network;
  if (manager === 'NetworkManager')
    return connections.some((entry) => entry.device === bridge && entry.path.startsWith('/etc/'));
  if (manager === 'unknown') return true;
  return Object.values(files).some((content) =>
    content
      .split('\n')
      .some(
        (line) =>
          line.trim() === `Name=${bridge}` || line.trim().split(/\s+/).slice(0, 2).join(' ') === `iface ${bridge}`,
      ),
  );
}

function newBridgeStep(probe: HostProbe, facts: Parameters<typeof okay>[0], nic: ProbedNic, bridge: string): PlanStep {
  const { manager } = probe.network;
  if (manager === 'unknown')
    return blocked(
      facts,
      say`Neither NetworkManager, ifupdown nor systemd-networkd runs this network. Make a bridge on ${nic.name} by hand and name it here.`,
    );
  let made: BridgeFiles & { connection?: string };
  if (manager === 'ifupdown') made = ifupdownFiles(probe, nic, bridge);
  else if (manager === 'NetworkManager') made = networkManagerFiles(probe, nic, bridge);
  else made = networkdFiles(probe, nic, bridge);
  if ('refused' in made)
    return blocked(
      facts,
      say`Benchtop does not change this network by itself: ${made.refused}. Make a bridge on ${nic.name} by hand and name it here.`,
    );
  const action: BridgeAction = {
    kind: 'bridge',
    manager,
    bridge,
    nic: nic.name,
    wasUp: nic.up,
    files: made.files,
    connection: made.connection ?? '',
    carriesSsh: nic.carriesSsh,
    addresses: nic.dynamic ? [] : nic.addresses.filter((address) => !address.includes(':')),
    gateway: nic.defaultRoute ? probe.gateway : '',
  };
  const hint = withSpaces([
    ...(probe.network.netplan ? [say`netplan’s own file for the card stays and is passed over.`] : []),
    say`If the host cannot be reached over the bridge, it puts everything back by itself after 90 seconds.`,
  ]);
  const paths = made.files.map((file) => file.path).join(', ');
  const moved = nic.addresses.join(', ');
  return changed(
    facts,
    moved === ''
      ? say`makes ${bridge} on ${nic.name} (${paths})`
      : say`makes ${bridge} on ${nic.name}; ${moved} moves to it (${paths})`,
    [action],
    hint,
  );
}
