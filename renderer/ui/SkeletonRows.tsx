import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './States.module.css';

const widths = ['22%', '10%', '16%', '14%', '12%'];

/** Grey rows while a list loads; the same height as real ones, so that nothing jumps. */
export function SkeletonRows({ count = 8 }: { count?: number }) {
  const { t } = useTranslation();
  const rows = Array.from({ length: count }, (_, index) => `row-${index}`);
  return (
    <div role="status" aria-label={t('ui.loading')}>
      {rows.map((row) => (
        <div key={row} className={classes.skeletonRow}>
          {widths.map((width) => (
            <Skeleton key={width} height={10} width={width} />
          ))}
        </div>
      ))}
    </div>
  );
}
