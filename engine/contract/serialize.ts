import { cloudStackVersion } from './api-access.ts';
import type { Envelope } from './envelope.ts';

export type Format = 'json' | 'xml';

export const contentTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=UTF-8',
  xml: 'text/xml; charset=UTF-8',
};

/** A whole answer as text. */
export function serialize(format: Format, { name, body }: Envelope): string {
  if (format === 'json') return JSON.stringify({ [name]: body });
  return `${xmlHead(name)}${xmlFields(body)}</${name}>`;
}

/** The parts of a list that is written slice by slice: what stands before the rows, each slice, and what follows. */
export function listWriter(format: Format, name: string, object: string) {
  if (format === 'xml')
    return {
      head: xmlHead(name),
      rows: (rows: readonly unknown[], _first: boolean) => rows.map((row) => xmlElement(object, row)).join(''),
      tail: (count: number) => `<count>${count}</count></${name}>`,
    };
  return {
    head: `{"${name}":{"${object}":[`,
    rows: (rows: readonly unknown[], first: boolean) =>
      (first || rows.length === 0 ? '' : ',') + rows.map((row) => JSON.stringify(row)).join(','),
    tail: (count: number) => `],"count":${count}}}`,
  };
}

const xmlHead = (name: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${name} cloud-stack-version="${cloudStackVersion}">`;

function xmlFields(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => xmlElement(name, value))
    .join('');
}

/** An element; a list is the element again for each of its entries, and what is absent is left out. */
function xmlElement(name: string, value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map((each) => xmlElement(name, each)).join('');
  const tag = xmlName(name);
  return `<${tag}>${typeof value === 'object' ? xmlFields(value) : xmlText(String(value))}</${tag}>`;
}

/** Keys of maps are anybody's; an element's name is not. */
function xmlName(name: string): string {
  const clean = name.replace(/[^A-Za-z0-9_.-]/g, '_');
  return /^[A-Za-z_]/.test(clean) ? clean : `_${clean}`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text without what no XML may contain, not even as a reference. */
const xmlText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (each) => entities[each] as string)
    // A reader would make a line feed of it.
    .replaceAll('\r', '&#13;');
