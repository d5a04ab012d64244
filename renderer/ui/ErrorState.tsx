import { Button } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import classes from './States.module.css';

interface Props {
  /** What happened and why. */
  message: string;
  /** What to do. */
  hint?: string | undefined;
  onRetry?: (() => void) | undefined;
}

/** An error in its place, with its hint and a way to try again. */
export function ErrorState({ message, hint, onRetry }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.error} role="alert">
      <CircleAlert size={16} aria-hidden />
      <div className={classes.errorText}>
        <div>{message}</div>
        {hint ? <div className={classes.hint}>{hint}</div> : null}
      </div>
      {onRetry ? (
        <Button variant="default" size="compact-sm" onClick={onRetry}>
          {t('ui.retry')}
        </Button>
      ) : null}
    </div>
  );
}
