import { type Phrase, say } from '../../contract/phrase.ts';
import type { FileChange, HostProbe, ProbedNic } from '../types.ts';

/** Either the files to write, or a sentence that says why the bridge must be made by hand. */
export type BridgeFiles = { files: FileChange[] } | { refused: Phrase };

const stanzaWords = /^(iface|mapping|auto|allow-\S+|source|source-directory|rename|no-auto-down|no-scripts|template)\b/;

/**
 * ifupdown's configuration with the card's stanzas given to the bridge, in the place where they stand. Options, comments and all other
 * stanzas stay byte for byte. `interfaces(5)`, `bridge-utils-interfaces(5)`.
 */
export function ifupdownFiles(probe: HostProbe, nic: ProbedNic, bridge: string): BridgeFiles {
  const main = '/etc/network/interfaces';
  const files = Object.entries(probe.network.files).filter(([path]) => path.startsWith(main));
  const headed = new RegExp(`^[ \\t]*iface[ \\t]+${escaped(nic.name)}[ \\t]`, 'm');
  const holding = files.filter(([, content]) => headed.test(content));
  if (holding.length > 1)
    return { refused: say`${nic.name} is configured in several files (${holding.map(([path]) => path).join(', ')})` };
  const built = builtOn(files, nic.name);
  if (built !== undefined) return { refused: say`another interface is built on ${nic.name}: ${built}` };
  const changes: FileChange[] = [];
  const found = holding[0];
  if (found === undefined) {
    const mainContent = probe.network.files[main] ?? '';
    const stanza = `auto ${bridge}\niface ${bridge} inet manual\n${portOptions(nic, bridge)}\niface ${nic.name} inet manual\n`;
    const separate = `${main}.d/benchtop-${bridge.replaceAll('.', '_')}`;
    if (/^[ \t]*source(-directory)?[ \t]+\/?(etc\/network\/)?interfaces\.d(\/\*)?[ \t]*$/m.test(mainContent))
      changes.push({ path: separate, after: stanza, mode: 0o644 });
    else
      changes.push({
        path: main,
        ...(probe.network.files[main] === undefined ? {} : { before: mainContent }),
        after: `${mainContent === '' || mainContent.endsWith('\n') ? mainContent : `${mainContent}\n`}\n${stanza}`,
        mode: 0o644,
        keepMode: true,
      });
  } else {
    const after = handedOver(found[1], nic, bridge);
    if (after === undefined)
      return { refused: say`${found[0]} runs commands that name ${nic.name}, or continues lines by \\` };
    changes.push({ path: found[0], before: found[1], after, mode: 0o644, keepMode: true });
  }
  // cloud-init would write the card's old stanza again at the next boot.
  if (probe.network.cloudInit)
    changes.push({
      path: '/etc/cloud/cloud.cfg.d/99-benchtop-network.cfg',
      after: 'network: {config: disabled}\n',
      mode: 0o644,
    });
  return { files: changes };
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function portOptions(nic: ProbedNic, _bridge: string): string {
  return `\tbridge_ports ${nic.name}\n\tbridge_stp off\n\tbridge_fd 0\n\tbridge_hw ${nic.mac}\n`;
}

/** VLANs, aliases, bonds and bridges that need the card as it is. */
function builtOn(files: [string, string][], nic: string): string | undefined {
  const name = escaped(nic);
  const pattern = new RegExp(
    `^[ \\t]*(iface[ \\t]+${name}[.:]\\S+.*|(vlan[-_]raw[-_]device|bridge[-_]ports|bond[-_]slaves|slaves)\\b.*[ \\t]${name}([ \\t].*)?)$`,
    'm',
  );
  for (const [, content] of files) {
    const line = pattern.exec(content)?.[0];
    if (line !== undefined) return line.trim();
  }
  return undefined;
}

function handedOver(content: string, nic: ProbedNic, bridge: string): string | undefined {
  const output: string[] = [];
  const named = new RegExp(`(^|[^\\w.-])${escaped(nic.name)}($|[^\\w.-])`);
  let inside = false;
  let headers = 0;
  let started = false;
  const startBridge = () => {
    if (!started) output.push(`auto ${bridge}`);
    started = true;
  };
  for (const line of content.split('\n')) {
    const words = line.trim().split(/\s+/);
    if (!stanzaWords.test(line.trim())) {
      if (inside && line.trim() !== '' && !line.trim().startsWith('#')) {
        if (line.endsWith('\\')) return undefined;
        const moved = line.replace(new RegExp(`\\bdev ${escaped(nic.name)}(?![\\w.-])`, 'g'), `dev ${bridge}`);
        if (named.test(moved)) return undefined;
        output.push(moved);
      } else output.push(line);
      continue;
    }
    inside = words[0] === 'iface' && words[1] === nic.name;
    if (inside) {
      headers += 1;
      if (headers === 1) {
        startBridge();
        output.push(`iface ${nic.name} inet manual`, '');
      }
      output.push(['iface', bridge, ...words.slice(2)].join(' '));
      if (headers === 1) output.push(portOptions(nic, bridge).trimEnd());
    } else if ((words[0] === 'auto' || words[0]!.startsWith('allow-')) && words.slice(1).includes(nic.name)) {
      const others = words.slice(1).filter((word) => word !== nic.name);
      if (others.length > 0) output.push([words[0], ...others].join(' '));
      startBridge();
    } else output.push(line);
  }
  return output.join('\n');
}
