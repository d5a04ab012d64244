import { createHash } from 'node:crypto';
import { say } from '../../contract/phrase.ts';
import type { HostProbe, ProbedNic } from '../types.ts';
import type { BridgeFiles } from './ifupdown.ts';

const directory = '/etc/NetworkManager/system-connections';

/** A UUID that is the same whenever the same bridge is planned again for the same card. */
function uuidOf(text: string): string {
  const hash = createHash('sha256').update(`benchtop ${text}`).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-5${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}

/** Sections of a keyfile by name, each without its header, as they are written. */
function keyfileSections(keyfile: string): Record<string, string> {
  const sections: Record<string, string> = {};
  let name: string | undefined;
  for (const line of keyfile.split('\n')) {
    const header = /^\[([^\]]{1,60})\]\s*$/.exec(line)?.[1];
    if (header !== undefined) name = header;
    else if (name !== undefined && line.trim() !== '') sections[name] = `${sections[name] ?? ''}${line}\n`;
  }
  return sections;
}

/**
 * One address family's keyfile section from nmcli's settings, for connections that are kept in another format (ifcfg files). Undefined
 * where there are routes, which nmcli prints in a form that is not a keyfile's.
 */
function sectionOf(settings: Record<string, string>, family: 'ipv4' | 'ipv6'): string | undefined {
  const value = (name: string) => settings[`${family}.${name}`] ?? '';
  if (value('routes') !== '') return undefined;
  const list = (text: string) =>
    text
      .split(/[\s,|]+/)
      .filter(Boolean)
      .join(';');
  const lines = [`method=${/^[a-z-]{1,20}$/.test(value('method')) ? value('method') : 'auto'}`];
  for (const [index, address] of value('addresses')
    .split(/[\s,|]+/)
    .filter(Boolean)
    .entries())
    lines.push(`address${index + 1}=${address}`);
  if (value('gateway') !== '') lines.push(`gateway=${value('gateway')}`);
  if (value('dns') !== '') lines.push(`dns=${list(value('dns'))};`);
  if (value('dns-search') !== '') lines.push(`dns-search=${list(value('dns-search'))};`);
  return `${lines.join('\n')}\n`;
}

/**
 * Two connections beside the card's own, which stays as it is and only loses by priority: so an undo has nothing to put back, and a
 * bridge that does not come up leaves the card its old connection. nm-settings-keyfile(5).
 */
export function networkManagerFiles(
  probe: HostProbe,
  nic: ProbedNic,
  bridge: string,
): BridgeFiles & { connection?: string } {
  if (nic.kind !== 'ether' && nic.kind !== 'veth')
    return { refused: say`${nic.name} is a ${nic.kind}, not a plain card` };
  const connection = probe.network.connections.find((entry) => entry.device === nic.name);
  let ipv4 = 'method=disabled\n';
  let ipv6 = 'method=disabled\n';
  let mtu = '';
  // A card without an address gives the bridge none: NetworkManager asks for one by DHCP on every card that nobody has configured.
  if (connection !== undefined && nic.addresses.length > 0) {
    const sections = connection.keyfile === undefined ? undefined : keyfileSections(connection.keyfile);
    const found4 = sections === undefined ? sectionOf(connection.settings, 'ipv4') : (sections.ipv4 ?? 'method=auto\n');
    const found6 = sections === undefined ? sectionOf(connection.settings, 'ipv6') : (sections.ipv6 ?? 'method=auto\n');
    if (found4 === undefined || found6 === undefined)
      return { refused: say`the connection of ${nic.name} has static routes and is not kept in a keyfile` };
    ipv4 = found4;
    ipv6 = found6;
    mtu = /^mtu=\d{3,5}$/m.exec(sections?.ethernet ?? '')?.[0] ?? '';
  }
  const bridgeUuid = uuidOf(`${bridge} ${nic.mac}`);
  const zone = connection?.settings.zone ?? '';
  const bridgeFile = [
    '[connection]',
    `id=benchtop-${bridge}`,
    `uuid=${bridgeUuid}`,
    'type=bridge',
    `interface-name=${bridge}`,
    ...(/^[\w-]{1,40}$/.test(zone) ? [`zone=${zone}`] : []),
    '',
    ...(mtu === '' ? [] : ['[ethernet]', mtu, '']),
    '[bridge]',
    `mac-address=${nic.mac.toUpperCase()}`,
    'stp=false',
    '',
    '[ipv4]',
    ipv4,
    '[ipv6]',
    ipv6,
  ].join('\n');
  const portFile = [
    '[connection]',
    `id=benchtop-${bridge}-port`,
    `uuid=${uuidOf(`${bridge} port ${nic.mac}`)}`,
    'type=ethernet',
    // The highest there is: at boot the card goes to the bridge and not to its old connection.
    'autoconnect-priority=999',
    `interface-name=${nic.name}`,
    `master=${bridgeUuid}`,
    'slave-type=bridge',
    '',
    ...(mtu === '' ? [] : ['[ethernet]', mtu, '']),
  ].join('\n');
  const file = (name: string, after: string) => ({ path: `${directory}/${name}.nmconnection`, after, mode: 0o600 });
  return {
    files: [file(`benchtop-${bridge}`, bridgeFile), file(`benchtop-${bridge}-port`, portFile)],
    ...(connection === undefined ? {} : { connection: connection.uuid }),
  };
}
