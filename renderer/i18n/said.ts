import i18next from 'i18next';
import { commandWords } from '../../engine/contract/command-words.ts';
import { fixed, type Phrase, textOf } from '../../engine/contract/phrase.ts';
import { chineseWords } from './chinese-loader.ts';
import { english } from './english.ts';

/** A sentence without parameters can be a state's name, a command, or the title of a plan's item: these have their words elsewhere. */
function translate(key: string): string {
  const chinese = chineseWords();
  if (chinese === undefined) return key;
  const {
    states,
    commands,
  }: Record<'states' | 'commands', Readonly<Record<string, string>>> = chinese.simplifiedChinese;
  const command = commands[key] ?? commands[commandOf(key) ?? ''];
  return chinese.phrases[key] ?? states[key] ?? command ?? planTitles(chinese.simplifiedChinese)[key] ?? key;
}

let ofWords: ReadonlyMap<string, string> | undefined;
/** The command whose words these are, where the engine tells of one. */
function commandOf(words: string): string | undefined {
  ofWords ??= new Map(Object.keys(english.commands).map((name) => [commandWords(name).key, name]));
  return ofWords.get(words);
}

let titles: Readonly<Record<string, string>> | undefined;
function planTitles({ plan }: Pick<typeof english, 'plan'>): Readonly<Record<string, string>> {
  titles ??= Object.fromEntries(
    Object.entries(english.plan).map(([id, { title }]) => [title, plan[id as keyof typeof plan].title]),
  );
  return titles;
}

/**
 * What the engine says, in the language of the window; `fallback` is its English text, for what was said before there were phrases, and
 * for the few words that are their own.
 */
export function said(phrase: Phrase | undefined, fallback: string): string {
  if (i18next.language !== 'zh-CN') return fallback;
  return textOf(phrase ?? fixed(fallback), translate);
}
