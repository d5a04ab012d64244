import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  type MantineThemeOverride,
} from '@mantine/core';
import type { Accent } from './accent.ts';

const gray: MantineColorsTuple = [
  '#fafafb',
  '#f4f4f6',
  '#eaeaee',
  '#dfdfe5',
  '#cdced6',
  '#a9abb6',
  '#7f818d',
  '#5f616c',
  '#3a3b44',
  '#1d1e24',
];

const red: MantineColorsTuple = [
  '#fdecec',
  '#fad7d8',
  '#f4adaf',
  '#ee8286',
  '#e35b61',
  '#d93f47',
  '#c92a35',
  '#c92a35',
  '#a8212b',
  '#871a22',
];

/** Mantine reads 0 as text and 7 as body in the dark scheme. */
const dark: MantineColorsTuple = [
  '#e4e5ea',
  '#c0c2cb',
  '#9b9da9',
  '#6d6f7c',
  '#3a3c46',
  '#2b2d35',
  '#212329',
  '#17181d',
  '#121317',
  '#0d0e11',
];

/**
 * Known system fonts by name, then the bundled font. Not `system-ui` first: where a Linux desktop has none of the named ones it
 * falls to DejaVu, which is a fifth wider than every layout here was drawn for.
 */
const systemFonts = "-apple-system, BlinkMacSystemFont, 'Segoe UI', Cantarell, Ubuntu, Roboto, 'Noto Sans'";
const bundledFont = "'Noto Sans SC Variable', system-ui, sans-serif";
const fontFamilyOf = (language: string) =>
  language.startsWith('zh') ? `${systemFonts}, ${bundledFont}` : `${systemFonts}, 'Latin Punctuation', ${bundledFont}`;

const fontFamilyMonospace =
  "ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', 'Ubuntu Mono', 'Noto Sans Mono', 'DejaVu Sans Mono', 'Noto Sans SC Variable', monospace";

/** The theme for a language and an accent: the same in all but the order of fonts and one colour. */
export const themeFor = (language: string, accent: Accent): MantineThemeOverride =>
  createTheme({
    ...theme,
    colors: { ...theme.colors, accent: accent.shades },
    fontFamily: fontFamilyOf(language),
    headings: { ...theme.headings, fontFamily: fontFamilyOf(language) },
  });

const theme: MantineThemeOverride = {
  primaryColor: 'accent',
  primaryShade: { light: 7, dark: 6 },
  colors: { gray, dark, red },
  black: '#1d1e24',
  fontFamilyMonospace,
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '16px', sm: '20px', md: '20px', lg: '24px', xl: '28px' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '6px', xl: '6px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: 'none', lg: 'none', xl: 'none' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
    },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'compact-md' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 28 } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Radio: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { withArrow: false, transitionProps: { duration: 80 } } },
    // Its placeholder for the first focus is an element that a menu may not have.
    Menu: {
      defaultProps: { transitionProps: { duration: 80 }, withinPortal: true, withInitialFocusPlaceholder: false },
    },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, radius: 'md' } },
  },
};

/** Our own variables, both schemes: surfaces, borders and the five tones of state (text shades meet AA on their surface). */
export const cssVariablesFor = (accent: Accent): CSSVariablesResolver => {
  const variables = ownVariables(accent);
  return () => variables;
};

const ownVariables = ({ selected }: Accent) => ({
  variables: { '--row-height': '32px' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#62646f',
    '--mantine-color-error': '#c92a35',
    '--surface': '#ffffff',
    '--surface-sunken': '#f7f7f9',
    '--surface-hover': '#f2f2f6',
    '--surface-selected': selected.light,
    '--border': '#e2e2e8',
    '--border-strong': '#cdced6',
    '--tone-ok': '#1f8a4c',
    '--tone-off': '#7f818d',
    '--tone-busy': '#1f6fd6',
    '--tone-warning': '#a86200',
    '--tone-error': '#c92a35',
    '--tone-ok-soft': '#e7f5ec',
    '--tone-off-soft': '#f0f0f3',
    '--tone-busy-soft': '#e7f0fc',
    '--tone-warning-soft': '#fdf3e0',
    '--tone-error-soft': '#fdecec',
  },
  dark: {
    '--mantine-color-body': '#17181d',
    '--mantine-color-dimmed': '#9b9da9',
    '--mantine-color-error': '#f27a80',
    '--surface': '#17181d',
    '--surface-sunken': '#111216',
    '--surface-hover': '#202228',
    '--surface-selected': selected.dark,
    '--border': '#2b2d35',
    '--border-strong': '#3e404b',
    '--tone-ok': '#4cc27d',
    '--tone-off': '#8d8f9b',
    '--tone-busy': '#63a5f7',
    '--tone-warning': '#e8aa47',
    '--tone-error': '#f27a80',
    '--tone-ok-soft': '#15291e',
    '--tone-off-soft': '#212329',
    '--tone-busy-soft': '#152539',
    '--tone-warning-soft': '#312614',
    '--tone-error-soft': '#371a1d',
  },
});
