import { useMemo } from 'react';
import type { Input, ListName } from '../../engine/contract/contract.ts';
import { useList } from '../api/live.ts';

export interface Option {
  value: string;
  label: string;
}

/** The rows of a list as the options of a field. */
export function useOptions<K extends ListName>(name: K, params: Partial<Input<K>> = {}): readonly Option[] {
  const { rows } = useList(name, { ...params, pagesize: 500 } as Input<K>);
  return useMemo(
    () =>
      rows.map((row) => {
        const { id, name: label, description } = row as { id: string; name?: string; description?: string };
        return { value: id, label: label ?? description ?? id };
      }),
    [rows],
  );
}

/** Values of the contract as options, in words. */
export function valueOptions(values: readonly string[], label: (value: string) => string): readonly Option[] {
  return values.map((value) => ({ value, label: label(value) }));
}
