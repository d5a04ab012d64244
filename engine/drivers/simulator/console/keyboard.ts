import { controlKey, type Key, keyOfKeysym } from './keysyms.ts';

/**
 * The keyboard of a simulated guest, as its own driver sees it: scan codes, of which the layout that was loaded in the guest makes
 * characters. A layout is told by what differs from the American one: the American key, what it writes alone, with Shift and with
 * AltGr. A `*` before an accent makes a dead key of it.
 */
const keymaps: Readonly<Record<string, string>> = {
  us: '',
  gb: "` ` ¬ ¦\n2 2 \"\n3 3 £\n4 4 $ €\n' ' @\n\\ # ~\n< \\ |",
  de: `\` *^ °\n2 2 " ²\n3 3 § ³\n6 6 &\n7 7 / {\n8 8 ( [\n9 9 ) ]\n0 0 = }\n- ß ? \\\n= *´ *\`\nq q Q @\ne e E €\ny z Z\n[ ü Ü\n] + * ~
; ö Ö\n' ä Ä\n\\ # '\n< < > |\nz y Y\nm m M µ\n, , ;\n. . :\n/ - _`,
  fr: `\` ²\n1 & 1\n2 é 2 ~\n3 " 3 #\n4 ' 4 {\n5 ( 5 [\n6 - 6 |\n7 è 7 \`\n8 _ 8 \\\n9 ç 9 ^\n0 à 0 @\n- ) ° ]\n= = + }\nq a A\nw z Z\ne e E €
[ *^ *¨\n] $ £\na q Q\n; m M\n' ù %\n\\ * µ\n< < >\nz w W\nm , ?\n, ; .\n. : /\n/ ! §`,
  es: `\` º ª \\\n1 1 ! |\n2 2 " @\n3 3 · #\n4 4 $ ~\n6 6 & ¬\n7 7 /\n8 8 (\n9 9 )\n0 0 =\n- ' ?\n= ¡ ¿\ne e E €\n[ *\` *^ [\n] + * ]\n; ñ Ñ
' *´ *¨ {\n\\ ç Ç }\n< < >\n, , ;\n. . :\n/ - _`,
  jp: `\`\n2 2 "\n6 6 &\n7 7 '\n8 8 (\n9 9 )\n0 0\n- - =\n= ^ ~\n[ @ \`\n] [ {\n; ; +\n' : *\n\\ ] }\n¥ \\ |\n_ \\ _`,
};

/** The American keyboard by scan code: alone, and with Shift. `<` `¥` `_` stand for keys that it does not have. */
const american: readonly (readonly [first: number, alone: string, shifted: string])[] = [
  [0x29, '`', '~'],
  [0x02, '1234567890-=', '!@#$%^&*()_+'],
  [0x10, 'qwertyuiop[]', 'QWERTYUIOP{}'],
  [0x1e, "asdfghjkl;'", 'ASDFGHJKL:"'],
  [0x2b, '\\zxcvbnm,./', '|ZXCVBNM<>?'],
];
const foreign: Readonly<Record<string, number>> = { '<': 0x56, '¥': 0x7d, _: 0x73 };

/** Accents and their combining marks. */
const marks: Readonly<Record<string, string>> = {
  '`': '\u0300',
  '´': '\u0301',
  '^': '\u0302',
  '~': '\u0303',
  '¨': '\u0308',
};

type Levels = readonly [alone: string, shifted: string, altGr: string];

export const keymapNames: readonly string[] = Object.keys(keymaps);

/** The characters of each scan code under a layout; a dead accent with its `*`. */
function loadKeymap(name: string): Map<number, Levels> {
  const codes = new Map<string, number>(Object.entries(foreign));
  const keymap = new Map<number, Levels>();
  for (const [first, alone, shifted] of american)
    for (const [index, character] of [...alone].entries()) {
      codes.set(character, first + index);
      keymap.set(first + index, [character, shifted[index] ?? '', '']);
    }
  for (const line of (keymaps[name] ?? '').split('\n')) {
    const [key = '', ...levels] = line.split(' ');
    const code = codes.get(key);
    if (code !== undefined) keymap.set(code, [levels[0] ?? '', levels[1] ?? '', levels[2] ?? '']);
  }
  return keymap;
}

const modifier = {
  shift: { keysyms: [0xffe1, 0xffe2], codes: [0x2a, 0x36] },
  control: { keysyms: [0xffe3, 0xffe4], codes: [0x1d, 0x9d] },
  alt: { keysyms: [0xffe9, 0xffe7, 0xffe8], codes: [0x38] },
  altGr: { keysyms: [0xffea, 0xfe03], codes: [0xb8] },
} as const;
type Modifier = keyof typeof modifier;
const modifiers = Object.keys(modifier) as Modifier[];
const space = 0x39;
/** Keys that do the same in every layout. */
const fixed: Readonly<Record<number, Key>> = {
  28: 'enter',
  156: 'enter',
  14: 'backspace',
  15: { char: ' ' },
};

/** A guest's keyboard: the layout is the guest's, whichever viewer's keys come in. */
export interface Keyboard {
  /** False for a layout that the guest does not know; the old one stays. */
  load(name: string): boolean;
  /** Reads one viewer's key events: what is held, and which accent waits for its letter. */
  reader(): KeyReader;
}

export interface KeyReader {
  /** By keysym alone, as old viewers send them: no layout is asked. */
  keysym(keysym: number, down: boolean): Key | undefined;
  /** By the key itself; the keysym counts for keys that write nothing. */
  scanCode(scanCode: number, keysym: number, down: boolean): Key | undefined;
}

export function createKeyboard(): Keyboard {
  let keymap = loadKeymap('us');
  let foreignLayout = false;

  function reader(): KeyReader {
    const held = new Map<string, Modifier>();
    let waiting = '';
    const isHeld = (...wanted: Modifier[]) => [...held.values()].some((each) => wanted.includes(each));
    const hold = (name: string, which: Modifier | undefined, down: boolean): boolean => {
      if (which !== undefined && down) held.set(name, which);
      else if (which !== undefined) held.delete(name);
      return which !== undefined;
    };
    const plain = (keysym: number) => keyOfKeysym(keysym, isHeld('control'), isHeld('alt', 'altGr'));

    /** A dead accent waits; the next letter is joined with it, and what cannot be joined follows it. */
    function written(character: string): Key | undefined {
      const accent = waiting;
      waiting = '';
      if (accent === '') {
        if (character.length < 2) return character === '' ? undefined : { char: character };
        waiting = character.slice(1);
        return undefined;
      }
      const letter = character.length > 1 ? character.slice(1) : character;
      if (letter === ' ' || letter === accent) return { char: accent };
      const joined = (letter + (marks[accent] ?? '')).normalize('NFC');
      return { char: joined.length === 1 ? joined : accent + letter };
    }

    return {
      keysym(keysym, down) {
        const which = modifiers.find((each) => (modifier[each].keysyms as readonly number[]).includes(keysym));
        if (hold(`keysym ${keysym}`, which, down) || !down) return undefined;
        return plain(keysym);
      },
      scanCode(scanCode, keysym, down) {
        const which = modifiers.find((each) => (modifier[each].codes as readonly number[]).includes(scanCode));
        if (hold(`code ${scanCode}`, which, down) || !down) return undefined;
        const levels = keymap.get(scanCode);
        if (scanCode === space && !isHeld('control', 'alt')) return written(' ');
        if (levels === undefined) return fixed[scanCode] ?? plain(keysym);
        if (isHeld('control')) return isHeld('alt', 'altGr') ? undefined : controlKey(levels[0]);
        if (isHeld('alt') || (isHeld('altGr') && !foreignLayout)) return undefined;
        return written(levels[isHeld('altGr') ? 2 : isHeld('shift') ? 1 : 0]);
      },
    };
  }

  return {
    load(name) {
      if (!keymapNames.includes(name)) return false;
      keymap = loadKeymap(name);
      foreignLayout = name !== 'us';
      return true;
    },
    reader,
  };
}
