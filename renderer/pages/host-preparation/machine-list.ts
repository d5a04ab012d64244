import Papa from 'papaparse';
import type { Input } from '../../../engine/contract/contract.ts';
import { validate } from '../../components/form-values.ts';

/** What a column of the list may be called; every one but the first may be left out. */
export const machineColumns = [
  'address',
  'port',
  'username',
  'password',
  'privatekey',
  'passphrase',
  'sudopassword',
  'cluster',
  'fqdn',
  'nic',
  'bridge',
  'acceptemulation',
  'proxyurl',
  'proxyuser',
  'proxypassword',
  'packagesource',
  'unsignedpackages',
] as const;
type Column = (typeof machineColumns)[number];

/** What holds for machines whose line does not say otherwise. */
export interface MachineDefaults {
  username: string;
  password: string;
  privatekey: string;
  acceptemulation: boolean;
  clusterId: string | undefined;
  proxyurl?: string;
  proxyuser?: string;
  proxypassword?: string;
  packagesource?: string;
  unsignedpackages?: boolean;
}

export interface ListedMachine {
  /** Line of the list, the first is 1. */
  line: number;
  login: Omit<Input<'createHostPreparation'>, 'hostkeyfingerprint'>;
  clusterId: string | undefined;
  errors: { field: string; text: string }[];
}

/** What is wrong with the list as a whole; a key of the words, with its parameters. */
export interface ListProblem {
  key: 'tooLong' | 'tooMany' | 'noHeader' | 'unknownColumn' | 'columnTwice' | 'quotes';
  values?: Record<string, string | number>;
}

export interface MachineList {
  machines: ListedMachine[];
  problem?: ListProblem;
}

export const longestList = 256 * 1024;
export const mostMachines = 64;
/** Only to let the contract's own schema judge the rest; the real one is compared by a person later. */
const anyFingerprint = `SHA256:${'A'.repeat(43)}`;

/**
 * Reads a list of machines (CSV with a header; commas, semicolons or tabs) and judges every line before anything happens. Cells are taken as
 * the text that they are: nothing in them is a formula here. `say` words the few errors that are not the contract's own.
 */
export function readMachines(
  text: string,
  defaults: MachineDefaults,
  clusters: readonly { id: string; name: string }[],
  say: (key: 'badCell' | 'listedTwice' | 'noSecret' | 'noCluster' | 'notYesOrNo' | 'tooManyCells') => string,
): MachineList {
  if (text.trim() === '') return { machines: [] };
  if (text.length > longestList) return { machines: [], problem: { key: 'tooLong', values: { size: '256 KiB' } } };
  const rows: { line: number; cells: string[] }[] = [];
  let problem: ListProblem | undefined;
  let line = 1;
  let read = 0;
  const clean = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  Papa.parse<string[]>(clean, {
    delimitersToGuess: [',', ';', '\t'],
    step: ({ data, errors, meta }, parser) => {
      const quoting = errors.find((error) => error.type === 'Quotes');
      if (quoting !== undefined) problem ??= { key: 'quotes', values: { line } };
      if (data.some((cell) => cell.trim() !== '')) rows.push({ line, cells: data });
      if (rows.length > mostMachines + 1) problem ??= { key: 'tooMany', values: { most: mostMachines } };
      if (problem !== undefined) return parser.abort();
      line += clean.slice(read, meta.cursor).split('\n').length - 1;
      read = meta.cursor;
    },
  });
  if (problem !== undefined) return { machines: [], problem };
  const header = (rows[0]?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  if (!header.includes('address')) return { machines: [], problem: { key: 'noHeader' } };
  const unknown = header.find((name) => !machineColumns.includes(name as Column));
  if (unknown !== undefined)
    return { machines: [], problem: { key: 'unknownColumn', values: { name: shown(unknown) } } };
  if (new Set(header).size < header.length) return { machines: [], problem: { key: 'columnTwice' } };

  const seen = new Set<string>();
  const machines = rows.slice(1).map(({ line: at, cells }): ListedMachine => {
    const errors: ListedMachine['errors'] = [];
    const value = (name: Column) => {
      const cell = cells[header.indexOf(name)] ?? '';
      if (/[\u0000-\u0008\u000b-\u001f\u007f]/.test(cell) || (name !== 'privatekey' && cell.includes('\n')))
        errors.push({ field: name, text: say('badCell') });
      return ['password', 'passphrase', 'sudopassword', 'proxypassword'].includes(name) ? cell : cell.trim();
    };
    if (cells.length > header.length) errors.push({ field: '', text: say('tooManyCells') });
    const given = Object.fromEntries(machineColumns.map((name) => [name, value(name)])) as Record<Column, string>;
    const own = given.password !== '' || given.privatekey !== '';
    const password = own ? given.password : defaults.password;
    const privatekey = own ? given.privatekey : defaults.privatekey;
    if (password === '' && privatekey === '') errors.push({ field: 'password', text: say('noSecret') });
    const emulation = yesOrNo(given.acceptemulation, defaults.acceptemulation);
    if (emulation === undefined) errors.push({ field: 'acceptemulation', text: say('notYesOrNo') });
    const cluster = clusters.find((each) => each.name.toLowerCase() === given.cluster.toLowerCase());
    if (given.cluster !== '' && cluster === undefined) errors.push({ field: 'cluster', text: say('noCluster') });
    const unsigned = yesOrNo(given.unsignedpackages, defaults.unsignedpackages ?? false);
    if (unsigned === undefined) errors.push({ field: 'unsignedpackages', text: say('notYesOrNo') });
    // A line with a proxy of its own gets nobody else's user and password.
    const proxy = given.proxyurl === '' ? defaults : given;
    const packagesource = given.packagesource || defaults.packagesource;
    const sources = {
      proxyurl: proxy.proxyurl,
      proxyuser: proxy.proxyuser,
      proxypassword: proxy.proxypassword,
      packagesource,
    };
    const login = {
      address: given.address,
      ...(given.port !== '' && { port: Number(given.port) }),
      username: given.username === '' ? defaults.username : given.username,
      authentication: privatekey === '' ? ('password' as const) : ('key' as const),
      ...(privatekey === '' ? { password } : { privatekey }),
      ...(given.passphrase !== '' && { passphrase: given.passphrase }),
      ...(given.sudopassword !== '' && { sudopassword: given.sudopassword }),
      ...(given.fqdn !== '' && { fqdn: given.fqdn }),
      ...(given.nic !== '' && { nic: given.nic }),
      ...(given.bridge !== '' && { bridge: given.bridge }),
      ...(emulation === true && { acceptemulation: true }),
      ...Object.fromEntries(Object.entries(sources).filter(([, text]) => text)),
      ...(packagesource && unsigned === true && { unsignedpackages: true }),
    };
    const judged = validate('createHostPreparation', { ...login, hostkeyfingerprint: anyFingerprint });
    for (const [field, said] of Object.entries(judged))
      if (!errors.some((error) => error.field === field)) errors.push({ field, text: said });
    const place = `${login.address.toLowerCase()} ${login.port ?? 22}`;
    if (seen.has(place)) errors.push({ field: 'address', text: say('listedTwice') });
    seen.add(place);
    return { line: at, login, clusterId: given.cluster === '' ? defaults.clusterId : cluster?.id, errors };
  });
  return { machines };
}

/** A piece of somebody's file as it may stand in a sentence. */
const shown = (text: string) => text.replace(/\p{Cc}/gu, ' ').slice(0, 40);

function yesOrNo(text: string, otherwise: boolean): boolean | undefined {
  const word = text.toLowerCase();
  if (word === '') return otherwise;
  if (['yes', 'true', '1', '是'].includes(word)) return true;
  return ['no', 'false', '0', '否'].includes(word) ? false : undefined;
}
