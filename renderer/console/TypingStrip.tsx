import { Button, Progress } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConsoleSession } from './console-session.ts';
import type { TypingState } from './console-state.ts';
import classes from './TypingStrip.module.css';

/** Below the screen while a text is typed: how far it is, and the way to end it; afterwards only what went wrong. */
export function TypingStrip({ session, typing }: { session: ConsoleSession; typing: TypingState }) {
  const { t } = useTranslation();
  const { done, total, end } = typing;
  if (end === undefined)
    return (
      <div className={classes.strip}>
        <Progress
          className={classes.progress}
          value={(done / Math.max(1, total)) * 100}
          aria-label={t('console.typing')}
        />
        <span className="number" role="status">
          {t('console.typingCount', { done, total })}
        </span>
        <Button variant="default" size="compact-sm" onClick={() => session.stopTyping()}>
          {t('ui.cancel')}
        </Button>
      </div>
    );
  return (
    <div className={`${classes.strip} ${classes.ended}`} role="alert">
      <TriangleAlert size={16} aria-hidden />
      <span>
        {t(`console.typingEnd.${end}`)} {t('console.typedSoFar', { done, total })}
      </span>
      <Button variant="default" size="compact-sm" onClick={() => session.forgetTyping()}>
        {t('ui.close')}
      </Button>
    </div>
  );
}
