import { uuid } from '../contract/command.ts';
import { type CommandName, contract } from '../contract/contract.ts';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { projectChoice } from '../contract/ownership.ts';
import { say } from '../contract/phrase.ts';
import { refusedParameters } from '../contract/refused.ts';
import type { WireRequest } from './request.ts';

/** What belongs to the request and to no command. */
const ofTheRequest: ReadonlySet<string> = new Set([
  'command',
  'response',
  'apikey',
  'signature',
  'signatureversion',
  'expires',
  'sessionkey',
  // Browsers' libraries add it so that nothing is cached.
  '_',
]);
/** What clients send with every list; where a list does not have it, it would narrow nothing. */
const withoutEffect: ReadonlySet<string> = new Set(['listall', 'isrecursive', 'fordisplay', 'showicon', 'showunique']);

/** Texts that are never empty. */
const ids: ReadonlySet<unknown> = new Set([uuid, projectChoice]);
/** A list of lists' longest index. */
const highestIndex = 999;

/** What a schema of the contract shows of itself. */
interface Shape {
  type: string;
  wrapped?: Shape;
  item?: Shape;
  entries?: Record<string, Shape>;
  /** What a picklist chooses from. */
  options?: readonly unknown[];
}
const bare = (shape: Shape): Shape => (shape.wrapped === undefined ? shape : bare(shape.wrapped));

/**
 * A command's input from the texts of a request: names in any case, numbers, truth values, `a,b` lists, and `details[0].key=…` maps, each by
 * what the contract says that the parameter is. What does not look like it is left as text, so that the dispatcher refuses it in its own words.
 * Errors: parameter for indices beyond reason, and for a page without its size.
 */
export function inputOf(command: CommandName, request: WireRequest): Record<string, unknown> {
  const entries = contract[command].input.entries as unknown as Record<string, Shape>;
  const input = typedInput(entries, request.parameters, refusedParameters(command));
  checkPage(command, input);
  // Own properties, whatever they are called.
  return Object.fromEntries(input);
}

/** The parameters of a request by their schemas; what has none keeps its name and its text. `refused` are known by name, in any case. */
export function typedInput(
  entries: Readonly<Record<string, Shape>>,
  parameters: ReadonlyMap<string, string>,
  refused: Readonly<Record<string, unknown>> = {},
): Map<string, unknown> {
  const input = new Map<string, unknown>();
  const indexed = new Map<string, Map<number, Map<string, string>>>();
  for (const [given, value] of parameters) {
    const parts = /^([^[\]]+)\[(\d{1,9})\](?:\.(.+))?$/s.exec(given);
    if (parts !== null) {
      const [, base = '', index = '', key = ''] = parts;
      if (Number(index) > highestIndex) throw tooFar(given);
      const rows = indexed.get(base.toLowerCase()) ?? new Map<number, Map<string, string>>();
      indexed.set(base.toLowerCase(), rows);
      rows.set(Number(index), (rows.get(Number(index)) ?? new Map()).set(key, value));
      continue;
    }
    const name = given.toLowerCase();
    const shape = Object.hasOwn(entries, name) ? entries[name] : undefined;
    if (shape === undefined) {
      const isRefused = Object.hasOwn(refused, name);
      if (!isRefused && (ofTheRequest.has(name) || withoutEffect.has(name))) continue;
      input.set(isRefused ? name : given, value);
    } else {
      const typed = typedValue(bare(shape), value);
      if (typed !== undefined) input.set(name, typed);
    }
  }
  for (const [name, rows] of indexed) {
    const shape = Object.hasOwn(entries, name) ? entries[name] : undefined;
    const inOrder = [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
    const unknown = Object.hasOwn(refused, name) ? inOrder : '';
    input.set(name, shape === undefined ? unknown : indexedValue(bare(shape), inOrder));
  }
  return input;
}

const tooFar = (given: string): BenchtopError =>
  fail(
    'malformedParameter',
    say`An index is at most ${highestIndex}: ${given.slice(0, 40).replace(/[^\x20-\x7e]/g, '?')}`,
  );

/** CloudStack wants both or none; our own windows may leave out the first page's number. */
function checkPage(command: CommandName, input: ReadonlyMap<string, unknown>): void {
  if (!('row' in contract[command])) return;
  const size = input.get('pagesize');
  if (size === undefined || size === -1 || input.has('page') || input.has('afterid')) return;
  throw fail('parameter', say`"page" parameter is required when "pagesize" is specified`, { field: 'page' });
}

/** Undefined for an empty text where a text is not what is wanted: clients send what they have no value for. */
function typedValue(shape: Shape, value: string): unknown {
  const isText = shape.type === 'string' && !ids.has(shape);
  if (value === '' && !isText) return undefined;
  if (shape.type === 'number' && /^-?\d{1,18}(\.\d{1,18})?$/.test(value)) return Number(value);
  if ((shape.type === 'boolean' || shape.type === 'literal') && /^(true|false)$/i.test(value))
    return value.toLowerCase() === 'true';
  // Of numbers, too, such as CloudStack's types of accounts.
  if (shape.type === 'picklist') return shape.options?.find((option) => String(option) === value) ?? value;
  if (shape.type === 'array')
    return value.split(',').map((each) => typedValue(bare(shape.item as Shape), each.trim()) ?? '');
  return value;
}

/** `ids[0]=a`, `networks[0].id=a&networks[0].ip=b`, and both of CloudStack's forms of a map. */
function indexedValue(shape: Shape, rows: readonly ReadonlyMap<string, string>[]): unknown {
  if (shape.type === 'record') {
    const pairs = rows.flatMap((row) => {
      const [key, value] = [row.get('key'), row.get('value')];
      return key !== undefined && value !== undefined && row.size === 2 ? [[key, value] as const] : [...row];
    });
    return Object.fromEntries(pairs);
  }
  const item = shape.type === 'array' ? bare(shape.item as Shape) : undefined;
  if (item?.entries === undefined) return rows.map((row) => typedValue(item ?? shape, row.get('') ?? '') ?? '');
  const entries = item.entries;
  return rows.map((row) =>
    Object.fromEntries(
      [...row].map(([key, value]) => {
        const name = key.toLowerCase();
        return Object.hasOwn(entries, name) ? [name, typedValue(bare(entries[name] as Shape), value)] : [key, value];
      }),
    ),
  );
}
