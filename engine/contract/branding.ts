import * as v from 'valibot';
import { access, optional, query } from './command.ts';

/** What everyone sees of whose installation this is: its name, its mark and its colour. */
export const defaultBranding = { name: 'Benchtop', accent: '#5348c4' } as const;

/** Mantine's palettes by name, each by its shade for filled areas; a colour of one's own is written #rrggbb. */
export const accentPalettes = {
  red: '#fa5252',
  pink: '#e64980',
  grape: '#be4bdb',
  violet: '#7950f2',
  indigo: '#4c6ef5',
  blue: '#228be6',
  cyan: '#15aabf',
  teal: '#12b886',
  green: '#40c057',
  lime: '#82c91e',
  yellow: '#fab005',
  orange: '#fd7e14',
} as const;

/** The colour that a value of a colour setting means, `#rrggbb`; undefined for what is none. */
export function accentOf(value: string): string | undefined {
  if (/^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase();
  return Object.hasOwn(accentPalettes, value) ? accentPalettes[value as keyof typeof accentPalettes] : undefined;
}

/** A logo is an image in a setting, so it is small. */
export const logoLimit = 64 * 1024;
export const logoTypes = ['image/png', 'image/svg+xml'] as const;

export const branding = v.object({
  name: v.string(),
  /** A data URL of a PNG or an SVG, to be shown as an image and nothing else. */
  logo: optional(v.string()),
  /** `#rrggbb`. */
  accent: v.string(),
});

export const brandingCommands = {
  getBranding: query({
    object: 'branding',
    roles: access.everyone,
    description: {
      en: 'Reads the name, logo and accent colour that the settings give this installation.',
      zh: '读取设置中为此安装指定的名称、徽标和强调色。',
    },
    input: {},
    output: branding,
  }),
};
