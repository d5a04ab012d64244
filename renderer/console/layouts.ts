import type { ConsoleLayout } from '../stores/preferences.ts';

/**
 * Keyboard layouts as data: what each key of a PC keyboard writes when the guest has this layout. A console sends keys, and the layout
 * set in the guest decides what they write, so a text can only be typed by knowing that layout.
 *
 * Keys are listed row by row in the order of `layoutRows`; a space is a key, or a level of it, that is not used for typing: because it
 * writes nothing, writes a dead accent (listed apart), or writes different things in Linux and in Windows.
 */
export interface Layout {
  id: LayoutId;
  plain: readonly string[];
  shift: readonly string[];
  /** What AltGr and a key write, by the key. */
  altGr?: Readonly<Record<string, string>>;
  /** Accents that wait for the next letter: the key, and whether Shift or AltGr goes with it. */
  dead?: Readonly<Record<string, readonly [code: string, level?: 'shift' | 'altGr']>>;
}

export type LayoutId = ConsoleLayout;

const letters = (list: string) => [...list].map((letter) => `Key${letter}`);

/** The keys of the four rows, by `KeyboardEvent.code`: the top row from the key left of 1, the lowest from the one right of Shift. */
export const layoutRows: readonly (readonly string[])[] = [
  ['Backquote', ...[...'1234567890'].map((digit) => `Digit${digit}`), 'Minus', 'Equal', 'IntlYen'],
  [...letters('QWERTYUIOP'), 'BracketLeft', 'BracketRight'],
  [...letters('ASDFGHJKL'), 'Semicolon', 'Quote', 'Backslash'],
  ['IntlBackslash', ...letters('ZXCVBNM'), 'Comma', 'Period', 'Slash', 'IntlRo'],
];

const us: Layout = {
  id: 'us',
  plain: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'\\", ' zxcvbnm,./'],
  shift: ['~!@#$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:"|', ' ZXCVBNM<>?'],
};

const gb: Layout = {
  id: 'gb',
  plain: ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'#", '\\zxcvbnm,./'],
  shift: ['¬!"£$%^&*()_+', 'QWERTYUIOP{}', 'ASDFGHJKL:@~', '|ZXCVBNM<>?'],
  altGr: { Digit4: '€' },
};

const de: Layout = {
  id: 'de',
  plain: [' 1234567890ß ', 'qwertzuiopü+', 'asdfghjklöä#', '<yxcvbnm,.-'],
  shift: ['°!"§$%&/()=? ', 'QWERTZUIOPÜ*', "ASDFGHJKLÖÄ'", '>YXCVBNM;:_'],
  altGr: {
    Digit2: '²',
    Digit3: '³',
    Digit7: '{',
    Digit8: '[',
    Digit9: ']',
    Digit0: '}',
    Minus: '\\',
    KeyQ: '@',
    KeyE: '€',
    KeyM: 'µ',
    BracketRight: '~',
    IntlBackslash: '|',
  },
  dead: { '^': ['Backquote'], '´': ['Equal'], '`': ['Equal', 'shift'] },
};

const fr: Layout = {
  id: 'fr',
  plain: ['²&é"\'(-è_çà)=', 'azertyuiop $', 'qsdfghjklmù*', '<wxcvbn,;:!'],
  shift: [' 1234567890°+', 'AZERTYUIOP £', 'QSDFGHJKLM%µ', '>WXCVBN?./§'],
  altGr: {
    Digit2: '~',
    Digit3: '#',
    Digit4: '{',
    Digit5: '[',
    Digit6: '|',
    Digit7: '`',
    Digit8: '\\',
    Digit9: '^',
    Digit0: '@',
    Minus: ']',
    Equal: '}',
    KeyE: '€',
  },
  dead: { '^': ['BracketLeft'], '¨': ['BracketLeft', 'shift'] },
};

/** The same keyboard under Windows, where two of the signs on AltGr wait for a letter. */
const frWindows: Layout = {
  ...fr,
  id: 'frWindows',
  altGr: without(fr.altGr, 'Digit2', 'Digit7'),
  dead: { ...fr.dead, '~': ['Digit2', 'altGr'], '`': ['Digit7', 'altGr'] },
};

const es: Layout = {
  id: 'es',
  plain: ["º1234567890'¡", 'qwertyuiop +', 'asdfghjklñ ç', '<zxcvbnm,.-'],
  shift: ['ª!"·$%&/()=?¿', 'QWERTYUIOP *', 'ASDFGHJKLÑ Ç', '>ZXCVBNM;:_'],
  altGr: {
    Backquote: '\\',
    Digit1: '|',
    Digit2: '@',
    Digit3: '#',
    Digit4: '~',
    KeyE: '€',
    BracketLeft: '[',
    BracketRight: ']',
    Quote: '{',
    Backslash: '}',
  },
  dead: { '`': ['BracketLeft'], '^': ['BracketLeft', 'shift'], '´': ['Quote'], '¨': ['Quote', 'shift'] },
};

/** The same keyboard under Windows, where the tilde waits for a letter. */
const esWindows: Layout = {
  ...es,
  id: 'esWindows',
  altGr: without(es.altGr, 'Digit4'),
  dead: { ...es.dead, '~': ['Digit4', 'altGr'] },
};

/** The 106- and 109-key keyboard with its input method off. */
const jp: Layout = {
  id: 'jp',
  plain: [' 1234567890-^ ', 'qwertyuiop@[', 'asdfghjkl;:]', ' zxcvbnm,./\\'],
  shift: [' !"#$%&\'() =~|', 'QWERTYUIOP`{', 'ASDFGHJKL+*}', ' ZXCVBNM<>?_'],
};

export const layouts: Readonly<Record<LayoutId, Layout>> = { us, gb, de, fr, frWindows, es, esWindows, jp };

export const layoutIds = Object.keys(layouts) as LayoutId[];

function without(keys: Layout['altGr'], ...codes: string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(keys ?? {}).filter(([code]) => !codes.includes(code)));
}
