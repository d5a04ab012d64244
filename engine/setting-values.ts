import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { accentOf, accentPalettes, logoLimit } from './contract/branding.ts';
import { fail } from './contract/errors.ts';
import { type Phrase, say } from './contract/phrase.ts';

export interface SettingDefinition {
  name: string;
  category: string;
  type: 'number' | 'boolean' | 'text' | 'choice' | 'color' | 'image';
  default: string;
  /** The narrowest scope at which it may have a value of its own; what it takes values from there stands in `settings.ts`. */
  scope: 'Global' | 'Zone' | 'Cluster' | 'StoragePool' | 'ImageStore' | 'Domain' | 'Account';
  minimum?: number;
  maximum?: number;
  /** Numbers only: whole ones. */
  whole?: boolean;
  /** Text only: an http(s) address, or nothing. */
  url?: boolean;
  /** Text only: CIDRs separated by commas. */
  cidrs?: boolean;
  /** Text only: one IP address. */
  address?: boolean;
  /** Text only: a time such as 00:15. */
  timeOfDay?: boolean;
  /** Text only: the full path of a file of this computer, or nothing. */
  path?: boolean;
  /** Text only: at least one character, and at most so many. */
  longest?: number;
  choices?: readonly string[];
  /** Numbers only: what it counts, where it counts something. */
  unit?: 'milliseconds' | 'seconds' | 'minutes' | 'days' | 'MiB' | 'GiB';
  /** CloudStack's meaning, in our words. */
  description: string;
  /** What it really does here, and when a change bites. */
  effect: string;
  deviation?: string;
  /** The setting that switches this one on. */
  parent?: string;
}

/** A setting, global unless it says otherwise. Its name and type stay literal, so that reading one that does not exist is an error of types. */
export const define = <const N extends string, const T extends SettingDefinition['type']>(
  name: N,
  category: string,
  type: T,
  value: string,
  description: string,
  effect: string,
  more: Partial<Omit<SettingDefinition, 'name' | 'type'>> = {},
): SettingDefinition & { name: N; type: T } => ({
  name,
  category,
  type,
  default: value,
  scope: 'Global',
  description,
  effect,
  ...more,
});

/** Pixels that a logo may have each way: a picture of a few bytes can unfold to gigabytes. */
const logoPixels = 2048;

/**
 * What a logo would have to be, for one that is not; empty is none. It is shown as an image, where nothing is run or fetched; what could
 * still keep a browser busy (entities that unfold, sizes beyond reason) or has no business in a logo is not let in either.
 */
function wrongLogo(value: string): Phrase | undefined {
  if (value === '') return undefined;
  const [, type, base64 = ''] = /^data:image\/(png|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})$/.exec(value) ?? [];
  if (type === undefined) return say`a PNG or an SVG, as a data URL`;
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > logoLimit) return say`at most ${logoLimit / 1024} KiB large`;
  if (type === 'png') {
    const isPng =
      bytes.length > 24 && bytes.subarray(0, 8).equals(pngMark) && bytes.toString('latin1', 12, 16) === 'IHDR';
    if (!isPng) return say`a PNG or an SVG, as a data URL`;
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
    const fits = width > 0 && height > 0 && width <= logoPixels && height <= logoPixels;
    return fits ? undefined : say`at most ${logoPixels} pixels wide and high`;
  }
  const text = bytes.toString('utf8');
  // No more of XML is read than this: a pattern for what may stand before the element could be made to take for ever.
  if (!/^\s*</.test(text) || !/<svg[\s>]/.test(text.slice(0, 4096))) return say`a PNG or an SVG, as a data URL`;
  if (/<!(DOCTYPE|ENTITY)|<script|<foreignObject|<iframe|\son[a-z]+\s*=/i.test(text))
    return say`an SVG without scripts, entities and foreign content`;
  return undefined;
}

const pngMark = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** An address, or one with a prefix length that fits it. */
function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const longest = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    rest.length === 0 && longest > 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= longest))
  );
}

/** Longest value of a setting that is no image. */
const longestText = 4096;

/** Refuses what a setting does not take. Error: parameter at `value`, with what would be accepted. */
export function checkValue(definition: SettingDefinition, value: string): void {
  const refuse = (what: Phrase) => fail('parameter', say`${definition.name} must be ${what}.`, { field: 'value' });
  if (definition.type === 'image') {
    const wrong = wrongLogo(value);
    if (wrong !== undefined) throw refuse(wrong);
    return;
  }
  if (value.length > longestText) throw refuse(say`at most ${longestText} characters long`);
  if (definition.type === 'color' && accentOf(value) === undefined)
    throw refuse(say`a colour such as #1f6fd6, or one of ${Object.keys(accentPalettes).join(', ')}`);
  const { longest } = definition;
  if (longest !== undefined && (value.trim() === '' || value.length > longest || /[\p{C}\p{Zl}\p{Zp}]/u.test(value)))
    throw refuse(say`1 to ${longest} characters without line breaks or control characters`);
  if (definition.type === 'boolean' && value !== 'true' && value !== 'false') throw refuse(say`true or false`);
  if (definition.type === 'choice' && !definition.choices?.includes(value))
    throw refuse(say`one of ${definition.choices?.join(', ') ?? ''}`);
  if (definition.type === 'number') {
    const number = /^-?[0-9]+(\.[0-9]+)?$/.test(value) ? Number(value) : Number.NaN;
    const low = definition.minimum ?? Number.NEGATIVE_INFINITY;
    const high = definition.maximum ?? Number.POSITIVE_INFINITY;
    if (!(number >= low && number <= high) || (definition.whole === true && !Number.isInteger(number)))
      throw refuse(
        definition.whole === true ? say`a whole number from ${low} to ${high}` : say`a number from ${low} to ${high}`,
      );
  }
  if (definition.url === true && value !== '' && !/^https?:$/.test(URL.parse(value)?.protocol ?? ''))
    throw refuse(say`an address such as https://updates.example/benchtop.json, or empty`);
  if (definition.address === true && isIP(value) === 0) throw refuse(say`an IP address such as 127.0.0.1`);
  if (definition.timeOfDay === true && !/^([01]\d|2[0-3]):[0-5]\d$/.test(value))
    throw refuse(say`a time of day such as 00:15`);
  if (definition.path === true && value !== '' && !isAbsolute(value))
    throw refuse(say`the full path of a file, or empty`);
  if (definition.cidrs === true)
    for (const entry of value.split(',').map((each) => each.trim()))
      if (entry !== '' && !isNetwork(entry))
        throw refuse(say`CIDRs such as 192.168.10.0/24, separated by commas; "${entry.slice(0, 100)}" is none`);
}
