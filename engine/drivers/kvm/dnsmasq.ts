import { createHash } from 'node:crypto';
import { isIPv4 } from 'node:net';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { GuestNetworkSpec, Reservation } from '../driver.ts';
import type { UnitFile } from './mounts.ts';
import { fileId, home } from './paths.ts';
import { commandLine, setting } from './unit-text.ts';

/** How long a lease lasts, in seconds. */
export const leaseTime = 24 * 3600;
const leaseWord = '24h';
/** Cards that are not their guest’s way out. */
const secondaryTag = 'secondary';

/** Everything a guest network has on a host; all names follow from the network's id. */
export interface GuestNetworkNames {
  namespace: string;
  /** The end of the cable on the host, a port of the bridge. */
  hostEnd: string;
  directory: string;
  configuration: string;
  reservations: string;
  records: string;
  leases: string;
  cableUnit: string;
  serviceUnit: string;
}

export interface GuestNetworkFiles {
  configuration: string;
  units: [cable: UnitFile, service: UnitFile];
}

/** `bt-<first 8 hex digits>`: interface names may have 15 characters at most. */
export function guestNetworkNames(networkId: string): GuestNetworkNames {
  const id = fileId(networkId);
  const short = id.slice(0, 8);
  const directory = `${home}/networks/${id}`;
  return {
    namespace: `bt-${short}`,
    hostEnd: `bth-${short}`,
    directory,
    configuration: `${directory}/dnsmasq.conf`,
    reservations: `${directory}/reservations`,
    records: `${directory}/records`,
    leases: `${directory}/leases`,
    cableUnit: `benchtop-cable-${short}.service`,
    serviceUnit: `benchtop-dnsmasq-${short}.service`,
  };
}

/** Throws `parameter` for anything that could mean more in a configuration file than what it is. */
function check(network: GuestNetworkSpec): void {
  for (const address of [network.serviceAddress, network.gateway, network.netmask, ...network.dns])
    if (!isIPv4(address)) throw wrong(say`an IPv4 address`, address);
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{0,14}$/.test(network.bridge)) throw wrong(say`a bridge`, network.bridge);
  if (!Number.isInteger(network.prefixLength) || network.prefixLength < 1 || network.prefixLength > 30)
    throw wrong(say`a prefix length`, String(network.prefixLength));
  if (network.domain !== '' && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(network.domain))
    throw wrong(say`a domain name`, network.domain);
}

const wrong = (what: Phrase, value: string) =>
  fail('parameter', say`${JSON.stringify(value).slice(0, 100)} is not ${what} of the guest network.`);

/** A host name as DNS takes it; others are left out and the guest has an address without a name. */
function hostName(name: string): string | undefined {
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(name) ? name.toLowerCase() : undefined;
}

function networkAddress(address: string, prefixLength: number): string {
  const number = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const start = Math.floor(number / 2 ** (32 - prefixLength)) * 2 ** (32 - prefixLength);
  return [24, 16, 8, 0].map((shift) => Math.floor(start / 2 ** shift) % 256).join('.');
}

/** The same address after every reboot, so that guests' ARP caches stay right; locally administered, unicast. */
function serviceMac(networkId: string): string {
  const hash = createHash('sha256').update(fileId(networkId)).digest();
  return ['02', ...[...hash.subarray(0, 5)].map((byte) => byte.toString(16).padStart(2, '0'))].join(':');
}

/** The files of a guest network's DHCP and DNS. Throws `parameter`. */
export function guestNetworkFiles(network: GuestNetworkSpec): GuestNetworkFiles {
  check(network);
  const names = guestNetworkNames(network.id);
  return {
    configuration: configuration(network, names),
    units: [cableUnit(network, names), serviceUnit(network, names)],
  };
}

/** What the host's files say of one card; `name` is empty where it has none that DNS would take. Throws `parameter`. */
export interface CardLines {
  address: string;
  mac: string;
  reservation: string;
  name: string;
}

export function cardLines(card: Reservation): CardLines {
  const mac = card.mac.toLowerCase();
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac)) throw wrong(say`a MAC address`, card.mac);
  if (!isIPv4(card.address)) throw wrong(say`an IPv4 address`, card.address);
  const name = hostName(card.hostName) ?? '';
  const { address } = card;
  const tag = card.secondary ? [`set:${secondaryTag}`] : [];
  const reservation = [mac, address, ...tag, ...(name === '' ? [] : [name]), leaseWord].join(',');
  return { address, mac, name, reservation };
}

const lines = (all: string[]) => all.map((line) => `${line}\n`).join('');

function configuration(network: GuestNetworkSpec, names: GuestNetworkNames): string {
  const domain = network.domain.toLowerCase();
  return lines([
    '# Written by Benchtop; changed whenever the guest network is set up again.',
    'interface=eth0',
    'except-interface=lo',
    'bind-interfaces',
    // Nothing of the host's own names and resolvers reaches guests.
    'no-hosts',
    'no-resolv',
    'no-poll',
    ...network.dns.map((server) => `server=${server}`),
    'domain-needed',
    'bogus-priv',
    ...(domain === '' ? [] : [`domain=${domain}`, `local=/${domain}/`, 'expand-hosts']),
    `addn-hosts=${names.records}`,
    // Only reservations are served: an unknown card gets no address.
    `dhcp-range=${networkAddress(network.serviceAddress, network.prefixLength)},static,${network.netmask},${leaseWord}`,
    'dhcp-ignore=tag:!known',
    'dhcp-authoritative',
    `dhcp-hostsfile=${names.reservations}`,
    `dhcp-leasefile=${names.leases}`,
    `dhcp-option=option:router,${network.gateway}`,
    // Without a value the option is left out.
    `dhcp-option=tag:${secondaryTag},option:router`,
    `dhcp-option=option:dns-server,${network.serviceAddress}`,
    'dhcp-lease-max=65536',
  ]);
}

/**
 * The namespace and its cable to the bridge. Both units are wanted by multi-user.target and ordered by name, so the network answers again
 * after the host's reboot while the app is closed. `Restart` waits for a bridge that comes up late.
 */
function cableUnit(network: GuestNetworkSpec, names: GuestNetworkNames): UnitFile {
  const { namespace, hostEnd } = names;
  const inside = ['ip', '-n', namespace];
  return {
    name: names.cableUnit,
    text: lines([
      '# Written by Benchtop; changed whenever the guest network is set up again.',
      '[Unit]',
      setting('Description', `Benchtop guest network ${fileId(network.id)}: namespace`),
      // Not network-online.target: guests need addresses even where the host's own network never gets complete.
      'After=network.target',
      'StartLimitIntervalSec=0',
      '',
      '[Service]',
      'Type=oneshot',
      'RemainAfterExit=yes',
      'Restart=on-failure',
      'RestartSec=5',
      commandLine('ExecStartPre', ['-ip', 'link', 'delete', hostEnd]),
      commandLine('ExecStartPre', ['-ip', 'netns', 'delete', namespace]),
      // Before anything is made: without its bridge the namespace would be there and lead nowhere.
      commandLine('ExecStart', ['test', '-d', `/sys/class/net/${network.bridge}/bridge`]),
      commandLine('ExecStart', ['ip', 'netns', 'add', namespace]),
      commandLine('ExecStart', [
        'ip',
        'link',
        'add',
        hostEnd,
        'type',
        'veth',
        'peer',
        'name',
        'eth0',
        'netns',
        namespace,
      ]),
      commandLine('ExecStart', [...inside, 'link', 'set', 'eth0', 'address', serviceMac(network.id)]),
      commandLine('ExecStart', [...inside, 'link', 'set', 'lo', 'up']),
      commandLine('ExecStart', [...inside, 'link', 'set', 'eth0', 'up']),
      commandLine('ExecStart', [
        ...inside,
        'address',
        'add',
        `${network.serviceAddress}/${network.prefixLength}`,
        'dev',
        'eth0',
      ]),
      commandLine('ExecStart', ['ip', 'link', 'set', hostEnd, 'master', network.bridge]),
      commandLine('ExecStart', ['ip', 'link', 'set', hostEnd, 'up']),
      // For asking the resolvers; where the gateway is this very address, or out of reach, DHCP and local names work without.
      ...(network.gateway === network.serviceAddress
        ? []
        : [
            commandLine('ExecStart', [
              '-ip',
              ...inside.slice(1),
              'route',
              'replace',
              'default',
              'via',
              network.gateway,
            ]),
          ]),
      commandLine('ExecStopPost', ['-ip', 'link', 'delete', hostEnd]),
      commandLine('ExecStopPost', ['-ip', 'netns', 'delete', namespace]),
      '',
      '[Install]',
      'WantedBy=multi-user.target',
    ]),
  };
}

function serviceUnit(network: GuestNetworkSpec, names: GuestNetworkNames): UnitFile {
  return {
    name: names.serviceUnit,
    text: lines([
      '# Written by Benchtop; changed whenever the guest network is set up again.',
      '[Unit]',
      setting('Description', `Benchtop guest network ${fileId(network.id)}: DHCP and DNS`),
      // Not Requires: that would give up for good when the bridge is late at boot. Without the namespace the program fails and is tried again.
      `Wants=${names.cableUnit}`,
      `After=${names.cableUnit}`,
      `PartOf=${names.cableUnit}`,
      'StartLimitIntervalSec=0',
      '',
      '[Service]',
      'Type=simple',
      commandLine('ExecStart', [
        'ip',
        'netns',
        'exec',
        names.namespace,
        'dnsmasq',
        '--keep-in-foreground',
        `--conf-file=${names.configuration}`,
        '--pid-file',
      ]),
      'ExecReload=kill -HUP $MAINPID',
      'Restart=always',
      'RestartSec=2',
      '',
      '[Install]',
      'WantedBy=multi-user.target',
    ]),
  };
}

/**
 * Leases that contradict the reservations: of a card that has none any more, or on an address that now is another card's. dnsmasq would
 * hold the address back until they end, so they are taken out. Undefined when there are none.
 */
export function pruneLeases(leases: string, reservations: GuestNetworkSpec['reservations']): string | undefined {
  const addressOf = new Map(reservations.map((one) => [one.mac.toLowerCase(), one.address]));
  const all = leases.split('\n').filter((line) => line !== '');
  const kept = all.filter((line) => {
    const [, mac, address] = line.split(' ');
    // Other lines, such as the server's own identity, are not ours to judge.
    if (mac === undefined || address === undefined || !isIPv4(address)) return true;
    return addressOf.get(mac.toLowerCase()) === address;
  });
  return kept.length === all.length ? undefined : kept.map((line) => `${line}\n`).join('');
}
