import { hostText } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { CardFacts, LeaseFacts, LeaseQuestion } from '../looks.ts';
import { guestNetworkNames, leaseTime } from './dnsmasq.ts';
import type { HostLink } from './host-link.ts';
import type { LiveDomain } from './live-xml.ts';

/**
 * Prints what the service's host knows: whether the unit runs, the port's bridge and flags, the lines of this card, and what dnsmasq has
 * logged of it. Arguments: unit, port, reservations, leases, MAC address, seconds to look back.
 */
const leaseScript = `LC_ALL=C; export LC_ALL
echo "now $(date +%s)"
echo "state $(systemctl is-active -- "$1")"
echo "master $(basename "$(readlink "/sys/class/net/$2/master")" 2>/dev/null)"
echo "flags $(cat "/sys/class/net/$2/flags" 2>/dev/null)"
grep -i -m 1 "^$5," "$3" 2>/dev/null | head -c 300 | sed 's/^/reservation /'
grep -i -m 1 "^[0-9]* $5 " "$4" 2>/dev/null | head -c 300 | sed 's/^/lease /'
timeout 20 journalctl -q -o cat --no-pager -n 20000 -u "$1" --since "-$6s" 2>/dev/null | grep -i -F -- "$5" | tail -n 200 | cut -c 1-300 | sed 's/^/said /'
exit 0`;

/** Prints how a port is plugged in. Arguments: port, bridge, file that was made when the domain was started. */
const cardScript = `LC_ALL=C; export LC_ALL
echo "now $(date +%s)"
echo "started $(stat -c %Y -- "$3" 2>/dev/null)"
echo "master $(basename "$(readlink "/sys/class/net/$1/master")" 2>/dev/null)"
echo "flags $(cat "/sys/class/net/$1/flags" 2>/dev/null)"
echo "sent $(cat "/sys/class/net/$1/statistics/rx_packets" 2>/dev/null)"
echo "bridge $(cat "/sys/class/net/$2/flags" 2>/dev/null)"
exit 0`;

const IFF_UP = 1;
const isUp = (flags: string | undefined) => /^0x[0-9a-f]{1,8}$/.test(flags ?? '') && (Number(flags) & IFF_UP) !== 0;

/** `word rest` lines; of a word that comes again the first counts, except for those that are gathered. */
function answers(text: string) {
  const lines = text.split('\n', 400).map((line) => /^([a-z]+) (.*)$/.exec(line));
  const first = new Map<string, string>();
  const said: string[] = [];
  for (const line of lines) {
    if (line === null) continue;
    const [, word, rest] = line as unknown as [string, string, string];
    if (word === 'said') said.push(rest);
    else if (!first.has(word)) first.set(word, rest.trim());
  }
  return { get: (word: string) => first.get(word), said };
}

const seconds = (text: string | undefined): number | undefined =>
  /^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined;

/** What leaseScript has printed. The texts are the host's and hostile. */
export function readLease(text: string, unit: string, question: LeaseQuestion): LeaseFacts {
  const { get, said } = answers(text);
  const now = seconds(get('now'));
  const [expires, , given] = (get('lease') ?? '').split(' ');
  const granted = seconds(expires);
  const [, reserved] = (get('reservation') ?? '').split(',');
  const asks = said.filter((line) => /\bDHCP(DISCOVER|REQUEST)\(/.test(line));
  const refusal = said.findLast((line) => /\bDHCP/.test(line));
  const refused = refusal !== undefined && /no address|not available|ignored|DHCPNAK|in use/.test(refusal);
  return {
    unit,
    running: get('state') === 'active',
    connected: get('master') === question.bridge && isUp(get('flags')),
    reserved: reserved === question.address,
    requests: asks.length,
    ...(refused && { refusal: hostText(refusal, 200) }),
    ...(given !== undefined &&
      /^[0-9.]{7,15}$/.test(given) &&
      granted !== undefined &&
      now !== undefined && { lease: { address: given, age: Math.max(0, now - (granted - leaseTime)) * 1000 } }),
  };
}

/** See `Driver.lookAtLease`. */
export async function lookAtLease(ssh: SshConnection, question: LeaseQuestion): Promise<LeaseFacts> {
  const names = guestNetworkNames(question.networkId);
  const back = Math.min(7 * 86_400, Math.ceil((question.since ?? 3_600_000) / 1000) + 5);
  const { stdout } = await ssh.exec(
    [
      'sh',
      '-c',
      leaseScript,
      'sh',
      names.serviceUnit,
      names.hostEnd,
      names.reservations,
      names.leases,
      question.mac.toLowerCase(),
      String(back),
    ],
    { maximumOutput: 256 * 1024, deadline: 40_000 },
  );
  return readLease(stdout, names.serviceUnit, question);
}

/** What cardScript has printed, with what libvirt says of the running domain. */
export function readCard(text: string, card: LiveDomain['interfaces'][number] | undefined, bridge: string): CardFacts {
  const { get } = answers(text);
  const now = seconds(get('now'));
  const started = seconds(get('started'));
  return {
    ...(now !== undefined && started !== undefined && { runningFor: Math.max(0, now - started) * 1000 }),
    found: card !== undefined,
    linkUp: card?.linkUp === true,
    ...(card?.filter !== undefined && { filter: card.filter }),
    bridgeUp: isUp(get('bridge')),
    ...(card?.port !== undefined && {
      port: {
        name: card.port,
        up: isUp(get('flags')),
        onBridge: get('master') === bridge,
        sent: seconds(get('sent')) ?? 0,
      },
    }),
  };
}

/** See `Driver.lookAtCard`. */
export async function lookAtCard(
  link: HostLink,
  domain: LiveDomain,
  wanted: { mac: string; bridge: string },
): Promise<CardFacts> {
  const card = domain.interfaces.find((one) => one.mac.toLowerCase() === wanted.mac.toLowerCase());
  const ssh = await link.ssh();
  // libvirt makes the file when QEMU has started; its name holds nothing but what we generate.
  const mark = `/run/libvirt/qemu/${domain.name}.pid`;
  const { stdout } = await ssh.exec(['sh', '-c', cardScript, 'sh', card?.port ?? 'none', wanted.bridge, mark], {
    maximumOutput: 16 * 1024,
  });
  return readCard(stdout, card, wanted.bridge);
}
