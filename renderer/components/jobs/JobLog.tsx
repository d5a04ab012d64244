import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobLogLineView } from '../../../engine/contract/views.ts';
import { type LogOf, useJobLog } from '../../api/job-log.ts';
import { useMay } from '../../api/permissions.ts';
import { said } from '../../i18n/said.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { parseDate } from '../../ui/format.ts';
import { word } from '../words.ts';
import classes from './JobLog.module.css';

// Escape sequences, control characters, and the marks that turn the direction of text.
const controls = /\u001b\[[0-9;?]*[ -/]*[@-~]|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** Text of a host made inert: no escape sequences, no control or direction characters. */
export function inert(text: string): string {
  return text.replace(controls, '');
}

/** What a line says: a sentence of ours in the window's language, what a host printed as it was, both inert. */
export function lineText(line: JobLogLineView): string {
  return inert(line.phrase === undefined ? line.text : said(line.phrase, line.text));
}

/** The log of a job or of a host as plain text, following its end until one scrolls up; nothing for a role without logs. */
export function JobLog(of: LogOf) {
  return useMay()('listJobLogs') ? <Log {...of} /> : null;
}

function Log(of: LogOf) {
  const { t } = useTranslation();
  const { lines, error, loading } = useJobLog(of);
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    if (atEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [lines]);
  return (
    <div
      ref={box}
      className={classes.log}
      role="log"
      aria-label={t('jobs.log')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
      tabIndex={0}
      onScroll={(event) => {
        const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
        atEnd.current = scrollHeight - scrollTop - clientHeight < 24;
      }}
    >
      {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
      {!loading && lines.length === 0 && error === undefined ? (
        <div className={classes.debug}>{t('jobs.noLog')}</div>
      ) : null}
      {lines.map((line) => (
        <div key={line.index} className={`${classes.line} ${classes[line.level] ?? ''}`}>
          <span className={classes.time}>{parseDate(line.time)?.toLocaleTimeString('en-GB') ?? ''}</span>
          {line.step === undefined ? null : <span className={classes.step}>{inert(word('jobSteps', line.step))}</span>}
          {lineText(line)}
        </div>
      ))}
    </div>
  );
}
