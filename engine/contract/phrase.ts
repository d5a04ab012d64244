import * as v from 'valibot';

/**
 * A sentence as data: the English text with numbered marks is its key, so that other clients have a text and a window can look up its own
 * language's. Parameters are names, numbers, addresses, words of the contract, or phrases themselves.
 */
export type Phrase = {
  /** `Trying {0} on {1}` */
  key: string;
  parameters: PhraseParameter[];
};
export type PhraseParameter = string | number | Phrase;

export const phrase: v.GenericSchema<Phrase> = v.object({
  key: v.string(),
  parameters: v.array(
    v.union([v.string(), v.number(), v.lazy(() => phrase)]) as v.GenericSchema<PhraseParameter, PhraseParameter>,
  ),
});

/**
 * Makes a phrase of a template: say`Trying ${pool} on ${host}`. The words between the parameters must be whole sentences or labels: the
 * renderer has each in every other language, and a test looks for the missing ones.
 */
export function say(words: TemplateStringsArray, ...parameters: PhraseParameter[]): Phrase {
  const key = words.slice(1).reduce((text, part, index) => `${text}{${index}}${part}`, words[0] ?? '');
  return { key, parameters };
}

/** What comes from elsewhere (a host's own words) and is in no language of ours. */
export const quoted = (text: string): Phrase => ({ key: '{0}', parameters: [text] });

/** A sentence without parameters that is kept as text elsewhere too. */
export const fixed = (key: string): Phrase => ({ key, parameters: [] });

/** Phrases in a row, with a phrase of two marks between each pair. */
export function inRow(phrases: readonly Phrase[], join: (left: Phrase, right: Phrase) => Phrase): Phrase {
  const [first, ...rest] = phrases;
  return rest.reduce(join, first ?? quoted(''));
}
export const withSemicolons = (phrases: readonly Phrase[]): Phrase =>
  inRow(phrases, (left, right) => say`${left}; ${right}`);
export const withCommas = (phrases: readonly Phrase[]): Phrase =>
  inRow(phrases, (left, right) => say`${left}, ${right}`);
export const withOr = (phrases: readonly Phrase[]): Phrase => inRow(phrases, (left, right) => say`${left} or ${right}`);
export const withSpaces = (phrases: readonly Phrase[]): Phrase =>
  inRow(phrases, (left, right) => say`${left} ${right}`);

/** The text of a phrase; `translate` gives another language's sentence for a key, with the same marks. */
export function textOf(said: Phrase | string, translate: (key: string) => string = (key) => key): string {
  if (typeof said === 'string') return said;
  return translate(said.key).replace(/\{(\d+)\}/g, (mark, index: string) => {
    const parameter = said.parameters[Number(index)];
    if (parameter === undefined) return mark;
    return typeof parameter === 'object' ? textOf(parameter, translate) : String(parameter);
  });
}

/** The phrase with every text in it changed: for what is cleaned before it is kept. */
export function mapPhrase(said: Phrase, change: (text: string) => string): Phrase {
  return {
    key: said.key,
    parameters: said.parameters.map((parameter) => {
      if (typeof parameter === 'number') return parameter;
      return typeof parameter === 'string' ? change(parameter) : mapPhrase(parameter, change);
    }),
  };
}
