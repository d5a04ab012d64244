import { XMLParser } from 'fast-xml-parser';
import { DomainState, StatsGroup } from 'node-libvirt';
import { hostText } from '../../ssh/errors.ts';
import type { PoolSpec } from '../driver.ts';
import type { ForeignDomain } from '../looks.ts';
import { isOurs, powerOf } from './domains.ts';
import type { HostLink } from './host-link.ts';
import { poolRoot } from './paths.ts';

const most = 200;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  isArray: (name) => name === 'disk' || name === 'interface',
});

type Node = Record<string, unknown>;
const node = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {});
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.slice(0, 64).map(node) : []);
const text = (value: unknown, limit = 200): string => (typeof value === 'string' ? hostText(value, limit) : '');

const units: Readonly<Record<string, number>> = {
  b: 1,
  bytes: 1,
  kb: 1000,
  k: 1024,
  kib: 1024,
  mib: 1024 ** 2,
  m: 1024 ** 2,
  gib: 1024 ** 3,
  g: 1024 ** 3,
};

/** An element that has only text, or text and attributes. */
function textIn(element: unknown): string {
  if (typeof element === 'string') return element;
  return text(node(element)['#text']);
}

/** What a definition that is not ours says of itself; whatever is missing or absurd is left out. */
export function readForeignXml(xml: string, pools: readonly PoolSpec[]): Omit<ForeignDomain, 'id' | 'power'> {
  const domain = node(node(parser.parse(xml)).domain);
  const devices = node(domain.devices);
  const unit = units[text(node(domain.memory)['@unit']).toLowerCase() || 'kib'] ?? 1024;
  const memory = Number(textIn(domain.memory)) * unit;
  const cpus = Number(textIn(domain.vcpu));
  return {
    name: text(domain.name, 100),
    cpuNumber: Number.isSafeInteger(cpus) && cpus > 0 ? cpus : 0,
    memory: Number.isSafeInteger(memory) && memory > 0 ? memory : 0,
    disks: nodes(devices.disk)
      .filter((disk) => disk['@device'] !== 'cdrom' && disk['@device'] !== 'floppy')
      .map((disk) => {
        const from = node(disk.source);
        const file = text(from['@file'], 400);
        const pool = pools.find((one) => file.startsWith(`${poolRoot(one)}/`) && !file.split('/').includes('..'));
        return {
          device: text(node(disk.target)['@dev'], 20),
          source: file || text(from['@dev'], 400) || text(from['@name'], 400),
          file: file !== '',
          ...(pool !== undefined && { poolId: pool.id }),
        };
      }),
    nics: nodes(devices.interface).map((one) => ({
      mac: text(node(one.mac)['@address'], 20),
      bridge: one['@type'] === 'bridge' ? text(node(one.source)['@bridge'], 15) : '',
    })),
  };
}

/** See `Driver.listForeignDomains`. */
export async function listForeignDomains(link: HostLink, pools: readonly PoolSpec[]): Promise<ForeignDomain[]> {
  const libvirt = await link.libvirt();
  const found: ForeignDomain[] = [];
  for (const { dom, stats } of await libvirt.domainStats(StatsGroup.state)) {
    if (found.length >= most) break;
    if (await isOurs(link, libvirt, dom)) continue;
    const state = stats.state as { state?: unknown } | undefined;
    const { power } = powerOf(Number(state?.state ?? DomainState.none), 0);
    // One that went away meanwhile is no longer there to be listed.
    const answer = await libvirt.query('domainGetXmlDesc', { dom, flags: 0 }).catch(() => undefined);
    if (answer !== undefined) found.push({ id: dom.uuid, power, ...readForeignXml(answer.xml, pools) });
  }
  return found;
}
