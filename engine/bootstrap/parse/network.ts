import type { HostProbe, ProbedNic } from '../types.ts';
import { first, inert, json, lines, records, type Sections, textOf } from './sections.ts';
import { probedFiles } from './system.ts';

const mostLinks = 500;

interface Link {
  name: string;
  mac: string;
  flags: string[];
  state: string;
  master?: string;
  linkType: string;
  kind: string;
  addresses: { family: string; local: string; prefix: number; scope: string; dynamic: boolean }[];
}

/** `ip -json -details address`, of which only what has the right shape is taken, so that one odd device hides no other. */
function parseLinks(text: string | undefined): Link[] {
  return records(json(text), mostLinks).flatMap((entry) => {
    const name = entry.ifname;
    if (typeof name !== 'string' || !/^[^\s/\\\p{C}]{1,15}$/u.test(name)) return [];
    const link: Link = {
      name,
      mac: textOf(entry.address),
      flags: Array.isArray(entry.flags) ? entry.flags.map(textOf) : [],
      state: textOf(entry.operstate),
      linkType: textOf(entry.link_type),
      kind: inert(textOf(records([entry.linkinfo])[0]?.info_kind) || 'ether', 20),
      addresses: records(entry.addr_info, 64).map((address) => ({
        family: textOf(address.family),
        local: textOf(address.local),
        prefix: typeof address.prefixlen === 'number' ? Math.trunc(address.prefixlen) : 0,
        scope: textOf(address.scope),
        dynamic: address.dynamic === true,
      })),
    };
    const master = textOf(entry.master);
    if (master !== '') link.master = inert(master, 15);
    return [link];
  });
}

function parseRoutes(text: string | undefined): { dev: string; gateway: string }[] {
  return records(json(text), mostLinks).map((entry) => ({ dev: textOf(entry.dev), gateway: textOf(entry.gateway) }));
}

/** Kinds under which a bridge makes sense: a card has no kind; `veth` is the card of a container. */
const usableKinds = new Set(['ether', 'bond', 'team', 'vlan', 'veth', 'macvlan']);
const addressText = /^[0-9a-fA-F.:]{2,45}$/;
const macText = /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i;

export function parseNics(sections: Sections, sshAddress: string): ProbedNic[] {
  const defaults = new Set(
    [...parseRoutes(sections.get('routes')), ...parseRoutes(sections.get('routes6'))].map((entry) => entry.dev),
  );
  return parseLinks(sections.get('links'))
    .filter((entry) => entry.linkType === 'ether' && macText.test(entry.mac))
    .map((entry) => {
      const addresses = entry.addresses
        .filter((address) => address.scope !== 'link' && addressText.test(address.local))
        .slice(0, 32);
      const nic: ProbedNic = {
        name: entry.name,
        mac: entry.mac.toLowerCase(),
        addresses: addresses.map((address) => `${address.local}/${address.prefix}`),
        up: entry.flags.includes('UP') && entry.state !== 'DOWN',
        kind: entry.kind,
        usable: usableKinds.has(entry.kind),
        defaultRoute: defaults.has(entry.name),
        carriesSsh: sshAddress !== '' && addresses.some((address) => address.local === sshAddress),
        dynamic: addresses.some((address) => address.dynamic && address.family === 'inet'),
      };
      if (entry.master !== undefined) nic.master = entry.master;
      return nic;
    });
}

export function parseRouting(sections: Sections): { gateway: string; dns: string[] } {
  const gateway = parseRoutes(sections.get('routes'))[0]?.gateway ?? '';
  const dns = lines(sections.get('resolv'))
    .flatMap((line) => /^nameserver\s+(\S+)/.exec(line)?.[1] ?? [])
    .filter((address) => addressText.test(address));
  return { gateway: addressText.test(gateway) ? gateway : '', dns: dns.slice(0, 8) };
}

const networkPath =
  /^\/(etc\/network\/interfaces|etc\/netplan\/|etc\/systemd\/network\/|run\/systemd\/network\/|usr\/lib\/systemd\/network\/)/;

export function parseNetwork(sections: Sections, units: HostProbe['units']): HostProbe['network'] {
  const files: Record<string, string> = {};
  for (const [path, file] of Object.entries(probedFiles(sections)))
    if (networkPath.test(path) && file.content !== undefined) files[path] = file.content;
  const connections = lines(sections.get('nm'), 100).flatMap((line) => {
    const match = /^([0-9a-f-]{36}):([a-z0-9-]{1,40}):([^:]{0,15}):(.*)$/.exec(line);
    if (match === null) return [];
    const [, uuid, type, device, path] = match;
    return [parseConnection(sections, uuid!, type!, inert(device!, 15), inert(path!, 300))];
  });
  const active = (unit: string) => units[unit]?.active === 'active';
  const netplan = Object.keys(files).some((path) => path.startsWith('/etc/netplan/'));
  return {
    manager: active('NetworkManager.service')
      ? 'NetworkManager'
      : active('systemd-networkd.service')
        ? 'systemd-networkd'
        : active('networking.service') || files['/etc/network/interfaces'] !== undefined
          ? 'ifupdown'
          : 'unknown',
    netplan,
    files,
    connections,
    networkFiles: Object.fromEntries(
      lines(sections.get('networkctl'), 200).flatMap((line) => {
        const match = /^(\S{1,15}) (\/\S+)$/.exec(line);
        return match === null ? [] : [[match[1]!, inert(match[2]!, 300)] as const];
      }),
    ),
    cloudInit: first(sections.get('cloudinit')) === 'present',
  };
}

/** Order of the values that the probe script asks nmcli for. */
const connectionValues = [
  'id',
  'zone',
  'ipv4.method',
  'ipv4.addresses',
  'ipv4.gateway',
  'ipv4.dns',
  'ipv4.dns-search',
  'ipv4.routes',
  'ipv6.method',
  'ipv6.addresses',
  'ipv6.gateway',
  'ipv6.dns',
  'ipv6.routes',
] as const;

function parseConnection(
  sections: Sections,
  uuid: string,
  type: string,
  device: string,
  path: string,
): HostProbe['network']['connections'][number] {
  const values = (sections.get(`nmconnection ${uuid}`) ?? '').split('\n', 40);
  const settings: Record<string, string> = {};
  for (const [index, name] of connectionValues.entries()) settings[name] = inert(values[index] ?? '', 1000);
  const encoded = sections.get(`nmfile ${uuid}`);
  const keyfile = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8').slice(0, 65_536);
  return { uuid, type, device, path, settings, ...(keyfile === undefined ? {} : { keyfile }) };
}

export function parseFirewall(sections: Sections, units: HostProbe['units']): HostProbe['firewall'] {
  const nft = lines(sections.get('nft'));
  const iptables = lines(sections.get('iptables'));
  const ufwLines = lines(sections.get('ufw'));
  const restrictive =
    nft.some((line) => /hook input .*policy drop/.test(line)) ||
    iptables.some((line) => /^-P INPUT (DROP|REJECT)/.test(line));
  const base = { restrictive, zone: '', openedFor: [] as string[], zones: {} as Record<string, string> };
  const firewalld = lines(sections.get('firewalld'));
  if (firewalld[0] === 'running') {
    let zone = '';
    const zones: Record<string, string> = {};
    for (const line of lines(sections.get('zones'))) {
      if (/^[a-zA-Z0-9_-]{1,40}/.test(line)) zone = /^[a-zA-Z0-9_-]{1,40}/.exec(line)![0];
      const interfaces = /^\s+interfaces:\s*(.*)$/.exec(line)?.[1];
      for (const name of interfaces?.split(/\s+/).slice(0, 100) ?? [])
        if (name !== '' && zone !== '') zones[name] = zone;
    }
    const rules = [...sections].filter(([name]) => name.startsWith('rules ')).map(([, text]) => text);
    const openedFor = rules
      .join('\n')
      .split('\n', 1000)
      .flatMap((rule) => /source address="([0-9a-fA-F.:]+)".*port port="49152-49215".*accept/.exec(rule)?.[1] ?? []);
    return {
      ...base,
      tool: 'firewalld',
      active: true,
      restrictive: false,
      zone: first(firewalld[1], 40),
      zones,
      openedFor,
    };
  }
  if (/^Status: active/.test(ufwLines[0] ?? '')) {
    const openedFor = ufwLines.flatMap(
      (line) => /^49152:49215\/tcp\s+ALLOW(?: IN)?\s+([0-9a-fA-F.:]+)\s*$/.exec(line)?.[1] ?? [],
    );
    return { ...base, tool: 'ufw', active: true, restrictive: false, openedFor };
  }
  if (units['nftables.service']?.active === 'active' || nft.some((line) => line.includes(' hook input ')))
    return { ...base, tool: 'nftables', active: true };
  if (iptables.length > 3) return { ...base, tool: 'iptables', active: true };
  return { ...base, tool: 'none', active: false };
}

/** Of the chains at the forward hook, by nft's words or iptables': what turns a packet away that nobody asked for. */
export function parseBridgeFilter(sections: Sections): HostProbe['bridgeFilter'] {
  const calls = lines(sections.get('bridgefilter'), 5).flatMap(
    (line) => /^((?:arp|ip6?)tables) 1\b/.exec(line)?.[1] ?? [],
  );
  const rejects = lines(sections.get('forward'), 300).find(
    (line) =>
      /policy drop|^-P FORWARD (DROP|REJECT)/.test(line) ||
      (/(^|\s)(drop|reject)(\s|$)|-j (DROP|REJECT)/.test(line) &&
        !/ct state (\w+ )?invalid|--ctstate INVALID/.test(line)),
  );
  return { calls, rejects: inert(rejects?.trim() ?? '', 120) };
}
