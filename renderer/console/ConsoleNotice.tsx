import { Button, Loader } from '@mantine/core';
import { RotateCw, Unplug } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../ui/use-now.ts';
import classes from './ConsoleNotice.module.css';
import type { ConsoleState } from './console-state.ts';

function Countdown({ until }: { until: number }) {
  const { t } = useTranslation();
  const now = useNow(1);
  const seconds = Math.max(0, Math.ceil((until - now) / 1000));
  return <span className="number">{t('console.retryIn', { seconds })}</span>;
}

/** Over the last picture: why it is not live, and what happens next. */
export function ConsoleNotice({ state, onRetry }: { state: ConsoleState; onRetry: () => void }) {
  const { t } = useTranslation();
  if (state.phase === 'connected') {
    if (!state.stale) return null;
    return (
      <div className={classes.strip} role="status">
        <Loader size={14} color="orange" />
        {t('console.stale')}
      </div>
    );
  }
  if (state.phase === 'idle' || (state.phase === 'connecting' && state.trouble === undefined)) {
    return (
      <div className={classes.center} role="status">
        <Loader size="sm" color="gray" />
        <span>{t('console.connecting')}</span>
      </div>
    );
  }
  return (
    <div className={classes.center} role="alert">
      <div className={classes.card}>
        <Unplug size={22} strokeWidth={1.5} aria-hidden />
        <strong>{t(`console.trouble.${state.trouble ?? 'lost'}`)}</strong>
        <span className={classes.next}>
          {state.phase === 'waiting' && state.retryAt !== undefined ? <Countdown until={state.retryAt} /> : null}
          {state.phase === 'connecting' ? t('console.connecting') : null}
          {state.phase === 'ended' ? t('console.noRetry') : null}
        </span>
        <Button
          variant="default"
          leftSection={<RotateCw size={14} aria-hidden />}
          loading={state.phase === 'connecting'}
          onClick={onRetry}
        >
          {t('console.retryNow')}
        </Button>
        {state.detail === undefined ? null : (
          <details className={classes.detail}>
            <summary>{t('console.detail')}</summary>
            <p>{state.detail}</p>
          </details>
        )}
      </div>
    </div>
  );
}
