import { Button } from '@mantine/core';
import { RotateCcw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { paths } from '../../paths.ts';
import { StateBadge, type Tone } from '../../ui/StateBadge.tsx';
import classes from './BulkResults.module.css';
import type { BulkRow, createBulk } from './bulk.ts';

const tones: Record<BulkRow['state'], Tone> = { waiting: 'off', running: 'busy', done: 'ok', failed: 'error' };

/** In the side panel: what became of each of many instances, and those that failed once more. */
export function BulkResults({ bulk }: { bulk: ReturnType<typeof createBulk> }) {
  const { t } = useTranslation();
  const rows = bulk.store((state) => state.rows);
  const busy = rows.some((row) => row.state === 'waiting' || row.state === 'running');
  const done = rows.filter((row) => row.state === 'done').length;
  const failed = rows.filter((row) => row.state === 'failed').length;
  const word = (row: BulkRow) => (row.state === 'running' ? t('states.running') : t(`instances.${row.state}`));
  return (
    <div className={classes.root}>
      <p role="status">
        {t('instances.bulkDone', { done, count: rows.length })}
        {failed > 0 ? ` · ${t('instances.bulkFailed', { failed, count: rows.length })}` : ''}
      </p>
      {failed > 0 && !busy ? (
        <Button variant="default" leftSection={<RotateCcw size={14} aria-hidden />} onClick={() => void bulk.retry()}>
          {t('instances.retryFailed', { count: failed })}
        </Button>
      ) : null}
      <ul className={classes.rows}>
        {rows.map((row) => (
          <li key={row.id}>
            <span className={classes.line}>
              <Link href={paths.instance(row.id)}>{row.name}</Link>
              <StateBadge tone={tones[row.state]} word={word(row)} />
            </span>
            {row.message === undefined || row.message === '' ? null : (
              <span className={classes.reason}>
                {row.message} {row.hint}
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
