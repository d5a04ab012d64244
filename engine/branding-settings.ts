import { defaultBranding } from './contract/branding.ts';
import { define } from './setting-values.ts';

/** CloudStack’s UI has these in a file beside it. */
const deviation = 'CloudStack keeps this in a file of its user interface, config.json; here it is a setting.';

/** Name, logo and colour of an installation. */
export const brandingSettings = [
  define(
    'branding.name',
    'Branding',
    'text',
    defaultBranding.name,
    'Name of this installation.',
    'Stands in the title of the window and at the head of the navigation; it is changed in every window at once.',
    { longest: 40, deviation },
  ),
  define(
    'branding.logo',
    'Branding',
    'image',
    '',
    'Logo beside the name: a PNG or an SVG of at most 64 KiB. Empty: Benchtop’s own.',
    'Shown as an image only: nothing in it is run or fetched.',
    { deviation },
  ),
  define(
    'branding.accent',
    'Branding',
    'color',
    defaultBranding.accent,
    'Accent colour of buttons, links and what is selected: #rrggbb, or the name of a palette such as teal.',
    'Its hue is kept; its lightness is set so that text stays readable in the light and in the dark theme.',
    { deviation },
  ),
];
