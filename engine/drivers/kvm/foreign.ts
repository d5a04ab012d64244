import { XMLParser } from 'fast-xml-parser';
import {
  Affect,
  type Domain,
  DomainMetadata,
  DomainState,
  ErrorCode,
  LibvirtError,
  ListDomainsFlag,
  StatsGroup,
  type StatsTree,
} from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { hostText } from '../../ssh/errors.ts';
import type { HostTarget, PoolSpec } from '../driver.ts';
import type { ForeignDisk, ForeignDomain } from '../looks.ts';
import { metadataNamespace } from './domain-xml.ts';
import { findDomain, isOurs, powerOf, rememberOurs } from './domains.ts';
import type { HostLink } from './host-link.ts';
import { fileId, poolRoot } from './paths.ts';
import { element, toXml } from './xml.ts';

/** Domains of a host that are told of, and characters of one definition that are read. */
const most = 200;
const longest = 512 * 1024;

const lists = ['disk', 'interface', 'hostdev', 'filesystem', 'tpm', 'shmem', 'memory', 'controller', 'vsock'];
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  isArray: (name, path) => lists.includes(name) && String(path).startsWith('domain.devices.'),
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
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  return text(node(value)['#text']);
}

const whole = (value: unknown, unit = 1): number => {
  const number = Number(value) * unit;
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
};

/** `debian/12` of libosinfo's `http://debian.org/debian/12`; whatever else stands there says nothing. */
function osOf(domain: Node): string {
  const info = Object.entries(node(domain.metadata)).find(([name]) => /(^|:)libosinfo$/.test(name))?.[1];
  const os = Object.entries(node(info)).find(([name]) => /(^|:)os$/.test(name))?.[1];
  return /^https?:\/\/[\w.-]{1,80}\/([\w./-]{1,60})$/.exec(text(node(os)['@id']))?.[1] ?? '';
}

/** A file's name within a pool; undefined for one that lies elsewhere, or that no path of ours could name. */
function nameWithin(pool: PoolSpec, file: string): string | undefined {
  const root = `${poolRoot(pool)}/`;
  if (!file.startsWith(root)) return undefined;
  const name = file.slice(root.length);
  const parts = name.split('/');
  const usable = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\\]{1,255}$/u.test(name);
  return usable && parts.every((part) => part !== '' && part !== '.' && part !== '..') ? name : undefined;
}

function diskOf(disk: Node, pools: readonly PoolSpec[]): Omit<ForeignDisk, 'size'> {
  const from = node(disk.source);
  const file = typeof from['@file'] === 'string' ? from['@file'] : '';
  const lies = pools.flatMap((pool) => {
    const name = nameWithin(pool, file);
    return name === undefined ? [] : [{ poolId: pool.id, name }];
  })[0];
  return {
    device: text(node(disk.target)['@dev'], 20),
    bus: text(node(disk.target)['@bus'], 20),
    source: text(file, 400) || text(from['@dev'], 400) || text(from['@name'], 400),
    file: file !== '',
    // Without a driver's word QEMU reads the file as it is.
    format: text(node(disk.driver)['@type'], 20) || 'raw',
    ...lies,
  };
}

/** What a definition has that an instance's has not, and that would be lost at its next start. */
function beyondOf(domain: Node, devices: Node): string[] {
  const found = ['hostdev', 'filesystem', 'tpm', 'shmem', 'memory'].filter((name) => nodes(devices[name]).length > 0);
  if (nodes(devices.disk).some((disk) => 'transient' in disk)) found.push('transient');
  if (nodes(devices.disk).some((disk) => 'shareable' in disk)) found.push('shareable');
  if (nodes(devices.disk).some((disk) => 'encryption' in disk || 'encryption' in node(disk.source)))
    found.push('encryption');
  const scsi = nodes(devices.controller).filter((one) => one['@type'] === 'scsi');
  if (scsi.some((one) => !/^virtio/.test(text(one['@model']) || 'other'))) found.push('scsi');
  if (textIn(node(domain.os).type) !== 'hvm') found.push('type');
  if ('commandline' in domain || Object.keys(domain).some((name) => /^qemu:/.test(name))) found.push('qemu');
  return found;
}

/** What a definition that is not ours says of itself; whatever is missing or absurd is left out. */
export function readForeignXml(
  xml: string,
  pools: readonly PoolSpec[],
): Omit<ForeignDomain, 'id' | 'power' | 'persistent'> {
  const domain = node(node(xml.length > longest ? undefined : parser.parse(xml)).domain);
  const devices = node(domain.devices);
  const os = node(domain.os);
  const loader = node(os.loader);
  // Of a guest that may grow while it runs, what it has now.
  const cpus = whole(node(domain.vcpu)['@current'] ?? textIn(domain.vcpu));
  const cores = whole(node(node(domain.cpu).topology)['@cores']);
  return {
    name: text(domain.name, 100),
    cpuNumber: cpus,
    coresPerSocket: cores === 0 || cores > cpus ? 1 : cores,
    memory: whole(textIn(domain.memory), units[text(node(domain.memory)['@unit']).toLowerCase() || 'kib'] ?? 1024),
    os: osOf(domain),
    firmware: os['@firmware'] === 'efi' || loader['@type'] === 'pflash' ? 'UEFI' : 'BIOS',
    secureBoot: loader['@secure'] === 'yes',
    // `pc-i440fx-7.2` and `pc-q35-7.2` are what `pc` and `q35` were when it was made.
    machine: text(node(os.type)['@machine'], 40)
      .replace(/^pc-i440fx-.*/, 'pc')
      .replace(/^pc-q35-.*/, 'q35'),
    beyond: beyondOf(domain, devices),
    disks: nodes(devices.disk)
      .filter((disk) => disk['@device'] !== 'cdrom' && disk['@device'] !== 'floppy')
      .map((disk) => ({ ...diskOf(disk, pools), size: 0 })),
    nics: nodes(devices.interface).map((one) => {
      const vlan = whole(node(node(one.vlan).tag)['@id']);
      return {
        mac: text(node(one.mac)['@address'], 20).toLowerCase(),
        model: text(node(one.model)['@type'], 20) || 'rtl8139',
        bridge: one['@type'] === 'bridge' ? text(node(one.source)['@bridge'], 15) : '',
        ...(vlan > 0 && vlan < 4095 && { vlan }),
      };
    }),
  };
}

/** Sizes of a domain's disks by their devices' names. */
function sizesOf(stats: StatsTree): Map<string, number> {
  const blocks = Object.values((stats.block ?? {}) as Record<string, unknown>).map(node);
  return new Map(blocks.map((block) => [text(block.name, 20), whole(block.capacity)]));
}

/** See `Driver.listForeignDomains`. */
export async function listForeignDomains(link: HostLink, pools: readonly PoolSpec[]): Promise<ForeignDomain[]> {
  const libvirt = await link.libvirt();
  const withFlag = async (flags: number) => {
    const { domains } = await libvirt.query('connectListAllDomains', { needResults: 1, flags });
    return new Set(domains.map((dom) => dom.uuid));
  };
  const persistent = await withFlag(ListDomainsFlag.persistent);
  const kept = [
    ['snapshot', await withFlag(ListDomainsFlag.hasSnapshot)],
    ['managedsave', await withFlag(ListDomainsFlag.managedSave)],
  ] as const;
  const found: ForeignDomain[] = [];
  for (const { dom, stats } of await libvirt.domainStats(StatsGroup.state | StatsGroup.block)) {
    if (found.length >= most) break;
    if (await isOurs(link, libvirt, dom)) continue;
    const state = stats.state as { state?: unknown } | undefined;
    const { power } = powerOf(Number(state?.state ?? DomainState.none), 0);
    // One that went away meanwhile is no longer there to be listed.
    const answer = await libvirt.query('domainGetXmlDesc', { dom, flags: 0 }).catch(() => undefined);
    if (answer === undefined) continue;
    const read = readForeignXml(answer.xml, pools);
    const sizes = sizesOf(stats);
    found.push({
      id: dom.uuid.toLowerCase(),
      power,
      ...read,
      name: read.name || hostText(dom.name, 100),
      persistent: persistent.has(dom.uuid),
      beyond: [...read.beyond, ...kept.flatMap(([name, those]) => (those.has(dom.uuid) ? [name] : []))],
      disks: read.disks.map((disk) => ({ ...disk, size: sizes.get(disk.device) ?? 0 })),
    });
  }
  return found;
}

/** Writes or takes away our mark, in what runs and in what starts next, as far as there is either. */
async function mark(link: HostLink, dom: Domain, metadata: string | null): Promise<void> {
  const libvirt = await link.libvirt();
  const args = {
    dom,
    type: DomainMetadata.element,
    metadata,
    key: metadata === null ? null : 'benchtop',
    uri: metadataNamespace,
  };
  const flags = Affect.config | (dom.id >= 0 ? Affect.live : 0);
  await libvirt.work(fileId(dom.uuid), 'domainSetMetadata', { ...args, flags });
  rememberOurs(link, dom, metadata !== null);
}

/** See `Driver.adoptDomain`. */
export async function adoptDomain(
  link: HostLink,
  host: HostTarget,
  domain: { id: string; instanceName: string },
): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, domain.id);
  if (dom === undefined || dom.name !== domain.instanceName)
    throw fail('resourceUnavailable', say`${domain.instanceName} is no longer defined on ${host.name}.`, {
      hint: say`Someone removed or renamed it there. Look again which there are.`,
    });
  await mark(link, dom, toXml(element('vm', { id: fileId(domain.id), name: domain.instanceName })).trim());
}

/** See `Driver.releaseDomain`. */
export async function releaseDomain(link: HostLink, vmId: string): Promise<void> {
  const libvirt = await link.libvirt();
  const dom = await findDomain(libvirt, vmId);
  if (dom === undefined) return;
  rememberOurs(link, dom, undefined);
  if (!(await isOurs(link, libvirt, dom))) return;
  try {
    await mark(link, dom, null);
  } catch (error) {
    if (!(error instanceof LibvirtError && error.reason === 'remote' && error.code === ErrorCode.noDomain)) throw error;
  }
}
