import { useMemo } from 'react';
import { useList } from '../api/live.ts';
import type { Option } from './use-options.ts';
import { useWords, wordOrNothing } from './words.ts';

/** The types of alerts as options. */
export function useAlertTypes(): readonly Option[] {
  const { rows } = useList('listAlertTypes', { page: 1, pagesize: 100 });
  const { language } = useWords();
  return useMemo(
    () =>
      rows.map(({ type, name }) => ({ value: String(type), label: wordOrNothing('alertTypes', String(type)) ?? name })),
    // The words are those of the window's language.
    [rows, language],
  );
}
