import { describe, expect, it } from 'vitest';
import { keyStrokes } from './keys.ts';
import { type LayoutId, layoutIds, layoutRows, layouts } from './layouts.ts';
import { planTyping } from './typing.ts';

/** The scan codes of a text's strokes: `2a+1e` is Shift and the key of an American A. */
function codes(text: string, layout: LayoutId): string[] {
  const plan = planTyping(text, layout);
  if ('untypable' in plan) throw new Error(`${layout} cannot type ${plan.untypable.join(' ')}`);
  return plan.strokes.map((keys) => keys.map((key) => key.scanCode.toString(16)).join('+'));
}

const ascii = Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('');

describe('typing a text', () => {
  it.each(layoutIds)('knows keys for every printable character of ASCII: %s', (layout) => {
    expect(planTyping(`${ascii}\n\t`, layout)).not.toHaveProperty('untypable');
  });

  it('presses the key on which the guest has the character, not the American one', () => {
    expect(codes('z', 'us')).toEqual(['2c']);
    expect(codes('z', 'de')).toEqual(['15']);
    expect(codes('A1', 'fr')).toEqual(['2a+10', '2a+2']);
    expect(codes('#£', 'gb')).toEqual(['2b', '2a+4']);
    expect(codes('ñ¿', 'es')).toEqual(['27', '2a+d']);
    expect(codes('_\\|', 'jp')).toEqual(['2a+73', '73', '2a+7d']);
  });

  it('holds AltGr, the right one of the two, where the sign is on its third place', () => {
    expect(codes('@{€', 'de')).toEqual(['b8+10', 'b8+8', 'b8+12']);
    expect(codes('@#', 'es')).toEqual(['b8+3', 'b8+4']);
    expect(codes('€', 'gb')).toEqual(['b8+5']);
  });

  it('writes accents by a dead key: with its letter, or with a space for the accent itself', () => {
    expect(codes('ê', 'de')).toEqual(['29', '12']);
    expect(codes('Ë', 'fr')).toEqual(['2a+1a', '2a+12']);
    expect(codes('^', 'de')).toEqual(['29', '39']);
    expect(codes('~n', 'es')).toEqual(['b8+5', '31']);
    expect(codes('~n', 'esWindows')).toEqual(['b8+5', '39', '31']);
    // Where the keyboard has the letter as a key, that key is taken.
    expect(codes('éü', 'fr')).toEqual(['3', '2a+1a', '16']);
    expect(codes('ü', 'de')).toEqual(['1a']);
  });

  it('takes letters that come in two parts, and line ends of any kind', () => {
    expect(codes('e\u0301', 'fr')).toEqual(['3']);
    expect(codes('a\r\nb\rc\n', 'us')).toEqual(['1e', '1c', '30', '1c', '2e', '1c']);
  });

  it('names what the layout cannot type, each once, and plans nothing', () => {
    expect(planTyping('naïve 中文 中 ±', 'us')).toEqual({ untypable: ['ï', '中', '文', '±'] });
    expect(planTyping('e\u0000', 'de')).toEqual({ untypable: ['\u0000'] });
    // An acute accent alone becomes an apostrophe in Linux and stays one in Windows.
    expect(planTyping('´', 'de')).toEqual({ untypable: ['´'] });
  });

  it('tells after how many strokes each character is complete', () => {
    expect(planTyping('aêb', 'de')).toMatchObject({ completed: [1, 3, 4] });
  });

  it('sends letters with the keysym of their case, by which QEMU keeps Caps Lock out of it', () => {
    const plan = planTyping('aA', 'fr');
    if ('untypable' in plan) throw new Error('these are letters');
    expect(plan.strokes.map((keys) => keys.map((key) => key.keysym.toString(16)))).toEqual([['61'], ['ffe1', '41']]);
  });

  it.each(layoutIds)('has rows that fit the keyboard: %s', (id) => {
    const tooLong = [layouts[id].plain, layouts[id].shift].flatMap((level) =>
      level.filter((row, index) => [...row].length > (layoutRows[index]?.length ?? 0)),
    );
    expect(tooLong).toEqual([]);
  });
});

describe('keys by name', () => {
  it('are those of combinations', () => {
    expect(keyStrokes(['Control', 'Alt', 'F2'])).toEqual([
      { keysym: 0xffe3, code: 'ControlLeft' },
      { keysym: 0xffe9, code: 'AltLeft' },
      { keysym: 0xffbf, code: 'F2' },
    ]);
  });
});
