import { Button, Loader } from '@mantine/core';
import { Maximize2, Minimize2, RotateCw, SquareTerminal, TriangleAlert, Unplug, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostView } from '../../engine/contract/views.ts';
import { hostBadge } from '../components/badges.ts';
import { StateOf } from '../components/StateOf.tsx';
import { BarButton, GrabSign } from './BarParts.tsx';
import barClasses from './ConsoleBar.module.css';
import noticeClasses from './ConsoleNotice.module.css';
import viewClasses from './ConsoleView.module.css';
import classes from './HostShell.module.css';
import { type ShellState, shellSession, useShellState } from './shell-session.ts';
import { TerminalButtons } from './TerminalButtons.tsx';
import { TerminalSearch, useTerminalSearch } from './TerminalSearch.tsx';
import stripClasses from './TypingStrip.module.css';
import { useFullScreen } from './use-full-screen.ts';

interface Props {
  host: HostView;
}

/** A shell on a host, in a terminal of the page: opened by a person, since it is a door into the machine. */
export function HostShell({ host }: Props) {
  const { t } = useTranslation();
  const root = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const session = shellSession(host.id);
  const state = useShellState(host.id);
  const search = useTerminalSearch();
  const fullScreen = useFullScreen(root);
  const { terminal } = session;

  useLayoutEffect(() => (place.current === null ? undefined : session.show(place.current)), [session]);

  // Who has just opened a shell wants to type; who comes back to one may be on the way to somewhere else.
  const { phase } = state;
  const before = useRef(phase);
  useEffect(() => {
    if (phase === 'open' && before.current === 'connecting') terminal.focus();
    before.current = phase;
  }, [phase, terminal]);

  const readable = state.phase === 'open' || (state.phase === 'ended' && state.wasOpen);
  return (
    <section
      ref={root}
      data-console
      data-mantine-color-scheme="dark"
      data-phase={state.phase}
      className={viewClasses.root}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse gets to the terminal here, and by Enter into it
      tabIndex={0}
      aria-label={t('shell.of', { name: host.name })}
      onKeyDown={(event) => {
        if (readable) search.onKeyDown(event);
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        event.preventDefault();
        terminal.focus();
      }}
    >
      <div className={barClasses.bar} role="toolbar" aria-label={t('shell.bar')}>
        <strong className={barClasses.name}>{host.name}</strong>
        <span className={barClasses.state}>
          <StateOf badge={hostBadge(host)} />
        </span>
        {state.phase === 'open' ? <GrabSign grabbed={state.grabbed} /> : null}
        <span className={barClasses.grow} />
        {readable ? <TerminalButtons terminal={terminal} search={search} /> : null}
        <BarButton
          icon={fullScreen.on ? Minimize2 : Maximize2}
          label={fullScreen.on ? t('console.leaveFullScreen') : t('console.fullScreen')}
          onClick={fullScreen.toggle}
        />
        {state.phase === 'closed' ? null : (
          <BarButton icon={X} label={t('shell.close')} onClick={() => session.close()} />
        )}
      </div>
      <div className={viewClasses.stage}>
        <div ref={place} className={`${viewClasses.place} ${readable ? '' : classes.unseen}`} />
        {readable ? null : <NoShell host={host} state={state} onOpen={() => void session.open()} />}
        {readable && search.open ? <TerminalSearch terminal={terminal} control={search} /> : null}
      </div>
      {readable && state.phase === 'ended' ? (
        <div className={`${stripClasses.strip} ${stripClasses.ended}`} role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>
            <Why state={state} />
          </span>
          <Button
            size="compact-sm"
            leftSection={<RotateCw size={14} aria-hidden />}
            onClick={() => void session.open()}
          >
            {t('shell.again')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** What a shell's end says, in a sentence; how it exited is said in the reader's language. */
function Why({ state: { trouble = 'lost', detail } }: { state: ShellState }) {
  const { t } = useTranslation();
  const [, kind, value] = /^(exit status|signal) (\S{1,20})$/.exec(detail ?? '') ?? [];
  if (trouble !== 'exited' || value === undefined) return t(`shell.trouble.${trouble}`);
  return t(kind === 'signal' ? 'shell.killed' : 'shell.exited', { value });
}

/** In place of a terminal: how to open one, that it is on its way, or why there is none. */
function NoShell({ host, state, onOpen }: { host: HostView; state: ShellState; onOpen: () => void }) {
  const { t } = useTranslation();
  if (state.phase === 'connecting')
    return (
      <div className={noticeClasses.center} role="status">
        <Loader size="sm" color="gray" />
        <span>{t('console.connecting')}</span>
      </div>
    );
  if (state.phase === 'ended')
    return (
      <div className={noticeClasses.center} role="alert">
        <div className={noticeClasses.card}>
          <Unplug size={22} strokeWidth={1.5} aria-hidden />
          <strong>
            <Why state={state} />
          </strong>
          {state.detail === undefined ? null : <p className={classes.detail}>{state.detail}</p>}
          <Button variant="default" leftSection={<RotateCw size={14} aria-hidden />} onClick={onOpen}>
            {t('ui.retry')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className={noticeClasses.center}>
      <SquareTerminal size={28} strokeWidth={1.25} aria-hidden />
      <p className={classes.about}>
        {t(host.hypervisor === 'Simulator' ? 'shell.aboutPractice' : 'shell.about', { name: host.name })}
      </p>
      <Button leftSection={<SquareTerminal size={15} aria-hidden />} onClick={onOpen}>
        {t('shell.open')}
      </Button>
    </div>
  );
}
