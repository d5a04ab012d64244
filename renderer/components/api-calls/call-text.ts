import type { CommandName } from '../../../engine/contract/contract.ts';
import { contract, isJobCommand } from '../../../engine/contract/contract.ts';
import { secretMark } from '../../../engine/contract/shape.ts';

/** Clients whose form of a call can be copied. */
export const clients = ['curl', 'cs', 'cloudmonkey', 'benchtop'] as const;
export type Client = (typeof clients)[number];

type Input = Readonly<Record<string, unknown>>;

/** Where a call goes where no API listens: CloudStack's own place. */
const usualPlace = 'http://127.0.0.1:8080/client/api';

const isObject = (value: unknown): value is Input =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A parameter as the wire has it: `ids=a,b`, `details[0].cpuNumber=2`, `networks[0].id=…`. */
function pairs(name: string, value: unknown): [string, string][] {
  if (value === undefined || value === null) return [];
  if (isObject(value)) return Object.entries(value).map(([key, each]) => [`${name}[0].${key}`, String(each)]);
  if (!Array.isArray(value)) return [[name, String(value)]];
  if (!value.some(isObject)) return [[name, value.map(String).join(',')]];
  return value.flatMap((row, index) =>
    Object.entries(row as Input).map(([key, each]): [string, string] => [`${name}[${index}].${key}`, String(each)]),
  );
}

const allPairs = (input: Input) => Object.entries(input).flatMap(([name, value]) => pairs(name, value));

/** So that it is the same text in a shell's double quotes as in a query. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** The verb and the noun that CloudMonkey splits a command's name into. */
function words(name: string): string {
  const at = /[A-Z]/.exec(name)?.index ?? name.length;
  return `${name.slice(0, at)} ${name.slice(at).toLowerCase()}`.trim();
}

const shellWord = (text: string): string =>
  /^[\w@%+=:,./[\]-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

function curl(name: string, input: Input, place: string): string {
  const query = [['apikey', ''], ['command', name], ['response', 'json'], ...allPairs(input)]
    .map(([key = '', value = '']) => [encode(key), key === 'apikey' ? '$BENCHTOP_APIKEY' : encode(value)] as const)
    .sort(([a], [b]) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`)
    .join('&');
  return [
    `query="${query}"`,
    `signature=$(printf %s "$query" | tr '[:upper:]' '[:lower:]' |`,
    '  openssl dgst -sha1 -hmac "$BENCHTOP_SECRETKEY" -binary | base64)',
    `curl -sG "${place}?$query" --data-urlencode "signature=$signature"`,
  ].join('\n');
}

function python(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([key, each]) => `${JSON.stringify(key)}: ${python(each)}`)
      .join(', ')}}`;
  return JSON.stringify(value);
}

function pythonCs(name: CommandName, input: Input, place: string): string {
  const fetch =
    'row' in contract[name]
      ? ['fetch_list=True']
      : isJobCommand(name) && !contract[name].awaits
        ? ['fetch_result=True']
        : [];
  const given = Object.entries(input).map(([key, value]) => `${key}=${python(value)}`);
  return [
    'import os',
    'from cs import CloudStack',
    '',
    `cs = CloudStack(endpoint=${JSON.stringify(place)},`,
    '    key=os.environ["BENCHTOP_APIKEY"], secret=os.environ["BENCHTOP_SECRETKEY"])',
    `print(cs.${name}(${[...given, ...fetch].join(', ')}))`,
  ].join('\n');
}

const commandLine = (program: string, name: string, input: Input): string =>
  [program, words(name), ...allPairs(input).map(([key, value]) => shellWord(`${key}=${value}`))].join(' ');

/** The same call as another client makes it. No secret is in it: what holds one is given as a mark. */
export function callText(client: Client, name: CommandName, input: Input, place = usualPlace): string {
  if (client === 'curl') return curl(name, input, place);
  if (client === 'cs') return pythonCs(name, input, place);
  return commandLine(client === 'cloudmonkey' ? 'cmk' : 'benchtop', name, input);
}

/** Whether a call's text has to be completed by whoever copies it. */
export const lacksSecrets = (text: string): boolean => text.includes(secretMark) || text.includes(encode(secretMark));
