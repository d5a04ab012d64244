import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usageTypes } from '../../../engine/contract/usage.ts';

/** The kinds of usage in the window's language. */
export function useUsageTypes() {
  const { t } = useTranslation();
  return useMemo(() => {
    const options = usageTypes.map(({ id, name }) => ({ value: String(id), label: t(`usage.types.${name}`) }));
    const word = (id: number): string => options.find(({ value }) => value === String(id))?.label ?? String(id);
    return { options, word };
  }, [t]);
}
