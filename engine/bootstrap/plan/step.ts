import { type Phrase, quoted, textOf } from '../../contract/phrase.ts';
import type { Action, PlanItem, PlanStep } from '../types.ts';

/** What was found: a phrase, or the host's own words. */
export type Facts = Omit<PlanItem, 'status' | 'found' | 'change' | 'hint' | 'phrases'> & { found: Phrase | string };

const asPhrase = (said: Phrase | string): Phrase => (typeof said === 'string' ? quoted(said) : said);

function item(facts: Facts, status: PlanItem['status'], change: Phrase | string, hint?: Phrase | string): PlanItem {
  const phrases: NonNullable<PlanItem['phrases']> = { found: asPhrase(facts.found) };
  if (change !== '') phrases.change = asPhrase(change);
  if (hint !== undefined) phrases.hint = asPhrase(hint);
  return {
    ...facts,
    found: textOf(facts.found).trim(),
    change: textOf(change),
    status,
    ...(hint !== undefined && { hint: textOf(hint) }),
    phrases,
  };
}

/** Nothing to do. */
export function okay(facts: Facts): PlanStep {
  return { item: item(facts, 'ok', ''), actions: [] };
}

export function warning(facts: Facts, hint: Phrase | string): PlanStep {
  return { item: item(facts, 'warning', '', hint), actions: [] };
}

export function blocked(facts: Facts, hint: Phrase | string): PlanStep {
  return { item: item(facts, 'blocked', '', hint), actions: [] };
}

export function changed(facts: Facts, change: Phrase | string, actions: Action[], hint?: Phrase | string): PlanStep {
  return { item: item(facts, 'change', change, hint), actions };
}
