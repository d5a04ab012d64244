import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../api/live.ts';
import type { Filter } from './column.ts';

/** The widest of CloudStack's views of templates that somebody may ask for: a user's own that are not ready are among "mine". */
export function useWidestFilter(): 'all' | 'executable' {
  const role = useQuery('getSession', {}).data?.role;
  return role === undefined || role === 'User' ? 'executable' : 'all';
}

const views = ['self', 'shared', 'featured', 'community', 'executable'] as const;

/** CloudStack's views of templates or ISOs as a filter of their list. */
export function useImageFilter(name: 'templatefilter' | 'isofilter'): Filter {
  const { t } = useTranslation();
  return useMemo(
    () => ({
      name,
      label: t('pages.imageFilter'),
      options: views.map((value) => ({ value, label: t(`pages.imageFilters.${value}`) })),
    }),
    [name, t],
  );
}
