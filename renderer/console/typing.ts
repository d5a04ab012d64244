import { type LayoutId, layoutRows, layouts } from './layouts.ts';

/** A key to press: its X11 keysym, for servers and QEMU's lock lights, and its XT scan code, by which the guest knows the key. */
export interface Key {
  keysym: number;
  scanCode: number;
}

/** Keys that are pressed one after the other and let go in reverse order. */
export type Stroke = readonly Key[];

/** How a text is typed, or which of its characters the layout has no keys for. */
export type TypingPlan =
  | {
      strokes: readonly Stroke[];
      /** How many strokes have been made when each character is complete. */
      completed: readonly number[];
    }
  | { untypable: readonly string[] };

/** XT scan codes of the keys that write, set 1, row by row as in `layoutRows`. */
const scanCodes: readonly (readonly number[])[] = [
  [0x29, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x7d],
  [0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b],
  [0x1e, 0x1f, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x2b],
  [0x56, 0x2c, 0x2d, 0x2e, 0x2f, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x73],
];

const scanCodeOf = new Map(
  layoutRows.flatMap((row, index) => row.map((code, at) => [code, scanCodes[index]?.[at] ?? 0] as const)),
);

const shift: Key = { keysym: 0xffe1, scanCode: 0x2a };
/** The right Alt key; keys with an E0 prefix carry it as the highest bit (QEMU's extended key event). */
const altGr: Key = { keysym: 0xfe03, scanCode: 0xb8 };
const enter: Key = { keysym: 0xff0d, scanCode: 0x1c };
const tab: Key = { keysym: 0xff09, scanCode: 0x0f };
const space: Key = { keysym: 0x20, scanCode: 0x39 };

/** Combining marks of Unicode and the accent of a key that writes them, with that key's keysym. */
const accents: readonly (readonly [mark: string, accent: string, keysym: number])[] = [
  ['\u0300', '`', 0xfe50],
  ['\u0301', '´', 0xfe51],
  ['\u0302', '^', 0xfe52],
  ['\u0303', '~', 0xfe53],
  ['\u0308', '¨', 0xfe57],
];
/** Accents that a dead key and a space write everywhere; the others become quotation marks in Linux. */
const alone = ['`', '^', '~'];

const tables = new Map<LayoutId, ReadonlyMap<string, readonly Stroke[]>>();

/** X11: Latin-1 as it is, the rest of Unicode above 0x1000000. */
function keysymOf(character: string): number {
  const point = character.codePointAt(0) ?? 0x20;
  return point < 0x100 ? point : 0x1000000 + point;
}

/** The keys of every character that a layout can write, the shortest way where there are two. */
function tableOf(id: LayoutId): ReadonlyMap<string, readonly Stroke[]> {
  const known = tables.get(id);
  if (known !== undefined) return known;
  const layout = layouts[id];
  const table = new Map<string, readonly Stroke[]>([
    ['\n', [[enter]]],
    ['\t', [[tab]]],
    [' ', [[space]]],
  ]);
  const add = (character: string, code: string, held?: Key) => {
    if (character === ' ' || table.has(character)) return;
    const key = { keysym: keysymOf(character), scanCode: scanCodeOf.get(code) ?? 0 };
    table.set(character, [held === undefined ? [key] : [held, key]]);
  };
  for (const [level, held] of [
    [layout.plain, undefined],
    [layout.shift, shift],
  ] as const)
    for (const [row, characters] of level.entries())
      for (const [at, character] of [...characters].entries()) add(character, layoutRows[row]?.[at] ?? '', held);
  for (const [code, character] of Object.entries(layout.altGr ?? {})) add(character, code, altGr);
  addAccented(id, table);
  tables.set(id, table);
  return table;
}

/**
 * Letters by a dead key and the letter, as far as Latin-1 goes, which is what Linux's text console, X and Windows all compose.
 */
function addAccented(id: LayoutId, table: Map<string, readonly Stroke[]>): void {
  for (const [mark, accent, keysym] of accents) {
    const [code, level] = layouts[id].dead?.[accent] ?? [];
    if (code === undefined) continue;
    const key = { keysym, scanCode: scanCodeOf.get(code) ?? 0 };
    const dead: Stroke = level === undefined ? [key] : [level === 'shift' ? shift : altGr, key];
    if (alone.includes(accent) && !table.has(accent)) table.set(accent, [dead, [space]]);
    for (const letter of 'aeiounyAEIOUNY') {
      const character = (letter + mark).normalize('NFC');
      const plain = table.get(letter);
      if (character.length === 1 && character <= 'ÿ' && !table.has(character) && plain !== undefined)
        table.set(character, [dead, ...plain]);
    }
  }
}

/** A text as it is typed: line ends of any kind are one Enter each. */
export function normalized(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC');
}

/** How a text is typed into a guest that has this layout. */
export function planTyping(text: string, layout: LayoutId): TypingPlan {
  const table = tableOf(layout);
  const strokes: Stroke[] = [];
  const completed: number[] = [];
  const untypable = new Set<string>();
  for (const character of normalized(text)) {
    const keys = table.get(character);
    if (keys === undefined) untypable.add(character);
    else completed.push(strokes.push(...keys));
  }
  return untypable.size > 0 ? { untypable: [...untypable] } : { strokes, completed };
}
