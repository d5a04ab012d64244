import { say } from '../../contract/phrase.ts';
import type { HostProbe, ProbedNic } from '../types.ts';
import type { BridgeFiles } from './ifupdown.ts';

/**
 * Three files that sort before all others: networkd takes the first file that matches a link, so the card's own file (also netplan's,
 * which is written anew at each boot) stays as it is and is passed over. systemd.network(5), systemd.netdev(5).
 */
export function networkdFiles(probe: HostProbe, nic: ProbedNic, bridge: string): BridgeFiles {
  const path = probe.network.networkFiles[nic.name];
  const content = path === undefined ? undefined : probe.network.files[path];
  if (path !== undefined && content === undefined) return { refused: say`${path} cannot be read` };
  const settings = content === undefined ? '[Network]\nLinkLocalAddressing=no\n' : addressSettings(content);
  if (settings === undefined)
    return { refused: say`${path ?? ''} makes ${nic.name} part of a bond, a bridge or VLANs` };
  const file = (suffix: string, after: string) => ({
    path: `/etc/systemd/network/00-benchtop-${bridge}${suffix}`,
    after,
    mode: 0o644,
  });
  return {
    files: [
      file('.netdev', `[NetDev]\nName=${bridge}\nKind=bridge\nMACAddress=${nic.mac}\n\n[Bridge]\nSTP=no\n`),
      file('-port.network', `[Match]\nName=${nic.name}\n\n[Network]\nBridge=${bridge}\nLinkLocalAddressing=no\n`),
      file('.network', `[Match]\nName=${bridge}\n\n${settings}`),
    ],
  };
}

/** All sections but those that say which link is meant; undefined when the link is part of something else. */
function addressSettings(content: string): string | undefined {
  const kept: string[] = [];
  let keeps = false;
  for (const line of content.split('\n')) {
    const header = /^\s*\[([A-Za-z0-9]+)\]\s*$/.exec(line)?.[1];
    if (header !== undefined) keeps = header !== 'Match' && header !== 'Link';
    if (keeps && /^\s*(Bridge|Bond|VLAN|VRF|MACVLAN|IPVLAN)\s*=/.test(line)) return undefined;
    if (keeps) kept.push(line);
  }
  return `${kept.join('\n').trim()}\n`;
}
