import type { MantineColorsTuple } from '@mantine/core';

/** The one accent, unless an installation has its own: a violet that none of the states uses (green, grey, blue, amber, red). */
export const ownAccent: MantineColorsTuple = [
  '#f1f0fe',
  '#e2e0fc',
  '#c6c2f8',
  '#a8a1f2',
  '#8d85ec',
  '#7870e3',
  '#655bd7',
  '#5348c4',
  '#453ba6',
  '#372f86',
];
/** The setting's default; the shade of `ownAccent` that is filled in the light theme. */
const ownColor = '#5348c4';

/** Behind what is selected, in both themes; text stands on it. */
const ownSelected = { light: '#eeedfc', dark: '#262545' };

type Rgb = readonly [number, number, number];

const rgbOf = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const hexOf = (rgb: Rgb) => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

/** WCAG's relative luminance. */
export function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** The colour mixed with black or white until it is as light as the model: its hue stays. `share` of its colourfulness is kept. */
function asLightAs(model: string, hex: string, share = 1): string {
  const target = luminance(model);
  const source = rgbOf(hex);
  const grey = source.reduce((sum, part) => sum + part, 0) / 3;
  const muted = source.map((part) => grey + (part - grey) * share) as unknown as Rgb;
  // -1 is black, 1 is white; luminance grows all the way between.
  const at = (shift: number) =>
    hexOf(muted.map((part) => (shift < 0 ? part * (1 + shift) : part + (255 - part) * shift)) as unknown as Rgb);
  let [low, high] = [-1, 1];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    // Never lighter than the model: what is written in white on it stays as readable.
    if (luminance(at(middle)) > target) high = middle;
    else low = middle;
  }
  return at(low);
}

export interface Accent {
  shades: MantineColorsTuple;
  selected: { light: string; dark: string };
}

/**
 * The shades of an accent, each as light as that shade of our own: whatever colour is wished for, text on it and text of it contrast as ours
 * do, which is AA in both themes.
 */
export function accentFrom(color: string): Accent {
  if (color === ownColor) return { shades: ownAccent, selected: ownSelected };
  return {
    shades: ownAccent.map((model) => asLightAs(model, color)) as unknown as MantineColorsTuple,
    selected: { light: asLightAs(ownSelected.light, color), dark: asLightAs(ownSelected.dark, color, 0.6) },
  };
}
