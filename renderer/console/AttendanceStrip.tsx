import { Button } from '@mantine/core';
import { Circle, Hand } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import classes from './AttendanceStrip.module.css';
import type { ConsoleSession } from './console-session.ts';
import { type Attendance, takenBy } from './console-state.ts';

/** Above the screen, for all its viewers to see: who has taken it over, and who records it. */
export function AttendanceStrip({ session, attendance }: { session: ConsoleSession; attendance: Attendance }) {
  const { t } = useTranslation();
  const { you, others } = attendance;
  const holder = takenBy({ attendance });
  const recorders = [...(you.recording ? [you] : []), ...others.filter((viewer) => viewer.recording)];
  if (holder === undefined && !you.holds && recorders.length === 0) return null;
  return (
    <div className={classes.strip} role="status">
      {recorders.length === 0 ? null : (
        <span className={classes.recording}>
          <Circle size={12} fill="currentColor" aria-hidden />
          {you.recording
            ? t('console.recording.own')
            : t('console.recording.by', { who: recorders.map((viewer) => viewer.who).join(', ') })}
        </span>
      )}
      {holder === undefined && !you.holds ? null : (
        <>
          <Hand size={14} aria-hidden />
          <span className={classes.text}>
            {holder === undefined ? t('console.viewers.youHold') : t('console.viewers.taken', { who: holder.who })}
          </span>
          {holder === undefined ? (
            <Button variant="default" size="compact-sm" onClick={() => session.handBack()}>
              {t('console.viewers.handBack')}
            </Button>
          ) : (
            <Button variant="default" size="compact-sm" disabled={!you.mayTake} onClick={() => session.take()}>
              {t('console.viewers.take')}
            </Button>
          )}
        </>
      )}
    </div>
  );
}
