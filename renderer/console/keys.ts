/** A key as RFB knows it: an X11 keysym, and the physical key for servers that take scan codes. */
export interface KeyStroke {
  keysym: number;
  /** A `KeyboardEvent.code`, or null where the physical key is not known. */
  code: string | null;
}

const named: Record<string, KeyStroke> = {
  Control: { keysym: 0xffe3, code: 'ControlLeft' },
  Alt: { keysym: 0xffe9, code: 'AltLeft' },
  Shift: { keysym: 0xffe1, code: 'ShiftLeft' },
  Super: { keysym: 0xffeb, code: 'MetaLeft' },
  Delete: { keysym: 0xffff, code: 'Delete' },
  Backspace: { keysym: 0xff08, code: 'Backspace' },
  Escape: { keysym: 0xff1b, code: 'Escape' },
  Tab: { keysym: 0xff09, code: 'Tab' },
  Enter: { keysym: 0xff0d, code: 'Enter' },
  PrintScreen: { keysym: 0xff61, code: 'PrintScreen' },
  ...Object.fromEntries(
    [...'REISUBHW'].map((letter) => [letter, { keysym: letter.toLowerCase().charCodeAt(0), code: `Key${letter}` }]),
  ),
  ...Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`F${index + 1}`, { keysym: 0xffbe + index, code: `F${index + 1}` }]),
  ),
};

/** Keys that a person holds while pressing others. */
export const modifiers: readonly KeyStroke[] = [
  { keysym: 0xffe1, code: 'ShiftLeft' },
  { keysym: 0xffe2, code: 'ShiftRight' },
  { keysym: 0xffe3, code: 'ControlLeft' },
  { keysym: 0xffe4, code: 'ControlRight' },
  { keysym: 0xffe9, code: 'AltLeft' },
  { keysym: 0xffea, code: 'AltRight' },
  { keysym: 0xffeb, code: 'MetaLeft' },
  { keysym: 0xffec, code: 'MetaRight' },
];

/** `['Control', 'Alt', 'F2']` as key strokes. */
export function keyStrokes(names: readonly string[]): KeyStroke[] {
  return names.map((name) => named[name]).filter((key) => key !== undefined);
}
