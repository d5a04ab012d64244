import { FitAddon } from '@xterm/addon-fit';
import { type ITheme, Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobLogLineView } from '../../engine/contract/views.ts';
import { type LogOf, useJobLog } from '../api/job-log.ts';
import { lineText } from '../components/jobs/JobLog.tsx';
import { ErrorState } from '../ui/ErrorState.tsx';
import { parseDate } from '../ui/format.ts';
import classes from './LogTerminal.module.css';

const scrollback = 5000;
/** Colours by level; the text itself is made inert first, so only these sequences ever reach the terminal. */
const levels: Record<JobLogLineView['level'], string> = {
  debug: '\u001b[90m',
  info: '',
  warn: '\u001b[33m',
  error: '\u001b[31m',
};
const dimmed = '\u001b[90m';
const plain = '\u001b[0m';

function draw(line: JobLogLineView): string {
  const time = parseDate(line.time)?.toLocaleTimeString('en-GB') ?? '';
  return `${dimmed}${time}${plain} ${levels[line.level]}${lineText(line)}${plain}\r\n`;
}

/** The terminal's colours are those of the page, which knows both themes. */
function themeOf(element: HTMLElement): ITheme {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: colour('--surface-sunken'),
    foreground: colour('--mantine-color-text'),
    cursor: colour('--surface-sunken'),
    selectionBackground: colour('--border-strong'),
    brightBlack: colour('--mantine-color-dimmed'),
    yellow: colour('--tone-warning'),
    red: colour('--tone-error'),
  };
}

/** The log of a job, or of all that was done on a host, in a terminal that only shows: it follows, wraps and is searched by the eye. */
export function LogTerminal(of: LogOf) {
  const { t } = useTranslation();
  const { lines, error, loading } = useJobLog(of);
  const box = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal | undefined>(undefined);
  const written = useRef(-1);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = new Terminal({
      disableStdin: true,
      convertEol: false,
      scrollback,
      cursorStyle: 'bar',
      cursorInactiveStyle: 'none',
      fontSize: 12,
      lineHeight: 1.25,
      fontFamily: getComputedStyle(element).fontFamily,
      theme: themeOf(element),
      // What is on screen is there for screen readers and tests too.
      screenReaderMode: true,
    });
    const fit = new FitAddon();
    made.loadAddon(fit);
    made.open(element);
    fit.fit();
    terminal.current = made;
    written.current = -1;
    const resized = new ResizeObserver(() => fit.fit());
    resized.observe(element);
    const themed = new MutationObserver(() => {
      made.options.theme = themeOf(element);
    });
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-mantine-color-scheme'] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      terminal.current = undefined;
      made.dispose();
    };
  }, []);

  useEffect(() => {
    const made = terminal.current;
    if (made === undefined) return;
    if (lines.length === 0) {
      made.reset();
      written.current = -1;
      return;
    }
    const fresh = lines.filter((line) => line.index > written.current);
    if (fresh.length === 0) return;
    written.current = fresh.at(-1)?.index ?? written.current;
    made.write(fresh.map(draw).join(''));
  }, [lines]);

  return (
    <div className={classes.log} role="log" aria-label={t('jobs.log')}>
      {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
      {!loading && lines.length === 0 && error === undefined ? (
        <div className={classes.empty}>{t('jobs.noLog')}</div>
      ) : null}
      <div ref={box} className={classes.terminal} />
    </div>
  );
}
