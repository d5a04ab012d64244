import { XMLParser } from 'fast-xml-parser';

/** What we read back of a domain's XML. Absent parts are undefined or empty. */
export interface LiveDomain {
  name: string;
  graphics: { type: string; socket?: string; port?: number; password?: string }[];
  diskFiles: string[];
  /** Processors and KiB of memory: what it has, and may have at most while it runs. `added` are the pieces that came while it ran. */
  processors: { now: number; most: number };
  memory: { now: number; most: number; added: number[] };
  /** CD drives, by where they are plugged in. */
  drives: { dev: string; bus: string; file?: string }[];
  /** Cards. `port` is the end on the host, which only a running domain has. */
  interfaces: { mac: string; port?: string; linkUp: boolean; filter?: string }[];
}

// Entities are those of XML alone; libvirt writes no others, and expanding more would let a host use up memory.
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseAttributeValue: false,
  parseTagValue: false,
  processEntities: true,
  isArray: (name) => name === 'graphics' || name === 'disk' || name === 'listen' || name === 'interface',
});

type Node = Record<string, unknown>;
const node = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {});
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value.map(node) : []);
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** What stands in an element, with or without attributes. */
const textIn = (value: unknown): string | undefined => text(value) ?? text(node(value)['#text']);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
const count = (value: unknown): number => {
  const number = Number(value ?? 0);
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
};
/** libvirt says sizes in KiB. */
const kibibytes = (value: unknown): number => count(textIn(value));

/** Reads the parts of libvirt's domain XML that the driver uses. Tolerates everything else; throws on what is no XML. */
export function readDomainXml(xml: string): LiveDomain {
  const domain = node(node(parser.parse(xml)).domain);
  const devices = node(domain.devices);
  return {
    name: /^[\w.-]{1,100}$/.exec(text(domain.name) ?? '')?.[0] ?? '',
    graphics: nodes(devices.graphics).map((one) => {
      const listens = nodes(one.listen);
      const socket = text(one['@socket']) ?? text(listens.find((listen) => listen['@type'] === 'socket')?.['@socket']);
      const port = Number(text(one['@port']) ?? 'none');
      const password = text(one['@passwd']);
      return {
        type: text(one['@type']) ?? '',
        ...(socket === undefined ? {} : { socket }),
        ...(Number.isInteger(port) && port > 0 && port < 65536 ? { port } : {}),
        ...(password === undefined ? {} : { password }),
      };
    }),
    processors: { now: count(node(domain.vcpu)['@current'] ?? textIn(domain.vcpu)), most: count(textIn(domain.vcpu)) },
    memory: {
      now: kibibytes(domain.memory),
      most: kibibytes(domain.maxMemory ?? domain.memory),
      added: list(devices.memory).flatMap((one) =>
        node(one)['@model'] === 'dimm' ? [kibibytes(node(node(one).target).size)] : [],
      ),
    },
    diskFiles: nodes(devices.disk).flatMap((one) => text(node(one.source)['@file']) ?? []),
    drives: nodes(devices.disk).flatMap((one) => {
      const dev = /^[a-z]{2,4}$/.exec(text(node(one.target)['@dev']) ?? '')?.[0];
      const bus = /^[a-z]{2,8}$/.exec(text(node(one.target)['@bus']) ?? '')?.[0];
      const file = text(node(one.source)['@file']);
      if (one['@device'] !== 'cdrom' || dev === undefined || bus === undefined) return [];
      return [{ dev, bus, ...(file === undefined ? {} : { file }) }];
    }),
    interfaces: nodes(devices.interface).map((one) => {
      const port = /^[\w.-]{1,15}$/.exec(text(node(one.target)['@dev']) ?? '')?.[0];
      const filter = text(node(one.filterref)['@filter'])?.slice(0, 60);
      return {
        mac: text(node(one.mac)['@address']) ?? '',
        linkUp: text(node(one.link)['@state']) !== 'down',
        ...(port === undefined ? {} : { port }),
        ...(filter === undefined ? {} : { filter }),
      };
    }),
  };
}
