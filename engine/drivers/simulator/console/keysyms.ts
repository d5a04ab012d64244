/** What a shell understands of a keyboard. */
export type Key =
  | 'enter'
  | 'backspace'
  | 'interrupt'
  | 'clear'
  | 'erase-line'
  | 'reset'
  | 'end-of-input'
  | { char: string };

/** What a keysym means while these modifiers are held. What the font cannot draw becomes a question mark. */
export function keyOfKeysym(keysym: number, withControl: boolean, withAlt: boolean): Key | undefined {
  if (withControl && withAlt) return keysym === 0xffff || keysym === 0xff9f ? 'reset' : undefined;
  if (keysym === 0xff0d || keysym === 0xff8d) return 'enter';
  if (keysym === 0xff08 || keysym === 0xffff) return 'backspace';
  if (keysym === 0xff09) return { char: ' ' };
  if (withAlt) return undefined;
  if (withControl) return controlKey(String.fromCharCode(keysym & 0x7f).toLowerCase());
  // The number pad's digits, then Latin text.
  if (keysym >= 0xffb0 && keysym <= 0xffb9) return { char: String.fromCharCode(keysym - 0xffb0 + 0x30) };
  if (keysym >= 0x20 && keysym <= 0x7e) return { char: String.fromCharCode(keysym) };
  if ((keysym >= 0xa0 && keysym <= 0xff) || (keysym >= 0x1000100 && keysym <= 0x110ffff)) return { char: '?' };
  return undefined;
}

export function controlKey(letter: string): Key | undefined {
  if (letter === 'c') return 'interrupt';
  if (letter === 'l') return 'clear';
  if (letter === 'd') return 'end-of-input';
  return letter === 'u' ? 'erase-line' : undefined;
}
