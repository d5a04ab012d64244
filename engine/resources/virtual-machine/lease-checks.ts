import type { Output } from '../../contract/contract.ts';
import type { leaseCheckNames } from '../../contract/lease.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { CardFacts, LeaseFacts } from '../../drivers/looks.ts';

type Lease = Output<'explainLease'>['nic'][number];
type Check = Lease['check'][number];

export interface LeaseEvidence {
  mac: string;
  address: string;
  bridge: string;
  card: CardFacts;
  /** Or why the host that serves the network could not be asked. */
  service: LeaseFacts | Phrase;
  /** The service runs on another host than the instance. */
  elsewhere: boolean;
}

/** How long a guest may take to boot before its silence means something, in milliseconds; emulated ones are slow. */
const patience = 120_000;
/** Clocks of a lease file count in seconds, and a guest asks moments after its start. */
const slack = 5_000;

const asked = (service: LeaseEvidence['service']): service is LeaseFacts => 'running' in service;

/** Judges what was seen of one card. Pure; the sentences name no host, because not everybody may know them. */
export function judgeLease(evidence: LeaseEvidence): Pick<Lease, 'state' | 'finding' | 'check'> {
  const { card, service, address } = evidence;
  const check = [...serviceChecks(evidence), ...cardChecks(evidence), ...requestChecks(evidence)];
  const since = card.runningFor;
  const lease = asked(service) ? service.lease : undefined;
  if (lease !== undefined && lease.address === address && (since === undefined || lease.age <= since + slack))
    return { state: 'leased', finding: say`It has taken ${address} by DHCP since its start.`, check: [] };
  const problem = check.find((one) => one.status === 'problem');
  if (problem === undefined && since !== undefined && since < patience)
    return {
      state: 'waiting',
      finding: say`It was started moments ago and has not asked for its address yet.`,
      check: [],
    };
  const first = problem ?? check.find((one) => one.status === 'likely' || one.status === 'unknown');
  return {
    state: 'missing',
    finding:
      first === undefined
        ? say`It has not taken ${address} by DHCP since its start.`
        : say`It has not taken ${address} by DHCP since its start. ${first.found}`,
    check: closing(check, problem !== undefined),
  };
}

/** The guest itself is suspected only where nothing before it is broken. */
function closing(checks: readonly Check[], broken: boolean): Check[] {
  return broken ? checks.filter((one) => one.status !== 'likely') : [...checks];
}

const titles: Readonly<Record<(typeof leaseCheckNames)[number], Phrase>> = {
  service: say`DHCP service`,
  'service port': say`Cable of the DHCP service`,
  reservation: say`Address of this card`,
  card: say`Card of the instance`,
  bridge: say`Port on the bridge`,
  filter: say`Filter of addresses`,
  request: say`Request of the guest`,
  'between hosts': say`Way between the hosts`,
  guest: say`The guest itself`,
};

const checked = (name: Check['name'], status: Check['status'], found: Phrase, hint?: Phrase): Check => ({
  name,
  status,
  title: titles[name],
  found,
  ...(hint !== undefined && { hint }),
});

function serviceChecks({ service, mac, address, bridge }: LeaseEvidence): Check[] {
  if (!asked(service))
    return [
      checked(
        'service',
        'unknown',
        say`The host that serves the network could not be asked: ${service}`,
        say`Bring that host back, or start an instance of this network on another one: the service then moves there.`,
      ),
    ];
  const again = say`Benchtop starts it again within ten minutes, and at once when an instance of this network is started. If it does not stay up, look on the host that serves the network: systemctl status ${service.unit}`;
  if (!service.running)
    return [checked('service', 'problem', say`The DHCP service of the network does not run.`, again)];
  const running = checked('service', 'ok', say`It runs.`);
  if (!service.connected)
    return [
      running,
      checked('service port', 'problem', say`The DHCP service is not connected to the bridge ${bridge}.`, again),
    ];
  const connected = checked('service port', 'ok', say`It is connected to the bridge ${bridge}.`);
  if (!service.reserved)
    return [
      running,
      connected,
      checked(
        'reservation',
        'problem',
        say`The DHCP service does not know the card ${mac}.`,
        say`Stop and start the instance: its address is then set aside again. Look whether the range of the network still has free addresses.`,
      ),
    ];
  if (service.refusal !== undefined)
    return [
      running,
      connected,
      checked(
        'reservation',
        'problem',
        say`The DHCP service refused the card: ${service.refusal}`,
        say`Look who else uses ${address}, and whether the range of the network still has free addresses.`,
      ),
    ];
  return [running, connected, checked('reservation', 'ok', say`${address} is set aside for ${mac}.`)];
}

function cardChecks({ card, mac, bridge }: LeaseEvidence): Check[] {
  const again = say`Stop and start the instance: it is then plugged in as it is meant to be.`;
  if (!card.found)
    return [checked('card', 'problem', say`The running instance has no card with the address ${mac}.`, again)];
  if (!card.linkUp)
    return [
      checked(
        'card',
        'problem',
        say`The cable of the card ${mac} is pulled.`,
        say`On its host: virsh domif-setlink NAME ${mac} up; or stop and start the instance.`,
      ),
    ];
  const there = checked('card', 'ok', say`It has the card ${mac}, and its cable is in.`);
  const found = [there, portCheck({ card, bridge }, again)];
  if (card.filter === undefined) return [...found, checked('filter', 'ok', say`There is none.`)];
  return [
    ...found,
    checked(
      'filter',
      'problem',
      say`The filter ${card.filter} is on the card, and may stop its DHCP.`,
      say`Benchtop sets none. Take it off on the host, or stop and start the instance.`,
    ),
  ];
}

function portCheck({ card, bridge }: Pick<LeaseEvidence, 'card' | 'bridge'>, again: Phrase): Check {
  if (!card.bridgeUp)
    return checked(
      'bridge',
      'problem',
      say`The bridge ${bridge} of its host is down.`,
      say`Bring it up on the host: ip link set ${bridge} up.`,
    );
  if (card.port === undefined || !card.port.onBridge)
    return checked('bridge', 'problem', say`Its card is not plugged into the bridge ${bridge}.`, again);
  if (!card.port.up)
    return checked(
      'bridge',
      'problem',
      say`Its port ${card.port.name} on the bridge ${bridge} is down.`,
      say`Bring it up on the host: ip link set ${card.port.name} up.`,
    );
  return checked('bridge', 'ok', say`Its port ${card.port.name} on the bridge ${bridge} is up.`);
}

/** Nothing is concluded from a service that could not be asked, or does not run. */
function requestChecks({ card, service, elsewhere }: LeaseEvidence): Check[] {
  if (!asked(service) || !service.running || card.port === undefined) return [];
  const { sent } = card.port;
  const byHand = say`In its console, on Linux: ip link shows the cards and whether they are up; dhclient -v (or networkctl renew, nmcli device connect) asks for an address.`;
  if (service.requests > 0)
    return [
      checked('request', 'ok', say`The DHCP service has heard it ask ${service.requests} times.`),
      checked(
        'guest',
        'likely',
        say`It asks, is answered, and does not take what it is offered: its own firewall may drop the answer, or another DHCP server answers first.`,
        byHand,
      ),
    ];
  const unheard = checked('request', 'unknown', say`The DHCP service has not heard it ask since its start.`);
  if (sent === 0)
    return [
      { ...unheard, found: say`It has sent nothing at all since its start.` },
      checked(
        'guest',
        'likely',
        say`The guest has not switched its card on: it is still booting, has no driver for the card, or, as a clone, still ties the name of its card to another address (a rule of udev).`,
        say`${byHand} Where the card is called eth1, remove /etc/udev/rules.d/70-persistent-net.rules and restart; seal images before they become templates.`,
      ),
    ];
  return [
    { ...unheard, found: say`It has sent ${sent} packets, but the DHCP service has not heard it ask.` },
    ...(elsewhere
      ? [
          checked(
            'between hosts',
            'likely',
            say`The service runs on another host, and the request may be lost on the way: a VLAN that the switch does not let through, or port security.`,
            say`Start the instance on the host that serves the network: if it gets its address there, the network between the hosts is at fault.`,
          ),
        ]
      : []),
    checked(
      'guest',
      'likely',
      say`The guest sends, but does not ask: its DHCP client is off, or it has a static address.`,
      byHand,
    ),
  ];
}
