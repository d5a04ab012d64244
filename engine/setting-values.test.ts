import { expect, it } from 'vitest';
import { BenchtopError } from './contract/errors.ts';
import { checkValue } from './setting-values.ts';
import { settingDefinitions } from './settings.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const url = (type: string, content: Buffer | string) =>
  `data:${type};base64,${Buffer.from(content).toString('base64')}`;

/** What is said of a value that a setting does not take; undefined where it takes it. */
function refusal(name: string, value: string): string | undefined {
  const definition = settingDefinitions.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`no setting ${name}`);
  try {
    checkValue(definition, value);
    return undefined;
  } catch (error) {
    if (error instanceof BenchtopError && error.data.field === 'value') return error.data.message;
    throw error;
  }
}

it('takes a PNG or an SVG as logo, and nothing that only says so', () => {
  expect(refusal('branding.logo', '')).toBeUndefined();
  expect(refusal('branding.logo', url('image/png', png))).toBeUndefined();
  const svg = '<?xml version="1.0"?><!-- made by hand --><svg xmlns="http://www.w3.org/2000/svg"><circle r="1"/></svg>';
  expect(refusal('branding.logo', url('image/svg+xml', svg))).toBeUndefined();

  const none = /must be a PNG or an SVG/;
  expect(refusal('branding.logo', 'https://evil.example/logo.png')).toMatch(none);
  expect(refusal('branding.logo', url('text/html', '<svg></svg>'))).toMatch(none);
  expect(refusal('branding.logo', url('image/png', svg))).toMatch(none);
  expect(refusal('branding.logo', url('image/svg+xml', png))).toMatch(none);
  expect(refusal('branding.logo', `${url('image/png', png)}" onerror="alert(1)`)).toMatch(none);
});

it('bounds a logo, in bytes and in pixels, and refuses what could keep a browser busy', () => {
  expect(refusal('branding.logo', url('image/png', Buffer.concat([png, Buffer.alloc(65_536)])))).toMatch(/64 KiB/);
  const vast = Buffer.from(png);
  vast.writeUInt32BE(60_000, 16);
  expect(refusal('branding.logo', url('image/png', vast))).toMatch(/2048 pixels/);
  for (const inside of [
    '<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg>&a;</svg>',
    '<svg><script>alert(1)</script></svg>',
    '<svg onload="alert(1)"></svg>',
    '<svg><foreignObject><body/></foreignObject></svg>',
  ])
    expect([inside, refusal('branding.logo', url('image/svg+xml', inside))]).toEqual([
      inside,
      expect.stringMatching(/without scripts|must be a PNG or an SVG/),
    ]);
});

it('takes a colour by its digits or by the name of a palette', () => {
  for (const value of ['#1f6fd6', '#ABCDEF', 'teal']) expect(refusal('branding.accent', value)).toBeUndefined();
  for (const value of ['', '#12345', 'red;background:url(x)', 'constructor', 'dark'])
    expect(refusal('branding.accent', value)).toMatch(/must be a colour such as #1f6fd6/);
});

it('takes a name that fits its place', () => {
  for (const value of ['Lab 7', '云实验室', '<b>Lab</b>']) expect(refusal('branding.name', value)).toBeUndefined();
  for (const value of ['', '   ', 'x'.repeat(41), 'two\nlines', 'right\u202eleft'])
    expect(refusal('branding.name', value)).toMatch(/1 to 40 characters/);
});
