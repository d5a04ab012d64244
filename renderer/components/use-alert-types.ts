import { useMemo } from 'react';
import { useList } from '../api/live.ts';
import type { Option } from './use-options.ts';

/** The types of alerts as options. */
export function useAlertTypes(): readonly Option[] {
  const { rows } = useList('listAlertTypes', { page: 1, pagesize: 100 });
  return useMemo(() => rows.map(({ type, name }) => ({ value: String(type), label: name })), [rows]);
}
