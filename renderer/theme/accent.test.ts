import { DEFAULT_THEME } from '@mantine/core';
import { expect, it } from 'vitest';
import { accentPalettes, defaultBranding } from '../../engine/contract/branding.ts';
import { accentFrom, contrast, ownAccent } from './accent.ts';

const white = '#ffffff';
const darkBody = '#17181d';
const text = { light: '#1d1e24', dark: '#c0c2cb' };
const parts = ['00', '33', '66', '99', 'cc', 'ff'];
const wishes = [
  ...parts.flatMap((red) => parts.flatMap((green) => parts.map((blue) => `#${red}${green}${blue}`))),
  ...Object.values(accentPalettes),
  defaultBranding.accent,
];

it.each(wishes)('keeps contrasts of AA in both themes when %s is wished for', (wish) => {
  const { shades, selected } = accentFrom(wish);
  const at = (index: number) => shades[index] ?? '';
  // White on what is filled; links on the page; text on what is selected.
  expect(contrast(white, at(7))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(white, at(6))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(darkBody, at(4))).toBeGreaterThanOrEqual(4.5);
  expect(contrast(text.light, selected.light)).toBeGreaterThanOrEqual(4.5);
  expect(contrast(text.dark, selected.dark)).toBeGreaterThanOrEqual(4.5);
  // The outline of what has the keyboard.
  expect(contrast(darkBody, at(6))).toBeGreaterThanOrEqual(3);
});

it('knows Mantine’s palettes, and leaves our own accent as it was drawn', () => {
  for (const [name, hex] of Object.entries(accentPalettes)) expect(DEFAULT_THEME.colors[name]?.[6]).toBe(hex);
  expect(accentFrom(defaultBranding.accent).shades).toEqual(ownAccent);
  expect(ownAccent[7]).toBe(defaultBranding.accent);
});

it('keeps the hue: teal stays green-blue, red stays red', () => {
  const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [red = 0, green = 0, blue = 0] = channels(accentFrom(accentPalettes.teal).shades[7] ?? '');
  expect(green).toBeGreaterThan(blue);
  expect(blue).toBeGreaterThan(red);
  const [more = 0, less = 0] = channels(accentFrom(accentPalettes.red).shades[7] ?? '');
  expect(more).toBeGreaterThan(2 * less);
});
