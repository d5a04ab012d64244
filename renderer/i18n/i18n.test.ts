import { describe, expect, it } from 'vitest';
import { contract } from '../../engine/contract/contract.ts';
import { allStateTables } from '../../engine/contract/states.ts';
import { english } from './english.ts';
import { simplifiedChinese } from './simplified-chinese.ts';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [path, text] of leaves(value, `${prefix}${key}.`)) found.set(path, text);
  }
  return found;
}

const en = leaves(english);
const zh = leaves(simplifiedChinese);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('the two languages', () => {
  it('have the same keys', () => {
    expect([...zh.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it('fill the same placeholders', () => {
    const wrong = [...en].filter(
      ([key, text]) => String(placeholders(text)) !== String(placeholders(zh.get(key) ?? '')),
    );
    expect(wrong).toEqual([]);
  });

  it('leave no string empty', () => {
    expect([...en, ...zh].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('speak Chinese in the Chinese file: a sentence without one Chinese character was forgotten', () => {
    const forgotten = [...zh].filter(([, text]) => /[a-z]{3,} [a-z]{3,}/i.test(text) && !/\p{Script=Han}/u.test(text));
    expect(forgotten).toEqual([]);
  });

  it('name every command and every state of the contract', () => {
    const commands = Object.keys(contract).filter((name) => !en.has(`commands.${name}`));
    const states = allStateTables
      .flatMap((table) => Object.keys(table.states))
      .filter((state) => !en.has(`states.${state}`));
    expect({ commands, states }).toEqual({ commands: [], states: [] });
  });
});
