import i18next from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Group =
  | 'fields'
  | 'states'
  | 'commands'
  | 'jobSteps'
  | 'help'
  | 'capacity'
  | 'nouns'
  | 'values'
  | 'eventThings'
  | 'eventDeeds'
  | 'alertTypes'
  | 'validation'
  | 'validation.messages';

/** Dots and colons separate keys, so the keys of sentences have dashes in their place. */
const keyOf = (group: Group, name: string) => `${group}.${name.replaceAll(/[.:]/g, '-')}`;

/** A word of the contract (field, state, command) in the language of the window; what has no translation is shown as it is. */
export function word(group: Group, name: string): string {
  const key = keyOf(group, name);
  return i18next.exists(key) ? i18next.t(key as never) : name;
}

/** Like `word`, but nothing where there is no text: for helps, which not every field has. */
export function wordOrNothing(group: Group, name: string): string | undefined {
  const key = keyOf(group, name);
  return i18next.exists(key) ? i18next.t(key as never) : undefined;
}

/** What an event is about, for people: `VM.START` is "Instance · start". A type of which a part has no word stays as CloudStack has it. */
export function eventTypeWord(type: string): string {
  const parts = type.split(/[._]/);
  const first = wordOrNothing('eventDeeds', parts[0] ?? '');
  // CREATE_TAGS, REGISTER.SSH.KEYPAIR: some name the deed first.
  const reversed = first === undefined ? undefined : wordOrNothing('eventThings', parts.slice(1).join('.'));
  if (reversed !== undefined) return `${reversed} · ${first}`;
  for (let at = parts.length; at > 0; at--) {
    const thing = wordOrNothing('eventThings', parts.slice(0, at).join('.'));
    if (thing === undefined) continue;
    if (at === parts.length) return thing;
    const deed = wordOrNothing('eventDeeds', parts.slice(at).join('.'));
    return deed === undefined ? type : `${thing} · ${deed}`;
  }
  return type;
}

/** The words of the contract, again when the language changes. */
export function useWords() {
  const { i18n } = useTranslation();
  const language = i18n.language;
  // New functions for each language, so that what is memoised with them is made anew too.
  return useMemo(
    () => ({
      field: (name: string) => word('fields', name),
      state: (name: string) => word('states', name),
      command: (name: string) => word('commands', name),
      value: (name: string) => word('values', name),
      noun: (name: string) => word('nouns', name),
      eventType: eventTypeWord,
      language,
    }),
    [language],
  );
}
